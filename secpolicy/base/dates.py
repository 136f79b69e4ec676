"""Days, periods and fiscal years, counted as Japanese law counts them, and the ways an office writes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from itertools import groupby, takewhile

from secpolicy.base.record import Record

ERAS = {"令和": (2018, date(2019, 5, 1)), "平成": (1988, date(1989, 1, 8)), "昭和": (1925, date(1926, 12, 25))}
ERA_LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}

# Only what is refused is matched with a pattern: to compile one takes longer than to read the dates of an inventory.
_DAY_LIKE = r"(?:\d{4}|(?:令和|平成|昭和|[RHS])\s*(?:元|\d{1,2}))\s*[-/.年]\s*\d{1,2}\s*(?:[-/.月]\s*(?:\d{1,2}\s*日?)?)?"
_YEAR_MARKS = ("", "年", ".", "/", "-")
_MONTH_MARKS = ("", "月", ".", "/", "-")
_MOST_DIGITS = 9
FISCAL_YEARLY = ("each fiscal year", "every fiscal year", "毎年度", "年度ごと")


class Period(Record):
    """A length of time; months and days are never converted into each other. `yearly` means: once in each fiscal year."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    yearly: bool = False


PlainPeriod = tuple[int, int, int, bool]  # as a cache holds it
YEARLY = Period(yearly=True)
_MONTHS = dict.fromkeys(("year", "years", "年", "年間"), 12) | dict.fromkeys(
    ("month", "months", "月間", *(f"{counter}月{end}" for counter in "かヶカヵ箇" for end in ("", "間"))), 1
)
_DAYS = dict.fromkeys(("week", "weeks", "週", "週間"), 7) | dict.fromkeys(("day", "days", "日", "日間"), 1)
_MINUTES = dict.fromkeys(("hour", "hours", "時間"), 60) | dict.fromkeys(("minute", "minutes", "分", "分間"), 1)
_MINUTES_OF_A_DAY = 24 * 60
_MINUTES_OF_A_MONTH = 365 * _MINUTES_OF_A_DAY // 12  # exactly


def add_months(day: date, months: int) -> date:
    """The corresponding day that many months on; where the month has none, its last day (Civil Code art. 143)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = _days_of(year, month + 1)
    # A period that begins at the end of a month is counted by whole months and ends at the end of one.
    at_end = day.day == _days_of(day.year, day.month)
    return date(year, month + 1, last if at_end else min(day.day, last))


def moved(day: date, period: Period, sign: int = 1) -> date:
    """The day moved by a period, forwards or (sign -1) backwards; the day of the event is not counted (Civil Code art. 140).

    What would lie outside the calendar is its last or first day: offices write 9999-12-31 for what has no end.
    """
    if period.yearly:
        return fiscal_year_end(fiscal_year_of(day) + sign)
    whole_days = period.days + period.minutes // _MINUTES_OF_A_DAY
    try:
        return (add_months(day, sign * period.months) if period.months else day) + timedelta(days=sign * whole_days)
    except (OverflowError, ValueError):
        return date.max if sign > 0 else date.min


def as_minutes(period: Period) -> int:
    """A period as minutes, only to compare two written lengths: a year counts 365 days, a month a twelfth of that."""
    months = 12 if period.yearly else period.months
    return months * _MINUTES_OF_A_MONTH + period.days * _MINUTES_OF_A_DAY + period.minutes


def fiscal_year_of(day: date) -> int:
    """The fiscal year (April to March) that holds the day, by the year in which it begins."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_end(year: int) -> date:
    """31 March that closes the named fiscal year, or the end of the calendar."""
    return date(year + 1, 3, 31) if year < date.max.year else date.max


def japanese_day(day: date) -> str:
    """The day in the Japanese calendar, short: R8.11.30."""
    for letter, era in ERA_LETTERS.items():
        offset, first = ERAS[era]
        if day >= first:
            return f"{letter}{day.year - offset}.{day.month}.{day.day}"
    return day.isoformat()


def read_day(text: str) -> tuple[date, date] | None:
    """First and last day meant by a written date; equal unless only the month or the year is given. None: not a date.

    Read as meant: ISO, slashes, 年月日, the eras 令和, 平成 and 昭和 in full or by letter, full-width digits.
    """
    parts = _parts_of_day(unicodedata.normalize("NFKC", text).strip())
    if parts is None:
        return None
    era, of_era, year_mark, month, month_mark, day, day_mark = parts
    try:
        year = _western_year(era, of_era)
        if year_mark and month and month_mark and day:
            whole = date(year, int(month), int(day))
            return (whole, whole) if not era or whole >= ERAS[era][1] else None
        if day or day_mark:
            return None
        if year_mark and month and month_mark in ("", "月"):
            return _month(year, int(month))
        return (date(year, 1, 1), date(year, 12, 31)) if not era and year_mark in ("", "年") and not month and not month_mark else None
    except ValueError:
        return None


def looks_like_a_day(text: str) -> bool:
    """Whether a text that `read_day` refuses has the form of a date: then it names a day that the calendar lacks."""
    return re.fullmatch(_DAY_LIKE, unicodedata.normalize("NFKC", text).strip()) is not None


def read_fiscal_year(text: str) -> int | None:
    """The fiscal year meant: 2026, 2026年度, 令和8年度. None: not a fiscal year."""
    text = unicodedata.normalize("NFKC", text).strip()
    western = text.removeprefix("FY").lstrip()
    if western[:4].isdecimal() and len(western) >= 4 and western[4:].lstrip() in ("", "年度"):
        return int(western[:4]) or None
    parts = _parts_of_day(text.removesuffix("度")) if text.endswith("年度") else None
    return _western_year(parts[0], parts[1]) if parts and parts[0] and not parts[3] else None


def read_period(text: str) -> Period | None:
    """The period meant: 6 months, 6か月, 90 days, 1年, 30分, each fiscal year. None: not a period."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text in FISCAL_YEARLY:
        return YEARLY
    digits = "".join(takewhile(str.isdecimal, text))
    unit = text[len(digits) :].lstrip()
    if not 0 < len(digits) <= _MOST_DIGITS or (unit not in _MONTHS and unit not in _DAYS and unit not in _MINUTES):
        return None
    count = int(digits)
    return Period(count * _MONTHS.get(unit, 0), count * _DAYS.get(unit, 0), count * _MINUTES.get(unit, 0))


def _parts_of_day(text: str) -> list[str] | None:
    """Era, year, month and day, each number with the mark behind it, of which all but the year may lack. None: no date has such parts.

    Which of them make a date, `read_day` says.
    """
    parts = ["".join(part).strip() for _, part in groupby(text, lambda letter: letter.isdecimal() or letter == "元")]
    if text[:1].isdecimal():
        parts.insert(0, "")  # the Western era
    parts += [""] * (7 - len(parts))
    parts[0] = ERA_LETTERS.get(parts[0], parts[0])
    era, year, year_mark, month, month_mark, day, *day_marks = parts
    is_year = era in ERAS and (year == "元" or (year.isdecimal() and len(year) <= 2)) if era else year.isdecimal() and len(year) == 4
    fits = year_mark in _YEAR_MARKS and month_mark in _MONTH_MARKS and day_marks in ([""], ["日"]) and len(month) <= 2 and len(day) <= 2
    return parts if is_year and fits else None


def _western_year(era: str, year: str) -> int:
    return (ERAS[era][0] if era else 0) + (1 if year == "元" else int(year))


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, _days_of(year, month))


def _days_of(year: int, month: int) -> int:
    """How many days a month has. The module calendar would know too, but is slow to load."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31

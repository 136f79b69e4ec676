"""Days as an office writes them and as Japanese law counts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secpolicy.base.dates import (
    YEARLY,
    Period,
    add_months,
    fiscal_year_end,
    fiscal_year_of,
    japanese_day,
    looks_like_a_day,
    moved,
    read_day,
    read_fiscal_year,
    read_period,
)

DAYS = st.dates(date(1927, 1, 1), date(2200, 12, 31))


def only(day: date) -> tuple[date, date]:
    return day, day


@pytest.mark.parametrize(
    "written",
    ["2026-04-01", "2026/4/1", "2026.04.01", "2026年4月1日", "令和8年4月1日", "R8.4.1", "R8/4/1", "２０２６年４月１日", " 2026-04-01 ", "令和 8年 4月 1日"],
)
def test_one_day_is_read_in_every_way_an_office_writes_it(written: str) -> None:
    assert only(date(2026, 4, 1)) == read_day(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H元.1.8", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S1.12.26", date(1926, 12, 26)),
    ],
)
def test_an_era_is_read_from_its_first_year_on(written: str, day: date) -> None:
    assert only(day) == read_day(written)


@pytest.mark.parametrize(
    "written", ["令和元年4月30日", "平成元年1月7日", "2026-13-01", "2026-02-30", "令和8年2月29日", "2026-13", "R8.13", "昨年度末", "", "26-4-1", "0000"]
)
def test_what_the_calendar_or_the_era_lacks_is_no_day(written: str) -> None:
    assert read_day(written) is None


@pytest.mark.parametrize("written", ["2026年4日", "2026 4 1", "令和8年4 1日"])
def test_a_day_without_the_marks_before_it_is_none(written: str) -> None:
    assert read_day(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "令和008年4月1日",
        "2026-004-01",
        "2026-04-001",
        "2026-04-01/",
        "2026年4月1日日",
        "2026-04-01-1",
        "2026年元月1日",
        "2026--4-1",
        "西暦2026年4月1日",
        "元年4月1日",
    ],
)
def test_digits_marks_and_eras_that_no_day_has_make_none(written: str) -> None:
    assert read_day(written) is None


@pytest.mark.parametrize("written", ["2026-02", "2026年2月", "令和8年2月", "R8.2"])
def test_a_month_is_read_as_all_its_days(written: str) -> None:
    assert (date(2026, 2, 1), date(2026, 2, 28)) == read_day(written)


@pytest.mark.parametrize("written", ["2026", "2026年"])
def test_a_year_is_read_as_all_its_days(written: str) -> None:
    assert (date(2026, 1, 1), date(2026, 12, 31)) == read_day(written)


@pytest.mark.parametrize("written", ["2026-13-01", "2026/2/30", "令和8年4月31日", "R8.13", "H31.4.31"])
def test_a_day_that_the_calendar_lacks_still_looks_like_one(written: str) -> None:
    assert looks_like_a_day(written)


@pytest.mark.parametrize("written", ["昨年度末", "4月1日", "2026-04-01から", ""])
def test_other_texts_do_not_look_like_a_day(written: str) -> None:
    assert not looks_like_a_day(written)


@given(st.dates(date(1927, 1, 1), date(2117, 12, 31)))
def test_a_day_written_in_the_japanese_calendar_is_read_back(day: date) -> None:
    assert only(day) == read_day(japanese_day(day))


@pytest.mark.parametrize(
    ("day", "short"), [(date(2026, 11, 30), "R8.11.30"), (date(2019, 4, 30), "H31.4.30"), (date(1989, 1, 7), "S64.1.7"), (date(1920, 1, 1), "1920-01-01")]
)
def test_a_day_is_shown_in_its_era(day: date, short: str) -> None:
    assert short == japanese_day(day)


@pytest.mark.parametrize(
    ("written", "year"), [("2026", 2026), ("2026年度", 2026), ("FY2026", 2026), ("令和8年度", 2026), ("R8年度", 2026), ("令和元年度", 2019)]
)
def test_a_fiscal_year_is_read_by_the_year_in_which_it_begins(written: str, year: int) -> None:
    assert year == read_fiscal_year(written)


@pytest.mark.parametrize("written", ["来年度", "26", "令和8年", "0000"])
def test_other_texts_are_no_fiscal_year(written: str) -> None:
    assert read_fiscal_year(written) is None


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("6 months", Period(months=6)),
        ("1 month", Period(months=1)),
        ("6か月", Period(months=6)),
        ("６ヶ月", Period(months=6)),
        ("3箇月間", Period(months=3)),
        ("1年", Period(months=12)),
        ("2 years", Period(months=24)),
        ("90 days", Period(days=90)),
        ("90日間", Period(days=90)),
        ("2週間", Period(days=14)),
        ("1 week", Period(days=7)),
        ("72時間", Period(minutes=4320)),
        ("2 hours", Period(minutes=120)),
        ("30分", Period(minutes=30)),
        ("15 minutes", Period(minutes=15)),
        ("毎年度", YEARLY),
        ("each fiscal year", YEARLY),
    ],
)
def test_a_period_is_read_in_its_own_unit(written: str, period: Period) -> None:
    assert period == read_period(written)


@pytest.mark.parametrize("written", ["しばらく", "6", "-6 months", "1年くらい", ""])
def test_other_texts_are_no_period(written: str) -> None:
    assert read_period(written) is None


@pytest.mark.parametrize(
    ("day", "months", "ended"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2025, 4, 30), 1, date(2025, 5, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_a_period_of_months_ends_on_the_corresponding_day(day: date, months: int, ended: date) -> None:
    """Civil Code art. 143; what begins at the end of a month ends at the end of one."""
    assert ended == add_months(day, months)


@given(DAYS, st.integers(-600, 600))
def test_months_move_a_day_by_as_many_months(day: date, months: int) -> None:
    ended = add_months(day, months)

    assert months == (ended.year * 12 + ended.month) - (day.year * 12 + day.month)


@given(DAYS, DAYS, st.integers(0, 240))
def test_a_later_day_is_never_moved_before_an_earlier_one(first: date, second: date, months: int) -> None:
    earlier, later = sorted((first, second))

    assert add_months(earlier, months) <= add_months(later, months)


@given(DAYS, st.integers(0, 10_000))
def test_days_move_forwards_and_back_to_where_they_began(day: date, days: int) -> None:
    assert day == moved(moved(day, Period(days=days)), Period(days=days), -1)


def test_whole_days_of_minutes_count_and_the_rest_does_not() -> None:
    assert date(2026, 4, 4) == moved(date(2026, 4, 1), Period(minutes=3 * 1440 + 720))


@pytest.mark.parametrize(("sign", "ended"), [(1, date(2028, 3, 31)), (-1, date(2026, 3, 31))])
def test_once_a_fiscal_year_ends_with_the_next_or_the_last_one(sign: int, ended: date) -> None:
    assert ended == moved(date(2026, 4, 1), YEARLY, sign)


@pytest.mark.parametrize(("sign", "ended"), [(1, date.max), (-1, date.min)])
@pytest.mark.parametrize("period", [Period(months=120_000), Period(days=10**12)])
def test_what_lies_outside_the_calendar_is_its_end(period: Period, sign: int, ended: date) -> None:
    assert ended == moved(date(2026, 4, 1), period, sign)


@given(st.dates(date(1, 4, 1), date(9999, 3, 31)))
def test_a_day_lies_in_its_fiscal_year(day: date) -> None:
    year = fiscal_year_of(day)

    assert fiscal_year_end(year - 1) < day <= fiscal_year_end(year)


def test_the_last_fiscal_year_ends_with_the_calendar() -> None:
    assert date.max == fiscal_year_end(9999)


def test_a_fiscal_year_begins_in_april() -> None:
    years = [fiscal_year_of(day) for day in (date(2026, 3, 31), date(2026, 3, 31) + timedelta(days=1))]

    assert [2025, 2026] == years

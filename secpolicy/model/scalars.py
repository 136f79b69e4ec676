"""What an office writes for a single value, and what it means: one reader per simple type of the vocabulary, text in and value out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from secpolicy.base.dates import looks_like_a_day, read_day, read_fiscal_year, read_period
from secpolicy.base.problem import closest
from secpolicy.base.record import Record
from secpolicy.model.entity import UNDECLARED
from secpolicy.model.vocabulary import Choice

if TYPE_CHECKING:
    from fractions import Fraction

RESERVED: dict[str, Any] = {"": UNDECLARED, "~": UNDECLARED, "null": UNDECLARED, "不明": UNDECLARED, "unknown": UNDECLARED, "none": None, "なし": None}
_TRUE = ("true", "yes", "はい", "有", "あり", "○", "〇", "\u25ef", "True", "TRUE", "Yes", "YES")
_FALSE = ("false", "no", "いいえ", "無", "×", "\u2715", "False", "FALSE", "No", "NO")
TRUTHS: dict[str, bool] = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
_MOST_DIGITS = 30  # no fact has more, and a number of millions of them would hold up the run
_HUGE = r"[eE][-+]?\d{3}"
_UNITS = {"百万": 1_000_000, "億": 100_000_000, "万": 10_000, "千": 1_000, "": 1}  # the first that a text ends in


class Slip(Record):
    """A text that cannot be read as its type: the message id and the values of the message."""

    message: str
    values: dict[str, Any]


class Otherwise(Record):
    """A value that was read otherwise than it was written (読替え), and how it is shown."""

    value: Any
    shown: str


class Span(Record):
    """A text that says only between what the value lies."""

    low: Any
    high: Any


Read = Callable[[str], Any]  # from a text to a value, a Slip, Otherwise or a Span


def _slip(message: str, **values: Any) -> Slip:
    return Slip(message, values)


def _truth(text: str) -> Any:
    truth = TRUTHS.get(text)
    return _slip("not-yes-or-no", value=text) if truth is None else truth


def _digits(text: str) -> str:
    """A number in plain digits: full-width ones are folded, commas and blanks around it are left out."""
    return unicodedata.normalize("NFKC", text).replace(",", "").strip()


def _whole(text: str) -> Any:
    digits = _digits(text)
    if not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
        return _slip("not-a-whole-number", value=text)
    return int(digits) if digits == text else Otherwise(int(digits), digits)


def _number(text: str) -> Any:
    digits = _digits(text)
    if len(digits) > _MOST_DIGITS or re.search(_HUGE, digits):
        return _slip("not-a-number", value=text)
    try:
        return _exact(digits[:-1]) / 100 if digits.endswith("%") else _exact(digits)
    except (ValueError, ZeroDivisionError):
        return _slip("not-a-number", value=text)


def _exact(digits: str) -> Fraction:
    from fractions import Fraction  # brings decimal with it: few inventories hold such a number

    return Fraction(digits)


def _money(text: str) -> Any:
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text)
    written = unicodedata.normalize("NFKC", text).strip().removesuffix("円").rstrip()
    unit = next(unit for unit in _UNITS if written.endswith(unit))
    digits = written.removesuffix(unit).rstrip()
    whole, point, part = digits.partition(".")
    if not whole[:1].isdecimal() or not whole.replace(",", "").isdecimal() or part.isdecimal() is not bool(point) or len(digits) > _MOST_DIGITS:
        return _slip("not-money", value=text)
    digits = digits.replace(",", "")
    amount = int(digits) * _UNITS[unit] if not point else int(_exact(digits) * _UNITS[unit])
    return amount if text.isdigit() else Otherwise(amount, f"{amount:,}")


def _date(text: str) -> Any:
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    span = read_day(text)
    if span is None:
        return _slip("no-such-day" if looks_like_a_day(text) else "not-a-date", value=text)
    return Otherwise(span[0], span[0].isoformat()) if span[0] == span[1] else Span(*span)


def _fiscal_year(text: str) -> Any:
    year = read_fiscal_year(text)
    return _slip("not-a-fiscal-year", value=text) if year is None else year


def _period(text: str) -> Any:
    return read_period(text) or _slip("not-a-period", value=text)


def _government_code(text: str) -> Any:
    code = unicodedata.normalize("NFKC", text).strip()
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return _slip("not-a-government-code", value=text)
    digit = check_digit(code[:5])
    if code[5] != digit:
        return _slip("wrong-check-digit", value=text, digit=digit)
    return code if code == text else Otherwise(code, code)


def check_digit(number: str) -> str:
    """The sixth digit of a code of a local government (全国地方公共団体コード): the last digit of eleven less the remainder of the weighted sum by eleven."""
    total = sum(int(digit) * weight for digit, weight in zip(number, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def choice_reader(choice: Choice) -> Read:
    """The reader of a choice: its values by their names, their labels and every other way to write them."""
    spelled: dict[str, str] = {}

    def read(text: str) -> Any:
        if text in choice.labels:
            return text
        spelled.update(_spelled(choice) if not spelled else ())
        value = spelled.get(text) or spelled.get(unicodedata.normalize("NFKC", text).strip()) or text
        if value in choice.spans:
            return Span(*choice.spans[value])
        if value in choice.labels:
            return value
        meant = closest(text, [*spelled])
        return _slip("not-a-choice-meant" if meant else "not-a-choice", value=text, choice=choice, choices=choice.offered(text), meant=meant)

    return read


def _spelled(choice: Choice) -> dict[str, str]:
    """Every way to write the values of a choice."""
    spelled = {value: value for value in choice.labels}
    for value, (ja, en) in choice.labels.items():
        spelled.setdefault(unicodedata.normalize("NFKC", ja), value)
        spelled.setdefault(en, value)
    return spelled | choice.spellings


SCALARS: dict[str, Read] = {
    "yes/no": _truth, "whole number": _whole, "number": _number, "money": _money, "date": _date, "fiscal year": _fiscal_year, "period": _period,
    "government code": _government_code,
}  # fmt: skip

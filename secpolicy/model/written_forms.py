"""How values may be written, as JSON Schema: one list of alternatives per simple type; and what an editor makes of a plain word.

Patterns keep to what Python and ECMAScript read alike, and allow digits and signs in full width, as the reader does.
"""

from __future__ import annotations

import re
from typing import Any

from secpolicy.base.dates import FISCAL_YEARLY
from secpolicy.model.scalars import TRUTHS

Schema = dict[str, Any]

_DIGIT = "[0-9０-９]"
_SPACE = r"\s*"
_SIGN = r"(?:年|[./\-．／－])"
_SECOND_SIGN = r"(?:月|[./\-．／－])"
_MONTH = "(?:[0０]?[1-9１-９]|[1１][0-2０-２])"
_DAY = "(?:[0０]?[1-9１-９]|[1-2１-２][0-9０-９]|[3３][0-1０-１])"
_ERA = rf"(?:令和|平成|昭和|㋿|㍻|㍼|[RHSＲＨＳ]){_SPACE}(?:元|{_DIGIT}{{1,2}})"
_AMOUNT = f"[0-9０-９,，]*{_DIGIT}[0-9０-９,，]*"
_UNITS = ("years?", "年間?", "months?", "[かヶカヵ箇]月間?", "月間", "weeks?", "週間?", "days?", "日間?", "hours?", "時間", "minutes?", "分間?")


def _whole(*parts: str) -> Schema:
    """A text that one of the parts describes, with or without space around it."""
    return {"type": "string", "pattern": f"^{_SPACE}(?:{'|'.join(parts)}){_SPACE}$"}


def _dated(year: str) -> str:
    """A year followed by a month and perhaps a day."""
    return _SPACE.join((year, _SIGN, _MONTH, f"(?:月?|{_SECOND_SIGN}{_SPACE}{_DAY}{_SPACE}日?)"))


_NUMBER = rf"[+\-＋－]?(?:{_AMOUNT}(?:[.．]{_DIGIT}*)?|[.．]{_DIGIT}+)(?:[eE][+\-]?{_DIGIT}+)?(?:[/／]{_DIGIT}+)?{_SPACE}[%％]?"
WRITTEN: dict[str, list[Schema]] = {
    "text": [{"type": ["string", "number", "boolean"]}],
    "yes/no": [{"type": "boolean"}, {"enum": [*TRUTHS]}],
    "whole number": [{"type": "integer", "minimum": 0}, _whole(_AMOUNT)],
    "number": [{"type": "number"}, _whole(_NUMBER)],
    "money": [{"type": "number", "minimum": 0}, _whole(rf"{_DIGIT}[0-9０-９,，]*(?:[.．]{_DIGIT}+)?{_SPACE}(?:千|百?万|億)?{_SPACE}円?")],
    # A year is a number to an editor, and so is a month written 2019.04.
    "date": [{"type": "number", "minimum": 1000, "exclusiveMaximum": 10000}, _whole(_dated(f"{_DIGIT}{{4}}"), _dated(_ERA), rf"{_DIGIT}{{4}}{_SPACE}年?")],
    "fiscal year": [
        {"type": "integer", "minimum": 1000, "maximum": 9999},
        _whole(rf"(?:[FＦ][YＹ]{_SPACE})?{_DIGIT}{{4}}{_SPACE}(?:年度)?", rf"{_ERA}{_SPACE}年度"),
    ],
    # To an editor a code without quotation marks is a number, without the zeros it begins with.
    "government code": [{"type": "integer", "minimum": 0, "maximum": 999999}, _whole(f"{_DIGIT}{{6}}")],
    "period": [_whole(rf"{_DIGIT}+{_SPACE}(?:{'|'.join(_UNITS)})", *FISCAL_YEARLY)],
}
IDENTIFIER: list[Schema] = [{"type": ["integer", "boolean"]}, {"type": "string", "pattern": r"^[^\s.:#/]+$"}]

_CORE = (
    (re.compile("|null|Null|NULL|~"), lambda text: None),
    (re.compile("true|True|TRUE|false|False|FALSE"), lambda text: text[0] in "tT"),
    (re.compile("[-+]?[0-9]+"), int),
    (re.compile("0o[0-7]+"), lambda text: int(text[2:], 8)),
    (re.compile("0x[0-9a-fA-F]+"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)


def core_value(text: str) -> Any:
    """What YAML 1.2 (core schema), and so an editor, makes of a plain word: null, a truth, a number, else the text."""
    return next((meant(text) for form, meant in _CORE if form.fullmatch(text)), text)

"""Text for programs that read nothing but cp932 (Shift_JIS as Windows knows it), and what is lost on the way."""

from __future__ import annotations

from secpolicy.base.record import Record
from secpolicy.base.text import printable
from secpolicy.reporting.report import Report
from secpolicy.reporting.tables import as_csv, as_groups


class Lost(Record):
    """A character that cp932 lacks: its line and column in the file, its code, and what stands there instead."""

    line: int
    column: int
    code: str
    instead: str


def in_cp932(text: str) -> tuple[bytes, tuple[Lost, ...]]:
    """The text in cp932 without the byte order mark, and every character that was replaced."""
    lost = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if printable(line) != line:
            lost += [Lost(number, at, f"U+{ord(one):04X}", printable(one)) for at, one in enumerate(line, 1) if printable(one) != one]
    return printable(text.removeprefix("\ufeff")).encode("cp932"), tuple(lost)


def as_csv_cp932(report: Report, width: int = 0) -> bytes:
    """The CSV, laid out as asked for, for programs that read no UTF-8."""
    return in_cp932(_csv(report))[0]


def lost_in_csv(report: Report) -> tuple[Lost, ...]:
    """What `as_csv_cp932` had to replace."""
    return in_cp932(_csv(report))[1]


def _csv(report: Report) -> str:
    return as_csv.as_csv(report) if report.layout is None else as_groups.as_csv(report)

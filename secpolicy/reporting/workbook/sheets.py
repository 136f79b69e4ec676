"""Sheets of a workbook for people: filters, frozen headers, real dates, A4 landscape with headings on every page, and never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.text import columns
from secpolicy.reporting.tables.as_csv import FORMULA

A4 = 9
_FONT = {"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"}
_BOX = {**_FONT, "border": 1, "border_color": "#A0A8B0"}
_LINE, _LONGEST = 14.5, 400  # points of a line, and of the tallest row: Excel allows no more than 409
_COLOURS = {"FAIL": "#FBE3DF", "UNKNOWN": "#FFF3CF"}  # each verdict is also said in words


class Column(Record):
    """A column: the id of its heading, its width in characters, and whether people fill it in."""

    head: str
    width: int
    filled_in: bool = False


class Book:
    """A workbook that is being written, with the formats that its sheets share."""

    def __init__(self, book: Any, words: Any) -> None:
        self.book, self.words = book, words
        self.head = book.add_format({**_BOX, "bold": True, "text_wrap": True, "bg_color": "#D9E4F0", "valign": "vcenter"})
        self.filled_head = book.add_format({**_BOX, "bold": True, "text_wrap": True, "bg_color": "#FFF0C2", "valign": "vcenter"})
        self.title = book.add_format({**_FONT, "font_size": 16, "bold": True})
        self.section = book.add_format({**_FONT, "font_size": 12, "bold": True, "bottom": 2, "bottom_color": "#2F5D8C"})
        self.lead = book.add_format({**_FONT, "font_size": 12, "text_wrap": True})
        self.note = book.add_format({**_FONT, "text_wrap": True, "font_color": "#404040"})
        self.formats: dict[tuple[str, str], Any] = {}

    def format(self, kind: str, verdict: str = "") -> Any:
        """The format of a cell: text, inert text, day or number, in the colour of a verdict."""
        if (kind, verdict) not in self.formats:
            kinds: dict[str, dict[str, Any]] = {
                "text": {"text_wrap": True, "num_format": "@"}, "inert": {"text_wrap": True, "num_format": "@", "quote_prefix": True},
                "day": {"num_format": "yyyy-mm-dd", "align": "left"}, "number": {"num_format": "#,##0"},
            }  # fmt: skip
            colour = {"bg_color": _COLOURS[verdict]} if verdict in _COLOURS else {}
            self.formats[kind, verdict] = self.book.add_format({**_BOX, **kinds[kind], **colour})
        return self.formats[kind, verdict]

    def write(self, sheet: Any, at: tuple[int, int], value: Any, verdict: str = "") -> None:
        """One cell: a day, a number, or a text that stays a text."""
        if isinstance(value, date):
            sheet.write_datetime(*at, midnight(value), self.format("day", verdict))
        elif isinstance(value, int):
            sheet.write_number(*at, value, self.format("number", verdict))
        elif value:
            text = str(value)
            sheet.write_string(*at, text, self.format("inert" if text.startswith(FORMULA) else "text", verdict))
        else:
            sheet.write_blank(*at, None, self.format("text", verdict))

    def paper(self, title: str, repeat: int | None = 0) -> Any:
        """An empty sheet on A4 landscape, as many pages long as it needs, with its name and the page at the foot."""
        sheet = self.book.add_worksheet(self.words.says(title))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        if repeat is not None:
            sheet.repeat_rows(repeat)
            sheet.freeze_panes(repeat + 1, 0)
        return sheet

    def list(self, title: str, heads: Sequence[Column], rows: Iterable[tuple[Any, ...]], verdicts: Iterable[str] = ()) -> Any:
        """A sheet with a heading, a filter and a row for each tuple; `verdicts` colour the second cell of the rows."""
        sheet = self.paper(title)
        for position, column in enumerate(heads):
            sheet.set_column(position, position, column.width)
            sheet.write_string(0, position, self.words.says(column.head), self.filled_head if column.filled_in else self.head)
        last, colours = 0, iter(verdicts)
        for last, row in enumerate(rows, 1):
            verdict = next(colours, "")
            for position, value in enumerate(row):
                self.write(sheet, (last, position), value, verdict if position == 1 else "")
            sheet.set_row(last, height(row, [column.width for column in heads]))
        sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
        if not last:
            sheet.write_string(1, 0, self.words.says("nothing"), self.format("text"))
        return sheet


def height(row: Sequence[Any], widths: Sequence[int]) -> float:
    """The points that the tallest cell of a row needs. Set by us: not every program lays out rows anew when it opens a file."""
    lines = 1
    for value, width in zip(row, widths, strict=False):
        if isinstance(value, str):
            lines = max(lines, sum(-(-max(1, columns(line)) // max(1, width - 1)) for line in value.split("\n")))
    return min(lines * _LINE + 3, _LONGEST)


def midnight(day: date) -> datetime:
    """A day as workbooks hold it; they know no time zones."""
    return datetime.combine(day, time.min)

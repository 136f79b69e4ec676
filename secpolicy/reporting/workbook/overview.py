"""The first sheet of the workbook: on one page how it stands, what is due when, what to do first, and by what the report was made."""

from __future__ import annotations

from collections import Counter
from typing import Any

from secpolicy.base.text import columns
from secpolicy.judging.finding import ERROR, FAIL
from secpolicy.model.plan import Remedy
from secpolicy.reporting import report as r
from secpolicy.reporting.first_steps import first_steps_texts
from secpolicy.reporting.grouping import Group, grouped, opened, overall
from secpolicy.reporting.not_judged import counted_text
from secpolicy.reporting.provenance import editions, provenance
from secpolicy.reporting.set_aside import hidden_text
from secpolicy.reporting.totals import overdue_text, unknown_text
from secpolicy.reporting.workbook.sheets import Book

_NUMBERS = ("judgements", "PASS", FAIL, "waived", "after", "UNKNOWN", "NOT_APPLICABLE", "NOT_CHECKED", ERROR, "review", "listed")
_TITLE, _NUMBER, _LAST = 26, 9, len(_NUMBERS)
_WIDTH = _TITLE + _LAST * _NUMBER


def overview(book: Book, report: r.Report, listed: set[str]) -> None:
    """Write the sheet; `listed` are the findings that stand in the sheet of findings."""
    sheet, words = book.paper("xlsx-summary", None), report.words
    sheet.set_column(0, 0, _TITLE)
    sheet.set_column(1, _LAST, _NUMBER)
    sheet.write_string(0, 0, words.says("xlsx-heading", name=r.organisation_name(report)), book.title)
    sheet.set_row(0, 24)
    row = 1
    for text in filter(None, (overdue_text(report), unknown_text(report), *first_steps_texts(report), counted_text(report), hidden_text(report))):
        row = _line(sheet, row, text, (book.lead, 16))
    groups = grouped(report, "deadline")
    row = _section(book, sheet, row + 1, "group-by-deadline")
    whole = overall(report, groups)
    row = _totals(book, sheet, row, (*groups, whole, *(_by_reading(report) if whole.review else ())))
    row = _line(sheet, row, words.says("group-about-sheet"), (book.note, 14))
    if gone := [remedy for id_, remedy in (report.plan or {}).items() if id_ not in listed]:
        row = _section(book, sheet, row + 1, "xlsx-gone")
        for remedy in gone:
            row = _line(sheet, row, _remedy_text(book, remedy), (book.note, 14))
    row = _section(book, sheet, row + 1, "xlsx-made")
    for name, text in provenance(report, whole=True):
        row = _line(sheet, row, words.says("made-line", name=name, text=text), (book.note, 14))
    row = _section(book, sheet, row + 1, "made-editions")
    _line(sheet, row, words.join(editions(report)), (book.note, 14))
    sheet.fit_to_pages(1, 1)


def _remedy_text(book: Book, remedy: Remedy) -> str:
    """A remedy that was planned for what is no longer found."""
    days = [f"{book.words.says(name)} {day.isoformat()}" for name, day in (("plan-due", remedy.due), ("plan-done", remedy.done)) if day]
    return "　".join([remedy.finding, remedy.rule, remedy.subject, remedy.owner, remedy.policy, *days])


def _by_reading(report: r.Report) -> tuple[Group, Group]:
    """The judgements that rest on unread clauses, and the others: each as a row below the totals."""
    waived = [finding.review for finding in report.judged.findings if finding.waiver is not None]
    titles = [report.words.says(f"markdown-column-{name}") for name in ("review", "rest")]
    review, rest = (Counter(report.judged.totals(review=of_review)) for of_review in (True, False))
    listed = tuple(finding for finding in opened(report) if not finding.review)
    return Group(titles[0], review, sum(waived), review.total(), ()), Group(titles[1], rest, len(waived) - sum(waived), 0, listed)


def _section(book: Book, sheet: Any, row: int, title: str) -> int:
    sheet.merge_range(row, 0, row, _LAST, book.words.says(title), book.section)
    sheet.set_row(row, 20)
    return row + 1


def _line(sheet: Any, row: int, text: str, how: tuple[Any, int]) -> int:
    """A text over the whole width, in as many lines as it needs; `how` gives its format and the points of a line."""
    sheet.merge_range(row, 0, row, _LAST, "", how[0])
    sheet.write_string(row, 0, text, how[0])
    sheet.set_row(row, how[1] * -(-columns(text) * how[1] // (14 * (_WIDTH - 6))) + 2)
    return row + 1


def _totals(book: Book, sheet: Any, row: int, groups: tuple[Group, ...]) -> int:
    """Totals before and after waivers, a row for each block of deadlines and one for all."""
    heads = ("group-column", *(f"group-column-{name}" for name in _NUMBERS))
    for position, head in enumerate(heads):
        sheet.write_string(row, position, book.words.says(head), book.head)
    for group in groups:
        row += 1
        own = {"judgements": group.judgements, "waived": group.waived, "after": group.after_waivers, "review": group.review, "listed": len(group.findings)}
        for position, value in enumerate((group.title, *(own.get(name, group.verdicts[name]) for name in _NUMBERS))):
            book.write(sheet, (row, position), value)
    return row + 1

"""An Excel workbook for ledgers: nine sheets to filter, print and fill in, without macros.

Everything in it carries the day of judging, never the time of writing, so that the same input gives the same bytes.
What people write into the plan columns of the findings is read back by `workbook_plan`, and stands there again in the next workbook.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import xlsxwriter

from secpolicy.judging.finding import ERROR, FAIL, NOT_CHECKED, PASS, UNKNOWN, Finding
from secpolicy.model.entity import place_name
from secpolicy.model.plan import Remedy
from secpolicy.reporting import report as r
from secpolicy.reporting.belonging import Belonging, groups_of
from secpolicy.reporting.grouping import grouped
from secpolicy.reporting.not_judged import not_judged, title_of, verdict_of
from secpolicy.reporting.tables import as_csv
from secpolicy.reporting.to_declare import belongs_at, is_row, place_text
from secpolicy.reporting.value_texts import declared_at, value_text
from secpolicy.reporting.workbook.overview import overview
from secpolicy.reporting.workbook.sheets import Book, Column, midnight

# The columns that `secpolicy remediation read` reads back, and the two by which it knows a row.
PLAN = ("plan-owner", "plan-policy", "plan-due", "plan-done")
KEYS = ("csv-id", "csv-rule", "csv-ref")
FINDINGS = "xlsx-findings"
_SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FINDING = (
    Column("csv-id", 12), Column("csv-verdict", 6), Column("csv-severity", 6), Column("csv-title", 20), Column("csv-subject", 16), Column("csv-count", 5),
    Column("xlsx-content", 44), Column("csv-deadline", 12), Column("csv-days", 6), Column("csv-department", 11),
)  # fmt: skip
_PLAN = (Column(PLAN[0], 12, True), Column(PLAN[1], 20, True), Column(PLAN[2], 12, True), Column(PLAN[3], 12, True))
_BEHIND = (Column("csv-rule", 34), Column("csv-ref", 24))
_DATED = (Column("csv-deadline", 12), Column("csv-verdict", 6), Column("csv-days", 6), Column("csv-severity", 6), Column("csv-title", 24),
          Column("csv-subject", 20), Column("csv-count", 5), Column("xlsx-content", 48), Column("csv-basis", 12), Column("csv-department", 12),
          Column("csv-id", 12))  # fmt: skip
_MISSING = (Column("csv-missing", 56), Column("xlsx-place", 36), Column("xlsx-settles", 10), Column("csv-title", 48), Column("xlsx-ids", 26))
_WAIVERS = (Column("xlsx-state", 16), Column("csv-rule", 40), Column("csv-ref", 24), Column("xlsx-until", 12), Column("csv-waiver", 40),
            Column("xlsx-instead", 40), Column("xlsx-approved", 22), Column("xlsx-why", 24))  # fmt: skip
_NOT_JUDGED = (Column("csv-verdict", 16), Column("csv-rule", 40), Column("csv-title", 36), Column("csv-severity", 8), Column("csv-strength", 8),
               Column("markdown-column-reason", 64), Column("xlsx-place", 36))  # fmt: skip
_VERDICTS = (PASS, FAIL, UNKNOWN, "NOT_APPLICABLE", NOT_CHECKED, ERROR)
_CLAUSES = (Column("csv-clause", 70), Column("group-column-judgements", 9), *(Column(f"group-column-{verdict}", 9) for verdict in _VERDICTS),
            Column("group-column-waived", 8), Column("group-column-after", 8), Column("group-column-review", 8))  # fmt: skip
_EVIDENCE = (Column("csv-id", 12), Column("csv-title", 36), Column("csv-subject", 24), Column("xlsx-fact", 52), Column("xlsx-declared", 30),
             Column("xlsx-place", 36))  # fmt: skip


def as_xlsx(report: r.Report, width: int = 0) -> bytes:
    """The workbook as bytes: summary, findings, deadlines, to declare, review, waivers, not judged, clauses, evidence."""
    buffer = io.BytesIO()
    file = xlsxwriter.Workbook(buffer, _SETTINGS)
    file.set_properties({"title": report.words.says("xlsx-title"), "author": "secpolicy", "created": midnight(report.as_of)})
    book, cells = Book(file, report.words), _Cells(report)
    findings = sorted(report.judged.findings, key=lambda finding: r.sort_key(report, finding))
    open_ = [finding for finding in findings if not finding.review and finding.waiver is None and finding.verdict in (FAIL, UNKNOWN, ERROR)]
    review = [finding for finding in findings if finding.review and finding.waiver is None]
    overview(book, report, {finding.id for finding in open_})
    _findings(book, cells, open_)
    dated = sorted((one for one in (*open_, *report.judged.upcoming) if one.deadline.day and not one.review), key=lambda one: (one.deadline.day, one.id))
    book.list("xlsx-deadlines", _DATED, (cells.of(finding, _DATED) for finding in dated), (finding.verdict for finding in dated))
    book.list("xlsx-missing", _MISSING, _missing(report, open_))
    book.list("xlsx-review", _FINDING, (cells.of(finding, _FINDING) for finding in review), (finding.verdict for finding in review))
    book.list("xlsx-waivers", _WAIVERS, _waivers(report))
    book.list("xlsx-not-judged", _NOT_JUDGED, _not_judged(report))
    book.list("xlsx-clauses", _CLAUSES, _clauses(report))
    book.list("xlsx-evidence", _EVIDENCE, _evidence(report, cells, open_))
    file.close()
    return buffer.getvalue()


class _Cells:
    """The cells of findings by the heading of their column, with days and numbers as such."""

    def __init__(self, report: r.Report) -> None:
        self.report, self.belonging = report, Belonging(report.inventory)
        self.remedies: dict[str, Remedy] = report.plan or {}

    def of(self, finding: Finding, columns: Iterable[Column]) -> tuple[Any, ...]:
        """The cells of a finding under some headings."""
        texts = {f"csv-{name}": text for name, text in zip(as_csv.COLUMNS, as_csv.row(self.report, finding), strict=True)}
        day, remedy = finding.deadline.day, self.remedies.get(finding.id, Remedy(finding.id))
        made: dict[str, Callable[[], Any]] = {
            "csv-deadline": lambda: day or r.deadline_text(self.report, finding.deadline), "csv-count": lambda: finding.things,
            "csv-days": lambda: (day - self.report.as_of).days if day else "", "csv-department": lambda: self._department(finding),
            "csv-verdict": lambda: self.report.words.says(finding.verdict), "xlsx-content": lambda: self._content(finding),
            **dict(zip(PLAN, (lambda: remedy.owner, lambda: remedy.policy, lambda: remedy.due, lambda: remedy.done), strict=True)),
        }  # fmt: skip
        return tuple(made[column.head]() if column.head in made else texts[column.head] for column in columns)

    def _content(self, finding: Finding) -> str:
        """What is wrong, and what to do about it."""
        message, fix = r.message(self.report, finding), r.fix(self.report, finding)
        return f"{message}\n{self.report.words.says('markdown-fix', fix=fix)}" if fix and finding.verdict == FAIL else message

    def _department(self, finding: Finding) -> str:
        names = groups_of(self.belonging, "department", finding, self.report.lang)
        return self.report.words.join(names) if isinstance(names, tuple) else self.report.words.says(f"group-{names}-department")


def _findings(book: Book, cells: _Cells, findings: list[Finding]) -> None:
    """The findings to deal with, and the columns in which people plan; what the plan is known by stands right of the printed page."""
    columns = (*_FINDING, *_PLAN, *_BEHIND)
    sheet = book.list(FINDINGS, columns, (cells.of(finding, columns) for finding in findings), (finding.verdict for finding in findings))
    last, first = max(len(findings), 1), len(_FINDING)
    sheet.print_area(0, 0, last, first + len(_PLAN) - 1)
    says = book.words.says
    hint = {"input_title": says("plan-policy"), "input_message": says("plan-hint-policy")}
    sheet.data_validation(1, first + 1, last, first + 1, {"validate": "any", **hint})
    for position, name in ((first + 2, "plan-due"), (first + 3, "plan-done")):
        sheet.data_validation(1, position, last, position, {
            "validate": "date", "criteria": ">", "value": date(1989, 1, 8), "input_title": says(name), "input_message": says("plan-hint-day"),
            "error_title": says(name), "error_message": says("plan-hint-day"), "error_type": "warning",
        })  # fmt: skip
        for row, finding in enumerate(findings, 1):  # a day that is yet to be written is shown as one
            remedy = cells.remedies.get(finding.id)
            if remedy is None or not (remedy.due if name == "plan-due" else remedy.done):
                sheet.write_blank(row, position, None, book.format("day"))


def _missing(report: r.Report, findings: list[Finding]) -> list[tuple[Any, ...]]:
    """One row for each fact to declare: where it belongs, and which findings it helps to settle; what settles most comes first, rows of tables last."""
    titles = {rule.id: rule.title[0 if report.lang == "ja" else 1] for rule in report.rulebook.rules}
    asked: dict[str, list[Finding]] = {}
    places: dict[str, str] = {}
    of_tables: set[str] = set()
    for finding in findings:
        for place in dict.fromkeys(finding.missing):
            name = place_text(report, place)
            asked.setdefault(name, []).append(finding)
            of_tables |= {name} if is_row(place) else set()
            places.setdefault(name, belongs_at(report, place))
    rows = []
    for name, those in sorted(asked.items(), key=lambda entry: (entry[0] in of_tables, -len(entry[1]), entry[0])):
        rules = report.words.join(dict.fromkeys(titles[finding.rule] for finding in those))
        rows.append((name, places[name], len(those), rules, " ".join(finding.id for finding in those)))
    return rows


def _waivers(report: r.Report) -> list[tuple[Any, ...]]:
    words, rows = report.words, []
    for fate in report.judged.waivers:
        waiver = fate.waiver
        roles = [value_text(report, one.role or None, ("choice", "role_kind")) for one in waiver.approvals]
        approved = "\n".join(f"{role} {one.by} {one.date or ''}".strip() for role, one in zip(roles, waiver.approvals, strict=True))
        state, why = words.says(f"waiver-state-{fate.state}"), words.says(fate.why) if fate.why else ""
        rows.append((state, f"{waiver.rule}#{waiver.duty}", waiver.subject, waiver.until, waiver.reason, waiver.instead, approved, why))
    return rows


def _not_judged(report: r.Report) -> list[tuple[Any, ...]]:
    """The duties that were left out, and those that the editions do not have, each with why."""
    says = report.words.says
    return [
        (verdict_of(report, one.form), one.name, title_of(report, one), says(f"severity-{one.rule.severity}"), says(f"strength-{one.strength}"), one.why,
         one.place)
        for one in not_judged(report)
    ]  # fmt: skip


def _clauses(report: r.Report) -> list[tuple[Any, ...]]:
    """One row for each clause, with its judgements by verdict, before and after waivers."""
    return [
        (group.title, group.judgements, *(group.verdicts[verdict] for verdict in _VERDICTS), group.waived, group.after_waivers, group.review)
        for group in grouped(report, "clause")
    ]


def _evidence(report: r.Report, cells: _Cells, findings: list[Finding]) -> list[tuple[Any, ...]]:
    """The facts that prove a finding, with what is declared and on which line."""
    rows = []
    for finding in findings:
        known = cells.of(finding, (Column("csv-id", 0), Column("csv-title", 0), Column("csv-subject", 0)))
        for place in finding.grounds.evidence:
            rows.append((*known, place_name(place), declared_at(report, place), str(r.located(report, place))))
    return rows

"""An Excel workbook for ledgers: eight sheets with filters, frozen headers and real dates, on A4 landscape, without macros.

Everything in it carries the day of judging, never the time of writing, so that the same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from secpolicy.base.text import columns
from secpolicy.judging.finding import VERDICTS, Finding
from secpolicy.model.entity import place_name
from secpolicy.reporting import as_csv
from secpolicy.reporting import report as r

PLAN = ("plan-owner", "plan-policy", "plan-due", "plan-done")
_WIDEST = 48
_DATES = ("csv-deadline", "plan-due", "plan-done", "xlsx-until")


def as_xlsx(report: r.Report, width: int = 0) -> bytes:
    """The workbook as bytes: summary, findings, deadlines, to declare, review, waivers, clauses, evidence."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": report.words.says("xlsx-title"), "author": "secpolicy", "created": _midnight(report.as_of)})
    writer = _Writer(book, report)
    _summary(writer)
    findings = sorted(report.judged.findings, key=lambda finding: r.sort_key(report, finding))
    open_ = [finding for finding in findings if not finding.review and finding.waiver is None and finding.verdict in ("FAIL", "UNKNOWN")]
    writer.sheet("xlsx-findings", _HEADS + PLAN, [_cells(report, finding) for finding in open_])
    dated = [finding for finding in (*open_, *report.judged.upcoming) if finding.deadline.day is not None]
    writer.sheet(
        "xlsx-deadlines", _HEADS, [_cells(report, finding) for finding in sorted(dated, key=lambda finding: (finding.deadline.day or date.max, finding.id))]
    )
    writer.sheet("xlsx-missing", ("csv-missing", "xlsx-place", "csv-rule", "csv-id"), _missing(report, open_))
    writer.sheet("xlsx-review", _HEADS, [_cells(report, finding) for finding in findings if finding.review and finding.verdict in ("FAIL", "UNKNOWN")])
    writer.sheet("xlsx-waivers", ("csv-state", "csv-rule", "csv-ref", "xlsx-until", "csv-waiver", "xlsx-why"), _waivers(report))
    writer.sheet("xlsx-clauses", ("csv-clause", "csv-rule", *VERDICTS), _clauses(report))
    writer.sheet("xlsx-evidence", ("csv-id", "csv-rule", "xlsx-fact", "xlsx-place"), _evidence(report, findings))
    book.close()
    return buffer.getvalue()


_HEADS = tuple(f"csv-{name}" for name in as_csv.COLUMNS)


class _Writer:
    """Writes sheets with a header, a filter, frozen panes and columns as wide as what they hold."""

    def __init__(self, book: Any, report: r.Report) -> None:
        self.book, self.report = book, report
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6F0", "border": 1})
        self.cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left", "border": 1})
        self.number = book.add_format({"num_format": "#,##0", "valign": "top", "border": 1})

    def sheet(self, title: str, heads: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        """One sheet; cells beyond a row's own are left empty for the reader."""
        sheet = self.book.add_worksheet(self.report.words.says(title))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        names = [self.report.words.says(head) for head in heads]
        widths = [columns(name) for name in names]
        sheet.write_row(0, 0, names, self.head)
        last = 0
        for last, row in enumerate(rows, 1):
            for position in range(len(heads)):
                value = row[position] if position < len(row) else ""
                self._write(sheet, last, position, value)
                widths[position] = max(widths[position], min(columns(str(value)), _WIDEST))
        for position, size in enumerate(widths):
            sheet.set_column(position, position, size + 2)
        sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, _midnight(value), self.day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.number)
        elif value:
            sheet.write_string(row, column, str(value), self.cell)
        else:
            sheet.write_blank(row, column, None, self.cell)


def _midnight(day: date) -> datetime:
    """A day as workbooks hold it; they know no time zones."""
    return datetime.combine(day, time.min)


def _cells(report: r.Report, finding: Finding) -> tuple[Any, ...]:
    """A finding's cells as in the CSV, with days and numbers as such."""
    cells: list[Any] = [as_csv.inert(text) for text in as_csv.row(report, finding)]
    day = finding.deadline.day
    cells[as_csv.COLUMNS.index("deadline")] = day or ""
    cells[as_csv.COLUMNS.index("count")] = finding.things
    cells[as_csv.COLUMNS.index("days")] = (day - report.as_of).days if day is not None else ""
    cells[as_csv.COLUMNS.index("line")] = r.location_of(report, finding).line
    return tuple(cells)


def _summary(writer: _Writer) -> None:
    report, words = writer.report, writer.report.words
    judged = report.judged
    totals, waived = judged.totals(), sum(1 for finding in judged.findings if finding.waiver is not None)
    organisation = report.inventory.singles.get("organisation")
    name = organisation.value("name") if organisation is not None else ""
    rows: list[tuple[Any, ...]] = [
        (words.says("xlsx-name"), name if isinstance(name, str) else words.says("unnamed")),
        (words.says("xlsx-as-of"), report.as_of),
        (words.says("xlsx-profile"), report.profile.title[0 if report.lang == "ja" else 1]),
        *((words.says(verdict), totals[verdict]) for verdict in VERDICTS),
        (words.says("xlsx-total"), sum(totals.values())),
        (words.says("xlsx-waived"), waived),
        (words.says("xlsx-after"), totals["FAIL"] - waived),
        *([(words.says("xlsx-baselined"), len(judged.baselined))] if judged.baseline else []),
        *((words.says(f"block-{block}"), sum(len(row.findings) for row in rows_)) for block, rows_ in r.blocks(report, r.shown_findings(report))),
        (words.says("xlsx-tool"), f"secpolicy {report.header.tool}"),
        (words.says("xlsx-packs"), report.header.packs),
        *((file, digest) for file, digest in report.header.inputs),
    ]
    writer.sheet("xlsx-summary", ("xlsx-what", "xlsx-value"), rows)


def _missing(report: r.Report, findings: list[Finding]) -> list[tuple[Any, ...]]:
    rows = []
    for finding in findings:
        for place in finding.missing:
            rows.append((place_name(place), str(r.located(report, place)), f"{finding.rule}#{finding.duty}", finding.id))
    return sorted(rows)


def _waivers(report: r.Report) -> list[tuple[Any, ...]]:
    words = report.words
    rows = []
    for waived in report.judged.waivers:
        waiver = waived.waiver
        state, why = words.says(f"waiver-state-{waived.state}"), words.says(waived.why) if waived.why else ""
        rows.append((state, f"{waiver.rule}#{waiver.duty}", as_csv.inert(waiver.subject), waiver.until or "", as_csv.inert(waiver.reason), why))
    return rows


def _clauses(report: r.Report) -> list[tuple[Any, ...]]:
    rules = {rule.id: rule for rule in report.rulebook.rules}
    rows = []
    for (id_, duty), verdicts in sorted(report.judged.counts.items()):
        rule = rules.get(id_)
        clause = " ".join(f"{cite.guideline} {cite.clause}" for cite in rule.cites) if rule is not None else id_
        rows.append((clause, f"{id_}#{duty}" if duty else report.words.says("NOT_CHECKED"), *(verdicts.get(verdict, 0) for verdict in VERDICTS)))
    return sorted(rows)


def _evidence(report: r.Report, findings: list[Finding]) -> list[tuple[Any, ...]]:
    rows = []
    for finding in findings:
        for place in finding.evidence:
            rows.append((finding.id, f"{finding.rule}#{finding.duty}", place_name(place), str(r.located(report, place))))
    return rows

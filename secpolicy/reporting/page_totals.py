"""The totals of the page: before and after waivers, and where what is left of fail and unknown stands."""

from __future__ import annotations

from secpolicy.judging.finding import FAIL, UNKNOWN, VERDICTS, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.baselined import is_in_use

_COLUMNS = ("before", "waived", "after", "listed", "review")


def columns_of(report: r.Report) -> tuple[str, ...]:
    """The columns of the totals; one more while a baseline is in use."""
    return (*_COLUMNS, "baselined") if is_in_use(report) else _COLUMNS


def totals_of(report: r.Report) -> list[tuple[str, str, tuple[int | None, ...]]]:
    """Per verdict: before waivers, waived, after; and where what is left of fail and unknown stands: listed, for review, or in the baseline."""
    totals, rows, columns = report.judged.totals(), [], columns_of(report)
    listed, review, baselined = r.shown_findings(report), under_review(report), report.judged.baselined
    waived = [finding for finding in report.judged.findings if finding.waiver is not None]
    for verdict in VERDICTS:
        taken, *places = (sum(finding.verdict == verdict for finding in findings) for findings in (waived, listed, review, baselined))
        where = places[: len(columns) - 3] if verdict in (FAIL, UNKNOWN) else [None] * (len(columns) - 3)
        rows.append((verdict, report.words.says(verdict), (totals[verdict], taken, totals[verdict] - taken, *where)))
    sums = tuple(sum(row[2][column] or 0 for row in rows) for column in range(len(columns)))
    return [*rows, ("sum", report.words.says("markdown-sum"), sums)]


def under_review(report: r.Report) -> list[Finding]:
    """What rests on clauses that nobody has read."""
    return [finding for finding in report.judged.findings if finding.review and finding.waiver is None and finding.verdict in (FAIL, UNKNOWN)]

"""How it stands in numbers: totals by verdict, before and after waivers, what of them stands apart, and how much is overdue or unknown."""

from __future__ import annotations

from collections import Counter

from secpolicy.judging.finding import FAIL, UNKNOWN, VERDICTS, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.set_aside import is_in_use

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


def of_which(report: r.Report) -> dict[str, int]:
    """Judgements that are marked in some way. Each is contained in the totals by verdict, never added to them."""
    judged = report.judged
    return {
        "waived": sum(1 for finding in judged.findings if finding.waiver is not None),
        "review": sum(sum(judged.counts[key].values()) for key in judged.reviews),
        "planned": len(judged.planned),
        "due": judged.states["due"],
        "done": judged.states["done"],
        **({"baselined": len(judged.baselined)} if judged.baseline else {}),
    }


def overdue_text(report: r.Report) -> str:
    """How many duties are overdue, and since when the first."""
    late = [finding for finding in r.shown_findings(report) if r.block_of(finding, report.as_of) == "overdue" and finding.verdict == FAIL]
    days = sorted(finding.deadline.day for finding in late if finding.deadline.day is not None)
    if not days:
        return report.words.says("summary-none-overdue")
    return report.words.says("summary-overdue", n=len(late), day=days[0], days=(report.as_of - days[0]).days)


def unknown_text(report: r.Report) -> str:
    """How much is unknown, and what most of it waits for."""
    doubtful = [finding for finding in r.shown_findings(report) if finding.verdict == UNKNOWN]
    facts = Counter(r.place_text(report, place) for finding in doubtful for place in dict.fromkeys(finding.missing))
    if not doubtful:
        return report.words.says("summary-none-unknown")
    most = report.words.join(name for name, _ in facts.most_common(2))
    return report.words.says("summary-unknown", n=len(doubtful), facts=len(facts), most=most)

"""What stands first on the page: how much is late, what is due next, how much is open, and what to do first."""

from __future__ import annotations

from collections import Counter

from secpolicy.base.record import Record
from secpolicy.judging.finding import FAIL, UNKNOWN, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.first_steps import MOST, first_steps
from secpolicy.reporting.to_declare import is_row
from secpolicy.reporting.totals import under_review


class Figure(Record):
    """A number with what it counts, a remark, and the part of the page that has the rest (empty: none)."""

    name: str
    number: str
    title: str
    note: str
    link: str


class Step(Record):
    """Something to do: on what, until when; `link` is the id of a finding, `late` whether its day has passed."""

    link: str
    subject: str
    fix: str
    when: str
    late: bool


class Lead(Record):
    """The numbers and the first steps."""

    figures: tuple[Figure, ...]
    steps: tuple[Step, ...]


def lead(report: r.Report) -> Lead:
    """Numbers of what is listed, never of what is for review or waived; those for review have a number of their own."""
    shown = r.shown_findings(report)
    figures = [_overdue(report, shown), *_next(report, shown), _failing(report, shown), _undecided(report, shown), *_review(report)]
    return Lead(tuple(figures), tuple(_steps(report)))


def _overdue(report: r.Report, shown: list[Finding]) -> Figure:
    late = [finding for finding in shown if r.block_of(finding, report.as_of) == "overdue"]
    oldest = min((finding.deadline.day for finding in late if finding.deadline.day is not None), default=None)
    note = report.words.says("html-oldest", days=(report.as_of - oldest).days) if oldest is not None else ""
    return Figure("overdue", f"{len(late):,}", report.words.says("block-overdue"), note, "block-overdue" if late else "")


def _next(report: r.Report, shown: list[Finding]) -> list[Figure]:
    """The next day on which something is due that fails now or conforms now."""
    coming = [finding for finding in (*shown, *(one for one in report.judged.upcoming if not one.review)) if finding.deadline.form == "day"]
    days = sorted((finding.deadline.day, r.sort_key(report, finding), finding.id) for finding in coming
                  if finding.deadline.day is not None and finding.deadline.day >= report.as_of)  # fmt: skip
    if not days:
        return []
    day, _, id_ = days[0]
    left = report.words.says("html-days", n=(day - report.as_of).days)
    return [Figure("next", left, report.words.says("html-next"), report.words.says("html-next-day", day=day), f"f-{id_}")]


def _failing(report: r.Report, shown: list[Finding]) -> Figure:
    failing = [finding for finding in shown if finding.verdict == FAIL]
    severities = {rule.id: rule.severity for rule in report.rulebook.rules}
    critical = sum(severities[finding.rule] == "critical" for finding in failing)
    return Figure("fail", f"{len(failing):,}", report.words.says(FAIL), report.words.says("html-critical", n=critical), "findings" if failing else "")


def _undecided(report: r.Report, shown: list[Finding]) -> Figure:
    unknown = [finding for finding in shown if finding.verdict == UNKNOWN]
    facts = {place for finding in unknown for place in finding.missing if not is_row(place)}
    note = report.words.says("html-facts", n=f"{len(facts):,}") if facts else ""
    return Figure("unknown", f"{len(unknown):,}", report.words.says(UNKNOWN), note, "findings" if unknown else "")


def _review(report: r.Report) -> list[Figure]:
    set_apart = under_review(report)
    says, numbers = report.words.says, Counter(finding.verdict for finding in set_apart)
    note = says("html-not-counted", fail=f"{numbers[FAIL]:,}", unknown=f"{numbers[UNKNOWN]:,}")
    return [Figure("review", f"{len(set_apart):,}", says("html-column-review"), note, "block-review")] if set_apart else []


def _steps(report: r.Report) -> list[Step]:
    return [Step(one.row.first.id, one.subject, one.fix, one.when, one.late) for one in first_steps(report)[:MOST]]

"""What to do first, for every report that says so: the one place in which the order and the number of these steps is decided."""

from __future__ import annotations

from typing import Any

from secpolicy.base.record import Record
from secpolicy.judging.finding import FAIL
from secpolicy.reporting import report as r

MOST = 5
_NOW, _THIS_YEAR, _LATER = range(3)
_PASSED = ("overdue", "at_once")
_WITHOUT_DAY = ("unknown_day", "no_day")
_FAR = ("later", "planned", "vague")


class FirstStep(Record):
    """Something to do about a row of what fails, until when; `late`: its day has passed."""

    row: r.Row
    subject: str
    fix: str
    when: str
    late: bool


def first_steps(report: r.Report) -> list[FirstStep]:
    """What to do about what fails and is listed, the most urgent first; the same deed is told once. All of them: each report shows MOST."""
    steps: dict[tuple[str, str], FirstStep] = {}
    for row in sorted(_rows(report), key=lambda row: _urgency(report, row)):
        subject, fix = r.subjects_text(report, row), r.fix(report, row.first)
        late = r.block_of(row.first, report.as_of) == "overdue"
        steps.setdefault((subject, fix), FirstStep(row, subject, fix, r.deadline_text(report, row.first.deadline), late))
    return list(steps.values())


def first_steps_texts(report: r.Report) -> list[str]:
    """What to do first: a heading, then the steps one by one with the day or how grave it is."""
    words, texts = report.words, []
    for number, step in enumerate(first_steps(report)[:MOST], 1):
        finding = step.row.first
        day, severity = finding.deadline.day, words.says(f"severity-{report.rulebook.by_id[finding.rule].severity}")
        when = day.isoformat() if day else words.says(f"block-{r.block_of(finding, report.as_of)}")
        texts.append(words.says("first-step", n=number, subject=step.subject, fix=step.fix, severity=severity, when=when))
    return [words.says("summary-first"), *texts] if texts else [words.says("summary-nothing-first")]


def _rows(report: r.Report) -> list[r.Row]:
    failing = [finding for finding in r.shown_findings(report) if finding.verdict == FAIL]
    return [row for _, rows in r.blocks(report._replace(details=False), failing) for row in rows]


def _urgency(report: r.Report, row: r.Row) -> tuple[Any, ...]:
    """How soon it calls for somebody, then how grave it is, then its day.

    What calls at once is what is overdue or due at once, and what is critical and has no day: a missing day does not mean that it may wait.
    Then comes what is due in this fiscal year or has no day, at last what is due in later years. Within each the gravest stands first, and
    among the equally grave what has a day before what has none.
    """
    block = r.block_of(row.first, report.as_of)
    severity = report.rulebook.by_id[row.first.rule].severity
    at_once = block in _PASSED or (block in _WITHOUT_DAY and severity == "critical")
    call = _NOW if at_once else _LATER if block in _FAR else _THIS_YEAR
    return call, r.SEVERITIES.index(severity), r.BLOCKS.index(block), r.sort_key(report, row.first)

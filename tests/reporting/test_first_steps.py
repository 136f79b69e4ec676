"""What to do first: one order and one number of steps in every report that says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from secpolicy.judging.finding import Deadline, Finding
from secpolicy.reporting.first_steps import MOST, first_steps, first_steps_texts
from secpolicy.reporting.html.lead import lead
from secpolicy.reporting.paper.as_summary import as_summary
from secpolicy.reporting.report import Report
from secpolicy.reporting.terminal.as_table import as_table

SAMPLES = sorted(path.name for path in (Path(__file__).parents[2] / "samples").iterdir() if path.is_dir())


def failing(report: Report, severity: str) -> Finding:
    """A finding that fails a rule of a severity."""
    return next(one for one in report.judged.findings
                if one.verdict == "FAIL" and not one.review and one.waiver is None and report.rulebook.by_id[one.rule].severity == severity)  # fmt: skip


def told(report: Report, findings: list[Finding]) -> list[str]:
    """What the steps about some findings ask for."""
    return [step.fix for step in first_steps(report._replace(judged=report.judged._replace(findings=tuple(findings))))]


@pytest.mark.parametrize(("first", "second"), [
    (("low", -1), ("high", None)),
    (("critical", None), ("low", -1)),
    (("critical", None), ("high", -1)),
    (("critical", None), ("critical", 500)),
    (("high", None), ("low", 10)),
    (("medium", 100), ("high", 500)),
    (("low", None), ("high", 500)),
])  # fmt: skip
def test_what_cannot_wait_comes_first_then_the_year_by_severity_then_later_years(
    report_of: Any, telling: Any, first: tuple[str, int | None], second: tuple[str, int | None]
) -> None:
    report = report_of("mizuhara-prefecture")
    findings = []
    for fix, (severity, days) in (("second", second), ("first", first)):
        deadline = Deadline("none") if days is None else Deadline("day", report.as_of + timedelta(days=days))
        findings.append(telling(failing(report, severity), fix=fix)._replace(deadline=deadline))

    assert ["first", "second"] == told(report, findings)


def test_equally_grave_things_of_a_year_are_done_by_their_day_and_those_without_one_last(report_of: Any, telling: Any) -> None:
    report = report_of("mizuhara-prefecture")
    days = [Deadline("day", report.as_of + timedelta(days=days)) for days in (100, 5)]
    findings = [telling(failing(report, "medium"), fix=str(place))._replace(deadline=deadline) for place, deadline in enumerate((Deadline("none"), *days))]

    assert ["2", "1", "0"] == told(report, findings)


@pytest.mark.parametrize("city", SAMPLES)
def test_every_report_shows_the_same_first_steps_each_deed_once(report_of: Any, city: str) -> None:
    report = report_of(city)
    steps = first_steps(report)[:MOST]

    assert len({(step.subject, step.fix) for step in steps}) == len(steps) == MOST
    assert [(step.subject, step.fix) for step in steps] == [(step.subject, step.fix) for step in lead(report).steps]
    assert all(f"{step.subject}：{step.fix}" in text for step, text in zip(steps, first_steps_texts(report)[1:], strict=True))
    rows = [line for line in as_summary(report).splitlines() if line.startswith("| ")][2 : 2 + MOST]
    assert all(step.subject in row for step, row in zip(steps, rows, strict=True))


def test_a_city_without_failures_is_told_that_nothing_comes_first(report_of: Any) -> None:
    report = report_of("mihon-city")
    clean = report._replace(judged=report.judged._replace(findings=(), upcoming=()))

    assert [report.words.says("summary-nothing-first")] == first_steps_texts(clean)
    assert report.words.says("summary-nothing-first") in as_table(clean)

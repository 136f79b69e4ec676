"""The top of the page: numbers that the rest of it bears out, and what to do first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secpolicy.reporting.html.as_html import as_html
from secpolicy.reporting.html.lead import lead
from secpolicy.reporting.report import Report, block_of, shown_findings

CITIES = sorted(path.parent.name for path in (Path(__file__).parents[2] / "samples").glob("*/inventory.yaml"))


@pytest.fixture(params=CITIES)
def report(request: pytest.FixtureRequest, report_of: Any) -> Report:
    """Each sample city in turn."""
    found: Report = report_of(request.param)
    return found


def test_the_numbers_are_those_of_what_is_listed(report: Report) -> None:
    numbers = {figure.name: figure.number.replace(",", "") for figure in lead(report).figures if figure.name != "next"}
    shown = shown_findings(report)
    review = [finding for finding in report.judged.findings if finding.review and finding.waiver is None and finding.verdict in ("FAIL", "UNKNOWN")]
    expected = {
        "overdue": sum(block_of(finding, report.as_of) == "overdue" for finding in shown),
        "fail": sum(finding.verdict == "FAIL" for finding in shown),
        "unknown": sum(finding.verdict == "UNKNOWN" for finding in shown),
        "review": len(review),
    }

    assert {name: str(number) for name, number in expected.items()} == numbers


def test_the_next_deadline_is_the_nearest_that_has_not_passed(report_of: Any) -> None:
    report = report_of("mihon-city")
    [following] = [figure for figure in lead(report).figures if figure.name == "next"]
    days = [finding.deadline.day for finding in (*shown_findings(report), *report.judged.upcoming) if finding.deadline.day and not finding.review]
    nearest = min(day for day in days if day >= report.as_of)

    assert report.words.day(nearest) == following.note
    assert f"{(nearest - report.as_of).days}日" == following.number


def test_every_number_and_step_leads_to_a_part_of_the_page(report: Report) -> None:
    text, top = as_html(report), lead(report)
    links = {*(figure.link for figure in top.figures if figure.link), *(f"f-{step.link}" for step in top.steps)}

    assert links
    assert [] == [link for link in links if f'id="{link}"' not in text]


def test_a_city_without_failures_is_told_so(report_of: Any) -> None:
    report = report_of("mihon-city")
    clean = report._replace(judged=report.judged._replace(findings=(), upcoming=()))

    assert () == lead(clean).steps
    assert [("overdue", "0", ""), ("fail", "0", ""), ("unknown", "0", "")] == [(one.name, one.number, one.link) for one in lead(clean).figures]
    assert report.words.says("html-first-none") in as_html(clean)

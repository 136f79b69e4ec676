"""The fiscal years of the page tell the same story as the timeline."""

from __future__ import annotations

from secpolicy.judging.course import course
from secpolicy.judging.facts import Facts
from secpolicy.reporting.fiscal_years import fiscal_years, last_day
from tests.reporting.conftest import ReportOf


def test_what_breaks_in_the_timeline_has_its_deadline_in_the_fiscal_years(report_of: ReportOf) -> None:
    report = report_of("mihon-city")
    turns = course(Facts(report.rulebook, report.inventory, report.profile, report.as_of), last_day(report)).turns
    broken = {
        turn.after.finding.deadline.day for turn in turns if (turn.before.word, turn.after.word, turn.review) == ("PASS", "FAIL", False) and turn.after.finding
    }
    shown = {event.day for year in fiscal_years(report) for event in year.events if event.kind == "html-event-upcoming"}

    assert len(broken) > 10
    assert broken <= shown


def test_a_report_about_one_thing_shows_nothing_of_others(report_of: ReportOf) -> None:
    whole = report_of("mihon-city")
    report = whole._replace(judged=whole.judged._replace(about=frozenset({"device:pc-koseki.os"})))
    coming = [event for year in fiscal_years(report) for event in year.events if event.kind == "html-event-upcoming"]

    assert ["2027-01-12"] == [event.day.isoformat() for event in coming]


def test_only_what_the_page_lists_is_linked(report_of: ReportOf) -> None:
    report = report_of("mihon-city")
    listed = {finding.id for finding in (*report.judged.findings, *report.judged.upcoming)}
    links = {event.link for year in fiscal_years(report) for event in year.events if event.link}

    assert links <= listed

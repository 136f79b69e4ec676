"""secpolicy timeline: from when to when, in which forms, and what is left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAMPLE = str(Path(__file__).parents[2] / "samples" / "mihon-city" / "inventory.yaml")
ASKED = ("timeline", SAMPLE, "--as-of", "2026-11-30", "--only", "os-supported", "--only", "beta-organisation")
Secpolicy = Callable[..., Any]


def turns(ran: Any) -> list[dict[str, Any]]:
    assert 0 == ran.code, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)["turns"]
    return found


def test_it_tells_the_days_to_the_end_of_the_fiscal_year_after_the_next(secpolicy: Secpolicy) -> None:
    ran = secpolicy(*ASKED, "--format", "json")
    days = [turn["day"] for turn in turns(ran)]

    assert "2029-03-31" == json.loads(ran.out)["until"]
    assert days == sorted(days)
    assert ("2027-01-13", "R9.1.13", 2026, "PASS", "FAIL", "deadline") == tuple(
        turns(ran)[0][name] for name in ("day", "japanese_day", "fiscal_year", "before", "after", "why")
    )


@pytest.mark.parametrize(("until", "last"), [("2027-01-12", ""), ("2027-01-13", "2027-01-13"), ("令和9年4月1日", "2027-04-01")])
def test_the_last_day_can_be_chosen(secpolicy: Secpolicy, until: str, last: str) -> None:
    assert last == max((turn["day"] for turn in turns(secpolicy(*ASKED, "--until", until, "--format", "json"))), default="")


@pytest.mark.parametrize("until", ["2026-11-30", "2020-01-01", "2047-01-01", "someday"])
def test_a_last_day_that_makes_no_sense_is_a_usage_error(secpolicy: Secpolicy, until: str) -> None:
    assert 2 == secpolicy(*ASKED, "--until", until).code


def test_what_rests_on_unread_clauses_is_counted_and_shown_on_request(secpolicy: Secpolicy) -> None:
    asked = ("timeline", SAMPLE, "--as-of", "2026-11-30", "--only", "software-current")
    hidden, shown = secpolicy(*asked, "--format", "json"), secpolicy(*asked, "--show", "review", "--format", "json")

    assert [] == turns(hidden)
    assert 0 < json.loads(hidden.out)["not_shown"] == len(turns(shown))
    assert "--show review" in secpolicy(*asked).out


def test_one_thing_can_be_asked_about(secpolicy: Secpolicy) -> None:
    found = turns(secpolicy("timeline", SAMPLE, "--as-of", "2026-11-30", "--only", "device:pc-koseki.os", "--format", "json"))

    assert {"device:pc-koseki.os"} == {subject["ref"] for turn in found for subject in turn["subjects"]}


def test_the_calendar_has_an_event_on_each_day_on_which_something_turns(secpolicy: Secpolicy) -> None:
    days = {turn["day"].replace("-", "") for turn in turns(secpolicy(*ASKED, "--format", "json"))}
    ran = secpolicy(*ASKED, "--format", "ics")

    assert days == {line.partition(":")[2] for line in ran.out.splitlines() if line.startswith("DTSTART")}
    assert ran.out.startswith("BEGIN:VCALENDAR\r\n")


def test_markdown_has_a_table_for_each_fiscal_year(secpolicy: Secpolicy) -> None:
    ran = secpolicy(*ASKED, "--format", "markdown", "--lang", "en")

    assert ["### fiscal year 2026", "### fiscal year 2027", "### fiscal year 2028"] == [
        line.rpartition(" ")[0] for line in ran.out.splitlines() if line.startswith("### ")
    ]

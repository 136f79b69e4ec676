"""Deadlines: every form that a rule may write, the day it gives and the basis it comes from; in doubt the span of what is possible."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.base.truth import Between, Place, Unknown
from secpolicy.judging.deadlines import basis_of_authority, day_as_deadline
from secpolicy.judging.finding import PASS, Deadline
from secpolicy.judging.showing import state_of
from secpolicy.model.entity import place_name
from tests.judging.small import TODAY, inventory_of, judged, parameter, rule, rulebook_of, the

MISSING = (Place(None, "settings.intervals.audit"),)
KEPT = parameter("kept", "period", setting="log_retention")
FROM = parameter("from", "date", ("2026-01-01", ("day", "2027-04-01")))
SERVICE = """\
settings: {log_retention: 1 year}
contracts: [{id: c, ends_on: 2027-03-31}]
services: [{id: s, contract: c, found_on: 2026-12-15, in_service_on: 2024-02-29}]
devices: [{id: d, os: {product: Windows 10, version: 22H2}, software: none}]
systems: none
incidents: [{id: i, aware_on: 2026-11-20, malicious: true}]
"""


def deadline(due: str, kind: str = "service", cites: str = "guide a/all", text: str = SERVICE, let: str = "") -> Deadline:
    """The deadline of a duty that fails."""
    body = f"for {kind}\n{let}forbid d: exists({kind}.{'product' if kind == 'software' else 'id'})"
    return the(judged(rulebook_of(rule(body, cites=cites, due=due), parameters=(KEPT, FROM)), inventory_of(text))).deadline


@pytest.mark.parametrize(
    ("due", "kind", "cites", "form", "day", "basis"),
    [
        ("due none", "service", "guide a/all", "none", None, ""),
        ("due at once", "service", "guide a/all", "at_once", None, "guideline"),
        ("due at once", "service", "law a/all", "at_once", None, "law"),
        ("due 2027-03-31", "service", "guide a/all", "day", date(2027, 3, 31), "guideline"),
        ("due 2027-03-31", "service", "law a/all", "day", date(2027, 3, 31), "law"),
        ("due 2027-03-31", "service", "plan a/all", "day", date(2027, 3, 31), "plan"),
        ("due end of fiscal year 2022", "service", "plan a/all", "day", date(2023, 3, 31), "plan"),
        ("due end of fiscal year of service.found_on", "service", "guide a/all", "day", date(2027, 3, 31), "asset"),
        ("due software.support_ends", "software", "guide a/all", "day", date(2025, 10, 14), "asset"),
        ("due service.in_service_on + 5 years", "service", "guide a/all", "day", date(2029, 2, 28), "asset"),
        ("due service.contract.ends_on", "service", "guide a/all", "day", date(2027, 3, 31), "asset"),
        ("due incident.aware_on + 30 days", "incident", "law a/all", "day", date(2026, 12, 20), "event"),
        ("due service.found_on + param.kept", "service", "guide a/all", "day", date(2027, 12, 15), "organisation"),
        ("due param.from", "service", "law a/all", "day", date(2027, 4, 1), "law"),
        ("due about 2030", "service", "plan a/all", "about", None, "plan"),
    ],
)  # fmt: skip
def test_each_form_gives_its_day_and_says_where_it_comes_from(due: str, kind: str, cites: str, form: str, day: date | None, basis: str) -> None:
    found = deadline(due, kind, cites)

    assert (form, day, basis) == (found.form, found.day, found.basis)
    assert (found.until, found.missing) == (None, ())


def test_a_vague_time_is_kept_as_the_text_gives_it() -> None:
    assert deadline("due about 2030").about == "2030"
    assert deadline("due about 2030-04").about == "2030-04"


def test_a_name_that_the_rule_defines_gives_the_basis_of_what_it_stands_for() -> None:
    assert deadline("due last", "incident", let="let last = incident.aware_on + 3 days\n").basis == "event"
    assert deadline("due last", let="let last = latest(service.found_on, 2026-04-01)\n").basis == "guideline"


@pytest.mark.parametrize(
    ("malicious", "day", "until"),
    [
        ("true", date(2027, 1, 19), None),
        ("false", date(2026, 12, 20), None),
        ("none", date(2026, 12, 20), None),
        ("不明", date(2026, 12, 20), date(2027, 1, 19)),
    ],
)
def test_a_deadline_on_a_condition_is_in_doubt_the_span_of_both(malicious: str, day: date, until: date | None) -> None:
    found = deadline(
        "due incident.aware_on + 60 days when incident.malicious otherwise incident.aware_on + 30 days",
        "incident",
        text=SERVICE.replace("true}", f"{malicious}}}"),
    )

    assert (day, until) == (found.day, found.until)
    assert (["incident:i.malicious"] if until else []) == [place_name(place) for place in found.missing]


DOUBT = SERVICE.replace(", malicious: true", "")
BY_REACH = "due service.contract.ends_on when service.reaches_internet otherwise service.found_on"


def test_a_deadline_of_which_one_possibility_has_no_day_is_unknown() -> None:
    text = DOUBT.replace("found_on: 2026-12-15, ", "found_on: none, ")
    found = deadline(BY_REACH, text=text)

    assert ("unknown", None, ["service:s.reaches_internet"]) == (found.form, found.day, [place_name(place) for place in found.missing])


def test_a_condition_that_changes_nothing_is_no_doubt() -> None:
    text = DOUBT.replace("found_on: 2026-12-15", "found_on: 2027-03-31")

    assert Deadline("day", date(2027, 3, 31), None, "asset") == deadline(BY_REACH, text=text)


def test_the_first_condition_that_holds_gives_the_deadline() -> None:
    due = "due 2027-01-31 when incident.malicious otherwise 2027-02-28 when exists(incident.aware_on) otherwise 2027-03-31"

    assert deadline(due, "incident").day == date(2027, 1, 31)
    assert deadline(due, "incident", text=SERVICE.replace("malicious: true", "malicious: false")).day == date(2027, 2, 28)
    assert (date(2027, 1, 31), date(2027, 2, 28)) == (deadline(due, "incident", text=DOUBT).day, deadline(due, "incident", text=DOUBT).until)


def test_a_duty_may_have_a_deadline_of_its_own() -> None:
    body = "for service\nforbid d: exists(service.id) by 2027-05-01\nforbid e: exists(service.id)"
    outcome = judged(rulebook_of(rule(body, due="due 2027-06-01")), inventory_of(SERVICE))

    assert [date(2027, 5, 1), date(2027, 6, 1)] == [the(outcome, duty=duty).deadline.day for duty in "de"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (TODAY, Deadline("day", TODAY, None, "asset")),
        (None, Deadline("none")),
        (Unknown(MISSING), Deadline("unknown", None, None, "asset", MISSING)),
        (Between(date(2026, 10, 13), date(2027, 10, 12), MISSING), Deadline("day", date(2026, 10, 13), date(2027, 10, 12), "asset", MISSING)),
        (Between(date(2026, 10, 13), None, MISSING), Deadline("day", date(2026, 10, 13), date.max, "asset", MISSING)),
        (Between(None, date(2026, 10, 13), MISSING), Deadline("unknown", None, date(2026, 10, 13), "asset", MISSING)),
    ],
)  # fmt: skip
def test_a_day_in_doubt_is_told_by_its_lower_end(value: Any, expected: Deadline) -> None:
    assert expected == day_as_deadline(value, "asset")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 4, 1), (date(2027, 3, 31), None)), (date(2027, 3, 31), (date(2027, 3, 31), None)),
        (Between(date(2026, 4, 1), date(2027, 3, 31), MISSING), (date(2027, 3, 31), None)),
        (Between(date(2026, 3, 1), date(2026, 4, 30), MISSING), (date(2026, 3, 31), date(2027, 3, 31))),
        (Between(date(2026, 3, 1), None, MISSING), (date(2026, 3, 31), date.max)),
    ],
)  # fmt: skip
def test_the_end_of_a_fiscal_year_is_that_of_the_day(value: Any, expected: tuple[date, date | None]) -> None:
    found = day_as_deadline(value, "event", year_end=True)

    assert expected == (found.day, found.until)


@pytest.mark.parametrize(
    ("authority", "basis"), [("statute", "law"), ("ordinance", "law"), ("notice", "law"), ("guideline", "guideline"), ("plan", "plan"), ("", "guideline")]
)
def test_a_day_of_the_text_has_the_authority_of_the_text(authority: str, basis: str) -> None:
    assert basis == basis_of_authority(authority)


@pytest.mark.parametrize(
    ("verdict", "form", "day", "state"),
    [
        ("FAIL", "day", TODAY, "due"), ("FAIL", "day", date(2026, 11, 29), "overdue"), ("FAIL", "day", date(2027, 1, 1), "due"),
        (PASS, "day", TODAY, "upcoming"), (PASS, "day", date(2026, 11, 29), "none"), ("FAIL", "at_once", None, "at_once"), ("FAIL", "unknown", None, "unknown"),
        ("FAIL", "none", None, "none"), ("FAIL", "about", None, "none"),
    ],
)  # fmt: skip
def test_the_day_itself_is_in_time(verdict: str, form: str, day: date | None, state: str) -> None:
    assert state == state_of(verdict, Deadline(form, day), TODAY)

"""The facts of a run: parameters by edition, day, settings and profile; populations with what nobody declared; constants."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from secpolicy.base.dates import Period
from secpolicy.judging.facts import plain_constant
from secpolicy.model.entity import place_name, ref
from secpolicy.model.rulebook import Cite
from tests.judging.small import PROFILE, TODAY, facts_of, inventory_of, missing, parameter, rulebook_of, term

NOTHING = inventory_of("")
FACTORS = parameter("factors", "whole number", ("guide 2025-03", ("number", "3")), ("guide 2024-10", ("number", "2")))
KEPT = parameter("kept", "period", ("2026-04-01", ("span", 12, 0, 0, False)), ("2027-04-01", ("span", 36, 0, 0, False)))
AUDIT = parameter("audit", "period", setting="intervals.audit")
RETENTION = parameter("retention", "period", setting="log_retention")
MODEL = parameter("model", "choice", setting="profile.expects_model")
RULEBOOK = rulebook_of(parameters=(FACTORS, KEPT, AUDIT, RETENTION, MODEL))


@pytest.mark.parametrize(("edition", "expected"), [("2024-10", 2), ("2025-03", 3), ("2026-03", 3), ("2023-03", None)])
def test_a_parameter_that_starts_with_an_edition(edition: str, expected: int | None) -> None:
    profile = PROFILE._replace(editions={"guide": edition})

    assert expected == facts_of(RULEBOOK, NOTHING, profile=profile).parameter("factors")


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 3, 31), None), (date(2026, 4, 1), Period(months=12)), (date(2027, 3, 31), Period(months=12)), (date(2027, 4, 1), Period(months=36))],
)
def test_a_parameter_that_starts_on_a_day(day: date, expected: Period | None) -> None:
    assert expected == facts_of(RULEBOOK, NOTHING, day).parameter("kept")


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("audit", "settings: {intervals: {audit: 6 months}}", Period(months=6)), ("audit", "settings: {intervals: {audit: none}}", None),
        ("audit", "settings: {intervals: none}", None), ("audit", "settings: none", None),
        ("audit", "settings: {intervals: {drill: 1 year}}", ("settings.intervals.audit",)),
        ("audit", "settings: {log_retention: 1 year}", ("settings.intervals.audit",)), ("audit", "", ("settings.intervals.audit",)),
        ("retention", "settings: {log_retention: 1 year}", Period(months=12)), ("retention", "", ("settings.log_retention",)),
    ],
)  # fmt: skip
def test_a_parameter_that_the_organisation_sets(name: str, settings: str, expected: Any) -> None:
    value = facts_of(RULEBOOK, inventory_of(settings)).parameter(name)

    assert expected == (missing(value) if hasattr(value, "missing") else value)


@pytest.mark.parametrize(("expects", "expected"), [("beta", "beta"), ("", None)])
def test_a_parameter_that_the_profile_sets(expects: str, expected: str | None) -> None:
    assert expected == facts_of(RULEBOOK, NOTHING, profile=PROFILE._replace(expects_model=expects)).parameter("model")


def test_a_parameter_that_an_overlay_or_a_case_sets_comes_first() -> None:
    assert facts_of(RULEBOOK, NOTHING, factors=1).parameter("factors") == 1
    assert facts_of(RULEBOOK, inventory_of("settings: {intervals: {audit: 6 months}}"), audit=None).parameter("audit") is None


def test_a_guideline_is_judged_by_the_edition_of_the_profile_else_by_its_latest() -> None:
    assert facts_of(RULEBOOK, NOTHING).edition("guide") == "2026-03"
    assert facts_of(RULEBOOK, NOTHING, profile=PROFILE._replace(editions={"guide": "2024-10"})).edition("guide") == "2024-10"


@pytest.mark.parametrize(
    ("cite", "editions"),
    [
        (Cite("guide", "a/all", "", ""), "2024-10 2025-03 2026-03"), (Cite("guide", "a/new", "", ""), "2025-03 2026-03"),
        (Cite("guide", "a/old", "", ""), "2024-10"),
        (Cite("guide", "a/all", "2025-03", ""), "2025-03 2026-03"), (Cite("guide", "a/all", "", "2025-03"), "2024-10 2025-03"),
        (Cite("guide", "a/all", "2025-03", "2025-03"), "2025-03"),
    ],
)  # fmt: skip
def test_a_citation_holds_in_the_editions_it_names_that_have_the_clause(cite: Cite, editions: str) -> None:
    for edition in ("2024-10", "2025-03", "2026-03"):
        facts = facts_of(RULEBOOK, NOTHING, profile=PROFILE._replace(editions={"guide": edition}))

        assert (facts.clause(cite) is not None) is (edition in editions.split())


def population(text: str, kind: str) -> tuple[list[str], list[str]]:
    found = facts_of(RULEBOOK, inventory_of(text)).population(kind)
    return [ref(member) for member in found.members], [place_name(place) for _, place in found.phantoms]


def test_what_is_always_there_belongs_to_its_kind() -> None:
    assert (["endpoint:a", "endpoint:the_internet", "endpoint:the_lgwan"], []) == population("endpoints: [{id: a}]", "endpoint")
    assert (["endpoint:the_internet", "endpoint:the_lgwan"], ["endpoints"]) == population("", "endpoint")


def records(text: str, record: str, *open_kinds: str) -> tuple[list[str], list[str]]:
    """The records of a name and where more may stand, in kinds that are not declared to be nothing."""
    inventory = inventory_of(text, tuple(kind.key for kind in rulebook_of().vocabulary.kinds.values()))
    found = facts_of(RULEBOOK, inventory).population(record)
    return [ref(member) for member in found.members], [place_name(place) for _, place in found.phantoms]


def test_a_record_is_found_wherever_one_stands_and_missed_wherever_one_may() -> None:
    text = "devices: [{id: a, os: {product: x}, software: [{product: y}, 不明]}, {id: b, os: none, software: none}, {id: c}]"

    assert (["device:a.os", "device:a.software.y"], ["device:c.os", "device:a.software", "device:c.software"]) == records(text, "software")


def test_a_record_inside_a_record_is_missed_with_the_record_that_holds_it() -> None:
    text = "devices: [{id: a, login: {password: {min_length: 8}}}, {id: b, login: {max_attempts: 5}}, {id: c}, {id: d, login: none}]"

    assert (["device:a.login.password"], ["device:b.login.password", "device:c.login"]) == records(text, "password")


def test_a_phantom_of_a_record_knows_where_it_would_stand() -> None:
    facts = facts_of(RULEBOOK, inventory_of("devices: [{id: a}]"))
    phantom, place = next(one for one in facts.population("software").phantoms if place_name(one[1]) == "device:a.os")

    assert phantom.value("of") is place.holder
    assert ref(phantom) == "device:a.os"


def test_a_record_without_an_owner_field_is_a_phantom_too() -> None:
    facts = facts_of(RULEBOOK, inventory_of("links: [{id: a}]"))
    [phantom] = [phantom for phantom, place in facts.population("link.limits").phantoms if place_name(place) == "link:a.limits"]

    assert "of" not in phantom.kind.index


def test_a_list_that_nobody_wrote_may_hold_a_record() -> None:
    assert "devices" in population("", "software")[1]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (("number", "3"), 3), (("number", "1/2"), Fraction(1, 2)), (("day", "2026-04-01"), date(2026, 4, 1)), (("span", 6, 0, 0, False), Period(months=6)),
        (("list", (("number", "1"), ("text", "a"))), (1, "a")), (("choice", "tier", "lgwan"), "lgwan"), (("text", "a"), "a"), (("truth", True), True),
    ],
)  # fmt: skip
def test_constants(node: tuple[Any, ...], expected: Any) -> None:
    assert expected == plain_constant(node)


def test_terms_that_cite_nothing_are_known_in_every_edition() -> None:
    rulebook = rulebook_of(term("plain", "device", "device.encrypted"), term("late", "device", "device.encrypted", "guide a/new"))
    old = facts_of(rulebook, NOTHING, TODAY, PROFILE._replace(editions={"guide": "2024-10"}))

    assert old.term_exists("plain")
    assert not old.term_exists("late")

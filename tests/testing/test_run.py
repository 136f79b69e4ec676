"""Running cases: what is compared, and what a case that does not fit its rule becomes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.testing import run

TIERS = """given:
  segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}, {id: web, tier: internet}]
  none: [endpoints, devices, systems, services, media, telework]
"""


Tried = Callable[[str], run.Tested]
Written = Callable[..., Path]


@pytest.fixture
def tried(rulebook: Rulebook, the_rule: Callable[[str], Rule], root: Path) -> Tried:
    """What comes of the cases of a rule."""
    return lambda name: run.run_rules(rulebook, (the_rule(name),), str(root))


def only(found: run.Tested) -> run.Outcome:
    assert () == found.problems
    [outcome] = found.outcomes
    return outcome


def test_every_duty_of_every_case_has_an_outcome(tried: Tried) -> None:
    found = tried("encrypted")

    assert (8, 4, (), ()) == (len(found.outcomes), found.cases, found.problems, found.without)
    assert all(outcome.passed for outcome in found.outcomes)


def test_a_rule_without_cases_is_named(tried: Tried) -> None:
    assert ("sample/topic/twin",) == tried("twin").without


def test_a_wrong_expectation_shows_both_sides(tried: Tried, written: Written) -> None:
    written("encrypted", "  - {name: 甲, devices: [{id: a, kind: terminal, encrypted: true}], expect: {encrypted: {verdict: fail, deadline: null}}}\n")
    outcome = only(tried("encrypted"))

    assert not outcome.passed
    assert ("甲", {"verdict": "fail", "deadline": "null"}, {"verdict": "pass", "deadline": "null"}) == (outcome.case, outcome.expected, outcome.found)


def test_the_verdict_is_the_worst_over_all_subjects_unless_one_is_named(tried: Tried, written: Written) -> None:
    devices = "devices: [{id: a, kind: terminal, encrypted: true}, {id: b, kind: terminal, encrypted: false}, {id: c, kind: server}]"
    expected = [("fail", "[b]"), ("pass", "[a]"), ("pass", "[device:a]"), ("not_applicable", "[c]")]
    lines = [f"  - {{name: {subject}, {devices}, expect: {{encrypted: {{verdict: {verdict}, subjects: {subject}}}}}}}\n" for verdict, subject in expected]
    lines.append(f"  - {{name: 全体, {devices}, expect: {{encrypted: fail}}}}\n")
    written("encrypted", "".join(lines))

    assert all(outcome.passed for outcome in tried("encrypted").outcomes)


def test_what_is_missing_is_compared_as_a_set(tried: Tried, written: Written) -> None:
    devices = "devices: [{id: a, kind: terminal}, {id: b, kind: terminal}]"
    written("encrypted", f"  - {{name: 甲, {devices}, expect: {{encrypted: {{verdict: unknown, missing: [device:b.encrypted, device:a.encrypted]}}}}}}\n")

    assert only(tried("encrypted")).passed


def test_a_list_that_nobody_wrote_is_missing(tried: Tried, written: Written) -> None:
    written("encrypted", "  - {name: 甲, absent: [devices], expect: {encrypted: {verdict: unknown, missing: [devices], subjects: [inventory]}}}\n")

    assert only(tried("encrypted")).passed


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [
        ("[{date: 2026-05-30, of: a}]", "2026-11-30", {"verdict": "pass", "deadline": "2026-11-30", "state": "done"}),
        ("[{date: 2026-05-30, of: a}]", "2026-12-01", {"verdict": "fail", "deadline": "2026-11-30", "state": "overdue"}),
        ("none", "2026-11-30", {"verdict": "fail", "deadline": "null"}),
    ],
)
def test_deadlines_and_states_are_compared(tried: Tried, written: Written, done: str, today: str, expected: dict[str, Any]) -> None:
    head = "given: {settings: {intervals: {audit: 6 months}}, systems: [{id: a, important: true}]}\n"
    wanted = ", ".join(f"{key}: {value}" for key, value in expected.items())
    written("audited", f"  - {{name: 甲, today: {today}, activities: {{audit: {done}}}, expect: {{audit: {{{wanted}}}}}}}\n", head)

    assert expected == only(tried("audited")).found


def test_routes_are_compared_by_their_hops(tried: Tried, written: Written) -> None:
    links = "links: [{id: a, from: tax, to: desk, direction: both, sanitising: none}, {id: b, from: desk, to: web, direction: both, sanitising: none}]"
    expected = ["route: [a]", "route: [a, b]", "subjects: [tax, web], route: [a, b]", "subjects: [tax, desk], route: a"]
    written("joined", "".join(f"  - {{name: {n}, {links}, expect: {{crossing: {{verdict: fail, {wanted}}}}}}}\n" for n, wanted in enumerate(expected)), TIERS)

    assert all(outcome.passed for outcome in tried("joined").outcomes)


def test_a_route_that_is_not_the_one_expected_is_shown(tried: Tried, written: Written) -> None:
    links = "links: [{id: a, from: tax, to: desk, direction: both, sanitising: none}]"
    written("joined", f"  - {{name: 甲, {links}, expect: {{crossing: {{verdict: fail, route: [b]}}}}}}\n", TIERS)

    assert ["a"] == only(tried("joined")).found["route"]


def test_no_route_at_all_is_an_empty_one(tried: Tried, written: Written) -> None:
    written("joined", "  - {name: 甲, links: none, expect: {crossing: {verdict: pass, route: [b]}}}\n", TIERS)

    assert [] == only(tried("joined")).found["route"]


def test_a_clause_that_the_edition_lacks_is_absent(tried: Tried, written: Written) -> None:
    written("new", "  - {name: 甲, editions: {sample-guideline: 2020-01}, devices: [{id: a, count: 1}], expect: {counted: absent}}\n")

    assert only(tried("new")).passed


def test_a_clause_that_is_not_in_force_makes_its_duty_not_applicable(tried: Tried, written: Written) -> None:
    written("new", "  - {name: 甲, today: 2027-06-30, devices: [{id: a, count: 1}], expect: {counted: not_applicable}}\n")

    assert only(tried("new")).passed


def test_a_case_may_set_a_parameter(tried: Tried, written: Written) -> None:
    devices = "devices: [{id: a, count: 2}]"
    written("new", f"  - {{name: 甲, today: 2027-07-01, parameters: {{sample.number: 2}}, {devices}, expect: {{counted: pass}}}}\n")

    assert only(tried("new")).passed


def test_a_parameter_may_be_a_period(tried: Tried, written: Written) -> None:
    head = "given: {systems: [{id: a, important: true}], activities: {audit: [{date: 2026-05-30, of: a}]}}\n"
    written("audited", "  - {name: 甲, parameters: {interval.audit: 1 year}, expect: {audit: {verdict: pass, deadline: 2027-05-30}}}\n", head)

    assert only(tried("audited")).passed


@pytest.mark.parametrize(
    ("case", "id_"),
    [
        ("{name: 甲, expect: {encryptd: pass}}", "case-unknown-word"),
        ("{name: 甲, parameters: {xyzzy: 2}, expect: {encrypted: pass}}", "unknown-parameter"),
        ("{name: 甲, parameters: {sample.numbr: 2}, expect: {encrypted: pass}}", "unknown-parameter-meant"),
        ("{name: 甲, parameters: {sample.number: 多数}, expect: {encrypted: pass}}", "not-a-number"),
        ("{name: 甲, devices: [{id: a, kind: terminl}], expect: {encrypted: pass}}", "not-a-choice-meant"),
        ("{name: 甲, expect: {encrypted: passes}}", "case-unknown-word"),
    ],
)
def test_a_case_that_does_not_fit_is_a_problem_and_the_others_run(tried: Tried, written: Written, case: str, id_: str) -> None:
    written("encrypted", f"  - {case}\n  - {{name: 乙, devices: none, expect: {{encrypted: not_applicable}}}}\n")
    found = tried("encrypted")

    assert [id_] == [problem.id for problem in found.problems]
    assert id_ == "case-unknown-word" or ["乙"] == [outcome.case for outcome in found.outcomes if outcome.passed]


def test_a_case_of_another_rule_is_a_problem(tried: Tried, written: Written) -> None:
    file = written("encrypted", "  - {name: 甲, expect: {encrypted: pass}}\n")
    file.write_text(file.read_text(encoding="utf-8").replace("rule: encrypted", "rule: twin"), encoding="utf-8")

    assert ["case-of-another-rule"] == [problem.id for problem in tried("encrypted").problems]

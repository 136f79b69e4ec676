"""Coverage: every clause has one state, and the totals add up whichever way they are cut."""

from __future__ import annotations

import pytest

from secpolicy.base.text import columns
from secpolicy.judging.judge import clauses_by_hand, selection
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.words import load_words
from secpolicy.reporting.grid import Page
from secpolicy.reporting.rules.coverage import STATES, Coverage, Fields, coverage_of
from secpolicy.reporting.rules.coverage_forms import as_table
from secpolicy.reporting.rules.standing import facts_of, standing_of

PROFILES = ("standard", "statute-only", "audit", "alpha", "beta-prime")
EDITIONS = ("2018-09", "2020-12", "2022-03", "2023-03", "2024-10", "2025-03", "2026-03")


def profile_of(rulebook: Rulebook, name: str, edition: str = "2026-03") -> Profile:
    profile = Profile(*rulebook.profiles[name])
    return profile._replace(editions={**profile.editions, "mic-guideline": edition})


def coverage(rulebook: Rulebook, name: str, edition: str = "2026-03") -> Coverage:
    return coverage_of(facts_of(rulebook, profile_of(rulebook, name, edition)))


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_totals_add_up(rulebook: Rulebook, name: str, edition: str) -> None:
    found = coverage(rulebook, name, edition)
    whole = found.whole()

    assert len(rulebook.clauses) == len(found.clauses) == whole.all
    assert sum(len(one.clause.slugs) for one in found.clauses) == whole.rows
    for totals in (found.by_chapter(), found.by_strength(), found.by_reading(), found.by_field()):
        assert whole.rows == sum(total.rows for total in totals)
        assert whole.counts == {state: sum(total.counts[state] for total in totals) for state in STATES}
        assert whole.all == sum(total.all for total in totals)


@pytest.mark.parametrize("name", PROFILES)
def test_what_is_called_judged_is_what_judging_selects(rulebook: Rulebook, name: str) -> None:
    for unread in ("review", "ignore"):
        facts = facts_of(rulebook, profile_of(rulebook, name)._replace(unread=unread))
        chosen, absent = selection(rulebook.rules, facts)
        standings = [standing_of(rule, facts) for rule in rulebook.rules]

        assert [one.rule.id for one in chosen if not (one.review and unread == "ignore")] == [one.rule.id for one in standings if not one.why_not]
        assert [rule.id for rule in absent] == [one.rule.id for one in standings if one.why_not == "edition"]


@pytest.mark.parametrize("name", PROFILES)
def test_what_is_checked_by_hand_is_what_judging_asks_a_person(rulebook: Rulebook, name: str) -> None:
    found = coverage(rulebook, name)
    facts = found.facts
    facts.as_of = facts.as_of.max

    assert {(clause.guideline, clause.id) for clause in clauses_by_hand(facts)} == {(one.clause.guideline, one.clause.id) for one in found.in_state("hand")}


def test_a_clause_that_a_rule_cites_is_decided_by_it(rulebook: Rulebook) -> None:
    [found] = [one for one in coverage(rulebook, "standard").clauses if one.clause.id == "malware/supported-software"]

    assert ("rules", ["local-government/technical/os-supported"]) == (found.state, [rule.id for rule in found.rules])


def test_a_clause_that_only_gives_a_number_is_decided_through_the_number(rulebook: Rulebook) -> None:
    [found] = [one for one in coverage(rulebook, "standard").clauses if one.clause.id == "incidents/threshold"]

    assert ("rules", True) == (found.state, found.indirect)


def test_a_definition_carries_no_duty(rulebook: Rulebook) -> None:
    states = {one.state for one in coverage(rulebook, "standard").clauses if one.clause.kind == "definition"}

    assert {"no_duty"} >= states


def test_a_rule_that_the_profile_leaves_out_decides_nothing_and_is_named(rulebook: Rulebook) -> None:
    profile = profile_of(rulebook, "standard")._replace(unread="ignore")
    found = [one for one in coverage_of(facts_of(rulebook, profile)).clauses if one.clause.read == "unread" and one.state != "rules" and one.left_out]

    assert found
    assert {"unread"} == {standing.why_not for one in found for standing in one.left_out}


def test_the_fields_of_the_ordinance_gather_every_chapter_of_the_guideline(rulebook: Rulebook) -> None:
    found = coverage(rulebook, "standard")
    fields = Fields(rulebook.clauses.values())
    chapters = {one.clause.chapter for one in found.clauses if one.clause.guideline == "mic-guideline" and one.clause.chapter}

    assert list("123456789") == sorted(chapters)
    assert 8 == len(fields.names)
    assert [] == [one.clause.id for one in found.clauses if one.clause.chapter and one.clause.guideline == "mic-guideline" and not fields.of(one.clause)]


def test_what_a_field_gathers_is_there(rulebook: Rulebook) -> None:
    there = {f"{clause.guideline} {part}" for clause in rulebook.clauses.values() for part in (clause.id, clause.chapter)}

    assert [] == [part for clause in rulebook.clauses.values() for part in clause.gathers if part not in there]


def test_a_clause_belongs_to_the_field_that_names_it_and_else_to_that_of_its_chapter(rulebook: Rulebook) -> None:
    fields = Fields(rulebook.clauses.values())

    assert "enforcement-rules measures/technical" == fields.of(rulebook.clauses["mic-guideline", "tiers/mynumber/separation"])
    assert "enforcement-rules measures/outsourcing" == fields.of(rulebook.clauses["mic-guideline", "tiers/cloud/mynumber-internet"])
    assert "enforcement-rules measures/outsourcing" == fields.of(rulebook.clauses["enforcement-rules", "measures/outsourcing"])
    assert "" == fields.of(rulebook.clauses["dx-plan", "card/coverage"])


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_table_keeps_to_80_columns(rulebook: Rulebook, lang: str) -> None:
    table = as_table(coverage(rulebook, "standard"), load_words(lang), Page("simple", 80))

    assert [] == [line for line in table.splitlines() if columns(line) > 80]

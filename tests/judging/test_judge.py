"""A run: which rules are asked, what is counted, what is planned, reviewed or looked at by hand, and what is kept to be shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.judging.judge import clauses_by_hand, judge, only_about, selection
from secpolicy.model.rulebook import Rulebook
from tests.judging.small import CLAUSES, NETWORK, PROFILE, TODAY, clause, facts_of, inventory_of, judged, parameter, rule, rulebook_of, term, the, verdicts

BODY = "for device\nrequire d: device.encrypted"
INVENTORY = inventory_of("devices: [{id: good, encrypted: true, count: 3}, {id: bad, encrypted: false, count: 2}, {id: doubt}]")


def book(*cites: str, due: str = "due none") -> Rulebook:
    """A rulebook of the same demand, once for each citation."""
    return rulebook_of(*(rule(BODY, f"rule-{number}", cite, due) for number, cite in enumerate(cites)))


def test_every_judgement_is_counted_and_what_lines_stand_for_beside_it() -> None:
    outcome = judge(book("guide a/all"), INVENTORY, PROFILE, TODAY)

    assert {("small/topic/rule-0", "d"): {"PASS": 1, "FAIL": 1, "UNKNOWN": 1}} == {key: counts for key, counts in outcome.counts.items() if key[1]}
    assert {"PASS": 3, "FAIL": 2, "UNKNOWN": 1} == outcome.things["small/topic/rule-0", "d"]
    assert ["device:bad", "device:doubt"] == [finding.names[0] for finding in outcome.findings]


def test_what_is_not_there_passes_a_prohibition_and_is_counted_with_the_rest() -> None:
    inventory = inventory_of("devices: [{id: a, encrypted: none, count: 2}, {id: b, encrypted: false, count: 3}, {id: c, encrypted: true}]")
    outcome = judge(rulebook_of(rule("for device\nforbid d: device.encrypted")), inventory, PROFILE, TODAY)

    assert {"PASS": 2, "FAIL": 1} == outcome.counts["small/topic/small-rule", "d"]
    assert {"PASS": 5, "FAIL": 1} == outcome.things["small/topic/small-rule", "d"]


def test_a_run_that_keeps_everything_shows_what_passes_too() -> None:
    assert {"device:good": "PASS", "device:bad": "FAIL", "device:doubt": "UNKNOWN"} == verdicts(judged(book("guide a/all"), INVENTORY))


def test_every_selected_duty_has_at_least_one_judgement() -> None:
    kinds = ("device", "system", "network", "software", "segment", "listing", "settings", "activity", "document")
    texts = [
        rule(
            f"for {kind}\nrequire d: exists({kind}.note)" if kind not in ("software", "listing") else f"for {kind}\nrequire d: exists({kind}.of)", f"of-{kind}"
        )
        for kind in kinds
    ]
    texts.append(rule("for segment\nforbid d: route from segment to the_internet over link", "a-route"))
    rulebook = rulebook_of(*texts)

    for text in ("", "\n".join(f"{key}: none" for key in rulebook.vocabulary.by_key)):
        outcome = judge(rulebook, inventory_of(text), PROFILE, TODAY)
        assert {(one.id, duty.label) for one in rulebook.rules for duty in one.duties} <= outcome.counts.keys()


def test_a_rule_counts_for_a_profile_with_its_pack_strength_and_authority() -> None:
    rulebook = book("guide a/all", "guide a/should", "law a/all")

    def chosen(**changes: Any) -> list[str]:
        return [one.rule.name for one in selection(rulebook.rules, facts_of(rulebook, INVENTORY, profile=PROFILE._replace(**changes)))[0]]

    assert ["rule-0", "rule-1", "rule-2"] == chosen()
    assert ["rule-0", "rule-2"] == chosen(strengths=("must",))
    assert ["rule-2"] == chosen(authorities=("statute",))
    assert [] == chosen(packs=("other",))


def test_a_duty_whose_clause_the_edition_does_not_have_is_not_judged() -> None:
    profile = PROFILE._replace(editions={"guide": "2024-10"})
    outcome = judge(book("guide a/new", "guide a/old"), INVENTORY, profile, TODAY)

    assert (("small/topic/rule-0", "d"),) == outcome.absent
    assert {"small/topic/rule-1"} == {rule_id for rule_id, duty in outcome.counts if duty}


def test_the_first_clause_that_exists_gives_strength_and_authority() -> None:
    old, new = (PROFILE._replace(editions={"guide": edition}) for edition in ("2024-10", "2025-03"))
    rulebook = book("guide a/new, law a/all")
    given = [selection(rulebook.rules, facts_of(rulebook, INVENTORY, profile=profile))[0][0] for profile in (old, new)]

    assert [("statute", 1), ("guideline", 2)] == [(one.authority, len(one.clauses)) for one in given]


def test_a_term_of_a_later_edition_excuses_nothing_before_it() -> None:
    spared = term("spared", "device", "device.portable", "guide a/new")
    rulebook = rulebook_of(rule("for device\nrequire d: device.encrypted or device.spared"), spared)
    inventory = inventory_of("devices: [{id: a, encrypted: false, portable: true}]")

    assert "FAIL" == the(judged(rulebook, inventory, profile=PROFILE._replace(editions={"guide": "2024-10"}))).verdict
    assert "PASS" == the(judged(rulebook, inventory)).verdict


@pytest.mark.parametrize(("unread", "review", "counted"), [("review", [True, True], True), ("enforce", [False, False], True), ("ignore", [], False)])
def test_a_duty_that_rests_on_an_unread_clause_is_for_review(unread: str, review: list[bool], counted: bool) -> None:
    outcome = judge(book("guide a/all, guide a/unread"), INVENTORY, PROFILE._replace(unread=unread), TODAY)

    assert review == [finding.review for finding in outcome.findings]
    assert counted is (("small/topic/rule-0", "d") in outcome.counts)
    assert outcome.reviews == (frozenset({("small/topic/rule-0", "d")}) if unread == "review" else frozenset())


ISSUED = "for device where device.in_service_on <= today\nrequire d: device.encrypted"


def test_a_duty_that_is_not_in_force_yet_says_what_it_would_be() -> None:
    inventory = inventory_of("devices: [{id: a, encrypted: false, in_service_on: 2027-05-01}, {id: b, encrypted: true, in_service_on: 2020-01-01}]")
    outcome = judge(rulebook_of(rule(ISSUED, cites="law a/later")), inventory, PROFILE, TODAY)

    [planned] = outcome.planned

    assert ("small/topic/small-rule", "d", date(2027, 7, 1)) == planned[:3]
    assert {"FAIL": 1, "PASS": 1} == planned.would_be
    assert {"NOT_APPLICABLE": 1} == outcome.counts["small/topic/small-rule", "d"]
    assert () == outcome.findings


def test_on_its_first_day_a_duty_is_in_force() -> None:
    rulebook, inventory = book("law a/later"), inventory_of("devices: [{id: a, encrypted: true}]")

    assert () != judge(rulebook, inventory, PROFILE, date(2027, 6, 30)).planned
    assert () == judge(rulebook, inventory, PROFILE, date(2027, 7, 1)).planned


def test_a_planned_route_is_walked_on_that_day() -> None:
    body = "for segment\nforbid d: route from segment to the_internet over link"
    inventory = inventory_of("segments: [{id: a}]\nlinks: [{id: x, from: a, to: the_internet, direction: both}]", NETWORK)

    assert {"FAIL": 1} == judge(rulebook_of(rule(body, cites="law a/later")), inventory, PROFILE, TODAY).planned[0].would_be


def test_a_duty_with_several_clauses_is_in_force_when_all_of_them_are() -> None:
    rulebook = book("law a/recent, law a/later")
    [selected], _ = selection(rulebook.rules, facts_of(rulebook, INVENTORY))

    assert date(2027, 7, 1) == selected.in_force


HAND = (
    clause("a/hand", checked_by="hand"), clause("a/early", until="2024-10", checked_by="hand"), clause("b/should", strength="should", checked_by="hand"),
    clause("a/other", pack="other", checked_by="hand"), clause("a/later", "law", in_force="2027-07-01", checked_by="hand"),
    clause("a/law", "law", checked_by="hand"),
)  # fmt: skip


def test_each_clause_that_a_person_checks_is_one_judgement_while_it_is_in_force() -> None:
    rulebook = rulebook_of(rule(BODY), clauses=(*CLAUSES, *HAND))
    outcome = judge(rulebook, INVENTORY, PROFILE, TODAY)

    assert (("guide", "a/hand"), ("guide", "b/should"), ("law", "a/law")) == outcome.by_hand
    assert {"NOT_CHECKED": 1} == outcome.counts["guide a/hand", ""]
    assert 3 == outcome.totals()["NOT_CHECKED"]


def test_a_profile_narrows_the_clauses_that_a_person_checks() -> None:
    rulebook = rulebook_of(clauses=(*CLAUSES, *HAND))
    narrow = PROFILE._replace(authorities=("guideline",), strengths=("must",), editions={"guide": "2024-10"})

    assert ["a/early", "a/hand"] == [one.id for one in clauses_by_hand(facts_of(rulebook, INVENTORY, profile=narrow))]


def test_a_run_of_some_rules_asks_nobody_to_look() -> None:
    rulebook = book("guide a/all", "guide a/should")
    outcome = judge(rulebook, INVENTORY, PROFILE, TODAY, rulebook.rules[:1])

    assert ((), {"small/topic/rule-0"}) == (outcome.by_hand, {rule_id for rule_id, _ in outcome.counts})


def test_parameters_may_be_set_for_a_run() -> None:
    count = parameter("least", "whole number", ("2026-01-01", ("number", "5")))
    rulebook = rulebook_of(rule("for device\nrequire d: device.count >= param.least"), parameters=(count,))

    assert "FAIL" == verdicts(judged(rulebook, INVENTORY))["device:good"]
    assert "PASS" == verdicts(judged(rulebook, INVENTORY, least=3))["device:good"]


SUPPORTED = rulebook_of(rule("for software\nrequire d: today <= software.support_ends", due="due software.support_ends"))
UBUNTU = inventory_of("devices: [{id: a, os: {product: Ubuntu}, software: none}]\nsystems: none")


@pytest.mark.parametrize(
    ("day", "verdict", "upcoming"),
    [
        (date(2026, 7, 3), "PASS", 0), (date(2026, 7, 4), "PASS", 1), (date(2026, 12, 31), "PASS", 1), (date(2027, 1, 1), "FAIL", 0),
    ],
)  # fmt: skip
def test_what_conforms_until_a_day_within_the_notice_is_shown(day: date, verdict: str, upcoming: int) -> None:
    outcome = judge(SUPPORTED, UBUNTU, PROFILE, day)

    assert {verdict: 1} == outcome.counts["small/topic/small-rule", "d"]
    assert upcoming == len(outcome.upcoming)
    assert (verdict == "FAIL") is bool(outcome.findings)


def test_what_passes_whatever_the_day_is_not_upcoming() -> None:
    rulebook = rulebook_of(rule("for device\nrequire d: device.encrypted", due="due 2027-01-31"))

    assert () == judge(rulebook, INVENTORY, PROFILE, TODAY).upcoming


def test_duties_done_and_due_are_counted_beside_the_verdicts() -> None:
    rulebook = rulebook_of(rule("for system\nrepeat d: every fiscal year since system.done.audit.date"))
    inventory = inventory_of(
        "systems: [{id: a}, {id: b}, {id: c}]\nactivities: {audit: [{date: 2026-05-01, of: a}, {date: 2025-05-01, of: b}, {date: 2020-05-01, of: c}]}"
    )

    assert {"done": 1, "due": 1} == judge(rulebook, inventory, PROFILE, TODAY).states


def test_a_report_may_be_narrowed_to_some_subjects() -> None:
    rulebook = rulebook_of(
        rule("for software\nrequire d: today <= software.support_ends", due="due software.support_ends"),
        rule("for device\nrequire e: device.encrypted", "of-devices", "guide a/unread", "due 2027-01-31"),
        rule("for system\nrepeat f: every fiscal year since system.done.audit.date", "of-systems", "law a/later"),
    )  # fmt: skip
    inventory = inventory_of(
        "devices: [{id: a, os: {product: Ubuntu}, software: none, count: 2, encrypted: true}, {id: b, os: {product: Windows 10}}]\nsystems: none"
    )
    whole = judged(rulebook, inventory, profile=PROFILE._replace(unread="review"))
    outcome = only_about(whole, frozenset({"device:a"}))  # with what stands in it

    assert {("small/topic/small-rule", "d"): {"PASS": 1}, ("small/topic/of-devices", "e"): {"PASS": 1}} == outcome.counts
    assert {"PASS": 2} == outcome.things["small/topic/of-devices", "e"]
    assert ((), ["device:a.os"]) == (outcome.findings, [finding.names[0] for finding in outcome.upcoming])
    assert frozenset({("small/topic/of-devices", "e")}) == outcome.reviews
    assert ((), ()) == (outcome.planned, outcome.by_hand)
    assert ["device:b.os", "device:b"] == [finding.names[0] for finding in only_about(whole, frozenset({"device:b"})).findings]
    assert ["device:b.os"] == [finding.names[0] for finding in only_about(whole, frozenset({"device:b.os"})).findings]


def test_the_order_of_what_is_written_changes_nothing_but_the_order() -> None:
    turned = inventory_of("devices: [{id: doubt}, {id: bad, encrypted: false, count: 2}, {id: good, encrypted: true, count: 3}]")
    first, second = (judge(book("guide a/all"), inventory, PROFILE, TODAY) for inventory in (INVENTORY, turned))

    assert first.counts == second.counts
    assert {finding.id for finding in first.findings} == {finding.id for finding in second.findings}

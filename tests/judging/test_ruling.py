"""One rule on an inventory: every duty judged for every subject, for what is missing, and for slips that the checker did not see."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.base.problem import Refused
from secpolicy.judging import applying
from secpolicy.judging.finding import Finding
from secpolicy.judging.judge import selection
from secpolicy.judging.ruling import Ruling
from secpolicy.model.entity import place_name, ref
from secpolicy.model.words import load_words
from tests.judging.small import NETWORK, facts_of, inventory_of, judged, missing, parameter, rule, rulebook_of, term, the, verdicts

ENCRYPTED = rulebook_of(rule("for device where device.portable\nrequire d: device.encrypted"))
FORBIDDEN = rulebook_of(rule("for device where device.portable\nforbid d: device.encrypted"))
DEVICES = """\
devices:
  - {id: good, portable: true, encrypted: true}
  - {id: bad, portable: true, encrypted: false, count: 12}
  - {id: doubt, portable: true}
  - {id: fixed, portable: false}
  - {id: open, encrypted: true}
"""


def test_each_thing_to_which_the_rule_applies_is_judged_once() -> None:
    expected = {"device:good": "PASS", "device:bad": "FAIL", "device:doubt": "UNKNOWN", "device:open": "UNKNOWN"}

    assert expected == verdicts(judged(ENCRYPTED, inventory_of(DEVICES)))
    assert {**expected, "device:good": "FAIL", "device:bad": "PASS"} == verdicts(judged(FORBIDDEN, inventory_of(DEVICES)))


def test_an_unknown_names_what_would_decide_it_or_whether_the_rule_applies() -> None:
    outcome = judged(ENCRYPTED, inventory_of(DEVICES))

    assert (("device:doubt.encrypted",), "") == (missing(the(outcome, "device:doubt")), the(outcome, "device:doubt").reason)
    assert (("device:open.portable",), "scope") == (missing(the(outcome, "device:open")), the(outcome, "device:open").reason)


def test_a_line_stands_for_as_many_things_as_it_counts() -> None:
    rulebook = rulebook_of(rule("for software\nrequire d: exists(software.product)"))
    inventory = inventory_of(
        "devices: [{id: a, count: 12, os: {product: x}, software: none}, {id: b, count: 不明, os: {product: y}, software: none}]\nsystems: none"
    )

    assert 12 == the(judged(ENCRYPTED, inventory_of(DEVICES)), "device:bad").things
    assert 1 == the(judged(ENCRYPTED, inventory_of(DEVICES)), "device:doubt").things
    assert [12, 1] == [finding.things for finding in judged(rulebook, inventory).findings]


@pytest.mark.parametrize(
    ("text", "verdict", "asks"),
    [
        ("", "UNKNOWN", ["devices"]), ("devices: none", "NOT_APPLICABLE", []), ("devices: [{id: a, portable: false}, 不明]", "UNKNOWN", ["devices"]),
        ("devices: 不明", "UNKNOWN", ["devices"]), ("devices: [{id: a, portable: false}, {id: b, portable: none}]", "NOT_APPLICABLE", []),
    ],
)  # fmt: skip
def test_a_duty_without_subjects_is_judged_of_the_inventory(text: str, verdict: str, asks: list[str]) -> None:
    found = the(judged(ENCRYPTED, inventory_of(text)))

    assert (("inventory",), verdict, asks) == (found.names, found.verdict, [place_name(place) for place in found.missing])


def test_a_list_in_which_no_subject_can_stand_is_not_missed() -> None:
    rulebook = rulebook_of(rule("for document where document.kind = exit_plan\nrequire d: exists(document.established_on)"))

    assert "NOT_APPLICABLE" == the(judged(rulebook, inventory_of("documents: {exit_plan: none}"))).verdict
    assert ("documents.exit_plan",) == missing(the(judged(rulebook, inventory_of("documents: {audit_plan: none}"))))


def test_a_kind_that_exists_once_is_its_own_subject() -> None:
    rulebook = rulebook_of(rule("for network\nrequire d: network.model = alpha"))

    assert {"network": "PASS"} == verdicts(judged(rulebook, inventory_of("network: {model: alpha}")))
    assert ("network",) == missing(the(judged(rulebook, inventory_of(""))))
    assert {"inventory": "NOT_APPLICABLE"} == verdicts(judged(rulebook, inventory_of("network: none")))


def test_what_is_always_there_is_no_subject() -> None:
    rulebook = rulebook_of(rule("for endpoint\nrequire d: exists(endpoint.operator)"))

    assert {"inventory": "NOT_APPLICABLE"} == verdicts(judged(rulebook, inventory_of("endpoints: none")))


def test_records_are_subjects_and_where_one_may_stand_is_asked_once() -> None:
    rulebook = rulebook_of(rule("for software where software.licensed\nrequire d: exists(software.approvals)"))
    inventory = inventory_of("devices: [{id: a, os: {product: x, licensed: true}, software: none}, {id: b, os: none}]\nsystems: none")

    assert {"device:a.os": "UNKNOWN", "inventory": "UNKNOWN"} == verdicts(judged(rulebook, inventory))
    assert ("device:b.software",) == missing(the(judged(rulebook, inventory), "inventory"))


ROUTE = rulebook_of(
    rule("for segment inner where inner.tier = mynumber\nforbid d: route between inner and any segment where segment.tier != mynumber over link")
)
ALONE = "segments: [{id: tax, tier: mynumber}]\n"


def test_things_that_do_not_say_where_they_stand_are_asked_once_beside_the_subjects() -> None:
    outcome = judged(ROUTE, inventory_of(f"{ALONE}devices: [{{id: a}}, {{id: b}}]", NETWORK))

    assert {"segment:tax": "PASS", "inventory": "UNKNOWN"} == verdicts(outcome)
    assert ("omitted", ("device:a.segments", "device:b.segments")) == (the(outcome, "inventory").reason, missing(the(outcome, "inventory")))


def test_lists_and_things_that_are_missing_make_one_judgement_of_the_inventory() -> None:
    outcome = judged(ROUTE, inventory_of("segments: [{id: tax, tier: mynumber}, 不明]\ndevices: [{id: a}]", NETWORK))

    assert {"segment:tax": "UNKNOWN", "inventory": "UNKNOWN"} == verdicts(outcome)
    assert ("absent", ("segments", "device:a.segments")) == (the(outcome, "inventory").reason, missing(the(outcome, "inventory")))
    assert len({finding.id for finding in outcome.findings}) == len(outcome.findings)


def test_a_rule_of_two_subjects_is_asked_of_every_pair() -> None:
    rulebook = rulebook_of(rule("for role a, role b where a.kind = ciso and b.kind = audit_lead\nrequire d: a.post != b.post"))
    roles = "roles: {ciso: {post: 副市長}, audit_lead: [{id: x, post: 総務課長}, {id: y, post: 副市長}]}"
    outcome = judged(rulebook, inventory_of(roles))

    assert {"role:ciso role:x": "PASS", "role:ciso role:y": "FAIL", "inventory": "UNKNOWN"} == verdicts(outcome) | {"inventory": "UNKNOWN"}


def test_a_list_of_either_subject_may_be_missing() -> None:
    rulebook = rulebook_of(rule("for device, system\nrequire d: device.note != system.note"))

    assert ("systems",) == missing(the(judged(rulebook, inventory_of("devices: [{id: a}]"))))
    assert ("devices",) == missing(the(judged(rulebook, inventory_of("systems: [{id: a}]"))))
    assert ("devices", "systems") == missing(the(judged(rulebook, inventory_of(""))))
    assert "NOT_APPLICABLE" == the(judged(rulebook, inventory_of("devices: none"))).verdict


def test_too_many_pairs_are_refused_with_a_word_of_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "MOST_PAIRS", 3)
    rulebook = rulebook_of(rule("for device, system\nrequire d: device.note != system.note"))
    few, many = (f"devices: [{{id: a}}]\nsystems: [{', '.join(f'{{id: s{n}}}' for n in range(number))}]" for number in (3, 4))

    assert 3 == len(judged(rulebook, inventory_of(few)).findings)
    with pytest.raises(Refused) as refused:
        judged(rulebook, inventory_of(many))

    [problem] = refused.value.problems
    assert (6, "small-rule.rule:1:1", "too-many-pairs") == (refused.value.exit_code, str(problem.location), problem.id)
    for lang in ("ja", "en"):
        says, help_ = load_words(lang).texts[problem.id]
        assert "4" in says.format(**problem.values)
        assert "any" in help_


def test_one_subject_may_be_any_number_of_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "MOST_PAIRS", 1)

    assert 5 == len(verdicts(judged(ENCRYPTED, inventory_of(DEVICES)))) + 1


def slip(body: str, value: Any = "text") -> list[Finding]:
    """Findings of a rule that reads a parameter whose value is not of its type."""
    rulebook = rulebook_of(rule(body), parameters=(parameter("n", "whole number", ("2026-01-01", ("text", value))),))
    return list(judged(rulebook, inventory_of("devices: [{id: a, count: 3}]")).findings)


@pytest.mark.parametrize(
    "body",
    [
        "for device\nrequire d: device.count < param.n", "for device where device.count < param.n\nrequire d: device.portable",
        "for device\nlet x = device.count + param.n\nrequire d: x > 3",
    ],
)  # fmt: skip
def test_a_slip_of_the_rule_is_an_error_of_its_own_and_the_run_goes_on(body: str) -> None:
    [found] = slip(body)

    assert ("ERROR", ("device:a",), True) == (found.verdict, found.names, found.reason.startswith("TypeError: "))
    assert () == found.grounds.evidence


def test_a_slip_while_looking_for_unlisted_things_is_an_error_too() -> None:
    rulebook = rulebook_of(
        rule("for device where today < param.n\nrequire d: device.portable"), parameters=(parameter("n", "date", ("2026-01-01", ("text", "x"))),)
    )

    assert ["ERROR"] == [finding.verdict for finding in judged(rulebook, inventory_of("")).findings]


MESSAGE = """\
rule small-rule
title ja "題" en "title"
cites guide a/all
severity high
for device
let limit = device.procured_on + 1 years
require d: today <= limit
    ja "{device} は {device.procured_on} から {limit} まで" en "{device} until {limit}"
require e: device.encrypted
    ja "暗号化" en "encrypted"
due limit
fix ja "{device.kind} を直す" en "mend the {device.kind}"
"""


def test_a_finding_says_what_is_wrong_with_its_values_and_what_it_rests_on() -> None:
    outcome = judged(rulebook_of(MESSAGE), inventory_of("devices: [{id: a, kind: server, procured_on: 2025-01-15}]"))
    found = the(outcome, duty="d")
    shown = [str(part[0]) if isinstance(part, tuple) else part for part in found.grounds.says("ja")]

    assert ["device:a", " は ", "2025-01-15", " から ", "2026-01-15", " まで"] == shown
    assert [("mend the ",), ("server",)] == [(part,) if isinstance(part, str) else (part[0],) for part in found.grounds.fix("en")]
    assert ["device:a.procured_on"] == [place_name(place) for place in found.grounds.evidence]
    assert ["device:a.procured_on"] == [place_name(place) for place in found.grounds.dated_by]
    assert ("overdue", "2026-01-15") == (found.state, str(found.deadline.day))


def test_a_deadline_is_known_only_where_it_is_shown() -> None:
    facts = facts_of(rulebook_of(MESSAGE), inventory_of("devices: [{id: a, procured_on: 2026-09-15, encrypted: true}]"))
    [selected], _ = selection(facts.rulebook.rules, facts)
    dated, plain = Ruling(selected, facts, None, False).judgements()

    assert ("PASS", "2027-09-15") == (dated.verdict, str(dated.deadline.day if dated.deadline else None))
    assert ("PASS", None) == (plain.verdict, plain.deadline)


REPEATED = "for system\nrepeat d: every param.audit since system.done.audit.date"
YEARLY = "for system\nrepeat d: every fiscal year since system.done.audit.date"
AUDIT = parameter("audit", "period", setting="intervals.audit")
FIXED = parameter("audit", "period", ("2026-01-01", ("span", 6, 0, 0, False)))
DONE = "systems: [{id: a}]\nactivities: {audit: [{date: 2026-09-01, of: a}]}\n"


@pytest.mark.parametrize(
    ("body", "setting", "text", "expected"),
    [
        (REPEATED, AUDIT, f"{DONE}settings: {{intervals: {{audit: 6 months}}}}", ("PASS", "done", "2027-03-01", "organisation")),
        (REPEATED, FIXED, DONE, ("PASS", "done", "2027-03-01", "guideline")),
        (REPEATED, AUDIT, f"{DONE}settings: {{intervals: {{audit: 2 months}}}}", ("FAIL", "overdue", "2026-11-01", "organisation")),
        (REPEATED, AUDIT, f"{DONE}settings: {{intervals: {{audit: each fiscal year}}}}", ("PASS", "done", "2028-03-31", "organisation")),
        (YEARLY, AUDIT, DONE, ("PASS", "done", "2028-03-31", "guideline")),
        (YEARLY, AUDIT, "systems: [{id: a}]\nactivities: none", ("FAIL", "overdue", "2026-03-31", "guideline")),
        (YEARLY, AUDIT, "systems: [{id: a, in_service_on: 2026-05-01}]\nactivities: none", ("PASS", "due", "2027-03-31", "guideline")),
        (YEARLY.replace("fiscal year", "6 months"), AUDIT, DONE, ("PASS", "done", "2027-03-01", "guideline")),
    ],
)  # fmt: skip
def test_a_recurring_duty_is_met_once_done_and_broken_once_an_interval_has_closed(body: str, setting: Any, text: str, expected: tuple[str, ...]) -> None:
    found = the(judged(rulebook_of(rule(body), parameters=(setting,)), inventory_of(text)))

    assert expected == (found.verdict, found.state, str(found.deadline.day), found.deadline.basis)


@pytest.mark.parametrize(
    "settings", ["", "settings: none", "settings: {intervals: none}", "settings: {intervals: {audit: none}}", "settings: {intervals: {drill: 1 year}}"]
)
def test_until_the_organisation_sets_an_interval_it_is_asked_for_one(settings: str) -> None:
    found = the(judged(rulebook_of(rule(REPEATED), parameters=(AUDIT,)), inventory_of(DONE + settings)))

    assert ("UNKNOWN", ("settings.intervals.audit",)) == (found.verdict, missing(found))


def test_a_recurring_duty_asks_for_the_list_of_what_was_done() -> None:
    found = the(judged(rulebook_of(rule(YEARLY)), inventory_of("systems: [{id: a}]\nactivities: {drill: none}")))

    assert ("UNKNOWN", ("activities.audit",)) == (found.verdict, missing(found))


def test_a_condition_that_reads_a_term_shows_what_the_term_reads() -> None:
    body, means = "for link\nforbid d: link.inside", term("inside", "link", "link.from.tier = lgwan and link.method = network")
    inventory = inventory_of("segments: [{id: s, tier: lgwan}]\nlinks: [{id: a, from: s, method: network}]")
    found = the(judged(rulebook_of(rule(body), means), inventory))

    assert ["segment:s.tier", "link:a.method"] == [place_name(place) for place in found.grounds.evidence]
    assert "link:a" == ref(found.subjects[0])


TWO_ROUTES = """\
rule small-rule
title ja "題" en "title"
cites guide a/all
severity high
for segment inner where inner.tier = mynumber
forbid d: route between inner and any segment where segment.tier = internet over link where link.method = network
    ja "{inner} と {segment} が {route} で" en "{inner} and {segment.tier} by {route}"
forbid e: route between inner and any endpoint where endpoint.class = public_secure over link
    ja "{endpoint}" en "{endpoint}"
due none
fix ja "{route} を遮断" en "cut {route}"
"""


def said(text: str, duty: str, lang: str = "ja") -> list[str]:
    links = f"segments: [{{id: tax, tier: mynumber}}, {{id: web, tier: internet}}]\nlinks: [{{id: x, from: tax, to: web, direction: both{text}}}]"
    found = the(judged(rulebook_of(TWO_ROUTES), inventory_of(links, NETWORK)), duty=duty)
    return [str(part[0]) if isinstance(part, tuple) else part for part in found.grounds.says(lang)]


def test_the_message_of_a_route_names_the_place_that_is_reached() -> None:
    assert ["segment:tax", " と ", "segment:web", " が ", "route", " で"] == said(", method: network", "d")
    assert ["segment:tax", " and ", "internet", " by ", "route"] == said(", method: network", "d", "en")


def test_where_nothing_is_reached_the_message_has_no_place() -> None:
    assert "Unknown(missing=())" == said(", method: screen_transfer", "d")[2]


def test_what_is_counted_of_one_list_is_counted_for_each_subject_that_is_compared_with() -> None:
    """The list is the same for all of them, the condition is not."""
    inventory = inventory_of("organisation: {csirt: {members: [{post: 課長}]}}\ndevices: [{id: a, note: 課長}, {id: b, note: 係長}]")
    outcome = judged(rulebook_of(rule("for device\nrequire d: count(organisation.csirt.members where it.post = device.note) = 1")), inventory)

    assert {"device:a": "PASS", "device:b": "FAIL"} == verdicts(outcome)

"""Waivers: each state, each reason of refusal, and that none hides what it does not name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.judging.finding import Judged
from secpolicy.judging.waiving import STATES, with_waivers
from secpolicy.model.declared import Inventory
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.waivers import Approval, Waiver
from secpolicy.model.words import load_words
from tests.judging.small import NETWORK, PROFILE, TODAY, at, inventory_of, judged, rule, rulebook_of

CISO = Approval("ciso", "副市長", date(2026, 4, 1))
WAIVER = Waiver("small/topic/small-rule", "d", "device:bad", (), "後継が動くまで", "切り離す", (CISO,), date(2027, 3, 31), at(1))
RULEBOOK = rulebook_of(rule("for device\nrequire d: device.encrypted"))
INVENTORY = inventory_of("devices: [{id: bad, encrypted: false}, {id: good, encrypted: true}, {id: doubt}]")


def fate(waiver: Waiver, rulebook: Rulebook = RULEBOOK, inventory: Inventory = INVENTORY, as_of: date = TODAY, profile: Any = PROFILE) -> tuple[str, str, bool]:
    """What became of a waiver: its state, the reason, and whether it is applied."""
    outcome = applied(rulebook, inventory, as_of, waiver, profile=profile)
    [waived] = outcome.waivers
    assert waived.state in STATES
    return waived.state, waived.why, any(finding.waiver is not None for finding in outcome.findings)


def applied(rulebook: Rulebook, inventory: Inventory, as_of: date, *waivers: Waiver, profile: Any = PROFILE) -> Judged:
    return with_waivers(judged(rulebook, inventory, as_of, profile), waivers, rulebook, inventory, profile, as_of)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 3, 31), ("not_yet", "", False)), (date(2026, 4, 1), ("applied", "", True)), (date(2026, 10, 1), ("applied", "", True)),
        (date(2026, 10, 2), ("expiring", "", True)), (date(2027, 3, 31), ("expiring", "", True)), (date(2027, 4, 1), ("expired", "", False)),
    ],
)  # fmt: skip
def test_a_waiver_holds_from_its_approval_to_its_end_inclusive(as_of: date, expected: tuple[str, str, bool]) -> None:
    assert expected == fate(WAIVER, as_of=as_of)


def test_a_waiver_that_expired_names_the_finding_that_stays() -> None:
    outcome = applied(RULEBOOK, INVENTORY, date(2027, 4, 1), WAIVER, WAIVER._replace(subject="device:good"))

    assert [outcome.findings[0].id, outcome.findings[1].id] == [waived.finding for waived in outcome.waivers]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"subject": "device:good"}, ("unused", "", False)),
        ({"subject": "device:doubt"}, ("without_effect", "waiver-undecided", False)),
        ({"rule": "small/topic/other"}, ("refused", "waiver-unknown-rule", False)),
        ({"duty": "x"}, ("refused", "waiver-unknown-duty", False)),
        ({"subject": "device:other"}, ("refused", "waiver-unknown-subject", False)),
        ({"reason": ""}, ("refused", "waiver-without-reason", False)),
        ({"approvals": ()}, ("refused", "waiver-without-approval", False)),
        ({"approvals": (CISO._replace(by=""),)}, ("refused", "waiver-without-approval", False)),
        ({"approvals": (CISO._replace(date=None),)}, ("refused", "waiver-without-approval", False)),
        ({"until": None}, ("refused", "waiver-without-end", False)),
        ({"until": date(2027, 4, 1)}, ("expiring", "", True)),
        ({"until": date(2027, 4, 2)}, ("refused", "waiver-too-long", False)),
    ],
)  # fmt: skip
def test_what_becomes_of_a_waiver(changes: dict[str, Any], expected: tuple[str, str, bool]) -> None:
    assert expected == fate(WAIVER._replace(**changes))


def test_what_has_no_judgement_any_more_needs_no_waiver() -> None:
    rulebook = rulebook_of(rule("for device where device.portable\nrequire d: device.encrypted"))

    assert ("unused", "", False) == fate(WAIVER, rulebook, inventory_of("devices: [{id: bad, portable: false}]"))


def test_a_waiver_begins_when_the_last_of_those_who_signed_it_did() -> None:
    twice = WAIVER._replace(approvals=(CISO, CISO._replace(date=date(2026, 6, 1)), CISO._replace(by="", date=date(2026, 12, 1))))

    assert "not_yet" == fate(twice, as_of=date(2026, 5, 31))[0]
    assert "applied" == fate(twice, as_of=date(2026, 6, 1))[0]


def test_a_duty_of_the_law_is_never_waived() -> None:
    law = rulebook_of(rule("for device\nrequire d: device.encrypted", cites="guide a/all, law a/all"))

    assert ("refused", "waiver-of-statute", False) == fate(WAIVER, law)


def test_an_unknown_is_not_waived_even_where_it_counts_as_a_breach() -> None:
    assert ("without_effect", "waiver-undecided", False) == fate(WAIVER._replace(subject="device:doubt"), profile=PROFILE._replace(unknown_counts_as="fail"))


def test_a_record_is_waived_by_owner_field_and_key() -> None:
    rulebook = rulebook_of(rule("for software\nrequire d: software.licensed"))
    inventory = inventory_of("devices: [{id: a, os: none, software: [{product: x, licensed: false}, {product: y, licensed: false}]}]\nsystems: none")
    outcome = applied(rulebook, inventory, TODAY, WAIVER._replace(subject="device:a.software.y"))

    assert [None, "device:a.software.y"] == [finding.waiver and finding.waiver.subject for finding in outcome.findings]


def test_one_of_several_pairs_is_waived_by_both_its_subjects() -> None:
    rulebook = rulebook_of(rule("for device, system\nrequire d: device.note = system.note"))
    inventory = inventory_of("devices: [{id: a, note: x}]\nsystems: [{id: s, note: y}, {id: t, note: z}]")
    outcome = applied(rulebook, inventory, TODAY, WAIVER._replace(subject="device:a system:t"), WAIVER._replace(subject="device:a"))

    assert [None, "device:a system:t"] == [finding.waiver and finding.waiver.subject for finding in outcome.findings]
    assert ["expiring", "unused"] == [waived.state for waived in outcome.waivers]


ROUTE = rulebook_of(
    rule("for segment inner where inner.tier = mynumber\nforbid d: route between inner and any segment where segment.tier != mynumber over link")
)
CITY = """\
segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}]
links: [{id: one, from: tax, to: desk, direction: both}, {id: two, from: tax, to: desk, direction: both}]
"""


@pytest.mark.parametrize(
    ("links", "text", "expected"),
    [
        ((), CITY, ("without_effect", "waiver-without-links", False)), (("one",), CITY, ("without_effect", "waiver-other-route", False)),
        (("one", "two"), CITY, ("expiring", "", True)), (("link:one", "two"), CITY, ("expiring", "", True)),
        (("one",), f"{CITY.partition(', {id: two')[0]}]\n", ("expiring", "", True)),
        (("device:nas.segments",), f"{CITY.partition('links')[0]}devices: [{{id: nas, segments: [tax, desk]}}]", ("expiring", "", True)),
    ],
)  # fmt: skip
def test_a_route_is_waived_only_while_nothing_but_the_links_named_makes_it(links: tuple[str, ...], text: str, expected: tuple[str, str, bool]) -> None:
    assert expected == fate(WAIVER._replace(subject="segment:tax", links=links), ROUTE, inventory_of(text, NETWORK))


def test_what_is_waived_stays_among_the_findings() -> None:
    plain, outcome = judged(RULEBOOK, INVENTORY), applied(RULEBOOK, INVENTORY, TODAY, WAIVER)

    assert [finding.id for finding in plain.findings] == [finding.id for finding in outcome.findings]
    assert [WAIVER, None, None] == [finding.waiver for finding in outcome.findings]
    assert "FAIL" == outcome.findings[0].verdict


def test_without_waivers_nothing_is_changed() -> None:
    outcome = judged(RULEBOOK, INVENTORY)

    assert with_waivers(outcome, (), RULEBOOK, INVENTORY, PROFILE, TODAY) is outcome


def test_every_state_and_reason_has_words() -> None:
    reasons = ("unknown-rule", "unknown-duty", "unknown-subject", "without-reason", "without-approval", "without-end", "too-long", "of-statute",
               "undecided", "other-route", "without-links")  # fmt: skip
    for lang in ("ja", "en"):
        texts = load_words(lang).texts
        assert {f"waiver-{reason}" for reason in reasons} | {f"waiver-state-{state}" for state in STATES} <= texts.keys()

"""Comparing two runs: every kind of change, what made it appear, and what is the same."""

from __future__ import annotations

from datetime import date

import pytest

from secpolicy.judging.comparing import KINDS, Change, Run, compared
from secpolicy.judging.judge import judge
from secpolicy.judging.waiving import refs_of, with_waivers
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.waivers import Approval, Waiver
from tests.judging.small import PROFILE, TODAY, at, inventory_of, rule, rulebook_of

ENCRYPTED = rulebook_of(rule("for device\nrequire d: device.encrypted", due="due device.procured_on"))
SIGNED = rulebook_of(rule("for device\nrequire d: device.encrypted and device.owner = issued"))
OTHER = rulebook_of(rule("for device\nrequire d: exists(device.note)", name="other-rule"))


def run(text: str, as_of: date = TODAY, rulebook: Rulebook = ENCRYPTED, waivers: tuple[Waiver, ...] = ()) -> Run:
    inventory = inventory_of(text)
    judged = judge(rulebook, inventory, PROFILE, as_of)
    return Run(with_waivers(judged, waivers, rulebook, inventory, PROFILE, as_of), frozenset(refs_of(inventory)))


def told(*changes: Change) -> list[tuple[str, str, str]]:
    """Kind, cause and subject of each change."""
    return [(change.kind, change.because, " ".join(change.shown.names)) for change in changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{id: a, encrypted: true}", "{id: a, encrypted: false}", ("new", "", "device:a")),
        ("{id: b, encrypted: true}", "{id: b, encrypted: true}, {id: a, encrypted: false}", ("new", "subject", "device:a")),
        ("{id: a}", "{id: a, encrypted: false}", ("worse", "", "device:a")),
        ("{id: a, encrypted: false}", "{id: a}", ("better", "", "device:a")),
        ("{id: a, encrypted: false}", "{id: a, encrypted: true}", ("fixed", "", "device:a")),
        ("{id: a, encrypted: false}", "{id: b, encrypted: true}", ("gone", "subject", "device:a")),
        ("{id: a, encrypted: false, procured_on: 2027-01-01}", "{id: a, encrypted: false, procured_on: 2028-01-01}", ("deadline", "", "device:a")),
    ],
)
def test_a_finding_that_is_not_as_it_was_is_told_with_its_kind(old: str, new: str, expected: tuple[str, str, str]) -> None:
    found = compared(run(f"devices: [{old}]"), run(f"devices: [{new}]"))

    assert [expected] == told(*found.changes)
    assert 0 == found.unchanged


def test_a_finding_that_is_as_it_was_is_only_counted() -> None:
    text = "devices: [{id: a, encrypted: false}]"

    assert ((), 1) == tuple(compared(run(text), run(text)))


def test_the_same_verdict_for_other_facts_is_a_changed_reason() -> None:
    old = run("devices: [{id: a, encrypted: false, owner: issued}]", rulebook=SIGNED)
    new = run("devices: [{id: a, encrypted: true, owner: personal}]", rulebook=SIGNED)

    assert [("reason", "", "device:a")] == told(*compared(old, new).changes)


def test_a_day_later_the_deadline_has_passed() -> None:
    text = "devices: [{id: a, encrypted: false, procured_on: 2026-11-30}]"

    assert [("lapsed", "", "device:a")] == told(*compared(run(text), run(text, date(2026, 12, 1))).changes)


def test_an_exception_that_ends_makes_things_worse() -> None:
    text = "devices: [{id: a, encrypted: false}]"
    waiver = Waiver("small/topic/small-rule", "d", "device:a", (), "更改まで", "", (Approval("ciso", "x", date(2026, 4, 1)),), TODAY, at(1))
    found = compared(run(text, waivers=(waiver,)), run(text, date(2026, 12, 1), waivers=(waiver,)))

    assert [("worse", "", "device:a")] == told(*found.changes)


def test_a_duty_that_only_one_side_judges_is_told_as_such() -> None:
    text = "devices: [{id: a, encrypted: false}]"
    note = "devices: [{id: a, note: none}]"
    found = compared(run(text), run(note, rulebook=OTHER))

    assert [("new", "duty", "device:a"), ("dropped", "", "device:a")] == told(*found.changes)


def test_changes_are_told_in_the_order_of_their_kinds() -> None:
    old = run("devices: [{id: a, encrypted: false}, {id: b, encrypted: true}, {id: c}]")
    new = run("devices: [{id: a, encrypted: true}, {id: b, encrypted: false}, {id: c, encrypted: false}]")
    kinds = [change.kind for change in compared(old, new).changes]

    assert ["new", "worse", "fixed"] == kinds
    assert kinds == sorted(kinds, key=KINDS.index)

"""Which things a condition may hold for: never fewer than it holds for, in the same order, and for plain words no more."""

from __future__ import annotations

import pytest

from secpolicy.judging.candidates import Candidates
from secpolicy.model.entity import ref
from secpolicy.model.rulebook import Node
from tests.judging.small import inventory_of

DEVICES = """\
devices:
  - {id: a, kind: server}
  - {id: b, kind: terminal}
  - {id: c}
  - {id: d, kind: none}
  - {id: e, kind: tablet}
  - {id: f, kind: server}
  - unknown
"""
KIND: Node = ("field", ("name", "device"), "kind", ("device",))
OF_ANOTHER: Node = ("field", ("name", "other"), "kind", ("device",))
UNDECLARED = "device:c device"  # a thing whose kind nobody wrote, and what the open list may hold besides


def choice(value: str) -> Node:
    return ("choice", "device.kind", value)


def found(condition: Node | None, text: str = DEVICES) -> str:
    inventory = inventory_of(text)
    kind = inventory.vocabulary.kinds["device"]
    members, phantoms = Candidates(kind, inventory.populations["device"]).of(condition, "device")
    return " ".join(map(ref, (*members, *(thing for thing, _ in phantoms))))


IS_SERVER: Node = ("compare", "=", KIND, choice("server"), "")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (IS_SERVER, f"device:a {UNDECLARED.replace(' ', ' device:f ')}"),
        (("compare", "=", KIND, choice("mfp"), ""), UNDECLARED),
        (("in", KIND, ("list", (choice("tablet"), choice("server"), choice("tablet"))), ""), "device:a device:c device:e device:f device"),
        (("and", (("exists", KIND), IS_SERVER)), "device:a device:c device:f device"),
    ],
)
def test_things_are_looked_up_by_the_words_that_a_condition_demands(condition: Node, expected: str) -> None:
    assert expected == found(condition)


@pytest.mark.parametrize(
    "condition",
    [
        None, ("compare", "!=", KIND, choice("server"), ""), ("compare", "=", OF_ANOTHER, choice("server"), ""), ("or", (IS_SERVER, IS_SERVER)),
        ("compare", ">=", KIND, choice("server"), "device.kind"), ("in", KIND, ("parameter", "kinds"), ""), ("not", IS_SERVER),
    ],
)  # fmt: skip
def test_a_condition_that_demands_no_words_is_asked_of_everything(condition: Node | None) -> None:
    assert "device:a device:b device:c device:d device:e device:f device" == found(condition)


def test_a_list_that_nobody_closed_is_named_with_what_it_may_hold() -> None:
    inventory = inventory_of(DEVICES)
    candidates = Candidates(inventory.vocabulary.kinds["device"], inventory.populations["device"])

    members, phantoms = candidates.of(IS_SERVER, "device")

    assert (3, ["devices"]) == (len([*members]), [place.path for _, place in phantoms])


def test_where_nothing_is_in_doubt_only_what_has_the_word_is_asked() -> None:
    assert "device:b" == found(IS_SERVER, "devices: [{id: a, kind: terminal}, {id: b, kind: server}]")

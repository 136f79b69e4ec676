"""What can be told from the tree of an expression alone."""

from __future__ import annotations

import pytest

from secpolicy.judging.frame import Frame, free_names, reads_today
from secpolicy.model.rulebook import Node
from tests.judging.small import facts_of, inventory_of, rule, rulebook_of, term

TERMS = (term("old", "device", "device.procured_on < today"), term("kept", "device", "device.encrypted"))


def condition(text: str) -> Node:
    tree = rulebook_of(rule(f"for device\nlet born = device.procured_on\nlet age = today - born\nrequire d: {text}"), *TERMS).rules[0].duties[0].condition
    assert tree is not None
    return tree


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("device.encrypted", {"device"}), ("some(link where link.reason = x)", set()), ("some(link where link.from = device)", {"device"}),
        ("count(device.software where it.product = x) = 1", {"device"}), ("network.model = alpha", set()),
        ("count(device.software where some(movement where movement.items has device) and it.licensed) = 1 or age > 3 days", {"device", "age"}),
        ("no(segment where count(link.purposes where it = mail) = 1)", {"link"}),
    ],
)  # fmt: skip
def test_the_names_that_a_condition_reads_and_does_not_bind(text: str, names: set[str]) -> None:
    if "link.purposes" in text:
        tree: Node = (
            "no",
            "segment",
            "segment",
            ("compare", "=", ("fold", "count", ("field", ("name", "link"), "purposes", ("link",)), ("name", "it")), ("number", "1"), ""),
        )
        assert names == free_names(tree)
    else:
        assert names == free_names(condition(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("device.procured_on < today", True), ("device.procured_on < 2026-04-01", False), ("age > 3 days", True), ("born < 2026-04-01", False),
        ("device.old", True), ("device.kept", False), ("some(link where link.assessed_on < today)", True),
    ],
)  # fmt: skip
def test_whether_an_answer_can_change_with_the_day(text: str, expected: bool) -> None:
    book = rulebook_of(rule(f"for device\nlet born = device.procured_on\nlet age = today - born\nrequire d: {text}"), *TERMS)
    frame = Frame(facts_of(book, inventory_of("")), ("device",))
    frame.lets = {name: node for name, node, _ in book.rules[0].lets}

    assert expected is reads_today(book.rules[0].duties[0].condition, frame)


def test_a_name_means_afterwards_what_it_meant_before() -> None:
    frame = Frame(facts_of(rulebook_of(), inventory_of("")), ("it",))
    inside = frame.bound("it", lambda inner: frame.bound("other", lambda other: (inner, other, frame.read("other"), {**frame.slots})))

    assert (1, 2, 2, {"it": 1, "other": 2}) == inside
    assert ({"it": 0}, set()) == (frame.slots, frame.reads)
    assert [None, None, None] == frame.scope()

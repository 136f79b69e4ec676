"""Looking up is as good as walking: for any inventory a quantifier answers what asking every thing in turn would."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secpolicy.base.truth import Unknown, any_of
from secpolicy.judging import values
from secpolicy.judging.compile import compiled
from secpolicy.judging.facts import Facts
from secpolicy.judging.frame import Frame
from secpolicy.model.rulebook import Node
from tests.judging.small import facts_of, holds, inventory_of, missing, rule, rulebook_of, things

PATIENTLY = settings(deadline=None, derandomize=True, database=None)
CONDITIONS = (
    "link.from = segment", "link.from = segment or link.to = segment", "segment = link.from and link.method = network",
    "link.method = network", "link.purposes has mail and (link.from = segment or link.to = segment)",
    "link.from = segment or link.method = network", "link.from = segment and link.to != segment", "link.reason = segment.name", "segment.name = link.reason",
    "link.from = segment.region_of", "link.via has segment.region_of", "segment.region_of in link.via", "segment.tier = lgwan and link.from != segment",
    "segment in (link.from, link.to)", "link.assessed_on = segment.in_service_on",
)  # fmt: skip
ends = st.sampled_from(["", "from: a, ", "from: b, ", "from: none, "])
links = st.lists(
    st.tuples(
        ends, st.sampled_from(["", "to: a, ", "to: b, ", "to: s, "]), st.sampled_from(["", "method: network, ", "method: screen_transfer, "]),
        st.sampled_from(["", "purposes: mail, ", "purposes: [web, 不明], ", "purposes: none, "]),
        st.sampled_from(["", "via: s, ", "via: [s, 不明], ", "via: none, "]), st.sampled_from(["", "reason: 甲, ", "reason: 乙, "]),
        st.sampled_from(["", "assessed_on: 2026-04, ", "assessed_on: 2026-04-01, "]),
    ).map("".join),
    max_size=4,
)  # fmt: skip


def written(lines: list[str], is_open: bool) -> str:
    entries = ", ".join([*(f"{{{line}id: l{number}}}" for number, line in enumerate(lines)), *(["不明"] if is_open else [])])
    return f"""\
segments: [{{id: a, name: 甲, tier: lgwan, region_of: s, in_service_on: 2026-04-01}}, {{id: b, region_of: none, in_service_on: 2026-05-01}}]
services: [{{id: s}}]
links: [{entries}]"""


def walked(facts: Facts, condition: Node, segment: Any) -> Any:
    """The answer that asking every link in turn gives."""
    _, kind, name, test = condition
    frame = Frame(facts, ("segment", name))
    fits = compiled(test, frame)
    population = facts.population(kind)
    answers = []
    for link in population.members:
        scope = frame.scope()
        scope[:2] = segment, link
        answers.append(fits(scope))
    for phantom, place in population.phantoms:
        scope = frame.scope()
        scope[:2] = segment, phantom
        answers.append(False if fits(scope) is False else Unknown((place,)))
    return any_of(answers)


@PATIENTLY
@given(links, st.booleans(), st.sampled_from(CONDITIONS))
def test_looking_up_is_as_good_as_walking(lines: list[str], is_open: bool, condition: str) -> None:
    inventory = inventory_of(written(lines, is_open))
    rulebook = rulebook_of(rule(f"for segment\nrequire d: some(link where {condition})"))
    facts = facts_of(rulebook, inventory)
    tree = rulebook.rules[0].duties[0].condition
    assert tree is not None
    frame = Frame(facts, ("segment",))
    looked_up = compiled(tree, frame)

    for name in ("segment:a", "segment:b"):
        scope = frame.scope()
        scope[0] = things(inventory)[name]
        expected, actual = walked(facts, tree, scope[0]), looked_up(scope)
        if type(expected) is Unknown:
            assert set(missing(expected)) == set(missing(actual))
        else:
            assert expected is actual


def test_a_thing_that_is_sought_by_something_undeclared_may_be_any() -> None:
    inventory = inventory_of("segments: [{id: a}]\nlinks: [{id: l, via: s, from: a}]\nservices: [{id: s}]")

    assert ["segment:a.region_of"] == holds("some(link where link.via has segment.region_of)", inventory, "segment:a")


@pytest.mark.parametrize(("quantifier", "expected"), [("some", True), ("no", False)])
def test_what_reads_no_name_is_the_same_for_every_subject(quantifier: str, expected: bool) -> None:
    inventory = inventory_of("segments: [{id: a, tier: lgwan}]\nlinks: [{id: l, from: a, to: the_internet}]")
    condition = f"{quantifier}(link where link.to = the_internet)"

    assert expected is holds(condition, inventory, "segment:a")
    assert expected is holds(f"{condition} and {condition}", inventory, "segment:a")


def test_a_search_inside_a_search() -> None:
    inventory = inventory_of("""\
segments: [{id: a, tier: lgwan}, {id: b, tier: internet}]
links: [{id: l, from: a, to: b}, {id: m, from: b, to: the_internet}]""")
    condition = "some(link where link.from = segment and some(segment other where link.to = other and other.tier = internet))"

    assert holds(condition, inventory, "segment:a") is True
    assert holds(condition, inventory, "segment:b") is False


def test_every_thing_is_asked_once_and_none_of_those_that_do_not_join(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousand devices and thousand movements: the work grows with their number, not with its square."""
    number = 300
    inventory = inventory_of(
        "devices:\n" + "".join(f"  - {{id: d{n}}}\n" for n in range(number))
        + "movements:\n  takeout:\n" + "".join(f"    - {{date: 2026-04-01, items: d{n}, id: m{n}}}\n" for n in range(number))
    )  # fmt: skip
    rulebook = rulebook_of(rule("for device\nrequire d: some(movement where movement.kind = takeout and movement.items has device)"))
    tree = rulebook.rules[0].duties[0].condition
    assert tree is not None
    asked: list[Any] = []
    has = values.has
    monkeypatch.setattr(values, "has", lambda many, one: asked.append(one) or has(many, one))
    frame = Frame(facts_of(rulebook, inventory), ("device",))
    fits = compiled(tree, frame)
    for device in inventory.populations["device"].members:
        scope = frame.scope()
        scope[0] = device

        assert fits(scope) is True

    assert number == len(asked)

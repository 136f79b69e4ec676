"""Three-valued truth: what can be said while some facts are undeclared."""

from __future__ import annotations

from itertools import product
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secpolicy.base.truth import AtLeast, Between, Place, Unknown, any_of, conjunction, missing_of, negated, union

A, B = Place("pc-01", "encrypted"), Place("pc-02", "encrypted")
DOUBT, OTHER = Unknown((A,)), Unknown((B,))
PARTS = st.lists(st.sampled_from([True, False, DOUBT, OTHER, None]))


def all_of(parts: list[Any]) -> Any:
    """What a conjunction of conditions answers that answer these."""
    return conjunction([itemgetter(position) for position in range(len(parts))])(parts)


def settled(part: Any, answers: dict[Place, bool]) -> bool:
    return answers[part.missing[0]] if isinstance(part, Unknown) else bool(part)


def outcomes(parts: list[Any], fold: Any) -> set[bool]:
    """What comes out for every way in which the doubts may be settled."""
    return {fold(settled(part, {A: a, B: b}) for part in parts) for a, b in product((True, False), repeat=2)}


@pytest.mark.parametrize(
    ("parts", "truth"),
    [([], True), ([True, True], True), ([True, False, DOUBT], False), ([DOUBT, True], DOUBT), ([DOUBT, OTHER, DOUBT], Unknown((A, B))), ([None, DOUBT], False)],
)
def test_all_of_is_false_before_it_is_unknown(parts: list[Any], truth: Any) -> None:
    assert truth == all_of(parts)


@pytest.mark.parametrize(
    ("parts", "truth"),
    [([], False), ([False, False], False), ([False, DOUBT, True], True), ([DOUBT, False], DOUBT), ([OTHER, DOUBT], Unknown((B, A))), ([None, DOUBT], DOUBT)],
)
def test_any_of_is_true_before_it_is_unknown(parts: list[Any], truth: Any) -> None:
    assert truth == any_of(parts)


@given(PARTS)
def test_all_of_is_never_sure_of_what_a_declaration_could_turn(parts: list[Any]) -> None:
    found = all_of(parts)

    assert isinstance(found, Unknown) or {found} == outcomes(parts, all)


@given(PARTS)
def test_any_of_is_never_sure_of_what_a_declaration_could_turn(parts: list[Any]) -> None:
    found = any_of(parts)

    assert isinstance(found, Unknown) or {found} == outcomes(parts, any)


@given(PARTS)
def test_not_all_is_some_that_is_not(parts: list[Any]) -> None:
    assert negated(all_of(parts)) == any_of([negated(part) for part in parts])


@pytest.mark.parametrize(("part", "opposite"), [(True, False), (False, True), (None, True), (DOUBT, DOUBT)])
def test_the_opposite_of_unknown_is_unknown(part: Any, opposite: Any) -> None:
    assert opposite == negated(part)


def test_a_place_that_several_name_is_named_once_in_order_of_first_mention() -> None:
    assert (B, A) == union([(B,), (A, B), (A,)])


@pytest.mark.parametrize("value", [DOUBT, Between(1, 2, (A,)), AtLeast((1,), (A,))])
def test_a_doubtful_value_waits_for_its_facts(value: Any) -> None:
    assert (A,) == missing_of(value)


@pytest.mark.parametrize("value", [True, None, "c2", (1, 2)])
def test_a_certain_value_waits_for_nothing(value: Any) -> None:
    assert missing_of(value) == ()

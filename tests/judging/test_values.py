"""Values in doubt agree with brute force over every way to fill what is missing."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secpolicy.base.truth import AtLeast, Between, Place, Unknown
from secpolicy.judging import values as v

DOMAIN = range(4)
PLACE = (Place(None, "x"),)
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

numbers = st.sampled_from(DOMAIN)
spans = st.tuples(numbers, numbers).map(lambda ends: Between(min(ends), max(ends), PLACE))
doubtful = st.one_of(numbers, spans, st.just(Unknown(PLACE)))
members = st.lists(doubtful, max_size=4).map(tuple)


def fillings(value: Any) -> Iterable[int]:
    """Every number that a value may be."""
    if type(value) is Unknown:
        return DOMAIN
    return range(value.low, value.high + 1) if type(value) is Between else (value,)


def verdict(answers: Iterable[bool]) -> Any:
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def told(answer: Any) -> Any:
    return None if type(answer) is Unknown else answer


@given(st.sampled_from(sorted(OPERATORS)), doubtful, doubtful)
def test_a_comparison_is_decided_only_when_every_filling_agrees(sign: str, left: Any, right: Any) -> None:
    expected = verdict(OPERATORS[sign](a, b) for a in fillings(left) for b in fillings(right))
    actual = told(v.compared(sign, left, right))

    # An unknown is open at both ends: at the edges of the small domain brute force knows more than the engine may say.
    assert actual is None or expected == actual
    if Unknown not in (type(left), type(right)):
        assert expected == actual


@given(members, numbers)
def test_membership_is_decided_only_when_every_filling_agrees(many: tuple[Any, ...], one: int) -> None:
    expected = verdict(one in filled for filled in itertools.product(*map(fillings, many)))

    assert told(v.has(many, one)) in (expected, None)


@given(members)
def test_the_number_of_different_members_lies_between_its_bounds(many: tuple[Any, ...]) -> None:
    possible = {len(set(filled)) for filled in itertools.product(*map(fillings, many))}
    low, high = v.bounds(v.count_distinct(many, len(DOMAIN)))

    assert low <= min(possible)
    assert max(possible) <= high


@given(st.sampled_from(["count", "share"]), members, numbers)
def test_a_fold_lies_between_its_bounds(function: str, many: tuple[Any, ...], least: int) -> None:
    counts = [sum(member >= least for member in filled) for filled in itertools.product(*map(fillings, many))]
    folded = v.fold(function, many, lambda member: v.compared(">=", member, least))
    if function == "share" and not many:
        assert folded is None
        return
    low, high = v.bounds(folded)
    size = 1 if function == "count" else len(many)

    assert low * size <= min(counts)
    assert max(counts) <= high * size


@given(st.sampled_from(["latest", "earliest"]), st.lists(st.one_of(numbers, spans), min_size=1, max_size=4))
def test_an_extreme_has_exact_bounds(function: str, many: list[Any]) -> None:
    choose = max if function == "latest" else min
    possible = {choose(filled) for filled in itertools.product(*map(fillings, many))}

    assert (min(possible), max(possible)) == v.bounds(v.extreme(function, many))


def test_the_latest_of_something_undeclared_is_open_upwards() -> None:
    assert Between(2, None, PLACE) == v.extreme("latest", [2, Unknown(PLACE)])


def test_the_earliest_of_something_undeclared_is_open_downwards() -> None:
    assert Between(None, 2, PLACE) == v.extreme("earliest", [2, Unknown(PLACE)])


def test_an_extreme_passes_over_none() -> None:
    assert v.extreme("latest", [None, 2, None]) == 2
    assert v.extreme("latest", [None]) is None


@pytest.mark.parametrize(("sign", "expected"), [("=", False), ("!=", True), ("<", False), ("<=", False), (">", False), (">=", False)])
def test_none_equals_only_itself_and_stands_in_no_order(sign: str, expected: bool) -> None:
    assert expected is v.compared(sign, None, 3)
    assert (sign == "=") is v.compared("=", None, None) or sign != "="


def test_whether_something_undeclared_is_none_is_unknown() -> None:
    assert Unknown(PLACE) == v.compared("=", None, Unknown(PLACE))
    assert Unknown(PLACE) == v.compared("!=", Unknown(PLACE), None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, True), (None, False), ((), False), ((1,), True), (Unknown(PLACE), Unknown(PLACE)), ((Unknown(PLACE),), Unknown(PLACE)),
        (AtLeast((), PLACE), Unknown(PLACE)), (AtLeast((1,), PLACE), True), (Between(1, 2, PLACE), True),
    ],
)  # fmt: skip
def test_what_exists(value: Any, expected: Any) -> None:
    assert expected == v.exists(value)


def test_an_open_list_has_at_least_its_members() -> None:
    assert Between(2, None, PLACE) == v.count(AtLeast((1, 2), PLACE))
    assert v.count(Unknown(PLACE)) == Between(0, None, PLACE)
    assert v.count(None) == 0
    assert v.count("one") == 1


def test_a_span_of_an_ordered_choice_is_within_a_list_if_each_of_its_values_is() -> None:
    assert v.within(Between(1, 2, PLACE), (1, 2, 3)) is True
    assert v.within(Between(1, 2, PLACE), (3,)) is False
    assert Unknown(PLACE) == v.within(Between(1, 2, PLACE), (2,))

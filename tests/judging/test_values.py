"""Values in doubt agree with brute force over every way to fill what is missing."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secpolicy.base.dates import Period, moved
from secpolicy.base.truth import AtLeast, Between, Place, Unknown
from secpolicy.judging import values as v

DOMAIN = range(3)
PLACE = (Place(None, "x"),)
MORE = (Place(None, "list"),)
PATIENTLY = settings(deadline=None, derandomize=True, database=None)  # brute force takes its time on a busy machine
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

numbers = st.sampled_from(DOMAIN)
spans = st.tuples(numbers, numbers).map(lambda ends: Between(min(ends), max(ends), PLACE) if ends[0] != ends[1] else ends[0])
unknown = st.just(Unknown(PLACE))
certain = st.one_of(numbers, st.none())
doubtful = st.one_of(numbers, spans, unknown, st.none())
members = st.lists(st.one_of(numbers, spans, unknown), max_size=3).map(tuple)
lists = st.one_of(members, members.map(lambda many: AtLeast(many, MORE)))


def fillings(value: Any) -> Iterable[Any]:
    """Everything that a value may be. What is undeclared may also be none."""
    if type(value) is Unknown:
        return (*DOMAIN, None)
    return range(value.low, value.high + 1) if type(value) is Between else (value,)


def filled(many: Any) -> Iterable[tuple[int, ...]]:
    """Every list that a list may be, up to two members that it does not name; `none` adds nothing."""
    tails = [tail for size in range(3) for tail in itertools.product(DOMAIN, repeat=size)] if type(many) is AtLeast else [()]
    named = many.members if type(many) is AtLeast else many
    for choice in itertools.product(*map(fillings, named)):
        for tail in tails:
            yield (*(member for member in choice if member is not None), *tail)


def agreed(answers: Iterable[bool]) -> bool | None:
    """The answer of every filling; None if they differ."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def decided(answer: Any) -> bool | None:
    return None if type(answer) is Unknown else answer


def plainly(sign: str, left: Any, right: Any) -> bool:
    if left is None or right is None:
        return (left is right) if sign == "=" else left is not right if sign == "!=" else False
    return OPERATORS[sign](left, right)


def contains(outer: Any, value: Any) -> bool:
    """Whether a value that may be an interval leaves room for another; of something unknown everything is possible."""
    low, high = v.bounds(outer)
    if type(outer) is not Between and type(outer) is not Unknown:
        return bool(outer == value)
    return value is None or ((low is None or low <= value) and (high is None or value <= high))


@PATIENTLY
@given(st.sampled_from(sorted(OPERATORS)), doubtful, doubtful)
def test_a_comparison_is_decided_if_every_filling_agrees(sign: str, left: Any, right: Any) -> None:
    expected = agreed(plainly(sign, a, b) for a in fillings(left) for b in fillings(right))
    actual = decided(v.compared(sign, left, right))

    # Where something is open, brute force knows the edges of the small domain: more than may be said.
    is_open = Unknown in (type(left), type(right)) and None not in (left, right)
    assert actual == expected or (is_open and actual is None)


@PATIENTLY
@given(lists, st.one_of(numbers, spans, st.none()))
def test_membership_is_decided_only_if_every_filling_agrees(many: Any, one: Any) -> None:
    expected = agreed(a in whole for whole in filled(many) for a in fillings(one))

    assert decided(v.has(many, one)) in (expected, None)
    assert decided(v.within(one, many)) in (expected, None)
    if all(type(member) is int for member in v.members_of(many)[0]):
        assert expected == decided(v.within(one, many))


@PATIENTLY
@given(st.lists(certain, max_size=4).map(tuple), certain)
def test_what_is_certain_is_decided(many: tuple[Any, ...], one: Any) -> None:
    assert (one is not None and one in many) is v.has(many, one)
    assert v.has(many, one) is v.within(one, many)


@pytest.mark.parametrize(
    ("many", "expected"),
    [
        ((), False),
        (("b", "c"), False),
        (("b", "a"), True),
        ((Unknown(PLACE), "a"), True),
        (("b", Unknown(PLACE)), None),
        (AtLeast(("a",), MORE), True),
        (AtLeast(("b",), MORE), None),
        ("a", True),
    ],
)
def test_a_word_is_a_member_wherever_it_stands_and_else_what_is_open_may_be_it(many: Any, expected: bool | None) -> None:
    assert expected is decided(v.has(many, "a"))
    assert expected is decided(v.within("a", many))


@PATIENTLY
@given(lists)
def test_the_number_of_members_lies_between_its_bounds(many: Any) -> None:
    for whole in filled(many):
        assert contains(v.count(many), len(whole))
        assert contains(v.count_distinct(many, 0), len(set(whole)))
        assert contains(v.count_distinct(many, len(DOMAIN)), len(set(whole)))


@PATIENTLY
@given(st.lists(st.one_of(numbers, unknown), max_size=4).map(tuple))
def test_the_number_of_different_members_has_exact_bounds(many: tuple[Any, ...]) -> None:
    possible = {len(set(whole)) for whole in filled(many)}
    counted = v.count_distinct(many, len(DOMAIN))

    assert (min(possible), max(possible)) == v.bounds(counted)


@PATIENTLY
@given(lists)
def test_different_members_are_at_least_those_named(many: Any) -> None:
    found = v.distinct(many)
    sure, more = v.members_of(found)

    assert all(set(sure) <= set(whole) if more else set(sure) == set(whole) for whole in filled(many))
    assert len(sure) == len(set(sure))


@PATIENTLY
@given(st.sampled_from(["count", "share", "latest", "earliest"]), lists, numbers)
def test_a_fold_leaves_room_for_every_filling(function: str, many: Any, least: int) -> None:
    folded = v.fold(function, many, lambda member: v.compared(">=", member, least))

    for whole in filled(many):
        counted = [member for member in whole if member >= least]
        if function == "count":
            assert contains(folded, len(counted))
        elif function == "share":
            assert contains(folded, Fraction(len(counted), len(whole)) if whole else None)
        else:
            assert contains(folded, (max if function == "latest" else min)(counted, default=None))


@PATIENTLY
@given(st.sampled_from(["count", "latest", "earliest"]), st.lists(st.one_of(numbers, spans), max_size=4).map(tuple), st.sets(numbers))
def test_a_fold_of_doubtful_tests_has_exact_bounds(function: str, many: tuple[Any, ...], doubted: set[int]) -> None:
    """Each member surely counts, or may: a test in doubt says nothing of the member itself."""
    folded = v.fold(function, many, lambda member: Unknown(MORE) if member in doubted else True)
    sure = [member for member in many if member not in doubted]
    possible = [member for member in many if member in doubted]
    results = set()
    for chosen in itertools.product((False, True), repeat=len(possible)):
        for whole in filled((*sure, *itertools.compress(possible, chosen))):
            results.add(len(whole) if function == "count" else (max if function == "latest" else min)(whole, default=None))
    if None in results:
        assert folded is None if results == {None} else type(folded) is Unknown
    else:
        assert (min(results), max(results)) == v.bounds(folded)


def test_a_member_that_counts_whatever_it_is_may_still_be_none() -> None:
    assert Between(1, 2, PLACE) == v.fold("count", (1, Unknown(PLACE)), lambda member: True)


@PATIENTLY
@given(st.sampled_from(["latest", "earliest"]), st.lists(doubtful, max_size=4))
def test_an_extreme_leaves_room_for_every_filling(function: str, many: list[Any]) -> None:
    extreme = v.extreme(function, many)

    for whole in filled(tuple(many)):
        assert contains(extreme, (max if function == "latest" else min)(whole, default=None))


@PATIENTLY
@given(st.sampled_from(["latest", "earliest"]), st.lists(st.one_of(numbers, spans), min_size=1, max_size=4))
def test_an_extreme_of_declared_values_has_exact_bounds(function: str, many: list[Any]) -> None:
    possible = {(max if function == "latest" else min)(whole) for whole in filled(tuple(many))}

    assert (min(possible), max(possible)) == v.bounds(v.extreme(function, many))


def test_an_extreme_of_something_undeclared_is_open_on_its_side() -> None:
    assert Between(2, None, PLACE) == v.extreme("latest", [2, Unknown(PLACE)])
    assert Between(None, 2, PLACE) == v.extreme("earliest", [2, Unknown(PLACE)])
    assert Between(None, 2, MORE) == v.extreme("earliest", [AtLeast((2,), MORE)])
    assert Between(None, None, PLACE) == v.extreme("latest", [Unknown(PLACE)])


def test_an_extreme_passes_over_none() -> None:
    assert v.extreme("latest", [None, 2, None]) == 2
    assert v.extreme("latest", [None, ()]) is None
    assert v.extreme("latest", [(), (1, 2), None]) == 2


days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
day_spans = st.tuples(days, st.integers(0, 70)).map(lambda one: Between(one[0], one[0] + timedelta(one[1]), PLACE) if one[1] else one[0])
periods = st.one_of(st.integers(0, 30).map(lambda n: Period(months=n)), st.integers(0, 400).map(lambda n: Period(days=n)), st.just(Period(yearly=True)))


def all_days(value: Any) -> list[date]:
    low, high = v.bounds(value)
    return [low + timedelta(n) for n in range((high - low).days + 1)]


@PATIENTLY
@given(st.sampled_from([1, -1]), day_spans, periods)
def test_a_day_moved_lies_between_its_bounds(sign: int, day: Any, period: Period) -> None:
    possible = {moved(one, period, sign) for one in all_days(day)}

    assert (min(possible), max(possible)) == v.bounds(v.day_moved(sign, day, period))


@PATIENTLY
@given(day_spans, day_spans)
def test_a_difference_lies_between_its_bounds(later: Any, earlier: Any) -> None:
    possible = [(end - start).days for end in (v.bounds(later)) for start in (v.bounds(earlier))]
    low, high = v.bounds(v.difference(later, earlier))

    assert (Period(days=min(possible)), Period(days=max(possible))) == (low, high)


@PATIENTLY
@given(st.sampled_from([1, -1]), doubtful, doubtful)
def test_a_sum_leaves_room_for_every_filling(sign: int, left: Any, right: Any) -> None:
    total = v.sum_of(sign, left, right)

    for a, b in itertools.product(fillings(left), fillings(right)):
        assert contains(total, a + sign * b if a is not None and b is not None else None)


def test_arithmetic_with_something_undeclared_is_open() -> None:
    assert Between(None, None, PLACE) == v.difference(date(2026, 4, 1), Unknown(PLACE))
    assert Between(date(2026, 3, 22), None, PLACE) == v.day_moved(-1, date(2026, 4, 1), Between(None, Period(days=10), PLACE))
    assert v.day_moved(1, None, Unknown(PLACE)) is None


def test_days_at_the_end_of_months_that_lead_to_one_day_are_one_day() -> None:
    """Civil Code art. 143: a month from 29, 30 or 31 January ends on 28 February."""
    assert date(2025, 2, 28) == v.day_moved(1, Between(date(2025, 1, 29), date(2025, 1, 31), PLACE), Period(months=1))


@pytest.mark.parametrize(("left", "sign", "right", "expected"), [
    (Period(months=1), "<", Period(days=31), True), (Period(months=12), "=", Period(days=365), True), (Period(days=31), "<=", Period(months=1), False),
    (Period(yearly=True), "=", Period(months=12), True), (Period(minutes=1440), "=", Period(days=1), True),
    (Between(Period(days=300), Period(days=400), PLACE), "=", Period(months=12), None),
    (Between(Period(days=300), Period(days=360), PLACE), "=", Period(months=12), False),
    (Between(Period(days=366), Period(days=400), PLACE), "!=", Period(months=12), True),
    (Between(Period(days=366), Period(days=400), PLACE), ">", Period(months=12), True),
])  # fmt: skip
def test_periods_are_compared_by_their_days(left: Any, sign: str, right: Any, expected: bool | None) -> None:
    assert expected is decided(v.compared(sign, left, right))


def test_a_comparison_in_doubt_asks_for_the_facts_of_both_sides() -> None:
    assert Unknown(PLACE + MORE) == v.compared("<", Unknown(PLACE), Unknown(MORE))
    assert Unknown(MORE + PLACE) == v.has(AtLeast((), MORE), Unknown(PLACE))
    assert Unknown(PLACE + MORE) == v.within(Between(1, 2, PLACE), AtLeast((1,), MORE))


def test_spans_that_are_one_point_are_equal() -> None:
    assert v.compared("=", Between(2, 2, PLACE), 2) is True
    assert v.compared("!=", Between(2, 2, PLACE), 2) is False


def test_something_undeclared_is_no_member_of_nothing() -> None:
    assert v.within(Unknown(PLACE), ()) is False
    assert Unknown(PLACE) == v.within(Unknown(PLACE), (1,))


@pytest.mark.parametrize(("value", "expected"), [
    (3, True), (None, False), ((), False), ((1,), True), (Unknown(PLACE), Unknown(PLACE)), ((Unknown(PLACE),), Unknown(PLACE)),
    (AtLeast((), PLACE), Unknown(PLACE)), (AtLeast((1,), PLACE), True), (AtLeast((Unknown(PLACE),), MORE), Unknown(PLACE + MORE)),
    (Between(1, 2, PLACE), True), (False, True),
])  # fmt: skip
def test_what_exists(value: Any, expected: Any) -> None:
    assert expected == v.exists(value)


def test_a_single_thing_is_a_list_of_one_and_nothing_is_an_empty_one() -> None:
    assert v.count("one") == 1
    assert v.count(None) == 0
    assert Between(0, None, PLACE) == v.count(Unknown(PLACE))


def test_an_ordered_choice_is_compared_by_position() -> None:
    ranks = {"c1": 0, "c2": 1, "c3c": 2, "c3a": 3}

    assert (0, Between(2, 3, PLACE), AtLeast((1,), MORE), Unknown(PLACE), None) == v.ranked(
        ("c1", Between("c3c", "c3a", PLACE), AtLeast(("c2",), MORE), Unknown(PLACE), None), ranks
    )

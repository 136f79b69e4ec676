"""A day that notes when an answer may next be another: never too late, and no earlier than it can tell."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from secpolicy.base.dates import Period, fiscal_year_of, moved
from secpolicy.judging.watched import Watched

NOW, NEVER = date(2026, 11, 30), date.max
EARLIER, LATER = NOW - timedelta(days=1), date(2027, 1, 31)
AFTER = LATER + timedelta(days=1)
TOMORROW = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("compare", "other", "turns"),
    [
        (operator.lt, LATER, LATER), (operator.ge, LATER, LATER), (operator.le, LATER, AFTER), (operator.gt, LATER, AFTER), (operator.eq, LATER, LATER),
        (operator.ne, LATER, LATER), (operator.lt, NOW, NEVER), (operator.ge, NOW, NEVER), (operator.le, NOW, TOMORROW), (operator.gt, NOW, TOMORROW),
        (operator.eq, NOW, TOMORROW), (operator.lt, EARLIER, NEVER), (operator.gt, EARLIER, NEVER), (operator.eq, EARLIER, NEVER),
    ],
)  # fmt: skip
def test_a_comparison_turns_where_the_days_meet(compare: Callable[[Any, Any], bool], other: date, turns: date) -> None:
    today = Watched.of(NOW)

    assert compare(NOW, other) == compare(today, other)
    assert turns == today.turns


@pytest.mark.parametrize("other", [EARLIER, NOW, LATER])
@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])
def test_from_the_other_side_a_comparison_turns_on_the_same_day(compare: Callable[[Any, Any], bool], other: date) -> None:
    today = Watched.of(NOW)
    answer = compare(other, today)
    first = next((NOW + timedelta(days=n) for n in range(1, 100) if compare(other, NOW + timedelta(days=n)) != compare(other, NOW)), NEVER)

    assert compare(other, NOW) == answer
    assert first == today.turns


@pytest.mark.parametrize(
    "ask",
    [
        lambda today: today - EARLIER, lambda today: LATER - today, lambda today: today + timedelta(days=3), lambda today: today.day,
        lambda today: moved(today, Period(months=6)), lambda today: {today}, lambda today: moved(today, Period(days=6), -1),
    ],
)  # fmt: skip
def test_what_it_cannot_follow_may_turn_tomorrow(ask: Callable[[date], Any]) -> None:
    today = Watched.of(NOW)

    assert ask(NOW) == ask(today)
    assert TOMORROW == today.turns


def test_the_fiscal_year_is_asked_again_with_the_month() -> None:
    today = Watched.of(date(2026, 12, 24))

    assert 2026 == fiscal_year_of(today)
    assert date(2027, 1, 1) == today.turns


def test_the_earliest_turn_counts() -> None:
    today = Watched.of(NOW)

    assert today < LATER
    assert max(LATER, today, date(2028, 1, 1)) == date(2028, 1, 1)
    assert LATER == today.turns


def test_compared_with_itself_it_never_turns() -> None:
    today = Watched.of(NOW)

    assert today <= today  # noqa: PLR0124
    assert NEVER == today.turns


def test_the_end_of_the_calendar_is_not_passed() -> None:
    today = Watched.of(date.max)

    assert (12, 9999, 31) == (today.month, today.year, today.day)
    assert NEVER == today.turns

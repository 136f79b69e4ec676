"""Recurring duties: done, due, overdue and never done, by fiscal year and by interval."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.base.dates import YEARLY, Period
from secpolicy.base.truth import Between, Place, Unknown
from secpolicy.judging.finding import Deadline
from secpolicy.judging.recurring import Recurred, Standing, recurring
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.vocabulary import Field, Kind, Type

TODAY = date(2026, 11, 30)
SETTING = (Place(None, "settings.intervals.audit"),)
DAY = (Place(None, "activities.audit"),)
HALF_A_YEAR = Period(months=6)
Told = tuple[str, str, date | None]


def thing(**values: Any) -> Entity:
    """Something that has been there always, or since a day."""
    fields = tuple(Field(name, Type("date"), name, name) for name in values)
    entity = Entity(Kind("thing", "things", "", "", "list", (), fields, False, {}, {}))
    entity.values = list(values.values())
    return entity


def told(last: Any, interval: Period, subject: Entity | None = None, in_force: date | None = None) -> Told:
    stands = recurring(last, interval, subject or thing(), Standing(TODAY, "guideline", in_force))
    return stands.verdict, stands.state, stands.deadline.day


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 11, 30), ("PASS", "done", date(2028, 3, 31))),
        (date(2026, 4, 1), ("PASS", "done", date(2028, 3, 31))),
        (date(2026, 3, 31), ("PASS", "due", date(2027, 3, 31))),
        (date(2025, 4, 1), ("PASS", "due", date(2027, 3, 31))),
        (date(2025, 3, 31), ("FAIL", "overdue", date(2026, 3, 31))),
        (None, ("FAIL", "overdue", date(2026, 3, 31))),
    ],
)
def test_what_is_done_once_in_each_fiscal_year(last: date | None, expected: Told) -> None:
    assert expected == told(last, YEARLY)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 5, 30), ("PASS", "done", date(2026, 11, 30))),
        (date(2026, 5, 29), ("FAIL", "overdue", date(2026, 11, 29))),
        (None, ("FAIL", "none", None)),
    ],
)
def test_what_is_done_once_in_each_interval_may_be_done_on_the_last_day(last: date | None, expected: Told) -> None:
    assert expected == told(last, HALF_A_YEAR)


@pytest.mark.parametrize(
    ("begun", "interval", "expected"),
    [
        (date(2026, 3, 31), YEARLY, ("FAIL", "overdue", date(2026, 3, 31))),
        (date(2026, 4, 1), YEARLY, ("PASS", "due", date(2027, 3, 31))),
        (date(2020, 4, 1), YEARLY, ("FAIL", "overdue", date(2026, 3, 31))),
        (date(2026, 5, 30), HALF_A_YEAR, ("PASS", "due", date(2026, 11, 30))),
        (date(2026, 5, 29), HALF_A_YEAR, ("FAIL", "overdue", date(2026, 11, 29))),
    ],
)
def test_what_was_never_done_fails_once_an_interval_has_closed_since_there_was_the_thing_or_the_duty(begun: date, interval: Period, expected: Told) -> None:
    assert expected == told(None, interval, thing(in_service_on=begun))
    assert expected == told(None, interval, thing(), begun)
    assert expected == told(None, interval, thing(since=begun), date(2015, 1, 1))


def test_a_duty_that_came_later_asks_for_nothing_before_it_was_there() -> None:
    assert told(date(2022, 5, 1), YEARLY, in_force=date(2026, 4, 1)) == ("PASS", "due", date(2027, 3, 31))
    assert told(date(2022, 5, 1), YEARLY, in_force=date(2026, 3, 1)) == ("FAIL", "overdue", date(2026, 3, 31))
    assert told(date(2026, 1, 1), HALF_A_YEAR, in_force=date(2026, 7, 1)) == ("PASS", "done", date(2027, 1, 1))


@pytest.mark.parametrize("since", [UNDECLARED, None])
def test_a_thing_of_which_nobody_says_since_when_it_is_there_has_been_there_always(since: Any) -> None:
    assert told(None, YEARLY, thing(since=since)) == ("FAIL", "overdue", date(2026, 3, 31))
    assert told(None, HALF_A_YEAR, thing(since=since)) == ("FAIL", "none", None)


def test_a_beginning_known_to_the_month_decides_if_both_ends_agree() -> None:
    spring = Between(date(2026, 3, 1), date(2026, 4, 30), DAY)
    april = Between(date(2026, 4, 1), date(2026, 4, 30), DAY)

    assert told(None, YEARLY, thing(since=spring)) == ("UNKNOWN", "unknown", None)
    assert told(None, YEARLY, thing(since=april)) == ("PASS", "due", date(2027, 3, 31))


@pytest.mark.parametrize(("last", "interval", "missing"), [
    (date(2026, 5, 30), Unknown(SETTING), SETTING), (Unknown(DAY), HALF_A_YEAR, DAY), (Unknown(DAY), Unknown(SETTING), DAY + SETTING),
    (None, Unknown(SETTING), SETTING), (Between(None, TODAY, DAY), HALF_A_YEAR, DAY), (Between(date(2026, 6, 1), None, DAY), HALF_A_YEAR, DAY),
])  # fmt: skip
def test_without_a_day_or_an_interval_nothing_is_decided(last: Any, interval: Any, missing: tuple[Place, ...]) -> None:
    deadline = Deadline("unknown", basis="organisation", missing=missing)

    assert Recurred("UNKNOWN", "unknown", deadline, missing) == recurring(last, interval, thing(), Standing(TODAY, "organisation", None))


def test_a_day_known_to_the_month_decides_if_both_ends_agree() -> None:
    doubtful = Between(date(2026, 5, 1), date(2026, 5, 31), DAY)

    assert told(doubtful, HALF_A_YEAR) == ("UNKNOWN", "unknown", None)


def test_a_day_known_to_the_month_gives_a_deadline_between_two_days() -> None:
    june = Between(date(2026, 6, 1), date(2026, 6, 30), DAY)
    deadline = Deadline("day", date(2026, 12, 1), date(2026, 12, 31), "organisation", DAY)

    assert Recurred("PASS", "done", deadline) == recurring(june, HALF_A_YEAR, thing(), Standing(TODAY, "organisation", None))


def test_days_of_one_fiscal_year_give_one_deadline() -> None:
    june = Between(date(2026, 6, 1), date(2026, 6, 30), DAY)

    assert recurring(june, YEARLY, thing(), Standing(TODAY, "guideline", None)).deadline.until is None


def test_of_a_day_in_one_of_two_fiscal_years_the_worse_state_is_told() -> None:
    spring = Between(date(2026, 3, 1), date(2026, 4, 30), DAY)

    assert told(spring, YEARLY) == ("PASS", "due", date(2027, 3, 31))

"""Recurring duties: done, due, overdue and never done, by fiscal year and by interval."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.base.dates import YEARLY, Period
from secpolicy.base.truth import Between, Place, Unknown
from secpolicy.judging.deadlines import day_as_deadline
from secpolicy.judging.finding import Deadline
from secpolicy.judging.recurring import Recurred, Standing, recurring
from secpolicy.model.entity import Entity
from secpolicy.model.vocabulary import Kind

TODAY = date(2026, 11, 30)
MISSING = (Place(None, "settings.intervals.audit"),)
HALF_A_YEAR = Period(months=6)
THING = Entity(Kind("thing", "things", "", "", "list", (), (), False, {}, {}))  # that does not say since when it exists


def stands_for(last: Any, interval: Any, basis: str = "guideline", in_force: date | None = None) -> Recurred:
    return recurring(last, interval, THING, Standing(TODAY, basis, in_force))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 4, 1), ("PASS", "done", date(2028, 3, 31))),
        (date(2026, 3, 31), ("PASS", "due", date(2027, 3, 31))),
        (date(2025, 4, 1), ("PASS", "due", date(2027, 3, 31))),
        (date(2025, 3, 31), ("FAIL", "overdue", date(2026, 3, 31))),
        (None, ("FAIL", "overdue", date(2026, 3, 31))),
    ],
)
def test_once_in_each_fiscal_year(last: date | None, expected: tuple[str, str, date]) -> None:
    stands = stands_for(last, YEARLY)

    assert expected == (stands.verdict, stands.state, stands.deadline.day)


def test_a_duty_younger_than_the_last_closed_year_is_due_not_failed() -> None:
    stands = stands_for(None, YEARLY, "law", date(2026, 7, 1))

    assert ("PASS", "due", date(2027, 3, 31)) == (stands.verdict, stands.state, stands.deadline.day)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2026, 5, 30), ("PASS", "done", date(2026, 11, 30))),
        (date(2026, 5, 29), ("FAIL", "overdue", date(2026, 11, 29))),
        (None, ("FAIL", "none", None)),
    ],
)
def test_once_in_each_interval_the_last_day_itself_is_in_time(last: date | None, expected: tuple[str, str, date | None]) -> None:
    stands = stands_for(last, HALF_A_YEAR, "organisation")

    assert expected == (stands.verdict, stands.state, stands.deadline.day)


@pytest.mark.parametrize(("last", "interval"), [(date(2026, 5, 30), Unknown(MISSING)), (Unknown(MISSING), HALF_A_YEAR), (date(2026, 5, 30), None)])
def test_without_a_day_or_an_interval_nothing_is_decided(last: Any, interval: Any) -> None:
    assert "UNKNOWN" == stands_for(last, interval, "organisation").verdict


def test_a_day_known_to_the_month_decides_if_both_ends_agree() -> None:
    sure = Between(date(2026, 6, 1), date(2026, 6, 30), MISSING)
    doubtful = Between(date(2026, 5, 1), date(2026, 5, 31), MISSING)

    assert "PASS" == stands_for(sure, HALF_A_YEAR, "organisation").verdict
    assert "UNKNOWN" == stands_for(doubtful, HALF_A_YEAR, "organisation").verdict


def test_an_interval_of_days_is_printed_by_its_lower_end() -> None:
    span = Between(date(2026, 10, 13), date(2027, 10, 12), MISSING)

    assert Deadline("day", date(2026, 10, 13), date(2027, 10, 12), "asset", MISSING) == day_as_deadline(span, "asset")


def test_a_missing_day_is_an_unknown_deadline_and_none_is_none() -> None:
    assert "unknown" == day_as_deadline(Unknown(MISSING), "asset").form
    assert "none" == day_as_deadline(None, "asset").form
    assert "unknown" == day_as_deadline(Between(None, TODAY, MISSING), "asset").form


def test_the_end_of_a_fiscal_year_is_that_of_the_day() -> None:
    assert date(2027, 3, 31) == day_as_deadline(TODAY, "event", year_end=True).day

"""What was last done about a thing, by what activities tell: also where days, things or whole lists are in doubt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.base.truth import Between, Unknown
from secpolicy.judging.doings import Doings
from secpolicy.model.entity import Entity
from tests.judging.small import TODAY, inventory_of, missing, things

SYSTEMS = "systems: [{id: a}, {id: b}]\norganisation: {name: x}\n"


def told(activities: str, thing: str = "system:a", kind: str = "audit") -> tuple[Any, Any]:
    """The latest activity, by its outcome, and its day; of what is unknown, or between two days, the facts that would tell."""
    inventory = inventory_of(f"{SYSTEMS}{activities}")
    doings = Doings(inventory, TODAY)
    last, day = (ask(things(inventory)[thing], kind) for ask in (doings.last, doings.last_day))
    assert (last, day) == (doings.last(things(inventory)[thing], kind), doings.last_day(things(inventory)[thing], kind))
    if type(day) is Between:
        day = (day.low, day.high, *missing(day))
    return (last.value("detail") if type(last) is Entity else missing(last) if type(last) is Unknown else last), missing(day) if type(day) is Unknown else day


def audits(*entries: str) -> str:
    return "activities: {audit: [" + ", ".join("不明" if entry == "不明" else f"{{{entry}}}" for entry in entries) + "]}"


def test_the_latest_activity_about_the_thing_is_told() -> None:
    first, second, other = "date: 2026-04-01, of: a, detail: 甲", "date: 2026-06-01, of: [a, b], detail: 乙", "date: 2026-07-01, of: b, detail: 丙"

    assert told(audits(second, first, other)) == ("乙", date(2026, 6, 1))
    assert told(audits(second, first, other), "system:b") == ("丙", date(2026, 7, 1))


def test_all_that_was_done_was_done_by_the_body() -> None:
    assert told(audits("date: 2026-04-01, of: a, detail: 甲", "date: 2026-05-01, detail: 乙"), "organisation") == ("乙", date(2026, 5, 1))


def test_nothing_was_done_where_none_is_listed() -> None:
    assert told("activities: {audit: none}") == (None, None)
    assert told("activities: none") == (None, None)
    assert told(audits("date: 2026-04-01, of: b")) == (None, None)
    assert told(audits("date: none, of: a"), "system:a") == (None, None)
    assert told(audits("date: 2026-04-01, of: none")) == (None, None)


def test_what_is_dated_after_the_day_is_planned_not_done() -> None:
    assert told(audits("date: 2026-11-30, of: a, detail: 甲", "date: 2026-12-01, of: a, detail: 乙")) == ("甲", TODAY)
    assert told(audits("date: 2027-01, of: a")) == (None, None)


@pytest.mark.parametrize(
    ("activities", "place"), [("", "activities"), ("activities: {drill: none}", "activities.audit"), ("activities: {audit: 不明}", "activities.audit")]
)
def test_a_kind_of_activity_that_nobody_wrote_is_missing(activities: str, place: str) -> None:
    assert told(activities) == ((place,), (place,))


def test_of_two_activities_on_one_day_the_first_listed_is_told() -> None:
    assert told(audits("date: 2026-04-01, of: a, detail: 甲", "date: 2026-04-01, of: a, detail: 乙, id: x")) == ("甲", date(2026, 4, 1))


def test_an_open_list_may_hold_a_later_one() -> None:
    place = "activities.audit"

    assert told(audits("date: 2026-04-01, of: a", "不明")) == ((place,), (date(2026, 4, 1), TODAY, place))
    assert told(audits("date: 2026-11-30, of: a, detail: 甲", "不明")) == ("甲", TODAY)


def test_an_activity_without_a_day_may_be_later() -> None:
    place = "activity:x.date"

    assert told(audits("date: 2026-04-01, of: a", "of: a, id: x")) == ((place,), (date(2026, 4, 1), TODAY, place))
    assert told(audits("of: a, id: x")) == ((place,), (place,))


def test_an_activity_that_may_be_about_the_thing_may_be_later() -> None:
    assert told(audits("date: 2026-04-01, of: a", "date: 2026-05-01, id: x")) == (("activity:x.of",), (date(2026, 4, 1), date(2026, 5, 1), "activity:x.of"))
    assert told(audits("date: 2026-05-01, of: a, detail: 甲", "date: 2026-04-01, id: x")) == ("甲", date(2026, 5, 1))
    assert told(audits("date: 2026-05-01, of: [b, 不明], id: x")) == (("activity:x.of",), ("activity:x.of",))
    assert told(audits("date: 2026-05-01, of: [a, 不明], detail: 甲")) == ("甲", date(2026, 5, 1))
    assert told(audits("id: x")) == (("activity:x.date", "activity:x.of"), ("activity:x.date", "activity:x.of"))


def test_a_day_known_to_the_month_is_a_span() -> None:
    assert told(audits("date: 2026-05, of: a, id: x, detail: 甲")) == ("甲", (date(2026, 5, 1), date(2026, 5, 31), "activity:x.date"))
    assert told(audits("date: 2026-05, of: a", "date: 2026-06-01, of: a, detail: 乙")) == ("乙", date(2026, 6, 1))


def test_of_two_spans_that_overlap_nobody_can_tell_the_later() -> None:
    place = ("activity:x.date",)

    assert told(audits("date: 2026-05, of: a, id: x", "date: 2026-05-10, of: a")) == (place, (date(2026, 5, 10), date(2026, 5, 31), *place))


def test_a_month_that_has_begun_may_lie_ahead() -> None:
    inventory = inventory_of(f"{SYSTEMS}{audits('date: 2026-11, of: a, id: x')}")
    last = Doings(inventory, date(2026, 11, 10)).last_day(things(inventory)["system:a"], "audit")

    assert ("activity:x.date",) == missing(last)
    assert Unknown is type(last)

"""Turns of verdicts: the same as judging every single day would find, and why each comes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secpolicy.cli.context import load
from secpolicy.judging.course import Course, course, word_of
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import FAIL, NOT_APPLICABLE, PASS
from secpolicy.judging.judge import judge
from secpolicy.judging.waiving import with_waivers
from secpolicy.model.declared import Inventory
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.waivers import waivers_of
from tests.judging.small import PROFILE, TODAY, inventory_of, parameter, rule, rulebook_of, term
from tests.loaded import load_inventory

ROOT = Path(__file__).parents[2]
YEAR = TODAY + timedelta(days=365)
Words = dict[tuple[str, str, tuple[str, ...]], str]

RULEBOOK = rulebook_of(
    rule("for device\nrequire d: today <= device.procured_on", name="until", due="due device.procured_on"),
    rule("for device\nrequire d: today < device.procured_on or today = device.in_service_on", name="before-or-on"),
    rule("for device\nrequire d: today - device.procured_on <= 90 days", name="age"),
    rule("for device\nrequire d: today + 1 months != device.procured_on", name="month-ahead"),
    rule("for device where device.procured_on <= today\nrequire d: device.encrypted", name="scope"),
    rule("for device\nlet last = latest(device.procured_on, device.in_service_on)\nforbid d: last < today", name="let"),
    rule("for device\nrequire d: device.old", name="term"),
    term("old", "device", "device.procured_on >= today"),
    rule("for device\nrequire d: today >= param.start implies device.encrypted", name="by-day"),
    rule("for organisation\nrepeat d: every fiscal year since organisation.done.drill.date", name="yearly"),
    rule("for organisation\nrepeat d: every 4 months since organisation.done.drill.date", name="often"),
    rule("for organisation\nrepeat d: every 4 months since organisation.done.drill.date", name="later", cites="law a/later"),
    rule("for organisation\nrequire d: some(activity where activity.kind = audit and activity.date <= today)", name="some"),
    rule("for network\nrequire d: param.many > 1", name="number"),
    rule("for segment s\nforbid d: route from s to the_internet over link where link.risk_assessed_on <= today", name="route"),
    parameters=(
        parameter("start", "date", ("2020-01-01", ("day", "2027-02-01"))),
        parameter("many", "whole number", ("2020-01-01", ("number", "1")), ("2027-01-15", ("number", "2"))),
    ),
)  # fmt: skip


def every_day(
    rulebook: Rulebook, inventory: Inventory, profile: Profile, first: date, last: date, *, keep_all: bool = True
) -> list[tuple[date, tuple[Any, ...], str, str]]:
    """The turns that judging day by day finds; unless all is kept, only those from and to what is open."""
    found = []
    before: Words = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        judged = judge(rulebook, inventory, profile, day, keep_all=keep_all)
        judged = with_waivers(judged, waivers_of(inventory), rulebook, inventory, profile, day)
        now = {(one.rule, one.duty, one.names): word_of(one) for one in judged.findings if one.verdict != NOT_APPLICABLE}
        for key in sorted(before.keys() | now.keys()):
            was, is_ = before.get(key, NOT_APPLICABLE), now.get(key, NOT_APPLICABLE)
            if number and was != is_:
                found.append((day, key, was, is_))
        before = now
    return found


def turns_of(found: Course) -> list[tuple[date, tuple[Any, ...], str, str]]:
    return [(turn.day, turn.key, NOT_APPLICABLE if turn.before.word == "PLANNED" else turn.before.word, turn.after.word) for turn in found.turns if turn.key[1]]


days = st.dates(TODAY - timedelta(days=500), YEAR + timedelta(days=40))
written = st.one_of(days.map(date.isoformat), st.sampled_from(["不明", "none", "2027", "2027-02", "2026-11-30", "2027-03-31", "2027-04-01"]))


@st.composite
def inventories(draw: st.DrawFn) -> str:
    """Devices, links and activities with days of all kinds, and an exception."""
    lines = ["organisation: {name: 市}", "network: {model: alpha}", "segments: [{id: s}]", "endpoints: none"]
    lines += ["devices:"] + [
        f"  - {{id: d{n}, procured_on: {draw(written)}, in_service_on: {draw(written)}, encrypted: {draw(st.booleans())}}}".lower() for n in (1, 2)
    ]
    lines += [f"links: [{{id: l, from: s, to: the_internet, risk_assessed_on: {draw(written)}}}]"]
    drills = ", ".join(f"{{date: {day}}}" for day in draw(st.lists(days, max_size=3, unique=True)))
    more = draw(st.sampled_from(["", "不明"])) if drills else ""
    lines += [f"activities: {{drill: [{', '.join(filter(None, (drills, more)))}], audit: [{{date: {draw(days)}}}]}}"]
    approved, until = draw(days), draw(days)
    lines += [f"waivers: [{{rule: small/topic/until#d, subject: device:d1, reason: x, until: {until}, approvals: [{{by: y, date: {approved}}}]}}]"]
    return "\n".join(lines)


@settings(max_examples=4, deadline=None, derandomize=True)
@given(inventories())
def test_the_turns_of_a_year_are_those_that_judging_every_day_finds(text: str) -> None:
    inventory = inventory_of(text, ("systems", "services", "media", "telework", "wlans"))
    profile = PROFILE._replace(longest_waiver=(36, 0, 0, False))
    found = course(Facts(RULEBOOK, inventory, profile, TODAY), YEAR)

    assert every_day(RULEBOOK, inventory, profile, TODAY, YEAR) == turns_of(found)


def test_the_turns_of_a_sample_city_are_those_of_every_day_of_a_quarter() -> None:
    rulebook = load()
    inventory = load_inventory(str(ROOT / "samples/yamaai-village/inventory.yaml"), rulebook.vocabulary, rulebook.catalogs)
    profile = Profile(*rulebook.profiles["standard"])
    first, last = date(2027, 1, 15), date(2027, 4, 15)
    found = course(Facts(rulebook, inventory, profile, first), last)

    settled = [(day, key, *(NOT_APPLICABLE if word == PASS else word for word in words)) for day, key, *words in turns_of(found)]

    assert settled
    assert every_day(rulebook, inventory, profile, first, last, keep_all=False) == [turn for turn in settled if turn[2] != turn[3]]
    assert len(found.judged_on) < 30


def the_course(text: str, rulebook: Rulebook, until: date = YEAR) -> Course:
    return course(Facts(rulebook, inventory_of(text), PROFILE, TODAY), until)


def test_a_rule_that_asks_nothing_of_the_day_is_judged_once() -> None:
    found = the_course("devices: [{id: a, encrypted: false, procured_on: 2027-01-01}]", rulebook_of(rule("for device\nrequire d: device.encrypted")))

    assert ((), (TODAY,)) == (found.turns, found.judged_on)


def test_a_comparison_that_turns_is_judged_on_the_day_on_which_it_turns() -> None:
    rulebook = rulebook_of(rule("for device\nrequire d: today <= device.procured_on", due="due device.procured_on"))
    found = the_course("devices: [{id: a, procured_on: 2027-01-31}]", rulebook)

    assert (TODAY, date(2027, 2, 1)) == found.judged_on
    assert [("deadline", FAIL, False)] == [(turn.why, turn.after.word, turn.review) for turn in found.turns]


@pytest.mark.parametrize(("until", "turns"), [(date(2027, 1, 31), 0), (date(2027, 2, 1), 1)])
def test_the_last_day_is_still_looked_at(until: date, turns: int) -> None:
    rulebook = rulebook_of(rule("for device\nrequire d: today <= device.procured_on"))

    assert turns == len(the_course("devices: [{id: a, procured_on: 2027-01-31}]", rulebook, until).turns)


def test_what_comes_into_force_was_planned_before() -> None:
    rulebook = rulebook_of(rule("for device\nrequire d: device.encrypted", cites="law a/later"))
    [turn] = the_course("devices: [{id: a, encrypted: true}]", rulebook).turns

    assert (date(2027, 7, 1), "PLANNED", "PASS", "in_force") == (turn.day, turn.before.word, turn.after.word, turn.why)


def test_an_exception_that_ends_is_told_the_day_after() -> None:
    rulebook = rulebook_of(rule("for device\nrequire d: device.encrypted"))
    text = "devices: [{id: a, encrypted: false}]\n" + (
        "waivers: [{rule: small/topic/small-rule#d, subject: device:a, reason: x, until: 2027-03-31, approvals: [{by: y, date: 2026-12-24}]}]"
    )
    found = the_course(text, rulebook)

    assert [(date(2026, 12, 24), "FAIL", "WAIVED"), (date(2027, 4, 1), "WAIVED", "FAIL")] == [
        (turn.day, turn.before.word, turn.after.word) for turn in found.turns
    ]
    assert {"waiver"} == {turn.why for turn in found.turns}


def test_a_turn_that_rests_on_an_unread_clause_is_marked() -> None:
    rulebook = rulebook_of(rule("for device\nrequire d: today <= device.procured_on", cites="guide a/unread"))
    text = "devices: [{id: a, procured_on: 2027-01-31}]"
    facts = Facts(rulebook, inventory_of(text), PROFILE._replace(unread="review"), TODAY)

    assert [True] == [turn.review for turn in course(facts, YEAR).turns]
    assert () == course(Facts(rulebook, inventory_of(text), PROFILE._replace(unread="ignore"), TODAY), YEAR).turns

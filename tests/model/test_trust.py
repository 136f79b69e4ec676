"""Which facts a profile does not rely on: too old, of unknown age, or without the evidence that it demands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.base.dates import Period, moved, read_day
from secpolicy.base.truth import AtLeast
from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of
from secpolicy.model.entity import UNDECLARED, place_name
from secpolicy.model.inventory import build_inventory
from secpolicy.model.stretches import Mapping
from secpolicy.model.trust import Demand, days_of_ageing
from secpolicy.model.vocabulary_files import load_vocabulary

VOCABULARY = load_vocabulary()
SINCE_OCTOBER = Demand(date(2026, 10, 1), ())
WITH_DAY_AND_SOURCE = Demand(None, ("checked_on", "source"))


def built(text: str, demand: Demand, *more: str) -> Inventory:
    documents: list[Mapping] = []
    for number, content in enumerate((f"vocabulary: 1\n{text}", *more)):
        documents += documents_of(content, f"{number}.yaml")
    return build_inventory(tuple(documents), VOCABULARY, Catalogs({}), demand)


def device(text: str, demand: Demand, declared: str = "2026-11-01") -> Any:
    return built(f"declared_on: {declared}\ndevices: [{{id: pc, {text}}}]\n", demand).populations["device"].members[0]


def doubted(inventory: Inventory) -> list[tuple[str, str, date | None]]:
    return [(place_name(one.place), one.why, one.day) for one in inventory.doubted]


def test_a_fact_is_as_old_as_its_file_unless_it_says_when_it_was_checked() -> None:
    assert True is device("encrypted: true", SINCE_OCTOBER).value("encrypted")
    assert UNDECLARED is device("encrypted: true", SINCE_OCTOBER, "2026-09-30").value("encrypted")
    assert True is device("encrypted: {value: true, checked_on: 2026-10-01}", SINCE_OCTOBER, "2026-09-30").value("encrypted")
    assert UNDECLARED is device("encrypted: {value: true, checked_on: 2026-09-30}", SINCE_OCTOBER).value("encrypted")


def test_a_fact_of_which_nobody_says_when_it_was_checked_is_not_recent() -> None:
    inventory = built("devices: [{id: pc, encrypted: true}]\n", SINCE_OCTOBER)

    assert [("device:pc.encrypted", "fact-of-unknown-age", None), ("devices", "fact-of-unknown-age", None)] == doubted(inventory)


def test_names_and_what_identifies_a_thing_are_no_facts_to_be_checked() -> None:
    old = device("name: 端末, note: 控え, kind: terminal", SINCE_OCTOBER, "2020-01-01")

    assert ("pc", "端末", UNDECLARED) == (old.id, old.value("name"), old.value("kind"))


def test_what_happened_on_a_day_does_not_age() -> None:
    inventory = built("declared_on: 2020-04-01\nactivities: {audit: {date: 2020-03-01, done_by: external}}\n", SINCE_OCTOBER)

    assert [("activities", "fact-too-old", date(2020, 4, 1))] == doubted(inventory)


def test_an_old_list_may_have_grown_since() -> None:
    recent, old = (built(f"declared_on: {day}\nwlans: none\nsegments: [{{id: a}}]\n", SINCE_OCTOBER) for day in ("2026-10-01", "2026-09-30"))

    assert [0, 1] == [len(one.populations["wlan"].phantoms) for one in (recent, old)]
    assert [0, 1] == [len(one.populations["segment"].phantoms) for one in (recent, old)]


def test_a_list_by_kind_and_a_thing_there_is_once_are_in_doubt_too() -> None:
    old = built("declared_on: 2020-04-01\nactivities: none\nsecurity_cloud: none\n", SINCE_OCTOBER)

    assert "activities.audit" in [place.path for _, place in old.populations["activity"].phantoms]
    assert old.singles["security_cloud"] is not None


def test_a_list_of_which_one_file_is_recent_is_taken_as_it_is() -> None:
    inventory = built("declared_on: 2020-04-01\nsegments: [{id: a}]\n", SINCE_OCTOBER, "declared_on: 2026-11-01\nsegments: [{id: b, tier: lgwan}]\n")

    assert () == inventory.populations["segment"].phantoms


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("true", False),
        ("{value: true, checked_on: 2026-10-20}", False),
        ("{value: true, source: 一覧}", False),
        ('{value: true, checked_on: 2026-10-20, source: ""}', False),
        ("{value: true, checked_on: 2026-10-20, source: 一覧}", True),
    ],
)
def test_a_fact_needs_all_the_evidence_that_is_demanded(text: str, accepted: bool) -> None:
    assert (True if accepted else UNDECLARED) is device(f"encrypted: {text}", WITH_DAY_AND_SOURCE).value("encrypted")


def test_the_evidence_of_a_record_is_that_of_its_fields() -> None:
    with_evidence = device("os: {value: {product: Windows 11, version: 24H2}, checked_on: 2026-10-20, source: 一覧}", WITH_DAY_AND_SOURCE).value("os")
    without = device("os: {product: Windows 11, version: 24H2}", WITH_DAY_AND_SOURCE).value("os")

    assert "24H2" == with_evidence.value("version")
    assert ("Windows 11", UNDECLARED) == (without.value("product"), without.value("version"))


def test_that_there_is_no_record_is_a_fact_too() -> None:
    text = "os: none, software: none"
    without, with_evidence = (device(one, WITH_DAY_AND_SOURCE) for one in (text, text.replace("none", "{value: none, checked_on: 2026-10-20, source: 一覧}")))

    assert [UNDECLARED, UNDECLARED] == [without.value(name) for name in ("os", "software")]
    assert [None, None] == [with_evidence.value(name) for name in ("os", "software")]


def test_an_old_list_of_records_may_have_grown_since() -> None:
    recent, old = (device("software: [{product: Chrome}]", SINCE_OCTOBER, day).value("software") for day in ("2026-10-01", "2026-09-30"))

    assert (tuple, AtLeast) == (type(recent), type(old))
    assert 1 == len(old.members)


def test_a_list_whose_members_have_evidence_is_as_old_as_the_oldest() -> None:
    functions = "[{value: waf, checked_on: 2026-10-20}, {value: cdn, checked_on: DAY}]"
    text = f"declared_on: 2026-11-01\nsecurity_cloud: {{functions: {functions}}}\n"
    recent, old = (built(text.replace("DAY", day), SINCE_OCTOBER).populations["security_cloud"].members[0] for day in ("2026-10-01", "2026-09-30"))

    assert ("waf", "cdn") == recent.value("functions")
    assert UNDECLARED is old.value("functions")


def test_a_default_is_a_fact_of_its_own() -> None:
    text = "defaults: {device: {encrypted: {value: true, checked_on: 2026-09-30}, owner: issued}}\ndevices: [{id: pc}]\n"
    pc = built(f"declared_on: 2026-11-01\n{text}", SINCE_OCTOBER).populations["device"].members[0]

    assert (UNDECLARED, "issued") == (pc.value("encrypted"), pc.value("owner"))


def test_nothing_is_computed_from_a_fact_that_is_not_relied_on() -> None:
    text = "information: [{id: jumin, confidentiality: {value: c3a, checked_on: 2020-01-01}}]\ndevices: [{id: pc, holds: [jumin]}]\n"
    pc = built(f"declared_on: 2026-11-01\n{text}", SINCE_OCTOBER).populations["device"].members[0]

    assert UNDECLARED is pc.value("confidentiality")


def test_a_profile_that_demands_nothing_takes_every_fact() -> None:
    assert isinstance(device("segments: [不明]", Demand(None, ())).value("segments"), AtLeast)


def test_a_fact_in_a_record_is_as_old_as_the_file_in_which_its_thing_stands() -> None:
    inventory = built("declared_on: 2020-04-01\ndevices:\n- id: pc\n  login:\n    max_attempts: 5\n", SINCE_OCTOBER)

    assert ("device:pc.login.max_attempts", "fact-too-old", date(2020, 4, 1)) in doubted(inventory)


@pytest.mark.parametrize(
    ("longest", "checked", "too_old"),
    [
        (Period(6), "2026-08-30", ["2027-02-28"]), (Period(6), "2026-08-31", ["2027-03-01"]), (Period(6), "2026-09-01", ["2027-03-02"]),
        (Period(12), "2028-02-29", ["2029-03-01"]), (Period(0, 30), "2026-11-30", ["2026-12-31"]), (Period(6), "2026年8月", ["2027-03-01"]),
        (Period(6), "不明", []),
    ],
)  # fmt: skip
def test_a_fact_is_too_old_from_the_first_day_on_which_the_profile_asks_for_a_later_one(longest: Period, checked: str, too_old: list[str]) -> None:
    documents = documents_of(f"vocabulary: 1\ndevices: [{{id: pc, os: {{product: {{value: x, checked_on: {checked}}}}}}}]\n", "0.yaml")
    found = days_of_ageing(documents, longest, date(2026, 11, 1), date(2030, 1, 1))
    span = read_day(checked)

    assert too_old == [day.isoformat() for day in found]
    assert all(span is not None and moved(day, longest, -1) > span[1] >= moved(date.fromordinal(day.toordinal() - 1), longest, -1) for day in found)

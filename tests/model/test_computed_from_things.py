"""Computed fields that follow from other things of the inventory: the highest class, the places of machines, the year of a day."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.base.truth import AtLeast
from secpolicy.model.entity import UNDECLARED, place_name
from tests.model.conftest import Built


def missing(value: Any) -> list[str]:
    return [place_name(place) for place in value.missing]


# The highest of what a thing holds


INFORMATION = """\
information:
  - {id: jumin, confidentiality: c3a, integrity: level2}
  - {id: kohyo, confidentiality: c1}
  - {id: fumei}
  - {id: kyu, confidentiality: '3'}
"""


def confidentiality(built: Built, holds: str) -> Any:
    return built(f"{INFORMATION}devices:\n  - {{id: pc-01, holds: {holds}}}\n").populations["device"].members[0].value("confidentiality")


def test_a_thing_is_as_confidential_as_the_highest_it_holds(built: Built) -> None:
    assert "c3a" == confidentiality(built, "[kohyo, jumin]")


def test_what_is_highest_already_needs_no_more_to_be_known(built: Built) -> None:
    assert "c3a" == confidentiality(built, "[jumin, fumei, 不明]")


@pytest.mark.parametrize(
    ("holds", "low", "asked"),
    [
        ("[kohyo, fumei]", "c1", ["information:fumei.confidentiality"]),
        ("[kohyo, 不明]", "c1", ["device:pc-01.holds"]),
        ("[kohyo, kyu]", "c3c", ["information:kyu.confidentiality"]),
    ],
)
def test_a_doubtful_member_makes_a_span_up_to_the_highest(built: Built, holds: str, low: str, asked: list[str]) -> None:
    found = confidentiality(built, holds)

    assert (low, "c3a", asked) == (found.low, found.high, missing(found))


@pytest.mark.parametrize("holds", ["none", "[]", "不明", "[fumei]", "[不明]"])
def test_what_holds_nothing_known_has_no_class(built: Built, holds: str) -> None:
    assert confidentiality(built, holds) is UNDECLARED


def test_a_declared_class_stands(built: Built) -> None:
    inventory = built(f"{INFORMATION}devices:\n  - {{id: pc-01, holds: [jumin], confidentiality: c2}}\n")

    assert "c2" == inventory.populations["device"].members[0].value("confidentiality")


# From what a field refers to


def placed(built: Built, machines: str, runs_on: str) -> Any:
    text = f"segments: [{{id: a}}, {{id: b}}]\ndevices:\n{machines}systems:\n  - {{id: zaimu, runs_on: {runs_on}}}\n"
    return built(text).populations["system"].members[0].value("segments")


MACHINES = """\
  - {id: sv-01, segments: [a]}
  - {id: sv-02, segments: [b, a]}
  - {id: sv-03}
  - {id: sv-04, segments: [b, 不明]}
  - {id: sv-05, segments: none}
"""


def test_a_system_stands_where_its_machines_stand(built: Built) -> None:
    assert ["segment:a", "segment:b"] == [repr(one) for one in placed(built, MACHINES, "[sv-01, sv-02, sv-05]")]


@pytest.mark.parametrize(("machine", "asked"), [("sv-03", ["device:sv-03.segments"]), ("sv-04", ["device:sv-04.segments"])])
def test_a_machine_in_doubt_leaves_the_places_open(built: Built, machine: str, asked: list[str]) -> None:
    found = placed(built, MACHINES, f"[sv-01, {machine}]")

    assert (AtLeast, asked) == (type(found), missing(found))


@pytest.mark.parametrize("runs_on", ["none", "[]", "不明"])
def test_a_system_without_known_machines_stands_nowhere_known(built: Built, runs_on: str) -> None:
    assert placed(built, MACHINES, runs_on) is UNDECLARED


def disposal(built: Built, text: str) -> Any:
    return built(text).populations["disposal"].members[0].value("confidentiality")


def test_a_disposal_has_the_class_of_the_thing(built: Built) -> None:
    assert "c2" == disposal(built, "devices: [{id: pc-01, confidentiality: c2}]\ndisposals: [{id: d, item: pc-01}]\n")


def test_a_disposal_has_the_class_that_is_computed_for_the_thing(built: Built) -> None:
    assert "c3a" == disposal(built, f"{INFORMATION}devices: [{{id: pc-01, holds: [jumin]}}]\ndisposals: [{{id: d, item: pc-01}}]\n")


def test_a_disposal_of_what_is_no_longer_listed_has_no_class(built: Built) -> None:
    assert disposal(built, "disposals: [{id: d, date: 2026-05-01}]\n") is UNDECLARED


# The fiscal year of a day


def fiscal_year(built: Built, day: str) -> Any:
    return built(f"activities:\n  audit:\n    - {{id: a, date: {day}}}\n").populations["activity"].members[0].value("fiscal_year")


@pytest.mark.parametrize(("day", "year"), [("2026-03-31", 2025), ("2026-04-01", 2026), ("2026-05", 2026), ("不明", UNDECLARED)])
def test_an_activity_has_the_fiscal_year_of_its_day(built: Built, day: str, year: Any) -> None:
    assert year == fiscal_year(built, day)


def test_a_day_known_to_the_year_may_lie_in_two_fiscal_years(built: Built) -> None:
    found = fiscal_year(built, "2026")

    assert (2025, 2026, ["activity:a.date"]) == (found.low, found.high, missing(found))

"""A value with its evidence is read as the value; what cannot be read beside it is told; defaults are looked up even if nothing takes them."""

from __future__ import annotations

import pytest

from secpolicy.base.problem import Refused
from secpolicy.base.truth import AtLeast
from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of
from secpolicy.model.entity import UNDECLARED
from secpolicy.model.inventory import build_inventory
from secpolicy.model.vocabulary_files import load_vocabulary

VOCABULARY = load_vocabulary()


def read(text: str) -> Inventory:
    return build_inventory(documents_of(f"vocabulary: 1\n{text}\n", "inventory.yaml"), VOCABULARY, Catalogs({}))


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        read(text)
    return [(str(problem.location).partition(":")[2], problem.id) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("count", "{value: 3, checked_on: R8.4.1, by: 係, source: 台帳}", 3),
        ("name", "{value: 不明}", UNDECLARED),
        ("name", "{value: 不明, text: true}", "不明"),
        ("name", "{value: 不明, text: false}", UNDECLARED),
        ("holds", "{value: none, checked_on: 不明}", None),
        ("holds", "{value: 不明}", UNDECLARED),
        ("holds", "{value: []}", ()),
        ("software", "{value: none}", None),
        ("os", "{value: none}", None),
    ],
)
def test_a_value_with_evidence_is_read_as_the_value(field: str, written: str, value: object) -> None:
    [device] = read(f"devices: [{{id: a, {field}: {written}}}]").populations["device"].members

    assert value == device.value(field)


def test_a_member_without_brackets_may_have_evidence() -> None:
    device, other = (
        read("segments: [{id: s}]\ndevices: [{id: a, segments: {value: s, by: 係}}, {id: b, segments: {value: [s, 不明]}}]").populations["device"].members
    )

    assert ["s"] == [segment.id for segment in device.value("segments")]
    assert isinstance(other.value("segments"), AtLeast)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{value: 3, checked_on: いつか}", "not-a-date"),
        ("{value: 3, checked_on: 2026-02-30}", "no-such-day"),
        ("{value: 3, checked_on: [2026-04-01]}", "not-a-single-value"),
        ("{value: 3, by: [係]}", "not-a-single-value"),
        ("{value: 3, source: {a: b}}", "not-a-single-value"),
        ("{value: 3, text: たぶん}", "not-yes-or-no"),
    ],
)
def test_what_cannot_be_read_beside_a_value_is_told_once(written: str, message: str) -> None:
    assert [message] == [id_ for _, id_ in refused(f"devices: [{{id: a, count: {written}}}]")]


def test_a_reference_in_defaults_is_looked_up_even_if_nothing_takes_it() -> None:
    assert [("3:22", "unknown-reference")] == refused("defaults:\n  device: {segments: dokonimo-nai}\ndevices: none")


def test_a_thing_in_place_in_defaults_does_not_exist_by_itself() -> None:
    inventory = read("defaults: {service: {contract: {form: negotiated, supplier: {name: x}}}}\nservices: none\ncontracts: none\nsuppliers: none")

    assert ((), ()) == (inventory.populations["contract"].members, inventory.populations["supplier"].members)


def test_a_thing_in_place_in_defaults_exists_once_for_each_taker() -> None:
    inventory = read("defaults: {service: {contract: {form: negotiated}}}\nservices: [{id: a}, {id: b}]\ncontracts: none")

    assert 2 == len(inventory.populations["contract"].members)

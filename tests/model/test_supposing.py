"""A value put into the documents of an inventory: every way to name its place, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.base.problem import Refused
from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import ref
from secpolicy.model.inventory import build_inventory
from secpolicy.model.supposing import copied, suppose, supposed_of
from secpolicy.model.vocabulary import Vocabulary
from tests.model.conftest import Built

TEXT = """
    network: {model: alpha}
    activities: {training: {date: 2026-06-11}}
    wlans: none
    devices:
      - {id: a, encrypted: {value: true, by: x}, os: {product: P, version: 1}, software: [{product: Q, version: 2}]}
      - {id: b, os: none}
    links: [{id: l, from: the_lgwan, to: the_internet}]
    """


def supposing(inventory: Inventory, vocabulary: Vocabulary, written: str) -> Inventory:
    """The inventory with one value supposed; the one given stays as it is."""
    documents = tuple(copied(document) for document in inventory.documents)
    suppose(supposed_of(written), build_inventory(documents, vocabulary, Catalogs({})))
    return build_inventory(documents, vocabulary, Catalogs({}))


def value_at(inventory: Inventory, place: str) -> Any:
    thing, _, field = place.rpartition(".")
    members = [member for population in inventory.populations.values() for member in population.members]
    [found] = [one for one in (*members, *(record for records in inventory.records.values() for record in records)) if ref(one) == thing]
    return found.value(field)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("network.model=beta", "beta"), ("network.model_since=令和8年4月1日", date(2026, 4, 1)), ("device:a.encrypted=いいえ", False),
        ("device:a.os.version=24H2", "24H2"), ("device:a.software.Q.version=3", "3"), ("device:b.os.version=24H2", "24H2"),
        ("device:b.malware.edr=true", True), ("link:l.limits.port=true", True), ("device:a.count=24", 24),
        ("security_cloud.joined_on=2017-07-01", date(2017, 7, 1)),
    ],
)  # fmt: skip
def test_a_value_is_put_where_reports_say_it_stands_and_read_by_its_type(built: Built, vocabulary: Vocabulary, written: str, expected: Any) -> None:
    inventory = built(TEXT)

    assert expected == value_at(supposing(inventory, vocabulary, written), written.partition("=")[0])


def test_no_value_at_all_is_an_undeclared_one(built: Built, vocabulary: Vocabulary) -> None:
    found = supposing(built(TEXT), vocabulary, "network.model=")

    assert "UNDECLARED" == repr(value_at(found, "network.model"))


@pytest.mark.parametrize(
    ("written", "kind", "phantoms"),
    [("wlans=", "wlan", 1), ("telework=none", "telework", 0), ("devices=none", "device", 0), ("activities.drill=none", "activity", -1)],
)
def test_a_whole_list_can_be_supposed(built: Built, vocabulary: Vocabulary, written: str, kind: str, phantoms: int) -> None:
    inventory = built(TEXT)
    population = supposing(inventory, vocabulary, written).populations[kind]
    expected = phantoms if phantoms >= 0 else len(inventory.populations[kind].phantoms) - 1

    assert expected == len(population.phantoms)


def test_the_inventory_itself_stays_as_it_was(built: Built, vocabulary: Vocabulary) -> None:
    inventory = built(TEXT)
    supposing(inventory, vocabulary, "device:b.os.version=24H2")

    assert "none" == inventory.documents[0]["devices"][1]["os"]


@pytest.mark.parametrize(
    ("written", "id_", "meant"),
    [
        ("devise:a.encrypted=true", "suppose-no-thing-meant", "device:a"), ("netwrk.model=beta", "suppose-no-thing-meant", "network"),
        ("medium:qqqqqq.owner=issued", "suppose-no-thing", None), ("qqqq=1", "suppose-no-thing", None), ("network=none", "suppose-whole", None),
        ("wlans.x=none", "suppose-no-thing-meant", "wlans"), ("device:a.encrypted.x=1", "suppose-no-record", None), ("device:a", "suppose-form", None),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_refused_with_what_was_meant(built: Built, vocabulary: Vocabulary, written: str, id_: str, meant: str | None) -> None:
    with pytest.raises(Refused) as refused:
        supposing(built(TEXT), vocabulary, written)

    [problem] = refused.value.problems
    assert (id_, meant) == (problem.id, problem.values.get("meant"))

"""What things of an inventory are called, and where they and their values stand or belong."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.base.truth import Place
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import UNDECLARED, Entity, label, locate_place, locate_value
from tests.model.conftest import Built

CITY = """\
defaults:
  device: {encrypted: true}
devices:
  - id: pc-01
    name: 窓口端末
    os: {product: Windows 11}
    software: [{product: LibreOffice}, {version: '2'}]
  - id: pc-02
"""


@pytest.fixture(scope="module")
def city(built: Built) -> Inventory:
    return built(CITY)


def device(city: Inventory, number: int) -> Entity:
    return city.populations["device"].members[number]


def test_a_thing_is_called_by_its_name_else_its_id(city: Inventory) -> None:
    assert ["窓口端末", "pc-02"] == [label(device(city, 0)), label(device(city, 1))]


def test_a_record_is_called_by_its_key_else_the_label_of_its_field(city: Inventory) -> None:
    software = device(city, 0).value("software")

    assert ["LibreOffice", "ソフトウェア", "software on it"] == [label(software[0]), label(software[1]), label(software[1], "en")]


def test_what_nobody_named_is_called_by_its_kind(city: Inventory) -> None:
    [(phantom, _)] = city.populations["network"].phantoms

    assert ["ネットワーク全体", "network"] == [label(phantom), label(phantom, "en")]


@pytest.mark.parametrize(
    ("number", "path", "place"),
    [
        (0, ("name",), "x.yaml:6:11"),
        (0, ("os", "product"), "x.yaml:7:19"),
        (0, ("os", "version"), "x.yaml:7:9"),
        (0, (), "x.yaml:5:5"),
        (0, ("site",), "x.yaml:5:5"),
        (1, ("encrypted",), "x.yaml:3:23"),
    ],
)
def test_a_value_is_located_where_it_stands_or_belongs(city: Inventory, number: int, path: tuple[str, ...], place: str) -> None:
    assert place == str(locate_value(device(city, number), path, city.documents))


def test_a_thing_that_nobody_wrote_is_located_at_its_list_or_at_the_top(city: Inventory) -> None:
    places = [locate_place(city.populations[kind].phantoms[0][1], city.documents) for kind in ("network", "segment")]

    assert ["x.yaml:1:1", "x.yaml:1:1"] == [str(place) for place in places]


def test_a_list_that_is_open_is_located_at_its_key(built: Built) -> None:
    inventory = built("segments: none\ndevices: [{id: a}, 不明]\n")

    assert "x.yaml:3:1" == str(locate_place(inventory.populations["device"].phantoms[0][1], inventory.documents))


def test_a_kind_that_is_open_is_located_under_its_list(built: Built) -> None:
    inventory = built("documents:\n  basic_policy: {name: a}\n  exit_plan: 不明\n")
    places = [place for _, place in inventory.populations["document"].phantoms if place.path == "documents.exit_plan"]

    assert ["x.yaml:4:14"] == [str(locate_place(place, inventory.documents)) for place in places]


def test_a_fact_of_a_thing_is_located_in_it(city: Inventory) -> None:
    assert "x.yaml:7:19" == str(locate_place(Place(device(city, 0), "os.product"), city.documents))


def test_things_without_a_source_are_located_where_they_belong(city: Inventory) -> None:
    phantom = Entity(device(city, 0).kind)
    inner = Entity(device(city, 0).kind, owner=device(city, 0), step="os")

    assert ["x.yaml:4:1", "x.yaml:7:9"] == [str(locate_value(one, ("name",), city.documents)) for one in (phantom, inner)]


def test_nothing_is_located_without_files() -> None:
    assert "-" == str(locate_place(Place(None, "devices"), ()))


def test_an_undeclared_value_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError):
        bool(UNDECLARED)


def test_an_undeclared_value_says_so() -> None:
    value: Any = UNDECLARED

    assert "UNDECLARED" == repr(value)

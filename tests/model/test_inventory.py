"""What an inventory declares: things, lists that nobody wrote, defaults, and ids that name one thing only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.base.truth import Place
from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of
from secpolicy.model.entity import UNDECLARED, Entity, label, locate_place, locate_value, place_name, ref
from secpolicy.model.inventory import build_inventory
from secpolicy.model.vocabulary import Vocabulary
from tests.loaded import load_inventory

Built = Callable[..., Inventory]
Refusal = Callable[[str], list[Problem]]


def refs(inventory: Inventory, kind: str) -> list[str]:
    return [ref(entity) for entity in inventory.populations[kind].members]


def doubts(inventory: Inventory, kind: str) -> list[str]:
    """The lists that would tell whether there are more things of a kind."""
    return [place_name(place) for _, place in inventory.populations[kind].phantoms]


def found(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(problem.id, problem.location.line, problem.location.column) for problem in problems]


def together(vocabulary: Vocabulary, *texts: str) -> Inventory:
    """The inventory of several files read together: a.yaml, b.yaml and so on."""
    documents = tuple(document for name, text in zip("abc", texts, strict=False) for document in documents_of(text, f"{name}.yaml"))
    return build_inventory(documents, vocabulary, Catalogs({}))


def refused(vocabulary: Vocabulary, *texts: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        together(vocabulary, *texts)
    return [(str(problem.location), problem.id) for problem in caught.value.problems]


# Lists


def test_things_are_known_by_kind_and_id(built: Built) -> None:
    assert ["device:pc-01", "device:窓口端末"] == refs(built("devices:\n  - id: pc-01\n  - {id: 窓口端末}\n"), "device")


def test_one_thing_may_stand_without_a_dash(built: Built) -> None:
    assert ["device:pc-01"] == refs(built("devices: {id: pc-01, os: {product: X}}\n"), "device")


def test_a_list_that_nobody_wrote_leaves_room_for_things(built: Built) -> None:
    inventory = built("segments: none\n")

    assert ([], ["devices"]) == (refs(inventory, "device"), doubts(inventory, "device"))


@pytest.mark.parametrize("word", ["", "不明", "unknown"])
def test_a_list_declared_unknown_leaves_room_for_things(built: Built, word: str) -> None:
    assert ["devices"] == doubts(built(f"devices: {word}\n"), "device")


@pytest.mark.parametrize("word", ["none", "なし", "[]"])
def test_a_list_declared_empty_leaves_no_room(built: Built, word: str) -> None:
    inventory = built(f"devices: {word}\n")

    assert ([], []) == (refs(inventory, "device"), doubts(inventory, "device"))


def test_a_list_with_an_unknown_member_names_at_least_the_others(built: Built) -> None:
    inventory = built("devices: [{id: pc-01}, 不明]\n")

    assert (["device:pc-01"], ["devices"]) == (refs(inventory, "device"), doubts(inventory, "device"))


def test_a_list_that_is_there_is_complete(built: Built) -> None:
    assert doubts(built("devices: [{id: pc-01}]\n"), "device") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("devices:\n  - {id: a}\n  - none\n", ("none-in-list", 4, 5)),
        ("devices:\n  - pc-01\n", ("text-for-entry", 3, 5)),
        ("devices: pc-01\n", ("text-for-entry", 2, 10)),
        ("devices:\n  - [a]\n", ("not-a-mapping", 3, 5)),
        ("devices:\n  - id：a\n", ("full-width-colon", 3, 7)),
        ("devices:\n  - id:a\n", ("no-space-after-colon", 3, 7)),
        ("devices:\n  pc-01: {kind: server}\n  pc-02: {kind: server}\n", ("not-a-list", 3, 3)),
    ],
)
def test_what_is_no_thing_of_a_list_is_told_where_it_stands(problems_of: Refusal, text: str, problem: tuple[str, int, int]) -> None:
    assert [problem] == found(problems_of(text))


# Kinds that are written by kind


def test_things_written_by_kind_have_that_kind_and_one_alone_its_name(built: Built) -> None:
    inventory = built("documents:\n  basic_policy: {name: 方針}\n  実施手順: [{name: 甲, id: a}, {name: 乙, id: b}]\n")

    assert ["document:basic_policy", "document:a", "document:b"] == refs(inventory, "document")
    assert ["basic_policy", "implementation_procedure"] == sorted({one.value("kind") for one in inventory.populations["document"].members})


def test_kinds_that_nobody_wrote_leave_room_each_for_itself(built: Built, vocabulary: Vocabulary) -> None:
    inventory = built("documents:\n  basic_policy: {name: 方針}\n  exit_plan: none\n  dx_policy: 不明\n")

    assert len(vocabulary.choices["document_kind"].labels) - 2 == len(doubts(inventory, "document"))
    assert {"documents.basic_policy", "documents.exit_plan", "documents.dx_policy"} & set(doubts(inventory, "document")) == {"documents.dx_policy"}


@pytest.mark.parametrize(("word", "places"), [("none", set()), ("[]", set()), ("不明", {"documents.basic_policy"})])
def test_all_kinds_may_be_declared_at_once(built: Built, word: str, places: set[str]) -> None:
    assert places == set(doubts(built(f"documents: {word}\n"), "document")) & {"documents.basic_policy"}


def test_if_nobody_wrote_the_list_it_is_the_list_that_would_tell(built: Built) -> None:
    assert {"documents"} == set(doubts(built("devices: none\n"), "document"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("documents:\n  - {id: a}\n", ("not-by-kind", 3, 3)),
        ("documents:\n  basic_polcy: {name: a}\n", ("not-a-choice-meant", 3, 3)),
        ("documents:\n  議事録: {name: a}\n", ("not-a-choice", 3, 3)),
        ("documents:\n  basic_policy: [方針]\n", ("not-a-mapping", 3, 18)),
        ("documents:\n  basic_policy: [none]\n", ("none-in-list", 3, 18)),
    ],
)
def test_what_is_not_written_by_kind_is_told_where_it_stands(problems_of: Refusal, text: str, problem: tuple[str, int, int]) -> None:
    assert [problem] == found(problems_of(text))


def test_a_kind_open_in_one_file_is_open(vocabulary: Vocabulary) -> None:
    inventory = together(vocabulary, "vocabulary: 1\ndocuments: {basic_policy: 不明}\n", "documents: {basic_policy: [{id: a}]}\n")

    assert "documents.basic_policy" in doubts(inventory, "document")


# Kinds that exist once


def test_what_exists_once_is_known_by_its_kind(built: Built) -> None:
    inventory = built("organisation: {name: 見本市}\n")

    assert ("organisation", "見本市") == (ref(inventory.populations["organisation"].members[0]), label(inventory.populations["organisation"].members[0]))


@pytest.mark.parametrize(("text", "places"), [("network: none\n", []), ("network: 不明\n", ["network"]), ("segments: none\n", ["network"])])
def test_what_exists_once_may_be_unknown_or_not_exist(built: Built, text: str, places: list[str]) -> None:
    inventory = built(text)

    assert (places, not places) == (doubts(inventory, "network"), inventory.singles["network"] is None)


def test_what_exists_once_takes_its_defaults(built: Built) -> None:
    inventory = built("defaults:\n  network: {device_identification: true}\nnetwork: {model: alpha}\n")
    network = inventory.singles["network"]

    assert network is not None
    assert network.value("device_identification") is True


def test_what_exists_once_is_no_text(problems_of: Refusal) -> None:
    assert [("not-a-mapping", 2, 15)] == found(problems_of("organisation: 見本市\n"))


def test_what_exists_once_stands_in_one_file(vocabulary: Vocabulary) -> None:
    texts = "vocabulary: 1\nnetwork: {model: alpha}\n", "devices: none\nnetwork: {model: beta}\n"

    assert [("b.yaml:2:1", "written-twice")] == refused(vocabulary, *texts)


def test_lists_of_several_files_are_put_end_to_end(vocabulary: Vocabulary) -> None:
    inventory = together(vocabulary, "vocabulary: 1\ndevices: [{id: a}]\n", "devices: [{id: b}]\n", "devices: none\n")

    assert (["device:a", "device:b"], []) == (refs(inventory, "device"), doubts(inventory, "device"))


# Ids


@pytest.mark.parametrize("text", ["devices:\n  - kind: server\n", "devices:\n  - {id: 不明}\n"])
def test_a_thing_without_an_id_is_asked_for_one(problems_of: Refusal, text: str) -> None:
    assert [("missing-id", 3, 5)] == found(problems_of(text))


def test_an_id_that_cannot_be_read_is_not_also_missing(problems_of: Refusal) -> None:
    assert [("not-a-single-value", 3, 10)] == found(problems_of("devices:\n  - {id: [a]}\n"))


@pytest.mark.parametrize("id_", ["本庁 1階", "本庁　1階", "pc.01", "a/b", '"a:b"', '"a#b"'])
def test_an_id_has_no_signs_that_mean_something_elsewhere(problems_of: Refusal, id_: str) -> None:
    assert [("bad-id", 3, 9)] == found(problems_of(f"devices:\n  - id: {id_}\n"))


def test_an_id_is_given_once(problems_of: Refusal) -> None:
    [problem] = problems_of("devices:\n  - id: a\n  - {kind: server, id: a}\n")

    assert ("duplicate-id", (3 + 1, 24), "x.yaml:3") == (problem.id, problem.location[1:3], problem.values["first"])


def test_two_kinds_may_use_one_id(built: Built) -> None:
    assert ["segment:a"] == refs(built("segments: [{id: a}]\ndevices: [{id: a}]\n"), "segment")


def test_an_event_is_known_by_kind_day_and_what_it_is_about(built: Built) -> None:
    inventory = built("systems: [{id: zaimu}]\nactivities:\n  audit:\n    - {date: R8.5.20, of: zaimu}\n    - {date: 2026-05, of: [zaimu]}\n")

    assert ["activity:audit 2026-05-20 zaimu", "activity:audit 2026-05 zaimu"] == refs(inventory, "activity")


def test_two_events_that_nothing_tells_apart_take_an_id(problems_of: Refusal) -> None:
    [problem] = problems_of("activities:\n  audit:\n    - {date: 2026-05-20}\n    - {date: 令和8年5月20日}\n")

    assert ("same-event-twice", 5, "audit 2026-05-20") == (problem.id, problem.location.line, problem.values["id"])


def test_two_events_with_ids_are_two(built: Built) -> None:
    text = "activities:\n  audit:\n    - {date: 2026-05-20}\n    - {date: 2026-05-20, id: naibu}\n"

    assert ["activity:audit 2026-05-20", "activity:naibu"] == refs(built(text), "activity")


def test_what_nothing_identifies_is_asked_for_it(problems_of: Refusal) -> None:
    [problem] = problems_of("disposals:\n  - note: 記録なし\n")

    assert ("missing-id", ["kind", "date", "item"]) == (problem.id, problem.values["identity"])


# The header


def test_the_header_names_files_from_where_it_stands(vocabulary: Vocabulary) -> None:
    documents = documents_of("vocabulary: 1\nprofile: ours.yaml\noverlay: ../rules\nwaivers: none\n", "city/a.yaml")

    assert {"profile": "city/ours.yaml", "overlay": "city/../rules"} == build_inventory(documents, vocabulary, Catalogs({})).header


@pytest.mark.parametrize(("text", "day"), [("令和8年11月2日", date(2026, 11, 2)), ("2026-11", date(2026, 11, 30)), ("不明", None)])
def test_an_inventory_says_of_which_day_it_is(built: Built, text: str, day: date | None) -> None:
    assert day == built(f"declared_on: {text}\n").declared_on


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("declared_on: 2026-13-01\n", ("no-such-day", 2, 14)),
        ("declared_on: 先月\n", ("not-a-date", 2, 14)),
        ("declared_on: [2026-11-01]\n", ("not-a-single-value", 2, 14)),
        ("profile: [a]\n", ("not-a-single-value", 2, 10)),
        ("領域:\n  - {id: a}\n", ("unknown-key-meant", 2, 1)),
        ("device:\n  - {id: a}\n", ("unknown-key-meant", 2, 1)),
        ("devises:\n  - {id: a}\n", ("unknown-key-meant", 2, 1)),
        ("cameras:\n  - {id: a}\n", ("unknown-key", 2, 1)),
        ("defaults: すべて暗号化\n", ("not-a-mapping", 2, 11)),
        ("defaults:\n  devce: {encrypted: true}\n", ("unknown-kind-meant", 3, 3)),
        ("defaults:\n  camera: {encrypted: true}\n", ("unknown-kind", 3, 3)),
        ("defaults:\n  device: 暗号化\n", ("not-a-mapping", 3, 11)),
        ("defaults:\n  device: {site: honcho}\n", ("unknown-reference", 3, 18)),
    ],
)
def test_a_slip_of_the_header_is_told_where_it_stands(problems_of: Refusal, text: str, problem: tuple[str, int, int]) -> None:
    assert [problem] == found(problems_of(text))


@pytest.mark.parametrize("text", ["defaults:\n", "defaults:\n  device:\n", "defaults: none\n", "defaults:\n  devices: {encrypted: true}\n"])
def test_defaults_may_be_empty_or_named_as_the_list(built: Built, text: str) -> None:
    assert refs(built(text), "device") == []


def test_defaults_of_a_kind_are_written_once(vocabulary: Vocabulary) -> None:
    texts = "vocabulary: 1\ndefaults:\n  device: {encrypted: true}\n", "defaults:\n  device: {encrypted: false}\n"

    assert [("b.yaml:2:3", "written-twice")] == refused(vocabulary, *texts)


def test_records_of_defaults_are_no_records_of_their_own(built: Built) -> None:
    inventory = built("defaults:\n  device: {os: {product: X}, contract: none}\n".replace(", contract: none", "") + "devices: none\n")

    assert inventory.records.get("software", []) == []


def test_things_in_defaults_exist_where_they_are_taken(built: Built) -> None:
    inventory = built("defaults:\n  service: {contract: {court: 見本地裁}}\nservices: [{id: a}, {id: b}]\n")

    assert ["service:a.contract", "service:b.contract"] == refs(inventory, "contract")


@pytest.mark.parametrize("text", ["segments: none\n", "vocabulary:\nsegments: none\n"])
def test_an_inventory_says_for_which_vocabulary_it_is_written(vocabulary: Vocabulary, text: str) -> None:
    assert [("a.yaml:1:1", "vocabulary-missing")] == refused(vocabulary, text)


def test_one_file_of_several_says_for_which_vocabulary(vocabulary: Vocabulary) -> None:
    assert refs(together(vocabulary, "devices: [{id: a}]\n", "vocabulary: 1\n"), "device") == ["device:a"]


@pytest.mark.parametrize(("written", "id_"), [("9", "vocabulary-version"), ("[1]", "not-a-single-value")])
def test_a_vocabulary_that_there_is_not_is_refused(vocabulary: Vocabulary, written: str, id_: str) -> None:
    assert [("a.yaml:1:13", id_)] == refused(vocabulary, f"vocabulary: {written}\n")


def test_problems_come_in_order_of_place(problems_of: Refusal) -> None:
    lines = [problem.location.line for problem in problems_of("devices:\n  - {id: a, site: x}\n  - {id: b, count: x}\nsegments:\n  - {id: a, tier: x}\n")]

    assert [3, 4, 6] == lines


def test_what_is_always_there_needs_no_list(built: Built) -> None:
    inventory = built("endpoints: none\n")

    assert [True, False] == [inventory.always[name].value("reaches_internet") for name in ("the_internet", "the_lgwan")]


def test_an_inventory_is_loaded_from_a_file(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "a.yaml").write_text("vocabulary: 1\ndevices: [{id: a}]\n", encoding="utf-8")

    assert refs(load_inventory(str(tmp_path / "a.yaml"), vocabulary, Catalogs({})), "device") == ["device:a"]


# Names and places of things


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

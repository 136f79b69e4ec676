"""What an inventory declares: things, lists that nobody wrote, defaults, and ids that name one thing only."""

from __future__ import annotations

from pathlib import Path

import pytest

from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import label, place_name, ref
from secpolicy.model.vocabulary import Vocabulary
from tests.loaded import load_inventory
from tests.model.conftest import Built, Refusal
from tests.model.together import found, refs, refused, together


def doubts(inventory: Inventory, kind: str) -> list[str]:
    """The lists that would tell whether there are more things of a kind."""
    return [place_name(place) for _, place in inventory.populations[kind].phantoms]


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


def test_problems_come_in_order_of_place(problems_of: Refusal) -> None:
    lines = [problem.location.line for problem in problems_of("devices:\n  - {id: a, site: x}\n  - {id: b, count: x}\nsegments:\n  - {id: a, tier: x}\n")]

    assert [3, 4, 6] == lines


def test_what_is_always_there_needs_no_list(built: Built) -> None:
    inventory = built("endpoints: none\n")

    assert [True, False] == [inventory.always[name].value("reaches_internet") for name in ("the_internet", "the_lgwan")]


def test_an_inventory_is_loaded_from_a_file(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "a.yaml").write_text("vocabulary: 1\ndevices: [{id: a}]\n", encoding="utf-8")

    assert refs(load_inventory(str(tmp_path / "a.yaml"), vocabulary, Catalogs({})), "device") == ["device:a"]

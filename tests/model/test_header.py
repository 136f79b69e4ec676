"""What stands at the head of an inventory: files, day, vocabulary, and defaults for things that say nothing."""

from __future__ import annotations

from datetime import date

import pytest

from secpolicy.model.catalog import Catalogs
from secpolicy.model.documents import documents_of
from secpolicy.model.inventory import build_inventory
from secpolicy.model.vocabulary import Vocabulary
from tests.model.conftest import Built, Refusal
from tests.model.together import found, refs, refused, together


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

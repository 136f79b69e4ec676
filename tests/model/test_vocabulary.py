"""The vocabulary: every kind and field defined once, complete in both languages, and the same after a stay in the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secpolicy.model.catalog import Catalogs
from secpolicy.model.documents import documents_of
from secpolicy.model.entity import UNDECLARED
from secpolicy.model.inventory import build_inventory
from secpolicy.model.packed import packed, unpacked
from secpolicy.model.vocabulary import Field, Kind, Type, Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary, vocabulary_files

THING = """\
kind: thing
key: things
ja: 物
en: thing
fields:
  weight: {type: number, ja: 重さ, en: weight}
  peer: {type: ref thing, ja: 相手, en: peer}
  size: {type: text, ja: 大きさ, en: size, if_undeclared: {from: peer}}
  limits.port: {type: yes/no, ja: ポート, en: port, is: 閉じている, is_not: 開いている}
  limits.mac: {type: yes/no, ja: MAC, en: MAC, is: {ja: 閉じている, en: is shut}, is_not: {ja: 開いている, en: is open}}
"""


def loaded(folder: Path, **files: str) -> Vocabulary:
    for stem, text in files.items():
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return load_vocabulary((str(folder),))


def named(vocabulary: Vocabulary) -> list[Kind]:
    return [*vocabulary.kinds.values(), *vocabulary.records.values()]


def test_every_kind_and_field_has_labels_in_both_languages(vocabulary: Vocabulary) -> None:
    lacking = [f"{kind.name}.{field.name}" for kind in named(vocabulary) for field in kind.fields if not (field.ja and field.en and kind.ja and kind.en)]

    assert lacking == []


def test_every_yes_or_no_has_its_two_phrases(vocabulary: Vocabulary) -> None:
    lacking = [
        f"{kind.name}.{field.name}" for kind in named(vocabulary) for field in kind.fields if field.type.name == "yes/no" and not (field.holds and field.fails)
    ]

    assert lacking == []


def test_a_phrase_may_be_given_in_japanese_alone(tmp_path: Path) -> None:
    fields = {field.name: field for field in loaded(tmp_path, thing=THING).records["thing.limits"].fields}

    assert (("閉じている", ""), ("開いている", "")) == (fields["port"].holds, fields["port"].fails)
    assert (("閉じている", "is shut"), ("開いている", "is open")) == (fields["mac"].holds, fields["mac"].fails)


def test_no_key_or_value_is_one_of_the_words_that_yaml_reads_as_a_truth(vocabulary: Vocabulary) -> None:
    words = {field.name for kind in named(vocabulary) for field in kind.fields} | {value for choice in vocabulary.choices.values() for value in choice.labels}

    assert words & {"on", "off", "yes", "no", "y", "n"} == set()


def test_every_value_of_the_vocabulary_can_be_told_from_a_reserved_word(vocabulary: Vocabulary) -> None:
    values = {value for choice in vocabulary.choices.values() for value in choice.labels}

    assert values & {"unknown", "none", "不明", "なし", "null", "~"} == set()


def test_a_vocabulary_is_the_same_after_the_cache(vocabulary: Vocabulary) -> None:
    data = vocabulary.as_data()

    assert data == Vocabulary.from_data(unpacked(packed(data))).as_data()


def test_what_a_rule_can_be_asked_of_is_a_kind_or_a_named_record(vocabulary: Vocabulary) -> None:
    found = [vocabulary.subject(name) for name in ("device", "software", "link.limits", "camera")]

    assert ["device", "software", None, None] == [kind and kind.name for kind in found]


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (Type("text"), "text"),
        (Type("choice", "tier"), "choice tier"),
        (Type("ref", ("segment", "device")), "ref segment device"),
        (Type("list", Type("record", "login")), "list of record login"),
        (Type("map", ("activity_kind", Type("period"))), "map activity_kind to period"),
    ],
)
def test_a_type_is_called_as_the_vocabulary_writes_it(type_: Type, text: str) -> None:
    assert text == str(type_)


def test_a_kind_finds_its_fields_and_says_its_name(vocabulary: Vocabulary) -> None:
    kind = vocabulary.kinds["segment"]
    tier = kind.field("tier")

    assert ("Kind(segment)", Field, None) == (repr(kind), type(tier), kind.field("colour"))


def test_ordered_choices_rank_their_values(vocabulary: Vocabulary) -> None:
    assert [0, 4] == [vocabulary.choices["confidentiality"].rank(value) for value in ("c1", "c3a")]


def test_fields_written_with_dots_are_one_record(tmp_path: Path) -> None:
    record = loaded(tmp_path, thing=THING).records["thing.limits"]

    assert ["port", "mac"] == [field.name for field in record.fields]


def test_a_pack_adds_fields_to_a_kind(tmp_path: Path) -> None:
    added = "extends: thing\nfields:\n  colour: {type: text, ja: 色, en: colour}\n"

    assert "colour" in loaded(tmp_path, thing=THING, ours=added).kinds["thing"].index


def test_a_record_that_says_of_what_it_is_keeps_its_own_word(tmp_path: Path) -> None:
    records = "records: {label: {ja: 札, en: label, fields: {of: {type: text, ja: 対象, en: of}}}}\n"

    assert [Type("text")] == [field.type for field in loaded(tmp_path, records=records).records["label"].fields]


def test_a_folder_that_is_not_there_holds_no_files(tmp_path: Path) -> None:
    assert vocabulary_files(str(tmp_path / "none")) == []


def value(vocabulary: Vocabulary, text: str) -> Any:
    inventory = build_inventory(documents_of(f"vocabulary: 1\n{text}", "x.yaml"), vocabulary, Catalogs({}))
    return inventory.populations["thing"].members[0].value("size")


def test_what_follows_from_itself_in_a_circle_stays_undeclared(tmp_path: Path) -> None:
    assert value(loaded(tmp_path, thing=THING), "things: [{id: a, peer: b}, {id: b, peer: a}]\n") is UNDECLARED


def test_what_follows_from_another_follows_through_a_chain(tmp_path: Path) -> None:
    assert "大" == value(loaded(tmp_path, thing=THING), "things: [{id: a, peer: b}, {id: b, peer: c}, {id: c, size: 大}]\n")

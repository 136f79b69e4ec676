"""The JSON Schema by itself, and word by word: it takes the words that the reader takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from secpolicy.model import written_forms
from secpolicy.model.documents import documents_of
from secpolicy.model.readers import Readers
from secpolicy.model.scalars import RESERVED, TRUTHS
from secpolicy.model.schema import inventory_schema, schema_text
from secpolicy.model.vocabulary import Choice, Field, Kind, Type, Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary
from secpolicy.model.written_forms import core_value

VOCABULARY: Vocabulary = load_vocabulary()
SCHEMA = inventory_schema(VOCABULARY)
WIDE = str.maketrans("0123456789,.-/%RHS", "０１２３４５６７８９，．－／％ＲＨＳ")
# Every way to write a value, good or bad: each word is tried on each type.
WRITTEN = (
    *("見本町", "true", "Windows 11", "#1", "[a]", "な し", "0", "24", "2,400", "007", "-1", "99.5", "99.5%", "1/3", "-2", ".5", "1,200.5", "12.", ",", ",5"),
    *("12000000", "1,200万円", "3.5億円", "5千円", "300 百万", "万円", "2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", "令和8年4月1日", "24.04"),
    *("令和元年5月1日", "R8.4.1", "H30/12/31", "S64-1-7", "㍻30年4月", "2019-04", "2019年4月", "R8.4", "平成31年4月", "2019", "2019年", "2026年度"),
    *("26-4-1", "2026-4-1日", "令和8年", "r8.4.1", "4月1日", "2026-13-01", "FY2026", "FY 2026", "令和8年度", "R8年度", "平成 元 年度", "8年度", "半年"),
    *("6 months", "6か月", "6ヶ月間", "90 days", "1年", "2週間", "30分", "24時間", "1 hour", "each fiscal year", "毎年度", "6 month s", "months"),
)


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(part)


def probe(type_: Type, word: str, schema: dict[str, Any]) -> tuple[bool, bool]:
    """Whether the reader, and whether a schema, takes a word as a value of a type."""
    [document] = documents_of(f"probe: {json.dumps(word, ensure_ascii=False)}\n", "probe.yaml")
    readers = Readers(VOCABULARY)
    readers.entity(Kind("probe", "probe", "", "", "once", (), (Field("probe", type_, "", ""),), False, {}, {}), document)
    validator = Draft202012Validator({**schema, "$defs": SCHEMA["$defs"]})
    return not readers.problems, bool(validator.is_valid(core_value(word)) and validator.is_valid(word))


WORDS = sorted({*WRITTEN, *(word.translate(WIDE) for word in WRITTEN), *TRUTHS, *RESERVED})


@pytest.mark.parametrize("name", written_forms.WRITTEN)
def test_reader_and_schema_take_the_same_words(name: str) -> None:
    schema = {"anyOf": [{"$ref": "#/$defs/reserved"}, *written_forms.WRITTEN[name]]}
    taken = {word: probe(Type(name), word, schema) for word in WORDS}

    assert [] == [word for word, (reader, schema) in taken.items() if reader != schema]


VALUES = [choice for choice in VOCABULARY.choices.values() if f"choice.{choice.name}.plain" in SCHEMA["$defs"]]  # others are only keys of maps


@pytest.mark.parametrize("choice", VALUES, ids=lambda choice: choice.name)
def test_every_spelling_of_a_choice_fits(choice: Choice) -> None:
    words = [*choice.labels, *(label for pair in choice.labels.values() for label in pair), *choice.spellings, *choice.spans]
    type_, schema = Type("choice", choice.name), {"$ref": f"#/$defs/choice.{choice.name}.plain"}

    assert {(True, True)} == {probe(type_, word, schema) for word in words}
    assert (False, False) == probe(type_, "そんな値はない", schema)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_is_committed(is_committed: Callable[[Path, str], None]) -> None:
    is_committed(Path("docs/inventory.schema.json"), schema_text(VOCABULARY))


def test_the_text_of_the_schema_is_the_schema() -> None:
    text = schema_text(VOCABULARY)
    text.encode("cp932")

    assert SCHEMA == json.loads(text)


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    named = {part["$ref"] for part in mappings(SCHEMA) if isinstance(part.get("$ref"), str)}

    assert named <= {f"#/$defs/{name}" for name in SCHEMA["$defs"]}
    assert {f"#/$defs/{name}" for name in SCHEMA["$defs"]} == named


def test_every_field_has_a_title_and_a_description() -> None:
    bare = [
        f"{name}.{field}"
        for name, schema in SCHEMA["$defs"].items()
        if name.startswith(("kind.", "fields."))
        for field, part in schema["properties"].items()
        if not part.get("title") or not part.get("description")
    ]

    assert [] == bare


@pytest.mark.parametrize(
    ("word", "value"),
    [("24", 24), ("007", 7), ("0o17", 15), ("0x1F", 31), ("2019.10", 2019.1), ("1e3", 1000.0), ("true", True), ("TRUE", True), ("False", False),
     ("yes", "yes"), ("", None), ("~", None), ("Null", None), ("2026-04-01", "2026-04-01"), ("1,200", "1,200"), ("24時間", "24時間"), ("-", "-")],
)  # fmt: skip
def test_a_bare_word_is_read_as_yaml_1_2_does(word: str, value: Any) -> None:
    assert value == core_value(word)
    assert type(value) is type(core_value(word))

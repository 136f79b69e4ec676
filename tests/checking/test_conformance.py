"""What the schema's errors become: our own words, at the line where they belong."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.base.text import LANGUAGES, told
from secpolicy.checking.conformance import schema_problems
from secpolicy.model.documents import documents_of
from secpolicy.model.schema import inventory_schema
from secpolicy.model.vocabulary_files import load_vocabulary
from secpolicy.model.words import load_words

SCHEMA = inventory_schema(load_vocabulary())
FAULTS = [
    ("vocabulary: 2", "schema-enum", "1:13"),
    ("declared_on: 2026-04-01", "schema-required", "1:1"),
    ("vocabulary: 1\nsegmants: []", "schema-additionalProperties-meant", "2:1"),
    ("vocabulary: 1\nそんな項目: []", "schema-additionalProperties", "2:1"),
    ("vocabulary: 1\nsegments:\n  - {id: a}\n  - {name: b}", "schema-required", "4:5"),
    ("vocabulary: 1\nsegments:\n  - {id: a, tier: mynumbr}", "schema-anyOf-choice", "3:19"),
    ("vocabulary: 1\nsegments:\n  - {id: a, tier: [lgwan]}", "schema-anyOf-list-choice", "3:19"),
    ("vocabulary: 1\nsegments:\n  - {id: a, tier: {lgwan: true}}", "schema-anyOf-mapping-choice", "3:19"),
    ("vocabulary: 1\nsegments:\n  - {id: a b}", "schema-anyOf-type", "3:10"),
    ("vocabulary: 1\ndevices:\n  - {id: a, count: [1]}", "schema-anyOf-list-type", "3:20"),
    ("vocabulary: 1\ndevices:\n  - {id: a, count: {of: 1}}", "schema-anyOf-mapping-type", "3:20"),
    ("vocabulary: 1\ndevices: pc-01", "schema-anyOf", "2:10"),
    ("vocabulary: 1\ndevices:\n  - {id: a, os: [Windows 11]}", "schema-anyOf-list", "3:17"),
    ("vocabulary: 1\ninclude: {file: a.yaml}", "schema-anyOf-mapping", "2:10"),
    ("vocabulary: 1\nlinks:\n  - {id: a, purposes: [web, none]}", "schema-not", "3:29"),
    ("vocabulary: 1\nactivities:\n  audit: [{date: {value: いつか, by: x}}]", "schema-anyOf-type", "3:26"),
    ("vocabulary: 1\nsystems:\n  - {id: a, contracts: {form: negotiated, fomr: x}}", "schema-additionalProperties-meant", "3:43"),
]


@pytest.mark.parametrize(("text", "message", "place"), FAULTS)
def test_a_fault_is_one_problem_at_its_place(text: str, message: str, place: str) -> None:
    [document] = documents_of(text + "\n", "inventory.yaml")

    found = [(problem.id, str(problem.location)) for problem in schema_problems(document, SCHEMA)]
    assert [(message, f"inventory.yaml:{place}")] == found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_is_told_without_words_of_the_validator(lang: str) -> None:
    words, foreign = load_words(lang), ("properties", "instance", "valid under", "$ref", "None", "（）")
    for text, _, _ in FAULTS:
        [document] = documents_of(text + "\n", "inventory.yaml")
        for problem in schema_problems(document, SCHEMA):
            told(problem, words).encode("cp932")

            assert not [word for word in foreign if word in words.says(problem.id, **problem.values)]


def test_every_message_of_the_schema_is_raised_here() -> None:
    """`schema-other` stands for keywords that the generator does not use today."""
    known = {
        id_
        for id_ in load_words("ja").texts
        if id_.startswith("schema-") and not id_.startswith("schema-option-") and id_ not in ("schema-fits", "schema-other")
    }

    assert known == {message for _, message, _ in FAULTS}


def test_a_keyword_without_words_of_its_own_is_named() -> None:
    [document] = documents_of("a: 1\n", "x.yaml")
    schema: dict[str, Any] = {"properties": {"a": {"multipleOf": 2}}}

    assert [("schema-other", "multipleOf")] == [(problem.id, problem.values["keyword"]) for problem in schema_problems(document, schema)]


def test_every_fault_of_a_file_is_told_in_order_of_place() -> None:
    [document] = documents_of("vocabulary: 1\ndevices:\n  - {id: a, count: x, kind: y}\n  - {id: b, nmae: z}\nlinks: x\n", "inventory.yaml")

    assert ["3:20", "3:29", "4:13", "5:8"] == [str(problem.location).partition(":")[2] for problem in schema_problems(document, SCHEMA)]

"""The rulebook as the pack cache holds it."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.model.clauses import Clause
from secpolicy.model.folders import data_folder
from secpolicy.model.packed import packed, unpacked
from secpolicy.model.rulebook import Duty, Rule, Rulebook
from secpolicy.model.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def built() -> Rulebook:
    """The shipped packs, made from their files."""
    return load_rulebook(data_folder("rules"), data_folder("profiles"))


@pytest.fixture(scope="module")
def cached(built: Rulebook) -> Rulebook:
    """The same from the cache."""
    return Rulebook.from_data({name: unpacked(packed(part)) for name, part in built.as_data().items()})


def test_every_rule_is_the_same_after_the_cache(built: Rulebook, cached: Rulebook) -> None:
    def facts(rule: Rule) -> tuple[Any, ...]:
        return rule._replace(telling=None), rule.title, rule.note, rule.fix, rule.called, rule.file, rule.tree

    assert [*map(facts, built.rules)] == [*map(facts, cached.rules)]
    assert {Rule} == {type(rule) for rule in cached.rules}
    assert {Duty} == {type(duty) for rule in cached.rules for duty in rule.duties}
    assert {"Route", "NoneType"} == {type(duty.route).__name__ for rule in cached.rules for duty in rule.duties}


def test_a_rule_is_called_by_its_pack_its_topic_and_its_name(built: Rulebook) -> None:
    assert [rule.id for rule in built.rules] == [f"{rule.pack}/{rule.topic}/{rule.name}" for rule in built.rules]


def test_every_clause_is_the_same_after_the_cache(built: Rulebook, cached: Rulebook) -> None:
    def facts(clause: Clause) -> tuple[Any, ...]:
        return clause._replace(telling=None), clause.title, clause.numbers, clause.slugs, clause.because

    assert [*map(facts, built.clauses.values())] == [*map(facts, cached.clauses.values())]
    assert {Clause} == {type(clause) for clause in cached.clauses.values()}


@pytest.mark.parametrize("name", ["packs", "guidelines", "parameters", "terms", "profiles", "adjustments", "digest"])
def test_what_is_looked_up_is_the_same_after_the_cache(built: Rulebook, cached: Rulebook, name: str) -> None:
    assert repr(getattr(built, name)) == repr(getattr(cached, name))


def types_of(vocabulary: Vocabulary) -> list[str]:
    """Spelled out, since a record equals the plain tuple of its values."""
    return [repr(field.type) for kind in (*vocabulary.kinds.values(), *vocabulary.records.values()) for field in kind.fields]


@pytest.mark.parametrize("name", ["vocabulary", "house"])
def test_a_vocabulary_is_the_same_after_the_cache(built: Rulebook, cached: Rulebook, name: str) -> None:
    assert getattr(built, name).as_data() == getattr(cached, name).as_data()
    assert types_of(getattr(built, name)) == types_of(getattr(cached, name))


def test_rows_are_looked_up_alike_in_a_part_and_in_a_table(built: Rulebook, cached: Rulebook) -> None:
    asked = [("products", "product", row["product"].casefold()) for row in built.catalogs.table("products")]
    asked += [("disposal-methods", *next(iter(built.catalogs.table("disposal-methods")[0].items())))]
    asked += [("products", "product", "no such product"), ("none", "product", "windows 11"), ("local-governments", "code", None)]

    assert [built.catalogs.rows(*one) for one in asked] == [cached.catalogs.rows(*one) for one in asked]


def test_every_table_is_the_same_after_the_cache(built: Rulebook, cached: Rulebook) -> None:
    names = ["none", *(head.table for head in built.catalogs.heads)]

    assert [(built.catalogs.table(name), built.catalogs.files_of(name)) for name in names] == [
        (cached.catalogs.table(name), cached.catalogs.files_of(name)) for name in names
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_words_are_the_same_after_the_cache(built: Rulebook, cached: Rulebook, lang: str) -> None:
    words = cached.texts(lang)

    assert built.texts(lang) == {id_: words[id_] for id_ in built.texts(lang)}


def test_a_rulebook_without_rules_comes_back() -> None:
    empty = load_rulebook(data_folder("profiles"))

    assert () == Rulebook.from_data(empty.as_data()).rules

"""Inventories drawn at random from the vocabulary, all of which the reader accepts, in every form in which values may be written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from secpolicy.base.problem import Problem, Refused
from secpolicy.checking.conformance import schema_problems
from secpolicy.model.catalog import Catalogs
from secpolicy.model.documents import documents_of, read_by_libyaml
from secpolicy.model.inventory import build_inventory
from secpolicy.model.scalars import TRUTHS
from secpolicy.model.schema import inventory_schema
from secpolicy.model.vocabulary import ANY, Kind, Type, Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary
from secpolicy.model.written_forms import core_value

VOCABULARY: Vocabulary = load_vocabulary()
WIDE = str.maketrans("0123456789,.-/%RHS", "０１２３４５６７８９，．－／％ＲＨＳ")
UNDECLARED = ("", "~", "null", "不明", "unknown")
RESERVED = (*UNDECLARED, "none", "なし")
WRITTEN = {
    "text": ("見本町", "2026", "24.04", "true", "Windows 11", "第3条: 別表", "#1", "[a]", "１２", "な し"),
    "yes/no": tuple(TRUTHS),
    "whole number": ("0", "24", "2,400", "007"),
    "number": ("99.5", "99.5%", "1/3", "-2", ".5", "1e3", "1,200.5", "12"),
    "money": ("12000000", "1,200万円", "3.5億円", "5千円", "0", "300 百万"),
    "date": ("2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", "令和8年4月1日", "令和元年5月1日", "R8.4.1", "H30/12/31", "S64-1-7", "㍻30年4月", "2019-04",
             "2019.10", "2019年4月", "R8.4", "平成31年4月", "2019", "2019年"),
    "fiscal year": ("2026", "2026年度", "FY2026", "FY 2026", "令和8年度", "R8年度", "平成 元 年度"),
    "government code": ("999997", "011002", "９９９９９７"),
    "period": ("6 months", "6か月", "6ヶ月間", "90 days", "1年", "2週間", "30分", "24時間", "1 hour", "each fiscal year", "毎年度"),
}  # fmt: skip


class Quoted(str):
    """A text that is written between quotation marks."""

    __slots__ = ()


def emitted(value: Any) -> str:
    """A value in YAML's flow style; words stand bare where YAML allows it and they are not quoted on purpose."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{emitted(str(key))}: {emitted(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(emitted, value)) + "]"
    bare = value == "" or (value[0].isalnum() and value[-1].isalnum() and not set(value) & set(",:#[]{}\"'&*|>@`"))
    return value if bare and not isinstance(value, Quoted) else json.dumps(value, ensure_ascii=False)


def text_of(document: dict[str, Any]) -> str:
    return "\n".join(f"{emitted(str(key))}: {emitted(value)}" for key, value in document.items()) + "\n"


def as_an_editor_reads(node: Any) -> Any:
    """YAML 1.2: a bare word may be a number, a truth or null, a quoted one is a text; keys are texts."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: as_an_editor_reads(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_an_editor_reads(part) for part in node.value]
    return core_value(node.value) if node.style is None else node.value


class Drawn:
    """One document in the making: how to draw, what has been named and must therefore be declared, and the last id given."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw, self.named, self.last = draw, set[str](), 0

    def one_of(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def word(self, *words: str) -> str:
        chosen = self.one_of(*words)
        return Quoted(chosen) if self.draw(st.booleans()) else chosen

    def new_id(self) -> str:
        self.last += 1
        return f"n{self.last}"

    def value(self, type_: Type, depth: int = 0) -> Any:
        """A value of a type, in any form that the reader knows."""
        form = self.one_of("declared", "declared", "declared", "reserved", "evidence")
        if form == "reserved":
            return self.word(*RESERVED)
        if type_.name == "list":
            return self.members(type_.of, depth, form)
        if form == "evidence" and type_.name != "map":
            return self.evidence(self.word(*RESERVED) if self.draw(st.booleans()) else self.declared(type_, depth, in_place=False))
        return self.declared(type_, depth)

    def members(self, member: Type, depth: int, form: str) -> Any:
        found = [self.declared(member, depth) for _ in range(self.one_of(0, 1, 2))]
        if form == "evidence":
            return self.evidence(found[0] if found and self.draw(st.booleans()) and not isinstance(found[0], dict) else found)
        if self.draw(st.booleans()):
            return [*found, self.word(*UNDECLARED)]
        return found[0] if len(found) == 1 and self.draw(st.booleans()) else found

    def evidence(self, value: Any) -> dict[str, Any]:
        notes = {
            "checked_on": self.word(*WRITTEN["date"], *RESERVED),
            "by": self.word("情報係", "7"),
            "source": self.word("台帳"),
            "text": self.word("false", "true"),
        }
        return {"value": value, **{name: note for name, note in notes.items() if self.draw(st.booleans())}}

    def declared(self, type_: Type, depth: int, in_place: bool = True) -> Any:
        if type_.name == "choice":
            choice = VOCABULARY.choices[type_.of]
            return self.word(*choice.labels, *(label for pair in choice.labels.values() for label in pair), *choice.spellings, *choice.spans)
        if type_.name == "record":
            return self.fields(VOCABULARY.records[type_.of], depth + 1)
        if type_.name == "map":
            labels = VOCABULARY.choices[type_.of[0]].labels
            names = self.draw(st.lists(st.sampled_from([*labels]), max_size=2, unique=True))
            return {self.one_of(name, *labels[name]): self.value(type_.of[1], depth + 1) for name in names}
        if type_.name == "ref":
            return self.reference(type_.of, depth, in_place)
        word = self.one_of(*WRITTEN[type_.name])
        wide = type_.name not in ("text", "yes/no") and "y" not in word and "m" not in word and "h" not in word
        return self.word(word.translate(WIDE) if wide and self.draw(st.booleans()) else word)

    def reference(self, kinds: tuple[str, ...], depth: int, in_place: bool) -> Any:
        if in_place and len(kinds) == 1 and kinds[0] != ANY and depth == 0 and self.draw(st.booleans()):
            return self.fields(VOCABULARY.kinds[kinds[0]], depth + 1)
        targets = [name for name, kind in VOCABULARY.kinds.items() if kind.identity == ("id",)] if ANY in kinds else kinds
        kind = VOCABULARY.kinds[self.one_of(*targets)]
        self.named.add(kind.name)
        return self.word(target_of(kind), f"{kind.name}:{target_of(kind)}")

    def fields(self, kind: Kind, depth: int = 0, without: tuple[str, ...] = ("id",)) -> dict[str, Any]:
        writable = [field for field in kind.fields if field.writable and field.name not in without]
        chosen = self.draw(st.lists(st.sampled_from(writable), max_size=3, unique_by=lambda field: field.name))
        return {field.name: self.value(field.type, depth) for field in chosen}

    def entry(self, kind: Kind) -> dict[str, Any]:
        own = {"id": self.new_id()}
        return {**own, **self.fields(kind)}

    def entries(self, kind: Kind, bare: bool) -> Any:
        """The entries of a list; `bare`: one entry may lack an id."""
        form = self.one_of("list", "list", "one", "reserved")
        if form == "reserved":
            return self.word(*RESERVED)
        if form == "one":
            return self.fields(kind) if bare else self.entry(kind)
        found: list[Any] = [self.entry(kind) for _ in range(self.one_of(0, 1, 2))]
        return [*found, self.word(*UNDECLARED)] if self.draw(st.booleans()) else found

    def kind(self, kind: Kind) -> Any:
        if kind.written == "list":
            return self.entries(kind, bare=False)
        if self.one_of(True, True, False) is False:
            return self.word(*RESERVED) if kind.written == "once" or self.draw(st.booleans()) else []
        if kind.written == "once":
            return self.fields(kind)
        labels = values_of(kind)
        names = self.draw(st.lists(st.sampled_from([*labels][1:]), max_size=2, unique=True))
        return {self.one_of(name, *labels[name]): self.entries(kind, bare=True) for name in names}

    def header(self) -> dict[str, Any]:
        found: dict[str, Any] = {"vocabulary": self.word("1"), "declared_on": self.word(*WRITTEN["date"], *RESERVED)}
        if self.draw(st.booleans()):
            found["profile"] = self.word("alpha", "不明")
        if self.draw(st.booleans()):
            kinds = self.draw(st.lists(st.sampled_from([*VOCABULARY.kinds.values()]), max_size=2, unique_by=lambda kind: kind.name))
            found["defaults"] = {self.one_of(kind.name, kind.key): self.fields(kind, 1, ("id", *kind.identity)) for kind in kinds}
        return found


def values_of(kind: Kind) -> dict[str, tuple[str, str]]:
    """The values of the choice by which a kind is written."""
    return VOCABULARY.choices[kind.fields[kind.index["kind"]].type.of].labels


def target_of(kind: Kind) -> str:
    """The id of the one thing of each kind that references name."""
    if kind.written == "once":
        return kind.name
    return next(iter(values_of(kind))) if kind.written == "by kind" else f"{kind.name}-1"


@st.composite
def drawn_inventories(draw: Callable[[Any], Any]) -> dict[str, Any]:
    drawn = Drawn(draw)
    document = drawn.header()
    for kind in draw(st.lists(st.sampled_from([*VOCABULARY.kinds.values()]), min_size=1, max_size=4, unique_by=lambda kind: kind.name)):
        document[kind.key] = drawn.kind(kind)
    for name in sorted(drawn.named):
        declare(document, VOCABULARY.kinds[name])
    return document


def declare(document: dict[str, Any], kind: Kind) -> None:
    """Let a document hold the thing that references to a kind name."""
    written = document.get(kind.key)
    if kind.written == "list":
        entries = written if isinstance(written, list) else [written] if isinstance(written, dict) else []
        document[kind.key] = [*entries, {"id": target_of(kind)}]
    elif not isinstance(written, dict):
        document[kind.key] = {}
    if kind.written == "by kind":
        document[kind.key][target_of(kind)] = {"note": "x"}


class Doors:
    """The two doors to an inventory, the reader and the schema, and what is brought to them."""

    def __init__(self) -> None:
        self.vocabulary, self.schema = VOCABULARY, inventory_schema(VOCABULARY)
        self.validator = Draft202012Validator(self.schema)

    inventories = staticmethod(drawn_inventories)
    text_of = staticmethod(text_of)
    emitted = staticmethod(emitted)

    def fits(self, text: str) -> bool:
        """Whether a file fits the schema, as an editor reads it."""
        return bool(self.validator.is_valid(as_an_editor_reads(yaml.compose(text, Loader=yaml.SafeLoader))))

    def faults(self, text: str) -> list[Problem]:
        """What `secpolicy schema --validate` says of a file."""
        return schema_problems(*read_by_libyaml(documents_of(text, "inventory.yaml")), self.schema)

    def refusal(self, text: str) -> Refused | None:
        """Why the reader refuses a file; None if it takes it."""
        try:
            build_inventory(documents_of(text, "inventory.yaml"), self.vocabulary, Catalogs({}))
        except Refused as refused:
            return refused
        return None


@pytest.fixture(scope="session")
def doors() -> Doors:
    """The reader and the schema of the vocabulary."""
    return Doors()

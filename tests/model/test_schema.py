"""The JSON Schema and the reader are two doors of one house: what the reader takes fits the schema, and structural faults pass neither."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from secpolicy.base.problem import Refused
from secpolicy.checking.conformance import schema_problems
from secpolicy.model.catalog import Catalogs
from secpolicy.model.documents import documents_of
from secpolicy.model.inventory import build_inventory
from secpolicy.model.readers import TRUTHS, Readers
from secpolicy.model.schema import inventory_schema, schema_text, slug
from secpolicy.model.vocabulary import ANY, Choice, Field, Kind, Type, Vocabulary, load_vocabulary
from secpolicy.model.written_forms import core_value
from secpolicy.model.yaml_reader import Mapping, read_file

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*/*.yaml"))
VOCABULARY: Vocabulary = load_vocabulary()
SCHEMA = inventory_schema(VOCABULARY)
VALIDATOR = Draft202012Validator(SCHEMA)
SLOWLY = settings(deadline=None, derandomize=True, database=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

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


def fits(text: str) -> bool:
    return bool(VALIDATOR.is_valid(as_an_editor_reads(yaml.compose(text, Loader=yaml.SafeLoader))))


def refusal(text: str) -> Refused | None:
    try:
        build_inventory(documents_of(text, "inventory.yaml"), VOCABULARY, Catalogs({}))
    except Refused as refused:
        return refused
    return None


# Documents that the reader accepts, drawn from the vocabulary


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
def inventories(draw: Callable[[Any], Any]) -> dict[str, Any]:
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


@SLOWLY
@given(inventories())
def test_what_the_reader_accepts_fits_the_schema(document: dict[str, Any]) -> None:
    text = text_of(document)

    assert refusal(text) is None
    assert fits(text), text
    assert [] == schema_problems(documents_of(text, "inventory.yaml")[0], SCHEMA)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_samples_fit_the_schema(path: Path) -> None:
    document = read_file(str(path))

    assert isinstance(document, Mapping)
    assert fits(path.read_text(encoding="utf-8"))
    assert [] == schema_problems(document, SCHEMA)


def probe(type_: Type, word: str, form: str = "") -> tuple[bool, bool]:
    """Whether the reader, and whether the schema, takes a word as a value of a type."""
    [document] = documents_of(f"probe: {json.dumps(word, ensure_ascii=False)}\n", "probe.yaml")
    readers = Readers(VOCABULARY)
    readers.entity(Kind("probe", "probe", "", "", "once", (), (Field("probe", type_, "", ""),), False, {}, {}), document)
    validator = Draft202012Validator({"$ref": f"#/$defs/{slug(type_)}{form}", "$defs": SCHEMA["$defs"]})
    return not readers.problems, bool(validator.is_valid(core_value(word)) and validator.is_valid(word))


WORDS = sorted({word for words in WRITTEN.values() for word in words} | {word.translate(WIDE) for words in WRITTEN.values() for word in words} | {*RESERVED})


@pytest.mark.parametrize("name", WRITTEN)
def test_reader_and_schema_take_the_same_words(name: str) -> None:
    """Every way to write any type, tried on each type. A number to an editor, such as 1e3, may be one that the reader asks to be written out."""
    words = [word for word in WORDS if word != "1e3"]
    taken = {word: probe(Type(name), word) for word in words}

    assert [] == [word for word, (reader, schema) in taken.items() if reader != schema]


VALUES = [choice for choice in VOCABULARY.choices.values() if f"choice.{choice.name}.plain" in SCHEMA["$defs"]]  # others are only keys of maps


@pytest.mark.parametrize("choice", VALUES, ids=lambda choice: choice.name)
def test_every_spelling_of_a_choice_fits(choice: Choice) -> None:
    words = [*choice.labels, *(label for pair in choice.labels.values() for label in pair), *choice.spellings, *choice.spans]

    assert {(True, True)} == {probe(Type("choice", choice.name), word, ".plain") for word in words}
    assert (False, False) == probe(Type("choice", choice.name), "そんな値はない", ".plain")


# Faults that neither lets pass


class Spot:
    """A place in a document where a value of a type stands. `kind` is of a mapping whose keys are closed."""

    def __init__(self, holder: Any, key: Any, type_: Type | None = None) -> None:
        self.holder, self.key, self.type = holder, key, type_

    def put(self, value: Any) -> None:
        self.holder[self.key] = value


def spots(document: dict[str, Any]) -> Iterator[Spot]:
    """Every value of a document that the vocabulary gives a type."""
    for key, value in document.items():
        kind = VOCABULARY.by_key.get(key)
        if kind is None:
            continue
        parts = [value] if kind.written != "by kind" else [*value.values()] if isinstance(value, dict) else []
        for part in parts:
            for entry in part if isinstance(part, list) else [part]:
                if isinstance(entry, dict):
                    yield from spots_in(entry, kind)
    for name, block in document.get("defaults", {}).items():
        yield from spots_in(block, VOCABULARY.kinds.get(name) or VOCABULARY.by_key[name])


def spots_in(mapping: dict[str, Any], kind: Kind) -> Iterator[Spot]:
    for name in list(mapping):
        field = kind.field(name)
        assert isinstance(field, Field)
        yield from spots_at(mapping, name, field.type)


def spots_at(holder: Any, key: Any, type_: Type) -> Iterator[Spot]:
    value = holder[key]
    if isinstance(value, dict) and "value" in value:
        yield from spots_at(value, "value", type_)
        if "checked_on" in value:
            yield Spot(value, "checked_on", Type("date"))
        return
    yield Spot(holder, key, type_)
    inner = type_.of if type_.name == "list" else type_
    if isinstance(value, list):
        for position in range(len(value)):
            yield from spots_at(value, position, inner)
    elif isinstance(value, dict) and inner.name in ("record", "ref"):
        yield from spots_in(value, VOCABULARY.records[inner.of] if inner.name == "record" else VOCABULARY.kinds[inner.of[0]])
    elif isinstance(value, dict) and inner.name == "map":
        for name in list(value):
            yield from spots_at(value, name, inner.of[1])


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a document: the keys of all of them are closed."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(part)


def unknown_key(document: dict[str, Any], draw: Callable[[Any], Any]) -> None:
    draw(st.sampled_from([*mappings(document)]))["そんな項目はない"] = "x"


def missing_key(document: dict[str, Any], draw: Callable[[Any], Any]) -> None:
    entries = [entry for kind in VOCABULARY.kinds.values() if kind.written == "list" for entry in listed(document.get(kind.key))]
    holders = [(document, ("vocabulary",)), *((entry, ("id", "kind", "date", "item", "rule", "subject")) for entry in entries if len(entry) == 1)]
    holder, keys = draw(st.sampled_from(holders))
    for key in keys:
        holder.pop(key, None)
    document.setdefault("declared_on", "2026-04-01")


def listed(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]


def wrong_shape(document: dict[str, Any], draw: Callable[[Any], Any]) -> None:
    found = [*spots(document)]
    assume(found)
    spot = draw(st.sampled_from(found))
    spot.put(misshapen(spot.type, isinstance(spot.key, int)))


def misshapen(type_: Type | None, in_list: bool = False) -> Any:
    """A value that no value of the type looks like."""
    assert type_ is not None
    if type_.name in ("record", "map"):
        return "文"
    return {"そんな": {"形": "はない"}} if type_.name == "list" else [["文"]] if in_list else ["文"]


def no_such_word(document: dict[str, Any], draw: Callable[[Any], Any]) -> None:
    replace(document, draw, {"choice": "そんな値はない", "yes/no": "たぶん"})


MALFORMED = {"date": "来春ごろ", "fiscal year": "再来年", "period": "しばらく", "whole number": "約20", "number": "多数", "money": "高額"}


def malformed(document: dict[str, Any], draw: Callable[[Any], Any]) -> None:
    replace(document, draw, MALFORMED)


def replace(document: dict[str, Any], draw: Callable[[Any], Any], words: dict[str, str]) -> None:
    found = [spot for spot in spots(document) if spot.type is not None and spot.type.name in words]
    assume(found)
    spot = draw(st.sampled_from(found))
    spot.put(words[spot.type.name])


def bad_code(document: dict[str, Any], draw: Callable[[Any], Any]) -> None:
    document["segments"] = [{"id": draw(st.sampled_from(["a b", "a.b", "device:a", "#1", "a/b", "あ\u3000い", "1.5"]))}]


@pytest.mark.parametrize("fault", [unknown_key, missing_key, wrong_shape, no_such_word, malformed, bad_code])
def test_a_structural_fault_passes_neither_reader_nor_schema(fault: Callable[[dict[str, Any], Callable[[Any], Any]], None]) -> None:
    @SLOWLY
    @given(inventories(), st.data())
    def both_refuse(document: dict[str, Any], data: st.DataObject) -> None:
        fault(document, data.draw)
        text = text_of(document)

        assert refusal(text) is not None, text
        assert not fits(text), text

    both_refuse()


def faulty_lines(kind: Kind, indent: str) -> Iterator[str]:
    """A line for each field, malformed as its type can be; records are entered."""
    for field in kind.fields:
        if field.name == "id" and not kind.is_record:
            continue
        if not field.writable:
            yield f"{indent}{field.name}: x"
        elif field.type.name == "record":
            yield f"{indent}{field.name}:"
            yield from faulty_lines(VOCABULARY.records[field.type.of], indent + "  ")
        else:
            word = {**MALFORMED, "choice": "そんな値はない", "yes/no": "たぶん"}.get(field.type.name)
            yield f"{indent}{field.name}: {word or emitted(misshapen(field.type))}"


@pytest.mark.parametrize("kind", VOCABULARY.kinds.values(), ids=lambda kind: kind.name)
def test_a_fault_in_any_field_is_seen_by_both_on_its_line(kind: Kind) -> None:
    head = ["vocabulary: 1", f"{kind.key}:"]
    indent = "  "
    if kind.written == "list":
        head.append("  - id: a")
        indent = "    "
    elif kind.written == "by kind":
        head.append(f"  {target_of(kind)}:")
        indent = "    "
    fields = list(faulty_lines(kind, indent))
    text = "\n".join([*head, *fields]) + "\n"
    expected = {len(head) + position for position, line in enumerate(fields, 1) if not line.endswith(":")}

    refused = refusal(text)
    assert refused is not None
    assert expected == {problem.location.line for problem in refused.problems}
    assert expected == {problem.location.line for problem in schema_problems(documents_of(text, "inventory.yaml")[0], SCHEMA)}


# The schema itself


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

"""Reader and schema are two doors of one house: what the reader takes fits the schema, and a structural fault passes neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from secpolicy.model.vocabulary import Field, Kind, Type
from secpolicy.model.vocabulary_files import load_vocabulary

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "samples").glob("*/*.yaml"))
VOCABULARY = load_vocabulary()
SLOWLY = settings(deadline=None, derandomize=True, database=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
Draw = Callable[[Any], Any]


def test_what_the_reader_accepts_fits_the_schema(doors: Any) -> None:
    @SLOWLY
    @given(doors.inventories())
    def both_accept(document: dict[str, Any]) -> None:
        text = doors.text_of(document)

        assert doors.refusal(text) is None, text
        assert doors.fits(text), text
        assert [] == doors.faults(text)

    both_accept()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_samples_fit_the_schema(path: Path, doors: Any) -> None:
    text = path.read_text(encoding="utf-8")

    assert doors.fits(text)
    assert [] == doors.faults(text)


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


def unknown_key(document: dict[str, Any], draw: Draw) -> None:
    draw(st.sampled_from([*mappings(document)]))["そんな項目はない"] = "x"


def missing_key(document: dict[str, Any], draw: Draw) -> None:
    entries = [entry for kind in VOCABULARY.kinds.values() if kind.written == "list" for entry in listed(document.get(kind.key))]
    holders = [(document, ("vocabulary",)), *((entry, ("id", "kind", "date", "item", "rule", "subject")) for entry in entries if len(entry) == 1)]
    holder, keys = draw(st.sampled_from(holders))
    for key in keys:
        holder.pop(key, None)
    document.setdefault("declared_on", "2026-04-01")


def listed(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]


def wrong_shape(document: dict[str, Any], draw: Draw) -> None:
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


def no_such_word(document: dict[str, Any], draw: Draw) -> None:
    replace(document, draw, {"choice": "そんな値はない", "yes/no": "たぶん"})


MALFORMED = {
    "date": "来春ごろ",
    "fiscal year": "再来年",
    "period": "しばらく",
    "whole number": "約20",
    "number": "多数",
    "money": "高額",
    "government code": "見本市",
}


def malformed(document: dict[str, Any], draw: Draw) -> None:
    replace(document, draw, MALFORMED)


def replace(document: dict[str, Any], draw: Draw, words: dict[str, str]) -> None:
    found = [spot for spot in spots(document) if spot.type is not None and spot.type.name in words]
    assume(found)
    spot = draw(st.sampled_from(found))
    spot.put(words[spot.type.name])


def bad_code(document: dict[str, Any], draw: Draw) -> None:
    document["segments"] = [{"id": draw(st.sampled_from(["a b", "a.b", "device:a", "#1", "a/b", "あ\u3000い", "1.5"]))}]


@pytest.mark.parametrize("fault", [unknown_key, missing_key, wrong_shape, no_such_word, malformed, bad_code])
def test_a_structural_fault_passes_neither_reader_nor_schema(fault: Callable[[dict[str, Any], Draw], None], doors: Any) -> None:
    @SLOWLY
    @given(doors.inventories(), st.data())
    def both_refuse(document: dict[str, Any], data: st.DataObject) -> None:
        fault(document, data.draw)
        text = doors.text_of(document)

        assert doors.refusal(text) is not None, text
        assert not doors.fits(text), text

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
            yield f"{indent}{field.name}: {word or misshapen(field.type)}"


@pytest.mark.parametrize("kind", VOCABULARY.kinds.values(), ids=lambda kind: kind.name)
def test_a_fault_in_any_field_is_seen_by_both_on_its_line(kind: Kind, doors: Any) -> None:
    head = ["vocabulary: 1", f"{kind.key}:"]
    indent = "  "
    if kind.written == "list":
        head.append("  - id: a")
        indent = "    "
    elif kind.written == "by kind":
        head.append(f"  {next(iter(VOCABULARY.choices[kind.fields[kind.index['kind']].type.of].labels))}:")
        indent = "    "
    fields = list(faulty_lines(kind, indent))
    text = "\n".join([*head, *fields]) + "\n"
    expected = {len(head) + position for position, line in enumerate(fields, 1) if not line.endswith(":")}

    refused = doors.refusal(text)
    assert refused is not None
    assert expected == {problem.location.line for problem in refused.problems}
    assert expected == {problem.location.line for problem in doors.faults(text)}

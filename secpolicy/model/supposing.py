"""What if a fact were another: a value put into the documents of an inventory, in memory alone."""

from __future__ import annotations

from typing import Any

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.record import Record
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import read_by_libyaml
from secpolicy.model.entity import Entity, ref
from secpolicy.model.evidence import has_evidence
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Kind
from secpolicy.model.yaml_reader import read_text


class Supposed(Record):
    """One `PATH=VALUE` as it was written, with its path and its value as YAML has it."""

    written: str
    path: str
    value: Any


def supposed_of(written: str) -> Supposed:
    """Read `PATH=VALUE`; no value at all is one that nobody declared. Raises Refused: what is wrong with it is wrong with the call."""
    path, sign, text = written.partition("=")
    if not sign or not path:
        raise Refused([Problem(_at(written), "suppose-form", {"value": written})], exit_code=2)
    try:
        value = read_text(Source(f"--set {path}", text))
    except Refused as refused:
        raise Refused(refused.problems, exit_code=2) from None
    return Supposed(written, path, "" if value is None else value)


def copied(document: Mapping) -> Mapping:
    """The same document, read as a whole, with mappings and lists of its own, each knowing where it stands."""
    copy: Mapping = _copied(*read_by_libyaml((document,)))
    return copy


def _copied(value: Any) -> Any:
    if type(value) is list:
        return [_copied(member) for member in value]
    if type(value) is not Mapping:
        return value
    copy = _beside(value)
    copy.update((key, _copied(part)) for key, part in value.items())
    return copy


def suppose(supposed: Supposed, inventory: Inventory) -> None:
    """Put a value into the documents that an inventory was built from. What it means is found when they are built again. Raises Refused."""
    things = _things(inventory)
    words = supposed.path.split(".")
    for number in range(len(words) - 1, 0, -1):
        thing = things.get(".".join(words[:number]))
        if thing is not None and isinstance(thing.source, Mapping):
            _put(thing.source, words[number:], supposed)
            return
    key = words[0]
    kind = inventory.vocabulary.by_key.get(key)
    if kind is None or not _fits(kind, len(words)):
        raise _unknown(supposed, inventory, things)
    holder = next((document for document in inventory.documents if key in document), inventory.documents[0])
    _put(holder, words, supposed)


def _fits(kind: Kind, steps: int) -> bool:
    """Whether so many steps lead somewhere from the key of a kind: to a field, to the list itself, or to one kind of it."""
    return steps > 1 if kind.written == "once" else steps == 1 or (steps == 2 and kind.written == "by kind")


def _things(inventory: Inventory) -> dict[str, Entity]:
    found = [member for population in inventory.populations.values() for member in population.members]
    found += [record for records in inventory.records.values() for record in records]
    return {ref(entity): entity for entity in found}


def _put(mapping: Mapping, words: list[str], supposed: Supposed) -> None:
    """Set the value at the end of some fields; a record on the way that nobody declared comes to be."""
    *way, last = words
    for word in way:
        inner = mapping.get(word, "")
        if has_evidence(inner):
            inner = inner["value"]
        if isinstance(inner, str) and inner in RESERVED:
            inner = mapping[word] = _beside(mapping)
        if type(inner) is not Mapping:
            raise Refused([Problem(_at(supposed.written), "suppose-no-record", {"path": supposed.path, "field": word})], exit_code=2)
        mapping = inner
    mapping[last] = supposed.value


def _beside(mapping: Mapping) -> Mapping:
    """An empty mapping that is shown where another stands."""
    made = Mapping()
    made.start, made.end, made.source = mapping.start, mapping.end, mapping.source
    return made


def _unknown(supposed: Supposed, inventory: Inventory, things: dict[str, Entity]) -> Refused:
    """No such thing: with the one that was probably meant, of the same kind if there is that kind. Or a thing, of which no field is named."""
    if supposed.path in things:
        return Refused([Problem(_at(supposed.written), "suppose-whole", {"thing": supposed.path})], exit_code=2)
    kind, colon, rest = supposed.path.partition(":")
    thing = f"{kind}:{rest.partition('.')[0]}" if colon else supposed.path.partition(".")[0]
    alike = [name for name in things if name.partition(":")[0] == kind and "." not in name] if colon else []
    meant = closest(thing, alike or [*inventory.vocabulary.by_key, *(name for name in things if "." not in name)])
    id_ = "suppose-no-thing-meant" if meant else "suppose-no-thing"
    return Refused([Problem(_at(supposed.written), id_, {"thing": thing, "meant": meant})], exit_code=2)


def _at(written: str) -> Location:
    return Location(f"--set {written}")

"""From mappings to entities: a plan for each kind of what becomes of every field that an office writes, made as the fields are met."""

from __future__ import annotations

import unicodedata
from typing import Any

from secpolicy.base.problem import Problem, closest
from secpolicy.base.record import Record
from secpolicy.base.truth import Place
from secpolicy.model import evidence
from secpolicy.model.conversions import Convert, Named, Pending, Reader, list_of, map_of, record, reference, references, scalar
from secpolicy.model.entity import UNDECLARED, Entity, Step, from_outermost, source_of, steps
from secpolicy.model.patterns import slots_of_records
from secpolicy.model.places import problem_at
from secpolicy.model.scalars import RESERVED, SCALARS, TRUTHS, choice_reader
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Kind, Type, Vocabulary

# A field of a plan: its place among the values, what becomes of it, the texts whose meaning is known, and its name as the one text that all share.
Field = tuple[int, Convert, dict[str, Any], str]


class Reading(Record):
    """A value that was read otherwise than it was written (読替え)."""

    place: Place
    written: str
    read: str


class Lent(Record):
    """What a block of defaults lends to things that lack a value: what means the same for all of them, and what each of them reads for itself."""

    block: Mapping
    values: list[Any]
    own: dict[str, Any]


class Readers:
    """Turns mappings into entities by the vocabulary; collects problems, readings, references and things written in place."""

    def __init__(self, vocabulary: Vocabulary, problems: list[Problem] | None = None) -> None:
        self.vocabulary = vocabulary
        self.problems: list[Problem] = [] if problems is None else problems
        self.readings: list[Reading] = []
        self.pending: list[Pending] = []
        self.named: list[Named] = []
        self.records: dict[str, list[Entity]] = {}
        self.bound = 0  # how much was met until now that belongs to one thing alone
        self._ways: dict[Step, list[Step]] = {}
        self._plans: dict[str, dict[str, Field]] = {}
        self._text = Reader(self.plain, RESERVED)
        self._scalars: dict[Type, Reader] = {}

    def entity(self, kind: Kind, mapping: Mapping, owner: Entity | None = None, step: Step = "", lent: Lent | None = None) -> Entity:
        """An entity read from a mapping; its problems are collected. Values that the mapping lacks may be lent by defaults."""
        entity = Entity(kind, mapping, owner, step, lent.values.copy() if lent is not None else None)
        self._fill(entity, mapping)
        if lent is not None:
            entity.defaults = lent.block
            self._fill(entity, {name: raw for name, raw in lent.own.items() if name not in mapping})
        if kind.is_record:
            self.records.setdefault(kind.name, []).append(entity)
        return entity

    def lent(self, kind: Kind, block: Mapping) -> Lent:
        """What a block of defaults lends to the things of a kind; its problems are collected."""
        entity = Entity(kind, block)
        own: dict[str, Any] = {}
        for name, raw in block.items():
            bound, slot = self.bound, kind.index.get(name)
            self._fill(entity, {name: raw})
            if slot is not None and (self.bound != bound or slot in slots_of_records(kind)):
                own[name] = raw
                entity.values[slot] = UNDECLARED
        return Lent(block, entity.values, own)

    def value(self, type_: Type, raw: Any, holder: Entity, step: Step) -> Any:
        """What a value means that stands outside any kind."""
        return self._reader(type_, 0).convert(raw, holder, step)

    def problem(self, entity: Entity, step: Step, message: str, of_key: bool = False, **values: Any) -> Any:
        """Collect a problem about a value of an entity; the value counts as undeclared."""
        outermost, path = from_outermost(entity, steps(step))
        self.problems.append(problem_at(source_of(outermost, path), path, message, of_key, **values))
        self.bound += 1
        return UNDECLARED

    def place(self, entity: Entity, step: Step) -> Place:
        """The place of a value that is in doubt."""
        self.bound += 1
        return Place(entity, step if type(step) is str else ".".join(str(part) for part in step))

    def read_otherwise(self, entity: Entity, step: Step, written: str, read: str) -> None:
        """Note that a value was read otherwise than it was written."""
        self.readings.append(Reading(self.place(entity, step), written, read))

    def plain(self, raw: Any, entity: Entity, step: Step) -> Any:
        """The written text of a simple value, out of `{value, checked_on, by, source}` if it has evidence."""
        if type(raw) is str:
            return raw if raw.isascii() else unicodedata.normalize("NFC", raw)
        if self.has_evidence(raw, entity, step):
            value = raw["value"]
            if type(value) is str:
                return RESERVED[value] if value in RESERVED and raw.get("text") not in evidence.TRUE else unicodedata.normalize("NFC", value)
        return self.problem(entity, step, "not-a-single-value")

    def has_evidence(self, raw: Any, entity: Entity, step: Step) -> bool:
        """Whether a value stands in a mapping with its evidence; what is wrong with the evidence is collected."""
        if type(raw) is not Mapping or not evidence.has_evidence(raw):
            return False
        for key, message in evidence.faults(raw, RESERVED):
            self.problem(entity, (*steps(step), key), message, value=raw[key])
        return True

    def members(self, raw: Any, entity: Entity, step: Step) -> tuple[list[Any], list[Step]]:
        """Members of a list, and steps for as many or more; a list of one may be written without brackets, and a list may carry evidence."""
        if type(raw) is Mapping and self.has_evidence(raw, entity, step):
            raw, step = raw["value"], (*steps(step), "value")
        members = raw if type(raw) is list else [raw]
        ways = self._ways.setdefault(step, [])
        while len(ways) < len(members):
            ways.append((*steps(step), len(ways)))
        return members, ways

    def named_by(self, kinds: tuple[str, ...], slot: int, is_list: bool) -> Named:
        """Where the references of a field wait."""
        named = Named(kinds, slot, is_list)
        self.named.append(named)
        return named

    def _fill(self, entity: Entity, mapping: dict[str, Any]) -> None:
        """Read values of an entity; those of unknown fields become problems."""
        values, plan = entity.values, self._plans.setdefault(entity.kind.name, {})
        for name, raw in mapping.items():
            slot, convert, known, step = plan[name] if name in plan else self._planned(entity.kind, name, plan)
            values[slot] = known[raw] if type(raw) is str and raw in known else convert(raw, entity, step)

    def _planned(self, kind: Kind, name: str, plan: dict[str, Field]) -> Field:
        """What becomes of a field, when it is met for the first time."""
        slot = kind.index.get(name)
        if slot is None or not kind.fields[slot].writable:
            found: Field = (0, self._unknown, {}, name)
        else:
            found = (slot, *self._reader(kind.fields[slot].type, slot), name)
        plan[name] = found
        return found

    def _unknown(self, _: Any, entity: Entity, name: Step) -> Any:
        """A field that cannot be written is a problem; what stands in the first slot stays there."""
        self._unknown_field(entity, str(name))
        return entity.values[0]

    def _unknown_field(self, entity: Entity, name: str) -> None:
        kind = entity.kind
        known = kind.writable
        labels = {field.ja: field.name for field in kind.fields if field.writable}
        meant = labels.get(name) or closest(name, known)
        if (field := kind.field(name)) is not None and not field.writable:
            self.problem(entity, name, "computed-field", True, kind=kind, field=name)
        else:
            message = "unknown-field-meant" if meant else "unknown-field"
            self.problem(entity, name, message, True, kind=kind, field=name, meant=meant, known=known)

    def _reader(self, type_: Type, slot: int) -> Reader:
        name, of = type_
        if name == "text":
            return self._text
        if name == "raw":
            return Reader(lambda raw, entity, step: raw, RESERVED)
        if name == "ref":
            return Reader(reference(self, of, slot), RESERVED)
        if name == "record":
            return Reader(record(self, self.vocabulary.records[of]), RESERVED)
        if name == "map":
            return Reader(map_of(self, self.vocabulary.choices[of[0]], self._reader(of[1], slot)), RESERVED)
        if name == "list" and of.name == "ref":
            return Reader(references(self, of.of, slot), RESERVED)
        if name == "list":
            return Reader(list_of(self, self._reader(of, slot), self.vocabulary.records[of.of] if of.name == "record" else None), RESERVED)
        if type_ not in self._scalars:
            self._scalars[type_] = self._scalar(name, of)
        return self._scalars[type_]

    def _scalar(self, name: str, of: Any) -> Reader:
        """The reader of a simple type, shared by all fields of the type."""
        if name != "choice":
            return scalar(self, SCALARS[name], (TRUTHS if name == "yes/no" else {}) | RESERVED)
        choice = self.vocabulary.choices[of]
        return scalar(self, choice_reader(choice), dict(zip(choice.labels, choice.labels, strict=True)) | RESERVED)

"""From mappings to entities: a plan for each kind of what becomes of every field that an office writes, made as the fields are met."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from secpolicy.base.problem import Problem, closest
from secpolicy.base.record import Record
from secpolicy.base.truth import AtLeast, Between, Place
from secpolicy.model import evidence
from secpolicy.model.entity import UNDECLARED, Entity, Step, from_outermost, source_of, steps
from secpolicy.model.patterns import can_be_pattern, made_after, refers
from secpolicy.model.refusing import problem_at
from secpolicy.model.scalars import RESERVED, SCALARS, Otherwise, Read, Slip, Span, choice_reader
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Choice, Kind, Type, Vocabulary
from secpolicy.model.waiting import Named, Pending

Convert = Callable[[Any, Entity, Step], Any]


class Reader(Record):
    """What becomes of a field: a function, and the texts whose meaning is already known, for which it need not be called."""

    convert: Convert
    known: dict[str, Any]


class Field(Record):
    """A field of a plan: its place among the values, its reader, and its name as the one text that all things of the kind share."""

    slot: int
    convert: Convert
    known: dict[str, Any]
    step: str


class Reading(Record):
    """A value that was read otherwise than it was written (読替え)."""

    place: Place
    written: str
    read: str


class Readers:
    """Turns mappings into entities by the vocabulary; collects problems, readings, references and things written in place."""

    def __init__(self, vocabulary: Vocabulary, problems: list[Problem] | None = None) -> None:
        self.vocabulary = vocabulary
        self.problems: list[Problem] = [] if problems is None else problems
        self.readings: list[Reading] = []
        self.pending: list[Pending] = []
        self.named: list[Named] = []
        self.records: dict[str, list[Entity]] = {}
        self._steps: dict[Step, Step] = {}
        self._plans: dict[str, dict[str, Field | None]] = {}
        self._scalars: dict[Type, Reader] = {}

    def entity(self, kind: Kind, mapping: Mapping, owner: Entity | None = None, step: Step = "", defaults: Mapping | None = None) -> Entity:
        """An entity read from a mapping; its problems are collected. Values that `defaults` holds and the mapping lacks come from there."""
        entity = Entity(kind, mapping, owner, step)
        values, plan = entity.values, self._plans.setdefault(kind.name, {})
        for name, raw in mapping.items():
            field = plan[name] if name in plan else self._planned(kind, name, plan)
            if field is None:
                self._unknown_key(entity, name)
                continue
            slot, convert, known, step = field
            values[slot] = known[raw] if type(raw) is str and raw in known else convert(raw, entity, step)
        if defaults is not None:
            self._lend(entity, mapping, plan, defaults)
        if kind.is_record:
            self.records.setdefault(kind.name, []).append(entity)
        return entity

    def value(self, type_: Type, raw: Any, holder: Entity, step: Step) -> Any:
        """What a value means that stands outside any kind."""
        return self._reader(type_, 0).convert(raw, holder, step)

    def problem(self, entity: Entity, step: Step, message: str, of_key: bool = False, **values: Any) -> Any:
        """Collect a problem about a value of an entity; the value counts as undeclared."""
        outermost, path = from_outermost(entity, steps(step))
        self.problems.append(problem_at(source_of(outermost, path), path, message, of_key, **values))
        return UNDECLARED

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

    def _lend(self, entity: Entity, mapping: Mapping, plan: dict[str, Field | None], defaults: Mapping) -> None:
        entity.defaults = defaults
        for name, raw in defaults.items():
            if name not in mapping:
                field = plan[name] if name in plan else self._planned(entity.kind, name, plan)
                if field is not None:
                    slot, convert, known, step = field
                    entity.values[slot] = known[raw] if type(raw) is str and raw in known else convert(raw, entity, step)

    def _planned(self, kind: Kind, name: str, plan: dict[str, Field | None]) -> Field | None:
        """What becomes of a field, when it is met for the first time; None if the kind has no such field to write."""
        field = kind.field(name)
        plan[name] = found = Field(kind.index[name], *self._reader(field.type, kind.index[name]), name) if field is not None and field.writable else None
        return found

    def _unknown_key(self, entity: Entity, name: str) -> None:
        kind = entity.kind
        known = kind.writable
        labels = {field.ja: field.name for field in kind.fields if field.writable}
        meant = labels.get(name) or closest(name, known)
        if (field := kind.field(name)) is not None and not field.writable:
            self.problem(entity, name, "computed-field", True, kind=kind, field=name)
        else:
            message = "unknown-field-meant" if meant else "unknown-field"
            self.problem(entity, name, message, True, kind=kind, field=name, meant=meant, known=known)

    def _reader(self, type_: Type, index: int) -> Reader:
        if type_.name == "text":
            return Reader(self.plain, RESERVED)
        if type_.name == "raw":
            return Reader(lambda raw, entity, step: raw, RESERVED)
        if type_.name in SCALARS or type_.name == "choice":
            return self._scalar(type_)
        if type_.name == "ref":
            return Reader(self._reference(type_.of, index), RESERVED)
        if type_.name == "record":
            return Reader(self._record(self.vocabulary.records[type_.of]), RESERVED)
        if type_.name == "map":
            return Reader(self._map(self.vocabulary.choices[type_.of[0]], self._reader(type_.of[1], index)), RESERVED)
        if type_.of.name == "ref":
            return Reader(self._references(type_.of.of, index), RESERVED)
        return Reader(self._list(self._reader(type_.of, index)), RESERVED)

    def _scalar(self, type_: Type) -> Reader:
        """The reader of a simple type, shared by all fields of the type: what a text means is found out once."""
        if type_ not in self._scalars:
            self._scalars[type_] = self._read_by(choice_reader(self.vocabulary.choices[type_.of]) if type_.name == "choice" else SCALARS[type_.name])
        return self._scalars[type_]

    def _read_by(self, read: Read) -> Reader:
        known = dict(RESERVED)

        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            text = self.plain(raw, entity, step)
            if type(text) is not str:
                return text
            meant = read(text)
            if type(meant) is Slip:
                return self.problem(entity, step, meant.message, **meant.values)
            if type(meant) is Span:
                return Between(meant.low, meant.high, (_place(entity, step),))
            if type(meant) is Otherwise:
                self.readings.append(Reading(_place(entity, step), text, meant.shown))
                return meant.value
            if type(raw) is str:
                known[raw] = meant
            return meant

        return Reader(convert, known)

    def _record(self, kind: Kind) -> Convert:
        has_value, key_of = "value" in kind.index, _key_reader(kind)
        can_share = not refers(kind, self.vocabulary)
        patterns: dict[int, tuple[Mapping, Entity]] = {}  # by the mapping that several things share, which is kept: its number stays its own

        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if not has_value and type(raw) is Mapping and "value" in raw and self.has_evidence(raw, entity, step):
                raw, step = raw["value"], (*steps(step), "value")
                if type(raw) is str and raw in RESERVED:
                    return RESERVED[raw]
            if type(raw) is not Mapping:
                return self.problem(entity, step, "not-a-mapping", known=kind.writable)
            if id(raw) in patterns:
                record = made_after(patterns[id(raw)][1], entity, step, self.records)
            else:
                told = len(self.problems), len(self.readings)
                record = self.entity(kind, raw, entity, step)
                if can_share and not hasattr(raw, "source") and told == (len(self.problems), len(self.readings)) and can_be_pattern(record):
                    patterns[id(raw)] = raw, record
            if type(step) is tuple and (position := next((part for part in step if type(part) is int), None)) is not None:
                record.id = key_of(record) or str(position + 1)
            return record

        return convert

    def _map(self, choice: Choice, member: Reader) -> Convert:
        by_label = {label: value for value, labels in choice.labels.items() for label in (value, *labels)}

        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if type(raw) is not Mapping:
                return self.problem(entity, step, "not-a-mapping", known=choice.offered(""))
            found: dict[str, Any] = {}
            for name, value in raw.items():
                path = (*steps(step), name)
                if name not in by_label:
                    meant = closest(name, [*by_label])
                    message, choices = "not-a-choice-meant" if meant else "not-a-choice", choice.offered(name)
                    self.problem(entity, path, message, True, value=name, choice=choice, choices=choices, meant=meant)
                elif type(value) is str and value in RESERVED:
                    found[by_label[name]] = RESERVED[value]
                else:
                    found[by_label[name]] = member.convert(value, entity, path)
            return found

        return convert

    def _members(self, raw: Any, entity: Entity, step: Step) -> list[tuple[Any, Step]]:
        """Members of a list and their steps; a list of one may be written without brackets, and a list may carry evidence."""
        way = steps(step)
        if self.has_evidence(raw, entity, step):
            raw, way = raw["value"], (*way, "value")
        shared = self._steps
        members = raw if type(raw) is list else [raw]
        return [(member, shared.setdefault(step, step)) for position, member in enumerate(members) for step in [(*way, position)]]

    def _list(self, member: Reader) -> Convert:
        convert_member, known = member

        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if type(raw) is not list and evidence.is_only(raw, RESERVED):
                return self.plain(raw, entity, step)
            found = []
            is_open = False
            for part, where in self._members(raw, entity, step):
                value = known[part] if type(part) is str and part in known else convert_member(part, entity, where)
                if value is UNDECLARED:
                    is_open = True
                elif value is not None:
                    found.append(value)
                elif type(part) is str and part in RESERVED:
                    self.problem(entity, where, "none-in-list")
            return AtLeast(tuple(found), (_place(entity, step),)) if is_open else tuple(found)

        return convert

    def _reference(self, kinds: tuple[str, ...], index: int) -> Convert:
        named = self._named(kinds, index, False)

        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if type(raw) is str:
                named.held.append((entity, raw, step))
                return UNDECLARED
            text = raw if type(raw) is Mapping and "value" not in raw else self.plain(raw, entity, step)
            if type(text) in (str, Mapping):
                self.pending.append(Pending(entity, index, kinds, text, step, False))
                return UNDECLARED
            return text

        return convert

    def _references(self, kinds: tuple[str, ...], index: int) -> Convert:
        named = self._named(kinds, index, True)

        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if type(raw) is list and all(type(part) is str for part in raw):
                named.held.append((entity, raw, step))
                return UNDECLARED
            if evidence.is_only(raw, RESERVED):
                return self.plain(raw, entity, step)
            self.pending.append(Pending(entity, index, kinds, self._members(raw, entity, step), step, True))
            return UNDECLARED

        return convert

    def _named(self, kinds: tuple[str, ...], index: int, is_list: bool) -> Named:
        named = Named(kinds, index, is_list)
        self.named.append(named)
        return named


def _place(entity: Entity, step: Step) -> Place:
    return Place(entity, step if type(step) is str else ".".join(str(part) for part in step))


def _key_reader(kind: Kind) -> Callable[[Entity], str]:
    """Gives the key of a record in a list: its identity fields, joined by a space."""
    slots = [kind.index[name] for name in kind.identity]

    def key_of(record: Entity) -> str:
        words = [record.values[slot] for slot in slots]
        return words[0] if len(words) == 1 and type(words[0]) is str else " ".join(str(word) for word in words if isinstance(word, str | date))

    return key_of

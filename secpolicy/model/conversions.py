"""What becomes of a written value: for each type of the vocabulary a function, which tells a reader what it found wrong.

References wait until every thing of an inventory is known.

What belongs to one thing alone (a problem, a doubt, a reference that waits) is counted in `readers.bound`: whatever was read without it means the same
wherever it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from secpolicy.base.problem import closest
from secpolicy.base.record import Record
from secpolicy.base.truth import AtLeast, Between
from secpolicy.model import evidence
from secpolicy.model.entity import UNDECLARED, Entity, Step, steps
from secpolicy.model.patterns import Pattern
from secpolicy.model.scalars import RESERVED, Otherwise, Read, Slip, Span
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Choice, Kind

if TYPE_CHECKING:
    from secpolicy.model.readers import Readers

Convert = Callable[[Any, Entity, Step], Any]
_TEXTS = frozenset((str,))
_SAID = (str, date)  # what a key is made of; `str | date` would be made anew for each


class Reader(Record):
    """What becomes of a field: a function, and the texts whose meaning is already known, for which it need not be called."""

    convert: Convert
    known: dict[str, Any]


class Pending(Record):
    """A reference to be resolved when every entity is known."""

    entity: Entity
    slot: int
    kinds: tuple[str, ...]
    raw: Any
    step: Step
    is_list: bool


class Named:
    """References of one field that are plain ids, or lists of them: (entity, what is written) each."""

    __slots__ = ("held", "is_list", "kinds", "slot")

    def __init__(self, kinds: tuple[str, ...], slot: int, is_list: bool) -> None:
        self.kinds, self.slot, self.is_list = kinds, slot, is_list
        self.held: list[tuple[Entity, Any, Step]] = []


def scalar(readers: Readers, read: Read, known: dict[str, Any]) -> Reader:
    """Single values; what a text means is found out once."""

    def convert(raw: Any, entity: Entity, step: Step) -> Any:
        text = readers.plain(raw, entity, step)
        if type(text) is not str:
            return text
        meant = read(text)
        if type(meant) is Slip:
            return readers.problem(entity, step, meant.message, **meant.values)
        if type(meant) is Span:
            return Between(meant.low, meant.high, (readers.place(entity, step),))
        if type(meant) is Otherwise:
            readers.read_otherwise(entity, step, text, meant.shown)
            return meant.value
        if type(raw) is str:
            known[raw] = meant
        return meant

    return Reader(convert, known)


def record(readers: Readers, kind: Kind) -> Convert:
    """Records; those that are written alike are made after the first."""
    has_value = "value" in kind.index
    met: dict[int, Entity | Pattern] = {}  # by the mapping that several things share, which the record keeps: its number stays its own

    def convert(raw: Any, entity: Entity, step: Step) -> Any:
        known = met.get(id(raw))
        if isinstance(known, Entity):
            known = met[id(raw)] = Pattern(known, readers.records)
        if known is not None:
            return known.made(entity, step)
        if not has_value and type(raw) is Mapping and "value" in raw and readers.has_evidence(raw, entity, step):
            raw, step = raw["value"], (*steps(step), "value")
            if type(raw) is str and raw in RESERVED:
                return RESERVED[raw]
        if type(raw) is not Mapping:
            return readers.problem(entity, step, "not-a-mapping", known=kind.writable)
        bound = readers.bound
        found = readers.entity(kind, raw, entity, step)
        if readers.bound == bound and not hasattr(raw, "source"):
            met[id(raw)] = found
        return found

    return convert


def map_of(readers: Readers, choice: Choice, member: Reader) -> Convert:
    """Maps from the values of a choice, which may be written by their labels."""
    by_label = {label: value for value, labels in choice.labels.items() for label in (value, *labels)}

    def convert(raw: Any, entity: Entity, step: Step) -> Any:
        if type(raw) is not Mapping:
            return readers.problem(entity, step, "not-a-mapping", known=choice.offered(""))
        readers.bound += 1
        found: dict[str, Any] = {}
        for name, value in raw.items():
            path = (*steps(step), name)
            if name not in by_label:
                meant = closest(name, [*by_label])
                message, choices = "not-a-choice-meant" if meant else "not-a-choice", choice.offered(name)
                readers.problem(entity, path, message, True, value=name, choice=choice, choices=choices, meant=meant)
            elif type(value) is str and value in RESERVED:
                found[by_label[name]] = RESERVED[value]
            else:
                found[by_label[name]] = member.convert(value, entity, path)
        return found

    return convert


def list_of(readers: Readers, member: Reader, kind: Kind | None) -> Convert:
    """Lists. `kind`: of the records in it, which are named by their key or place."""
    convert_member, known = member
    key_of = _key_reader(kind) if kind is not None else None

    def convert(raw: Any, entity: Entity, step: Step) -> Any:
        if key_of is None and are_texts(raw):
            words = [*map(known.get, raw)]
            if None not in words and UNDECLARED not in words:
                return tuple(words)
        if type(raw) is not list and evidence.is_only(raw, RESERVED):
            return readers.plain(raw, entity, step)
        found: list[Any] = []
        is_open = False
        members, places = readers.members(raw, entity, step)
        for position, part in enumerate(members):
            value = known[part] if type(part) is str and part in known else convert_member(part, entity, places[position])
            if value is UNDECLARED:
                is_open = True
            elif value is not None:
                found.append(value)
                if key_of is not None:
                    value.id = key_of(value) or str(position + 1)
            elif type(part) is str and part in RESERVED:
                readers.problem(entity, places[position], "none-in-list")
        return AtLeast(tuple(found), (readers.place(entity, step),)) if is_open else tuple(found)

    return convert


def reference(readers: Readers, kinds: tuple[str, ...], slot: int) -> Convert:
    """References, which wait until every thing is known."""
    named = readers.named_by(kinds, slot, False)

    def convert(raw: Any, entity: Entity, step: Step) -> Any:
        readers.bound += 1
        if type(raw) is str:
            named.held.append((entity, raw, step))
            return UNDECLARED
        text = raw if type(raw) is Mapping and "value" not in raw else readers.plain(raw, entity, step)
        if type(text) in (str, Mapping):
            readers.pending.append(Pending(entity, slot, kinds, text, step, False))
            return UNDECLARED
        return text

    return convert


def references(readers: Readers, kinds: tuple[str, ...], slot: int) -> Convert:
    """Lists of references."""
    named = readers.named_by(kinds, slot, True)

    def convert(raw: Any, entity: Entity, step: Step) -> Any:
        readers.bound += 1
        if type(raw) is str or are_texts(raw):
            named.held.append((entity, [raw] if type(raw) is str else raw, step))
            return UNDECLARED
        if evidence.is_only(raw, RESERVED):
            return readers.plain(raw, entity, step)
        members, places = readers.members(raw, entity, step)
        readers.pending.append(Pending(entity, slot, kinds, [*zip(members, places, strict=False)], step, True))
        return UNDECLARED

    return convert


def are_texts(raw: Any) -> bool:
    """Whether something is a list of texts alone."""
    return type(raw) is list and _TEXTS.issuperset(map(type, raw))


def _key_reader(kind: Kind) -> Callable[[Entity], str]:
    """Gives the key of a record in a list: its identity fields, joined by a space."""
    slots = [kind.index[name] for name in kind.identity]

    def key_of(record: Entity) -> str:
        words = [record.values[slot] for slot in slots]
        return words[0] if len(words) == 1 and type(words[0]) is str else " ".join(str(word) for word in words if isinstance(word, _SAID))

    return key_of

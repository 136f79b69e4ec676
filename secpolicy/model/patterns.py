"""Records that are written alike are read once: the others are made after their pattern, which takes a fraction of the time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from secpolicy.base.truth import AtLeast, Between
from secpolicy.model.entity import Entity, Step
from secpolicy.model.vocabulary import Kind, Type, Vocabulary


def can_be_pattern(record: Entity) -> bool:
    """Whether nothing in a record knows to whom it belongs, but for the records in it: no doubts, and no maps."""
    return all(_is_settled(value) for value in record.values)


def _is_settled(value: Any) -> bool:
    if type(value) is tuple:
        return all(_is_settled(member) for member in value)
    return can_be_pattern(value) if type(value) is Entity else not isinstance(value, AtLeast | Between | dict)


def made_after(pattern: Entity, owner: Entity, step: Step, records: dict[str, list[Entity]]) -> Entity:
    """A record with the values of its pattern, and with records of its own in it; all of them join `records`."""
    values = pattern.values.copy()
    record = Entity(pattern.kind, pattern.source, owner, step, values)
    record.id = pattern.id
    for slot in _slots_of_records(pattern.kind):
        held = values[slot]
        if type(held) is tuple:
            values[slot] = tuple([made_after(member, record, member.step, records) for member in held])
        elif type(held) is Entity:
            values[slot] = made_after(held, record, held.step, records)
    records[pattern.kind.name].append(record)
    return record


@lru_cache(maxsize=256)
def _slots_of_records(kind: Kind) -> tuple[int, ...]:
    return tuple(slot for slot, field in enumerate(kind.fields) if _inner(field.type).name == "record")


def refers(kind: Kind, vocabulary: Vocabulary, above: tuple[str, ...] = ()) -> bool:
    """Whether a record of the kind, or one in it, may refer to other things: those are found for each of them."""
    inner = [_inner(field.type) for field in kind.fields if field.writable]
    records = [vocabulary.records[type_.of] for type_ in inner if type_.name == "record" and type_.of not in above]
    return any(type_.name in ("ref", "map") for type_ in inner) or any(refers(record, vocabulary, (*above, kind.name)) for record in records)


def _inner(type_: Type) -> Type:
    return type_.of if type_.name == "list" else type_

"""Records that are written alike are read once: the others are made after their pattern, which takes a fraction of the time."""

from __future__ import annotations

from functools import lru_cache

from secpolicy.model.entity import Entity, Step
from secpolicy.model.vocabulary import Kind


class Pattern:
    """A record in which nothing knows to whom it belongs, but for the records in it: those are patterns too, one or a list of them in a slot."""

    __slots__ = ("alike", "lists", "ones", "record")

    def __init__(self, record: Entity, records: dict[str, list[Entity]]) -> None:
        self.record, self.alike = record, records[record.kind.name]
        held = [(slot, record.values[slot]) for slot in slots_of_records(record.kind)]
        self.ones = [(slot, Pattern(value, records)) for slot, value in held if type(value) is Entity]
        self.lists = [(slot, [Pattern(member, records) for member in value]) for slot, value in held if type(value) is tuple]

    def made(self, owner: Entity, step: Step) -> Entity:
        """A record with the same values, and with records of its own in it; all of them join those of their kind."""
        pattern = self.record
        values = pattern.values.copy()
        record = Entity(pattern.kind, pattern.source, owner, step, values)
        record.id = pattern.id
        for slot, one in self.ones:
            values[slot] = one.made(record, one.record.step)
        for slot, members in self.lists:
            values[slot] = tuple([member.made(record, member.record.step) for member in members])
        self.alike.append(record)
        return record


@lru_cache(maxsize=256)
def slots_of_records(kind: Kind) -> tuple[int, ...]:
    """Where the values of a kind are records, or lists of them."""
    return tuple([slot for slot, field in enumerate(kind.fields) if "record" in (field.type.name, field.type.name == "list" and field.type.of.name)])

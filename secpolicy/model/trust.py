"""Which declared facts a profile does not rely on: those checked too long ago, and those without the evidence that it demands.

They count as undeclared, so that nothing passes because of them. What happened on a day does not age; whether a list is still all there is does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from secpolicy.base.dates import Period, moved, read_day
from secpolicy.base.record import Record
from secpolicy.base.truth import AtLeast, Place
from secpolicy.model.declared import Doubted, Inventory
from secpolicy.model.entity import UNDECLARED, Entity, from_outermost, written
from secpolicy.model.evidence import has_evidence
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Kind

_NAMES = ("id", "name", "note")


class Demand(Record):
    """The first day that is recent enough, if there is a limit, and what must stand beside every value: checked_on, by, source."""

    oldest: date | None
    evidence: tuple[str, ...]


def distrust(inventory: Inventory, demand: Demand) -> tuple[Doubted, ...]:
    """Make undeclared what the demand does not accept, before anything is computed from it; what was, in the order of the vocabulary."""
    doubter = _Doubter(inventory, demand)
    entities = [member for population in inventory.populations.values() for member in population.members]
    for entity in (*entities, *(record for records in inventory.records.values() for record in records)):
        doubter.facts(entity)
    if demand.oldest is not None:
        for kind in inventory.vocabulary.kinds.values():
            doubter.lists(kind, demand.oldest)
    return tuple(doubter.doubted)


def days_of_ageing(documents: Iterable[Mapping], longest: Period, first: date, last: date) -> list[date]:
    """The days behind the first, up to the last, from which on a fact that somebody checked or declared is older than the longest age."""
    days = {day for document in documents for day in _days_in(document)}
    return sorted(day for day in {_too_old_from(day, longest) for day in days} if first < day <= last)


def _days_in(raw: Any) -> Iterator[date]:
    """Every day on which something was checked or declared, however deep it stands."""
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            if key not in ("checked_on", "declared_on"):
                yield from _days_in(value)
            elif (day := _day(value)) is not None:
                yield day
    elif isinstance(raw, list):
        for member in raw:
            yield from _days_in(member)


def _too_old_from(day: date, longest: Period) -> date:
    """The first day that a period takes back behind that day. Months differ in length, so that the way back is tried."""
    found = moved(day, longest)
    while moved(found, longest, -1) <= day:
        found += timedelta(days=1)
    return found


class _Doubter:
    def __init__(self, inventory: Inventory, demand: Demand) -> None:
        self.inventory, self.demand = inventory, demand
        self.declared = {document.source.name: _day(document.get("declared_on")) or inventory.declared_on for document in inventory.documents}
        self.doubted: list[Doubted] = []

    def facts(self, entity: Entity) -> None:
        """The facts of one thing or record, each by its own evidence, else by that of what it stands in."""
        own, lent = written(entity) if entity.source is not None else Mapping(), entity.defaults or Mapping()
        inherited = _inherited(entity)
        for name, raw in {**lent, **own}.items():
            field = entity.kind.field(name)
            if field is None or name in _NAMES or name in entity.kind.identity or entity.value(name) is UNDECLARED:
                continue
            holder = from_outermost(entity, ())[0].source if name in own else lent
            assert holder is not None
            reason = self._reason(_evidence(raw) or inherited, self.declared[holder.source.name], _is_event(entity))
            if reason is not None and not (_is_of_records(field.type) and entity.value(name)):
                entity.values[entity.kind.index[name]] = UNDECLARED
                self.doubted.append(Doubted(Place(entity, name), *reason))
            elif reason is not None and reason[0] != "fact-without-evidence" and type(entity.value(name)) is tuple:
                # Its records are asked one by one, but there may be more of them by now.
                entity.values[entity.kind.index[name]] = AtLeast(entity.value(name), (Place(entity, name),))
                self.doubted.append(Doubted(Place(entity, name), *reason))

    def _reason(self, evidence: Mapping | None, declared: date | None, is_event: bool) -> tuple[str, date | None] | None:
        day = _day(evidence.get("checked_on")) if evidence is not None else None
        if any(evidence is None or not isinstance(evidence.get(key), str) or not evidence[key] for key in self.demand.evidence):
            return "fact-without-evidence", day
        if self.demand.oldest is None or is_event:
            return None
        day = day or declared
        if day is None:
            return "fact-of-unknown-age", None
        return ("fact-too-old", day) if day < self.demand.oldest else None

    def lists(self, kind: Kind, oldest: date) -> None:
        """A list in files that are all too old may have grown since: there may be more than it says."""
        days = [self.declared[document.source.name] for document in self.inventory.documents if kind.key in document]
        population = self.inventory.populations[kind.name]
        if not days or any(day is not None and day >= oldest for day in days) or (kind.written == "once" and population.members):
            return  # of what there is once, its fields were asked one by one
        known = {place.path for _, place in population.phantoms}
        added = tuple(one for one in _phantoms(kind, self.inventory) if not known.intersection((one[1].path, kind.key)))
        if not added:
            return
        self.inventory.populations[kind.name] = population._replace(phantoms=population.phantoms + added)
        if kind.written == "once":
            self.inventory.singles[kind.name] = added[0][0]
        told = [day for day in days if day is not None]
        self.doubted.append(Doubted(Place(None, kind.key), "fact-too-old" if told else "fact-of-unknown-age", max(told, default=None)))


def _phantoms(kind: Kind, inventory: Inventory) -> Iterator[tuple[Entity, Place]]:
    if kind.written != "by kind":
        yield Entity(kind), Place(None, kind.key)
        return
    position = kind.index["kind"]
    for value in inventory.vocabulary.choices[kind.fields[position].type.of].labels:
        phantom = Entity(kind)
        phantom.values[position] = value
        yield phantom, Place(None, f"{kind.key}.{value}")


def _is_of_records(type_: Any) -> bool:
    """Records, and lists of them, are asked field by field."""
    return bool((type_.of if type_.name == "list" else type_).name == "record")


def _is_event(entity: Entity) -> bool:
    """Something that happened on a day, or a record of one."""
    while entity.owner is not None:
        entity = entity.owner
    return "date" in entity.kind.identity or "aware_on" in entity.kind.index


def _evidence(raw: Any) -> Mapping | None:
    """What stands beside a value; of a list whose members each have their own, the oldest."""
    if isinstance(raw, Mapping) and has_evidence(raw):
        return raw
    members: list[Mapping] = raw if isinstance(raw, list) else []
    if not members or not all(isinstance(member, Mapping) and has_evidence(member) for member in members):
        return None
    return min(members, key=lambda member: _day(member.get("checked_on")) or date.min)


def _inherited(entity: Entity) -> Mapping | None:
    """The evidence beside the record, or the list of records, in which a fact stands."""
    while entity.owner is not None and entity.owner.source is not None:
        if (found := _evidence(written(entity.owner).get(entity.field))) is not None:
            return found
        entity = entity.owner
    return None


def _day(raw: Any) -> date | None:
    """A written day; of a month or a year its last day."""
    span = read_day(raw) if isinstance(raw, str) else None
    return span[1] if span is not None else None

"""The declared network as places and hops: links, feet, telework and the ways on to the Internet, all seen as links.

Which kinds are places and hops, and how conditions see a foot, stands in the vocabulary (`route:`); nothing is assumed here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from secpolicy.base.truth import AtLeast, Place, Unknown
from secpolicy.judging.graph import Arc
from secpolicy.model.entity import UNDECLARED, Entity, ref
from secpolicy.model.inventory import Inventory
from secpolicy.model.readers import Readers
from secpolicy.model.vocabulary import Kind
from secpolicy.model.yaml_reader import Mapping

INTERNET = "the_internet"


class Hop(NamedTuple):
    """A possible way between places. `seen` is what conditions see, always of the kind of a link; `place` is where it is declared.

    `arcs`: each direction, and whether it surely exists or only may.
    """

    id: str
    seen: Entity
    place: Place
    arcs: tuple[tuple[Arc, bool], ...]
    missing: tuple[Place, ...] = ()


class Network:
    """All places and hops of an inventory. `absent`: lists that nobody wrote; `omitted`: things that do not say where they stand."""

    __slots__ = ("absent", "hops", "omitted", "places")

    def __init__(self, places: dict[str, Entity], hops: tuple[Hop, ...], absent: tuple[Place, ...], omitted: tuple[Place, ...]) -> None:
        self.places, self.hops, self.absent, self.omitted = places, hops, absent, omitted


def network_of(inventory: Inventory) -> Network:
    """The network that an inventory declares."""
    return _Builder(inventory).build()


class _Builder:
    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        kinds = inventory.vocabulary.kinds
        self.link = next(kind for kind in kinds.values() if "foot" in kind.route)
        self.foot_values = self._foot()
        self.places: dict[str, Entity] = {}
        self.hops: list[Hop] = []
        self.omitted: list[Place] = []
        self.ends: set[str] = set()

    def build(self) -> Network:
        kinds = self.inventory.vocabulary.kinds
        absent = []
        for kind in kinds.values():
            if kind.route:
                absent += [place for _, place in self.inventory.populations[kind.name].phantoms]
        for entity in self._entities("place"):
            self.places[ref(entity)] = entity
        for entity in self._entities("hop"):
            self._hop(entity)
        for entity in self._entities("place"):
            if "onward" in entity.kind.route:
                self._onward(entity)
        for entity in self._entities("place"):
            if entity.kind.route["place"] == "feet":
                self._feet(entity)
        return Network(self.places, tuple(self.hops), tuple(dict.fromkeys(absent)), tuple(self.omitted))

    def _entities(self, role: str) -> list[Entity]:
        found = []
        for kind in self.inventory.vocabulary.kinds.values():
            if role in kind.route:
                found += list(self.inventory.populations[kind.name].members)
                found += [entity for entity in self.inventory.always.values() if entity.kind is kind]
        return found

    def _foot(self) -> list[Any]:
        """What a condition sees of a foot, as values in the order of the link's fields."""
        entity = Readers(self.inventory.vocabulary).entity(self.link, _mapping(self.link.route["foot"]))
        return entity.values

    def _seen(self, kind: Kind, owner: Entity | None, values: dict[str, Any]) -> Entity:
        """A link as conditions see a hop that is none."""
        seen = Entity(self.link, None, owner, "") if owner is None else Entity(self.link, owner.source, owner, "")
        seen.values = list(self.foot_values)
        for name, value in values.items():
            if name in self.link.index:
                seen.values[self.link.index[name]] = value
        seen.owner = owner
        return seen

    def _hop(self, entity: Entity) -> None:
        start_field, end_field = entity.kind.route["hop"]
        start, end = entity.value(start_field), entity.value(end_field)
        for field, value in ((start_field, start), (end_field, end)):
            if value is UNDECLARED:
                self.omitted.append(Place(entity, field))
        if type(start) is not Entity or end in (UNDECLARED, None):
            return
        direction_field = entity.kind.route.get("direction")
        direction = entity.value(direction_field) if direction_field else "both"
        ends = end if type(end) is tuple else end.members if type(end) is AtLeast else (end,)
        seen = entity if entity.kind is self.link else self._carried(entity)
        missing = (Place(entity, direction_field),) if direction is UNDECLARED and direction_field else ()
        arcs: list[tuple[Arc, bool]] = []
        for target in ends:
            there, back = Arc(ref(entity), ref(start), ref(target)), Arc(ref(entity), ref(target), ref(start))
            arcs.append((there, True))
            # A direction that is not declared may be both: the way back is doubtful, the way there is not.
            if direction != "one_way":
                arcs.append((back, direction == "both"))
            self.ends |= {ref(start), ref(target)}
        self.hops.append(Hop(ref(entity), seen, Place(entity, start_field), tuple(arcs), missing))

    def _carried(self, entity: Entity) -> Entity:
        """A hop of another kind, seen as a link: fields of the same name are its own, the rest is as unlimited as a foot."""
        own = {field.name: entity.value(field.name) for field in entity.kind.fields if field.name in self.link.index and field.name not in ("id", "name")}
        inside = entity.kind.route.get("copies_files")
        if inside is not None:
            own["copies_files"] = _any_inside(entity, inside)
        return self._seen(entity.kind, entity, own)

    def _feet(self, entity: Entity) -> None:
        segments = entity.value("segments")
        if segments is UNDECLARED:
            self.omitted.append(Place(entity, "segments"))
            return
        members = segments if type(segments) is tuple else segments.members if type(segments) is AtLeast else ()
        if type(segments) in (AtLeast, Unknown):
            self.omitted += segments.missing
        # A thing with one foot that nothing else leads to joins nothing: terminals never enter the graph.
        if len(members) + (ref(entity) in self.ends) < 2:
            return
        name = f"{ref(entity)}.segments"
        for position, segment in enumerate(members):
            arcs = ((Arc(name, ref(entity), ref(segment)), True), (Arc(name, ref(segment), ref(entity)), True))
            seen = self._seen(entity.kind, entity, {"from": entity, "to": segment})
            self.hops.append(Hop(name, seen, Place(entity, f"segments.{position}" if len(members) > 1 else "segments"), arcs))

    def _onward(self, entity: Entity) -> None:
        field = entity.kind.route["onward"]
        reaches = entity.value(field)
        internet = self.inventory.always.get(INTERNET)
        if internet is None or entity is internet or reaches in (False, None):
            return
        name = f"{ref(entity)}.{field}"
        sure = reaches is True
        arcs = ((Arc(name, ref(entity), ref(internet)), sure), (Arc(name, ref(internet), ref(entity)), sure))
        self.ends.add(ref(entity))
        missing = () if sure else reaches.missing if type(reaches) is Unknown else (Place(entity, field),)
        self.hops.append(Hop(name, self._seen(entity.kind, entity, {"from": entity, "to": internet}), Place(entity, field), arcs, missing))


def _mapping(raw: dict[str, Any]) -> Mapping:
    return Mapping({key: _mapping(value) if isinstance(value, dict) else value for key, value in raw.items()})


def _any_inside(entity: Entity, field: str) -> Any:
    """True if one yes/no inside a record is yes, false if all are no, else undeclared."""
    record = entity.value(field)
    if record is None:
        return False
    if type(record) is not Entity:
        return UNDECLARED
    truths = [value for value, held in zip(record.values, record.kind.fields, strict=True) if held.type.name == "yes/no"]
    if any(value is True for value in truths):
        return True
    return False if all(value is False for value in truths) else UNDECLARED

"""The declared network as places and hops: links, feet, telework and the ways on to the Internet, all seen as links.

Which kinds are places and hops, and how conditions see a foot, stands in the vocabulary (`route:`); nothing is assumed here.
"""

from functools import cached_property
from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.truth import AtLeast, Place, Truth, Unknown, any_of, undeclared
from secpolicy.judging.graph import Arc
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import UNDECLARED, Entity, ref
from secpolicy.model.readers import Readers
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Kind

INTERNET = "the_internet"
OUTSIDE = "outside"


class Hop(Record):
    """A possible way between two places. `seen` is what conditions see, always of the kind of a link; `place` is where it is declared.

    `arcs`: each direction, and whether it surely exists or only may; `missing` are the facts that would tell. The hops of one thing share its id.
    """

    id: str
    seen: Entity
    place: Place
    arcs: tuple[tuple[Arc, bool], ...]
    missing: tuple[Place, ...] = ()


class Network:
    """All places and hops of an inventory. `absent`: lists that nobody wrote; `omitted`: what would tell where things stand or links lead."""

    def __init__(self, places: dict[str, Entity], hops: tuple[Hop, ...], absent: tuple[Place, ...], omitted: tuple[Place, ...]) -> None:
        self.places, self.hops, self.absent, self.omitted = places, hops, absent, omitted
        self._walked: dict[Arc, Hop] = {}  # long routes share most of their way

    def hop_named(self, name: str) -> Hop:
        """The first hop of an id."""
        return self._by_id[0][name]

    def hop_of(self, arc: Arc) -> Hop:
        """The hop of which an arc is one direction."""
        hop = self._walked.get(arc)
        if hop is None:
            first, more = self._by_id
            hop = self._walked[arc] = next(hop for hop in (first[arc.hop], *more.get(arc.hop, ())) if any(one == arc for one, _ in hop.arcs))
        return hop

    @cached_property
    def outside(self) -> tuple[str, ...]:
        """The ids of the hops between places that are not the organisation's."""
        return tuple(hop.id for hop in self.hops if self._is_outside(hop))

    @cached_property
    def _by_id(self) -> tuple[dict[str, Hop], dict[str, list[Hop]]]:
        """The first hop of each id, and those that share it: few do, the feet of a thing."""
        first: dict[str, Hop] = {}
        more: dict[str, list[Hop]] = {}
        for hop in self.hops:
            if hop is not first.setdefault(hop.id, hop):
                more.setdefault(hop.id, []).append(hop)
        return first, more

    def _is_outside(self, hop: Hop) -> bool:
        (_, start, end), _ = hop.arcs[0]
        return bool(self.places[start].kind.route["place"] == OUTSIDE == self.places[end].kind.route["place"])


def link_kind(inventory: Inventory) -> Kind:
    """The kind that every hop is seen as."""
    return next(kind for kind in inventory.vocabulary.kinds.values() if "foot" in kind.route)


def network_of(inventory: Inventory) -> Network:
    """The network that an inventory declares."""
    return _Builder(inventory).build()


class _Builder:
    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.link = link_kind(inventory)
        self.foot = self._foot()
        self.hops: list[Hop] = []
        self.omitted: list[Place] = []
        self.ends: set[str] = set()

    def build(self) -> Network:
        places = self._entities("place")
        for entity in self._entities("hop"):
            self._hop(entity)
        for entity in places:
            if "onward" in entity.kind.route:
                self._onward(entity)
        # Last, because a thing with one foot is a place of its own only if something else ends at it.
        for entity in places:
            if entity.kind.route["place"] == "feet":
                self._feet(entity)
        return Network({ref(entity): entity for entity in places}, tuple(self.hops), self._absent(), tuple(dict.fromkeys(self.omitted)))

    def _entities(self, role: str) -> list[Entity]:
        found: list[Entity] = []
        for kind in self.inventory.vocabulary.kinds.values():
            if role in kind.route:
                found += self.inventory.populations[kind.name].members
                found += [entity for entity in self.inventory.always.values() if entity.kind is kind]
        return found

    def _absent(self) -> tuple[Place, ...]:
        """The lists in which a way may stand that nobody wrote. Places outside join nothing unless a hop names them."""
        kinds = [kind for kind in self.inventory.vocabulary.kinds.values() if kind.route and kind.route.get("place") != OUTSIDE]
        return tuple(place for kind in kinds for _, place in self.inventory.populations[kind.name].phantoms)

    def _foot(self) -> list[Any]:
        """What a condition sees of a foot, as values in the order of the link's fields; what nothing is said of is not there."""
        values = Readers(self.inventory.vocabulary).entity(self.link, _mapping(self.link.route["foot"])).values
        return [None if value is UNDECLARED else value for value in values]

    def _seen(self, start: Entity, end: Entity, values: dict[str, Any]) -> Entity:
        """A link as conditions see a hop that is none."""
        seen = Entity(self.link)
        seen.values = list(self.foot)
        for name, value in {**values, **dict(zip(self.link.route["hop"], (start, end), strict=True))}.items():
            seen.values[self.link.index[name]] = value
        return seen

    def _hop(self, entity: Entity) -> None:
        start_field, end_field = entity.kind.route["hop"]
        start, end = entity.value(start_field), entity.value(end_field)
        for field, value in ((start_field, start), (end_field, end)):
            if value is UNDECLARED:
                self.omitted.append(Place(entity, field))
            elif type(value) is AtLeast:
                self.omitted += value.missing
        ends = end if type(end) is tuple else end.members if type(end) is AtLeast else (end,)
        for target in ends:
            if type(start) is Entity and type(target) is Entity:
                self._way(entity, start, target)

    def _way(self, entity: Entity, start: Entity, end: Entity) -> None:
        direction_field = entity.kind.route.get("direction", "")
        direction = entity.value(direction_field) if direction_field else "both"
        seen = entity if entity.kind is self.link else self._seen(start, end, self._own(entity))
        arcs = [(Arc(ref(entity), ref(start), ref(end)), True)]
        missing: tuple[Place, ...] = ()
        # A direction that is not declared may be both: the way back is doubtful, the way there is not.
        if direction != "one_way":
            arcs.append((Arc(ref(entity), ref(end), ref(start)), direction == "both"))
            missing = () if direction == "both" else (Place(entity, direction_field),)
        self.ends |= {ref(start), ref(end)}
        self.hops.append(Hop(ref(entity), seen, Place(entity, entity.kind.route["hop"][0]), tuple(arcs), missing))

    def _own(self, entity: Entity) -> dict[str, Any]:
        """What a hop of another kind says in fields of the link's names; what it leaves out is as unlimited as a foot."""
        names = [field.name for field in entity.kind.fields if field.name in self.link.index]
        own: dict[str, Any] = {name: entity.value(name) for name in names}
        own = {name: undeclared(entity, name) if value is UNDECLARED else value for name, value in own.items()}
        inside = {name: field for name, field in entity.kind.route.items() if name not in ("hop", "direction")}
        return own | {name: _any_inside(entity, field) for name, field in inside.items()}

    def _feet(self, entity: Entity) -> None:
        segments = entity.value("segments")
        if segments is UNDECLARED:
            self.omitted.append(Place(entity, "segments"))
        elif type(segments) is AtLeast:
            self.omitted += segments.missing
        members = segments if type(segments) is tuple else segments.members if type(segments) is AtLeast else ()
        # A thing with one foot that nothing else leads to joins nothing: terminals never enter the graph.
        if len(members) + (ref(entity) in self.ends) < 2:
            return
        for position, segment in enumerate(members):
            place = Place(entity, f"segments.{position}" if len(members) > 1 else "segments")
            self._both_ways(f"{ref(entity)}.segments", entity, segment, place)

    def _onward(self, entity: Entity) -> None:
        field = entity.kind.route["onward"]
        reaches = entity.value(field)
        internet = self.inventory.always[INTERNET]
        if entity is internet or reaches is False or reaches is None:
            return
        place = Place(entity, field)
        self.ends.add(ref(entity))
        self._both_ways(f"{ref(entity)}.{field}", entity, internet, place, () if reaches is True else (place,))

    def _both_ways(self, name: str, one: Entity, other: Entity, place: Place, missing: tuple[Place, ...] = ()) -> None:
        arcs = tuple((Arc(name, ref(start), ref(end)), not missing) for start, end in ((one, other), (other, one)))
        self.hops.append(Hop(name, self._seen(one, other, {}), place, arcs, missing))


def _mapping(raw: dict[str, Any]) -> Mapping:
    return Mapping({key: _mapping(value) if isinstance(value, dict) else value for key, value in raw.items()})


def _any_inside(entity: Entity, field: str) -> Truth:
    """Whether one yes/no inside a record is yes."""
    record = entity.value(field)
    if type(record) is not Entity:
        return undeclared(entity, field) if record is UNDECLARED else False
    told = [(value, Place(record, held.name)) for value, held in zip(record.values, record.kind.fields, strict=True) if held.type.name == "yes/no"]
    return any_of(Unknown((place,)) if value is UNDECLARED else value for value, place in told)

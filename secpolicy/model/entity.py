"""Entities: the things an inventory declares, as one list of values each, and how they are named and located."""

from __future__ import annotations

from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.truth import Place
from secpolicy.model.places import locate, read_again
from secpolicy.model.stretches import Mapping, Stretch, location_of_start
from secpolicy.model.vocabulary import Kind

Step = str | tuple[str | int, ...]  # the way from a thing's mapping to a value: a field, or a field and what follows in it


class _Undeclared:
    """The value of a field that nobody wrote: neither a value nor `none`."""

    def __repr__(self) -> str:
        return "UNDECLARED"

    def __bool__(self) -> bool:
        raise TypeError("an undeclared value is neither true nor false")


UNDECLARED = _Undeclared()


class Entity:
    """A thing or a record of an inventory. `values` follow the fields of `kind`; `source` is the mapping it was read from, or where that stands.

    A record, and a thing written in place of its id, has an `owner` and stands at a `step` in it; its id is the key in a list, else empty.
    Where it stands in the file is asked of the owner. A kind that exists once has an empty id. `defaults` is the block that lent the values
    the mapping lacks.
    """

    __slots__ = ("defaults", "id", "kind", "owner", "source", "step", "values")

    def __init__(self, kind: Kind, source: Mapping | Stretch | None = None, owner: Entity | None = None, step: Step = "",
                 values: list[Any] | None = None) -> None:  # fmt: skip
        self.kind, self.source = kind, source
        self.owner, self.step = owner, step
        self.id = ""
        self.values: list[Any] = [UNDECLARED] * len(kind.fields) if values is None else values
        self.defaults: Mapping | None = None

    @property
    def field(self) -> str:
        """The field of the owner in which it stands."""
        return self.step if type(self.step) is str else str(self.step[0])

    def value(self, name: str) -> Any:
        """The value of a field by name; UNDECLARED if nobody wrote it. KeyError if the kind has no such field."""
        return self.values[self.kind.index[name]]

    def text(self, name: str) -> str:
        """The text of a field by name; empty if it has none. KeyError if the kind has no such field."""
        value = self.value(name)
        return value if isinstance(value, str) else ""

    def __repr__(self) -> str:
        return ref(self)


def ref(entity: Entity) -> str:
    """How an entity is named in reports and files: device:pc-01, device:pc-01.os, network."""
    if entity.owner is not None:
        name = f"{ref(entity.owner)}.{entity.field}"
        return f"{name}.{entity.id}" if entity.id else name
    return f"{entity.kind.name}:{entity.id}" if entity.id else entity.kind.name


def label(entity: Entity, lang: str = "ja") -> str:
    """What people call an entity: its name, else its key or id, else the label of the field it stands in."""
    if not entity.kind.is_record:
        name = entity.values[entity.kind.index["name"]]
        if isinstance(name, str):
            return name
    words = [entity.value(key) for key in entity.kind.identity if key in entity.kind.index and key != "kind"]
    shown = " ".join(str(word) for word in words if isinstance(word, str) or type(word).__name__ == "date")
    if shown and entity.kind.is_record:
        return shown
    if entity.owner is not None:
        field = entity.owner.kind.field(entity.field)
        return field.ja if field and lang == "ja" else field.en if field else entity.field
    return entity.id or (entity.kind.ja if lang == "ja" else entity.kind.en)


def place_name(place: Place) -> str:
    """A place as it is written in cases and reports: device:pc-01.os.version, links, settings.intervals.log_review."""
    return f"{ref(place.holder)}.{place.path}" if place.holder is not None else place.path


def locate_place(place: Place, documents: tuple[Mapping, ...]) -> Location:
    """File, line and column of a place; where the value is absent, the mapping in which it belongs."""
    steps = tuple(int(step) if step.isdigit() else step for step in place.path.split("."))
    if place.holder is None:
        return _locate_key(steps, documents)
    return locate_value(place.holder, steps, documents)


def locate_value(entity: Entity, path: tuple[str | int, ...], documents: tuple[Mapping, ...]) -> Location:
    """Where the value at `path` in an entity stands; an empty path asks for the entity itself."""
    entity, path = from_outermost(entity, path)
    if entity.source is None:
        return _locate_key((entity.kind.key,), documents)
    source = source_of(entity, path)
    if not path or (type(source) is Mapping and path[0] not in source):
        return location_of_start(source)
    return locate(source, path)


def from_outermost(entity: Entity, path: tuple[str | int, ...]) -> tuple[Entity, tuple[str | int, ...]]:
    """The thing in which all of this stands, and the way from there."""
    while entity.owner is not None:
        path = (*steps(entity.step), *path)
        entity = entity.owner
    return entity, path


def steps(step: Step) -> tuple[str | int, ...]:
    """A step as the way it is."""
    return (step,) if type(step) is str else tuple(step)


def source_of(entity: Entity, path: tuple[str | int, ...]) -> Mapping | Stretch:
    """Where a value of a thing was written: in its mapping, or in the defaults that lent it."""
    assert entity.source is not None
    if path and entity.defaults is not None and path[0] in entity.defaults and path[0] not in written(entity):
        return entity.defaults
    return entity.source


def written(entity: Entity) -> Mapping:
    """The mapping that an entity was read from."""
    assert entity.source is not None
    return entity.source if isinstance(entity.source, Mapping) else read_again(entity.source)


def _locate_key(steps: tuple[str | int, ...], documents: tuple[Mapping, ...]) -> Location:
    for document in documents:
        if steps[0] in document:
            return locate(document, steps, of_key=len(steps) == 1)
    return Location(documents[0].source.name, 1, 1, 1, 2) if documents else Location("-")

"""References between things: ids become the entities they name, and things written in place of an id join their kind."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from secpolicy.base.problem import closest
from secpolicy.base.truth import AtLeast, Place
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.readers import RESERVED, Pending, Readers, Step
from secpolicy.model.vocabulary import ANY
from secpolicy.model.yaml_reader import Mapping

if TYPE_CHECKING:
    from secpolicy.model.inventory import Inventory


def resolve(readers: Readers, members: dict[str, list[Entity]], inventory: Inventory) -> None:
    """Put entities in the place of ids, in all members and records; unknown and ambiguous ids become problems."""
    known: dict[str, dict[str, Entity]] = {kind: {entity.id: entity for entity in entities} for kind, entities in members.items()}
    for name, entity in inventory.singles.items():
        if entity is not None:
            known[name][name] = entity
    for name, entity in inventory.always.items():
        known[entity.kind.name][name] = entity
    position = 0
    # Things written in place bring references of their own: the list grows while it is worked off.
    while position < len(readers.pending):
        waiting = readers.pending[position]
        position += 1
        waiting.entity.values[waiting.slot] = _resolved(waiting, readers, members, known)


def look_up(trials: list[Pending], readers: Readers, members: dict[str, list[Entity]], inventory: Inventory) -> None:
    """Resolve references for their problems alone: nothing that is written there in place comes to exist."""
    if not trials:
        return
    before = {name: len(found) for name, found in readers.records.items()}
    read_as = len(readers.readings)
    readers.pending = trials
    resolve(readers, {kind: [*entities] for kind, entities in members.items()}, inventory)
    for name, found in readers.records.items():
        del found[before.get(name, 0) :]
    del readers.readings[read_as:]


def _resolved(waiting: Pending, readers: Readers, members: dict[str, list[Entity]], known: dict[str, dict[str, Entity]]) -> Any:
    if not waiting.is_list:
        return _entity(waiting, waiting.raw, waiting.step, readers, members, known)
    found = []
    is_open = False
    for raw, step in waiting.raw:
        if type(raw) is str and raw in RESERVED:
            is_open = is_open or RESERVED[raw] is UNDECLARED
            if RESERVED[raw] is None:
                readers.problem(waiting.entity, step, "none-in-list")
            continue
        entity = _entity(waiting, raw, step, readers, members, known)
        if entity is UNDECLARED:
            is_open = True
        else:
            found.append(entity)
    name = waiting.step if type(waiting.step) is str else ".".join(str(part) for part in waiting.step)
    return AtLeast(tuple(found), (Place(waiting.entity, name),)) if is_open else tuple(found)


def _entity(waiting: Pending, raw: Any, step: Step, readers: Readers, members: dict[str, list[Entity]], known: dict[str, dict[str, Entity]]) -> Any:
    kinds = tuple(known) if ANY in waiting.kinds else waiting.kinds
    if type(raw) is Mapping:
        return _in_place(waiting, raw, step, kinds, readers, members)
    if type(raw) is not str:
        return readers.problem(waiting.entity, step, "not-a-single-value")
    raw = unicodedata.normalize("NFC", raw)
    prefix, _, rest = raw.partition(":")
    if rest and prefix in kinds:
        kinds, name = (prefix,), rest
    else:
        name = raw
    found = [known[kind][name] for kind in kinds if name in known[kind]]
    if len(found) == 1:
        return found[0]
    if found:
        choices = [f"{entity.kind.name}:{name}" for entity in found]
        return readers.problem(waiting.entity, step, "ambiguous-reference", value=raw, choices=choices)
    return _not_found(waiting, raw, step, kinds, readers, known)


def _not_found(waiting: Pending, raw: str, step: Step, kinds: tuple[str, ...], readers: Readers, known: dict[str, dict[str, Entity]]) -> Any:
    """An id that nothing here has: of another kind, or misspelt, or not written at all."""
    wanted = [readers.vocabulary.kinds[kind] for kind in kinds] if ANY not in waiting.kinds else None
    for kind, named in known.items():
        if raw in named and kind not in kinds:
            return readers.problem(waiting.entity, step, "reference-to-other-kind", value=raw, kind=named[raw].kind, kinds=wanted)
    meant = closest(raw.rpartition(":")[2], [id_ for kind in kinds for id_ in known[kind]])
    if meant:
        return readers.problem(waiting.entity, step, "unknown-reference-meant", value=raw, meant=meant)
    if wanted is None:
        return readers.problem(waiting.entity, step, "unknown-reference-anywhere", value=raw)
    return readers.problem(waiting.entity, step, "unknown-reference", value=raw, kinds=wanted, key=wanted[0].key)


def _in_place(waiting: Pending, raw: Mapping, step: Step, kinds: tuple[str, ...], readers: Readers, members: dict[str, list[Entity]]) -> Any:
    if len(kinds) != 1 or kinds[0] not in members:
        return readers.problem(waiting.entity, step, "in-place-of-many")
    kind = readers.vocabulary.kinds[kinds[0]]
    entity = readers.entity(kind, raw, waiting.entity, step if type(step) is str else str(step[0]))
    written = entity.value("id") if "id" in kind.index else UNDECLARED
    if isinstance(written, str):
        entity.id = written
    elif type(step) is tuple and waiting.is_list and len(waiting.raw) > 1:
        entity.id = str(int(step[-1]) + 1)
    members[kind.name].append(entity)
    return entity

"""References between things: ids become the entities they name, and things written in place of an id join their kind."""

from __future__ import annotations

import unicodedata
from typing import Any

from secpolicy.base.problem import closest
from secpolicy.base.truth import AtLeast, Place
from secpolicy.model.conversions import Named, Pending
from secpolicy.model.entity import UNDECLARED, Entity, Step, steps
from secpolicy.model.readers import Readers
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import ANY

Known = dict[str, dict[str, Entity]]  # things by kind and id


def resolve(readers: Readers, members: dict[str, list[Entity]], known: Known) -> None:
    """Put entities in the place of ids, in all members and records; unknown and ambiguous ids become problems."""
    position = 0
    # Things written in place bring references of their own: the lists grow while they are worked off.
    while position < len(readers.pending):
        waiting = readers.pending[position]
        position += 1
        waiting.entity.values[waiting.slot] = _resolved(waiting, readers, members, known)
    by_name: dict[tuple[str, ...], dict[str, Entity]] = {}
    for named in readers.named:
        if named.held:
            kinds = tuple(known) if ANY in named.kinds else named.kinds
            if kinds not in by_name:
                by_name[kinds] = _by_name(kinds, known)
            _resolve_named(named, by_name[kinds], readers, members, known)


def _by_name(kinds: tuple[str, ...], known: Known) -> dict[str, Entity]:
    """What a plain id can only mean: the things of some kinds that share their id with none of the others."""
    if len(kinds) == 1 and known[kinds[0]].keys().isdisjoint(RESERVED):
        return known[kinds[0]]
    found: dict[str, Entity] = {}
    shared = set(RESERVED)
    for kind in kinds:
        shared |= found.keys() & known[kind].keys()
        found |= known[kind]
    for name in shared:
        found.pop(name, None)
    return found


def _resolve_named(named: Named, by_name: dict[str, Entity], readers: Readers, members: dict[str, list[Entity]], known: Known) -> None:
    slot, is_list = named.slot, named.is_list
    held, named.held = named.held, []
    for entity, raw, step in held:
        found: Any = tuple(map(by_name.get, raw)) if is_list else by_name.get(raw)
        if found is None or (is_list and None in found):
            parts = [(part, (*steps(step), position)) for position, part in enumerate(raw)] if is_list else raw
            found = _resolved(Pending(entity, slot, named.kinds, parts, step, is_list), readers, members, known)
        entity.values[slot] = found


def _resolved(waiting: Pending, readers: Readers, members: dict[str, list[Entity]], known: Known) -> Any:
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


def _entity(waiting: Pending, raw: Any, step: Step, readers: Readers, members: dict[str, list[Entity]], known: Known) -> Any:
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


def _not_found(waiting: Pending, raw: str, step: Step, kinds: tuple[str, ...], readers: Readers, known: Known) -> Any:
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
    entity = readers.entity(kind, raw, waiting.entity, step)
    written = entity.value("id") if "id" in kind.index else UNDECLARED
    if isinstance(written, str):
        entity.id = written
    elif type(step) is tuple and waiting.is_list and len(waiting.raw) > 1:
        entity.id = str(int(step[-1]) + 1)
    members[kind.name].append(entity)
    return entity

"""The ids of things: as they are written, else from the fields that identify their kind."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from secpolicy.base.problem import Problem
from secpolicy.model.entity import UNDECLARED, Entity, source_of, written
from secpolicy.model.places import problem_at
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import location_of_start
from secpolicy.model.vocabulary import Kind

_NO_ID = r"[\s.:#/]"


def give_ids(kind: Kind, members: list[Entity], problems: list[Problem]) -> dict[str, Entity]:
    """Name the members of a kind: the members by id. Ids that cannot be used, that are missing or that are given twice become problems."""
    seen: dict[str, Entity] = {}
    position = kind.index["id"]
    by_id = kind.identity == ("id",)
    for entity in members:
        id_ = entity.values[position]
        if type(id_) is str:
            entity.id = id_
            if not id_.replace("-", "").isidentifier() and re.search(_NO_ID, id_):  # most ids are of letters and digits
                problems.append(_problem(entity, "id", "bad-id", value=id_))
        elif not entity.id:
            entity.id = "" if by_id else _identity(entity)
            if not entity.id:
                if not _is_refused(entity):
                    problems.append(_problem(entity, "", "missing-id", kind=kind, identity=[*kind.identity]))
                continue
        first = seen.setdefault(entity.id, entity)
        if first is not entity:
            problems.append(_twice(entity, first, isinstance(id_, str)))
            seen[entity.id] = entity
    return seen


def _twice(entity: Entity, first: Entity, is_written: bool) -> Problem:
    assert first.source is not None
    shown = location_of_start(first.source).short
    place, message = ("id", "duplicate-id") if is_written else ("", "same-event-twice")
    return _problem(entity, place, message, id=entity.id, first=shown, kind=entity.kind)


def _problem(entity: Entity, field: str, message: str, **values: Any) -> Problem:
    source = source_of(entity, (field,) if field else ())
    return problem_at(source, (field,) if field else (), message, **values)


def _is_refused(entity: Entity) -> bool:
    """Whether an id was written that could not be read: that has been said already."""
    raw = written(entity).get("id")
    return raw is not None and not (isinstance(raw, str) and raw in RESERVED)


def _identity(entity: Entity) -> str:
    """The id of an event that was given none: kind, day and what it is about, as they are written."""
    source = written(entity)
    words = []
    for name in entity.kind.identity:
        value = entity.value(name) if name in entity.kind.index else UNDECLARED
        raw = source.get(name)
        if isinstance(value, str | date):
            words.append(str(value))
        elif isinstance(raw, str):
            words.append(unicodedata.normalize("NFC", raw))
        elif isinstance(raw, list):
            words += [part for part in raw if isinstance(part, str)]
    return " ".join(words)

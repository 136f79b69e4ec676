"""Waivers (例外措置) as an organisation keeps them: in a file of their own, read by the same typed reader."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.model.entity import Entity, location_of_start
from secpolicy.model.readers import RESERVED, Readers
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.model.yaml_reader import Mapping, read_file


class Approval(NamedTuple):
    """Who approved a waiver, in which capacity and when."""

    role: str
    by: str
    date: date | None


class Waiver(NamedTuple):
    """An exception from one duty (`pack/topic/name#label`) for one subject. Fields that were not written are empty."""

    rule: str
    duty: str
    subject: str
    links: tuple[str, ...]
    reason: str
    instead: str
    approvals: tuple[Approval, ...]
    until: date | None
    location: Location


def load_waivers(path: str, house: Vocabulary) -> tuple[Waiver, ...]:
    """The waivers of a file. Raises Refused if it cannot be read: a waiver is never silently lost."""
    content = read_file(path)
    entries = content.get("waivers") if isinstance(content, Mapping) else content
    if isinstance(entries, str) and entries in RESERVED:
        entries = []
    if not isinstance(entries, list):
        raise Refused([Problem(Location(path), "not-waivers", {})])
    readers = Readers(house)
    found = []
    for entry in entries:
        if not isinstance(entry, Mapping):
            raise Refused([Problem(Location(path), "not-waivers", {})])
        found.append(_waiver(readers.entity(house.kinds["waiver_entry"], entry)))
    if readers.problems:
        raise Refused(sorted(readers.problems, key=lambda problem: problem.location))
    return tuple(found)


def _waiver(entity: Entity) -> Waiver:
    assert entity.source is not None
    rule, _, duty = _text(entity, "rule").partition("#")
    approvals = entity.value("approvals")
    until = entity.value("until")
    links = entity.value("links")
    return Waiver(
        rule, duty, _text(entity, "subject"), links if type(links) is tuple else (), _text(entity, "reason"), _text(entity, "instead"),
        tuple(_approval(approval) for approval in approvals) if type(approvals) is tuple else (), until if isinstance(until, date) else None,
        location_of_start(entity.source),
    )  # fmt: skip


def _approval(record: Entity) -> Approval:
    day = record.value("date")
    return Approval(_text(record, "role"), _text(record, "by"), day if isinstance(day, date) else None)


def _text(entity: Entity, name: str) -> str:
    value = entity.value(name)
    return value if isinstance(value, str) else ""

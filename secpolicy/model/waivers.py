"""Waivers (例外措置) as an organisation keeps them: a kind of the vocabulary, usually in a file of its own."""

from datetime import date

from secpolicy.base.location import Location
from secpolicy.base.record import Record
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import Entity
from secpolicy.model.stretches import location_of_start


class Approval(Record):
    """Who approved a waiver, in which capacity and when."""

    role: str
    by: str
    date: date | None


class Waiver(Record):
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


def waivers_of(inventory: Inventory) -> tuple[Waiver, ...]:
    """The waivers that an inventory, or the file it names, lists; none if it lists none."""
    return tuple(_waiver(entity) for entity in inventory.populations["waiver"].members)


def _waiver(entity: Entity) -> Waiver:
    assert entity.source is not None
    rule, _, duty = entity.text("rule").partition("#")
    approvals = entity.value("approvals")
    until = entity.value("until")
    links = entity.value("links")
    return Waiver(
        rule, duty, entity.text("subject"), links if type(links) is tuple else (), entity.text("reason"), entity.text("instead"),
        tuple(_approval(approval) for approval in approvals) if type(approvals) is tuple else (), until if isinstance(until, date) else None,
        location_of_start(entity.source),
    )  # fmt: skip


def _approval(record: Entity) -> Approval:
    day = record.value("date")
    return Approval(record.text("role"), record.text("by"), day if isinstance(day, date) else None)

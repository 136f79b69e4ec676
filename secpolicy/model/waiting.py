"""References that wait until every thing of an inventory is known."""

from __future__ import annotations

from typing import Any

from secpolicy.base.record import Record
from secpolicy.model.entity import Entity, Step


class Pending(Record):
    """A reference to be resolved when every entity is known."""

    entity: Entity
    slot: int
    kinds: tuple[str, ...]
    raw: Any
    step: Step
    is_list: bool


class Named:
    """References of one field that are plain ids, or lists of them: (entity, what is written) each."""

    __slots__ = ("held", "is_list", "kinds", "slot")

    def __init__(self, kinds: tuple[str, ...], slot: int, is_list: bool) -> None:
        self.kinds, self.slot, self.is_list = kinds, slot, is_list
        self.held: list[tuple[Entity, Any, Step]] = []

"""One device with one field, for tests of what a field takes: its value, or the one problem with it."""

from __future__ import annotations

from typing import Any

from secpolicy.model.declared import Inventory
from secpolicy.model.entity import Entity
from tests.model.conftest import Built, Refusal


def device(inventory: Inventory) -> Entity:
    return inventory.populations["device"].members[0]


def value(built: Built, field: str, text: str) -> Any:
    """What a field of the first device holds."""
    return device(built(f"devices:\n  - id: pc-01\n    {field}: {text}\n")).value(field)


def slip(problems_of: Refusal, field: str, text: str) -> tuple[str, int, dict[str, Any]]:
    """Id, column and values of the one problem of a field."""
    [found] = problems_of(f"devices:\n  - id: pc-01\n    {field}: {text}\n")
    return found.id, found.location.column, found.values

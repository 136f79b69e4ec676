"""How an auditor wants the tables."""

from __future__ import annotations

from typing import NamedTuple


class Layout(NamedTuple):
    """What makes a group, which columns, in which order, drawn how. Empty: as by default."""

    group_by: str = "deadline"
    columns: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    style: str = "simple"

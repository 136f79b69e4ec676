"""How an auditor wants the tables."""

from __future__ import annotations

from secpolicy.base.record import Record


class Layout(Record):
    """What makes a group, which columns, in which order, drawn how. Empty: as by default."""

    group_by: str = "deadline"
    columns: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    style: str = "simple"

"""The timeline as a table for the terminal: one block per fiscal year."""

from __future__ import annotations

from secpolicy.base.text import wrapped
from secpolicy.reporting import report as r
from secpolicy.reporting.change import timeline as t
from secpolicy.reporting.grid import GAP, grid

_DAY, _CHANGE, _LEAST = 10, 12, 60


def timeline_as_table(timeline: t.Timeline, width: int = 80) -> str:
    """What turns when, in columns."""
    words = timeline.words
    lines = [*wrapped(t.head(timeline), width, timeline.report.ambiguous), *wrapped(t.summary(timeline), width, timeline.report.ambiguous), ""]
    for year, rows in t.by_year(t.rows(timeline)).items():
        number = sum(len(row.turns) for row in rows)
        lines += [f"■ {words.says('fiscal-year', year=year)} {words.says('plain-count', n=number)}", _table(timeline, rows, width), ""]
    if left := t.untold(timeline):
        lines += wrapped(left, width, timeline.report.ambiguous)
    return "\n".join(lines).rstrip() + "\n"


def _table(timeline: t.Timeline, rows: list[t.Row], width: int) -> str:
    room = max(width, _LEAST) - _DAY - _CHANGE - 3 * GAP
    rule = min(26, room * 4 // 10)
    heads = [timeline.words.says(f"turn-column-{column}") for column in ("day", "change", "duty", "why")]
    return grid(heads, [_cells(timeline, row) for row in rows], (_DAY, _CHANGE, rule, room - rule), timeline.report.ambiguous)


def _cells(timeline: t.Timeline, row: t.Row) -> tuple[str, ...]:
    return (
        "\n".join(t.day_lines(timeline, row.first.day)),
        t.change_text(timeline, row).replace("→", "→\n", 1),
        f"{t.title(timeline, row)}\n{t.name(row)}",
        "\n".join([t.subjects_text(timeline, row), *t.reason_lines(timeline, row, r.seen_place)]),
    )

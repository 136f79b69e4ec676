"""The timeline as Markdown: one table per fiscal year."""

from __future__ import annotations

from secpolicy.reporting.change import timeline as t
from secpolicy.reporting.markdown import code, escaped, lines_in_cell, table


def timeline_as_markdown(timeline: t.Timeline, width: int = 0) -> str:
    """What turns when. `width` is for reports that are drawn."""
    words = timeline.words
    lines = [f"## {escaped(t.head(timeline))}", "", escaped(t.summary(timeline)), ""]
    heads = [words.says(f"turn-column-{column}") for column in ("day", "change", "duty", "subject")]
    heads.append(words.says("markdown-column-reason"))
    for year, rows in t.by_year(t.rows(timeline)).items():
        number = sum(len(row.turns) for row in rows)
        lines += [f"### {words.says('fiscal-year', year=year)} {words.says('plain-count', n=number)}", ""]
        lines += table(heads, [_cells(timeline, row) for row in rows])
    if left := t.untold(timeline):
        lines.append(escaped(left))
    return "\n".join(lines).rstrip() + "\n"


def _cells(timeline: t.Timeline, row: t.Row) -> list[str]:
    return [
        lines_in_cell(t.day_lines(timeline, row.first.day)),
        escaped(t.change_text(timeline, row)),
        lines_in_cell((escaped(t.title(timeline, row)), code(t.name(row)))),
        escaped(t.subjects_text(timeline, row)),
        lines_in_cell(escaped(line) for line in t.reason_lines(timeline, row)),
    ]

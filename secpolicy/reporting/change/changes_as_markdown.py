"""What changed between two runs, as Markdown for a pull request: what is worse is open, what is settled is folded away."""

from __future__ import annotations

from secpolicy.reporting.change import changes as c
from secpolicy.reporting.change.changes_as_table import summary
from secpolicy.reporting.markdown import code, escaped, lines_in_cell, table

_FOLDED = ("reason", "better", "fixed", "gone", "dropped")
_MOST = 50  # rows of a kind: a comment on a pull request has a limit, and a reader a shorter one


def changes_as_markdown(comparison: c.Comparison, width: int = 0) -> str:
    """The two sides, the numbers, one table per kind. `width` is for reports that are drawn."""
    words = comparison.words
    lines = [f"## {escaped(words.says(comparison.title))}", "", escaped(summary(comparison)), ""]
    heads = ("", words.says("change-column-side"), words.says("markdown-totals"))
    sides = [(comparison.old, "change-old-name"), (comparison.new, "change-new-name")]
    lines += table(heads, [(words.says(name), escaped(c.side_text(side)), escaped(c.totals_text(side.report))) for side, name in sides])
    by_kind = c.rows_by_kind(comparison)
    for kind, rows in by_kind.items():
        lines += _block(comparison, kind, rows)
    if not by_kind:
        lines += [words.says("change-none"), ""]
    if left := c.untold(comparison):
        lines.append(escaped(words.says("change-untold", n=left)))
    return "\n".join(lines).rstrip() + "\n"


def _block(comparison: c.Comparison, kind: str, rows: list[c.Row]) -> list[str]:
    words = comparison.words
    title = f"{escaped(words.says(f'change-kind-{kind}'))} {words.says('plain-count', n=sum(len(row.changes) for row in rows))}"
    heads = [words.says(f"markdown-column-{name}") for name in ("verdict", "rule", "subject", "content", "place")]
    lines = table(heads, [_cells(comparison, row) for row in rows[:_MOST]])
    if len(rows) > _MOST:
        lines += [words.says("and-more", n=len(rows) - _MOST), ""]
    if kind in _FOLDED:
        return [f"<details><summary>{title}</summary>", "", *lines, "</details>", ""]
    return [f"### {title}", "", *lines]


def _cells(comparison: c.Comparison, row: c.Row) -> list[str]:
    finding = row.first.shown
    title = c.rule_title(comparison.side_of(finding, row.first), finding.rule)
    return [
        escaped(c.verdict_text(comparison.words, row.first)),
        lines_in_cell((escaped(title), code(f"{finding.rule.rpartition('/')[2]}#{finding.duty}"))),
        escaped(c.subjects_text(comparison, row)),
        lines_in_cell(escaped(line) for line in c.message_lines(comparison, row)),
        escaped(c.place_text(comparison, row)),
    ]

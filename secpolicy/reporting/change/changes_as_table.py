"""What changed between two runs, as a table for the terminal."""

from __future__ import annotations

from secpolicy.base.text import wrapped
from secpolicy.reporting.change import changes as c
from secpolicy.reporting.grid import GAP, grid

_VERDICT, _LEAST = 10, 60


def changes_as_table(comparison: c.Comparison, width: int = 80) -> str:
    """The two sides, how many changes there are of each kind, and one block per kind."""
    words, told, ambiguous = comparison.words, c.told(comparison), comparison.new.report.ambiguous
    lines = [words.says(comparison.title)]
    for side, name in ((comparison.old, "change-old"), (comparison.new, "change-new-side")):
        lines += wrapped(words.says(name, side=c.side_text(side)), width, ambiguous)
        lines += [f"  {line}" for line in wrapped(c.totals_text(side.report), width - 2, ambiguous)]
    lines += [*wrapped(summary(comparison), width, ambiguous), ""]
    for kind, rows in c.rows_by_kind(comparison).items():
        number = sum(len(row.changes) for row in rows)
        lines += [f"■ {words.says(f'change-kind-{kind}')} {words.says('plain-count', n=number)}", _table(comparison, rows, width), ""]
    if not told:
        lines += [words.says("change-none"), ""]
    if left := c.untold(comparison):
        lines += wrapped(words.says("change-untold", n=left), width, ambiguous)
    return "\n".join(lines).rstrip() + "\n"


def summary(comparison: c.Comparison) -> str:
    """How many changes of each kind, and how many findings are as they were."""
    words = comparison.words
    numbers = c.counted(c.told(comparison))
    parts = [words.says("count-of", verdict=words.says(f"change-kind-{kind}"), n=n) for kind, n in numbers.items() if n]
    parts.append(words.says("count-of", verdict=words.says("change-unchanged"), n=comparison.compared.unchanged))
    return words.says("change-summary", parts=words.join(parts))


def _table(comparison: c.Comparison, rows: list[c.Row], width: int) -> str:
    words = comparison.words
    room = max(width, _LEAST) - _VERDICT - 3 * GAP
    rule, subject = min(24, room * 3 // 10), min(18, room * 24 // 100)
    heads = [words.says(f"column-{name}") for name in ("verdict", "rule", "subject", "content")]
    return grid(heads, [_cells(comparison, row) for row in rows], (_VERDICT, rule, subject, room - rule - subject), comparison.new.report.ambiguous)


def _cells(comparison: c.Comparison, row: c.Row) -> tuple[str, str, str, str]:
    words, finding = comparison.words, row.first.shown
    title = c.rule_title(comparison.side_of(finding, row.first), finding.rule)
    content = [*c.message_lines(comparison, row), words.says("place-line", place=c.seen_place_text(comparison, row), id=finding.id)]
    name = f"{finding.rule.rpartition('/')[2]}#{finding.duty}"
    return c.verdict_text(words, row.first), f"{title}\n{name}", c.subjects_text(comparison, row), "\n".join(content)

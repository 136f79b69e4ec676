"""The way to another model as Markdown."""

from __future__ import annotations

from secpolicy.reporting import report as r
from secpolicy.reporting.change import changes as c
from secpolicy.reporting.change import plan as p
from secpolicy.reporting.change.plan_as_table import content_lines, counted, met_texts, settled_text
from secpolicy.reporting.markdown import code, escaped, lines_in_cell, table


def plan_as_markdown(plan: p.Plan, width: int = 0) -> str:
    """What is lacking, what would be demanded by deadline, what to declare, and what falls away. `width` is for reports that are drawn."""
    words = plan.words
    title, *rest = p.head(plan)
    lines = [f"## {escaped(title)}", ""]
    for line in rest:
        lines += [escaped(line), ""]
    lines += _list(plan, "plan-lacking", p.lacking(plan))
    for block, rows in p.demanded(plan):
        lines += _block(plan, words.says(f"block-{block}"), rows)
    if plan.comparison.with_review:
        lines += _block(plan, words.says("block-review"), [row for _, rows in p.demanded(plan, review=True) for row in rows])
    lines += _list(plan, "plan-facts", [words.says("plan-fact", fact=fact, n=n) for fact, n in p.facts_to_declare(plan)])
    lines += _list(plan, "plan-no-longer", [settled_text(plan, change) for change in p.no_longer(plan)])
    lines += _list(plan, "plan-met", met_texts(plan))
    if (left := p.in_review(plan)) and not plan.comparison.with_review:
        lines.append(escaped(words.says("plan-untold", n=left)))
    return "\n".join(lines).rstrip() + "\n"


def _list(plan: p.Plan, title: str, texts: list[str]) -> list[str]:
    return [f"### {escaped(counted(plan, title, texts))}", "", *(f"- {escaped(text)}" for text in texts), ""] if texts else []


def _block(plan: p.Plan, title: str, rows: list[r.Row]) -> list[str]:
    if not rows:
        return []
    words = plan.words
    heads = [words.says(f"markdown-column-{name}") for name in ("verdict", "rule", "subject", "content")]
    number = words.says("plain-count", n=sum(len(row.findings) for row in rows))
    return [f"### {escaped(words.says('plan-demanded', block=title))} {number}", "", *table(heads, [_cells(plan, row) for row in rows])]


def _cells(plan: p.Plan, row: r.Row) -> list[str]:
    finding = row.first
    return [
        escaped(plan.words.says(finding.verdict)),
        lines_in_cell((escaped(c.rule_title(plan.report, finding.rule)), code(f"{finding.rule.rpartition('/')[2]}#{finding.duty}"))),
        escaped(r.subjects_text(plan.report, row)),
        lines_in_cell(escaped(line) for line in content_lines(plan, row)),
    ]

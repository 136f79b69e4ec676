"""The way to another model as text for the terminal."""

from __future__ import annotations

from collections.abc import Callable

from secpolicy.base.location import Location
from secpolicy.base.text import listed, wrapped
from secpolicy.judging.comparing import Change
from secpolicy.judging.finding import FAIL, UNKNOWN
from secpolicy.reporting import report as r
from secpolicy.reporting.change import changes as c
from secpolicy.reporting.change import plan as p
from secpolicy.reporting.grid import GAP, grid, narrow

_LEAST, _MOST = 60, 20


def plan_as_table(plan: p.Plan, width: int = 80) -> str:
    """What is lacking, what would be demanded by deadline, what to declare, and what falls away."""
    words = plan.words
    lines = [part for line in p.head(plan) for part in wrapped(line, width, plan.report.ambiguous)] + [""]
    lines += _listed(plan, "plan-lacking", p.lacking(plan), width)
    for block, rows in p.demanded(plan):
        lines += _block(plan, words.says(f"block-{block}"), rows, width)
    if plan.comparison.with_review:
        lines += _block(plan, words.says("block-review"), [row for _, rows in p.demanded(plan, review=True) for row in rows], width)
    lines += _listed(plan, "plan-facts", [words.says("plan-fact", fact=fact, n=n) for fact, n in p.facts_to_declare(plan)], width)
    lines += _listed(plan, "plan-no-longer", [settled_text(plan, change) for change in p.no_longer(plan)], width)
    lines += _listed(plan, "plan-met", met_texts(plan), width)
    if (left := p.in_review(plan)) and not plan.comparison.with_review:
        lines += wrapped(words.says("plan-untold", n=left), width, plan.report.ambiguous)
    return "\n".join(lines).rstrip() + "\n"


def counted(plan: p.Plan, title: str, texts: list[str]) -> str:
    """The heading of texts, with how many there are."""
    return f"{plan.words.says(title)} {plan.words.says('plain-count', n=len(texts))}"


def met_texts(plan: p.Plan) -> list[str]:
    """The duties that would apply anew and are met."""
    return [f"{c.rule_title(plan.report, rule)} {rule.rpartition('/')[2]}#{duty}" for rule, duty in p.met_already(plan)]


def settled_text(plan: p.Plan, change: Change) -> str:
    """A finding of today that would be none."""
    report, finding = plan.comparison.old.report, change.shown
    name = f"{finding.rule.rpartition('/')[2]}#{finding.duty}"
    return f"{c.rule_title(report, finding.rule)} {name}: {r.subjects_text(report, r.Row((finding,)))}"


def content_lines(plan: p.Plan, row: r.Row, seen: Callable[[r.Report, Location], str] = r.whole_place) -> list[str]:
    """What would be wrong or undecided, what to do, until when, and where, written as `seen` does."""
    report, words, finding = plan.report, plan.words, row.first
    lines = r.row_message(report, row)
    if finding.verdict != UNKNOWN and (fix := r.fix(report, finding)):
        lines.append(words.says("markdown-fix", fix=fix))
    if finding.deadline.form in ("day", "about"):
        basis = words.says(f"basis-{finding.deadline.basis}") if finding.deadline.basis else ""
        lines.append(words.says("deadline-line", deadline=r.deadline_text(report, finding.deadline), basis=basis))
    return [*lines, words.says("place-line", place=seen(report, r.location_of(report, finding)), id=finding.id)]


def _listed(plan: p.Plan, title: str, texts: list[str], width: int) -> list[str]:
    """Texts below their heading, of facts to declare the first of them."""
    if not texts:
        return []
    left = len(texts) - _MOST if title == "plan-facts" else 0
    shown = [*texts[:_MOST], plan.words.says("and-more", n=left)] if left > 0 else texts
    return [f"■ {counted(plan, title, texts)}", *(line for text in shown for line in listed(text, width, plan.report.ambiguous)), ""]


def _block(plan: p.Plan, title: str, rows: list[r.Row], width: int) -> list[str]:
    if not rows:
        return []
    words = plan.words
    heads = [words.says(f"column-{name}") for name in ("verdict", "rule", "subject", "content")]
    verdict = narrow(heads[0], map(words.says, (FAIL, UNKNOWN)), plan.report.ambiguous)
    room = max(width, _LEAST) - verdict - 3 * GAP
    rule, subject = min(24, room * 3 // 10), min(18, room * 24 // 100)
    cells = [
        (words.says(row.first.verdict), f"{c.rule_title(plan.report, row.first.rule)}\n{row.first.rule.rpartition('/')[2]}#{row.first.duty}",
         r.subjects_text(plan.report, row), "\n".join(content_lines(plan, row, r.seen_place)))
        for row in rows
    ]  # fmt: skip
    number = words.says("plain-count", n=sum(len(row.findings) for row in rows))
    return [
        f"■ {words.says('plan-demanded', block=title)} {number}",
        grid(heads, cells, (verdict, rule, subject, room - rule - subject), plan.report.ambiguous),
        "",
    ]

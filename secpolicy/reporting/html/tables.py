"""What stands at the end of the page as tables: waivers, duties to come, what people look at, and what is not relied on."""

from __future__ import annotations

from secpolicy.base.record import Record
from secpolicy.judging.finding import Planned
from secpolicy.model.rulebook import Rule
from secpolicy.reporting import not_relied_on
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import clause_with_remark
from secpolicy.reporting.own_changes import COLUMNS, changes, left_out
from secpolicy.reporting.rules.standing import choice_label
from secpolicy.reporting.value_texts import value_text


class Table(Record):
    """A table under a heading; `about` is a remark, `heads` are the columns' titles."""

    name: str
    title: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(report: r.Report) -> list[Table]:
    """Waivers, planned duties, readings, what is looked at by hand and what is not relied on; only those that hold something."""
    says, side = report.words.says, 0 if report.lang == "ja" else 1
    rules = {rule.id: rule for rule in report.rulebook.rules}
    hand = [report.rulebook.clauses[key] for key in report.judged.by_hand]
    listed: list[tuple[str, str, tuple[str, ...], list[tuple[str, ...]]]] = [
        ("waivers", "block-waivers", ("state", "rule", "subject", "until", "reason", "instead", "approvals", "place"), _waivers(report)),
        ("planned", "block-planned", ("rule", "duty", "in-force", "would-be"), [_planned(report, plan, rules[plan.rule]) for plan in report.judged.planned]),
        ("by-hand", "markdown-by-hand", ("clauses", "strength", "because"),
         [(clause_with_remark(report, one), choice_label(report.rulebook, "strength", one.strength, report.words), one.because[side]) for one in hand]),
        ("absent", "markdown-absent", ("duty", "rule"), [(f"{rule}#{duty}", rules[rule].title[side]) for rule, duty in report.judged.absent]),
        *((name, f"block-{name}", COLUMNS, [tuple(one) for one in found]) for name, found in (("left-out", left_out(report)), ("own", changes(report)))),
        ("readings", "block-readings", ("written", "read", "place"),
         [(one.written, one.read, r.located(report, one.place).short) for one in report.inventory.readings]),
    ]  # fmt: skip
    found = [Table(name, says(title), "", tuple(says(f"markdown-column-{head}") for head in heads), tuple(rows)) for name, title, heads, rows in listed if rows]
    return [*found, *_doubted(report), *_aged(report)]


def _doubted(report: r.Report) -> list[Table]:
    """Facts that the profile does not rely on."""
    says, doubted = report.words.says, report.inventory.doubted
    rows = tuple((not_relied_on.doubted_text(report, one),) for one in doubted)
    return [Table("doubted", says("block-doubted"), says("about-doubted"), (says("markdown-column-item"),), rows)] if rows else []


def _aged(report: r.Report) -> list[Table]:
    """Reference data that nobody has checked for too long."""
    says = report.words.says
    rows = tuple(
        (not_relied_on.aged_text(report, one, why), not_relied_on.day_of(report, one), not_relied_on.place_of(one))
        for one, why in not_relied_on.aged_here(report)
    )
    heads = tuple(says(f"aged-column-{name}") for name in ("name", "day", "file"))
    return [Table("aged", says("block-aged"), not_relied_on.about_age(report), heads, rows)] if rows else []


def _planned(report: r.Report, plan: Planned, rule: Rule) -> tuple[str, ...]:
    says = report.words.says
    would_be = report.words.join(says("html-count-of", verdict=says(verdict), n=n) for verdict, n in plan.would_be.items())
    return rule.title[(0 if report.lang == "ja" else 1)], f"{plan.rule}#{plan.duty}", report.words.day(plan.until), would_be


def _waivers(report: r.Report) -> list[tuple[str, ...]]:
    """Each waiver as it was written, and what became of it."""
    words = report.words
    rows: list[tuple[str, ...]] = []
    for fate in report.judged.waivers:
        waiver = fate.waiver
        state = words.says(f"waiver-state-{fate.state}") + (f": {words.says(fate.why)}" if fate.why else "")
        roles = [value_text(report, one.role or None, ("choice", "role_kind")) for one in waiver.approvals]
        approvals = words.join(f"{role} {one.by} {one.date or ''}".strip() for role, one in zip(roles, waiver.approvals, strict=True))
        until = words.day(waiver.until) if waiver.until else words.says("nothing")
        rows.append((state, f"{waiver.rule}#{waiver.duty}", waiver.subject, until, waiver.reason, waiver.instead, approvals, waiver.location.short))
    return rows

"""How reports tell of reference data that is too old, and of facts not relied on: beside the findings, and never counted among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from secpolicy.base.text import listed, wrapped
from secpolicy.judging.freshness import Checked, aged, aged_lists, oldest_allowed
from secpolicy.model.declared import Doubted
from secpolicy.model.entity import place_name
from secpolicy.reporting import report as r
from secpolicy.reporting.looked_up import reasons
from secpolicy.reporting.to_declare import place_text

_SHOWN = 3


def aged_data(report: r.Report) -> tuple[Checked, ...]:
    """What was last checked longer ago than the profile allows: the organisation's own lists, then the rest, the oldest first."""
    return aged_lists(report.inventory, report.profile, report.as_of) + aged(report.rulebook, report.profile, report.as_of)


def aged_here(report: r.Report) -> list[tuple[Checked, str]]:
    """Those of it whose age may matter for this inventory, each with why: nothing that could be newer says otherwise than what was declared.

    Everything that is old stands in the JSON report, and `coverage` lists all reference data with its days.
    """
    found = [(one, reasons(report, one.name) if one.what == "table" else []) for one in aged_data(report)]
    return [(one, report.words.join(why)) for one, why in found if why is not None]


def aged_text(report: r.Report, one: Checked, why: str) -> str:
    """What it is, and why its age may matter."""
    name = report.words.says(f"aged-{one.what}", name=one.name)
    return report.words.says("aged-why", name=name, why=why) if why else name


def aged_lines(report: r.Report, width: int) -> list[str]:
    """A block of the table; long lists are cut unless details are asked for."""
    old, words = aged_here(report), report.words
    if not old:
        return []
    shown = old if report.details else old[:_SHOWN]
    lines = [f"■ {words.says('block-aged')} {words.says('plain-count', n=len(old))}", *wrapped(about_age(report), width, report.ambiguous)]
    for one, why in shown:
        text = words.says("aged-line", name=aged_text(report, one, why), day=day_of(report, one), file=place_of(one))
        lines += listed(text, width, report.ambiguous)
    if len(shown) < len(old):
        lines.append("  " + words.says("and-more", n=len(old) - len(shown)))
    return [*lines, ""]


def aged_as_json(report: r.Report) -> Iterator[dict[str, Any]]:
    """Each with its kind, name, day, and the first day that would still be within the limit."""
    oldest = oldest_allowed(report.profile, report.as_of).isoformat()
    for one in aged_data(report):
        packs = sorted(one.packs)
        yield {
            "what": one.what,
            "name": one.name,
            "last_checked": one.day or None,
            "oldest": oldest,
            "packs": packs,
            "file": one.file,
            "line": one.line or None,
        }


def doubted_lines(report: r.Report, width: int) -> list[str]:
    """A block of the table: facts that the profile does not rely on, so that they count as undeclared."""
    doubted, words = report.inventory.doubted, report.words
    if not doubted:
        return []
    lines = [f"■ {words.says('block-doubted')} {words.says('plain-count', n=len(doubted))}", *wrapped(words.says("about-doubted"), width, report.ambiguous)]
    for one in doubted if report.details else doubted[:_SHOWN]:
        lines += listed(doubted_text(report, one), width, report.ambiguous)
    if not report.details and len(doubted) > _SHOWN:
        lines.append("  " + words.says("and-more", n=len(doubted) - _SHOWN))
    return [*lines, ""]


def doubted_text(report: r.Report, one: Doubted) -> str:
    """Which fact, where, and why it is not relied on."""
    day = report.words.day(one.day) if one.day is not None else ""
    where = r.located(report, one.place).short
    return report.words.says("doubted-line", place=place_text(report, one.place), why=report.words.says(one.why, day=day), where=where)


def doubted_as_json(report: r.Report) -> Iterator[dict[str, Any]]:
    """Each with its place, why it is doubted, and when it was checked."""
    for one in report.inventory.doubted:
        at = r.located(report, one.place)
        day = one.day.isoformat() if one.day is not None else None
        yield {"place": place_name(one.place), "why": one.why, "checked_on": day, **at._asdict()}


def about_age(report: r.Report) -> str:
    """Which day the limit is, and that nothing of this is counted."""
    return report.words.says("about-aged", oldest=oldest_allowed(report.profile, report.as_of))


def day_of(report: r.Report, one: Checked) -> str:
    """The day on which it was last checked, or that nobody says when."""
    return report.words.day(date.fromisoformat(one.day)) if one.day else report.words.says("undeclared")


def place_of(one: Checked) -> str:
    """The file, with the line if the file holds several of the kind."""
    return f"{one.file}:{one.line}" if one.line else one.file

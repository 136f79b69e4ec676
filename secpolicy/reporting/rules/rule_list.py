"""The list of rules: id, title, severity, strength, how far the clauses were read, and which clauses they are."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.judging.facts import Facts
from secpolicy.reporting.grid import GAP, Page, grid, narrow
from secpolicy.reporting.rules.standing import Standing, both, choice_label, clause_as_data, in_words, standing_of


class Wanted(Record):
    """What a list is narrowed to; an empty part narrows nothing. Every text must occur in what a rule says of itself."""

    texts: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    selected_only: bool = False


def rules_wanted(facts: Facts, wanted: Wanted) -> list[Standing]:
    """The rules that fit, in order of id."""
    standings = (standing_of(rule, facts) for rule in facts.rulebook.rules)
    return [standing for standing in standings if _fits(standing, wanted)]


def _fits(standing: Standing, wanted: Wanted) -> bool:
    return (
        _is_in(standing.rule.pack, wanted.packs)
        and _is_in(standing.rule.severity, wanted.severities)
        and _is_in(standing.strength, wanted.strengths)
        and _is_in(standing.read, wanted.readings)
        and not (wanted.selected_only and standing.why_not)
        and (not wanted.texts or _mentions(standing, wanted.texts))
    )


def _is_in(value: str, allowed: tuple[str, ...]) -> bool:
    return not allowed or value in allowed


def _mentions(standing: Standing, texts: tuple[str, ...]) -> bool:
    rule = standing.rule
    said = [rule.id, *rule.title, *rule.note, *(part for clause in standing.cited for part in (clause.guideline, clause.id, *clause.title))]
    whole = _folded("\n".join(said))
    return all(_folded(text) in whole for text in texts)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def as_table(standings: Iterable[Standing], facts: Facts, words: Words, page: Page) -> str:
    """The rules under a heading for each pack and topic, and how many there are."""
    standings = list(standings)
    name = in_words(facts.profile.title, words)
    lines = [words.says("rules-head", profile=name, n=len(standings), out=sum(bool(standing.why_not) for standing in standings)), ""]
    heads = [words.says(f"rules-column-{column}") for column in ("rule", "severity", "strength", "read", "clause")]
    rows = [(standing, _cells(standing, facts, words)) for standing in standings]
    fixed = [narrow(heads[at], (cells[at] for _, cells in rows), page.ambiguous) for at in (1, 2, 3)]
    room = max(page.width, 60) - sum(fixed) - 4 * GAP
    widths = (room * 3 // 5, *fixed, room - room * 3 // 5)
    for topic, members in groupby(rows, key=lambda row: row[0].rule.id.rpartition("/")[0]):
        table = [cells for _, cells in members]
        lines += [f"■ {topic} {words.says('plain-count', n=len(table))}", grid(heads, table, widths, page.ambiguous), ""]
    return "\n".join(lines).rstrip() + "\n"


def _cells(standing: Standing, facts: Facts, words: Words) -> tuple[str, ...]:
    rule, rulebook = standing.rule, facts.rulebook
    clauses = [f"{clause.guideline}\n{clause.id}" for clause in standing.clauses] or [words.says("not-in-edition")]
    title = in_words(rule.title, words)
    if standing.why_not:
        title += "\n" + words.says("not-judged", why=words.says(f"why-not-{standing.why_not}"))
    strength = choice_label(rulebook, "strength", standing.strength, words)
    return f"{rule.name}\n{title}", words.says(f"severity-{rule.severity}"), strength, words.says(f"read-{standing.read}"), "\n".join(clauses)


def as_json(standings: Iterable[Standing], facts: Facts) -> str:
    """The same list for programs."""
    rules = [rule_as_data(standing, facts) for standing in standings]
    return json.dumps({"profile": facts.profile.name, "rules": rules}, ensure_ascii=False, indent=2) + "\n"


def rule_as_data(standing: Standing, facts: Facts) -> dict[str, Any]:
    """One rule of the list."""
    rule = standing.rule
    return {
        "id": rule.id, "title": both(rule.title), "severity": rule.severity, "strength": standing.strength, "read": standing.read,
        "judged": not standing.why_not, "why_not": standing.why_not or None, "duties": [duty.label for duty in rule.duties],
        "clauses": [clause_as_data(clause, facts) for clause in standing.cited], "place": f"{rule.file}:{rule.line}",
    }  # fmt: skip

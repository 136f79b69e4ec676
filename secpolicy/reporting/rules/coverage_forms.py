"""Coverage as a table for the terminal, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from secpolicy.base.text import Words, listed, wrapped
from secpolicy.judging.freshness import Checked, in_use
from secpolicy.model.clauses import Clause
from secpolicy.reporting.grid import Page, Table, drawn
from secpolicy.reporting.rules.coverage import STATES, Coverage, Covered, Total
from secpolicy.reporting.rules.standing import both, choice_label, clause_as_data, in_words, number_text

WAYS = ("chapter", "strength", "reading", "field")  # of cutting the totals


def as_table(coverage: Coverage, words: Words, page: Page, ways: tuple[str, ...] = ()) -> str:
    """Totals, the clauses that nothing decides, every clause by guideline and chapter, and the days of reference data; or only the totals cut in these ways."""
    width, ambiguous = page.width, page.ambiguous
    lines = [*wrapped(_head(coverage, words), width, ambiguous), *wrapped(_line(coverage.whole(), words), width, ambiguous), ""]
    there = [state for state in STATES if coverage.whole().counts[state]]  # a column of zeros tells nothing and takes room
    for title, heads, rows in _tables(coverage, words, ways, there):
        lines += [f"■ {title}", *drawn(Table(heads, rows, range(1, len(heads))), page), ""]
    if ways:
        return "\n".join(lines).rstrip() + "\n"
    uncovered = coverage.in_state("none")
    lines += [f"■ {words.says('coverage-uncovered')} {words.says('plain-count', n=len(uncovered))}"]
    lines += [line for covered in uncovered for line in _item(coverage, covered, words, page)]
    for (guideline, chapter), members in groupby(coverage.clauses, key=lambda covered: (covered.clause.guideline, covered.clause.chapter)):
        lines += ["", *wrapped(f"■ {_chapter(coverage, guideline, chapter, words)}", width, ambiguous)]
        lines += [line for covered in members for line in _item(coverage, covered, words, page)]
    lines += ["", f"■ {words.says('coverage-reference')}"]
    for one in _reference(coverage):
        lines += listed(words.says("coverage-reference-line", **_told(one, words)), width, ambiguous)
    return "\n".join(lines).rstrip() + "\n"


def _reference(coverage: Coverage) -> tuple[Checked, ...]:
    """The reference data that the profile uses: what nobody has checked for longest comes first."""
    return in_use(coverage.facts.rulebook, coverage.facts.profile)


def _told(one: Checked, words: Words) -> dict[str, str]:
    """What it is, when it was checked, and in which file."""
    return {"name": words.says(f"aged-{one.what}", name=one.name), "day": one.day or words.says("undeclared"), "file": one.file}


def _item(coverage: Coverage, covered: Covered, words: Words, page: Page) -> list[str]:
    """A clause in two paragraphs: what it is; how strong, how far read, and what becomes of it."""
    what = listed(f"{covered.clause.id}  {in_words(covered.clause.title, words)}", page.width, page.ambiguous)
    then = wrapped(f"{_facets(coverage, covered.clause, words)} → {_becomes(coverage, covered, words)}", page.width - 4, page.ambiguous)
    return [*what, *(f"    {line}" for line in then)]


def _facets(coverage: Coverage, clause: Clause, words: Words) -> str:
    strength = choice_label(coverage.facts.rulebook, "strength", clause.strength, words)
    return words.join((number_text(clause, coverage.facts.edition(clause.guideline), words), strength, words.says(f"read-{clause.read}")))


def _becomes(coverage: Coverage, covered: Covered, words: Words) -> str:
    """What becomes of a clause, and why."""
    if covered.state == "rules":
        return words.says("becomes-rules-indirectly" if covered.indirect else "becomes-rules", rules=words.join(rule.id for rule in covered.rules))
    said = words.says(f"covered-{covered.state}")
    why = words.join(_reasons(coverage, covered, words))
    return words.says("becomes-why", state=said, why=why) if why else said


def _reasons(coverage: Coverage, covered: Covered, words: Words) -> list[str]:
    """Why no rule decides a clause."""
    clause = covered.clause
    if covered.state == "absent":
        return [words.says("edition-span", since=clause.since, until=clause.until)]
    if covered.state in ("hand", "no_duty"):
        kind = choice_label(coverage.facts.rulebook, "clause.kind", clause.kind, words) if clause.kind else ""
        return [part for part in (kind, in_words(clause.because, words)) if part]
    return [words.says("becomes-why", state=one.rule.id, why=words.says(f"why-not-{one.why_not}")) for one in covered.left_out]


def _head(coverage: Coverage, words: Words) -> str:
    profile = coverage.facts.profile
    whole = coverage.whole()
    return words.says("coverage-head", profile=in_words(profile.title, words), n=whole.all, rows=whole.rows)


def _line(total: Total, words: Words) -> str:
    return words.join(words.says("state-count", state=words.says(f"covered-{state}"), n=total.counts[state]) for state in STATES)


def _chapter(coverage: Coverage, guideline: str, chapter: str, words: Words) -> str:
    """A guideline in its edition, and the chapter if it has chapters."""
    found = coverage.facts.rulebook.guidelines[guideline]
    edition = found.edition(coverage.facts.edition(guideline))
    name = in_words(edition.name, words) if edition else ""
    return words.says("guideline-in-edition", title=in_words(found.title, words), edition=name, chapter=_part(chapter, words)).rstrip()


def _tables(coverage: Coverage, words: Words, ways: tuple[str, ...], states: Sequence[str]) -> list[tuple[str, list[str], list[list[str]]]]:
    """The tables of totals: title, headings, rows. The last row is the sum."""
    chosen = [way for way in WAYS if not ways or way in ways]
    heads = [*(words.says(f"covered-{state}") for state in states), words.says("coverage-sum"), words.says("coverage-column-rows")]
    tables = []
    for way in chosen:
        name = _namer(coverage, way, words)
        named = [(name(*total.group), total) for total in _totals(coverage, way)] + [(words.says("coverage-sum"), coverage.whole())]
        rows = [[group, *(str(total.counts[state]) for state in states), str(total.all), str(total.rows)] for group, total in named]
        tables.append((words.says(f"coverage-by-{way}"), [words.says(f"coverage-by-{way}-column"), *heads], rows))
    return tables


def _totals(coverage: Coverage, way: str) -> list[Total]:
    cuts: dict[str, Callable[[], list[Total]]] = {
        "chapter": coverage.by_chapter, "strength": coverage.by_strength, "reading": coverage.by_reading, "field": coverage.by_field,
    }  # fmt: skip
    return cuts[way]()


def _namer(coverage: Coverage, way: str, words: Words) -> Callable[..., str]:
    """What to call a group of totals."""
    book = coverage.facts.rulebook
    if way == "chapter":
        return lambda guideline, part: f"{guideline} {_part(part, words)}".rstrip()
    if way == "field":
        return lambda field: _field(coverage, field, words)
    return lambda value: choice_label(book, way, value, words)


def _field(coverage: Coverage, field: str, words: Words) -> str:
    """The number and title of the clause that gathers others."""
    if not field:
        return words.says("coverage-no-field")
    guideline, _, id_ = field.partition(" ")
    clause = coverage.facts.rulebook.clauses[guideline, id_]
    return f"{number_text(clause, coverage.facts.edition(guideline), words)} {in_words(clause.title, words)}"


def _part(chapter: str, words: Words) -> str:
    return words.says("chapter", chapter=chapter) if chapter else ""


def as_markdown(coverage: Coverage, words: Words, ways: tuple[str, ...] = ()) -> str:
    """The same as Markdown; a clause is a row."""
    lines = [f"# {words.says('coverage-title')}", "", f"{_head(coverage, words)}", "", _line(coverage.whole(), words), ""]
    for title, heads, rows in _tables(coverage, words, ways, STATES):
        lines += [f"## {title}", "", *_markdown(heads, rows), ""]
    if ways:
        return "\n".join(lines).rstrip() + "\n"
    uncovered = coverage.in_state("none")
    lines += [f"## {words.says('coverage-uncovered')} {words.says('plain-count', n=len(uncovered))}", ""]
    lines += [f"- `{one.clause.guideline} {one.clause.id}` {in_words(one.clause.title, words)}: {_becomes(coverage, one, words)}" for one in uncovered]
    heads = [words.says(f"coverage-column-{name}") for name in ("clause", "title", "strength", "read", "becomes")]
    for (guideline, chapter), members in groupby(coverage.clauses, key=lambda covered: (covered.clause.guideline, covered.clause.chapter)):
        lines += ["", f"## {_chapter(coverage, guideline, chapter, words)}", "", *_markdown(heads, [_row(coverage, covered, words) for covered in members])]
    heads = [words.says(f"aged-column-{name}") for name in ("name", "day", "file")]
    lines += ["", f"## {words.says('coverage-reference')}", "", *_markdown(heads, [list(_told(one, words).values()) for one in _reference(coverage)])]
    return "\n".join(lines) + "\n"


def _row(coverage: Coverage, covered: Covered, words: Words) -> list[str]:
    clause = covered.clause
    strength = choice_label(coverage.facts.rulebook, "strength", clause.strength, words)
    return [f"`{clause.id}`", in_words(clause.title, words), strength, words.says(f"read-{clause.read}"), _becomes(coverage, covered, words)]


def _markdown(heads: list[str], rows: list[list[str]]) -> list[str]:
    return [_piped(heads), _piped(["---"] * len(heads)), *(_piped(row) for row in rows)]


def _piped(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def as_json(coverage: Coverage, words: Words, ways: tuple[str, ...] = ()) -> str:
    """The same for programs."""
    totals: dict[str, Any] = {"clauses": _counts(coverage.whole())}
    for way in WAYS:
        if not ways or way in ways:
            key = "read" if way == "reading" else way
            totals[f"by_{key}"] = [{**_group(key, total.group), **_counts(total)} for total in _totals(coverage, way)]
    told: dict[str, Any] = {"profile": coverage.facts.profile.name, "totals": totals}
    if not ways:
        told["clauses"] = [_as_data(coverage, covered) for covered in coverage.clauses]
        told["reference_data"] = [{"what": one.what, "name": one.name, "last_checked": one.day or None, "file": one.file} for one in _reference(coverage)]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _group(key: str, group: tuple[str, ...]) -> dict[str, str | None]:
    """A group of totals as data: a clause without chapter or field has none."""
    if key == "chapter":
        return {"guideline": group[0], "chapter": group[1] or None}
    return {key: group[0] or None}


def _counts(total: Total) -> dict[str, int]:
    return {"all": total.all, **total.counts, "rows": total.rows}


def _as_data(coverage: Coverage, covered: Covered) -> dict[str, Any]:
    clause = covered.clause
    return {
        **clause_as_data(clause, coverage.facts), "state": covered.state, "rules": [rule.id for rule in covered.rules],
        "indirect": covered.indirect,
        "left_out": [{"rule": standing.rule.id, "why": standing.why_not} for standing in covered.left_out],
        "slugs": list(clause.slugs), "kind": clause.kind or "demand", "because": both(clause.because) if any(clause.because) else None,
    }  # fmt: skip

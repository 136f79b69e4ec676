"""What should not be shipped: beyond what the engine refuses at load, for rules that other people will rely on (language.md, section 8)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

from secpolicy.base.dates import Period, moved
from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem
from secpolicy.base.record import Record
from secpolicy.judging.freshness import reference_data
from secpolicy.language import syntax as s
from secpolicy.language.parse import parse
from secpolicy.model.clauses import Clause
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.text_files import file_text
from secpolicy.testing.enough_cases import case_problems

ONE_YEAR = Period(months=12)


class Shipped(Record):
    """What is looked at: chosen rules, and the packs all of whose rules are chosen."""

    rulebook: Rulebook
    rules: tuple[Rule, ...]
    packs: frozenset[str]
    root: str


def strict_problems(
    rulebook: Rulebook, rules: tuple[Rule, ...], root: str, as_of: date | None = None, longest_age: Period = ONE_YEAR
) -> tuple[Problem, ...]:  # fmt: skip
    """Everything about these rules, and about packs that are among them whole, that should not be shipped.

    `root` is the folder that the rules' file names begin from. What was last checked too long ago is told only for a day.
    """
    shipped = Shipped(rulebook, rules, _whole_packs(rulebook, rules), root)
    problems = [*_titles_twice(rules), *_clauses(shipped), *_terms(shipped)]
    for rule in rules:
        problems += [*case_problems(rulebook, rule, root), *_unused_lets(rule), *_strengths(rulebook, rule)]
        problems += [*_texts(rule.file, root), *_days(rulebook, rule.file, rule.line, rule.cites, (rule.where, rule.lets, rule.duties, rule.due))]
    if as_of is not None:
        problems += _ages(shipped, as_of, longest_age)
    return tuple(sorted(problems, key=lambda problem: (problem.location, problem.id)))


def _whole_packs(rulebook: Rulebook, rules: tuple[Rule, ...]) -> frozenset[str]:
    chosen = {rule.id for rule in rules}
    return frozenset({rule.pack for rule in rules} - {rule.pack for rule in rulebook.rules if rule.id not in chosen})


def _titles_twice(rules: tuple[Rule, ...]) -> Iterator[Problem]:
    first: dict[str, Rule] = {}
    for rule in rules:
        for title in dict.fromkeys(rule.title):
            if first.setdefault(title, rule) is not rule:
                yield _at(rule.file, rule.line, "strict-title-twice", title=title, first=first[title].id)


def _clauses(shipped: Shipped) -> Iterator[Problem]:
    """Every demand is decided by a rule or says why a person looks at it; clauses that only define or inform may stand alone."""
    rulebook = shipped.rulebook
    cited = {(cite.guideline, cite.clause) for rule in rulebook.rules for cite in rule.cites}
    cited |= {(cite.guideline, cite.clause) for term in rulebook.terms.values() for cite in term.cites}
    for clause in rulebook.clauses.values():
        if clause.pack not in shipped.packs:
            continue
        if clause.checked_by in ("hand", "nobody") and not all(clause.because):
            yield _of(clause, "strict-hand-without-reason", clause=clause.id)
        elif clause.checked_by != "hand" and clause.kind in ("", "demand") and (clause.guideline, clause.id) not in cited:
            yield _of(clause, "strict-clause-uncited", clause=clause.id, guideline=clause.guideline)
        for ja, en in (clause.title, clause.because):
            if ja == en and not ja.isascii():
                yield _of(clause, "strict-text-missing", what=clause.id, languages=["en"])


def _terms(shipped: Shipped) -> Iterator[Problem]:
    rulebook = shipped.rulebook
    used = _named("term", ([term.means for term in rulebook.terms.values()], [rule.tree for rule in rulebook.rules]))
    for term in rulebook.terms.values():
        if term.pack not in shipped.packs:
            continue
        if term.name not in used:
            yield _at(term.file, term.line, "strict-term-unused", term=term.name)
        yield from _texts(term.file, shipped.root)
        yield from _days(rulebook, term.file, term.line, term.cites, term.means)


def _unused_lets(rule: Rule) -> Iterator[Problem]:
    used = _named("name", rule.tree[1:])
    for name, _, _ in rule.lets:
        if name not in used:
            yield _at(rule.file, rule.line, "strict-let-unused", name=name)


def _strengths(rulebook: Rulebook, rule: Rule) -> Iterator[Problem]:
    """One rule, one strength: clauses that the rule leans on in the same editions demand equally much."""
    strengths = {rulebook.clauses[cite.guideline, cite.clause].strength for cite in rule.cites}
    if len(strengths) > 1:
        yield _at(rule.file, rule.line, "strict-mixed-strengths", strengths=sorted(strengths))


def _texts(file: str, root: str) -> Iterator[Problem]:
    """Titles, notes, messages and advice that lack a language; the tree no longer knows, so the file is parsed again."""
    source = file_text(os.path.join(root, file), file)
    written = parse(source)
    texts: list[tuple[str, s.Texts, Location]] = [("title", written.title, written.at)]
    if isinstance(written, s.Rule):
        texts += [(name, one, written.at) for name, one in (("note", written.note), ("fix", written.fix)) if one is not None]
        texts += [(name, named, at) for name, _, named, at in written.lets]
        texts += [(duty.label, duty.texts, duty.at) for duty in written.duties]
    for what, text, at in texts:
        lacking = [lang for lang, words in (("ja", text.ja), ("en", text.en)) if not words]
        if lacking:
            yield _lacking(source, text.at if text.at.line else at, what, lacking)


def _lacking(source: Source, at: Location, what: str, languages: list[str]) -> Problem:
    line = source.line(at.line)
    here = at if at.end_line == at.line else at._replace(end_line=at.line, end_column=len(line) + 1)
    return Problem(here, "strict-text-missing", {"what": what, "languages": languages}, line)


def _days(rulebook: Rulebook, file: str, line: int, cites: Any, tree: Any) -> Iterator[Problem]:
    """No invented days: a day or fiscal year written out is given by a clause that is cited."""
    clauses = [rulebook.clauses[cite.guideline, cite.clause] for cite in cites]
    given = {day for clause in clauses for day in (clause.in_force, *clause.days)}
    for day in dict.fromkeys(_written_days(tree)):
        if day not in given:
            yield _at(file, line, "strict-day-without-clause", day=day, clauses=[clause.id for clause in clauses])


def _written_days(tree: Any) -> Iterator[str]:
    if isinstance(tree, tuple):
        if len(tree) == 2 and tree[0] in ("day", "year_end") and isinstance(tree[1], str):
            yield tree[1]
        for part in tree:
            yield from _written_days(part)


def _ages(shipped: Shipped, as_of: date, longest_age: Period) -> Iterator[Problem]:
    """Editions, parameters and tables of the catalog that nobody has compared with their source for too long."""
    oldest = moved(as_of, longest_age, -1)
    for one in reference_data(shipped.rulebook):
        at = Location(one.file, one.line, 1, one.line, 2) if one.line else Location(one.file)
        if one.packs.isdisjoint(shipped.packs):
            continue
        if not one.day:
            yield Problem(at, "strict-never-checked", {"name": one.name})
        elif date.fromisoformat(one.day) < oldest:
            yield Problem(at, "strict-checked-long-ago", {"name": one.name, "day": date.fromisoformat(one.day), "oldest": oldest})


def _named(operation: str, tree: Any) -> set[str]:
    """The names of terms (`term`) or of bound things (`name`) in a tree."""
    if not isinstance(tree, tuple | list) or not tree:
        return set()
    found = {tree[-1]} if tree[0] == operation and len(tree) == (3 if operation == "term" else 2) else set()
    return found.union(*(_named(operation, part) for part in tree))


def _of(one: Clause, message: str, **values: Any) -> Problem:
    return _at(one.file, one.line, message, **values)


def _at(file: str, line: int, message: str, **values: Any) -> Problem:
    return Problem(Location(file, line, 1, line, 2), message, values)

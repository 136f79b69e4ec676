"""Whether the cases beside a rule are enough: every verdict of every duty, and both sides of every day on which one can change."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from secpolicy.base.dates import read_day
from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.model.rulebook import Duty, Rule, Rulebook
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.testing.cases import Case, case_file_of, load_cases


def case_problems(rulebook: Rulebook, rule: Rule, root: str) -> Iterator[Problem]:
    """What the cases of a rule leave open. A rule whose cases are missing or cannot be read is told of when they are run."""
    path = case_file_of(rule, root)
    if not os.path.isfile(path):
        return
    try:
        cases = load_cases(path, rule.file.removesuffix(".rule") + ".test.yaml", rulebook.vocabulary)
    except Refused:
        return
    yield from _names(cases)
    for duty in rule.duties:
        expected = {case.expect[duty.label].verdict for case in cases if duty.label in case.expect}
        lacking = [verdict for verdict in wanted_verdicts(rulebook, rule) if verdict not in expected]
        if lacking:
            yield _at(rule, "strict-no-case", duty=duty.label, verdicts=lacking)
        if duty.route is not None and (left := without_route(rulebook.vocabulary, cases, duty.label)):
            yield _at(rule, "strict-no-route-case", duty=duty.label, verdicts=left)
        if depends_on_day(rulebook, rule, duty) and not has_border(cases, duty.label):
            yield _at(rule, "strict-no-border-case", duty=duty.label)


def wanted_verdicts(rulebook: Rulebook, rule: Rule) -> tuple[str, ...]:
    """The verdicts that every duty of a rule can have: it may not apply if there is a `where`, or if there can be no such thing."""
    kinds = [rulebook.vocabulary.subject(kind) for kind, _ in rule.subjects]
    can_be_none = rule.where is not None or any(kind is not None and kind.written != "once" for kind in kinds)
    return ("pass", "fail", "unknown", "not_applicable") if can_be_none else ("pass", "fail", "unknown")


def without_route(vocabulary: Vocabulary, cases: tuple[Case, ...], label: str) -> list[str]:
    """The verdicts that no case shows by a route: a way that is walked in vain, one that is found and named, one on which a named fact of a thing is lacking.

    Without them a rule could take any connection for the one it forbids, or ask for whole lists only, and no case would notice.
    """
    about = [(case, case.expect[label]) for case in cases if label in case.expect]
    shown = {
        "pass": any(wanted.verdict == "pass" and _has_hops(vocabulary, case) for case, wanted in about),
        "fail": any(wanted.verdict == "fail" and wanted.route for _, wanted in about),
        "unknown": any(wanted.verdict == "unknown" and any(":" in place for place in wanted.missing or ()) for _, wanted in about),
    }
    return [verdict for verdict, is_shown in shown.items() if not is_shown]


def _has_hops(vocabulary: Vocabulary, case: Case) -> bool:
    """Whether the case gives something that joins places."""
    keys = [kind.key for kind in vocabulary.kinds.values() if "hop" in kind.route]
    return any(isinstance(case.document.get(key), list) and case.document[key] for key in keys)


def depends_on_day(rulebook: Rulebook, rule: Rule, duty: Duty) -> bool:
    """Whether a duty is judged otherwise from some day on: it recurs, its condition or scope reads the day, or its deadline is written out."""
    due = [form for _, form in rule.due] if duty.by is None else [duty.by]
    fixed = any(form[0] == "year_end" or (form[0] == "day" and form[1][0] in ("day", "parameter")) for form in due)
    lets = {name: node for name, node, _ in rule.lets}
    return fixed or duty.form == "repeat" or _reads_day((rule.where, duty.condition, duty.route), rulebook, lets)


def _reads_day(tree: Any, rulebook: Rulebook, lets: dict[str, Any]) -> bool:
    if not isinstance(tree, tuple) or not tree:
        return False
    if tree == ("today",):
        return True
    if tree[0] == "name" and tree[-1] in lets and _reads_day(lets[tree[-1]], rulebook, lets):
        return True
    if tree[0] == "term" and tree[-1] in rulebook.terms and _reads_day(rulebook.terms[tree[-1]].means, rulebook, lets):
        return True
    return any(_reads_day(part, rulebook, lets) for part in tree)


def has_border(cases: tuple[Case, ...], label: str) -> bool:
    """Whether two cases of a duty that come out differently are one day apart, by the day of judging or by one day they declare."""
    about = [case for case in cases if label in case.expect]
    return any(_differ(one, other, label) and _one_day_apart(one, other) for one, other in combinations(about, 2))


def _differ(one: Case, other: Case, label: str) -> bool:
    mine, theirs = one.expect[label], other.expect[label]
    return mine.verdict != theirs.verdict or (mine.state is not None and theirs.state is not None and mine.state != theirs.state)


def _one_day_apart(one: Case, other: Case) -> bool:
    if one.today != other.today:
        return abs((one.today - other.today).days) == 1
    mine, theirs = _days_in(one), _days_in(other)
    only_mine, only_theirs = mine - theirs, theirs - mine
    return only_mine.total() == only_theirs.total() == 1 and abs((min(only_mine) - min(only_theirs)).days) == 1


def _days_in(case: Case) -> Counter[date]:
    return Counter(_days_below((case.document, case.parameters)))


def _days_below(content: Any) -> Iterator[date]:
    if isinstance(content, str):
        span = read_day(content) if content[:1].isalnum() else None
        if span is not None and span[0] == span[1]:
            yield span[0]
    elif isinstance(content, dict):
        yield from _days_below(tuple(content.values()))
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _days_below(part)


def _names(cases: tuple[Case, ...]) -> Iterator[Problem]:
    """The sheet prints cases as examples: each has a name of its own and shows something."""
    seen: set[str] = set()
    for case in cases:
        if case.name in seen or not case.name:
            yield Problem(case.location, "strict-case-name", {"name": case.name}, case.document.source.line(case.location.line))
        if not case.expect:
            yield Problem(case.location, "strict-case-expects-nothing", {"name": case.name}, case.document.source.line(case.location.line))
        seen.add(case.name)


def _at(rule: Rule, message: str, **values: Any) -> Problem:
    return Problem(Location(rule.file, rule.line, 1, rule.line, 2), message, values)

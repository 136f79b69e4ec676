"""To what a rule applies: every subject of its kind, or every pair, and phantoms for the lists that nobody wrote.

Many rules ask the same of the same things: it is asked once a run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain, product, repeat
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record, made
from secpolicy.base.truth import Place
from secpolicy.judging.compile import compiled
from secpolicy.judging.facts import Facts
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.model.declared import Population
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Rule

MOST_PAIRS = 1_000_000
SLIPS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of a rule, which the checker did not see

_Combination = tuple[tuple[Entity, ...], tuple[Place, ...]]


class Applies(Record):
    """Subjects to which a rule applies: surely (True), perhaps (Unknown), or so the run has to say (what slipped); and how many things they stand for."""

    subjects: tuple[Entity, ...]
    applies: Any
    things: int


Applying = tuple[list[Applies], list[Place]]  # and the facts that would tell whether there are more


def applying(rule: Rule, facts: Facts) -> Applying:
    """The subjects to which a rule applies or may apply, and the facts that would tell whether there are more. Raises Refused if the pairs are too many."""
    key = rule.subjects, rule.where
    found = facts.applying.get(key)
    if found is None:
        found = facts.applying[key] = _found(rule, facts)
    return found


def _found(rule: Rule, facts: Facts) -> Applying:
    found: list[Applies] = []
    doubtful: list[Place] = []
    where: Answer | None = None
    for subjects, missing in _combinations(rule, facts):
        if where is None:  # compiled when there is a subject to ask it of
            where, scope = _condition(rule, facts)
        scope[: len(subjects)] = subjects
        try:
            applies = where(scope)
        except SLIPS as slip:
            applies = slip
        if applies is False or applies is None:
            continue
        if missing and not isinstance(applies, Exception):
            doubtful += missing
        else:
            found.append(made(Applies, (subjects, applies, _things_of(subjects[0]))))
    return found, doubtful


def _condition(rule: Rule, facts: Facts) -> tuple[Answer, Scope]:
    """Whether the rule applies, as a function of a scope that begins with its subjects; and such a scope."""
    frame = Frame(facts, tuple([name for _, name in rule.subjects]))
    where = compiled(rule.where, frame) if rule.where is not None else lambda scope: True
    return where, frame.scope()


def _combinations(rule: Rule, facts: Facts) -> Iterable[_Combination]:
    """The combinations of subjects to which the rule may apply; for phantoms with the facts that would tell whether there is one."""
    if len(rule.subjects) > 1:
        return _pairs(rule, [_population(kind, facts) for kind, _ in rule.subjects])
    [(kind, name)] = rule.subjects
    subjects, phantoms = facts.candidates(kind, declared=True).of(rule.where, name)
    alone = zip(subjects)  # each as a combination of one
    return chain(zip(alone, repeat(())), (((phantom,), (place,)) for phantom, place in phantoms))


def _pairs(rule: Rule, populations: list[Population]) -> Iterator[_Combination]:
    number = math.prod(len(population.members) for population in populations)
    if number > MOST_PAIRS:
        at = Location(rule.file, rule.line, 1, rule.line, 2)
        raise Refused([Problem(at, "too-many-pairs", {"rule": rule.id, "n": f"{number:,}", "most": f"{MOST_PAIRS:,}"})], exit_code=6)
    sides = [[*((member, ()) for member in members), *((phantom, (place,)) for phantom, place in phantoms)] for members, phantoms in populations]
    for chosen in product(*sides):
        yield tuple(subject for subject, _ in chosen), tuple(place for _, places in chosen for place in places)


def _population(kind: str, facts: Facts) -> Population:
    """What a rule is asked of: declared things only, not those that are always there."""
    return facts.inventory.populations[kind] if kind in facts.inventory.vocabulary.kinds else facts.population(kind)


def _things_of(subject: Entity) -> int:
    """How many things a subject stands for: the count of its line, or of the line it stands in."""
    kind = subject.kind
    index = kind.index.get("count")
    if index is not None:
        value = subject.values[index]
        return value if type(value) is int else 1
    return _things_of(subject.owner) if subject.owner is not None and kind.is_record else 1

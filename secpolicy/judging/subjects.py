"""What a rule is asked of: every subject of its kind, or every pair, and phantoms for the lists that nobody wrote."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain, product, repeat

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.truth import Place
from secpolicy.judging.facts import Facts
from secpolicy.model.declared import Population
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Rule

MOST_PAIRS = 1_000_000

Combination = tuple[tuple[Entity, ...], tuple[Place, ...]]


def combinations(rule: Rule, facts: Facts) -> Iterable[Combination]:
    """The combinations of subjects to which the rule may apply; for phantoms with the facts that would tell whether there is one.

    Raises Refused if there are too many.
    """
    if len(rule.subjects) > 1:
        return _pairs(rule, [_population(kind, facts) for kind, _ in rule.subjects])
    [(kind, name)] = rule.subjects
    subjects, phantoms = facts.candidates(kind, declared=True).of(rule.where, name)
    return chain(zip(zip(subjects), repeat(())), (((phantom,), (place,)) for phantom, place in phantoms))


def _pairs(rule: Rule, populations: list[Population]) -> Iterator[Combination]:
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


def things_of(subject: Entity) -> int:
    """How many things a subject stands for: the count of its line, or of the line it stands in."""
    kind = subject.kind
    index = kind.index.get("count")
    if index is not None:
        value = subject.values[index]
        return value if type(value) is int else 1
    return things_of(subject.owner) if subject.owner is not None and kind.is_record else 1

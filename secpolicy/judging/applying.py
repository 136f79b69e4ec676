"""To what a rule applies. Many rules ask the same of the same things: it is asked once a run."""

from __future__ import annotations

from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.truth import Place
from secpolicy.judging.compile import compiled
from secpolicy.judging.facts import Facts
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.judging.subjects import combinations, things_of
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Rule

SLIPS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of a rule, which the checker did not see


class Applies(Record):
    """Subjects to which a rule applies: surely (True), perhaps (Unknown), or so the run has to say (what slipped); and how many things they stand for."""

    subjects: tuple[Entity, ...]
    applies: Any
    things: int


Applying = tuple[list[Applies], list[Place]]  # and the facts that would tell whether there are more


def applying(rule: Rule, facts: Facts) -> Applying:
    """The subjects to which a rule applies or may apply, and the facts that would tell whether there are more. Raises Refused."""
    key = rule.subjects, rule.where
    if key not in facts.applying:
        facts.applying[key] = _found(rule, facts)
    return facts.applying[key]


def _found(rule: Rule, facts: Facts) -> Applying:
    found: list[Applies] = []
    doubtful: list[Place] = []
    where: Answer | None = None
    for subjects, missing in combinations(rule, facts):
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
            found.append(Applies(subjects, applies, things_of(subjects[0])))
    return found, doubtful


def _condition(rule: Rule, facts: Facts) -> tuple[Answer, Scope]:
    """Whether the rule applies, as a function of a scope that begins with its subjects; and such a scope."""
    frame = Frame(facts, tuple([name for _, name in rule.subjects]))
    where = compiled(rule.where, frame) if rule.where is not None else lambda scope: True
    return where, frame.scope()

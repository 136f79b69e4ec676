"""A rule together with what its clauses give it under the editions."""

from __future__ import annotations

from datetime import date

from secpolicy.judging.facts import Facts
from secpolicy.model.clauses import Clause
from secpolicy.model.rulebook import Rule


class Selected:
    """A rule with the clauses it rests on under the editions: the first of them gives strength and authority."""

    __slots__ = ("authority", "clauses", "in_force", "review", "rule", "strength")

    def __init__(self, rule: Rule, clauses: tuple[Clause, ...], facts: Facts) -> None:
        self.rule, self.clauses = rule, clauses
        self.strength = rule.strength or clauses[0].strength
        self.authority = facts.rulebook.guidelines[clauses[0].guideline].authority
        self.in_force: date | None = None
        self.review = False
        for clause in clauses:
            self.review = self.review or clause.read == "unread"
            if clause.in_force:
                day = date.fromisoformat(clause.in_force)
                self.in_force = day if self.in_force is None else max(day, self.in_force)

"""What a condition still lacks to hold if one field had a given value: the parts of it that are false or undecided."""

from __future__ import annotations

from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.truth import Place, Unknown
from secpolicy.judging.compile import compiled
from secpolicy.judging.facts import Facts
from secpolicy.judging.frame import Frame
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Node


class Fixed(Record):
    """A field of the thing that is asked about, and the value it is taken to have."""

    field: str
    value: str


class Unmet(Record):
    """A part that does not hold of a thing, which it calls by the name of its kind. `missing`: the facts that would decide it; none: it is false."""

    node: Node
    kind: str
    missing: tuple[Place, ...]


class Lacking:
    """Looks through conditions on one thing. `parts` is None where no declaration but the fixed one could make the condition hold."""

    def __init__(self, facts: Facts, fixed: Fixed) -> None:
        self.facts, self.fixed = facts, fixed

    def parts(self, node: Node, thing: Entity) -> tuple[Unmet, ...] | None:
        """The parts that are not met; of alternatives those of the one that lacks least."""
        if node[0] == "and":
            found = [self.parts(part, thing) for part in node[1]]
            return None if None in found else tuple(dict.fromkeys(one for part in found for one in part or ()))
        if node[0] == "or":
            possible = [part for part in (self.parts(part, thing) for part in node[1]) if part is not None]
            return min(possible, key=_weight) if possible else None
        if node[0] == "term" and node[1] == ("name", thing.kind.name) and self.facts.term_exists(node[2]):
            return self.parts(self.facts.rulebook.terms[node[2]].means, thing)
        if (value := self._fixed_value(node, thing)) is not None:
            return () if value == self.fixed.value else None
        return self._leaf(node, thing)

    def _fixed_value(self, node: Node, thing: Entity) -> str | None:
        """The value that a comparison wants the fixed field to have; None if it is about something else."""
        if node[:2] != ("compare", "=") or node[2][:3] != ("field", ("name", thing.kind.name), self.fixed.field) or node[3][0] != "choice":
            return None
        return str(node[3][2])

    def _leaf(self, node: Node, thing: Entity) -> tuple[Unmet, ...]:
        frame = Frame(self.facts, (thing.kind.name,))
        holds = compiled(node, frame)
        scope = frame.scope()
        scope[0] = thing
        answer: Any = holds(scope)
        if answer is True:
            return ()
        return (Unmet(node, thing.kind.name, answer.missing if type(answer) is Unknown else ()),)


def _weight(parts: tuple[Unmet, ...]) -> tuple[int, int]:
    """What is false weighs more than what only is not known."""
    return sum(1 for part in parts if not part.missing), len(parts)

"""A judgement as something to show: with its id, its state, what proves it, and a message whose values are read when it is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from secpolicy.base.record import made
from secpolicy.base.truth import Place, Unknown
from secpolicy.judging.compile import compiled
from secpolicy.judging.evidence import evidence
from secpolicy.judging.finding import ERROR, NO_DEADLINE, PASS, Deadline, Finding
from secpolicy.judging.frame import free_names
from secpolicy.judging.ruling import Judgement, Ruling
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Node, Template


def shown(judgement: Judgement, ruling: Ruling, review: bool) -> Finding:
    """The finding that a judgement of a rule is. `review`: it rests on a clause that nobody has read."""
    duty, verdict, subjects, _, missing, state, deadline, things, _, reason, ways = judgement
    selected, deadline = ruling.selected, deadline or NO_DEADLINE
    state = state or state_of(verdict, deadline, ruling.facts.as_of)
    return made(Finding, (
        selected.rule.id, duty.label, verdict, subjects, deadline, state, missing, Grounds(judgement, ruling), review, selected.strength, selected.clauses,
        things, reason, ways, None, False,
    ))  # fmt: skip


class Grounds:
    """What a finding rests on and what it says, read when a report asks for it: few of the findings of a run are shown."""

    __slots__ = ("_evidence", "_judgement", "_ruling", "_scope")

    def __init__(self, judgement: Judgement, ruling: Ruling) -> None:
        self._judgement, self._ruling, self._scope = judgement, ruling, judgement.scope
        self._evidence: tuple[Place, ...] | None = None

    @property
    def evidence(self) -> tuple[Place, ...]:
        """The declared facts that the condition read."""
        if self._evidence is None:
            judgement = self._judgement
            reads = judgement.subjects and judgement.duty.condition and judgement.verdict != ERROR
            self._evidence = evidence(judgement.duty.condition, self._ruling.frame, self._scope) if reads else ()
        return self._evidence

    @property
    def dated_by(self) -> tuple[Place, ...]:
        """The declared facts from which the deadline follows."""
        duty, deadline = self._judgement.duty, self._judgement.deadline
        if not self._judgement.subjects or deadline is None or deadline.form != "day":
            return ()
        nodes: tuple[Any, ...] = (duty.condition, duty.interval) if duty.form == "repeat" else (duty.by,) if duty.by is not None else self._ruling.rule.due
        return evidence(nodes, self._ruling.frame, self._scope)

    def says(self, lang: str) -> tuple[Any, ...]:
        """The parts of the message in a language: texts, and (value, type) pairs for what stood in braces."""
        return self._parts(self._ruling.rule.says(self._judgement.duty.label, lang))

    def fix(self, lang: str) -> tuple[Any, ...]:
        """The parts of what to do about it."""
        return self._parts(self._ruling.rule.fix[0 if lang == "ja" else 1])

    def _parts(self, template: Template) -> tuple[Any, ...]:
        ways = self._judgement.ways
        bound = {walked.reached.kind.name: walked.reached for walked in ways.reached[:1]} if ways is not None else {}
        parts: list[Any] = []
        for part in template:
            if isinstance(part, str):
                parts.append(part)
                continue
            node, type_ = part
            parts.append(("route", None) if node[0] == "route" else (self._value(node, bound), type_))
        return tuple(parts)

    def _value(self, node: Node, bound: dict[str, Entity]) -> Any:
        frame, scope = self._ruling.frame, self._scope
        if not free_names(node) <= frame.slots.keys() | bound.keys():
            return Unknown(())
        added = [name for name in bound if name not in frame.slots]
        for name in added:
            slot = frame.slot(name)
            frame.stretch(scope)
            scope[slot] = bound[name]
        answer = compiled(node, frame)
        value = answer(frame.stretch(scope))
        for name in added:
            del frame.slots[name]
        return value


def state_of(verdict: str, deadline: Deadline, as_of: date) -> str:
    """overdue, at_once, due, upcoming, unknown or none; the day itself is still in time."""
    if deadline.form != "day":
        return deadline.form if deadline.form in ("at_once", "unknown") else "none"
    assert deadline.day is not None
    if verdict == PASS:
        return "upcoming" if deadline.day >= as_of else "none"
    return "overdue" if deadline.day < as_of else "due"

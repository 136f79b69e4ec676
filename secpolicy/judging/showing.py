"""A judgement as something to show: with its id, its state, what proves it, and a message whose values are read when it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from secpolicy.base.truth import Place, Unknown
from secpolicy.judging.compile import compiled
from secpolicy.judging.evidence import evidence
from secpolicy.judging.finding import ERROR, NO_DEADLINE, PASS, Deadline, Finding
from secpolicy.judging.frame import Frame, Scope, free_names
from secpolicy.judging.ruling import Judgement, Ruling
from secpolicy.model.entity import Entity, ref
from secpolicy.model.rulebook import Node, Template


def shown(judgement: Judgement, ruling: Ruling, review: bool) -> Finding:
    """The finding that a judgement of a rule is. `review`: it rests on a clause that nobody has read."""
    rule, frame = ruling.rule, ruling.frame
    names = tuple(ref(subject) for subject in judgement.subjects) or ("inventory",)
    deadline = judgement.deadline or NO_DEADLINE
    scope = list(judgement.scope)
    reads = judgement.subjects and judgement.duty.condition and judgement.verdict != ERROR
    proof = evidence(judgement.duty.condition, frame, scope) if reads else ()
    bound = {walked.reached.kind.name: walked.reached for walked in judgement.ways.reached[:1]} if judgement.ways is not None else {}
    return Finding(
        rule.id, judgement.duty.label, judgement.verdict, judgement.subjects, names,
        deadline, judgement.state or state_of(judgement.verdict, deadline, frame.facts.as_of), proof, judgement.missing,
        _sayer(judgement.duty.says, frame, scope, bound), _sayer(rule.fix, frame, scope, bound), review,
        ruling.selected.strength, ruling.selected.clauses, judgement.things, judgement.reason, judgement.ways, None, _dated_by(judgement, ruling, scope),
    )  # fmt: skip


def _dated_by(judgement: Judgement, ruling: Ruling, scope: Scope) -> tuple[Place, ...]:
    """The declared facts from which the deadline follows."""
    duty = judgement.duty
    if not judgement.subjects or judgement.deadline is None or judgement.deadline.form != "day":
        return ()
    nodes: tuple[Any, ...] = (duty.condition, duty.interval) if duty.form == "repeat" else (duty.by,) if duty.by is not None else ruling.rule.due
    return evidence(nodes, ruling.frame, scope)


def state_of(verdict: str, deadline: Deadline, as_of: date) -> str:
    """overdue, at_once, due, upcoming, unknown or none; the day itself is still in time."""
    if deadline.form != "day":
        return {"at_once": "at_once", "unknown": "unknown"}.get(deadline.form, "none")
    assert deadline.day is not None
    if verdict == PASS:
        return "upcoming" if deadline.day >= as_of else "none"
    return "overdue" if deadline.day < as_of else "due"


def _sayer(texts: tuple[Template, Template], frame: Frame, scope: Scope, bound: dict[str, Entity]) -> Callable[[str], tuple[Any, ...]]:
    """The parts of a message in a language, its values read when it is asked for."""

    def says(lang: str) -> tuple[Any, ...]:
        template = texts[0 if lang == "ja" else 1]
        parts: list[Any] = []
        for part in template:
            if isinstance(part, str):
                parts.append(part)
                continue
            node, type_ = part
            if node[0] == "route":
                parts.append(("route", None))
            else:
                parts.append((_value(node, frame, scope, bound), type_))
        return tuple(parts)

    return says


def _value(node: Node, frame: Frame, scope: Scope, bound: dict[str, Entity]) -> Any:
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

"""One rule applied to an inventory: its duties asked of each of its subjects."""

from __future__ import annotations

import hashlib
import itertools
import math
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.truth import Place, Unknown
from secpolicy.judging.asking import Question, question_of
from secpolicy.judging.compile import compiled
from secpolicy.judging.evidence import evidence
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import ERROR, FAIL, NO_DEADLINE, NOT_APPLICABLE, PASS, UNKNOWN, Deadline, Finding, Ways
from secpolicy.judging.frame import Answer, Frame, Scope, free_names
from secpolicy.judging.network import Network
from secpolicy.judging.routes import RouteJudge
from secpolicy.judging.selected import Selected
from secpolicy.model.entity import Entity, ref
from secpolicy.model.inventory import Population
from secpolicy.model.rulebook import Duty, Node, Template

MOST_PAIRS = 1_000_000
MOST_CUTS = 20
_SLIPS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Judgement(NamedTuple):
    """One duty on one subject. `subjects` empty: the inventory as a whole. `dated`: the verdict can flip with the day."""

    duty: Duty
    verdict: str
    subjects: tuple[Entity, ...]
    scope: Scope
    missing: tuple[Place, ...] = ()
    state: str = ""
    deadline: Deadline | None = None
    things: int = 1
    dated: bool = False
    reason: str = ""
    ways: Ways | None = None


class Ruling:
    """A rule compiled for one inventory and day."""

    def __init__(self, selected: Selected, facts: Facts, network: Network | None, keep_all: bool) -> None:
        self.selected, self.rule, self.facts, self.network, self.keep_all = selected, selected.rule, facts, network, keep_all
        self.frame = Frame(facts, tuple(name for _, name in self.rule.subjects))
        self.where = compiled(self.rule.where, self.frame) if self.rule.where is not None else None
        self.lets: list[tuple[int, Answer]] = []
        for name, node, _ in self.rule.lets:
            answer = compiled(node, self.frame)
            self.lets.append((self.frame.slot(name), answer))
            self.frame.lets[name] = node
        self.questions = [question_of(duty, selected, self.frame, network) for duty in self.rule.duties]

    def judgements(self) -> Iterator[Judgement]:
        """Every judgement of the rule: at least one per duty."""
        found: list[list[Judgement]] = [[] for _ in self.questions]
        doubtful: list[Place] = []
        for subjects, missing in self._subjects():
            scope = self.frame.scope()
            scope[: len(subjects)] = subjects
            try:
                applies = self._applies(scope)
            except _SLIPS as slip:
                for question, made in zip(self.questions, found, strict=True):
                    made.append(_slip(question.duty, subjects, scope, slip))
                continue
            if applies is False or applies is None:
                continue
            if missing:
                doubtful += missing
                continue
            things = _things(subjects[0])
            for question, made in zip(self.questions, found, strict=True):
                made.append(self._judged(question, subjects, scope, applies, things))
        for question, made in zip(self.questions, found, strict=True):
            yield from _with_cuts(question.routes, made) if question.routes is not None else made
            yield from self._of_inventory(question.duty, made, doubtful)

    def _subjects(self) -> Iterator[tuple[tuple[Entity, ...], tuple[Place, ...]]]:
        """Every combination of subjects; for phantoms with the facts that would tell whether there is one."""
        populations = [self._population(kind) for kind, _ in self.rule.subjects]
        number = math.prod(len(population.members) for population in populations)
        if len(populations) > 1 and number > MOST_PAIRS:
            at = Location(self.rule.file, self.rule.line, 1, self.rule.line, 2)
            raise Refused([Problem(at, "too-many-pairs", {"rule": self.rule.id, "n": f"{number:,}", "most": f"{MOST_PAIRS:,}"})], exit_code=6)
        sides = [[*((member, ()) for member in members), *((phantom, (place,)) for phantom, place in phantoms)] for members, phantoms in populations]
        for chosen in itertools.product(*sides):
            yield tuple(subject for subject, _ in chosen), tuple(place for _, places in chosen for place in places)

    def _population(self, kind: str) -> Population:
        """What a rule is asked of: declared things only, not those that are always there."""
        return self.facts.inventory.populations[kind] if kind in self.facts.inventory.vocabulary.kinds else self.facts.population(kind)

    def _applies(self, scope: Scope) -> Any:
        """Whether the rule applies to the subjects of a scope; if it may, the names that it defines are filled in."""
        applies = self.where(scope) if self.where is not None else True
        if applies is not False:
            for slot, answer in self.lets:
                scope[slot] = answer(scope)
        return applies

    def _judged(self, question: Question, subjects: tuple[Entity, ...], scope: Scope, applies: Any, things: int) -> Judgement:
        if type(applies) is Unknown:
            return Judgement(question.duty, UNKNOWN, subjects, scope, applies.missing, things=things, reason="scope")
        try:
            asked = question.ask(scope)
            deadline = asked.deadline
            if deadline is None and (self.keep_all or question.dated or asked.verdict != PASS):
                deadline = question.due(scope)
        except _SLIPS as slip:
            return _slip(question.duty, subjects, scope, slip)
        return Judgement(question.duty, asked.verdict, subjects, scope, asked.missing, asked.state, deadline, things, question.dated, "", asked.ways)

    def _of_inventory(self, duty: Duty, made: list[Judgement], doubtful: list[Place]) -> Iterator[Judgement]:
        """What is judged of the inventory as a whole: that lists are missing, that things do not say where they stand, or that nothing applies."""
        omitted = self.network.omitted if duty.route is not None and made and self.network is not None else ()
        if doubtful or omitted:
            missing = tuple(dict.fromkeys((*doubtful, *omitted)))
            reason = "absent" if doubtful else "omitted"
            yield Judgement(duty, UNKNOWN, (), self.frame.scope(), missing, "unknown", NO_DEADLINE, reason=reason)
        elif not made:
            yield Judgement(duty, NOT_APPLICABLE, (), self.frame.scope())

    def finding(self, judgement: Judgement, review: bool) -> Finding:
        """The judgement as something to show: with its id, evidence, message and the places that prove it."""
        names = tuple(ref(subject) for subject in judgement.subjects) or ("inventory",)
        deadline = judgement.deadline or NO_DEADLINE
        scope = list(judgement.scope)
        reads = judgement.subjects and judgement.duty.condition and judgement.verdict != ERROR
        proof = evidence(judgement.duty.condition, self.frame, scope) if reads else ()
        bound = {walked.reached.kind.name: walked.reached for walked in judgement.ways.reached[:1]} if judgement.ways is not None else {}
        return Finding(
            finding_id(self.rule.id, judgement.duty.label, names), self.rule.id, judgement.duty.label, judgement.verdict, judgement.subjects, names,
            deadline, judgement.state or state_of(judgement.verdict, deadline, self.facts.as_of), proof, judgement.missing,
            _sayer(judgement.duty.says, self.frame, scope, bound), _sayer(self.rule.fix, self.frame, scope, bound), review,
            self.selected.strength, self.selected.clauses, judgement.things, judgement.reason, judgement.ways, None, self._dated_by(judgement, scope),
        )  # fmt: skip

    def _dated_by(self, judgement: Judgement, scope: Scope) -> tuple[Place, ...]:
        """The declared facts from which the deadline follows."""
        duty = judgement.duty
        if not judgement.subjects or judgement.deadline is None or judgement.deadline.form != "day":
            return ()
        nodes: tuple[Any, ...] = (duty.condition, duty.interval) if duty.form == "repeat" else (duty.by,) if duty.by is not None else self.rule.due
        return evidence(nodes, self.frame, scope)


def _slip(duty: Duty, subjects: tuple[Entity, ...], scope: Scope, slip: Exception) -> Judgement:
    """A slip of the rule that the checker did not see, shown as one: the run goes on."""
    return Judgement(duty, ERROR, subjects, scope, things=_things(subjects[0]), reason=f"{type(slip).__name__}: {slip}")


def _with_cuts(routes: RouteJudge, made: list[Judgement]) -> list[Judgement]:
    """The judgements with a cut for each breach: one for all where every subject reaches the same places, else one for each of the first twenty."""
    failing = [judgement for judgement in made if judgement.ways is not None and judgement.verdict == FAIL]
    reached = {frozenset(ref(walked.reached) for walked in judgement.ways.reached) for judgement in failing if judgement.ways is not None}
    whole = routes.cut([judgement.scope for judgement in failing]) if len(reached) == 1 and routes.viewer.shared else None
    cuts = {id(judgement): whole or routes.cut([judgement.scope]) for judgement in (failing if whole else failing[:MOST_CUTS])}
    return [
        judgement._replace(ways=judgement.ways._replace(cut=cuts[id(judgement)])) if judgement.ways is not None and id(judgement) in cuts else judgement
        for judgement in made
    ]


def finding_id(rule: str, duty: str, names: tuple[str, ...]) -> str:
    """The first 10 hexadecimal digits of SHA-256 over rule id, duty label and the sorted subjects."""
    return hashlib.sha256("\n".join((rule, duty, *sorted(names))).encode()).hexdigest()[:10]


def state_of(verdict: str, deadline: Deadline, as_of: date) -> str:
    """overdue, at_once, due, upcoming, unknown or none; the day itself is still in time."""
    if deadline.form != "day":
        return {"at_once": "at_once", "unknown": "unknown"}.get(deadline.form, "none")
    assert deadline.day is not None
    if verdict == PASS:
        return "upcoming" if deadline.day >= as_of else "none"
    return "overdue" if deadline.day < as_of else "due"


def _things(subject: Entity) -> int:
    """How many things a subject stands for: the count of its line, or of the line it stands in."""
    index = subject.kind.index.get("count")
    if index is None:
        return _things(subject.owner) if subject.owner is not None and subject.kind.is_record else 1
    value = subject.values[index]
    return value if type(value) is int else 1


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
        scope += [None] * (slot + 1 - len(scope))
        scope[slot] = bound[name]
    answer = compiled(node, frame)
    value = answer(scope + [None] * (frame.size - len(scope)))
    for name in added:
        del frame.slots[name]
    return value

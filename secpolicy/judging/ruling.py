"""One rule applied to an inventory: its duties asked of each of its subjects."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from secpolicy.base.dates import YEARLY
from secpolicy.base.truth import Place, Unknown, union
from secpolicy.judging import deadlines as d
from secpolicy.judging.compile import compiled
from secpolicy.judging.evidence import evidence
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import ERROR, FAIL, NO_DEADLINE, NOT_APPLICABLE, PASS, UNKNOWN, Deadline, Finding, Ways
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.judging.network import Network
from secpolicy.judging.routes import RouteJudge
from secpolicy.model.entity import Entity, ref
from secpolicy.model.inventory import Population
from secpolicy.model.rulebook import Duty, Node, Template

if TYPE_CHECKING:
    from secpolicy.judging.judge import Selected

MOST_PAIRS = 1_000_000
MOST_CUTS = 20


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


Asked = tuple[str, tuple[Place, ...], str, Deadline | None, Ways | None]


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
        self.due = d.compiled_due(self.rule.due, selected.authority, self.frame)
        self.routes: dict[str, RouteJudge] = {}
        self.asks = [(duty, self._asker(duty), self._deadline_of(duty), self._is_dated(duty)) for duty in self.rule.duties]

    def judgements(self) -> Iterator[Judgement]:
        """Every judgement of the rule: at least one per duty."""
        found: dict[str, list[Judgement]] = {duty.label: [] for duty in self.rule.duties}
        doubtful: list[Place] = []
        for subjects, missing in self._subjects():
            scope = self.frame.scope()
            scope[: len(subjects)] = subjects
            applies = self.where(scope) if self.where is not None else True
            if applies is False or applies is None:
                continue
            if missing:
                doubtful += missing
                continue
            for slot, answer in self.lets:
                scope[slot] = answer(scope)
            for judgement in self._asked(subjects, scope, applies):
                found[judgement.duty.label].append(judgement)
        for duty, *_ in self.asks:
            made = found[duty.label]
            if duty.route is not None:
                made = self._with_cuts(duty, made)
            yield from made
            if duty.route is not None and made and self.network is not None and self.network.omitted:
                yield self._of_inventory(duty, self.network.omitted, "omitted")
            if doubtful:
                yield self._of_inventory(duty, tuple(dict.fromkeys(doubtful)), "absent")
            elif not made:
                yield Judgement(duty, NOT_APPLICABLE, (), self.frame.scope())

    def _subjects(self) -> Iterator[tuple[tuple[Entity, ...], tuple[Place, ...]]]:
        """Every combination of subjects; for phantoms with the facts that would tell whether there is one."""
        populations = [self._population(kind) for kind, _ in self.rule.subjects]
        if len(populations) == 1:
            yield from (((member,), ()) for member in populations[0].members)
            yield from (((phantom,), (place,)) for phantom, place in populations[0].phantoms)
            return
        first, second = populations
        if len(first.members) * len(second.members) > MOST_PAIRS:
            raise OverflowError(f"{self.rule.id}: {len(first.members)} x {len(second.members)}")
        for one in (*((member, ()) for member in first.members), *((phantom, (place,)) for phantom, place in first.phantoms)):
            for other in (*((member, ()) for member in second.members), *((phantom, (place,)) for phantom, place in second.phantoms)):
                yield (one[0], other[0]), (*one[1], *other[1])

    def _population(self, kind: str) -> Population:
        """What a rule is asked of: declared things only, not those that are always there."""
        return self.facts.inventory.populations[kind] if kind in self.facts.inventory.vocabulary.kinds else self.facts.population(kind)

    def _asked(self, subjects: tuple[Entity, ...], scope: Scope, applies: Any) -> Iterator[Judgement]:
        things = _things(subjects[0])
        for duty, ask, due, dated in self.asks:
            if type(applies) is Unknown:
                yield Judgement(duty, UNKNOWN, subjects, scope, applies.missing, things=things, reason="scope")
                continue
            try:
                verdict, missing, state, deadline, ways = ask(scope)
                if deadline is None and (self.keep_all or dated or verdict in (FAIL, UNKNOWN)):
                    deadline = due(scope)
            except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:  # a slip of the rule, shown as one
                yield Judgement(duty, ERROR, subjects, scope, things=things, reason=f"{type(error).__name__}: {error}")
                continue
            yield Judgement(duty, verdict, subjects, scope, missing, state, deadline, things, dated, "", ways)

    def _of_inventory(self, duty: Duty, missing: tuple[Place, ...], reason: str) -> Judgement:
        return Judgement(duty, UNKNOWN, (), self.frame.scope(), missing, "unknown", NO_DEADLINE, 1, False, reason)

    def _asker(self, duty: Duty) -> Callable[[Scope], Asked]:
        if duty.route is not None:
            assert self.network is not None
            self.routes[duty.label] = RouteJudge(duty.route, self.frame, self.network, tuple(name for _, name in self.rule.subjects))
            return lambda scope: self._walked(self.routes[duty.label], scope)
        assert duty.condition is not None
        condition = compiled(duty.condition, self.frame)
        if duty.form == "repeat":
            return self._repeater(duty, condition)
        met = duty.form == "require"

        def ask(scope: Scope) -> Asked:
            answer = condition(scope)
            if type(answer) is Unknown:
                return UNKNOWN, answer.missing, "", None, None
            return (PASS if bool(answer) == met else FAIL), (), "", None, None

        return ask

    def _repeater(self, duty: Duty, last: Answer) -> Callable[[Scope], Asked]:
        assert duty.interval is not None
        every: Answer = (lambda scope: YEARLY) if duty.interval == ("fiscal",) else compiled(duty.interval, self.frame)
        basis = d.basis_of_authority(self.selected.authority)
        if duty.interval[0] == "parameter" and self.facts.rulebook.parameters[duty.interval[1]].setting:
            basis = "organisation"

        def ask(scope: Scope) -> Asked:
            stands = d.recurring(last(scope), every(scope), self.facts.as_of, basis, scope[0], self.selected.in_force)
            return stands.verdict, stands.missing, stands.state, stands.deadline, None

        return ask

    def _walked(self, routes: RouteJudge, scope: Scope) -> Asked:
        assert self.network is not None
        ways = routes.walk(scope)
        if ways.fails:
            seen = list(scope)
            return FAIL, (), "", None, Ways(ways.fails, ways.also_possible, fails_without=lambda links: routes.fails_without(links, seen))
        if ways.possible:
            missing = union((ways.proves_breach, ways.proves_pass))
            return UNKNOWN, missing, "", None, Ways(ways.possible, (), None, ways.proves_breach, ways.proves_pass)
        if self.network.absent:
            return UNKNOWN, self.network.absent, "", None, None
        return PASS, (), "", None, None

    def _with_cuts(self, duty: Duty, made: list[Judgement]) -> list[Judgement]:
        """One cut for all breaches where every subject reaches the same places, else one for each of the first twenty."""
        failing = [judgement for judgement in made if judgement.verdict == FAIL and judgement.ways is not None]
        routes = self.routes[duty.label]
        cuts: dict[int, Any] = {}
        reached = [tuple(walked.reached for walked in judgement.ways.reached) for judgement in failing if judgement.ways is not None]
        if failing and len({frozenset(map(ref, places)) for places in reached}) == 1:
            starts = tuple(judgement.subjects[0] for judgement in failing)
            whole = routes.cut(starts, reached[0], failing[0].scope)
            cuts = {id(judgement): whole for judgement in failing if whole is not None}
        for judgement, places in list(zip(failing, reached, strict=True))[:MOST_CUTS]:
            if id(judgement) not in cuts:
                cuts[id(judgement)] = routes.cut((judgement.subjects[0],), places, judgement.scope)
        return [
            judgement._replace(ways=judgement.ways._replace(cut=cuts[id(judgement)])) if id(judgement) in cuts and judgement.ways else judgement
            for judgement in made
        ]

    def _deadline_of(self, duty: Duty) -> d.Dated:
        return d.compiled_deadline(duty.by, self.selected.authority, self.frame) if duty.by is not None else self.due

    def _is_dated(self, duty: Duty) -> bool:
        if duty.form != "repeat" and duty.by is None and self.rule.due == ((None, ("none",)),):
            return False  # without a deadline there is no day on which it could flip
        return duty.form == "repeat" or _reads_today(duty.condition, self.facts, {name: node for name, node, _ in self.rule.lets})

    def finding(self, judgement: Judgement, review: bool) -> Finding:
        """The judgement as something to show: with its id, evidence, message and the places that prove it."""
        names = tuple(ref(subject) for subject in judgement.subjects) or ("inventory",)
        deadline = judgement.deadline or NO_DEADLINE
        scope = list(judgement.scope)
        proof = evidence(judgement.duty.condition, self.frame, scope) if judgement.subjects and judgement.duty.condition else ()
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
    added = [name for name in bound if name not in frame.slots]
    for name in added:
        slot = frame.slot(name)
        scope += [None] * (slot + 1 - len(scope))
        scope[slot] = bound[name]
    if (missing := _free_names(node) - set(frame.slots)) and missing:
        return Unknown(())
    answer = compiled(node, frame)
    value = answer(scope + [None] * (frame.size - len(scope)))
    for name in added:
        del frame.slots[name]
    return value


def _free_names(node: Any) -> set[str]:
    if not isinstance(node, tuple):
        return set()
    if len(node) == 2 and node[0] == "name":
        return {node[1]}
    return set().union(*(_free_names(part) for part in node)) if node else set()


def _reads_today(node: Any, facts: Facts, lets: dict[str, Node]) -> bool:
    if not isinstance(node, tuple) or not node:
        return False
    if node[0] == "today":
        return True
    if node[0] == "name" and len(node) == 2:
        return node[1] in lets and _reads_today(lets[node[1]], facts, lets)
    if node[0] == "term" and len(node) == 3:
        return _reads_today(facts.rulebook.terms[node[2]].means, facts, lets) or _reads_today(node[1], facts, lets)
    return any(_reads_today(part, facts, lets) for part in node)

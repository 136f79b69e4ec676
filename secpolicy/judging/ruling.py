"""One rule applied to an inventory: its duties asked of each of its subjects."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from secpolicy.base.truth import Place, Unknown
from secpolicy.judging.asking import Question, question_of
from secpolicy.judging.compile import compiled
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import ERROR, FAIL, NO_DEADLINE, NOT_APPLICABLE, PASS, UNKNOWN, Deadline, Ways
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.judging.network import Network
from secpolicy.judging.routes import RouteJudge
from secpolicy.judging.selected import Selected
from secpolicy.judging.subjects import combinations, things_of
from secpolicy.model.entity import Entity, ref
from secpolicy.model.rulebook import Duty

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


class _Asked(NamedTuple):
    """Subjects to which the rule applies: surely, perhaps (`applies` is Unknown), or so the run has to say (it is what slipped)."""

    subjects: tuple[Entity, ...]
    scope: Scope
    applies: Any
    things: int


class Ruling:
    """A rule compiled for one inventory and day; its duties only if they are asked of anything."""

    def __init__(self, selected: Selected, facts: Facts, network: Network | None, keep_all: bool) -> None:
        self.selected, self.rule, self.facts, self.network, self.keep_all = selected, selected.rule, facts, network, keep_all
        self.frame = Frame(facts, tuple(name for _, name in self.rule.subjects))
        self.where = compiled(self.rule.where, self.frame) if self.rule.where is not None else None
        self.lets: list[tuple[int, Answer]] = []
        for name, node, _ in self.rule.lets:
            answer = compiled(node, self.frame)
            self.lets.append((self.frame.slot(name), answer))
            self.frame.lets[name] = node

    def judgements(self) -> Iterator[Judgement]:
        """Every judgement of the rule: at least one per duty."""
        asked, doubtful = self._asked()
        for duty in self.rule.duties:
            made: list[Judgement] = []
            if asked:
                question = question_of(duty, self.selected, self.frame, self.network)
                made = [self._judged(question, one) for one in asked]
                made = _with_cuts(question.routes, made) if question.routes is not None else made
            yield from made
            yield from self._of_inventory(duty, made, doubtful)

    def _asked(self) -> tuple[list[_Asked], list[Place]]:
        """The subjects to which the rule applies or may apply, and the facts that would tell whether there are more."""
        asked: list[_Asked] = []
        doubtful: list[Place] = []
        scope = self.frame.scope()
        for subjects, missing in combinations(self.rule, self.facts):
            scope[: len(subjects)] = subjects
            try:
                applies = self._applies(scope)
            except _SLIPS as slip:
                applies = slip
            if applies is False:
                continue
            if missing and applies is not None and not isinstance(applies, Exception):
                doubtful += missing
            elif applies is not None:
                asked.append(_Asked(subjects, scope, applies, things_of(subjects[0])))
            scope = self.frame.scope()
        return asked, doubtful

    def _applies(self, scope: Scope) -> Any:
        """Whether the rule applies to the subjects of a scope; if it may, the names that it defines are filled in."""
        applies = self.where(scope) if self.where is not None else True
        if applies is not False:
            for slot, answer in self.lets:
                scope[slot] = answer(scope)
        return applies

    def _judged(self, question: Question, one: _Asked) -> Judgement:
        duty, (subjects, scope, applies, things) = question.duty, one
        if type(applies) is Unknown:
            return Judgement(duty, UNKNOWN, subjects, scope, applies.missing, things=things, reason="scope")
        try:
            if isinstance(applies, Exception):
                raise applies
            asked = question.ask(self.frame.stretch(scope))
            deadline = asked.deadline
            if deadline is None and (self.keep_all or question.dated or asked.verdict != PASS):
                deadline = question.due(scope)
        except _SLIPS as slip:
            # A slip of the rule that the checker did not see, shown as one: the run goes on.
            return Judgement(duty, ERROR, subjects, scope, things=things, reason=f"{type(slip).__name__}: {slip}")
        return Judgement(duty, asked.verdict, subjects, scope, asked.missing, asked.state, deadline, things, question.dated, "", asked.ways)

    def _of_inventory(self, duty: Duty, made: list[Judgement], doubtful: list[Place]) -> Iterator[Judgement]:
        """What is judged of the inventory as a whole: that lists are missing, that things do not say where they stand, or that nothing applies."""
        omitted = self.network.omitted if duty.route is not None and made and self.network is not None else ()
        if doubtful or omitted:
            missing = tuple(dict.fromkeys((*doubtful, *omitted)))
            reason = "absent" if doubtful else "omitted"
            yield Judgement(duty, UNKNOWN, (), self.frame.scope(), missing, "unknown", NO_DEADLINE, reason=reason)
        elif not made:
            yield Judgement(duty, NOT_APPLICABLE, (), self.frame.scope())


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

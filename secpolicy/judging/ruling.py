"""One rule applied to an inventory: its duties asked of each of its subjects."""

import functools
from collections.abc import Iterator
from itertools import chain
from typing import Any

from secpolicy.base.record import Record, made
from secpolicy.base.truth import Place, Unknown
from secpolicy.judging.applying import SLIPS, Applies, applying
from secpolicy.judging.asking import Question, question_of
from secpolicy.judging.compile import compiled
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import ERROR, FAIL, NO_DEADLINE, NOT_APPLICABLE, PASS, UNKNOWN, Deadline, Ways
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.judging.network import Network
from secpolicy.judging.routes import RouteJudge
from secpolicy.judging.selected import Selected
from secpolicy.model.entity import Entity, ref
from secpolicy.model.rulebook import Duty

MOST_CUTS = 20
_NOTHING = object()  # what no question answers


class Judgement(Record):
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


class Ruled(Record):
    """What a duty comes to. `passes`: how many more judgements hold, and how many `things` those stand for; nobody looks at them one by one."""

    duty: Duty
    judgements: list[Judgement]
    passes: int = 0
    things: int = 0


class Ruling:
    """A rule compiled for one inventory and day; its duties only if they are asked of anything."""

    def __init__(self, selected: Selected, facts: Facts, network: Network | None, keep_all: bool) -> None:
        self.selected, self.rule, self.facts, self.network, self.keep_all = selected, selected.rule, facts, network, keep_all
        self.frame = Frame(facts, tuple([name for _, name in self.rule.subjects]))
        self.lets: list[tuple[int, Answer]] = []

    def judgements(self) -> Iterator[Judgement]:
        """Every judgement of the rule: at least one per duty."""
        return chain.from_iterable(ruled.judgements for ruled in self.by_duty(False))

    def by_duty(self, counting: bool) -> Iterator[Ruled]:
        """What each duty comes to. `counting`: most judgements that hold are only counted."""
        asked, scopes, doubtful = self._asked()
        for duty in self.rule.duties:
            if asked:
                question = question_of(duty, self.selected, self.frame, self.network)
                ruled = self._ruled(question, asked, scopes, counting)
            else:
                ruled = made(Ruled, (duty, [], 0, 0))
            ruled.judgements.extend(self._of_inventory(duty, bool(asked), doubtful))
            yield ruled

    def _asked(self) -> tuple[list[Applies], list[Scope], list[Place]]:
        """The subjects to which the rule applies or may apply, each with its scope, and the facts that would tell whether there are more."""
        asked, doubtful = applying(self.rule, self.facts)
        if not asked:
            return asked, [], doubtful
        self._compile_lets()
        blank = [None] * (self.frame.size - len(asked[0].subjects))
        scopes: list[Scope] = [[*subjects, *blank] for subjects, _, _ in asked]
        if self.lets:
            asked = [self._with_lets(one, scope) for one, scope in zip(asked, scopes, strict=True)]
        return asked, scopes, doubtful

    def _with_lets(self, one: Applies, scope: Scope) -> Applies:
        try:
            for slot, answer in self.lets:
                scope[slot] = answer(scope)
        except SLIPS as slip:
            return one if isinstance(one.applies, Exception) else one._replace(applies=slip)
        return one

    def _compile_lets(self) -> None:
        for name, node, _ in self.rule.lets:
            answer = compiled(node, self.frame)
            self.lets.append((self.frame.slot(name), answer))
            self.frame.lets[name] = node

    def _ruled(self, question: Question, asked: list[Applies], scopes: list[Scope], counting: bool) -> Ruled:
        """What one duty comes to; with `counting` those are counted that hold and will hold tomorrow: nearly all of them."""
        found: list[Judgement] = []
        passes = things = 0
        ask, counted = question.ask, question.passes if counting and not question.dated else _NOTHING
        for one, scope in zip(asked, self._stretched(scopes), strict=True):
            _, answer, stands_for = one
            if answer is True:
                try:
                    answer = ask(scope)
                except SLIPS as slip:
                    answer = slip
                if answer is counted:
                    passes += 1
                    things += stands_for
                    continue
            found.append(self._judged(question, one, scope, answer))
        return made(Ruled, (question.duty, _with_cuts(question.routes, found) if question.routes is not None else found, passes, things))

    def _stretched(self, scopes: list[Scope]) -> list[Scope]:
        """The scopes, made long enough for what was compiled since they were made."""
        if len(scopes[0]) < self.frame.size:
            for scope in scopes:
                self.frame.stretch(scope)
        return scopes

    def _judged(self, question: Question, one: Applies, scope: Scope, given: Any) -> Judgement:
        duty, (subjects, applies, things) = question.duty, one
        if type(applies) is Unknown:
            return Judgement(duty, UNKNOWN, subjects, scope, applies.missing, things=things, reason="scope")
        try:
            if isinstance(given, Exception):
                raise given
            verdict, missing, state, deadline, ways = question.answered(given)
            if deadline is None and (self.keep_all or question.dated or verdict != PASS):
                deadline = question.due(scope)
        except SLIPS as slip:
            # A slip of the rule that the checker did not see, shown as one: the run goes on.
            return Judgement(duty, ERROR, subjects, scope, things=things, reason=f"{type(slip).__name__}: {slip}")
        return made(Judgement, (duty, verdict, subjects, scope, missing, state, deadline, things, question.dated, "", ways))

    def _of_inventory(self, duty: Duty, is_asked: bool, doubtful: list[Place]) -> list[Judgement]:
        """What is judged of the inventory as a whole: that lists are missing, that things do not say where they stand, or that nothing applies."""
        omitted = self.network.omitted if duty.route is not None and is_asked and self.network is not None else ()
        if doubtful or omitted:
            missing = tuple(dict.fromkeys((*doubtful, *omitted)))
            reason = "absent" if doubtful else "omitted"
            return [Judgement(duty, UNKNOWN, (), self.frame.scope(), missing, "unknown", NO_DEADLINE, reason=reason)]
        return [] if is_asked else [Judgement(duty, NOT_APPLICABLE, (), self.frame.scope())]


def _with_cuts(routes: RouteJudge, found: list[Judgement]) -> list[Judgement]:
    """The judgements with a cut for each breach: one for all where every subject reaches the same places, else one for each of the first twenty."""
    failing = [judgement for judgement in found if judgement.ways is not None and judgement.verdict == FAIL]
    reached = {frozenset(ref(walked.reached) for walked in judgement.ways.reached) for judgement in failing if judgement.ways is not None}
    scopes = [judgement.scope for judgement in failing]
    whole = functools.cache(lambda: routes.cut(scopes) if len(reached) == 1 and routes.viewer.shared else None)
    own = functools.cache(lambda position: routes.cut([scopes[position]]) if position < MOST_CUTS else None)
    finders = {id(judgement): lambda position=position: whole() or own(position) for position, judgement in enumerate(failing)}
    return [
        judgement._replace(ways=judgement.ways._replace(find_cut=finders[id(judgement)]))
        if judgement.ways is not None and id(judgement) in finders
        else judgement
        for judgement in found
    ]

"""One duty as a question: asked of a scope, it answers with a verdict and what the verdict rests on."""

from collections.abc import Callable
from typing import Any

from secpolicy.base.dates import YEARLY
from secpolicy.base.record import Record, made
from secpolicy.base.truth import Place, Unknown, undeclared, union
from secpolicy.judging import deadlines as d
from secpolicy.judging.compile import compiled
from secpolicy.judging.finding import FAIL, NO_DEADLINE, PASS, UNKNOWN, Deadline, Ways
from secpolicy.judging.frame import Frame, Scope, reads_today
from secpolicy.judging.network import Network
from secpolicy.judging.recurring import Standing, recurring
from secpolicy.judging.routes import RouteJudge
from secpolicy.judging.selected import Selected
from secpolicy.model.rulebook import Duty, Node

NO_DAY = ((None, ("none",)),)


class Asked(Record):
    """The answer. A recurring duty has a state and a deadline of its own; `ways`: the routes that were found."""

    verdict: str
    missing: tuple[Place, ...] = ()
    state: str = ""
    deadline: Deadline | None = None
    ways: Ways | None = None


class Question(Record):
    """A duty compiled for one inventory and day. `ask`: gives the answer, or of a plain condition whether it holds; `passes` is what that is for a pass.

    `dated`: the verdict can flip with the day, so a day to come is worth telling.
    """

    duty: Duty
    ask: Callable[[Scope], Any]
    passes: Any
    due: d.Dated
    dated: bool
    routes: RouteJudge | None = None

    def answered(self, answer: Any) -> tuple[str, tuple[Place, ...], str, Deadline | None, Ways | None]:
        """What `ask` gave, as an answer."""
        if type(answer) is Unknown:
            return UNKNOWN, answer.missing, "", None, None
        if type(answer) is Asked:
            return answer
        return (PASS if bool(answer) is self.passes else FAIL), (), "", None, None


PASSED = Asked(PASS)


def question_of(duty: Duty, selected: Selected, frame: Frame, network: Network | None) -> Question:
    """The question that a duty of a selected rule puts."""
    due = _due(((None, duty.by),) if duty.by is not None else selected.rule.due, selected, frame)
    if duty.route is not None:
        assert network is not None
        routes = RouteJudge(duty.route, frame, network)
        return Question(duty, _walker(routes, network), PASSED, due, False, routes)
    if duty.form == "repeat":
        return Question(duty, _repeater(duty, selected, frame), PASSED, due, True)
    assert duty.condition is not None
    # Without a deadline there is no day on which the verdict could flip.
    dated = (duty.by is not None or selected.rule.due != NO_DAY) and reads_today(duty.condition, frame)
    return made(Question, (duty, compiled(duty.condition, frame), duty.form == "require", due, dated, None))


def _no_deadline(scope: Scope) -> Deadline:
    return NO_DEADLINE


def _due(due: tuple[tuple[Node | None, Node], ...], selected: Selected, frame: Frame) -> d.Dated:
    """The deadline of a duty, compiled when it is first asked for: a duty that everything meets needs none."""
    if due == NO_DAY:
        return _no_deadline
    ask: d.Dated | None = None

    def dated(scope: Scope) -> Deadline:
        nonlocal ask
        ask = ask or d.compiled_due(due, selected.authority, frame)
        return ask(frame.stretch(scope))

    return dated


def _repeater(duty: Duty, selected: Selected, frame: Frame) -> Callable[[Scope], Asked]:
    assert duty.condition is not None
    assert duty.interval is not None
    last = compiled(duty.condition, frame)
    every = compiled(duty.interval, frame) if duty.interval != ("fiscal",) else lambda scope: YEARLY
    setting = frame.facts.rulebook.parameters[duty.interval[1]].setting if duty.interval[0] == "parameter" else ""
    standing = Standing(frame.facts.as_of, "organisation" if setting else d.basis_of_authority(selected.authority), selected.in_force)

    def ask(scope: Scope) -> Asked:
        interval = every(scope)
        if interval is None:  # the organisation says that it has set none: it still has to set one
            interval = undeclared(None, f"settings.{setting}")
        stands = recurring(last(scope), interval, scope[0], standing)
        return Asked(stands.verdict, stands.missing, stands.state, stands.deadline)

    return ask


def _walker(routes: RouteJudge, network: Network) -> Callable[[Scope], Asked]:
    def ask(scope: Scope) -> Asked:
        walks = routes.walk(scope)
        if walks.fails:
            seen = list(scope)
            return Asked(FAIL, ways=Ways(walks.fails, walks.also_possible, fails_without=lambda hops: routes.fails_without(hops, seen)))
        if walks.possible:
            missing = union((walks.proves_breach, walks.proves_pass))
            return Asked(UNKNOWN, missing, ways=Ways(walks.possible, (), None, walks.proves_breach, walks.proves_pass))
        return Asked(UNKNOWN, network.absent) if network.absent else PASSED

    return ask

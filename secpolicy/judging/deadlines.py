"""Deadlines: derived from what the clause, the catalog or the inventory gives, with the basis each comes from; never invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from secpolicy.base.dates import fiscal_year_end, fiscal_year_of
from secpolicy.base.truth import Between, Place, Unknown, missing_of, union
from secpolicy.judging.compile import compiled
from secpolicy.judging.finding import NO_DEADLINE, Deadline
from secpolicy.judging.frame import Frame, Scope
from secpolicy.model.rulebook import Node
from secpolicy.model.vocabulary import Vocabulary

Dated = Callable[[Scope], Deadline]
_AUTHORITY_BASIS = {"statute": "law", "ordinance": "law", "notice": "law", "guideline": "guideline", "plan": "plan"}


def basis_of_authority(authority: str) -> str:
    """The basis of a deadline whose day the clause itself gives."""
    return _AUTHORITY_BASIS.get(authority, "guideline")


def compiled_due(due: tuple[tuple[Node | None, Node], ...], authority: str, frame: Frame) -> Dated:
    """A function that gives the deadline of a rule for a scope."""
    *conditional, (_, otherwise) = due
    cases = [(compiled(when, frame), compiled_deadline(form, authority, frame)) for when, form in conditional if when is not None]
    last = compiled_deadline(otherwise, authority, frame)
    if not cases:
        return last

    def dated(scope: Scope) -> Deadline:
        possible: list[Deadline] = []
        doubts: list[tuple[Place, ...]] = []
        for when, deadline in cases:
            holds = when(scope)
            if type(holds) is Unknown:
                possible.append(deadline(scope))
                doubts.append(holds.missing)
            elif holds:
                break
        else:
            deadline = last
        possible.append(deadline(scope))
        return _either(possible, union(doubts)) if doubts else possible[0]

    return dated


def compiled_deadline(form: Node, authority: str, frame: Frame) -> Dated:
    """A function that gives one deadline for a scope."""
    if form[0] in ("at_once", "none"):
        fixed = Deadline(form[0], basis=basis_of_authority(authority) if form[0] == "at_once" else "")
        return lambda scope: fixed
    if form[0] == "about":
        vague = Deadline("about", basis=basis_of_authority(authority), about=form[1])
        return lambda scope: vague
    if form[0] == "year_end":
        end = Deadline("day", fiscal_year_end(int(form[1])), basis=basis_of_authority(authority))
        return lambda scope: end
    answer = compiled(form[1], frame)
    basis = _basis(form[1], authority, frame)
    year_end = form[0] == "fiscal_year_end"

    def dated(scope: Scope) -> Deadline:
        return day_as_deadline(answer(scope), basis, year_end)

    return dated


def day_as_deadline(value: Any, basis: str, year_end: bool = False) -> Deadline:
    """A day, an interval of days or a missing one as a deadline."""
    if value is None:
        return NO_DEADLINE
    if type(value) is Unknown:
        return Deadline("unknown", basis=basis, missing=value.missing)
    low, high = (value.low, value.high) if type(value) is Between else (value, value)
    if year_end:
        low, high = (fiscal_year_end(fiscal_year_of(day)) if day is not None else None for day in (low, high))
    if low is None:
        return Deadline("unknown", until=high, basis=basis, missing=missing_of(value))
    return Deadline("day", low, None if high == low else high or date.max, basis, missing_of(value))


def _either(possible: list[Deadline], missing: tuple[Place, ...]) -> Deadline:
    """The span of deadlines of which one holds, while what decides is undeclared."""
    if len(set(possible)) == 1:
        return possible[0]
    days = [deadline.day for deadline in possible if deadline.day is not None]
    missing = union([missing, *(deadline.missing for deadline in possible)])
    if len(days) < len(possible):
        return Deadline("unknown", basis=possible[0].basis, missing=missing)
    ends = [deadline.until or deadline.day for deadline in possible]
    high = max(day for day in ends if day is not None)
    return Deadline("day", min(days), high if high != min(days) else None, possible[0].basis, missing)


def _basis(node: Node, authority: str, frame: Frame) -> str:
    """Where a day comes from: a field of the catalog or of a thing, of an event, the organisation's settings, else the text."""
    found = _sources(node, frame.facts.inventory.vocabulary, frame)
    basis = next((basis for basis in ("event", "organisation", "text", "asset") if basis in found), "text")
    return basis if basis != "text" else basis_of_authority(authority)


def _sources(node: Node, vocabulary: Vocabulary, frame: Frame) -> set[str]:
    if node[0] == "field":
        # An event is known by its day: its kind has a day of its own among what identifies it, or is aware_on.
        events = [
            kind for kind in node[3] if kind in vocabulary.kinds and ("date" in vocabulary.kinds[kind].identity or "aware_on" in vocabulary.kinds[kind].index)
        ]
        return {"event"} if events else {"asset"}
    if node[0] == "day":
        return {"text"}
    if node[0] == "name" and node[1] in frame.lets:
        return _sources(frame.lets[node[1]], vocabulary, frame)
    if node[0] == "parameter" and frame.facts.rulebook.parameters[node[1]].setting:
        return {"organisation"}
    return set().union(*(_sources(part, vocabulary, frame) for part in node if isinstance(part, tuple)))

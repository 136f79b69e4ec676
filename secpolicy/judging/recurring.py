"""How a recurring duty stands: done, due, overdue or undecided, by when it was last done and how often it must be."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from secpolicy.base.dates import Period, fiscal_year_end, fiscal_year_of, moved
from secpolicy.base.truth import Between, Place, Unknown, missing_of, union
from secpolicy.judging.finding import FAIL, NO_DEADLINE, PASS, UNKNOWN, Deadline
from secpolicy.judging.values import bounds
from secpolicy.model.entity import UNDECLARED, Entity

# The fields that say since when a thing is there; one kind has one of them.
_BEGINNINGS = ("in_service_on", "established_on", "created_on", "starts_on", "joined_on", "since")


class Standing(NamedTuple):
    """What is the same for all things a recurring duty is asked of. `in_force`: since when there is the duty; None: always."""

    as_of: date
    basis: str
    in_force: date | None


class Recurred(NamedTuple):
    """How a recurring duty stands for one thing."""

    verdict: str
    state: str
    deadline: Deadline
    missing: tuple[Place, ...] = ()


def recurring(last: Any, interval: Any, subject: Entity, standing: Standing) -> Recurred:
    """Judge a duty that must be done again and again. `last`: the day of the last doing, none if there was none."""
    if type(interval) is Unknown or type(last) is Unknown:
        return _undecided(union((missing_of(last), missing_of(interval))), standing)
    if last is None:
        return _never(interval, subject, standing)
    early, late = (_done(day, interval, standing) if day is not None else None for day in bounds(last))
    if early is None or late is None or early.verdict != late.verdict:
        return _undecided(missing_of(last), standing)
    until = late.deadline.day if late.deadline.day != early.deadline.day else None
    return early._replace(deadline=early.deadline._replace(until=until, missing=missing_of(last)))


def _undecided(missing: tuple[Place, ...], standing: Standing) -> Recurred:
    return Recurred(UNKNOWN, "unknown", Deadline("unknown", basis=standing.basis, missing=missing), missing)


def _done(last: date, interval: Period, standing: Standing) -> Recurred:
    """The next doing is due one interval later; a duty that came later asks for nothing before it was there for one interval."""
    day = _end(last, interval)
    if standing.in_force is not None:
        day = max(day, _first_end(standing.in_force, interval))
    if day < standing.as_of:
        return Recurred(FAIL, "overdue", _by(day, standing))
    running = interval.yearly and fiscal_year_of(last) < fiscal_year_of(standing.as_of)
    return Recurred(PASS, "due" if running else "done", _by(day, standing))


def _never(interval: Period, subject: Entity, standing: Standing) -> Recurred:
    """Never done is a breach only once a whole interval has closed in which both the duty and the thing existed."""
    early, late = bounds(_begun(subject))
    ...


def _end(last: date, interval: Period) -> date:
    return moved(last, interval)


def _by(day: date, standing: Standing) -> Deadline:
    return Deadline("day", day, basis=standing.basis)

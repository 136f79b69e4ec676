"""How a recurring duty stands: done, due, overdue or undecided, by when it was last done and how often it must be."""

from datetime import date
from typing import Any

from secpolicy.base.dates import Period, fiscal_year_end, fiscal_year_of, moved
from secpolicy.base.record import Record
from secpolicy.base.truth import Place, Unknown, missing_of, union
from secpolicy.judging.finding import FAIL, NO_DEADLINE, PASS, UNKNOWN, Deadline
from secpolicy.judging.values import bounds
from secpolicy.model.entity import UNDECLARED, Entity

# The fields that say since when a thing is there; one kind has one of them.
_BEGINNINGS = ("in_service_on", "established_on", "created_on", "starts_on", "joined_on", "since")


class Standing(Record):
    """What is the same for all things a recurring duty is asked of. `in_force`: since when there is the duty; None: always."""

    as_of: date
    basis: str
    in_force: date | None


class Recurred(Record):
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
    if type(last) is date:
        return _done(last, interval, standing)
    early, late = (_done(day, interval, standing) if day is not None else None for day in bounds(last))
    if early is None or late is None or early.verdict != late.verdict:
        return _undecided(missing_of(last), standing)
    until = late.deadline.day if late.deadline.day != early.deadline.day else None
    return early._replace(deadline=early.deadline._replace(until=until, missing=missing_of(last)))


def _undecided(missing: tuple[Place, ...], standing: Standing) -> Recurred:
    return Recurred(UNKNOWN, "unknown", Deadline("unknown", basis=standing.basis, missing=missing), missing)


def _done(last: date, interval: Period, standing: Standing) -> Recurred:
    """The next doing is due one interval after the last; a duty that came later is due first when it has been there for one."""
    day = moved(last, interval)
    if standing.in_force is not None:
        day = max(day, _first_end(standing.in_force, interval))
    if day < standing.as_of:
        return Recurred(FAIL, "overdue", Deadline("day", day, basis=standing.basis))
    waits = interval.yearly and fiscal_year_of(last) < fiscal_year_of(standing.as_of)
    return Recurred(PASS, "due" if waits else "done", Deadline("day", day, basis=standing.basis))


def _never(interval: Period, subject: Entity, standing: Standing) -> Recurred:
    """Never done is a breach only if a whole interval has closed in which both the duty and the thing existed."""
    begun = _begun(subject)
    if begun is None or type(begun) is date:
        return _never_since(begun, interval, standing)
    early, late = (_never_since(day, interval, standing) for day in bounds(begun))
    return early if early.verdict == late.verdict else _undecided(missing_of(begun), standing)


def _never_since(begun: date | None, interval: Period, standing: Standing) -> Recurred:
    days = [day for day in (begun, standing.in_force) if day is not None]
    if not days and not interval.yearly:
        return Recurred(FAIL, "none", NO_DEADLINE)
    day = _first_end(max(days, default=date.min), interval)
    if interval.yearly:
        # The end of the last year that has closed, or of the running one.
        day = max(day, fiscal_year_end(fiscal_year_of(standing.as_of) - 1))
    overdue = day < standing.as_of
    return Recurred(FAIL if overdue else PASS, "overdue" if overdue else "due", Deadline("day", day, basis=standing.basis))


def _first_end(begun: date, interval: Period) -> date:
    """The end of the first interval of something that began on a day: of the fiscal year that holds it, or that long after."""
    return fiscal_year_end(fiscal_year_of(begun)) if interval.yearly else moved(begun, interval)


def _begun(subject: Entity) -> Any:
    """Since when a thing is there: a day, or the days between which it began. None: nobody says, so that it is taken to have been there always."""
    for name in _BEGINNINGS:
        if name in subject.kind.index and subject.value(name) is not UNDECLARED:
            return subject.value(name)
    return None

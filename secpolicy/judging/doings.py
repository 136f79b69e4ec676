"""What was last done about a thing, as the activities of an inventory tell."""

from datetime import date
from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.truth import AtLeast, Between, Place, Unknown, union
from secpolicy.judging.values import bounds
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import UNDECLARED, Entity

ACTIVITY = "activity"
_WHOLE = "organisation"  # whatever is done, the body has done it


class _Doing(Record):
    """An activity that is done, or may be. `first`, `last`: the days between which it was; `doubt`: the facts that would tell that it counts."""

    activity: Entity
    first: date
    last: date
    doubt: tuple[Place, ...] = ()


class _Listed:
    """The activities of one kind: all of them, those about a thing, and those that may be about any; `unlisted`: the list that may hold more."""

    __slots__ = ("about", "open", "unlisted", "whole")

    def __init__(self) -> None:
        self.whole: list[_Doing] = []
        self.about: dict[Entity, list[_Doing]] = {}
        self.open: list[_Doing] = []
        self.unlisted: tuple[Place, ...] = ()


class Doings:
    """What was done up to a day. An activity dated later is planned, not done."""

    def __init__(self, inventory: Inventory, as_of: date) -> None:
        self.inventory, self.as_of = inventory, as_of
        self._by_kind: dict[str, _Listed] | None = None
        self._told: dict[tuple[Entity, str], tuple[Any, Any]] = {}

    def last(self, thing: Entity, kind: str) -> Any:
        """The latest activity of a kind about a thing; none if none was held, unknown if it cannot be told which it is."""
        return self._tell(thing, kind)[0]

    def last_day(self, thing: Entity, kind: str) -> Any:
        """The day of the latest activity of a kind about a thing, as an interval where activities are in doubt."""
        return self._tell(thing, kind)[1]

    def _tell(self, thing: Entity, kind: str) -> tuple[Any, Any]:
        if (thing, kind) not in self._told:
            doings, unlisted = self._of(thing, kind)
            self._told[thing, kind] = _latest(doings, unlisted, self.as_of)
        return self._told[thing, kind]

    def _of(self, thing: Entity, kind: str) -> tuple[list[_Doing], tuple[Place, ...]]:
        if self._by_kind is None:
            self._by_kind = self._sorted()
        listed = self._by_kind.get(kind) or _Listed()
        if thing.kind.name == _WHOLE:
            return listed.whole, listed.unlisted
        about = listed.about.get(thing, [])
        if not listed.open:
            return about, listed.unlisted
        named = {doing.activity for doing in about}
        return [*about, *(doing for doing in listed.open if doing.activity not in named)], listed.unlisted

    def _sorted(self) -> dict[str, _Listed]:
        population = self.inventory.populations[ACTIVITY]
        found: dict[str, _Listed] = {}
        for activity in population.members:
            doing = self._doing(activity)
            if doing is not None:
                _sort_in(found.setdefault(activity.value("kind"), _Listed()), doing)
        for phantom, place in population.phantoms:
            listed = found.setdefault(phantom.value("kind"), _Listed())
            listed.unlisted = (*listed.unlisted, place)
        return found

    def _doing(self, activity: Entity) -> _Doing | None:
        day = activity.value("date")
        if day is None:
            return None
        if day is UNDECLARED:
            return _Doing(activity, date.min, self.as_of, (Place(activity, "date"),))
        first, last = bounds(day)
        if first > self.as_of:
            return None
        return _Doing(activity, first, last) if last <= self.as_of else _Doing(activity, first, self.as_of, day.missing)


def _sort_in(listed: _Listed, doing: _Doing) -> None:
    listed.whole.append(doing)
    about = doing.activity.value("of")
    for thing in about.members if type(about) is AtLeast else about if type(about) is tuple else ():
        listed.about.setdefault(thing, []).append(doing)
    if about is UNDECLARED or type(about) is AtLeast:
        missing = about.missing if type(about) is AtLeast else (Place(doing.activity, "of"),)
        listed.open.append(doing._replace(doubt=union((doing.doubt, missing))))


def _latest(doings: list[_Doing], unlisted: tuple[Place, ...], as_of: date) -> tuple[Any, Any]:
    """The latest of activities and its day, each as far as it can be told."""
    if not unlisted and len(doings) == 1 and not doings[0].doubt and doings[0].first == doings[0].last:
        return doings[0].activity, doings[0].first
    sure = [doing for doing in doings if not doing.doubt]
    doubt = union([*(doing.doubt for doing in doings), unlisted])
    if not sure:
        return (Unknown(doubt), Unknown(doubt)) if doubt else (None, None)
    first = max(doing.first for doing in sure)
    last = as_of if unlisted else max(doing.last for doing in doings)
    # Whatever ended before the latest surely began is not the latest; of two on one day the one listed first is as good.
    rivals = [doing for doing in doings if doing.last > first or (not doing.doubt and doing.last == first)]
    missing = union([*(doing.doubt or _place_of_day(doing) for doing in rivals), unlisted])
    day = first if first == last else Between(first, last, missing)
    one = rivals[0].activity if first == last or (len(rivals) == 1 and not rivals[0].doubt and not unlisted) else Unknown(missing)
    return one, day


def _place_of_day(doing: _Doing) -> tuple[Place, ...]:
    return () if doing.first == doing.last else (Place(doing.activity, "date"),)

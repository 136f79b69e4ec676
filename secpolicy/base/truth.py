"""Three-valued truth and intervals: what can be said while some facts are undeclared.

Kleene's strong logic (S. C. Kleene, Introduction to Metamathematics, section 64), carrying the facts that would settle a doubt.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from secpolicy.base.record import Record, made


class Place(Record):
    """Where a fact stands, or would stand: the thing that holds it (None: the inventory itself) and the path of fields in it."""

    holder: Any
    path: str


class Unknown(Record):
    """Not decided; `missing` are the facts that would decide it."""

    missing: tuple[Place, ...]


def undeclared(holder: Any, path: str) -> Unknown:
    """What is known of a fact that nobody declared: half of all doubts."""
    return made(Unknown, ((made(Place, (holder, path)),),))


class Between(Record):
    """A value known to lie from `low` to `high`, both included; None leaves that end open."""

    low: Any
    high: Any
    missing: tuple[Place, ...]


class AtLeast(Record):
    """A list that names some members and says that there may be more."""

    members: tuple[Any, ...]
    missing: tuple[Place, ...]


Truth = bool | Unknown


def union(groups: Iterable[tuple[Place, ...]]) -> tuple[Place, ...]:
    """The places of all groups, each once, in order of first mention. No place is twice in one group."""
    groups = [group for group in groups if group]
    if len(groups) == 1:
        return groups[0]
    found: dict[Place, None] = {}
    for group in groups:
        found.update(dict.fromkeys(group))
    return tuple(found)


def conjunction(parts: Sequence[Callable[[Any], Any]]) -> Callable[[Any], Truth]:
    """Conditions as one: false if one of them is, else unknown if one is unknown, else true; `none` counts as false. What follows a false one is not asked."""

    def answer(asked: Any) -> Truth:
        doubt: Unknown | None = None
        for part in parts:
            found = part(asked)
            if found is True:
                continue
            if type(found) is not Unknown:
                return False
            doubt = found if doubt is None else Unknown(union((doubt.missing, found.missing)))
        return True if doubt is None else doubt

    return answer


def any_of(parts: Iterable[Any]) -> Truth:
    """True if one part is true, else unknown if one is unknown, else false."""
    doubts: list[tuple[Place, ...]] = []
    for part in parts:
        if type(part) is Unknown:
            doubts.append(part.missing)
        elif part:
            return True
    return Unknown(union(doubts)) if doubts else False


def negated(part: Any) -> Truth:
    """The opposite; the opposite of unknown is unknown."""
    return part if type(part) is Unknown else not part


def missing_of(value: Any) -> tuple[Place, ...]:
    """The facts that a value still waits for: none if it is certain."""
    return value.missing if type(value) in (Unknown, Between, AtLeast) else ()

"""What can be said of values while facts are missing: comparison, membership and folds, three-valued and by intervals.

A value is plain, None (declared to be nothing), a tuple (a complete list), or one of Unknown, Between and AtLeast.
An Unknown or Between always names at least one missing fact. A member of a list that is Unknown stands for one value or for none.
"""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from secpolicy.base.dates import Period, as_minutes, moved
from secpolicy.base.truth import AtLeast, Between, Place, Truth, Unknown, any_of, missing_of, union
from secpolicy.model.entity import Entity

if TYPE_CHECKING:
    from fractions import Fraction

DOUBTFUL = frozenset((Unknown, Between))
_PLAINLY: dict[str, Callable[[Any, Any], bool]] = {
    "=": operators.eq, "!=": operators.ne, "<": operators.lt, "<=": operators.le, ">": operators.gt, ">=": operators.ge,
}  # fmt: skip
_ORDINARY = (date, int, str, Entity)
_THEMSELVES = (Entity, str)  # what nothing else equals


def bounds(value: Any) -> tuple[Any, Any]:
    """Lowest and highest thing the value may be; None leaves that end open."""
    if type(value) is Between:
        return value.low, value.high
    return (None, None) if type(value) is Unknown else (value, value)


def compared(operator: str, left: Any, right: Any) -> Truth:
    """Whether a comparison holds for every value the two sides may have, for none of them, or is unknown.

    `none` equals only itself and stands in no order with anything.
    """
    if left is None or right is None:
        if operator == "=":
            return _none_equal(left, right)
        if operator == "!=":
            equal = _none_equal(left, right)
            return equal if type(equal) is Unknown else not equal
        return False
    if type(left) not in DOUBTFUL and type(right) not in DOUBTFUL:
        return _plainly(operator, left, right)
    if operator in (">", ">="):
        left, right, operator = right, left, {">": "<", ">=": "<="}[operator]
    (least, most), (lowest, highest) = bounds(left), bounds(right)
    if operator in ("<", "<="):
        if most is not None and lowest is not None and _plainly(operator, most, lowest):
            return True
        if least is not None and highest is not None and not _plainly(operator, least, highest):
            return False
    elif _is_below(most, lowest) or _is_below(highest, least):
        return operator == "!="
    elif least is not None and lowest is not None and least == most and lowest == highest:
        return _plainly(operator, least, lowest)
    return Unknown(union((missing_of(left), missing_of(right))))


def comparing(operator: str, one: Callable[[Any], Any], other: Callable[[Any], Any]) -> Callable[[Any], Truth]:
    """What two functions answer, as `compared`; two days, whole numbers, words or things are compared at once."""
    plainly = _PLAINLY[operator]

    def answer(asked: Any) -> Truth:
        left, right = one(asked), other(asked)
        if type(left) is type(right) and type(left) in _ORDINARY:
            return plainly(left, right)
        return compared(operator, left, right)

    return answer


def _is_below(one: Any, other: Any) -> bool:
    """Whether one end is surely below another; an open end is not."""
    return one is not None and other is not None and _plainly("<", one, other)


def _none_equal(left: Any, right: Any) -> Truth:
    other = right if left is None else left
    return Unknown(other.missing) if type(other) is Unknown else left is right


def _plainly(operator: str, left: Any, right: Any) -> bool:
    if type(left) is Period:
        left, right = as_minutes(left), as_minutes(right)
    return _PLAINLY[operator](left, right)


def ranked(value: Any, ranks: dict[str, int]) -> Any:
    """A value of an ordered choice as its position, spans included."""
    if type(value) is Between:
        return Between(ranks[value.low], ranks[value.high], value.missing)
    if type(value) is tuple:
        return tuple(ranked(member, ranks) for member in value)
    if type(value) is AtLeast:
        return AtLeast(ranked(value.members, ranks), value.missing)
    return ranks[value] if type(value) is str else value


def members_of(value: Any) -> tuple[tuple[Any, ...], tuple[Place, ...]]:
    """The members of a list and, if there may be more, the facts that would tell; a single thing is a list of one."""
    if type(value) is tuple:
        return value, ()
    if type(value) is AtLeast:
        return value.members, value.missing
    if type(value) is Unknown:
        return (), value.missing
    return (() if value is None else (value,)), ()


def has(many: Any, one: Any) -> Truth:
    """Whether a list has a member."""
    members, more = members_of(many)
    if one is None:
        return False
    if type(one) in _THEMSELVES:
        if one in members:
            return True
        if not more and DOUBTFUL.isdisjoint(map(type, members)):
            return False
    answers: list[Any] = [compared("=", member, one) for member in members]
    return any_of([*answers, Unknown(union((more, missing_of(one))))] if more else answers)


def within(one: Any, many: Any) -> Truth:
    """Whether a value is one of a list; a span of an ordered choice (as positions) surely is if each of its values is."""
    if type(one) is Between and type(one.low) is int and type(one.high) is int:
        answers = [has(many, position) for position in range(one.low, one.high + 1)]
        if all(answer is True for answer in answers):
            return True
        return Unknown(union((one.missing, *map(missing_of, answers)))) if any(answer is not False for answer in answers) else False
    return has(many, one)


def exists(value: Any) -> Truth:
    """Whether a value is written that is not `none` and not an empty list; unknown while nothing is written."""
    if type(value) is Unknown:
        return value
    if type(value) is tuple:
        for member in value:
            if type(member) is not Unknown:
                return True
        return any_of(value)
    if type(value) is AtLeast:
        return any_of([*(member if type(member) is Unknown else True for member in value.members), Unknown(value.missing)])
    return value is not None


def count(value: Any) -> Any:
    """How many members a list has."""
    members, more = members_of(value)
    doubts = [member.missing for member in members if type(member) is Unknown]
    if not doubts and not more:
        return len(members)
    return Between(len(members) - len(doubts), None if more else len(members), union([*doubts, more]))


def count_distinct(value: Any, kinds: int) -> Any:
    """How many different members a list has; `kinds` is how many there can be at all, 0 if that is not bounded."""
    members, more = members_of(value)
    sure = {member for member in members if type(member) not in DOUBTFUL}
    doubts = [missing_of(member) for member in members if type(member) in DOUBTFUL]
    if not doubts and not more:
        return len(sure)
    low = len(sure) or (1 if any(type(member) is Between for member in members) else 0)
    high: int | None = None if more else len(sure) + len(doubts)
    if kinds:
        high = kinds if high is None else min(high, kinds)
    return _interval(low, high, union([*doubts, more]))


def distinct(value: Any) -> Any:
    """The different members of a list, in order of first mention; doubtful ones leave it open."""
    members, more = members_of(value)
    sure = tuple(dict.fromkeys(member for member in members if type(member) not in DOUBTFUL))
    missing = union([*(missing_of(member) for member in members), more])
    return AtLeast(sure, missing) if missing else sure


def extreme(function: str, values: Iterable[Any]) -> Any:
    """The latest or the earliest of days, none if there is no day; `none` adds nothing, an undeclared day leaves that end open."""
    lows: list[Any] = []
    highs: list[Any] = []
    doubts: list[tuple[Place, ...]] = []
    for value in values:
        members, more = members_of(value)
        for member in members:
            low, high = bounds(member)
            lows.append(low)
            highs.append(high)
            doubts.append(missing_of(member))
        if more:
            lows.append(None)
            highs.append(None)
            doubts.append(more)
    if not lows:
        return None
    if function == "latest":
        known = [low for low in lows if low is not None]
        low, high = max(known) if known else None, None if None in highs else max(highs)
    else:
        known = [high for high in highs if high is not None]
        low, high = None if None in lows else min(lows), min(known) if known else None
    return _interval(low, high, union(doubts))


def _interval(low: Any, high: Any, missing: tuple[Place, ...]) -> Any:
    """What lies between two ends; the value itself where they meet."""
    return low if low == high and low is not None else Between(low, high, missing)


def fold(function: str, value: Any, test: Callable[[Any], Any]) -> Any:
    """count, share, latest or earliest of the members for which the test holds."""
    members, more = members_of(value)
    sure: list[Any] = []
    possible: list[Any] = []
    doubts: list[tuple[Place, ...]] = [more] if more else []
    for member in members:
        answer = test(member)
        if type(answer) is Unknown:
            possible.append(member)
            doubts.append(answer.missing)
        elif answer and type(member) is Unknown:
            possible.append(member)
            doubts.append(member.missing)
        elif answer:
            sure.append(member)
    if not doubts:
        return extreme(function, sure) if function in ("latest", "earliest") else len(sure) if function == "count" else _share(len(sure), len(members))
    missing = union(doubts)
    if function in ("latest", "earliest"):
        return _doubtful_extreme(function, sure, [*possible, Unknown(missing)] if more else possible, missing)
    if function == "count":
        return Between(len(sure), None if more else len(sure) + len(possible), missing)
    return (
        Between(_share(0, 1), _share(1, 1), missing)
        if more
        else Between(_share(len(sure), len(members)), _share(len(sure) + len(possible), len(members)), missing)
    )


def _share(some: int, of: int) -> Fraction | None:
    from fractions import Fraction  # few rules ask for a share

    return Fraction(some, of) if of else None


def _doubtful_extreme(function: str, sure: list[Any], possible: list[Any], missing: tuple[Place, ...]) -> Any:
    """The latest or earliest of days of which some may not count. If none surely counts there may be no such day: nothing is known."""
    least, most = bounds(extreme(function, sure))
    if (least if function == "latest" else most) is None:
        return Unknown(missing)
    first, last = bounds(extreme(function, [*sure, *possible]))
    return _interval(least, last, missing) if function == "latest" else _interval(first, most, missing)


def lifted(function: Callable[..., Any], *values: Any) -> Any:
    """A function that grows with each argument, applied to values that may be intervals; `none` gives none."""
    if any(value is None for value in values):
        return None
    if not any(type(value) in DOUBTFUL for value in values):
        return function(*values)
    ends = [bounds(value) for value in values]
    missing = union(missing_of(value) for value in values)
    low = None if any(end[0] is None for end in ends) else function(*(end[0] for end in ends))
    high = None if any(end[1] is None for end in ends) else function(*(end[1] for end in ends))
    return _interval(low, high, missing)


def turned(value: Any) -> Any:
    """An interval with its ends exchanged, for the argument in which a function falls."""
    return Between(value.high, value.low, value.missing) if type(value) is Between else value


def day_moved(sign: int, day: Any, period: Any) -> Any:
    """A day moved forwards or backwards by a period."""
    if type(day) is date and type(period) is Period:
        return moved(day, period, sign)
    return lifted(lambda start, length: moved(start, length, sign), day, period if sign > 0 else turned(period))


def difference(later: Any, earlier: Any) -> Any:
    """Days from one day to another, as a period."""
    return lifted(lambda end, start: Period(days=(end - start).days), later, turned(earlier))


def sum_of(sign: int, left: Any, right: Any) -> Any:
    """Sum or difference of two numbers."""
    return lifted(lambda a, b: a + sign * b, left, right if sign > 0 else turned(right))

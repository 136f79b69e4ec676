"""The day of judging as a value that takes note of when it would have been answered otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

_DAY = timedelta(days=1)


class Watched(date):
    """A day like any other; `turns` is the first later day on which something that was asked of it may have another answer.

    Whoever judges with it and gets an answer gets the same answer on every day before `turns`: the same questions are asked in the
    same order, and each is answered alike. A comparison turns where the two days meet; what is asked in any other way, such as how many
    days lie between, may turn tomorrow.
    """

    turns: date

    @classmethod
    def of(cls, day: date) -> Watched:
        """That day, of which nothing has been asked yet."""
        made = cls.fromordinal(day.toordinal())
        made.turns = date.max
        return made

    def _turns(self, day: date) -> None:
        self.turns = min(self.turns, day)

    def _meets(self, other: Any, after: bool) -> None:
        """A comparison turns on the other day, or on the day after it."""
        if other is self or not isinstance(other, date):
            return
        if date.__lt__(self, other) or (after and date.__eq__(self, other)):
            self._turns(_next(other) if after else other)

    def __lt__(self, other: Any) -> bool:
        self._meets(other, after=False)
        return date.__lt__(self, other)

    def __ge__(self, other: Any) -> bool:
        self._meets(other, after=False)
        return date.__ge__(self, other)

    def __le__(self, other: Any) -> bool:
        self._meets(other, after=True)
        return date.__le__(self, other)

    def __gt__(self, other: Any) -> bool:
        self._meets(other, after=True)
        return date.__gt__(self, other)

    def __eq__(self, other: object) -> bool:
        self._meets(other, after=True)
        self._meets(other, after=False)
        return date.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._plain())

    def __add__(self, other: Any) -> Any:
        return self._plain() + other

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self._plain() - other

    def __rsub__(self, other: Any) -> Any:
        return other - self._plain()

    @property
    def day(self) -> int:
        return self._plain().day

    @property
    def month(self) -> int:
        plain = date.fromordinal(self.toordinal())
        self._turns(date(plain.year + plain.month // 12, plain.month % 12 + 1, 1) if (plain.year, plain.month) < (9999, 12) else date.max)
        return plain.month

    @property
    def year(self) -> int:
        plain = date.fromordinal(self.toordinal())
        self._turns(date(plain.year + 1, 1, 1) if plain.year < date.max.year else date.max)
        return plain.year

    def _plain(self) -> date:
        """The day itself: whoever takes it away may do with it what nobody can watch."""
        self._turns(_next(self))
        return date.fromordinal(self.toordinal())


def _next(day: date) -> date:
    number = day.toordinal()
    return date.fromordinal(number + 1) if number < date.max.toordinal() else date.max

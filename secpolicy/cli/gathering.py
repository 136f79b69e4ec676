"""Problems of steps that do not need one another: told together, so that nobody mends one only to be told of the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from secpolicy.base.problem import Problem, Refused

_T = TypeVar("_T")
_ORDER = (2, 6, 5)  # exit codes of what is refused: where there are several, the first of these


class Gathering:
    """What was wrong with the steps that have been tried."""

    __slots__ = ("_codes", "problems")

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._codes: set[int] = set()

    def tried(self, step: Callable[[], _T]) -> _T | None:
        """What a step gives; None if it is refused, and its problems are kept. What several steps say is said once."""
        try:
            return step()
        except Refused as refused:
            self.problems += [problem for problem in refused.problems if problem not in self.problems]
            self._codes.add(refused.exit_code)
            return None

    def refused(self) -> Refused:
        """All of them, file by file, to be raised; only if there are any."""
        files = [problem.location.file for problem in self.problems]
        ordered = sorted(self.problems, key=lambda problem: (files.index(problem.location.file), problem.location))
        return Refused(ordered, min(self._codes, key=_ORDER.index))

    def end(self) -> None:
        """Raises Refused with all of them, if there are any."""
        if self.problems:
            raise self.refused()

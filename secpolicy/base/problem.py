"""What a user wrote wrongly, as a value: a place, a message id and named values. The words stand in words/{ja,en}.yaml."""

from __future__ import annotations

from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.record import Record


class Problem(Record):
    """One thing to put right. `values` fill the placeholders of the message `id`; `line` is the source line, if there is one."""

    location: Location
    id: str
    values: dict[str, Any]
    line: str | None = None


class Refused(Exception):
    """Input cannot be used; carries every problem found and the exit code of architecture.md section 4."""

    def __init__(self, problems: list[Problem], exit_code: int = 5) -> None:
        super().__init__("; ".join(f"{problem.location} {problem.id} {problem.values}" for problem in problems))
        self.problems = problems
        self.exit_code = exit_code


def closest(word: str, known: list[str] | tuple[str, ...]) -> str | None:
    """The known word that was probably meant, or None; of one or two characters nobody can tell."""
    import difflib

    if len(word) < 3:
        return None

    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else None

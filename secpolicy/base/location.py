"""Places in files, made only when somebody needs to see them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Location(NamedTuple):
    """A stretch of a file: 1-based lines and columns, the end exclusive. Line 0 stands for the whole file."""

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    @property
    def short(self) -> str:
        """File and line, as a table prints them."""
        return f"{self.file}:{self.line}" if self.line else self.file


class Source(NamedTuple):
    """A text file that was read: its name as given, and its text."""

    name: str
    text: str

    def line(self, number: int) -> str:
        """The text of a 1-based line; empty for line 0 and behind the last one."""
        lines = _lines(self.text)
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    """A file with many problems is split once, not once for each."""
    return text.split("\n")

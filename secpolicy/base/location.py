"""Places in files, made only when somebody needs to see them."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from secpolicy.base.record import Record

_STRIDE = 1024  # characters
_PART = 1 << 20  # characters that are hashed at a time: a large inventory is not copied as a whole


class Location(Record):
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


class Source(Record):
    """A text file that was read: its name as given, and its text."""

    name: str
    text: str

    def line(self, number: int) -> str:
        """The text of a 1-based line; empty for line 0 and behind the last one."""
        if number < 1:
            return ""
        from bisect import bisect_left  # only problems show lines

        before = _lines_before(self.text)
        stride = bisect_left(before, number - 1, 1) - 1
        start, left = stride * _STRIDE, number - 1 - before[stride]
        for _ in range(left):
            start = self.text.find("\n", start) + 1
            if start == 0:
                return ""
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")

    def place(self, index: int) -> tuple[int, int]:
        """The 1-based line and column of a character, or of the end of the text."""
        stride = index // _STRIDE
        line = _lines_before(self.text)[stride] + self.text.count("\n", stride * _STRIDE, index) + 1
        return line, index - self.text.rfind("\n", 0, index)

    @property
    def digest(self) -> str:
        """SHA-256 of the text, as hexadecimal digits."""
        import hashlib  # brings OpenSSL with it: only reports that show hashes load it

        digest = hashlib.sha256()
        for start in range(0, len(self.text), _PART):
            digest.update(self.text[start : start + _PART].encode())
        return digest.hexdigest()


@lru_cache(maxsize=4)
def _lines_before(text: str) -> list[int]:
    """How many lines end before each stride of a text: a list of all line ends would outweigh a large file."""
    return [0, *accumulate(text.count("\n", start, start + _STRIDE) for start in range(0, len(text), _STRIDE))]

"""Tables in Markdown, and texts that stay what they are in it, whatever characters they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Within a word an underscore means nothing: names of fields stay readable in the source.
_SPECIAL = re.compile(r"[\\`*\[\]|~]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BREAK = "<br>"


def escaped(text: str) -> str:
    """A text of somebody's own, on one line: no character of it is markup or ends a cell."""
    lines = ["".join(_HTML.get(character, character) for character in line) for line in text.splitlines()]
    return _BREAK.join(_SPECIAL.sub(r"\\\g<0>", line) for line in lines)


def code(text: str) -> str:
    """An id as it is written; it holds no grave accent and no line end."""
    return f"`{text}`".replace("|", "\\|")


def lines_in_cell(lines: Iterable[str]) -> str:
    """Texts that are escaped already, one below the other in one cell."""
    return _BREAK.join(line for line in lines if line)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> list[str]:
    """Rows under headings, with an empty line behind; the columns in `numbers` stand to the right."""
    rule = ["---:" if at in numbers else "---" for at in range(len(heads))]
    return [*(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows)), ""]

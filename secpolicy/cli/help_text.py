"""The help of a command as its reader sees it: lines are broken as Japanese is set, counted in display columns, and fit the terminal."""

from __future__ import annotations

from collections.abc import Iterable

import click

from secpolicy.base.text import Words, columns, wrapped
from secpolicy.reporting.prose import WIDE


class HelpText(click.HelpFormatter):
    """A formatter of click that measures in display columns and has headings in the reader's language."""

    def __init__(self, words: Words) -> None:
        super().__init__()  # two columns less than the terminal, in which a mark may hang
        self.words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        before = f"{self.words.says('help-heading-usage')}{prog} "
        first, *rest = wrapped(args, self.width - columns(before), WIDE)
        self._lines([f"{before}{first}".rstrip(), *(" " * columns(before) + line for line in rest)])

    def write_heading(self, heading: str) -> None:
        super().write_heading(self.words.says(f"help-heading-{heading.lower()}"))

    def write_text(self, text: str) -> None:
        self._lines(wrapped(text, self.width - self.current_indent, WIDE))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        listed = [*rows]
        room = self.width - self.current_indent
        left = min(max((columns(term) for term, _ in listed), default=0), col_max)
        for term, text in listed:
            terms = _choices_in_lines(term, room)
            lines = wrapped(text, room - left - col_spacing, WIDE) if text else []
            if lines and len(terms) == 1 and columns(term) <= left:
                terms = [term + " " * (left - columns(term) + col_spacing) + lines.pop(0)]
            self._lines([*terms, *(" " * (left + col_spacing) + line for line in lines)])

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(" " * self.current_indent + line + "\n")


def _choices_in_lines(term: str, width: int) -> list[str]:
    """`--format [table|lines|…]` in lines that are broken behind a bar, the further ones under the first choice."""
    lines, indent = [""], " " * (columns(term.partition("[")[0]) + 1)
    for piece in term.replace("|", "|\n").split("\n"):
        if columns(lines[-1] + piece) > width:
            lines.append(indent)
        lines[-1] += piece
    return lines

"""A table for the terminal: cells wrapped by display columns, headings padded to their column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tabulate

from secpolicy.base.text import columns, wrapped

GAP = 2  # columns between two cells
PADDING = 2  # tabulate makes a column at least that much wider than its heading


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], numbers: Sequence[int] = ()) -> str:
    """Rows under headings, each column at most as wide as `widths` says; the columns in `numbers` stand to the right."""
    tabulate.WIDE_CHARS_MODE = True
    body = [["\n".join(wrapped(cell, width)) for cell, width in zip(row, widths, strict=True)] for row in rows]
    padded = [head if at in numbers else head + " " * max(0, widths[at] - PADDING - columns(head)) for at, head in enumerate(heads)]
    sides = ["right" if at in numbers else "left" for at in range(len(widths))]
    drawn = tabulate.tabulate(body, padded, tablefmt="simple", disable_numparse=True, colalign=sides)
    return "\n".join(line.rstrip() for line in drawn.split("\n"))


def narrow(head: str, cells: Iterable[str]) -> int:
    """The width of a column whose cells are not to be wrapped."""
    return max([columns(head) + PADDING, *map(columns, cells)])

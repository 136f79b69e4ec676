"""A table in one of the styles that people choose, drawn to a width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tabulate

from secpolicy.base.record import Record
from secpolicy.base.text import columns, wrapped

# The styles of tabulate for people's eyes whose lines exist in cp932; those for other programs (html, latex, jira …) are formats of their own.
STYLES = ("simple", "plain", "grid", "outline", "simple_grid", "simple_outline", "heavy_grid", "heavy_outline", "presto", "pretty", "psql", "orgtbl",
          "github", "pipe", "rst", "tsv")  # fmt: skip
_LEAST = 4  # columns of a cell, however narrow the terminal
_LEGIBLE = 10  # columns of a text below which rulings are not worth their room


class Table(Record):
    """Headings, rows of texts, and the positions of the columns that hold numbers."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()


class Page(Record):
    """How a table is drawn: the style, the columns there are, and how wide ambiguous characters are."""

    style: str
    width: int
    ambiguous: int = 1


def drawn(table: Table, page: Page) -> list[str]:
    """The lines of a table, its widest columns narrowed until it fits; numbers stand to the right.

    A style whose rulings would leave a text too narrow to read gives way to `simple`.
    """
    tabulate.WIDE_CHARS_MODE = True
    padding, tabulate.MIN_PADDING = tabulate.MIN_PADDING, 0  # else every column is two wider than its heading
    try:
        return _lines(table, page if _is_legible(table, page) else page._replace(style="simple"))
    finally:
        tabulate.MIN_PADDING = padding


def _lines(table: Table, page: Page) -> list[str]:
    room = page.width - _frame(page.style, len(table.heads))
    heads, body = _wrapped(table, _fitting(table, page, room), page)
    # Punctuation may hang over the edge of a column: where it does, the texts are set that much narrower.
    over = sum(_widest(cells, page.ambiguous) for cells in zip(heads, *body, strict=True)) - room
    if over > 0:
        heads, body = _wrapped(table, _fitting(table, page, room - over), page)
    sides = ["right" if at in table.numbers else "left" for at in range(len(heads))]
    text = tabulate.tabulate(body, heads, tablefmt=page.style, disable_numparse=True, colalign=sides)
    return [line.rstrip() for line in text.split("\n")]


def _is_legible(table: Table, page: Page) -> bool:
    sizes = _fitting(table, page, page.width - _frame(page.style, len(table.heads)))
    texts = [at for at in range(len(table.heads)) if at not in table.numbers]
    return all(sizes[at] >= min(_LEGIBLE, _widest([row[at] for row in table.rows], page.ambiguous)) for at in texts)


def _wrapped(table: Table, sizes: Sequence[int], page: Page) -> tuple[list[str], list[list[str]]]:
    heads, *body = (
        ["\n".join(wrapped(cell, size, page.ambiguous)) for cell, size in zip(row, sizes, strict=True)] for row in (table.heads, *table.rows)
    )  # fmt: skip
    return heads, body


def _fitting(table: Table, page: Page, room: int) -> list[int]:
    """The width of each column: numbers are never broken, only their headings; of the texts the widest gives way first."""
    texts = [at for at in range(len(table.heads)) if at not in table.numbers]
    sizes = [_widest(cells, page.ambiguous) for cells in zip(table.heads, *table.rows, strict=True)]
    if sum(sizes) > room:
        for at in table.numbers:
            sizes[at] = max(_widest([row[at] for row in table.rows], page.ambiguous), _LEAST, (columns(table.heads[at], page.ambiguous) + 1) // 2)
    while sum(sizes) > room and max((sizes[at] for at in texts), default=0) > _LEAST:
        sizes[max(texts, key=lambda at: sizes[at])] -= 1
    return sizes


def _widest(cells: Iterable[str], ambiguous: int) -> int:
    return max((columns(line, ambiguous) for text in cells for line in text.split("\n")), default=0)


def _frame(style: str, cells: int) -> int:
    """The columns that a style needs beside what the cells hold."""
    text = "x" * 8
    return max(map(len, tabulate.tabulate([[text] * cells], ["xx"] * cells, tablefmt=style, disable_numparse=True).split("\n"))) - 8 * cells

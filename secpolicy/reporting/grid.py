"""Tables drawn to a width: words stay whole where they can, and a table that has too many columns is drawn in parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from secpolicy.base.record import Record
from secpolicy.base.text import columns, wrapped

# The styles of tabulate for people's eyes whose lines exist in cp932; those for other programs (html, latex, jira …) are formats of their own.
STYLES = ("simple", "plain", "grid", "outline", "simple_grid", "simple_outline", "heavy_grid", "heavy_outline", "presto", "pretty", "psql", "orgtbl",
          "github", "pipe", "rst", "tsv")  # fmt: skip
GAP = 2  # columns between two cells
_CLOSE = "close"
_GAPS = {"simple": " " * GAP, _CLOSE: " "}  # styles set here: tabulate does not know of the consoles on which α is two columns wide
_LEAST = 4  # columns of a cell, however narrow the terminal
_LEGIBLE = 8  # columns of a text below which neither rulings nor other columns beside it are worth their room
_WORD = 12  # columns of a word of a text that may yet be broken if it is longer
_WORDS = re.compile(r"(?:(?![/#\-.:])[!-~])+[/#\-.:]*")  # what `wrapped` breaks only if it must


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

    A style whose rulings leave too little room gives way to `simple`, whose numbers move closer to one another. Where even so words would
    be broken, the table is drawn in parts, each of which begins with the first column. `tsv` is for pasting: a row is a line, however long.
    """
    if page.style == "tsv":
        return ["\t".join(" ".join(cell.split()) for cell in row) for row in (table.heads, *table.rows)]
    for style in dict.fromkeys((page.style, "simple")):
        chosen = _closer(table, page._replace(style=style))
        if _fits(table, chosen):
            return _lines(table, chosen)
    parts = _parts(table, chosen)
    return [line for part in parts for line in (*_lines(part, _closer(part, page._replace(style="simple"))), "")][:-1]


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], ambiguous: int = 1) -> str:
    """Rows under headings in `simple`, each column as wide as `widths` says."""
    page = Page("simple", sum(widths), ambiguous)
    return "\n".join(_set(_wrapped(Table(heads, [*rows]), widths, page), page, widths))


def narrow(head: str, cells: Iterable[str], ambiguous: int = 1) -> int:
    """The width of a column whose cells are not to be wrapped."""
    return max(columns(text, ambiguous) for text in (head, *cells))


def _closer(table: Table, page: Page) -> Page:
    """The page; for a text and its numbers, which would be narrowed in `simple`, with these close to one another."""
    if page.style != "simple" or len(table.numbers) < len(table.heads) - 1:
        return page
    return page if sum(_widths(table, page)) <= page.width - _frame(page.style, len(table.heads)) else page._replace(style=_CLOSE)


def _lines(table: Table, page: Page) -> list[str]:
    room = page.width - _frame(page.style, len(table.heads))
    fitted = _wrapped(table, _fitting(table, page, room), page)
    # Punctuation may hang over the edge of a column: where it does, the texts are set that much narrower.
    over = sum(_widths(fitted, page)) - room
    if over > 0:
        fitted = _wrapped(table, _fitting(table, page, room - over), page)
    return _set(fitted, page, _widths(fitted, page)) if page.style in _GAPS else _tabulated(fitted, page.style)


def _tabulated(table: Table, style: str) -> list[str]:
    import tabulate

    tabulate.WIDE_CHARS_MODE = True
    padding, tabulate.MIN_PADDING = tabulate.MIN_PADDING, 0  # else every column is two wider than its heading
    sides = ["right" if at in table.numbers else "left" for at in range(len(table.heads))]
    try:
        text = tabulate.tabulate(table.rows, table.heads, tablefmt=style, disable_numparse=True, colalign=sides if table.rows else None)
    finally:
        tabulate.MIN_PADDING = padding
    return [line.rstrip() for line in text.split("\n")]


def _set(table: Table, page: Page, widths: Sequence[int]) -> list[str]:
    """The lines of a table without rulings; punctuation that hangs over the edge of a column makes that column wider."""
    sizes = [max(pair) for pair in zip(widths, _widths(table, page), strict=True)]
    rows = (table.heads, ["-" * size for size in sizes], *table.rows)
    lines = [parts for row in rows for parts in zip_longest(*(cell.split("\n") for cell in row), fillvalue="")]
    return [_GAPS[page.style].join(_placed(part, sizes[at], at in table.numbers, page) for at, part in enumerate(parts)).rstrip() for parts in lines]


def _placed(text: str, size: int, to_the_right: bool, page: Page) -> str:
    gap = " " * (size - columns(text, page.ambiguous))
    return gap + text if to_the_right else text + gap


def _wrapped(table: Table, sizes: Sequence[int], page: Page) -> Table:
    heads, *rows = (["\n".join(wrapped(cell, size, page.ambiguous)) for cell, size in zip(row, sizes, strict=True)] for row in (table.heads, *table.rows))
    return table._replace(heads=heads, rows=rows)


def _fits(table: Table, page: Page) -> bool:
    """Whether the columns have room side by side, each for its longest word and its numbers."""
    return sum(_least(table, at, page) for at in range(len(table.heads))) <= page.width - _frame(page.style, len(table.heads))


def _parts(table: Table, page: Page) -> list[Table]:
    """As few tables as have room, about as many columns in each. If there is no room for any two columns, those two all the same."""
    others = len(table.heads) - 1
    for count in range(1, others + 1):
        size = -(-others // count)
        parts = [_part(table, [0, *range(start, min(start + size, others + 1))]) for start in range(1, others + 1, size)]
        if all(_fits(part, page) for part in parts):
            return parts
    return parts if others else [table]


def _part(table: Table, chosen: Sequence[int]) -> Table:
    rows = [[row[at] for at in chosen] for row in table.rows]
    return Table([table.heads[at] for at in chosen], rows, [place for place, at in enumerate(chosen) if at in table.numbers])


def _fitting(table: Table, page: Page, room: int) -> list[int]:
    """The width of each column: numbers are never broken, only their headings between words; of the texts the widest gives way first."""
    least = [_least(table, at, page) for at in range(len(table.heads))]
    texts = [at for at in range(len(table.heads)) if at not in table.numbers]
    sizes = _widths(table, page)
    if sum(sizes) > room:
        for at in table.numbers:
            sizes[at] = least[at]
    for floor in (least, [_LEAST] * len(least)):  # words are broken only where there is no room for them
        while sum(sizes) > room and (wide := [at for at in texts if sizes[at] > floor[at]]):
            sizes[max(wide, key=lambda at: sizes[at])] -= 1
    return sizes


def _widths(table: Table, page: Page) -> list[int]:
    """The width of each column as its cells are."""
    return [_widest(cells, page.ambiguous) for cells in zip(table.heads, *table.rows, strict=True)]


def _least(table: Table, at: int, page: Page) -> int:
    """The width that a column needs: for the longest word of its heading, and for its numbers or the words of its texts."""
    cells = [row[at] for row in table.rows]
    head, widest = _widest(table.heads[at].split(), page.ambiguous), _widest(cells, page.ambiguous)
    if at in table.numbers:
        return max(head, widest)
    word = max((len(word) for cell in cells for word in _WORDS.findall(cell)), default=0)
    return max(head, min(widest, _LEGIBLE), min(word, _WORD))


def _widest(cells: Iterable[str], ambiguous: int) -> int:
    return max((columns(line, ambiguous) for text in cells for line in text.split("\n")), default=0)


def _frame(style: str, cells: int) -> int:
    """The columns that a style needs beside what the cells hold."""
    if style in _GAPS:
        return len(_GAPS[style]) * (cells - 1)
    import tabulate

    text = "x" * 8
    return max(map(len, tabulate.tabulate([[text] * cells], ["xx"] * cells, tablefmt=style, disable_numparse=True).split("\n"))) - 8 * cells

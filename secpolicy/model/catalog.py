"""Facts about products, services and bodies that packs carry: tables of rows, each table with a source and a day of checking."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from secpolicy.base.record import Record
from secpolicy.model.packed import packed, unpacked
from secpolicy.model.vocabulary import Vocabulary

Row = dict[str, str]
OWN = "row of"  # the column of rows of an organisation's own that names its pack


class Head(Record):
    """What a file of a table says of itself. `last_checked` is an ISO day or empty."""

    table: str
    pack: str
    file: str
    source: str
    licence: str
    last_checked: str


class Catalogs:
    """The tables of all packs. Rows are looked up by one column, without regard to case and width. `heads`: one for each file."""

    __slots__ = ("_by_word", "_packed", "_packed_by_word", "_tables", "heads")

    def __init__(self, tables: dict[str, dict[str, Any]], heads: tuple[Head, ...] = ()) -> None:
        self._tables, self.heads = tables, heads
        self._packed: dict[str, bytes] = {}
        self._by_word: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._packed_by_word: dict[tuple[str, str], dict[str, bytes]] = {}

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        """Every table by name."""
        return {name: self._table(name) for name in (*self._tables, *self._packed)}

    def rows(self, table: str, column: str, word: str | None) -> list[Row]:
        """The rows of a table whose column holds the word (folded); none if there is no such table."""
        key, word = (table, column), word or ""
        if key in self._packed_by_word:
            by_word = self._packed_by_word[key]
            rows: list[Row] = unpacked(by_word[word]) if word in by_word else []
            return rows
        if key not in self._by_word:
            self._by_word[key] = self._sorted(table, column)
        return self._by_word[key].get(word, [])

    def table(self, name: str) -> list[Row]:
        """Every row of a table; none if there is no such table."""
        rows: list[Row] = self._table(name).get("rows", [])
        return rows

    def files_of(self, name: str) -> list[Head]:
        """What the files of a table say of themselves; none if there is no such table."""
        return [head for head in self.heads if head.table == name]

    def as_data(self, looked_up: Iterable[tuple[str, str]] = ()) -> tuple[Any, ...]:
        """The heads, and each table packed by itself for the pack cache: a run looks at few of them.

        `looked_up`: tables, and the column by which rows of them will be looked up: these are packed word by word too.
        """
        by_word = {
            (table, column): {word: packed(rows, is_plain=True) for word, rows in self._sorted(table, column).items()} for table, column in sorted({*looked_up})
        }
        return tuple(tuple(head) for head in self.heads), {name: packed(table) for name, table in self.tables.items()}, by_word

    @classmethod
    def from_data(cls, content: tuple[Any, ...]) -> Catalogs:
        """The inverse of `as_data`."""
        heads, tables, by_word = content
        catalogs = cls({}, tuple(Head(*head) for head in heads))
        catalogs._packed, catalogs._packed_by_word = dict(tables), by_word
        return catalogs

    def _sorted(self, table: str, column: str) -> dict[str, list[Row]]:
        """The rows of a table by what their column holds (folded)."""
        by_word: dict[str, list[Row]] = {}
        for row in self.table(table):
            by_word.setdefault(folded(row[column]), []).append(row)
        return by_word

    def _table(self, name: str) -> dict[str, Any]:
        if name in self._packed:
            self._tables[name] = unpacked(self._packed.pop(name))
        return self._tables.get(name, {})


def looked_up(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The tables in which fields of the vocabulary are looked up, each with the column that is asked first."""
    for kind in (*vocabulary.kinds.values(), *vocabulary.records.values()):
        for field in kind.fields:
            if field.computed and field.computed[0] == "catalog":
                yield field.computed[1], field.computed[2][0]


def folded(text: str) -> str:
    """A word without regard to case and width."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().strip()

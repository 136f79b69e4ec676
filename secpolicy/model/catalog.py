"""Facts about products, services and bodies that packs carry: tables of rows, each table with a source and a day of checking."""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from secpolicy.model.packed import packed, unpacked

Row = dict[str, str]


class Head(NamedTuple):
    """What a file of a table says of itself. `last_checked` is an ISO day or empty."""

    table: str
    pack: str
    file: str
    source: str
    licence: str
    last_checked: str


class Catalogs:
    """The tables of all packs. Rows are looked up by one column, without regard to case and width. `heads`: one for each file."""

    __slots__ = ("_by_word", "_packed", "_tables", "heads")

    def __init__(self, tables: dict[str, dict[str, Any]], heads: tuple[Head, ...] = ()) -> None:
        self._tables, self.heads = tables, heads
        self._packed: dict[str, bytes] = {}
        self._by_word: dict[tuple[str, str], dict[str, list[Row]]] = {}

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        """Every table by name."""
        return {name: self._table(name) for name in (*self._tables, *self._packed)}

    def rows(self, table: str, column: str, word: str | None) -> list[Row]:
        """The rows of a table whose column holds the word (folded); none if there is no such table."""
        if (table, column) not in self._by_word:
            index: dict[str, list[Row]] = {}
            for row in self._table(table).get("rows", ()):
                index.setdefault(folded(row[column]), []).append(row)
            self._by_word[table, column] = index
        return self._by_word[table, column].get(word or "", [])

    def table(self, name: str) -> list[Row]:
        """Every row of a table; none if there is no such table."""
        rows: list[Row] = self._table(name).get("rows", [])
        return rows

    def files_of(self, name: str) -> list[Head]:
        """What the files of a table say of themselves; none if there is no such table."""
        return [head for head in self.heads if head.table == name]

    def as_data(self) -> tuple[Any, ...]:
        """The heads, and each table packed by itself for the pack cache: a run looks at few of them."""
        return tuple(tuple(head) for head in self.heads), {name: packed(table) for name, table in self.tables.items()}

    @classmethod
    def from_data(cls, content: tuple[Any, ...]) -> Catalogs:
        """The inverse of `as_data`."""
        heads, tables = content
        catalogs = cls({}, tuple(Head(*head) for head in heads))
        catalogs._packed = dict(tables)
        return catalogs

    def _table(self, name: str) -> dict[str, Any]:
        if name in self._packed:
            self._tables[name] = unpacked(self._packed.pop(name))
        return self._tables.get(name, {})


def folded(text: str) -> str:
    """A word without regard to case and width."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().strip()

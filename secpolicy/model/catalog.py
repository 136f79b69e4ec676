"""Facts about products, services and bodies that packs carry: tables of rows, each table with a source and a day of checking."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from secpolicy.base.record import Record
from secpolicy.model.packed import Scattered, in_parts
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
    """The tables of all packs. Rows are looked up by one column, without regard to case and width. `heads`: one for each file.

    In the pack cache each table is a part by itself, and its rows by one column are in parts too: a run looks at few of them.
    """

    __slots__ = ("_by_word", "_parts", "_rows", "heads")

    def __init__(self, tables: dict[str, dict[str, Any]], heads: tuple[Head, ...] = ()) -> None:
        self._rows: dict[str, list[Row]] = {name: table["rows"] for name, table in tables.items()}
        self._by_word: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._parts: dict[str, Any] = {}
        self.heads = heads

    def rows(self, table: str, column: str, word: str | None) -> list[Row]:
        """The rows of a table whose column holds the word (folded); none if there is no such table."""
        key = (table, column)
        if key not in self._by_word:
            self._by_word[key] = self._sorted(table, column)
        try:
            return self._by_word[key][word or ""]
        except KeyError:
            return []

    def table(self, name: str) -> list[Row]:
        """Every row of a table; none if there is no such table."""
        if name not in self._rows:
            try:
                self._rows[name] = self._parts[f"table {name}"]
            except KeyError:
                return []
        return self._rows[name]

    def files_of(self, name: str) -> list[Head]:
        """What the files of a table say of themselves; none if there is no such table."""
        return [head for head in self.heads if head.table == name]

    def as_data(self, looked_up: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Parts for the pack cache. `looked_up`: tables, and the column by which rows of them will be looked up."""
        pairs = tuple(sorted({*looked_up}))
        parts = {"tables": (self.heads, pairs), **{f"table {name}": rows for name, rows in self._rows.items()}}
        for table, column in pairs:
            parts |= in_parts(f"{table} by {column}", self._sorted(table, column))
        return parts

    @classmethod
    def from_data(cls, parts: dict[str, Any]) -> Catalogs:
        """The inverse of `as_data`."""
        heads, pairs = parts["tables"]
        catalogs = cls({}, tuple(Head(*head) for head in heads))
        catalogs._parts, catalogs._by_word = parts, {(table, column): Scattered(f"{table} by {column}", parts) for table, column in pairs}
        return catalogs

    def _sorted(self, table: str, column: str) -> dict[str, list[Row]]:
        """The rows of a table by what their column holds (folded)."""
        by_word: dict[str, list[Row]] = {}
        for row in self.table(table):
            by_word.setdefault(folded(row[column]), []).append(row)
        return by_word


def looked_up(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The tables in which fields of the vocabulary are looked up, each with the column that is asked first."""
    for kind in (*vocabulary.kinds.values(), *vocabulary.records.values()):
        for field in kind.fields:
            if field.computed and field.computed[0] == "catalog":
                yield field.computed[1], field.computed[2][0]


def folded(text: str) -> str:
    """A word without regard to case and width."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().strip()

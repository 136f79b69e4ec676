"""Facts about products, services and bodies that packs carry: tables of rows, each table with a source and a day of checking."""

from __future__ import annotations

import unicodedata
from typing import Any

Row = dict[str, str]


class Catalogs:
    """The tables of all packs. Rows are looked up by their first column, without regard to case and width."""

    __slots__ = ("_by_word", "tables")

    def __init__(self, tables: dict[str, dict[str, Any]]) -> None:
        self.tables = tables
        self._by_word: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def rows(self, table: str, column: str, word: str | None) -> list[Row]:
        """The rows of a table whose column holds the word (casefolded NFKC); none if there is no such table."""
        if (table, column) not in self._by_word:
            index: dict[str, list[Row]] = {}
            for row in self.tables.get(table, {}).get("rows", ()):
                index.setdefault(unicodedata.normalize("NFKC", row[column]).casefold().strip(), []).append(row)
            self._by_word[table, column] = index
        return self._by_word[table, column].get(word or "", [])

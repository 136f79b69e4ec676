"""Tables of the catalog: how those of several packs become one, and whether fields can be looked up in what an organisation adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from secpolicy.base.dates import read_period
from secpolicy.base.problem import Problem, closest
from secpolicy.checking.from_tables import closed_tables, columns_read
from secpolicy.model.catalog import OWN, Catalogs, Head, folded
from secpolicy.model.computed import ENDED
from secpolicy.model.pack import Pack
from secpolicy.model.places import locate
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Field, Vocabulary


def joined(packs: Iterable[Pack], own: set[str], vocabulary: Vocabulary) -> Catalogs:
    """The tables of all packs. A row of the organisation's own stands in the place of the shipped rows that speak of the same."""
    tables: dict[str, dict[str, Any]] = {}
    heads = []
    by = {name: _columns(fields[0]) for name, fields in _fields(vocabulary).items()}
    for pack in packs:
        for name, table in pack.tables.items():
            heads.append(Head(name, pack.name, *(table.get(word, "") for word in ("file", "source", "licence", "last_checked"))))
            added, rows = table["rows"], tables.get(name, {}).get("rows", [])
            if pack.folder in own and name in by:
                rows = [row for row in rows if not any(_displaces(one, row, by[name]) for one in added)]
                added = [{**row, OWN: pack.name} for row in added]
            tables[name] = {**table, **tables.get(name, {}), "rows": added + rows}
    return Catalogs(tables, tuple(heads))


def _displaces(own: dict[str, str], shipped: dict[str, str], by: tuple[str, ...]) -> bool:
    """Whether a row of an organisation's own speaks of what a shipped row speaks of; a column that it leaves out it does not ask for."""
    return all(not own.get(column) or folded(own[column]) == folded(shipped.get(column, "")) for column in by)


def row_problems(documents: Iterable[Mapping], vocabulary: Vocabulary, packs: Iterable[Pack]) -> Iterator[Problem]:
    """Rows of catalog tables in which computed fields, or parameters of these packs, could not be looked up."""
    asked = _fields(vocabulary)
    for table, columns in columns_read(packs).items():
        asked.setdefault(table, []).extend(columns)
    for document in documents:
        name, known = document["table"], sorted(asked)
        if name not in asked:
            meant = closest(name, known)
            yield _problem(document, ("table",), "unknown-table-meant" if meant else "unknown-table", name=name, meant=meant, known=known)
        for position, row in enumerate(document["rows"]):
            for field in asked.get(name, ()):
                yield from _cells(document, position, row, field, vocabulary)


def closed_problems(documents: Iterable[Mapping], shipped: Iterable[Pack]) -> Iterator[Problem]:
    """Tables to which an organisation adds rows although more of them could make a shipped rule easier."""
    closed = closed_tables(shipped)
    for document in documents:
        if document["table"] in closed:
            yield _problem(document, ("table",), "own-rows-closed", name=document["table"])


def _fields(vocabulary: Vocabulary) -> dict[str, list[Field]]:
    """The fields that are looked up in each table."""
    asked: dict[str, list[Field]] = {}
    for kind in (*vocabulary.kinds.values(), *vocabulary.records.values()):
        for field in kind.fields:
            if field.computed is not None and field.computed[0] in ("catalog", "since"):
                asked.setdefault(field.computed[1], []).append(field)
    return asked


def _columns(field: Field) -> tuple[str, ...]:
    """The columns that tell one row of a field's table from another."""
    assert field.computed is not None
    by: tuple[str, ...] = field.computed[2] if field.computed[0] == "catalog" else (field.computed[3],)
    return by


def _cells(document: Mapping, position: int, row: Mapping, field: Field, vocabulary: Vocabulary) -> Iterator[Problem]:
    assert field.computed is not None
    by, column, at = _columns(field)[0], field.computed[-1], ("rows", position)
    if by not in row:
        yield _problem(document, at, "schema-required", key=by)
    elif field.computed[0] == "since" and row[by] != "none" and not _is_day(row[by]):
        yield _problem(document, (*at, by), "not-a-date", value=row[by])
    if field.computed[0] == "since" and column not in row:
        yield _problem(document, at, "schema-required", key=column)
    elif row.get(column) not in (None, "", "none", "not announced"):
        yield from _cell(document, (*at, column), row[column], field, vocabulary)


def _cell(document: Mapping, at: tuple[str | int, ...], cell: str, field: Field, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A cell that holds something must be of the field's type."""
    if field.type.name == "date" and not _is_day(cell.removeprefix(ENDED)):
        yield _problem(document, at, "not-a-date", value=cell)
    elif field.type.name == "period" and read_period(cell) is None:
        yield _problem(document, at, "not-a-period", value=cell)
    elif field.type.name == "yes/no" and cell not in ("true", "false"):
        yield _problem(document, at, "not-yes-or-no", value=cell)
    elif field.type.name == "choice" and cell not in vocabulary.choices[field.type.of].labels:
        yield _problem(document, at, "schema-enum", choices=list(vocabulary.choices[field.type.of].labels))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _problem(document: Mapping, path: tuple[str | int, ...], message: str, **values: Any) -> Problem:
    at = locate(document, path)
    return Problem(at, message, values, document.source.line(at.line))

"""Parameters whose values are rows of a table: what the rows say, read by the parameter's type, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.record import Record, plain
from secpolicy.model.clauses import Parameter
from secpolicy.model.pack import Pack
from secpolicy.model.parameters import constant_of_text
from secpolicy.model.vocabulary import Field, Type, Vocabulary, restored

SINCE = "since"  # the column with the edition or day from which on a row holds; a table may lack it


class Asked(Record):
    """What a value asks of a table: the cells of a column, of the rows in which other columns hold the words of `where`."""

    table: str
    column: str
    where: tuple[tuple[str, str], ...]


class Filled(Record):
    """The parameters of all packs, by name, with constants for values, and everything that is wrong with their rows."""

    parameters: dict[str, Parameter]
    problems: list[Problem]


def filled(packs: Iterable[Pack], vocabulary: Vocabulary) -> Filled:
    """The parameters of all packs; a value that is rows of a table becomes what the rows of that table say, in whichever pack they stand."""
    packs = list(packs)
    found = Filled({}, [])
    tables = _Tables(packs, vocabulary, found.problems)
    for parameter in (parameter for pack in packs for parameter in pack.parameters):
        values = []
        for start, value, cites, read in parameter.values:
            asked = asked_of(value)
            meant = value if asked is None else _constant(parameter, asked, start, tables)
            values += [(start, meant, cites, read)] if meant is not None else []
        found.parameters[parameter.name] = parameter._replace(values=tuple(values))
    return found


def asked_of(value: Any) -> Asked | None:
    """What a value as it was read asks of a table; None: it is a constant."""
    return Asked(*value[1:]) if value[0] == "rows" else None


def columns_read(packs: Iterable[Pack]) -> dict[str, list[Field]]:
    """The columns that parameters read, by table, as fields that are looked up there: so rows of an organisation's own are checked like others."""
    read: dict[str, list[Field]] = {}
    for parameter in (parameter for pack in packs for parameter in pack.parameters):
        for asked in filter(None, (asked_of(value) for _, value, _, _ in parameter.values)):
            by = tuple(column for column, _ in asked.where) or (asked.column,)
            field = Field(asked.column, _member(parameter), *parameter.title, computed=("catalog", asked.table, by, asked.column))
            read.setdefault(asked.table, []).append(field)
    return read


def closed_tables(packs: Iterable[Pack]) -> set[str]:
    """The tables of which a row more could make a rule easier: an organisation adds none to them."""
    asked = ((parameter, asked_of(value)) for pack in packs for parameter in pack.parameters for _, value, _, _ in parameter.values)
    return {one.table for parameter, one in asked if one is not None and parameter.stricter != "more"}


class _Tables(Record):
    packs: list[Pack]
    vocabulary: Vocabulary
    problems: list[Problem]

    def rows(self, name: str) -> list[dict[str, str]]:
        """Every row of a table, in whichever pack it stands."""
        return [row for pack in self.packs for row in pack.tables.get(name, {}).get("rows", ())]

    def refuse(self, parameter: Parameter, message: str, **values: Any) -> None:
        at = Location(parameter.file, parameter.line, 1, parameter.line, 2)
        self.problems.append(Problem(at, message, {"name": parameter.name, **values}))


def _constant(parameter: Parameter, asked: Asked, start: str, tables: _Tables) -> tuple[Any, ...] | None:
    """The constant that the rows are, or None with a problem."""
    every = tables.rows(asked.table)
    named = {column for row in every for column in row}
    lacking = [column for column in (asked.column, *(column for column, _ in asked.where)) if column not in named]
    if not every:
        _refuse_table(parameter, asked.table, tables)
    elif lacking:
        tables.refuse(parameter, "rows-without-column", table=asked.table, column=lacking[0])
    if not every or lacking:
        return None
    rows = (row for row in every if _holds(row, start) and all(row.get(column) == word for column, word in asked.where))
    cells = list(dict.fromkeys(row[asked.column] for row in rows if row.get(asked.column)))
    is_list = restored(parameter.type).name == "list"
    if not cells or (len(cells) > 1 and not is_list):
        tables.refuse(parameter, "rows-not-one" if cells else "rows-none", table=asked.table, start=start)
        return None
    told = tuple(constant for cell in cells if (constant := _cell(parameter, asked, cell, tables)) is not None)
    return ("list", told) if is_list else next(iter(told), None)


def _refuse_table(parameter: Parameter, name: str, tables: _Tables) -> None:
    known = sorted({table for pack in tables.packs for table in pack.tables})
    meant = closest(name, known)
    tables.refuse(parameter, "no-such-table-meant" if meant else "no-such-table", table=name, meant=meant, known=known)


def _holds(row: dict[str, str], start: str) -> bool:
    """Whether a row holds from a start on: since that edition of the same guideline, or that day, or an earlier one."""
    since = row.get(SINCE, "")
    return not since or (since.rpartition(" ")[0] == start.rpartition(" ")[0] and since <= start)


def _cell(parameter: Parameter, asked: Asked, cell: str, tables: _Tables) -> tuple[Any, ...] | None:
    try:
        return constant_of_text(parameter._replace(type=plain(_member(parameter))), cell, asked.table, tables.vocabulary)
    except Refused:
        tables.refuse(parameter, "rows-cell", table=asked.table, column=asked.column, value=cell)
        return None


def _member(parameter: Parameter) -> Type:
    """The type of one cell."""
    type_ = restored(parameter.type)
    return type_.of if type_.name == "list" else type_

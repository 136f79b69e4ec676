"""Computed fields: values that follow from declared facts and from the catalog, never from a default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from secpolicy.base.dates import fiscal_year_of, read_period
from secpolicy.base.truth import AtLeast, Between, Place, Unknown, missing_of, undeclared, union
from secpolicy.model.catalog import OWN, Catalogs, Row, folded
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.readers import Reading
from secpolicy.model.vocabulary import Field

ENDED = "ended by "  # in a cell: the day is not known, but was no later than the one that follows


def fill_computed(inventory: Inventory, catalogs: Catalogs) -> None:
    """Fill every computed field that nobody declared."""
    for records in inventory.records.values():
        _fill_owners(records)
    filler = _Filler(inventory, catalogs)
    for alike in (*(population.members for population in inventory.populations.values()), *inventory.records.values()):
        if alike:
            filler.fill(alike)


def _fill_owners(alike: Sequence[Entity]) -> None:
    """The thing in which a record stands, for records of one name: every record has it, so it is not looked for one by one."""
    for index, field in enumerate(alike[0].kind.fields if alike else ()):
        if field.computed == ("owner",):
            for record in alike:
                record.values[index] = record.owner


class _Filler:
    def __init__(self, inventory: Inventory, catalogs: Catalogs) -> None:
        self.inventory, self.catalogs = inventory, catalogs
        self.rows: dict[tuple[Any, ...], list[Row]] = {}
        self.found: dict[tuple[Any, ...], Any] = {}
        self.walking: set[tuple[int, int]] = set()

    def fill(self, alike: Sequence[Entity]) -> None:
        """Fill the computed fields of things, or records, of one kind."""
        for index, field in enumerate(alike[0].kind.fields):
            if field.computed and field.computed[0] == "list":
                for entity in alike if self.inventory.lists else ():
                    self._look_up(entity, index, field)
            elif field.computed and field.computed != ("owner",):
                self._follow(alike, index, field)

    def _follow(self, alike: Sequence[Entity], index: int, field: Field) -> None:
        """Fill one field: what follows from the same values is found once, unless it names the thing that lacks a value."""
        kind = alike[0].kind
        slots = [kind.index[name] for name in _followed(field)]
        given_in = itemgetter(*slots)
        can_share = not any(kind.fields[slot].computed for slot in slots)
        shared: dict[Any, Any] = {}
        for entity in alike:
            values = entity.values
            if values[index] is not UNDECLARED:
                continue
            given = given_in(values)
            if given in shared:
                values[index] = shared[given]
                continue
            value = self._compute(entity, index, field)
            if can_share and (type(value) not in (Unknown, Between) or all(place.holder is None for place in value.missing)):
                shared[given] = value

    def _look_up(self, entity: Entity, index: int, field: Field) -> None:
        """Whether its number stands on a list that the organisation keeps: then the list is right, whatever was declared."""
        assert field.computed is not None
        _, name, scheme, by = field.computed
        official = self.inventory.lists.get(name or entity.value(scheme))
        number, declared = entity.value(by), entity.values[index]
        if official is None or (type(number) is not str and number is not None):
            return
        listed = number is not None and official.holds(number)
        if type(declared) is bool and declared != listed:
            says = f"{listed} ({official.source.name})".lower()
            self.inventory.readings.append(Reading(Place(entity, field.name), str(declared).lower(), says))
        entity.values[index] = listed

    def _compute(self, entity: Entity, index: int, field: Field) -> Any:
        """Compute and keep one value; a chain that comes back to itself stays undeclared."""
        step = (id(entity), index)
        if step in self.walking:
            return UNDECLARED
        self.walking.add(step)
        how = field.computed
        assert how is not None
        if how[0] == "catalog":
            value: Any = self._from_catalog(entity, field, how[1], how[2], how[3])
        elif how[0] == "since":
            value = self._since(entity, *how[1:])
        elif how[0] == "highest":
            value = self._highest(entity, field, how[1])
        elif how[0] == "from":
            value = self._from(entity, field, how[1])
        else:
            value = _fiscal_year(self._read(entity, how[1]))
        entity.values[index] = value
        self.walking.discard(step)
        return value

    def _read(self, entity: Entity, name: str) -> Any:
        index = entity.kind.index[name]
        value = entity.values[index]
        field = entity.kind.fields[index]
        return self._compute(entity, index, field) if value is UNDECLARED and field.computed else value

    def _from_catalog(self, entity: Entity, field: Field, table: str, by: tuple[str, ...], column: str) -> Any:
        given = [self._read(entity, name) for name in by]
        if type(given[0]) is not str:
            return UNDECLARED if field.writable else undeclared(entity, by[0])
        words = tuple([folded(value) if type(value) is str else None for value in given])
        key = (table, column, words)
        if key not in self.found:
            self.found[key] = self._candidates(table, by, words, column, field)
        low, high, differing = self.found[key]
        if low is UNDECLARED:
            return UNDECLARED if field.writable else undeclared(None, _row_name(table, given))
        if low == high:
            return low
        asked = tuple(Place(entity, by[i]) for i in differing if type(given[i]) is not str)
        return Between(low, high, asked or (Place(None, _row_name(table, given)),))

    def _candidates(self, table: str, by: tuple[str, ...], words: tuple[str | None, ...], column: str, field: Field) -> tuple[Any, Any, list[int]]:
        """Lowest and highest value of all rows that fit, and which of the asked columns tell the rows apart."""
        rows = self._rows(table, by, words)
        values = {_typed(cell, field) for cell in {row.get(column) for row in rows}}
        if not values or values == {UNDECLARED}:
            return UNDECLARED, UNDECLARED, []
        ended = [value.high for value in values if type(value) is Between]
        if len(values) == 1 and not ended:
            return next(iter(values)), next(iter(values)), []
        differing = [i for i, name in enumerate(by) if len({row.get(name) for row in rows}) > 1]
        days = sorted([*ended, *(value for value in values if isinstance(value, date))])
        if not days:
            return UNDECLARED, UNDECLARED, []
        # A row without an announced end leaves the span open; a row that says there is none, or not when it was, leaves it open downwards.
        return None if ended or None in values else days[0], None if UNDECLARED in values else days[-1], differing

    def _rows(self, table: str, by: tuple[str, ...], words: tuple[str | None, ...]) -> list[Row]:
        """All rows that fit: several columns are asked of the same."""
        key = (table, words)
        if key not in self.rows:
            rows = self.catalogs.rows(table, by[0], words[0])
            for word, name in zip(words[1:], by[1:], strict=True):
                if word is not None:
                    rows = [row for row in rows if _fits(word, row.get(name))]
            self.rows[key] = _without_displaced(rows, by, words)
        return self.rows[key]

    def _since(self, entity: Entity, table: str, by: str, begins: str, column: str) -> Any:
        """The period of the last row that had begun on the day of a field; an uncertain day makes it a span."""
        day = self._read(entity, by)
        days = (day.low, day.high) if type(day) is Between else (day, day)
        if not all(isinstance(one, date) for one in days):
            return Unknown(missing_of(day) or (Place(entity, by),))
        rows = sorted((row.get(begins, "").replace("none", ""), row[column]) for row in self.catalogs.table(table))
        begun = [row for row in rows if row[0] <= days[0].isoformat()][-1:]
        if not begun:
            return undeclared(None, f"catalog.{table}.{days[0].isoformat()}")
        periods = [read_period(row[1]) for row in (*begun, *(row for row in rows if days[0].isoformat() < row[0] <= days[1].isoformat()))]
        told = sorted(period for period in periods if period is not None)
        return told[0] if told[0] == told[-1] else Between(told[0], told[-1], missing_of(day))

    def _highest(self, entity: Entity, field: Field, through: str) -> Any:
        """The highest of the values that what the entity holds has; a doubtful member makes it a span."""
        held = self._read(entity, through)
        members = held.members if type(held) is AtLeast else held
        if type(members) is not tuple or not members:
            return UNDECLARED
        order = list(self.inventory.vocabulary.choices[field.type.of].labels)
        values = [self._read(member, field.name) for member in members if field.name in member.kind.index]
        doubts = [missing_of(value) or (Place(member, field.name),) for value, member in zip(values, members, strict=False) if type(value) is not str]
        doubts += [held.missing] if type(held) is AtLeast else []
        sure = [value for value in values if type(value) is str] + [value.low for value in values if type(value) is Between]
        if not sure:
            return UNDECLARED
        highest = max(sure, key=order.index)
        return highest if not doubts or highest == order[-1] else Between(highest, order[-1], union(doubts))

    def _from(self, entity: Entity, field: Field, through: str) -> Any:
        """The same-named field of what another field refers to; lists are put end to end."""
        origin = self._read(entity, through)
        if type(origin) is Entity:
            return self._read(origin, field.name) if field.name in origin.kind.index else UNDECLARED
        if type(origin) is not tuple or not origin:
            return UNDECLARED
        found: list[Any] = []
        doubts: list[tuple[Place, ...]] = []
        for member in origin:
            value = self._read(member, field.name) if field.name in member.kind.index else ()
            if value is UNDECLARED:
                doubts.append((Place(member, field.name),))
            elif type(value) is AtLeast:
                doubts.append(value.missing)
                found += value.members
            elif value:
                found += value
        members = tuple(dict.fromkeys(found))
        return AtLeast(members, union(doubts)) if doubts else members


def _followed(field: Field) -> tuple[str, ...]:
    """The fields of the same thing that a computed one follows from."""
    how = field.computed
    assert how is not None
    by = how[2] if how[0] in ("catalog", "since") else how[1]
    return (by,) if isinstance(by, str) else by


def _fiscal_year(day: Any) -> Any:
    if isinstance(day, date):
        return fiscal_year_of(day)
    if type(day) is Between and fiscal_year_of(day.low) == fiscal_year_of(day.high):
        return fiscal_year_of(day.low)
    return Between(fiscal_year_of(day.low), fiscal_year_of(day.high), day.missing) if type(day) is Between else UNDECLARED


def _fits(word: str, cell: str | None) -> bool:
    """A declared word fits a cell that is equal, empty, or names the version it begins with (9 fits 9.4)."""
    if not cell:
        return True
    cell = folded(cell)
    return word == cell or word.startswith(cell + ".")


def _without_displaced(rows: list[Row], by: tuple[str, ...], words: tuple[str | None, ...]) -> list[Row]:
    """The rows that count: where one of the organisation's own surely fits, neither shipped rows do nor own ones that surely fit and say less.

    A row that names an edition does not speak of a thing whose edition nobody declared: then it is one candidate among the others.
    """
    sure = {id(row): sum(1 for name in by if row.get(name)) for row in rows
            if OWN in row and all(word is not None or not row.get(name) for word, name in zip(words, by, strict=True))}  # fmt: skip
    if not sure:
        return rows
    most = max(sure.values())
    return [row for row in rows if OWN in row and sure.get(id(row), most) == most]


def _typed(cell: str | None, field: Field) -> Any:
    if cell is None or cell in ("", "none"):
        return None
    if cell == "not announced":
        return UNDECLARED
    if cell.startswith(ENDED):
        return Between(None, date.fromisoformat(cell.removeprefix(ENDED)), ())
    if field.type.name == "date":
        return date.fromisoformat(cell)
    return cell == "true" if field.type.name == "yes/no" else cell


def _row_name(table: str, given: list[Any]) -> str:
    return f"catalog.{table}." + " ".join(value for value in given if type(value) is str)

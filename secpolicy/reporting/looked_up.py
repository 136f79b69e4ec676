"""What this inventory looked up in a table of reference data, and so where it matters that nobody has checked the table for long."""

from __future__ import annotations

from collections.abc import Iterator

from secpolicy.model.catalog import Row, folded
from secpolicy.model.entity import UNDECLARED, Entity, written
from secpolicy.model.vocabulary import Field
from secpolicy.reporting import report as r


def reasons(report: r.Report, table: str) -> list[str] | None:
    """Why the age of a table may matter, as far as there is something to say; None if what was declared is what the table says.

    A table of which only rules know, through parameters, always matters.
    """
    fields = _fields(report, table)
    told = [reason for entity, field in _looked_up(report, fields) for reason in _reason(report, entity, field)]
    return list(dict.fromkeys(filter(None, told))) if told or not fields else None


def _fields(report: r.Report, table: str) -> dict[str, list[Field]]:
    """The fields that a table gives, by kind."""
    vocabulary = report.inventory.vocabulary
    kinds = (*vocabulary.kinds.values(), *vocabulary.records.values())
    found = {kind.name: [field for field in kind.fields if _table_of(field) == table] for kind in kinds}
    return {name: fields for name, fields in found.items() if fields}


def _looked_up(report: r.Report, fields: dict[str, list[Field]]) -> Iterator[tuple[Entity, Field]]:
    """Things that name what rows are looked up by, with each field that a row would give."""
    inventory = report.inventory
    for kind, given in fields.items():
        things = inventory.populations[kind].members if kind in inventory.populations else inventory.records.get(kind, ())
        yield from ((thing, field) for thing in things for field in given if type(_word(thing, field)) is str)


def _table_of(field: Field) -> str:
    return field.computed[1] if field.computed and field.computed[0] == "catalog" else ""


def _word(entity: Entity, field: Field) -> object:
    assert field.computed is not None
    return entity.value(field.computed[2][0])


def _reason(report: r.Report, entity: Entity, field: Field) -> list[str]:
    """Why the table matters for a field: empty text if simply because its value comes from there; nothing if it says what is declared."""
    assert field.computed is not None
    _, table, (by, *_), column = field.computed
    words, side, word = report.words, 0 if report.lang == "ja" else 1, str(_word(entity, field))
    rows = report.rulebook.catalogs.rows(table, by, folded(word))
    key = entity.kind.fields[entity.kind.index[by]]
    if not field.writable:
        return [""]
    if not rows:
        return [words.says("aged-missing", label=(key.ja, key.en)[side], word=word)]
    label = (field.ja, field.en)[side]
    if field.name not in written(entity) and (entity.defaults is None or field.name not in entity.defaults):
        return [] if entity.value(field.name) is UNDECLARED else [words.says("aged-filled", label=label)]
    declared = str(entity.value(field.name)).lower()
    return [] if _says(rows, column, declared) else [words.says("aged-differs", label=label)]


def _says(rows: list[Row], column: str, declared: str) -> bool:
    return any(row.get(column, "").lower() == declared for row in rows)

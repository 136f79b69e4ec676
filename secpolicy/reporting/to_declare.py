"""What would decide what is unknown: facts to declare in the inventory, by name, and apart from them rows for tables of the organisation's own pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from secpolicy.base.truth import Place
from secpolicy.judging.finding import Finding
from secpolicy.model.entity import Entity, locate_place, place_name

if TYPE_CHECKING:
    from secpolicy.reporting.report import Report

_SHOWN = 4
_CATALOG = "catalog."  # how a place begins that a table of reference data lacks: catalog.TABLE.WORDS


def asking(report: Report, findings: Sequence[Finding], by_field: bool = False) -> str:
    """What to declare so that all of some findings of one duty are decided: each fact once; long lists by field if so asked, else cut and counted."""
    words, doubtful = report.words, sum(1 for finding in findings if finding.reason == "scope")
    facts = fact_names(report, findings)
    if by_field and len(facts) > _SHOWN and not report.details:
        facts = _by_field(report, findings)
    facts = shortened(report, facts)
    about = {0: "", len(findings): words.says("asks-whether")}.get(doubtful, words.says("asks-whether-some", n=doubtful))
    parts = [about, words.says("asks-for", missing=words.join(facts)) if facts else "", *_row_texts(report, findings)]
    return words.says("asks-next").join(part for part in parts if part)


def fact_names(report: Report, findings: Sequence[Finding]) -> list[str]:
    """The facts of the inventory that findings wait for. What several things lack is named by its field, with how many lack it unless that is all."""
    if len(findings) == 1:
        return list(dict.fromkeys(place_text(report, place) for place in findings[0].missing if not is_row(place)))
    return _by_field(report, findings)


def _by_field(report: Report, findings: Sequence[Finding]) -> list[str]:
    fields: dict[str, list[Place]] = {}
    for place in dict.fromkeys(place for finding in findings for place in finding.missing if not is_row(place)):
        fields.setdefault(_field(place), []).append(place)
    ordered = sorted(fields.items(), key=lambda entry: -len(entry[1]))
    return [_field_text(report, field, places, len(findings)) for field, places in ordered]


def missing_names(report: Report, findings: Sequence[Finding]) -> list[str]:
    """All that findings wait for: facts of the inventory, then rows of tables."""
    rows = dict.fromkeys(place_text(report, place) for finding in findings for place in finding.missing if is_row(place))
    return [*fact_names(report, findings), *rows]


def _field_text(report: Report, field: str, places: list[Place], subjects: int) -> str:
    if len(places) == 1:
        return place_text(report, places[0])
    return field if len(places) == subjects else report.words.says("field-of", field=field, n=len(places))


def _field(place: Place) -> str:
    """A place without saying of which thing: device.os.version."""
    path = ".".join(step for step in place.path.split(".") if not step.isdigit())
    return f"{_kind(place.holder)}.{path}" if type(place.holder) is Entity else path


def _kind(entity: Entity) -> str:
    return entity.kind.name if entity.owner is None else f"{_kind(entity.owner)}.{entity.field}"


def shortened(report: Report, names: list[str]) -> list[str]:
    """A long list cut and counted, unless details are asked for."""
    return names if len(names) <= _SHOWN or report.details else [*names[: _SHOWN - 1], report.words.says("and-more", n=len(names) - _SHOWN + 1)]


def _row_texts(report: Report, findings: Iterable[Finding]) -> list[str]:
    """A sentence for each table that lacks rows."""
    tables: dict[str, list[str]] = {}
    for place in dict.fromkeys(place for finding in findings for place in finding.missing if is_row(place)):
        tables.setdefault(table_of(place), []).append(row_words(place))
    return [report.words.says("asks-rows", table=table, rows=report.words.join(shortened(report, rows))) for table, rows in tables.items()]


def is_row(place: Place) -> bool:
    """Whether it is a row that a table lacks: no fact of the inventory, so it cannot be declared there."""
    return place.holder is None and place.path.startswith(_CATALOG)


def table_of(place: Place) -> str:
    """The table that lacks a row."""
    return place.path.split(".", 2)[1]


def row_words(place: Place) -> str:
    """What the row would be looked up by."""
    return place.path.split(".", 2)[2]


def place_text(report: Report, place: Place) -> str:
    """A place as people read it: the path to write, with its label if it is a list; or the row to add."""
    name = place_name(place)
    if is_row(place):
        return report.words.says("row-of", table=table_of(place), row=row_words(place))
    return _list_text(report, name) if place.holder is None else name


def _list_text(report: Report, path: str) -> str:
    """A list with what it lists: 実施記録の一覧, or of one sort of them 実施記録「監査」."""
    vocabulary, (key, _, sort) = report.inventory.vocabulary, path.partition(".")
    kind, side = vocabulary.by_key.get(key), 0 if report.lang == "ja" else 1
    if kind is None or kind.written == "once":
        return path
    field = kind.field("kind")
    sorts = vocabulary.choices[field.type.of].labels if sort and field is not None else {}
    if sort:
        return report.words.says("list-of-sort", path=path, label=(kind.ja, kind.en)[side], sort=sorts[sort][side]) if sort in sorts else path
    return report.words.says("list-of", path=path, label=(kind.ja, kind.en)[side])


def belongs_at(report: Report, place: Place, short: bool = False) -> str:
    """File and line, unless `short` column too, where a fact stands or belongs; a row belongs into the organisation's own pack."""
    if is_row(place):
        return report.words.says("in-own-pack")
    at = locate_place(place, report.inventory.documents)
    return at.short if short else str(at)

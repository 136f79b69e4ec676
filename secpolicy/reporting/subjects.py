"""What people call the things that findings are about: no raw keys, and a record by the thing it stands in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from secpolicy.judging.finding import Finding
from secpolicy.model.entity import Entity, label
from secpolicy.model.vocabulary import Kind

if TYPE_CHECKING:
    from secpolicy.reporting.report import Report


def subject_text(report: Report, finding: Finding) -> str:
    """The first subject of a finding; the inventory as a whole if it has none."""
    return in_whole(report, finding.subjects[0]) if finding.subjects else report.words.says("inventory-as-a-whole")


def in_whole(report: Report, entity: Entity) -> str:
    """The name of a thing; a record, and what has no name of its own, is named with the thing it stands in: 「Web会議サービスのISMAP」."""
    name = called(report, entity)
    if entity.owner is None or (not entity.kind.is_record and isinstance(entity.value("name"), str)):
        return name
    return report.words.says("part-of", part=name, whole=called(report, whole(entity)))


def called(report: Report, entity: Entity) -> str:
    """The name of a thing or record by itself, by the words of the vocabulary where it has only keys."""
    if not entity.kind.is_record and (isinstance(entity.value("name"), str) or entity.kind.identity == ("id",)):
        return label(entity, report.lang)
    words = [_word(report, entity, key) for key in entity.kind.identity if key in entity.kind.index and not (entity.kind.is_record and key == "kind")]
    return " ".join(filter(None, words)) or label(entity, report.lang)


def whole(entity: Entity) -> Entity:
    """The thing in which a record stands."""
    return entity if entity.owner is None else whole(entity.owner)


def _word(report: Report, entity: Entity, key: str) -> str:
    value = entity.value(key)
    choice = _choice(entity.kind, key)
    if choice and isinstance(value, str):
        return report.rulebook.vocabulary.choices[choice].labels[value][0 if report.lang == "ja" else 1]
    members: tuple[Any, ...] = value if type(value) is tuple else (value,)
    return report.words.join(_said(report, member) for member in members if isinstance(member, str | date | Entity))


def _choice(kind: Kind, key: str) -> str:
    """The choices that a field takes its value from; empty if it is free."""
    type_ = kind.fields[kind.index[key]].type
    return type_.of if type_.name == "choice" else ""


def _said(report: Report, value: str | date | Entity) -> str:
    return label(value, report.lang) if isinstance(value, Entity) else value.isoformat() if isinstance(value, date) else value

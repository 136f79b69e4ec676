"""One typed reader per type of the vocabulary: from the text an office wrote to a value, or a problem at its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from secpolicy.base.dates import looks_like_a_day, read_day, read_fiscal_year, read_period
from secpolicy.base.problem import Problem, closest
from secpolicy.base.truth import AtLeast, Between, Place
from secpolicy.model import evidence
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.vocabulary import Choice, Kind, Type, Vocabulary
from secpolicy.model.yaml_reader import Mapping, locate
from secpolicy.model.yaml_slips import meant_as_mapping

RESERVED: dict[str, Any] = {"": UNDECLARED, "~": UNDECLARED, "null": UNDECLARED, "不明": UNDECLARED, "unknown": UNDECLARED, "none": None, "なし": None}
_TRUE = ("true", "yes", "はい", "有", "あり", "○", "〇", "\u25ef", "True", "TRUE", "Yes", "YES")
_FALSE = ("false", "no", "いいえ", "無", "×", "\u2715", "False", "FALSE", "No", "NO")
TRUTHS: dict[str, bool] = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(千|万|百万|億)?\s*円?")
_MOST_DIGITS = 30  # no fact has more, and a number of millions of them would hold up the run
_HUGE = re.compile(r"[eE][-+]?\d{3}")
_UNITS = {None: 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "億": 100_000_000}

Step = str | tuple[str | int, ...]
Convert = Callable[[Any, Entity, Step], Any]


class Reading(NamedTuple):
    """A value that was read otherwise than it was written (読替え)."""

    place: Place
    written: str
    read: str


class Pending(NamedTuple):
    """A reference to be resolved when every entity is known."""

    entity: Entity
    slot: int
    kinds: tuple[str, ...]
    raw: Any
    step: Step
    is_list: bool


class Readers:
    """Turns mappings into entities by the vocabulary; collects problems, readings, references and things written in place."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []
        self.readings: list[Reading] = []
        self.pending: list[Pending] = []
        self.records: dict[str, list[Entity]] = {}
        self._plans: dict[str, dict[str, tuple[int, Convert]]] = {}
        self._simple: dict[str, Convert] = {
            "text": self._text, "yes/no": self._truth, "whole number": self._whole, "number": self._number, "money": self._money,
            "date": self._date, "fiscal year": self._fiscal_year, "period": self._period, "raw": lambda raw, entity, step: raw,
        }  # fmt: skip

    def entity(self, kind: Kind, mapping: Any, owner: Entity | None = None, field: str = "", defaults: Mapping | None = None) -> Entity:
        """An entity read from a mapping; its problems are collected. Values that `defaults` holds and the mapping lacks come from there."""
        entity = Entity(kind, mapping, owner, field)
        values, plan = entity.values, self._plans.get(kind.name) or self._plan(kind)
        for name, raw in mapping.items():
            entry = plan.get(name)
            if entry is None:
                self._unknown_key(kind, mapping, name)
            elif type(raw) is str and raw in RESERVED:
                values[entry[0]] = RESERVED[raw]
            else:
                values[entry[0]] = entry[1](raw, entity, name)
        if defaults is not None:
            entity.defaults = defaults
            for name, raw in defaults.items():
                if name not in mapping and (entry := plan.get(name)) is not None:
                    values[entry[0]] = RESERVED[raw] if type(raw) is str and raw in RESERVED else entry[1](raw, entity, name)
        if kind.is_record:
            self.records.setdefault(kind.name, []).append(entity)
        return entity

    def problem(self, entity: Entity, step: Step, message: str, of_key: bool = False, **values: Any) -> Any:
        """Collect a problem about a value of an entity; the value counts as undeclared."""
        path = step if type(step) is tuple else (step,)
        source = entity.source if entity.source is not None and path[0] in entity.source else entity.defaults
        assert source is not None
        self._report(source, path, message, of_key, values)
        return UNDECLARED

    def _report(self, source: Mapping, path: Any, message: str, of_key: bool, values: dict[str, Any]) -> None:
        location = locate(source, path, of_key)
        self.problems.append(meant_as_mapping(Problem(location, message, values, source.source.line(location.line)), source.source))

    def _plan(self, kind: Kind) -> dict[str, tuple[int, Convert]]:
        plan = {field.name: (index, self._convert(field.type, index)) for index, field in enumerate(kind.fields) if field.writable}
        self._plans[kind.name] = plan
        return plan

    def _unknown_key(self, kind: Kind, mapping: Mapping, name: str) -> None:
        known = kind.writable
        labels = {field.ja: field.name for field in kind.fields if field.writable}
        meant = labels.get(name) or closest(name, known)
        if (field := kind.field(name)) is not None and not field.writable:
            self._report(mapping, (name,), "computed-field", True, {"kind": kind, "field": name})
        else:
            message = "unknown-field-meant" if meant else "unknown-field"
            self._report(mapping, (name,), message, True, {"kind": kind, "field": name, "meant": meant, "known": known})

    def _convert(self, type_: Type, index: int) -> Convert:
        if type_.name in self._simple:
            return self._simple[type_.name]
        if type_.name == "choice":
            return self._choice(self.vocabulary.choices[type_.of])
        if type_.name == "ref":
            return self._reference(type_.of, index)
        if type_.name == "record":
            return self._record(self.vocabulary.records[type_.of])
        if type_.name == "map":
            return self._map(self.vocabulary.choices[type_.of[0]], self._convert(type_.of[1], index))
        if type_.of.name == "ref":
            return self._references(type_.of.of, index)
        return self._list(self._convert(type_.of, index))

    def _plain(self, raw: Any, entity: Entity, step: Step) -> Any:
        """The written text of a simple value, out of `{value, checked_on, by, source}` if it has evidence."""
        if type(raw) is str:
            return raw if raw.isascii() else unicodedata.normalize("NFC", raw)
        if self._has_evidence(raw, entity, step):
            value = raw["value"]
            if type(value) is str:
                return RESERVED[value] if value in RESERVED and raw.get("text") not in evidence.TRUE else unicodedata.normalize("NFC", value)
        return self.problem(entity, step, "not-a-single-value")

    def _has_evidence(self, raw: Any, entity: Entity, step: Step) -> bool:
        """Whether a value stands in a mapping with its evidence; what is wrong with the evidence is collected."""
        if type(raw) is not Mapping or not evidence.has_evidence(raw):
            return False
        for key, message in evidence.faults(raw, RESERVED):
            self.problem(entity, (*(step if type(step) is tuple else (step,)), key), message, value=raw[key])
        return True

    def _text(self, raw: Any, entity: Entity, step: Step) -> Any:
        return self._plain(raw, entity, step)

    def _truth(self, raw: Any, entity: Entity, step: Step) -> Any:
        text = self._plain(raw, entity, step)
        if type(text) is not str:
            return text
        truth = TRUTHS.get(text)
        return self.problem(entity, step, "not-yes-or-no", value=text) if truth is None else truth

    def _whole(self, raw: Any, entity: Entity, step: Step) -> Any:
        text = self._plain(raw, entity, step)
        if type(text) is not str:
            return text
        digits = unicodedata.normalize("NFKC", text).replace(",", "").strip()
        if not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
            return self.problem(entity, step, "not-a-whole-number", value=text)
        if digits != text:
            self._read_as(entity, step, text, digits)
        return int(digits)

    def _number(self, raw: Any, entity: Entity, step: Step) -> Any:
        text = self._plain(raw, entity, step)
        if type(text) is not str:
            return text
        digits = unicodedata.normalize("NFKC", text).replace(",", "").strip()
        if len(digits) > _MOST_DIGITS or _HUGE.search(digits):
            return self.problem(entity, step, "not-a-number", value=text)
        try:
            return Fraction(digits[:-1]) / 100 if digits.endswith("%") else Fraction(digits)
        except (ValueError, ZeroDivisionError):
            return self.problem(entity, step, "not-a-number", value=text)

    def _money(self, raw: Any, entity: Entity, step: Step) -> Any:
        text = self._plain(raw, entity, step)
        if type(text) is not str:
            return text
        found = _MONEY.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if not found or len(found[1]) > _MOST_DIGITS:
            return self.problem(entity, step, "not-money", value=text)
        amount = Fraction(found[1].replace(",", "")) * _UNITS[found[2]]
        if not text.isdigit():
            self._read_as(entity, step, text, f"{int(amount):,}")
        return int(amount)

    def _date(self, raw: Any, entity: Entity, step: Step) -> Any:
        text = self._plain(raw, entity, step)
        if type(text) is not str:
            return text
        if _ISO.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                return self.problem(entity, step, "no-such-day", value=text)
        span = read_day(text)
        if span is None:
            return self.problem(entity, step, "no-such-day" if looks_like_a_day(text) else "not-a-date", value=text)
        first, last = span
        if first == last:
            self._read_as(entity, step, text, first.isoformat())
            return first
        return Between(first, last, (_place(entity, step),))

    def _fiscal_year(self, raw: Any, entity: Entity, step: Step) -> Any:
        text = self._plain(raw, entity, step)
        if type(text) is not str:
            return text
        year = read_fiscal_year(text)
        return self.problem(entity, step, "not-a-fiscal-year", value=text) if year is None else year

    def _period(self, raw: Any, entity: Entity, step: Step) -> Any:
        text = self._plain(raw, entity, step)
        if type(text) is not str:
            return text
        return read_period(text) or self.problem(entity, step, "not-a-period", value=text)

    def _choice(self, choice: Choice) -> Convert:
        spelled = {value: value for value in choice.labels}
        for value, (ja, en) in choice.labels.items():
            spelled.setdefault(unicodedata.normalize("NFKC", ja), value)
            spelled.setdefault(en, value)
        spelled |= choice.spellings

        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if type(raw) is str and raw in choice.labels:
                return raw
            text = self._plain(raw, entity, step)
            if type(text) is not str:
                return text
            value = spelled.get(text) or spelled.get(unicodedata.normalize("NFKC", text).strip()) or text
            if value in choice.spans:
                return Between(*choice.spans[value], (_place(entity, step),))
            if value in choice.labels:
                return value
            meant = closest(text, [*spelled])
            message = "not-a-choice-meant" if meant else "not-a-choice"
            return self.problem(entity, step, message, value=text, choice=choice, choices=choice.offered(text), meant=meant)

        return convert

    def _record(self, kind: Kind) -> Convert:
        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if "value" not in kind.index and self._has_evidence(raw, entity, step):
                raw, step = raw["value"], (*(step if type(step) is tuple else (step,)), "value")
                if type(raw) is str and raw in RESERVED:
                    return RESERVED[raw]
            if type(raw) is not Mapping:
                return self.problem(entity, step, "not-a-mapping", known=kind.writable)
            record = self.entity(kind, raw, entity, step if type(step) is str else str(step[0]))
            position = next((part for part in step if type(part) is int), None)
            if position is not None:
                record.id = _key_of(record) or str(position + 1)
            return record

        return convert

    def _map(self, choice: Choice, member: Convert) -> Convert:
        by_label = {label: value for value, labels in choice.labels.items() for label in (value, *labels)}

        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if type(raw) is not Mapping:
                return self.problem(entity, step, "not-a-mapping", known=choice.offered(""))
            found: dict[str, Any] = {}
            for name, value in raw.items():
                path = (*((step,) if type(step) is str else step), name)
                if name not in by_label:
                    meant = closest(name, [*by_label])
                    message, choices = "not-a-choice-meant" if meant else "not-a-choice", choice.offered(name)
                    self.problem(entity, path, message, True, value=name, choice=choice, choices=choices, meant=meant)
                elif type(value) is str and value in RESERVED:
                    found[by_label[name]] = RESERVED[value]
                else:
                    found[by_label[name]] = member(value, entity, path)
            return found

        return convert

    def _members(self, raw: Any, entity: Entity, step: Step) -> list[tuple[Any, Step]]:
        """Members of a list and their steps; a list of one may be written without brackets, and a list may carry evidence."""
        name = step if type(step) is str else str(step[0])
        if self._has_evidence(raw, entity, step):
            if type(raw["value"]) is not list:
                return [(raw["value"], (name, "value", 0))]
            return [(member, (name, "value", position)) for position, member in enumerate(raw["value"])]
        if type(raw) is list:
            return [(member, (name, position)) for position, member in enumerate(raw)]
        return [(raw, (name, 0))]

    def _list(self, member: Convert) -> Convert:
        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if evidence.is_only(raw, RESERVED):
                return self._plain(raw, entity, step)
            found = []
            is_open = False
            for part, where in self._members(raw, entity, step):
                if type(part) is str and part in RESERVED:
                    is_open = is_open or RESERVED[part] is UNDECLARED
                    if RESERVED[part] is None:
                        self.problem(entity, where, "none-in-list")
                    continue
                value = member(part, entity, where)
                if value is UNDECLARED:
                    is_open = True
                elif value is not None:
                    found.append(value)
            return AtLeast(tuple(found), (_place(entity, step),)) if is_open else tuple(found)

        return convert

    def _reference(self, kinds: tuple[str, ...], index: int) -> Convert:
        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            text = raw if type(raw) is Mapping and "value" not in raw else self._plain(raw, entity, step)
            if type(text) in (str, Mapping):
                self.pending.append(Pending(entity, index, kinds, text, step, False))
                return UNDECLARED
            return text

        return convert

    def _references(self, kinds: tuple[str, ...], index: int) -> Convert:
        def convert(raw: Any, entity: Entity, step: Step) -> Any:
            if evidence.is_only(raw, RESERVED):
                return self._plain(raw, entity, step)
            self.pending.append(Pending(entity, index, kinds, self._members(raw, entity, step), step, True))
            return UNDECLARED

        return convert

    def _read_as(self, entity: Entity, step: Step, written: str, read: str) -> None:
        self.readings.append(Reading(_place(entity, step), written, read))


def _place(entity: Entity, step: Step) -> Place:
    return Place(entity, step if type(step) is str else ".".join(str(part) for part in step))


def _key_of(record: Entity) -> str:
    """The key of a record in a list: its identity fields, joined by a space."""
    words = [record.value(name) for name in record.kind.identity]
    return " ".join(str(word) for word in words if isinstance(word, str | date))

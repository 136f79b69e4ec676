"""What an organisation declares about itself: the files read together, every thing in them, and the lists that nobody wrote."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import date
from typing import Any, NamedTuple

from secpolicy.base.dates import looks_like_a_day, read_day
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.truth import Place
from secpolicy.model.catalog import Catalogs
from secpolicy.model.computed import fill_computed
from secpolicy.model.documents import is_path, read_documents
from secpolicy.model.entity import UNDECLARED, Entity, location_of_start
from secpolicy.model.readers import RESERVED, Pending, Readers, Reading
from secpolicy.model.references import look_up, resolve
from secpolicy.model.vocabulary import Kind, Vocabulary
from secpolicy.model.yaml_reader import Mapping, locate
from secpolicy.model.yaml_slips import meant_as_mapping

HEADER = ("vocabulary", "declared_on", "include", "defaults", "profile", "waivers", "overlay")
_NO_ID = re.compile(r"[\s.:#/]")


class Population(NamedTuple):
    """All things of one kind. `phantoms` stand for what may exist undeclared, each with the list that would tell."""

    members: tuple[Entity, ...] = ()
    phantoms: tuple[tuple[Entity, Place], ...] = ()


class Inventory:
    """The declared facts of one organisation."""

    __slots__ = ("always", "declared_on", "documents", "header", "populations", "readings", "records", "singles", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, documents: tuple[Mapping, ...]) -> None:
        self.vocabulary, self.documents = vocabulary, documents
        self.populations: dict[str, Population] = {}
        self.singles: dict[str, Entity | None] = {}
        self.always: dict[str, Entity] = {}
        self.records: dict[str, list[Entity]] = {}
        self.readings: list[Reading] = []
        self.header: dict[str, str] = {}
        self.declared_on: date | None = None


def load_inventory(path: str, vocabulary: Vocabulary, catalogs: Catalogs, name: str | None = None) -> Inventory:
    """The inventory in a file, or in all *.yaml of a folder read together. Raises Refused with every problem."""
    return build_inventory(read_documents(path, name), vocabulary, catalogs)


def build_inventory(documents: tuple[Mapping, ...], vocabulary: Vocabulary, catalogs: Catalogs) -> Inventory:
    """Give meaning to the documents by the vocabulary. Raises Refused with every problem found."""
    return _Builder(documents, vocabulary, catalogs).build()


class _Builder:
    def __init__(self, documents: tuple[Mapping, ...], vocabulary: Vocabulary, catalogs: Catalogs) -> None:
        self.documents, self.vocabulary, self.catalogs = documents, vocabulary, catalogs
        self.readers = Readers(vocabulary)
        self.problems = self.readers.problems
        self.inventory = Inventory(vocabulary, documents)
        self.defaults: dict[str, Mapping] = {}
        self.phantoms: dict[str, list[tuple[Entity, Place]]] = {}
        self.members: dict[str, list[Entity]] = {}
        self.trials: list[Pending] = []  # references in `defaults`, which perhaps nothing takes

    def build(self) -> Inventory:
        self._header()
        for kind in self.vocabulary.kinds.values():
            parts = [(document, document[kind.key]) for document in self.documents if kind.key in document]
            if kind.key in HEADER:  # `waivers: waivers.yaml` names a file, `waivers: […]` lists them in place
                parts = [(document, raw) for document, raw in parts if not is_path(raw)]
            if kind.written == "once":
                self._single(kind, parts)
            elif kind.written == "by kind":
                self._by_kind(kind, parts)
            else:
                self._list(kind, parts)
        self._always()
        resolve(self.readers, self.members, self.inventory)
        look_up(self.trials, self.readers, self.members, self.inventory)
        if self.problems:
            # A slip in `defaults` is met again at every thing that takes the value: said once.
            once = {(problem.location, problem.id): problem for problem in self.problems}
            raise Refused([once[key] for key in sorted(once)])
        for name, members in self.members.items():
            self.inventory.populations[name] = Population(tuple(members), tuple(self.phantoms.get(name, ())))
        self.inventory.records = self.readers.records
        self.inventory.readings = self.readers.readings
        fill_computed(self.inventory, self.catalogs)
        return self.inventory

    def _header(self) -> None:
        for document in self.documents:
            for key, raw in document.items():
                if key in HEADER:
                    self._header_value(document, key, raw)
                elif key not in self.vocabulary.by_key:
                    self._unknown_key(document, key)
            self._declared_on(document)
            self._defaults(document)
        versions = [document["vocabulary"] for document in self.documents if "vocabulary" in document]
        if all(isinstance(version, str) and version in RESERVED for version in versions):
            self._refuse(self.documents[0], (), "vocabulary-missing")

    def _header_value(self, document: Mapping, key: str, raw: Any) -> None:
        if key in ("profile", "waivers", "overlay") and is_path(raw):
            self.inventory.header[key] = os.path.join(os.path.dirname(document.source.name), raw)
        elif key in ("profile", "overlay", "vocabulary", "declared_on") and not isinstance(raw, str):
            self._refuse(document, (key,), "not-a-single-value")
        elif key == "vocabulary" and raw not in RESERVED and raw != "1":
            self._refuse(document, (key,), "vocabulary-version", value=raw)

    def _unknown_key(self, document: Mapping, key: str) -> None:
        spelled = {word: kind.key for kind in self.vocabulary.kinds.values() for word in (kind.name, kind.ja)}
        meant = spelled.get(key) or closest(key, [*HEADER, *self.vocabulary.by_key])
        self._refuse(document, (key,), "unknown-key-meant" if meant else "unknown-key", True, key=key, meant=meant)

    def _declared_on(self, document: Mapping) -> None:
        raw = document.get("declared_on")
        if isinstance(raw, str) and raw not in RESERVED:
            if (span := read_day(raw)) is None:
                self._refuse(document, ("declared_on",), "no-such-day" if looks_like_a_day(raw) else "not-a-date", value=raw)
            else:
                self.inventory.declared_on = span[1]

    def _defaults(self, document: Mapping) -> None:
        blocks = document.get("defaults", "")
        if isinstance(blocks, str) and blocks in RESERVED:
            return
        if not isinstance(blocks, Mapping):
            self._refuse(document, ("defaults",), "not-a-mapping", known=["device", "system"])
            return
        for name, block in blocks.items():
            kind = self.vocabulary.kinds.get(name) or self.vocabulary.by_key.get(name)
            if kind is None:
                meant = closest(name, [*self.vocabulary.kinds])
                self._refuse(document, ("defaults", name), "unknown-kind-meant" if meant else "unknown-kind", True, kind=name, meant=meant)
            elif isinstance(block, Mapping):
                self._default(document, name, kind, block)
            elif not isinstance(block, str) or block not in RESERVED:
                self._refuse(document, ("defaults", name), "not-a-mapping", known=kind.writable[:8])

    def _default(self, document: Mapping, name: str, kind: Kind, block: Mapping) -> None:
        """Read once by itself, so that a slip in the block is reported even if no thing takes a value from it."""
        if kind.name in self.defaults:
            first = location_of_start(self.defaults[kind.name]).short
            self._refuse(document, ("defaults", name), "written-twice", True, key=f"defaults.{name}", first=first)
        before = len(self.readers.pending), len(self.readers.readings)
        self.readers.entity(kind, block)
        self.trials += self.readers.pending[before[0] :]
        del self.readers.pending[before[0] :], self.readers.readings[before[1] :]
        for records in self.readers.records.values():
            records.clear()
        self.defaults[kind.name] = block

    def _single(self, kind: Kind, parts: list[tuple[Mapping, Any]]) -> None:
        self.members[kind.name] = []
        if len(parts) > 1:
            first = locate(parts[0][0], (kind.key,), of_key=True)
            self._refuse(parts[1][0], (kind.key,), "written-twice", True, key=kind.key, first=first.short)
        raw = parts[0][1] if parts else ""
        if isinstance(raw, str) and raw in RESERVED:
            phantom = Entity(kind)
            self.inventory.singles[kind.name] = None if RESERVED[raw] is None else phantom
            if RESERVED[raw] is not None:
                self.phantoms[kind.name] = [(phantom, Place(None, kind.key))]
        elif isinstance(raw, Mapping):
            entity = self.readers.entity(kind, raw, defaults=self.defaults.get(kind.name))
            self.inventory.singles[kind.name] = entity
            self.members[kind.name] = [entity]
        else:
            self._refuse(parts[0][0], (kind.key,), "not-a-mapping", known=kind.writable[:8])

    def _list(self, kind: Kind, parts: list[tuple[Mapping, Any]]) -> None:
        self.members[kind.name] = []
        self.phantoms[kind.name] = []
        place = Place(None, kind.key)
        is_open = not parts
        for document, raw in parts:
            is_open |= self._members(kind, document, (kind.key,), raw, None)
        if is_open:
            self.phantoms[kind.name] = [(Entity(kind), place)]
        self._name(kind)

    def _by_kind(self, kind: Kind, parts: list[tuple[Mapping, Any]]) -> None:
        self.members[kind.name] = []
        choice = self.vocabulary.choices[kind.fields[kind.index["kind"]].type.of]
        by_label = {label: value for value, labels in choice.labels.items() for label in (value, *labels)}
        told: dict[str, bool] = {}
        nothing = False
        for document, raw in parts:
            if (isinstance(raw, str) and raw in RESERVED) or raw == []:
                nothing = nothing or raw == [] or RESERVED[raw] is None
                continue
            if not isinstance(raw, Mapping):
                self._refuse(document, (kind.key,), "not-by-kind", key=kind.key, known=list(choice.labels)[:6])
                continue
            for written, entries in raw.items():
                value = by_label.get(written)
                if value is None:
                    meant = closest(written, [*by_label])
                    message, choices = "not-a-choice-meant" if meant else "not-a-choice", choice.offered(written)
                    self._refuse(document, (kind.key, written), message, True, value=written, choice=choice, choices=choices, meant=meant)
                else:
                    told[value] = told.get(value, False) | self._members(kind, document, (kind.key, written), entries, value)
        if not nothing:
            self.phantoms[kind.name] = [
                (_phantom_of(kind, value), Place(None, f"{kind.key}.{value}" if parts else kind.key)) for value in choice.labels if told.get(value, True)
            ]
        self._name(kind)

    def _members(self, kind: Kind, document: Mapping, path: tuple[str, ...], raw: Any, by_kind: str | None) -> bool:
        """Read the entries of one list; true if the list is open or undeclared."""
        if isinstance(raw, str) and raw in RESERVED:
            return RESERVED[raw] is UNDECLARED
        if isinstance(raw, Mapping) and raw and all(isinstance(entry, Mapping) and name not in kind.index for name, entry in raw.items()):
            self._refuse(document, path, "not-a-list", key=path[-1], id=next(iter(raw)))
            return False
        is_open = False
        index = kind.index.get("kind")
        for position, entry in enumerate(raw if type(raw) is list else [raw]):
            if isinstance(entry, Mapping):
                entity = self.readers.entity(kind, entry, defaults=self.defaults.get(kind.name))
                if by_kind is not None and index is not None:
                    entity.values[index] = by_kind
                    if type(raw) is not list:
                        entity.id = by_kind
                self.members[kind.name].append(entity)
            elif isinstance(entry, str) and RESERVED.get(entry) is UNDECLARED:
                is_open = True
            else:
                self._no_entry(kind, document, (*path, position) if type(raw) is list else path, entry)
        return is_open

    def _no_entry(self, kind: Kind, document: Mapping, path: tuple[Any, ...], entry: Any) -> None:
        if isinstance(entry, str) and entry in RESERVED:
            self._refuse(document, path, "none-in-list")
        elif isinstance(entry, str) and kind.identity == ("id",):
            self._refuse(document, path, "text-for-entry", kind=kind, value=entry)
        else:
            self._refuse(document, path, "not-a-mapping", known=kind.writable[:8])

    def _name(self, kind: Kind) -> None:
        """Give each member its id: as written, else by the fields that identify its kind."""
        seen: dict[str, Entity] = {}
        position = kind.index["id"]
        for entity in self.members[kind.name]:
            written = entity.values[position]
            if isinstance(written, str):
                entity.id = written
                if _NO_ID.search(written):
                    self.readers.problem(entity, "id", "bad-id", value=written)
            elif not entity.id:
                entity.id = "" if kind.identity == ("id",) else _identity(entity)
                if not entity.id:
                    if not _is_refused(entity):
                        self._refuse_at(entity, "missing-id", kind=kind, identity=[*kind.identity])
                    continue
            if entity.id in seen:
                first = seen[entity.id].source
                assert first is not None
                shown = location_of_start(first).short
                if isinstance(written, str):
                    self.readers.problem(entity, "id", "duplicate-id", id=entity.id, first=shown, kind=kind)
                else:
                    self._refuse_at(entity, "same-event-twice", id=entity.id, first=shown, kind=kind)
            seen[entity.id] = entity

    def _always(self) -> None:
        for kind in self.vocabulary.kinds.values():
            for name, values in kind.always.items():
                entity = Entity(kind)
                entity.id = name
                for field, value in values.items():
                    entity.values[kind.index[field]] = value == "true" if value in ("true", "false") else value
                self.inventory.always[name] = entity

    def _refuse(self, document: Mapping, path: tuple[Any, ...], message: str, of_key: bool = False, **values: Any) -> None:
        location = locate(document, path, of_key) if path else location_of_start(document)
        problem = Problem(location, message, values, document.source.line(location.line))
        self.problems.append(meant_as_mapping(problem, document.source))

    def _refuse_at(self, entity: Entity, message: str, **values: Any) -> None:
        assert entity.source is not None
        location = location_of_start(entity.source)
        self.problems.append(Problem(location, message, values, entity.source.source.line(location.line)))


def _is_refused(entity: Entity) -> bool:
    """Whether an id was written that could not be read: that has been said already."""
    raw = entity.source.get("id") if entity.source is not None else None
    return raw is not None and not (isinstance(raw, str) and raw in RESERVED)


def _phantom_of(kind: Kind, value: str) -> Entity:
    phantom = Entity(kind)
    phantom.values[kind.index["kind"]] = value
    return phantom


def _identity(entity: Entity) -> str:
    """The id of an event that was given none: kind, day and what it is about, as they are written."""
    assert entity.source is not None
    words = []
    for name in entity.kind.identity:
        value = entity.value(name) if name in entity.kind.index else UNDECLARED
        raw = entity.source.get(name)
        if isinstance(value, str | date):
            words.append(str(value))
        elif isinstance(raw, str):
            words.append(unicodedata.normalize("NFC", raw))
        elif isinstance(raw, list):
            words += [part for part in raw if isinstance(part, str)]
    return " ".join(words)

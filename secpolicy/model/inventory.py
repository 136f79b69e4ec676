"""Reading what an organisation declares about itself: its files together, every thing in them, and the lists that nobody wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secpolicy.base.problem import Refused, closest
from secpolicy.base.truth import Place
from secpolicy.model.block_reader import Entries
from secpolicy.model.catalog import Catalogs
from secpolicy.model.computed import fill_computed
from secpolicy.model.declared import Inventory, Population
from secpolicy.model.documents import is_path, read_by_libyaml
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.flow_reader import Unusual
from secpolicy.model.header import HEADER, Head
from secpolicy.model.identity import give_ids
from secpolicy.model.places import locate, problem_at
from secpolicy.model.readers import Readers
from secpolicy.model.references import Known, resolve
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import Mapping, Stretch
from secpolicy.model.vocabulary import Kind, Vocabulary

if TYPE_CHECKING:
    from secpolicy.model.trust import Demand


def build_inventory(documents: tuple[Mapping, ...], vocabulary: Vocabulary, catalogs: Catalogs, demand: Demand | None = None) -> Inventory:
    """Give meaning to the documents by the vocabulary. Raises Refused with every problem found. Facts that `demand` does not accept are undeclared."""
    try:
        return _Builder(documents, vocabulary, catalogs, demand).build()
    except Unusual:
        return _Builder(read_by_libyaml(documents), vocabulary, catalogs, demand).build()


class _Builder:
    def __init__(self, documents: tuple[Mapping, ...], vocabulary: Vocabulary, catalogs: Catalogs, demand: Demand | None) -> None:
        self.documents, self.vocabulary, self.catalogs, self.demand = documents, vocabulary, catalogs, demand
        self.readers = Readers(vocabulary)
        self.problems = self.readers.problems
        self.inventory = Inventory(vocabulary, documents)
        self.head = Head(documents, vocabulary, self.problems)
        self.phantoms: dict[str, list[tuple[Entity, Place]]] = {}
        self.members: dict[str, list[Entity]] = {}
        self.known: Known = {}

    def build(self) -> Inventory:
        for kind in self.vocabulary.kinds.values():
            self._kind(kind)
        self._always()
        resolve(self.readers, self.members, self.known)
        # References in `defaults` are looked up for their problems alone: nothing that is written there in place comes to exist.
        resolve(self.head.trial, {kind: [*entities] for kind, entities in self.members.items()}, self.known)
        if any("lists" in document for document in self.documents):
            from secpolicy.model.official_lists import read_lists

            self.inventory.lists = read_lists(self.documents, self.vocabulary, self.head.declared_on, self.problems)
        if self.problems:
            # A slip in `defaults` is met again at every thing that takes the value: said once.
            once = {(problem.location, problem.id): problem for problem in self.problems}
            raise Refused([once[key] for key in sorted(once)])
        for name, members in self.members.items():
            self.inventory.populations[name] = Population(tuple(members), tuple(self.phantoms.get(name, ())))
        self.inventory.header, self.inventory.declared_on = self.head.paths, self.head.declared_on
        self.inventory.records, self.inventory.readings = self.readers.records, self.readers.readings
        if self.demand is not None:
            from secpolicy.model.trust import distrust

            self.inventory.doubted = distrust(self.inventory, self.demand)
        fill_computed(self.inventory, self.catalogs)
        return self.inventory

    def _kind(self, kind: Kind) -> None:
        parts = [(document, document[kind.key]) for document in self.documents if kind.key in document]
        if kind.key in HEADER:  # `waivers: waivers.yaml` names a file, `waivers: […]` lists them in place
            parts = [(document, raw) for document, raw in parts if not is_path(raw)]
        if kind.written == "once":
            self._single(kind, parts)
        elif kind.written == "by kind":
            self._by_kind(kind, parts)
        else:
            self._list(kind, parts)

    def _single(self, kind: Kind, parts: list[tuple[Mapping, Any]]) -> None:
        self.members[kind.name] = []
        if len(parts) > 1:
            first = locate(parts[0][0], (kind.key,), of_key=True)
            self.problems.append(problem_at(parts[1][0], (kind.key,), "written-twice", True, key=kind.key, first=first.short))
        raw = parts[0][1] if parts else ""
        if isinstance(raw, str) and raw in RESERVED:
            phantom = Entity(kind)
            self.inventory.singles[kind.name] = None if RESERVED[raw] is None else phantom
            if RESERVED[raw] is not None:
                self.phantoms[kind.name] = [(phantom, Place(None, kind.key))]
        elif isinstance(raw, Mapping):
            entity = self.readers.entity(kind, raw, lent=self.head.defaults.get(kind.name))
            self.inventory.singles[kind.name] = entity
            self.members[kind.name] = [entity]
        else:
            self.problems.append(problem_at(parts[0][0], (kind.key,), "not-a-mapping", known=kind.writable[:8]))
        single = self.inventory.singles.get(kind.name)
        self.known[kind.name] = {kind.name: single} if single is not None else {}

    def _list(self, kind: Kind, parts: list[tuple[Mapping, Any]]) -> None:
        self.members[kind.name] = []
        self.phantoms[kind.name] = []
        place = Place(None, kind.key)
        is_open = not parts
        for document, raw in parts:
            is_open |= self._members(kind, document, (kind.key,), raw, None)
        if is_open:
            self.phantoms[kind.name] = [(Entity(kind), place)]
        self.known[kind.name] = give_ids(kind, self.members[kind.name], self.problems)

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
                self.problems.append(problem_at(document, (kind.key,), "not-by-kind", key=kind.key, known=list(choice.labels)[:6]))
                continue
            for written, entries in raw.items():
                value = by_label.get(written)
                if value is None:
                    meant = closest(written, [*by_label])
                    message, choices = "not-a-choice-meant" if meant else "not-a-choice", choice.offered(written)
                    self.problems.append(problem_at(document, (kind.key, written), message, True, value=written, choice=choice, choices=choices, meant=meant))
                else:
                    told[value] = told.get(value, False) | self._members(kind, document, (kind.key, written), entries, value)
        if not nothing:
            self.phantoms[kind.name] = [
                (_phantom_of(kind, value), Place(None, f"{kind.key}.{value}" if parts else kind.key)) for value in choice.labels if told.get(value, True)
            ]
        self.known[kind.name] = give_ids(kind, self.members[kind.name], self.problems)

    def _members(self, kind: Kind, document: Mapping, path: tuple[str, ...], raw: Any, by_kind: str | None) -> bool:
        """Read the entries of one list; true if the list is open or undeclared."""
        if isinstance(raw, str) and raw in RESERVED:
            return RESERVED[raw] is UNDECLARED
        if isinstance(raw, Mapping) and raw and all(isinstance(entry, Mapping) and name not in kind.index for name, entry in raw.items()):
            self.problems.append(problem_at(document, path, "not-a-list", key=path[-1], id=next(iter(raw))))
            return False
        is_open, is_list, members = False, type(raw) in (list, Entries), self.members[kind.name]
        lent, slot = self.head.defaults.get(kind.name), kind.index.get("kind") if by_kind is not None else None
        for position, entry in enumerate(raw if is_list else [raw]):
            if type(entry) is Mapping:
                entity = self.readers.entity(kind, entry, lent=lent)
                if slot is not None:
                    entity.values[slot] = by_kind
                    if not is_list:
                        entity.id = str(by_kind)
                if type(raw) is Entries:  # what has been read need not be kept: it can be read again
                    entity.source = Stretch(entry.start, entry.end, entry.source)
                members.append(entity)
            elif isinstance(entry, str) and RESERVED.get(entry) is UNDECLARED:
                is_open = True
            else:
                self._no_entry(kind, document, (*path, position) if is_list else path, entry)
        return is_open

    def _no_entry(self, kind: Kind, document: Mapping, path: tuple[Any, ...], entry: Any) -> None:
        if isinstance(entry, str) and entry in RESERVED:
            self.problems.append(problem_at(document, path, "none-in-list"))
        elif isinstance(entry, str) and kind.identity == ("id",):
            self.problems.append(problem_at(document, path, "text-for-entry", kind=kind, value=entry))
        else:
            self.problems.append(problem_at(document, path, "not-a-mapping", known=kind.writable[:8]))

    def _always(self) -> None:
        for kind in self.vocabulary.kinds.values():
            for name, values in kind.always.items():
                entity = Entity(kind)
                entity.id = name
                for field, value in values.items():
                    entity.values[kind.index[field]] = value == "true" if value in ("true", "false") else value
                self.inventory.always[name] = self.known[kind.name][name] = entity


def _phantom_of(kind: Kind, value: str) -> Entity:
    phantom = Entity(kind)
    phantom.values[kind.index["kind"]] = value
    return phantom

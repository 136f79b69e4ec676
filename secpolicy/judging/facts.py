"""The facts of one run that every rule shares: inventory, day, editions, parameters, terms, and what was last done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from secpolicy.base.dates import Period
from secpolicy.base.truth import AtLeast, Place, undeclared
from secpolicy.judging.candidates import Candidates
from secpolicy.judging.doings import Doings
from secpolicy.model.clauses import PROFILE
from secpolicy.model.declared import Inventory, Population
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Cite, Node, Rulebook
from secpolicy.model.vocabulary import Field, Kind, Vocabulary

if TYPE_CHECKING:
    from secpolicy.model.clauses import Clause

_Holder = tuple[Kind, int, Field]


class Facts:
    """What is known in one run. `overrides`: parameter name -> value, as an overlay or a case sets it.

    `terms` and `fields` are filled by `compile`: each term as a function of a thing, each field of what stands in a slot as one of a scope.
    `applying` is filled by the module of that name: to what rules apply, by their subjects and condition.
    """

    def __init__(self, rulebook: Rulebook, inventory: Inventory, profile: Profile, as_of: date, overrides: dict[str, Any] | None = None) -> None:
        self.rulebook, self.inventory, self.profile, self.as_of = rulebook, inventory, profile, as_of
        self.overrides = overrides or {}
        self.doings = Doings(inventory, as_of)
        self.terms: dict[str, Callable[[Entity], Any]] = {}
        self.fields: dict[tuple[int, bool, Node], Callable[[list[Any]], Any]] = {}
        self.applying: dict[tuple[tuple[tuple[str, str], ...], Node | None], tuple[list[Any], list[Place]]] = {}
        self._editions: dict[str, str] = {}
        self._populations: dict[str, Population] = {}
        self._candidates: dict[int, Candidates] = {}  # by the identity of a population, which the inventory or the line above keeps
        self._holders: dict[str, list[_Holder]] | None = None

    def on(self, day: date) -> Facts:
        """The facts of another day. What does not depend on the day is shared."""
        facts = Facts(self.rulebook, self.inventory, self.profile, day, self.overrides)
        facts._populations, facts._candidates = self._populations, self._candidates
        return facts

    def edition(self, guideline: str) -> str:
        """The edition by which a guideline is judged: the profile's, else its latest."""
        found = self._editions.get(guideline)
        if found is None:
            chosen = self.profile.editions.get(guideline)
            found = self._editions[guideline] = chosen or self.rulebook.guidelines[guideline].editions[-1].id
        return found

    def clause(self, cite: Cite) -> Clause | None:
        """The cited clause, if it exists in the edition and the citation holds for it."""
        guideline, clause_id, since, until = cite
        edition = self.edition(guideline)
        clause = self.rulebook.clauses[guideline, clause_id]
        within = (not since or edition >= since) and (not until or edition <= until)
        return clause if within and clause.exists_in(edition) else None

    def term_exists(self, name: str) -> bool:
        """Whether a term means anything under the editions: it cites nothing, or a clause that they have."""
        cites = self.rulebook.terms[name].cites
        return not cites or any(self.clause(cite) for cite in cites)

    def parameter(self, name: str) -> Any:
        """The value of a parameter on the day, under the editions; none before its first. From the overlay or the settings if the organisation sets it."""
        if name in self.overrides:
            return self.overrides[name]
        parameter = self.rulebook.parameters[name]
        if parameter.own is not None:
            return plain_constant(parameter.own)
        if parameter.setting.startswith(PROFILE):
            return getattr(self.profile, parameter.setting.removeprefix(PROFILE)) or None
        if parameter.setting:
            return self.setting(parameter.setting)
        found: Any = None
        for start, value, _, _ in sorted(parameter.values, key=lambda one: one[0]):
            guideline, _, edition = start.rpartition(" ")
            if (self.edition(guideline) >= edition) if guideline else self.as_of >= date.fromisoformat(start):
                found = value
        return plain_constant(found) if found is not None else None

    def setting(self, path: str) -> Any:
        """A number of the organisation's own: its settings may lack it, or say that there is none."""
        settings = self.inventory.singles["settings"]
        if settings is None:
            return None
        name, _, key = path.partition(".")
        value = settings.value(name)
        if key and isinstance(value, dict):
            value = value.get(key, UNDECLARED)
        return undeclared(settings, path) if value is UNDECLARED else value

    def population(self, kind: str) -> Population:
        """All things of a kind, or all records of a name; things that are always there included."""
        if kind not in self._populations:
            inventory = self.inventory
            if kind in inventory.vocabulary.kinds:
                declared = inventory.populations[kind]
                always = tuple(entity for entity in inventory.always.values() if entity.kind.name == kind)
                self._populations[kind] = Population(declared.members + always, declared.phantoms) if always else declared
            else:
                record = inventory.vocabulary.records[kind]
                members = tuple(inventory.records.get(kind, ()))
                self._populations[kind] = Population(members)  # in case a record can stand in itself
                self._populations[kind] = Population(members, tuple(self._unwritten(record)))
        return self._populations[kind]

    def candidates(self, kind: str, declared: bool = False) -> Candidates:
        """The same, looked up; `declared`: without the things that are always there."""
        population = self.inventory.populations[kind] if declared and kind in self.inventory.vocabulary.kinds else self.population(kind)
        found = self._candidates.get(id(population))
        if found is None:
            vocabulary = self.inventory.vocabulary
            found = self._candidates[id(population)] = Candidates(vocabulary.kinds.get(kind) or vocabulary.records[kind], population)
        return found

    def _unwritten(self, record: Kind) -> Iterator[tuple[Entity, Place]]:
        """A phantom wherever such a record may stand that nobody declared, with the place that would tell."""
        if self._holders is None:
            self._holders = _holders(self.inventory.vocabulary)
        for holder, index, field in self._holders.get(record.name, ()):
            population = self.population(holder.name) if holder.is_record else self.inventory.populations[holder.name]
            for member in population.members:
                value = member.values[index]
                if value is UNDECLARED:
                    yield _phantom(record, member, field), Place(member, field.name)
                elif type(value) is AtLeast:
                    yield _phantom(record, member, field), value.missing[0]
            for phantom, place in population.phantoms:
                yield _phantom(record, phantom, field), place


def _holders(vocabulary: Vocabulary) -> dict[str, list[_Holder]]:
    """The fields in which records may stand, by the name of the record."""
    found: dict[str, list[_Holder]] = {}
    for holder in (*vocabulary.kinds.values(), *vocabulary.records.values()):
        for index, field in enumerate(holder.fields):
            inner = field.type.of if field.type.name == "list" else field.type
            if inner.name == "record":
                found.setdefault(inner.of, []).append((holder, index, field))
    return found


def _phantom(record: Kind, owner: Entity, field: Field) -> Entity:
    phantom = Entity(record, None, owner, field.name)
    if "of" in record.index:
        phantom.values[record.index["of"]] = owner
    return phantom


def plain_constant(node: Node) -> Any:
    """The value of a constant node."""
    if node[0] == "choice":
        return node[2]
    if node[0] == "number":
        return int(node[1]) if node[1].isdecimal() else _exact(node[1])
    if node[0] == "day":
        return date.fromisoformat(node[1])
    if node[0] == "span":
        return Period(*node[1:])
    if node[0] == "list":
        return tuple([plain_constant(member) for member in node[1]])
    return node[1]


def _exact(number: str) -> Any:
    """A number that is not written as a whole one."""
    from fractions import Fraction

    exact = Fraction(number)
    return int(exact) if exact.denominator == 1 else exact

"""The facts of one run that every rule shares: inventory, day, editions, parameters, terms, and what was last done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from secpolicy.base.truth import Between, Place, Unknown, any_of, union
from secpolicy.model.clauses import PROFILE
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.inventory import Inventory, Population
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Cite, Rulebook

if TYPE_CHECKING:
    from secpolicy.model.clauses import Clause


class Facts:
    """What is known in one run. `overrides`: parameter name -> value, as an overlay or a case sets it."""

    def __init__(self, rulebook: Rulebook, inventory: Inventory, profile: Profile, as_of: date, overrides: dict[str, Any] | None = None) -> None:
        self.rulebook, self.inventory, self.profile, self.as_of = rulebook, inventory, profile, as_of
        self.overrides = overrides or {}
        self._populations: dict[str, Population] = {}
        self._terms: dict[str, Callable[[Entity], Any]] = {}
        self._done: dict[tuple[int, str], Any] = {}

    def edition(self, guideline: str) -> str:
        """The edition by which a guideline is judged: the profile's, else its latest."""
        chosen = self.profile.editions.get(guideline)
        return chosen or self.rulebook.guidelines[guideline].editions[-1].id

    def clause(self, cite: Cite) -> Clause | None:
        """The cited clause, if it exists in the edition and the citation holds for it."""
        edition = self.edition(cite.guideline)
        clause = self.rulebook.clauses[cite.guideline, cite.clause]
        within = (not cite.since or edition >= cite.since) and (not cite.until or edition <= cite.until)
        return clause if within and clause.exists_in(edition) else None

    def parameter(self, name: str) -> Any:
        """The value of a parameter on the day, under the editions; from the inventory's settings if the organisation sets it."""
        if name in self.overrides:
            return self.overrides[name]
        parameter = self.rulebook.parameters[name]
        if parameter.setting.startswith(PROFILE):
            return getattr(self.profile, parameter.setting.removeprefix(PROFILE)) or None
        if parameter.setting:
            return self._setting(parameter.setting)
        from secpolicy.judging.compile import plain_constant

        found: Any = None
        for start, value, _, _ in sorted(parameter.values):
            guideline, _, edition = start.rpartition(" ")
            if (self.edition(guideline) >= edition) if guideline else (self.as_of.isoformat() >= start):
                found = value
        return plain_constant(found) if found is not None else None

    def _setting(self, path: str) -> Any:
        settings = self.inventory.singles.get("settings")
        if settings is None:
            return None
        name, _, key = path.partition(".")
        value = settings.value(name)
        if key and isinstance(value, dict):
            value = value.get(key, UNDECLARED)
        return Unknown((Place(settings, path),)) if value is UNDECLARED or isinstance(value, dict) else value

    def population(self, kind: str) -> Population:
        """All things of a kind, or all records of a name; things that are always there included."""
        if kind not in self._populations:
            inventory = self.inventory
            if kind in inventory.vocabulary.kinds:
                declared = inventory.populations[kind]
                always = tuple(entity for entity in inventory.always.values() if entity.kind.name == kind)
                self._populations[kind] = Population(declared.members + always, declared.phantoms)
            else:
                self._populations[kind] = self._records(kind)
        return self._populations[kind]

    def _records(self, name: str) -> Population:
        """All records of a name; a phantom stands where one may be that nobody declared."""
        vocabulary = self.inventory.vocabulary
        record = vocabulary.records[name]
        phantoms: list[tuple[Entity, Place]] = []
        for kind in vocabulary.kinds.values():
            for index, field in enumerate(kind.fields):
                inner = field.type.of if field.type.name == "list" else field.type
                if inner.name != "record" or inner.of != name:
                    continue
                population = self.inventory.populations[kind.name]
                for member in population.members:
                    if member.values[index] is UNDECLARED:
                        phantoms.append((Entity(record, None, member, field.name), Place(member, field.name)))
                phantoms += [(Entity(record, None, phantom, field.name), place) for phantom, place in population.phantoms]
        for phantom, _ in phantoms:
            if "of" in record.index:
                phantom.values[record.index["of"]] = phantom.owner
        return Population(tuple(self.inventory.records.get(name, ())), tuple(phantoms))

    def term(self, name: str) -> Callable[[Entity], Any]:
        """A term as a function of a thing; false in editions that do not have the clause it rests on."""
        if name not in self._terms:
            term = self.rulebook.terms[name]
            if term.cites and not any(self.clause(cite) for cite in term.cites):
                self._terms[name] = lambda entity: False
            else:
                from secpolicy.judging.compile import Frame, compiled

                frame = Frame(self, (term.kind,))
                holds = compiled(term.means, frame)

                def answer(entity: Entity) -> Any:
                    scope = frame.scope()
                    scope[0] = entity
                    return holds(scope)

                self._terms[name] = answer
        return self._terms[name]

    def done(self, thing: Any, kind: str) -> Any:
        """The latest activity of a kind about a thing, up to the day; None if none was held, Unknown if that is not told."""
        if type(thing) is not Entity:
            return thing
        key = (id(thing), kind)
        if key not in self._done:
            self._done[key] = self._latest(thing, kind)
        return self._done[key]

    def _latest(self, thing: Entity, kind: str) -> Any:
        population = self.inventory.populations["activity"]
        whole = thing.kind.name == "organisation"
        best: Entity | None = None
        best_day: date | None = None
        doubts: list[tuple[Place, ...]] = []
        for activity in population.members:
            if activity.value("kind") != kind:
                continue
            about = True if whole else _is_about(activity, thing)
            if about is False:
                continue
            day = activity.value("date")
            low, high = (day.low, day.high) if type(day) is Between else (day, day)
            if day is UNDECLARED or type(about) is Unknown:
                doubts.append(about.missing if type(about) is Unknown else (Place(activity, "date"),))
            elif day is not None and high <= self.as_of:
                if best_day is None or high > best_day:
                    best, best_day = activity, high
            elif day is not None and low <= self.as_of:
                doubts.append((Place(activity, "date"),))
        doubts += [(place,) for phantom, place in population.phantoms if phantom.value("kind") in (kind, UNDECLARED)]
        if best is not None:
            return best
        return Unknown(union(doubts)) if doubts else None


def _is_about(activity: Entity, thing: Entity) -> Any:
    about = activity.value("of")
    if about is UNDECLARED:
        return Unknown((Place(activity, "of"),))
    members = about if type(about) is tuple else getattr(about, "members", (about,))
    if any(member is thing for member in members):
        return True
    return any_of([Unknown(about.missing)]) if hasattr(about, "missing") else False

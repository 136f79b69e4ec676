"""Coverage: every clause of every guideline, and what becomes of it under a profile; totals that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from secpolicy.base.record import Record
from secpolicy.judging.facts import Facts
from secpolicy.model.clauses import Clause
from secpolicy.model.rulebook import Rule
from secpolicy.reporting.rules.rule_sources import sources_of
from secpolicy.reporting.rules.standing import READINGS, Standing, authority_of, standing_of

# decided by rules · checked by hand · neither, though it asks for something · asks for nothing · left out by the profile · not in the edition
STATES = ("rules", "hand", "none", "no_duty", "outside", "absent")


class Covered(Record):
    """A clause and what becomes of it. `rules` decide it; `left_out` cite it, but the profile does not have them judged.

    `indirect`: no rule cites it, but it defines a term or gives a number by which the rules judge.
    """

    clause: Clause
    state: str
    rules: tuple[Rule, ...]
    left_out: tuple[Standing, ...]
    indirect: bool = False


class Total(Record):
    """Clauses of one group, counted by state, and the rows of the survey that stand in them; the parts of a group are those of one guideline."""

    group: tuple[str, ...]
    counts: dict[str, int]
    rows: int

    @property
    def all(self) -> int:
        return sum(self.counts.values())


class Coverage(Record):
    """The clauses in order of guideline, chapter and id."""

    facts: Facts
    clauses: tuple[Covered, ...]

    def totals(self, group_of: Callable[[Clause], tuple[str, ...]], order: tuple[str, ...] = ()) -> list[Total]:
        """Counts by state for each group; groups that `order` names come in its order, others by name."""
        groups: dict[tuple[str, ...], list[Covered]] = {}
        for covered in self.clauses:
            groups.setdefault(group_of(covered.clause), []).append(covered)
        names = sorted(groups, key=lambda group: (order.index(group[0]) if group[0] in order else len(order), group))
        return [_total(name, groups[name]) for name in names]

    def by_chapter(self) -> list[Total]:
        """Totals by guideline and chapter."""
        return self.totals(lambda clause: (clause.guideline, clause.chapter), tuple(self.facts.rulebook.guidelines))

    def by_strength(self) -> list[Total]:
        """Totals by strength, strongest first."""
        return self.totals(lambda clause: (clause.strength,), tuple(self.facts.rulebook.house.choices["strength"].labels))

    def by_reading(self) -> list[Total]:
        """Totals by how far the clauses were read, furthest first."""
        return self.totals(lambda clause: (clause.read,), tuple(reversed(READINGS)))

    def by_field(self) -> list[Total]:
        """Totals by the clause that gathers them, as an ordinance gathers the chapters of a guideline; last, those that none gathers."""
        fields = Fields(self.facts.rulebook.clauses.values())
        return self.totals(lambda clause: (fields.of(clause),), tuple(fields.names))

    def whole(self) -> Total:
        """All clauses."""
        return _total((), self.clauses)

    def in_state(self, state: str) -> list[Covered]:
        """The clauses of which that becomes."""
        return [covered for covered in self.clauses if covered.state == state]


class Fields:
    """The clauses that gather chapters or clauses of a guideline, by `guideline id`, in the order of their numbers."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        gathering = sorted((clause for clause in clauses if clause.gathers), key=lambda clause: (clause.guideline, clause.numbers, clause.id))
        self.names = {f"{clause.guideline} {clause.id}": clause for clause in gathering}
        self._gathered = {part: name for name, clause in self.names.items() for part in (*clause.gathers, name)}

    def of(self, clause: Clause) -> str:
        """The field that a clause belongs to by itself or else by its chapter; empty if to none."""
        by_itself = self._gathered.get(f"{clause.guideline} {clause.id}")
        return by_itself or self._gathered.get(f"{clause.guideline} {clause.chapter}", "")


def coverage_of(facts: Facts) -> Coverage:
    """What becomes of every clause under the profile and its editions."""
    citing: dict[tuple[str, str], list[Standing]] = {}
    through: dict[tuple[str, str], list[Standing]] = {}
    for rule in facts.rulebook.rules:
        standing = standing_of(rule, facts)
        for cite in rule.cites:
            if facts.clause(cite) is not None:
                citing.setdefault((cite.guideline, cite.clause), []).append(standing)
        for key in _indirect(rule, facts):
            through.setdefault(key, []).append(standing)
    order = list(facts.rulebook.guidelines)
    clauses = sorted(facts.rulebook.clauses.values(), key=lambda clause: (order.index(clause.guideline), clause.chapter, clause.id))
    found = []
    for clause in clauses:
        key = clause.guideline, clause.id
        covered = _covered(clause, citing.get(key, []), facts)
        if covered.state == "none" and (rules := _judged(through.get(key, []))):
            covered = Covered(clause, "rules", rules, covered.left_out, indirect=True)
        found.append(covered)
    return Coverage(facts, tuple(found))


def _indirect(rule: Rule, facts: Facts) -> set[tuple[str, str]]:
    """The clauses that the terms and parameters of a rule rest on."""
    sources = sources_of(rule, facts)
    keys = {(cite.guideline, cite.clause) for term in sources.terms for cite in term.cites if facts.clause(cite) is not None}
    for parameter in sources.parameters:
        for _, _, cites, _ in parameter.values:
            guideline, _, clause = cites.partition(" ")
            keys.add((guideline, clause))
    return keys


def _total(group: tuple[str, ...], members: Sequence[Covered]) -> Total:
    counts = Counter(covered.state for covered in members)
    return Total(group, {state: counts[state] for state in STATES}, sum(len(covered.clause.slugs) for covered in members))


def _judged(standings: list[Standing]) -> tuple[Rule, ...]:
    return tuple(dict.fromkeys(standing.rule for standing in standings if not standing.why_not))


def _covered(clause: Clause, citing: list[Standing], facts: Facts) -> Covered:
    rules = _judged(citing)
    left_out = tuple(dict.fromkeys(standing for standing in citing if standing.why_not))
    if not clause.exists_in(facts.edition(clause.guideline)):
        state = "absent"
    elif rules:
        state = "rules"
    elif not _is_selected(clause, facts):
        state = "outside"
    elif clause.checked_by == "hand":
        state = "hand"
    elif clause.kind not in ("", "demand") or clause.checked_by == "nobody":
        state = "no_duty"
    else:
        state = "none"
    return Covered(clause, state, rules, left_out)


def _is_selected(clause: Clause, facts: Facts) -> bool:
    """Whether the profile asks for the clause at all, as it does for clauses that are checked by hand."""
    profile = facts.profile
    authority = authority_of(facts.rulebook, clause)
    return clause.pack in profile.packs and clause.strength in profile.strengths and (not profile.authorities or authority in profile.authorities)

"""Deciding: every selected duty asked of every subject, each with exactly one verdict; most are only counted."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from typing import Any

from secpolicy.base.dates import Period, moved
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import ERROR, FAIL, NOT_APPLICABLE, NOT_CHECKED, PASS, UNKNOWN, Deadline, Finding, Judged, Planned
from secpolicy.judging.network import network_of
from secpolicy.judging.ruling import Judgement, Ruling
from secpolicy.judging.selected import Selected
from secpolicy.judging.showing import shown
from secpolicy.model.clauses import Clause
from secpolicy.model.declared import Inventory
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rule, Rulebook

_WORTH_SHOWING = (FAIL, UNKNOWN, ERROR)


def selection(rules: Iterable[Rule], facts: Facts) -> tuple[list[Selected], list[Rule]]:
    """The rules that the profile selects, and those whose clauses its editions do not have (版に無い)."""
    profile = facts.profile
    chosen, absent = [], []
    for rule in rules:
        if rule.pack not in profile.packs:
            continue
        clauses = [clause for cite in rule.cites if (clause := facts.clause(cite)) is not None]
        if not clauses:
            absent.append(rule)
            continue
        selected = Selected(rule, tuple(clauses), facts)
        if selected.strength in profile.strengths and (not profile.authorities or selected.authority in profile.authorities):
            chosen.append(selected)
    return chosen, absent


def without_left_out(chosen: list[Selected], facts: Facts) -> tuple[list[Selected], tuple[tuple[str, str], ...]]:
    """What is judged of the selected rules, and the duties that an overlay leaves out."""
    left = facts.rulebook.left_out
    if not left:
        return chosen, ()
    kept, apart = [], []
    for selected in chosen:
        rule = selected.rule
        duties = tuple(duty for duty in rule.duties if (rule.id, duty.label) not in left)
        apart += [(rule.id, duty.label) for duty in rule.duties if duty not in duties]
        if duties:
            kept.append(Selected(rule._replace(duties=duties), selected.clauses, facts))
    return kept, tuple(apart)


def clauses_by_hand(facts: Facts) -> list[Clause]:
    """The clauses in force under the editions that no rule decides: a person looks at them."""
    profile, guidelines = facts.profile, facts.rulebook.guidelines
    found = []
    for clause in facts.rulebook.clauses.values():
        if (
            clause.checked_by == "hand"
            and clause.pack in profile.packs
            and clause.strength in profile.strengths
            and (not profile.authorities or guidelines[clause.guideline].authority in profile.authorities)
            and clause.exists_in(facts.edition(clause.guideline))
            and (not clause.in_force or date.fromisoformat(clause.in_force) <= facts.as_of)
        ):
            found.append(clause)
    return sorted(found, key=lambda clause: (clause.guideline, clause.id))


def judge(  # noqa: PLR0913
    rulebook: Rulebook, inventory: Inventory, profile: Profile, as_of: date, rules: Iterable[Rule] | None = None, overrides: dict[str, Any] | None = None, *,
    keep_all: bool = False,
) -> Judged:  # fmt: skip
    """Judge an inventory by the rules a profile selects, as of a day. `keep_all` builds a finding for every judgement, upcoming or not.

    `rules` narrows the rules; then clauses checked by hand are left out.
    """
    facts = Facts(rulebook, inventory, profile, as_of, overrides)
    chosen, absent = selection(rules if rules is not None else rulebook.rules, facts)
    chosen, left_out = without_left_out(chosen, facts)
    tally = _Tally(profile, as_of, keep_all)
    later: dict[date, list[Selected]] = {}
    network = None
    for selected in chosen:
        if selected.review and profile.unread == "ignore":
            continue
        if selected.in_force is not None and selected.in_force > as_of:
            later.setdefault(selected.in_force, []).append(selected)
            continue
        if network is None and any(duty.route for duty in selected.rule.duties):
            network = network_of(inventory)
        tally.add(Ruling(selected, facts, network, keep_all), selected.review and profile.unread != "enforce")
    for day, those in sorted(later.items()):
        tally.plan(day, those, Facts(rulebook, inventory, profile, day, overrides))
    hand = clauses_by_hand(facts) if rules is None else []
    for clause in hand:
        tally.count_one((f"{clause.guideline} {clause.id}", ""), NOT_CHECKED)
    judged = tally.judged(
        tuple((rule.id, duty.label) for rule in absent for duty in rule.duties),
        tuple((clause.guideline, clause.id) for clause in hand),
    )
    return judged._replace(left_out=left_out) if left_out else judged


def only_about(judged: Judged, subjects: frozenset[str]) -> Judged:
    """The judgements about some subjects, and about what stands in them, only; counted anew. Made from a run that kept them all."""
    kept = tuple(finding for finding in judged.findings if _is_about(finding, subjects))
    upcoming = tuple(finding for finding in judged.upcoming if _is_about(finding, subjects))
    counts: dict[tuple[str, str], dict[str, int]] = {}
    things: dict[tuple[str, str], dict[str, int]] = {}
    for finding in kept:
        for table, number in ((counts, 1), (things, finding.things)):
            verdicts = table.setdefault((finding.rule, finding.duty), {})
            verdicts[finding.verdict] = verdicts.get(finding.verdict, 0) + number
    states = {state: sum(1 for finding in kept if finding.state == state) for state in judged.states}
    told = judged._replace(
        findings=kept,
        upcoming=upcoming,
        counts=counts,
        things=things,
        states=states,
        planned=(),
        by_hand=(),
        reviews=judged.reviews.intersection(counts),
        about=subjects,
    )
    return set_apart(told)


def _is_about(finding: Finding, subjects: frozenset[str]) -> bool:
    return any(name == subject or name.startswith(f"{subject}.") for name in finding.names for subject in subjects)


def set_apart(judged: Judged) -> Judged:
    """The outcome of a run that kept all judgements: those worth showing as findings, all of them as `kept`."""
    return judged._replace(findings=tuple(finding for finding in judged.findings if finding.verdict in _WORTH_SHOWING), kept=judged.findings)


def _would_be(selected: Selected, facts: Facts) -> dict[str, dict[str, int]]:
    """How many judgements of a rule there are by the facts, by duty and verdict."""
    network = network_of(facts.inventory) if any(duty.route for duty in selected.rule.duties) else None
    found: dict[str, dict[str, int]] = {duty.label: {} for duty in selected.rule.duties}
    for judgement in Ruling(selected, facts, network, False).judgements():
        verdicts = found[judgement.duty.label]
        verdicts[judgement.verdict] = verdicts.get(judgement.verdict, 0) + 1
    return found


class _Tally:
    def __init__(self, profile: Profile, as_of: date, keep_all: bool) -> None:
        self.as_of, self.keep_all = as_of, keep_all
        self.horizon = moved(as_of, Period(*profile.notice))
        self.counts: dict[tuple[str, str], dict[str, int]] = {}
        self.things: dict[tuple[str, str], dict[str, int]] = {}
        self.states: dict[str, int] = {"done": 0, "due": 0}
        self.findings: list[Finding] = []
        self.upcoming: list[Finding] = []
        self.planned: list[Planned] = []
        self.reviews: set[tuple[str, str]] = set()

    def count_one(self, key: tuple[str, str], verdict: str) -> None:
        """The only judgement of its key, about one thing."""
        self.counts[key], self.things[key] = {verdict: 1}, {verdict: 1}

    def add(self, ruling: Ruling, review: bool) -> None:
        """Count every judgement of a rule; keep as findings those worth showing."""
        rule = ruling.rule.id
        if review:
            self.reviews |= {(rule, duty.label) for duty in ruling.rule.duties}
        for duty, judgements, passes, things in ruling.by_duty(not self.keep_all):
            counted: dict[str, int] = {}
            stand_for: dict[str, int] = {}
            self.counts[rule, duty.label], self.things[rule, duty.label] = counted, stand_for
            for judgement in judgements:
                verdict = judgement.verdict
                counted[verdict] = counted.get(verdict, 0) + 1
                stand_for[verdict] = stand_for.get(verdict, 0) + judgement.things
                self._keep(judgement, verdict, ruling, review)
            if passes:
                counted[PASS] = counted.get(PASS, 0) + passes
                stand_for[PASS] = stand_for.get(PASS, 0) + things

    def _keep(self, judgement: Judgement, verdict: str, ruling: Ruling, review: bool) -> None:
        """Keep as a finding what is worth showing, and apart from those what holds today and has a deadline that is near."""
        if judgement.state in self.states:
            self.states[judgement.state] += 1
        is_upcoming = verdict == PASS and judgement.dated and self._is_near(judgement.deadline)
        is_shown = self.keep_all or verdict in _WORTH_SHOWING
        if is_shown or is_upcoming:
            finding = shown(judgement, ruling, review)
            if is_shown:
                self.findings.append(finding)
            if is_upcoming:
                self.upcoming.append(finding)

    def _is_near(self, deadline: Deadline | None) -> bool:
        return deadline is not None and deadline.day is not None and self.as_of <= deadline.day <= self.horizon

    def plan(self, day: date, those: list[Selected], facts: Facts) -> None:
        """Duties not in force yet: NOT_APPLICABLE today. What they would be on the day they come into force is judged when a report asks for it."""
        for selected in those:
            judge_then = functools.cache(functools.partial(_would_be, selected, facts))
            for duty in selected.rule.duties:
                self.count_one((selected.rule.id, duty.label), NOT_APPLICABLE)
                self.planned.append(Planned(selected.rule.id, duty.label, day, judge_then))

    def judged(self, absent: tuple[tuple[str, str], ...], by_hand: tuple[tuple[str, str], ...]) -> Judged:
        return Judged(
            tuple(self.findings), tuple(self.upcoming), self.counts, self.things, self.states, tuple(self.planned), absent, by_hand, frozenset(self.reviews)
        )

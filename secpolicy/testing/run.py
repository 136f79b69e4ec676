"""Running cases: judge each by its one rule and compare what came out with what was expected."""

from __future__ import annotations

import os
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.record import Record
from secpolicy.judging.facts import plain_constant
from secpolicy.judging.finding import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Finding
from secpolicy.judging.judge import judge
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import Entity, place_name, ref
from secpolicy.model.inventory import build_inventory
from secpolicy.model.parameters import constant_read
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Kind
from secpolicy.testing.cases import Case, Expected, case_file_of, load_cases

_WORST = (ERROR, FAIL, UNKNOWN, PASS, NOT_APPLICABLE)
WORDS = {PASS: "pass", FAIL: "fail", UNKNOWN: "unknown", NOT_APPLICABLE: "not_applicable", ERROR: "error"}


class Outcome(Record):
    """One duty of one case: what was expected and what was found, in the words of a case; equal if it passed."""

    rule: str
    case: str
    duty: str
    location: Location
    expected: dict[str, Any]
    found: dict[str, Any]

    @property
    def passed(self) -> bool:
        return self.expected == self.found


class Prepared(Record):
    """A case with what it gives, read by the vocabulary."""

    case: Case
    inventory: Inventory
    overrides: dict[str, Any]
    profile: Profile


class Tested(Record):
    """The outcomes of all cases run, the rules without cases, and the files that could not be read."""

    outcomes: tuple[Outcome, ...]
    without: tuple[str, ...]
    problems: tuple[Problem, ...]
    cases: int


def run_rules(rulebook: Rulebook, rules: tuple[Rule, ...], root: str) -> Tested:
    """Run the cases of rules; a rule without a case file is named, not refused."""
    outcomes: list[Outcome] = []
    problems: list[Problem] = []
    without: list[str] = []
    number = 0
    for rule in rules:
        path = case_file_of(rule, root)
        if not os.path.isfile(path):
            without.append(rule.id)
            continue
        try:
            cases = load_cases(path, os.path.relpath(path, root).replace(os.sep, "/"), rulebook.vocabulary)
        except Refused as refused:
            problems += refused.problems
            continue
        for case in cases:
            number += 1
            if case.rule != rule.name:
                problems.append(Problem(case.location, "case-of-another-rule", {"rule": case.rule, "file": rule.name}))
                continue
            try:
                outcomes += run_case(rulebook, rule, case)
            except Refused as refused:
                problems += refused.problems
    return Tested(tuple(outcomes), tuple(without), tuple(problems), number)


def profile_of_cases(rulebook: Rulebook, editions: dict[str, str]) -> Profile:
    """Every pack and strength, unread clauses enforced: a case tests the rule, not the profile."""
    return Profile("cases", ("", ""), editions, tuple(rulebook.packs), unread="enforce")


def run_case(rulebook: Rulebook, rule: Rule, case: Case) -> list[Outcome]:
    """The outcomes of one case. Raises Refused if what it gives is no inventory, or if it expects something of a duty that the rule lacks."""
    labels = {duty.label for duty in rule.duties}
    for label in case.expect:
        if label not in labels:
            values = {"word": label, "known": sorted(labels), "meant": closest(label, sorted(labels))}
            raise Refused([Problem(case.location, "case-unknown-word", values)], exit_code=7)
    return outcomes_of(rulebook, rule, prepared(rulebook, case))


def prepared(rulebook: Rulebook, case: Case) -> Prepared:
    """The case with its inventory built, so that several rules can be tried on it. Raises Refused if what it gives is no inventory."""
    inventory = build_inventory((case.document,), rulebook.vocabulary, rulebook.catalogs)
    overrides = {name: _override(rulebook, name, raw, case) for name, raw in case.parameters.items()}
    return Prepared(case, inventory, overrides, profile_of_cases(rulebook, case.editions))


def outcomes_of(rulebook: Rulebook, rule: Rule, ready: Prepared) -> list[Outcome]:
    """The outcomes of one case for the duties that the rule has."""
    case = ready.case
    labels = {duty.label for duty in rule.duties}
    if labels.isdisjoint(case.expect):
        return []
    judged = judge(rulebook, ready.inventory, ready.profile, case.today, (rule,), ready.overrides, keep_all=True)
    absent = {duty for _, duty in judged.absent}
    planned = {plan.duty for plan in judged.planned}
    outcomes = []
    for label, expected in case.expect.items():
        if label not in labels:
            continue
        if label in absent:
            found: dict[str, Any] = {"verdict": "absent"}
            wanted = {"verdict": expected.verdict}
        elif label in planned:
            found, wanted = {"verdict": "not_applicable"}, {"verdict": expected.verdict}
        else:
            findings = [finding for finding in judged.findings if finding.duty == label]
            wanted, found = _compared(expected, findings)
        outcomes.append(Outcome(rule.id, case.name, label, case.location, wanted, found))
    return outcomes


def _compared(expected: Expected, findings: list[Finding]) -> tuple[dict[str, Any], dict[str, Any]]:
    wanted: dict[str, Any] = {"verdict": expected.verdict}
    chosen = [finding for finding in findings if expected.subjects is None or _is_about(finding, expected.subjects)]
    if not chosen:
        # A subject that the rule is not asked of has no judgement of its own.
        return wanted, {"verdict": "not_applicable"}
    verdict = min((finding.verdict for finding in chosen), key=_WORST.index)
    worst = [finding for finding in chosen if finding.verdict == verdict]
    found: dict[str, Any] = {"verdict": WORDS[verdict]}
    if verdict == ERROR:
        found["reason"] = worst[0].reason
    if expected.missing is not None:
        wanted["missing"] = sorted(expected.missing)
        found["missing"] = sorted({place_name(place) for finding in worst for place in finding.missing})
    if expected.deadline is not None:
        wanted["deadline"] = expected.deadline
        found["deadline"] = "null" if expected.deadline in ("null", "") and worst[0].deadline.day is None else _deadline_word(worst[0])
    if expected.state is not None:
        wanted["state"] = expected.state
        found["state"] = worst[0].state
    if expected.route is not None:
        wanted["route"] = list(expected.route)
        routes = [[_short(hop.id) for hop in walked.hops] for finding in worst if finding.ways for walked in finding.ways.reached
                  if expected.subjects is None or len(expected.subjects) < 2 or walked.reached.id in expected.subjects]  # fmt: skip
        found["route"] = list(expected.route) if list(expected.route) in routes else routes[0] if routes else []
    return wanted, found


def _is_about(finding: Finding, subjects: tuple[str, ...]) -> bool:
    names = {name for subject in finding.subjects for name in (subject.id, ref(subject))} or {"inventory"}
    reached = {walked.reached.id for walked in finding.ways.reached} if finding.ways else set()
    return subjects[0] in names and all(subject in names | reached for subject in subjects[1:])


def _short(hop: str) -> str:
    """A link by its id, as cases write it; feet and other hops keep their kind."""
    return hop.removeprefix("link:")


def _deadline_word(finding: Finding) -> str:
    deadline = finding.deadline
    if deadline.form == "day" and deadline.day is not None:
        return deadline.day.isoformat()
    return deadline.about if deadline.form == "about" else deadline.form


def _override(rulebook: Rulebook, name: str, raw: Any, case: Case) -> Any:
    """A parameter's value as a case sets it, read by the parameter's type."""
    if name not in rulebook.parameters:
        values = {"name": name, "meant": closest(name, [*rulebook.parameters])}
        raise Refused([Problem(case.location, "unknown-parameter-meant" if values["meant"] else "unknown-parameter", values)], exit_code=7)
    if raw in ("none", "なし"):
        return None
    holder = Mapping({"value": raw})
    holder.start, holder.end, holder.source = case.document.start, case.document.end, case.document.source
    entity = Entity(Kind("value", "", "", "", "once", (), (), False, {}, {}), holder)
    read, problems = constant_read(rulebook.parameters[name], entity, "value", rulebook.vocabulary)
    if read is None:
        raise Refused(problems, exit_code=7)
    return plain_constant(read)

"""Applying waivers: strict, always ended, and every one of them reported with what became of it."""

from __future__ import annotations

import functools
from datetime import date

from secpolicy.base.dates import Period, moved
from secpolicy.base.record import Record
from secpolicy.judging.finding import FAIL, PASS, Finding, Judged
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import ref
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.waivers import Waiver

STATES = ("applied", "expiring", "expired", "not_yet", "unused", "without_effect", "refused")
BINDING = ("statute", "ordinance")


class Waived(Record):
    """What became of one waiver. `why`: the message id of the reason, if it was refused or had no effect."""

    waiver: Waiver
    state: str
    why: str = ""
    of: Finding | None = None

    @property
    def finding(self) -> str:
        """The id of the finding that the waiver is about; empty if there is none."""
        return self.of.id if self.of is not None else ""


def with_waivers(judged: Judged, waivers: tuple[Waiver, ...], rulebook: Rulebook, inventory: Inventory, profile: Profile, as_of: date) -> Judged:
    """The findings with waivers applied, and the fate of each waiver. A waiver suppresses a FAIL, never an UNKNOWN, never a statute."""
    if not waivers:
        return judged
    rules = {waiver.rule for waiver in waivers}
    positions = {finding.key: position for position, finding in enumerate(judged.findings) if finding.rule in rules}
    findings = [*judged.findings]
    known = _Known(inventory)
    fates = []
    for waiver in waivers:
        position = positions.get((waiver.rule, waiver.duty, waiver.subject))
        finding = findings[position] if position is not None else None
        fate = _fate(waiver, finding, rulebook, known, profile, as_of)
        fates.append(fate)
        if fate.state in ("applied", "expiring") and finding is not None and position is not None:
            findings[position] = finding._replace(waiver=waiver)
    return judged._replace(findings=tuple(findings), waivers=tuple(fates))


def _fate(waiver: Waiver, finding: Finding | None, rulebook: Rulebook, known: _Known, profile: Profile, as_of: date) -> Waived:
    rule = rulebook.by_id.get(waiver.rule)
    is_known = finding is not None or waiver.subject in known
    if why := _fault(waiver, rule, rulebook, is_known, profile):
        return Waived(waiver, "refused", why)
    assert waiver.until is not None
    if as_of < max(_approved(waiver)):
        return Waived(waiver, "not_yet")
    if as_of > waiver.until:
        return Waived(waiver, "expired", of=finding)
    if finding is None or finding.verdict == PASS:
        return Waived(waiver, "unused")
    if finding.verdict != FAIL:
        return Waived(waiver, "without_effect", "waiver-undecided", finding)
    if finding.ways is not None and finding.ways.fails_without is not None and finding.ways.fails_without(_hops(waiver)):
        return Waived(waiver, "without_effect", "waiver-other-route" if waiver.links else "waiver-without-links", finding)
    soon = moved(as_of, Period(*profile.notice))
    return Waived(waiver, "expiring" if waiver.until <= soon else "applied", "", finding)


def _fault(waiver: Waiver, rule: Rule | None, rulebook: Rulebook, is_known: bool, profile: Profile) -> str:
    """The reason for which a waiver is refused; empty if it is sound."""
    if rule is None:
        return "waiver-unknown-rule"
    if waiver.duty not in {duty.label for duty in rule.duties}:
        return "waiver-unknown-duty"
    if not is_known:
        return "waiver-unknown-subject"
    if not waiver.reason:
        return "waiver-without-reason"
    if not _approved(waiver):
        return "waiver-without-approval"
    if waiver.until is None:
        return "waiver-without-end"
    if waiver.until > moved(max(_approved(waiver)), Period(*profile.longest_waiver)):
        return "waiver-too-long"
    if any(rulebook.guidelines[cite.guideline].authority in BINDING for cite in rule.cites):
        return "waiver-of-statute"
    return ""


def _approved(waiver: Waiver) -> list[date]:
    """The days on which somebody approved the waiver; an approval without a name or a day is none."""
    return [approval.date for approval in waiver.approvals if approval.by and approval.date is not None]


def _hops(waiver: Waiver) -> frozenset[str]:
    """The ids of the hops that a waiver speaks of: a link by its id alone, another hop with its kind."""
    return frozenset(name if ":" in name else f"link:{name}" for name in waiver.links)


def refs_of(inventory: Inventory) -> set[str]:
    """Every thing and record that an inventory declares, as reports name it."""
    return _refs_of_things(inventory) | _refs_of_records(inventory)


def _refs_of_things(inventory: Inventory) -> set[str]:
    return {ref(member) for population in inventory.populations.values() for member in population.members}


def _refs_of_records(inventory: Inventory) -> set[str]:
    return {ref(record) for records in inventory.records.values() for record in records}


class _Known:
    """The things and records of an inventory by name, gathered when one is looked for: records, of which there are most, only if it is no thing."""

    def __init__(self, inventory: Inventory) -> None:
        self.things = functools.cache(lambda: _refs_of_things(inventory))
        self.records = functools.cache(lambda: _refs_of_records(inventory))

    def __contains__(self, name: str) -> bool:
        return name in self.things() or name in self.records()

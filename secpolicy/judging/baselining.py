"""Setting aside what a baseline has taken note of: by content, never a statute, and with the fate of every entry."""

from __future__ import annotations

from collections.abc import Iterable

from secpolicy.base.record import Record
from secpolicy.judging.finding import FAIL, UNKNOWN, Finding, Judged
from secpolicy.judging.used import facts_used
from secpolicy.judging.waiving import BINDING
from secpolicy.model.baseline import Entry
from secpolicy.model.rulebook import Rulebook

# `changed`: the finding is there for other facts, and so is new again. `gone`: it no longer occurs, or needs no entry.
STATES = ("hidden", "changed", "gone", "refused")


class Fate(Record):
    """What became of one entry of a baseline."""

    entry: Entry
    state: str


def with_baseline(judged: Judged, entries: Iterable[Entry], rulebook: Rulebook) -> Judged:
    """What is left to show once the findings of a baseline are set aside. Counts stay what they are: nothing is judged otherwise."""
    open_ = {finding.key: finding for finding in judged.findings if is_open(finding)}
    fates = []
    hidden: dict[str, Finding] = {}
    for entry in entries:
        finding = open_.get((entry.rule, entry.duty, entry.subject))
        state = _state(entry, finding, rulebook)
        fates.append(Fate(entry, state))
        if state == "hidden" and finding is not None:
            hidden[finding.id] = finding
    findings = tuple(finding for finding in judged.findings if finding.id not in hidden)
    return judged._replace(findings=findings, baselined=tuple(hidden.values()), baseline=tuple(fates))


def _state(entry: Entry, finding: Finding | None, rulebook: Rulebook) -> str:
    if is_binding(entry.rule, rulebook):
        return "refused"
    if finding is None:
        return "gone"
    return "hidden" if entry_of(finding)[:6] == entry[:6] else "changed"


def is_open(finding: Finding) -> bool:
    """Whether a finding stands against the inventory: what is for review or was waived is set apart already."""
    return finding.verdict in (FAIL, UNKNOWN) and not finding.review and finding.waiver is None


def is_binding(rule: str, rulebook: Rulebook) -> bool:
    """Whether a rule rests on a statute or an ordinance: as with waivers, no decision of the organisation's own sets that aside."""
    cites = [cite for one in rulebook.rules if one.id == rule for cite in one.cites]
    return any(rulebook.guidelines[cite.guideline].authority in BINDING for cite in cites)


def entry_of(finding: Finding, because: str = "") -> Entry:
    """The entry by which a baseline takes note of a finding."""
    facts = tuple(sorted(facts_used(finding).items()))
    return Entry(finding.id, finding.rule, finding.duty, " ".join(finding.names), finding.verdict, facts, because)

"""An organisation's own days for breaches to which no text gives one: by severity, from the day on which the facts were declared.

They are shown as what they are (庁内設定), and neither replace a day of the text nor excuse a breach before the gate.
"""

from __future__ import annotations

from datetime import date

from secpolicy.base.dates import Period, fiscal_year_end, fiscal_year_of, moved, read_day
from secpolicy.base.truth import Place
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import FAIL, Deadline, Finding, Judged
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import from_outermost
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook

BASIS = "organisation"


def with_own_deadlines(judged: Judged, rulebook: Rulebook, inventory: Inventory, profile: Profile, as_of: date) -> Judged:
    """The findings, with a day where the profile gives one for their severity and nothing else does."""
    if not profile.own_deadlines:
        return judged
    facts = Facts(rulebook, inventory, profile, as_of)
    return judged._replace(findings=tuple(dated(finding, facts) for finding in judged.findings))


def dated(finding: Finding, facts: Facts) -> Finding:
    """A finding with the day that the profile gives for its severity, if nothing else gives one."""
    period = facts.profile.own_deadlines.get(facts.rulebook.by_id[finding.rule].severity)
    if period is None or finding.verdict != FAIL or finding.review or finding.deadline.form != "none":
        return finding
    deadline = _deadline(_declared_on(facts.inventory, finding), Period(*period))
    return finding._replace(deadline=deadline, state=_state(deadline, facts.as_of), own=True)


def _declared_on(inventory: Inventory, finding: Finding) -> date | None:
    """The day on which the file of the subject was declared; a file that gives none goes by the day of the inventory."""
    outermost = from_outermost(finding.subjects[0], ())[0] if finding.subjects else None
    file = outermost.source.source.name if outermost is not None and outermost.source is not None else ""
    raw = next((document.get("declared_on") for document in inventory.documents if document.source.name == file), None)
    span = read_day(raw) if isinstance(raw, str) else None
    return span[1] if span is not None else inventory.declared_on


def _deadline(declared: date | None, period: Period) -> Deadline:
    if declared is None:
        return Deadline("unknown", basis=BASIS, missing=(Place(None, "declared_on"),))
    return Deadline("day", fiscal_year_end(fiscal_year_of(declared)) if period.yearly else moved(declared, period), basis=BASIS)


def _state(deadline: Deadline, as_of: date) -> str:
    if deadline.day is None:
        return "unknown"
    return "overdue" if deadline.day < as_of else "due"

"""The facts that a finding rests on, as texts: two findings with the same ones say the same thing of the same inventory."""

from __future__ import annotations

from typing import Any

from secpolicy.base.dates import Period
from secpolicy.base.truth import AtLeast, Between, Unknown
from secpolicy.judging.finding import Finding
from secpolicy.model.entity import UNDECLARED, Entity, place_name, ref

UNTOLD = "?"


def facts_used(finding: Finding) -> dict[str, str]:
    """What the finding read, by place, with the value that stood there; what it waits for; and the hops of its routes."""
    found = {place_name(place): value_as_text(_value(place.holder, place.path)) for place in finding.grounds.evidence}
    found |= {place_name(place): UNTOLD for place in finding.missing}
    for walked in finding.ways.reached if finding.ways is not None else ():
        found[f"route to {ref(walked.reached)}"] = " ".join(hop.id for hop in walked.hops)
    return found


def _value(holder: Any, name: str) -> Any:
    return holder.value(name) if isinstance(holder, Entity) and name in holder.kind.index else UNDECLARED


def value_as_text(value: Any) -> str:
    """A value as one text that changes if and only if the value does; other than in reports, nothing here depends on the language."""
    if value is UNDECLARED or type(value) is Unknown:
        return UNTOLD
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Entity):
        return ref(value)
    if type(value) is Between:
        return f"{value_as_text(value.low)} to {value_as_text(value.high)}"
    if type(value) is AtLeast:
        return ", ".join([*map(value_as_text, value.members), UNTOLD])
    if type(value) is Period:
        return f"{value.months} months {value.days} days {value.minutes} minutes" + (" yearly" if value.yearly else "")
    if isinstance(value, dict):
        return ", ".join(f"{key} {value_as_text(part)}" for key, part in sorted(value.items()))
    return ", ".join(map(value_as_text, value)) if type(value) is tuple else str(value)

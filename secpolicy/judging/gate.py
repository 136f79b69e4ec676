"""The gate: which findings fail a run, and the exit code that says so (architecture, section 4)."""

from __future__ import annotations

from secpolicy.judging.finding import ERROR, FAIL, NOT_APPLICABLE, UNKNOWN, Finding, Judged
from secpolicy.model.profile import Profile

GATED = ("must", "principle")
MET, FAILED, USAGE, NOTHING, UNDECIDED, REFUSED, BROKEN = 0, 1, 2, 3, 4, 5, 6


def is_gated(finding: Finding, profile: Profile, fail_on: tuple[str, ...]) -> bool:
    """Whether a finding fails the run by itself."""
    if finding.review or finding.waiver is not None:
        return False
    named = finding.strength in fail_on or (finding.strength in GATED and "must" in fail_on)
    if finding.verdict == FAIL:
        # What is due on a day to come is listed, and fails only on request; a day that nobody but the organisation set excuses nothing.
        return named and (finding.state != "due" or finding.own or "future" in fail_on) and finding.deadline.form != "about"
    if finding.verdict == UNKNOWN and profile.unknown_counts_as == "fail":
        return named
    return finding.verdict == UNKNOWN and "unknown" in fail_on and (named or finding.strength in GATED)


def exit_code(judged: Judged, profile: Profile, fail_on: tuple[str, ...]) -> int:
    """0 gate met, 1 gated FAIL, 3 every judgement not applicable, 4 gated UNKNOWN, 6 rule ERROR: the first that applies of 6, 3, 1, 4."""
    found = set().union(*judged.counts.values())
    if ERROR in found:
        return BROKEN
    if found <= {NOT_APPLICABLE}:
        return NOTHING
    gated = [finding for finding in judged.findings if is_gated(finding, profile, fail_on)]
    if any(finding.verdict == FAIL or profile.unknown_counts_as == "fail" for finding in gated):
        return FAILED
    return UNDECIDED if gated else MET

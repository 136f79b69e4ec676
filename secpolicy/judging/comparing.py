"""What changed between two runs: each finding of either side is new, worse, better, moved, or gone, and why."""

from __future__ import annotations

from secpolicy.base.record import Record
from secpolicy.judging.finding import ERROR, FAIL, UNKNOWN, Deadline, Finding, Judged
from secpolicy.judging.used import facts_used

# In the order in which they are told. `lapsed`: the deadline is the same, but the day is past it now.
KINDS = ("new", "worse", "lapsed", "deadline", "reason", "better", "fixed", "gone", "dropped")
WAIVED = "WAIVED"
_RANK = {WAIVED: 0, UNKNOWN: 1, FAIL: 2, ERROR: 3}
_Key = tuple[str, str, tuple[str, ...]]


class Change(Record):
    """One finding that is not as it was. `because`: what made it appear, subject or duty, if it is not the facts."""

    kind: str
    before: Finding | None
    after: Finding | None
    because: str = ""

    @property
    def shown(self) -> Finding:
        """The finding to show: as it is now, else as it was."""
        finding = self.after or self.before
        assert finding is not None
        return finding


class Run(Record):
    """One side: what was judged, and every thing that its inventory names."""

    judged: Judged
    things: frozenset[str]


class Compared(Record):
    """All changes, those of findings to review among them, and how many findings are as they were."""

    changes: tuple[Change, ...]
    unchanged: int


def compared(old: Run, new: Run) -> Compared:
    """Compare the open findings of two runs by rule, duty and subjects."""
    before, after = _open(old.judged), _open(new.judged)
    changes = []
    unchanged = 0
    for key in dict.fromkeys((*after, *before)):
        change = _change(before.get(key), after.get(key), old, new)
        if change is None:
            unchanged += 1
        else:
            changes.append(change)
    return Compared(tuple(sorted(changes, key=_order)), unchanged)


def _open(judged: Judged) -> dict[_Key, Finding]:
    return {(one.rule, one.duty, one.names): one for one in judged.findings if one.verdict in (FAIL, UNKNOWN, ERROR)}


def _change(before: Finding | None, after: Finding | None, old: Run, new: Run) -> Change | None:
    if before is None:
        assert after is not None
        return Change("new", None, after, _newcomer(after, old))
    if after is None:
        if _is_strange(before, new):
            return Change("gone", before, None, "subject")
        return Change("fixed" if (before.rule, before.duty) in new.judged.counts else "dropped", before, None)
    kind = _difference(before, after)
    return Change(kind, before, after) if kind else None


def _newcomer(finding: Finding, old: Run) -> str:
    """Whether the old side could not have had the finding: it had no such thing, or did not ask."""
    if _is_strange(finding, old):
        return "subject"
    return "" if (finding.rule, finding.duty) in old.judged.counts else "duty"


def _is_strange(finding: Finding, run: Run) -> bool:
    """Whether a finding is about a thing that a run does not know."""
    return any(name not in run.things for name in finding.names if name != "inventory")


def standing(finding: Finding) -> str:
    """The verdict, or that an exception was approved for it."""
    return WAIVED if finding.waiver is not None else finding.verdict


def _difference(before: Finding, after: Finding) -> str:
    """The first kind that fits; empty if the two say the same."""
    was, is_ = _RANK[standing(before)], _RANK[standing(after)]
    if was != is_:
        return "worse" if is_ > was else "better"
    if _day(before.deadline) != _day(after.deadline):
        return "deadline"
    if before.state != "overdue" and after.state == "overdue":
        return "lapsed"
    return "reason" if facts_used(before) != facts_used(after) else ""


def _day(deadline: Deadline) -> tuple[object, ...]:
    return deadline.form, deadline.day, deadline.until, deadline.about


def _order(change: Change) -> tuple[int, str, str, tuple[str, ...]]:
    finding = change.shown
    return KINDS.index(change.kind), finding.rule, finding.duty, finding.names

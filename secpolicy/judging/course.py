"""How verdicts go on from day to day: on which days to come one turns into another, and why.

Between the days on which facts grow too old for the profile, the inventory stays as it is. No day is judged in vain: a rule is judged
on a day that notes when an answer may next be another (`Watched`), and again on that day.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import date, timedelta

from secpolicy.base.record import Record
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import ERROR, FAIL, NOT_APPLICABLE, NOT_CHECKED, UNKNOWN, Finding, Judged
from secpolicy.judging.judge import clauses_by_hand, selection, without_left_out
from secpolicy.judging.network import Network, network_of
from secpolicy.judging.own_deadlines import dated
from secpolicy.judging.ruling import Judgement, Ruling
from secpolicy.judging.selected import Selected
from secpolicy.judging.showing import shown
from secpolicy.judging.waiving import with_waivers
from secpolicy.judging.watched import Watched
from secpolicy.model.entity import Entity, place_name, ref
from secpolicy.model.rulebook import Rule
from secpolicy.model.waivers import Waiver, waivers_of

# Besides the verdicts: not in force yet; a breach that is not due yet; a breach for which an exception was approved.
PLANNED, NOT_DUE, WAIVED = "PLANNED", "NOT_DUE", "WAIVED"
Key = tuple[str, str, tuple[str, ...]]


class State(Record):
    """How a duty stands for its subjects on a day. `finding` only of what is open."""

    word: str
    subjects: tuple[Entity, ...] = ()
    finding: Finding | None = None


class Turn(Record):
    """A duty that stands otherwise from a day on. `why`: in_force, waiver, deadline, age or day; `review`: it rests on an unread clause."""

    day: date
    key: Key
    before: State
    after: State
    why: str
    review: bool

    @property
    def finding(self) -> Finding | None:
        """The finding that tells about it: as it is from then on, else as it was."""
        return self.after.finding or self.before.finding


class Course(Record):
    """All turns behind the first day up to the last, by day; `judged_on`: the days on which anything was judged again."""

    first: date
    last: date
    turns: tuple[Turn, ...]
    judged_on: tuple[date, ...]


def course(facts: Facts, until: date, rules: Iterable[Rule] | None = None, aged: Iterable[Facts] = ()) -> Course:
    """Every turn of a verdict from the day of the facts, which is as it is, up to and including a last day.

    `aged`: what the facts are from later days on, by day, because some of them have grown too old.
    """
    return _Walk(facts, until, rules).course((facts, *aged))


def word_of(finding: Finding) -> str:
    """How a finding stands, in one word."""
    if finding.waiver is not None:
        return WAIVED
    return NOT_DUE if finding.verdict == FAIL and finding.state == "due" else finding.verdict


class _Walk:
    def __init__(self, facts: Facts, until: date, rules: Iterable[Rule] | None) -> None:
        self.facts, self.until, self.first = facts, until, facts.as_of
        chosen, _ = without_left_out(selection(rules if rules is not None else facts.rulebook.rules, facts)[0], facts)
        self.chosen = [one for one in chosen if not (one.review and facts.profile.unread == "ignore")]
        self.by_rule = {one.rule.id: one for one in self.chosen}
        self.by_hand = rules is None
        self.waivers: tuple[Waiver, ...] = ()
        self.network: Network | None = None
        self.aged: set[str] = set()  # the facts that the profile no longer relies on since the day of `facts`
        self.states: dict[Key, State] = {}
        self.told: dict[Key, State] = {}  # as they were last told, waivers applied
        self.keys: dict[int, set[Key]] = {}
        self.turns: list[Turn] = []

    def course(self, stretches: tuple[Facts, ...]) -> Course:
        days: set[date] = {self.first}
        ends = [facts.as_of - timedelta(days=1) for facts in stretches[1:]]
        for facts, end in zip(stretches, (*ends, self.until), strict=True):
            days |= self._walk(facts, end)
        self.turns += self._clauses_in_force(stretches[0]) if self.by_hand else []
        self.turns.sort(key=lambda turn: (turn.day, turn.key))
        return Course(self.first, self.until, tuple(self.turns), tuple(sorted(days)))

    def _walk(self, facts: Facts, end: date) -> set[date]:
        """Judge by these facts from their day to the end; the days on which that was needed."""
        self.facts, self.network, self.waivers = facts, None, waivers_of(facts.inventory)
        self.aged = {place_name(one.place) for one in facts.inventory.doubted} if facts.as_of > self.first else set()
        start = facts.as_of
        waiting = [(max(start, one.in_force or start), at) for at, one in enumerate(self.chosen)]
        waiting += [(day, -1) for day in self._days_of_waivers(start, end)]
        heapq.heapify(waiting)
        days: set[date] = set()
        while waiting and waiting[0][0] <= end:
            day = waiting[0][0]
            touched: set[Key] = set()
            while waiting and waiting[0][0] == day:
                _, at = heapq.heappop(waiting)
                if at >= 0:
                    turns, keys = self._judge(at, day)
                    touched |= keys
                    heapq.heappush(waiting, (turns, at))
            days.add(day)
            self._tell(day, touched)
        return days

    def _judge(self, at: int, day: date) -> tuple[date, set[Key]]:
        """Judge one rule on a day; when it must be judged again, and all that it judged now or before."""
        selected, today = self.chosen[at], Watched.of(day)
        if self.network is None and any(duty.route for duty in selected.rule.duties):
            self.network = network_of(self.facts.inventory)
        ruling = Ruling(selected, self.facts.on(today), self.network, False)
        before = self.keys.get(at, set())
        found: dict[Key, State] = {}
        for judgement in ruling.judgements():
            if judgement.verdict != NOT_APPLICABLE:
                names = tuple(ref(subject) for subject in judgement.subjects) or ("inventory",)
                finding = self._finding(judgement, ruling) if judgement.verdict in (FAIL, UNKNOWN, ERROR) else None
                word = word_of(finding) if finding is not None else judgement.verdict
                found[selected.rule.id, judgement.duty.label, names] = State(word, judgement.subjects, finding)
        for key in before - found.keys():
            del self.states[key]
        self.states |= found
        self.keys[at] = {*found}
        return today.turns, before | found.keys()

    def _finding(self, judgement: Judgement, ruling: Ruling) -> Finding:
        """What is open, with the organisation's own deadline if it has no other: the watched day takes note of that day too."""
        finding = shown(judgement, ruling, self._in_review(ruling.selected))
        return dated(finding, ruling.facts) if self.facts.profile.own_deadlines else finding

    def _in_review(self, selected: Selected) -> bool:
        return selected.review and self.facts.profile.unread != "enforce"

    def _tell(self, day: date, touched: set[Key]) -> None:
        """Compare what was touched, and what waivers speak of, with how it was told last."""
        waivable = {(waiver.rule, waiver.duty, tuple(waiver.subject.split(" "))) for waiver in self.waivers}
        waived = self._waived(day, waivable)
        for key in sorted(touched | waivable):
            now = waived.get(key) or self.states.get(key, State(NOT_APPLICABLE))
            before = self.told.get(key) or State(self._word_before(key, day))
            self.told[key] = now
            if day > self.first and before.word != now.word:
                self.turns.append(Turn(day, key, before, now, self._why(before, now, day), self._rests_on_unread(key)))

    def _waived(self, day: date, waivable: set[Key]) -> dict[Key, State]:
        """What is open and waived on a day."""
        found = [self.states[key].finding for key in sorted(waivable & self.states.keys())]
        open_ = tuple(finding for finding in found if finding is not None)
        if not open_:
            return {}
        facts = self.facts
        judged = Judged(open_, (), {}, {}, {}, (), (), (), frozenset())
        outcome = with_waivers(judged, self.waivers, facts.rulebook, facts.inventory, facts.profile, day)
        return {(one.rule, one.duty, one.names): State(word_of(one), one.subjects, one) for one in outcome.findings if one.waiver is not None}

    def _word_before(self, key: Key, day: date) -> str:
        """How something stood of which nothing was told yet: it was not in force, or it did not apply."""
        selected = self.by_rule.get(key[0])
        return PLANNED if selected is not None and selected.in_force == day else NOT_APPLICABLE

    def _rests_on_unread(self, key: Key) -> bool:
        selected = self.by_rule.get(key[0])
        return selected is not None and self._in_review(selected)

    def _why(self, before: State, after: State, day: date) -> str:
        finding = after.finding
        if day == self.facts.as_of and after.word == UNKNOWN and finding is not None and self.aged.intersection(map(place_name, finding.missing)):
            return "age"
        return _why(before, after)

    def _days_of_waivers(self, first: date, last: date) -> set[date]:
        """The days on which a waiver begins to hold or no longer does."""
        days = {day for waiver in self.waivers for day in _borders(waiver)}
        return {day for day in days if first <= day <= last}

    def _clauses_in_force(self, facts: Facts) -> list[Turn]:
        """Clauses that a person looks at, and that come into force."""
        known = {(clause.guideline, clause.id) for clause in clauses_by_hand(facts)}
        later = [clause for clause in clauses_by_hand(facts.on(self.until)) if (clause.guideline, clause.id) not in known]
        return [
            Turn(date.fromisoformat(one.in_force), (f"{one.guideline} {one.id}", "", ()), State(PLANNED), State(NOT_CHECKED), "in_force", False)
            for one in later
        ]


def _borders(waiver: Waiver) -> list[date]:
    days = [approval.date for approval in waiver.approvals if approval.date is not None]
    return days + ([waiver.until + timedelta(days=1)] if waiver.until is not None and waiver.until < date.max else [])


def _why(before: State, after: State) -> str:
    if before.word == PLANNED:
        return "in_force"
    if WAIVED in (before.word, after.word):
        return "waiver"
    finding = after.finding
    return "deadline" if finding is not None and finding.deadline.form == "day" and after.word == FAIL else "day"

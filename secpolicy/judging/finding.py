"""What judging yields: judgements counted, and findings built for those worth showing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from secpolicy.base.record import Record
from secpolicy.base.truth import Place
from secpolicy.judging.routes import CutHop, Walked
from secpolicy.model.clauses import Clause
from secpolicy.model.entity import Entity, ref

if TYPE_CHECKING:
    from secpolicy.judging.showing import Grounds

PASS, FAIL, UNKNOWN, NOT_APPLICABLE, NOT_CHECKED, ERROR = "PASS", "FAIL", "UNKNOWN", "NOT_APPLICABLE", "NOT_CHECKED", "ERROR"
VERDICTS = (PASS, FAIL, UNKNOWN, NOT_APPLICABLE, NOT_CHECKED, ERROR)


class Deadline(Record):
    """When a duty must be met. `form`: day, at_once, about, none, unknown.

    `day` is the lower end if `until` is given; `until` is date.max where the upper end is open.

    `basis`: law, guideline, plan, asset, event, organisation. `about` is the vague time as the text gives it.
    """

    form: str
    day: date | None = None
    until: date | None = None
    basis: str = ""
    missing: tuple[Place, ...] = ()
    about: str = ""


NO_DEADLINE = Deadline("none")


class Ways(Record):
    """Routes of a finding: each place reached with its witness, a shorter doubtful one, and the smallest cut, found when it is asked for.

    `fails_without(links)` tells whether the duty would still fail with those links taken away.
    """

    reached: tuple[Walked, ...]
    also_possible: tuple[Walked, ...] = ()
    find_cut: Callable[[], tuple[CutHop, ...] | None] | None = None
    proves_breach: tuple[Place, ...] = ()
    proves_pass: tuple[Place, ...] = ()
    fails_without: Callable[[frozenset[str]], bool] | None = None

    @property
    def cut(self) -> tuple[CutHop, ...] | None:
        """The smallest cut of a breach; None if nothing can be cut, if it is one of many with cuts of their own, or if the duty may hold."""
        return self.find_cut() if self.find_cut is not None else None


class Finding(Record):
    """A judgement worth showing. `subjects`: the things it is about, empty for the inventory as a whole (a list is missing).

    `state`: of a deadline (overdue, at_once, due, upcoming, unknown, none) or of a recurring duty (done, due).
    `grounds`: what proves and dates it, and what it says.
    `own`: the deadline is one that the organisation set itself, where no text gives any.
    `things`: how many things the subjects stand for. `waiver`: the waiver applied to it, if any; then the verdict is still the raw one.
    """

    rule: str
    duty: str
    verdict: str
    subjects: tuple[Entity, ...]
    deadline: Deadline
    state: str
    missing: tuple[Place, ...]
    grounds: Grounds
    review: bool
    strength: str
    clauses: tuple[Clause, ...]
    things: int = 1
    reason: str = ""
    ways: Ways | None = None
    waiver: Any = None
    own: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The subjects as reports and files name them."""
        return tuple(map(ref, self.subjects)) or ("inventory",)

    @property
    def key(self) -> tuple[str, str, str]:
        """Rule, duty and subject as waivers and baselines name them; two subjects of one rule are written with a space between."""
        return self.rule, self.duty, " ".join(self.names)

    @property
    def id(self) -> str:
        """The first 10 hexadecimal digits of SHA-256 over rule id, duty label and the sorted subjects."""
        import hashlib  # brings OpenSSL with it: only reports that show an id load it

        return hashlib.sha256("\n".join((self.rule, self.duty, *sorted(self.names))).encode()).hexdigest()[:10]


class Planned(Record):
    """A duty whose clause is not in force yet, and from when it is. `judge_then`: judges its rule as of that day, by duty and verdict."""

    rule: str
    duty: str
    until: date
    judge_then: Callable[[], dict[str, dict[str, int]]]

    @property
    def would_be(self) -> dict[str, int]:
        """What its verdicts would be on that day."""
        return self.judge_then()[self.duty]


class Judged(Record):
    """The outcome of a run. `counts`: (rule id, duty label) -> verdict -> judgements; `things`: the same, counting what lines stand for.

    `kept`: every judgement that has a subject, if the run was asked to keep them; `findings` then holds those worth showing all the same.
    `states` counts recurring duties that are done or due. `absent`: duties whose clauses the edition does not have. `left_out`: duties that the
    organisation's own pack leaves out, none of them in the counts.

    `baselined`: findings that a baseline sets aside; they are counted, and not among `findings`. `baseline`: the fate of each of its entries.
    `about`: the subjects to which the run was narrowed; empty: all.
    """

    findings: tuple[Finding, ...]
    upcoming: tuple[Finding, ...]
    counts: dict[tuple[str, str], dict[str, int]]
    things: dict[tuple[str, str], dict[str, int]]
    states: dict[str, int]
    planned: tuple[Planned, ...]
    absent: tuple[tuple[str, str], ...]
    by_hand: tuple[tuple[str, str], ...]
    reviews: frozenset[tuple[str, str]]
    waivers: tuple[Any, ...] = ()
    baselined: tuple[Finding, ...] = ()
    baseline: tuple[Any, ...] = ()
    about: frozenset[str] = frozenset()
    kept: tuple[Finding, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    def totals(self, review: bool | None = None) -> dict[str, int]:
        """Judgements by verdict; `review` picks those that do, or do not, rest on an unread clause."""
        total = dict.fromkeys(VERDICTS, 0)
        for key, verdicts in self.counts.items():
            if review is None or (key in self.reviews) == review:
                for verdict, number in verdicts.items():
                    total[verdict] += number
        return total

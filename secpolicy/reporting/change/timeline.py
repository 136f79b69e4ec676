"""What turns on which day, ready to be written: turns of one duty on one day folded into a row, with what made them come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from secpolicy.base.dates import fiscal_year_of, japanese_day
from secpolicy.base.location import Location
from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.judging.course import Course, State, Turn
from secpolicy.judging.finding import FAIL, PASS, UNKNOWN, Deadline
from secpolicy.reporting import report as r
from secpolicy.reporting.subjects import in_whole
from secpolicy.reporting.to_declare import place_text

_PLACES = 2  # that a row shows


class Timeline(Record):
    """A report as it is on its day, and how its verdicts go on. `with_review`: whether what rests on unread clauses is shown too."""

    report: r.Report
    course: Course
    with_review: bool = False

    @property
    def words(self) -> Words:
        return self.report.words


class Row(Record):
    """Turns of one duty on one day, from and to the same, with the same deadline."""

    turns: tuple[Turn, ...]

    @property
    def first(self) -> Turn:
        return self.turns[0]


def told(timeline: Timeline) -> list[Turn]:
    """The turns that are shown."""
    return [turn for turn in timeline.course.turns if timeline.with_review or not turn.review]


def rows(timeline: Timeline) -> list[Row]:
    """The turns that are shown, by day, folded: on one day what breaks first, then what becomes unknown, then the rest."""
    table: dict[tuple[object, ...], list[Turn]] = {}
    for turn in sorted(told(timeline), key=lambda turn: (turn.day, _weight(turn), turn.key)):
        key = turn.day, turn.key[:2], turn.before.word, turn.after.word, turn.why, _deadline(turn.after), _deadline(turn.before)
        table.setdefault(key, []).append(turn)
    return [Row(tuple(turns)) for turns in table.values()]


def _weight(turn: Turn) -> int:
    return {FAIL: 0, UNKNOWN: 1}.get(turn.after.word, 2)


def _deadline(state: State) -> Deadline | None:
    return state.finding.deadline._replace(missing=()) if state.finding is not None else None


def by_year(folded: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows by the fiscal year in which they turn."""
    years: dict[int, list[Row]] = {}
    for row in folded:
        years.setdefault(fiscal_year_of(row.first.day), []).append(row)
    return years


def title(timeline: Timeline, row: Row) -> str:
    """The title of the rule, or of the clause that a person looks at."""
    report, id_ = timeline.report, row.first.key[0]
    index = 0 if report.lang == "ja" else 1
    for rule in report.rulebook.rules:
        if rule.id == id_:
            return rule.title[index]
    guideline, _, clause = id_.partition(" ")
    return report.rulebook.clauses[guideline, clause].title[index]


def name(row: Row) -> str:
    """The duty, short: os-supported#supported."""
    rule, duty, _ = row.first.key
    return f"{rule.rpartition('/')[2]}#{duty}" if duty else rule


def change_text(timeline: Timeline, row: Row) -> str:
    """From what to what."""
    words, turn = timeline.words, row.first
    return f"{word_text(words, turn.before.word)}→{word_text(words, turn.after.word)}"


def word_text(words: Words, word: str) -> str:
    """How a duty stands, in the reader's language."""
    return words.says(f"turn-{word}" if word in ("PLANNED", "NOT_DUE") else word)


def subjects_text(timeline: Timeline, row: Row) -> str:
    """The subjects of a row, folded as in every report."""
    findings = [turn.finding for turn in row.turns]
    if all(finding is not None for finding in findings):
        return r.subjects_text(timeline.report, r.Row(tuple(finding for finding in findings if finding is not None)))
    words = timeline.words
    subjects = row.first.after.subjects or row.first.before.subjects
    first = in_whole(timeline.report, subjects[0]) if subjects else words.says("inventory-as-a-whole")
    return words.says("subjects", name=first, n=len(row.turns) - 1) if len(row.turns) > 1 else first


def reason_lines(timeline: Timeline, row: Row, seen: Callable[[r.Report, Location], str] = r.whole_place) -> list[str]:
    """Why the verdict turns on that day, what then is wrong or missing, and where that stands, written as `seen` does."""
    report, words, turn = timeline.report, timeline.words, row.first
    finding, lines = turn.after.finding, [_why(timeline, turn, seen)]
    if finding is not None and finding.verdict == UNKNOWN:
        lines.append(r.message(report, finding))
    if turn.finding is not None:
        lines.append(words.says("place-line", place=seen(report, r.location_of(report, turn.finding)), id=turn.finding.id))
    return lines


def _why(timeline: Timeline, turn: Turn, seen: Callable[[r.Report, Location], str]) -> str:
    report, words = timeline.report, timeline.words
    finding = turn.finding
    if turn.why == "waiver" and finding is not None:
        waiver = next((state.finding.waiver for state in (turn.before, turn.after) if state.finding is not None and state.finding.waiver is not None), None)
        ends = turn.before.finding is not None and turn.before.finding.waiver is not None
        if waiver is not None:
            return words.says("turn-why-waiver-ends" if ends else "turn-why-waiver-begins", day=waiver.until, place=seen(report, waiver.location))
    if turn.why == "deadline" and finding is not None:
        basis = words.says(f"basis-{finding.deadline.basis}") if finding.deadline.basis else ""
        return words.says("deadline-line", deadline=r.deadline_text(report, finding.deadline), basis=basis)
    days = [place for place in finding.grounds.evidence if isinstance(place.holder.value(place.path), date)] if finding is not None else []
    if turn.why == "day" and days:
        return words.says("turn-why-places", places=words.join(place_text(report, place) for place in days[:_PLACES]))
    return words.says(f"turn-why-{turn.why}" if turn.why in ("in_force", "age") else "turn-why-day")


def summary(timeline: Timeline) -> str:
    """From when to when, on how many days something turns, and how."""
    words, turns = timeline.words, told(timeline)
    numbers: dict[str, int] = {}
    for turn in turns:
        numbers[turn.after.word] = numbers.get(turn.after.word, 0) + 1
    order = (FAIL, UNKNOWN, "NOT_DUE", "WAIVED", PASS)
    parts = [words.says("count-of", verdict=word_text(words, word), n=numbers.pop(word)) for word in order if word in numbers]
    parts += [words.says("count-of", verdict=word_text(words, word), n=n) for word, n in sorted(numbers.items())]
    return words.says("turn-summary", days=len({turn.day for turn in turns}), n=len(turns), parts=words.join(parts) if parts else words.says("nothing"))


def head(timeline: Timeline) -> str:
    """Whose inventory, from which day to which."""
    organisation = timeline.report.inventory.singles.get("organisation")
    called = organisation.value("name") if organisation is not None else None
    shown = called if isinstance(called, str) else timeline.words.says("unnamed")
    return timeline.words.says("turn-head", name=shown, first=timeline.course.first, last=timeline.course.last)


def untold(timeline: Timeline) -> str:
    """What is left out, and how to see it; empty if nothing is."""
    left = len(timeline.course.turns) - len(told(timeline))
    return timeline.words.says("change-untold", n=left) if left else ""


def day_lines(timeline: Timeline, day: date) -> list[str]:
    """A day in the western and, in Japanese, also in the Japanese calendar, each on a line."""
    return [day.isoformat(), japanese_day(day)] if timeline.report.lang == "ja" else [day.isoformat()]

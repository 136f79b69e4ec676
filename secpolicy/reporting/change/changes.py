"""What two runs differ in, ready to be written: changes folded into rows, counted, and named by their sides."""

from __future__ import annotations

from collections.abc import Iterable

from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.judging.comparing import KINDS, Change, Compared, Run, compared, standing
from secpolicy.judging.finding import ERROR, Finding
from secpolicy.judging.waiving import refs_of
from secpolicy.reporting import report as r


class Side(Record):
    """One run and what its user calls it."""

    called: str
    report: r.Report


class Comparison(Record):
    """Two runs and what changed from the one to the other. `title`: a message id; `with_review`: whether unread clauses are shown too."""

    title: str
    old: Side
    new: Side
    compared: Compared
    with_review: bool = False

    @property
    def words(self) -> Words:
        return self.new.report.words

    def side_of(self, finding: Finding, change: Change) -> r.Report:
        """The report that a finding of a change belongs to."""
        return self.new.report if finding is change.after else self.old.report


class Row(Record):
    """Changes of one kind, duty, verdict and deadline."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        return self.changes[0]


def comparison(title: str, old: Side, new: Side, with_review: bool = False) -> Comparison:
    """Compare what was judged on two sides."""
    return Comparison(title, old, new, compared(_run(old.report), _run(new.report)), with_review)


def _run(report: r.Report) -> Run:
    return Run(report.judged, frozenset(refs_of(report.inventory)))


def told(comparison: Comparison) -> list[Change]:
    """The changes that are shown: those that rest on clauses nobody has read only on request."""
    return [change for change in comparison.compared.changes if comparison.with_review or not change.shown.review]


def untold(comparison: Comparison) -> int:
    """How many changes are left out."""
    return len(comparison.compared.changes) - len(told(comparison))


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """Changes by kind, each kind in its place, also if there is none of it."""
    numbers = dict.fromkeys(KINDS, 0)
    for change in changes:
        numbers[change.kind] += 1
    return numbers


def rows_by_kind(comparison: Comparison) -> dict[str, list[Row]]:
    """The changes that are shown, by kind; several of one duty with the same verdicts and deadlines are one row."""
    table: dict[str, dict[tuple[object, ...], list[Change]]] = {}
    for change in sorted(told(comparison), key=lambda change: _order(comparison, change)):
        key = change.shown.rule, change.shown.duty, *(_face(one) for one in (change.before, change.after))
        table.setdefault(change.kind, {}).setdefault(key, []).append(change)
    return {kind: [Row(tuple(changes)) for changes in table[kind].values()] for kind in KINDS if kind in table}


def _order(comparison: Comparison, change: Change) -> tuple[object, ...]:
    return r.sort_key(comparison.side_of(change.shown, change), change.shown)


def _face(finding: Finding | None) -> tuple[object, ...]:
    return (standing(finding), finding.deadline.day, finding.deadline.until) if finding is not None else ()


def verdict_text(words: Words, change: Change) -> str:
    """From what to what: 違反, or 不明→違反 where the verdict is another."""
    shown = [words.says(standing(finding)) if finding is not None else "" for finding in (change.before, change.after)]
    before, after = shown
    return f"{before}→{after}" if before and after and before != after else after or before


def subjects_text(comparison: Comparison, row: Row) -> str:
    """The subjects of a row, folded as in every report."""
    finding = row.first.shown
    return r.subjects_text(comparison.side_of(finding, row.first), r.Row(tuple(change.shown for change in row.changes)))


def message_lines(comparison: Comparison, row: Row) -> list[str]:
    """What is wrong, or was; why it is new; how the deadline moved."""
    words, change = comparison.words, row.first
    finding = change.shown
    report = comparison.side_of(finding, change)
    lines = r.row_message(report, r.Row(tuple(change.shown for change in row.changes)))
    if change.because:
        lines.append(words.says(f"change-because-{change.kind}-{change.because}"))
    if change.kind == "deadline" and change.before is not None:
        lines.append(words.says("change-deadline-was", deadline=r.deadline_text(comparison.old.report, change.before.deadline)))
    if finding.deadline.form in ("day", "about"):
        basis = words.says(f"basis-{finding.deadline.basis}") if finding.deadline.basis else ""
        lines.append(words.says("deadline-line", deadline=r.deadline_text(report, finding.deadline), basis=basis))
    return lines


def place_text(comparison: Comparison, row: Row) -> str:
    """Where the finding is shown."""
    change = row.first
    return r.location_of(comparison.side_of(change.shown, change), change.shown).short


def seen_place_text(comparison: Comparison, row: Row) -> str:
    """The same as seen from the folder of the inventories; whole if they lie in two, for then a file of one name may be in both."""
    folder = r.folder_of(comparison.new.report)
    return place_text(comparison, row).removeprefix(folder if folder == r.folder_of(comparison.old.report) else "")


def rule_title(report: r.Report, id_: str) -> str:
    """The title of a rule in the reader's language."""
    rule = report.rulebook.by_id[id_]
    return rule.title[0 if report.lang == "ja" else 1]


def side_text(side: Side) -> str:
    """What was judged, for which day, by which edition and profile."""
    report, words = side.report, side.report.words
    index = 0 if report.lang == "ja" else 1
    guideline = report.rulebook.guidelines.get("mic-guideline") or next(iter(report.rulebook.guidelines.values()))
    edition = guideline.edition(report.profile.editions.get(guideline.id, "")) or guideline.editions[-1]
    return words.says("change-side", called=side.called, day=report.as_of, edition=edition.name[index], profile=report.profile.title[index])


def totals_text(report: r.Report) -> str:
    """Judgements by verdict, in one line."""
    words, totals = report.words, report.judged.totals()
    parts = [words.says("count-of", verdict=words.says(verdict), n=f"{n:,}") for verdict, n in totals.items() if n or verdict != ERROR]
    return words.says("summary-totals", n=f"{sum(totals.values()):,}", counts=("　" if report.lang == "ja" else ", ").join(parts))

"""What every report says, whatever its form: findings in blocks by deadline, folded rows, and totals that add up."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from secpolicy.base.dates import fiscal_year_end, fiscal_year_of
from secpolicy.base.location import Location, Source
from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.base.truth import Place
from secpolicy.judging.finding import FAIL, PASS, UNKNOWN, Deadline, Finding, Judged
from secpolicy.judging.network import Hop
from secpolicy.judging.routes import Walked
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import locate_place, locate_value
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook
from secpolicy.reporting.subjects import subject_text
from secpolicy.reporting.to_declare import asking
from secpolicy.reporting.value_texts import value_text

if TYPE_CHECKING:
    from secpolicy.model.plan import Remedy
    from secpolicy.reporting.layout import Layout

# The order of architecture.md section 7; a finding stands in the first block that fits.
BLOCKS = ("overdue", "at_once", "within_30", "within_90", "within_180", "this_year", "later", "unknown_day", "no_day", "planned", "vague")
SEVERITIES = ("critical", "high", "medium", "low")
_SHOWN_DUTIES = 6


class Header(Record):
    """What was judged, by what. `files`: everything that was read for it; `waiving`: the names of those that hold waivers."""

    tool: str
    packs: str
    files: tuple[Source, ...]
    waiving: frozenset[str]

    @property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """Names and SHA-256 hashes of the files."""
        return tuple((file.name, file.digest) for file in self.files)

    @property
    def waivers(self) -> tuple[tuple[str, str], ...]:
        """Those of the inputs that hold waivers."""
        return tuple(one for one in self.inputs if one[0] in self.waiving)


class Report(Record):
    """A judged inventory, ready to be written. `exit_code` and `fail_on` tell what the gate made of it."""

    header: Header
    rulebook: Rulebook
    inventory: Inventory
    profile: Profile
    as_of: date
    judged: Judged
    words: Words
    exit_code: int
    show: tuple[str, ...] = ()
    details: bool = False
    ambiguous: int = 1
    layout: "Layout | None" = None
    plan: "dict[str, Remedy] | None" = None

    @property
    def lang(self) -> str:
        return self.words.lang


class Row(Record):
    """Findings of one duty, with one verdict and one deadline, folded."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]


def block_of(finding: Finding, as_of: date) -> str:
    """The block in which a finding stands."""
    deadline = finding.deadline
    if deadline.form == "at_once":
        return "at_once"
    if deadline.form == "about":
        return "vague"
    if deadline.form == "unknown" or (deadline.form == "day" and deadline.day is None):
        return "unknown_day"
    if deadline.form == "none" or deadline.day is None:
        return "no_day"
    if deadline.day < as_of:
        return "overdue"
    for days in (30, 90, 180):
        if deadline.day <= as_of + timedelta(days=days):
            return f"within_{days}"
    return "this_year" if deadline.day <= fiscal_year_end(fiscal_year_of(as_of)) else "later"


def shown_findings(report: Report) -> list[Finding]:
    """FAIL and UNKNOWN that stand in the blocks: not in review, not waived."""
    return [finding for finding in report.judged.findings if finding.verdict in (FAIL, UNKNOWN) and not finding.review and finding.waiver is None]


def sort_key(report: Report, finding: Finding) -> tuple[Any, ...]:
    """Overdue first, then severity, then day; then by rule and duty; the shortest route, which is the easiest to see; then by subject."""
    rule = report.rulebook.by_id[finding.rule]
    day = finding.deadline.day or date.max
    length = len(finding.ways.reached[0].hops) if finding.ways is not None and finding.ways.reached else 0
    return finding.verdict != FAIL, SEVERITIES.index(rule.severity), day, finding.rule, finding.duty, length, finding.names


def blocks(report: Report, findings: Iterable[Finding]) -> list[tuple[str, list[Row]]]:
    """The findings in blocks, in order, folded into rows by duty, verdict and deadline."""
    sorted_findings = sorted(findings, key=lambda finding: sort_key(report, finding))
    table: dict[str, dict[tuple[Any, ...], list[Finding]]] = {}
    for finding in sorted_findings:
        key: tuple[Any, ...] = (finding.rule, finding.duty, finding.verdict, finding.deadline.day, finding.deadline.until)
        if report.details:
            key = (*key, finding.names)
        table.setdefault(block_of(finding, report.as_of), {}).setdefault(key, []).append(finding)
    return [(block, [Row(tuple(rows)) for rows in table[block].values()]) for block in BLOCKS if block in table]


def message(report: Report, finding: Finding) -> str:
    """What is wrong, as the rule says it, with the values filled in; for doubt, what must be declared; of what holds, what to do before the day."""
    if finding.verdict == UNKNOWN:
        return asking(report, (finding,))
    if finding.verdict == PASS:
        return report.words.says("before-breach", fix=to_do) if (to_do := fix(report, finding)) else report.words.says("becomes-breach")
    if finding.reason and finding.verdict == "ERROR":
        return finding.reason
    return joined(report, finding, finding.grounds.says(report.lang))


def row_message(report: Report, row: Row) -> list[str]:
    """The same for a row: of doubts what would decide all of them, else what is wrong with the first, and if it is one of many that it is said of it."""
    if row.first.verdict == UNKNOWN:
        return [asking(report, row.findings, by_field=True)]
    return [message(report, row.first), *([report.words.says("first-of-many")] if len(row.findings) > 1 else [])]


def joined(report: Report, finding: Finding, parts: Iterable[Any]) -> str:
    """The parts of a message as one sentence; in Japanese no space stays between two Japanese characters."""
    text = "".join(said(report, finding, part) for part in parts)
    return _without_gaps(text) if report.lang == "ja" else text


def _without_gaps(text: str) -> str:
    """Without the spaces that stand between two characters that are not ASCII, such as in `端末「 窓口 」`. The arrows of routes keep theirs."""
    words = text.split(" ")
    behind = [word if _is_japanese(before[-1:]) and _is_japanese(word[:1]) else f" {word}" for before, word in pairwise(words)]
    return "".join([words[0], *behind])


def _is_japanese(character: str) -> bool:
    return character > "\x7f" and character != "→"


def fix(report: Report, finding: Finding) -> str:
    """What to do, as the rule says it."""
    return joined(report, finding, finding.grounds.fix(report.lang))


def said(report: Report, finding: Finding, part: Any) -> str:
    """One part of a message as text."""
    if isinstance(part, str):
        return part
    value, type_ = part
    if value == "route":
        return route_text(report, finding)
    return value_text(report, value, type_)


def route_text(report: Report, finding: Finding) -> str:
    """The witness of a route: hops by id with file and line, in the order walked."""
    if finding.ways is None or not finding.ways.reached:
        return ""
    return " → ".join(hop_text(report, hop) for hop in walked_once(finding.ways.reached[0]))


def walked_once(walked: Walked) -> list[Hop]:
    """The hops of a route; the two feet by which it passes through one thing are one."""
    return [hop for hop, before in zip(walked.hops, (None, *walked.hops), strict=False) if before is None or hop.id != before.id]


def hop_text(report: Report, hop: Hop) -> str:
    """A hop by id and line; with the file too unless the first file alone holds what routes walk."""
    at = located(report, hop.place)
    if _walked_files(report) == {main_file(report)}:
        return report.words.says("hop", id=hop.id, place=at.line)
    return report.words.says("hop-in-file", id=hop.id, place=seen_place(report, at))


def _walked_files(report: Report) -> set[str]:
    """The files of the inventory that hold places and what joins them."""
    keys = [kind.key for kind in report.inventory.vocabulary.kinds.values() if kind.route]
    return {document.source.name for document in report.inventory.documents if any(key in document for key in keys)}


def organisation_name(report: Report) -> str:
    """What the organisation is called: as it says, else as the list of local governments has it."""
    organisation = report.inventory.singles.get("organisation")
    name = organisation.value("name") if organisation is not None else None
    return name if isinstance(name, str) else report.words.says("unnamed")


def main_file(report: Report) -> str:
    """The file that the inventory begins with."""
    return report.inventory.documents[0].source.name


def folder_of(report: Report) -> str:
    """The folder of the inventory, with a slash at its end; empty if it was named without one."""
    return "".join(main_file(report).rpartition("/")[:2])


def whole_place(_: Report, at: Location) -> str:
    """File and line from where the command was run: for what is read elsewhere."""
    return at.short


def seen_place(report: Report, at: Location) -> str:
    """File and line as seen from the folder of the inventory, which the reader has named: columns of a console are narrow."""
    return at.short.removeprefix(folder_of(report))


def located(report: Report, place: Place) -> Location:
    """File, line and column of a place of the inventory."""
    return locate_place(place, report.inventory.documents)


def location_of(report: Report, finding: Finding) -> Location:
    """The one place at which a finding is shown: what proves it, else where the missing fact belongs, else its subject."""
    for places in (finding.grounds.evidence, finding.missing):
        for place in places:
            if place.holder is None or place.holder.source is not None or place.holder.owner is not None:
                return located(report, place)
    if finding.ways is not None and finding.ways.reached:
        return located(report, finding.ways.reached[0].hops[0].place)
    if finding.subjects:
        return locate_value(finding.subjects[0], (), report.inventory.documents)
    return Location(report.inventory.documents[0].source.name, 1, 1, 1, 2)


def deadline_text(report: Report, deadline: Deadline, recurring: str = "") -> str:
    """A deadline with its distance from the day: 2025-10-14（R7.10.14、412日超過）."""
    words = report.words
    if deadline.form == "day" and deadline.day is not None:
        days = (deadline.day - report.as_of).days
        distance = words.says("days-over", n=-days) if days < 0 else words.says("days-left", n=days) if days else words.says("today-is-last")
        text = words.says("deadline-day", day=words.day(deadline.day), distance=distance)
        return words.says("at-least-day", day=text) if deadline.until is not None else text
    if deadline.form == "about":
        return words.says("about", when=deadline.about)
    return words.says({"at_once": "block-at_once", "unknown": "block-unknown_day"}.get(deadline.form, "block-no_day"))


def subjects_text(report: Report, row: Row) -> str:
    """The subjects of a row, folded: 「窓口端末01 ほか23台」; lines that stand for several things say so."""
    words = report.words
    first = row.first
    name = subject_text(report, first)
    things = sum(finding.things for finding in row.findings)
    if len(row.findings) == 1:
        return words.says("subject-of", name=name, n=f"{things:,}") if things > 1 else name
    if things > len(row.findings):
        return words.says("subjects-of", name=name, n=len(row.findings) - 1, things=f"{things:,}")
    return words.says("subjects", name=name, n=len(row.findings) - 1)


def absent_line(report: Report) -> str:
    """The duties that the editions do not have, in one sentence; long lists are cut and counted. Empty if there is none."""
    names = [f"{rule}#{duty}" for rule, duty in report.judged.absent]
    most = len(names) if report.details else _SHOWN_DUTIES
    shown = names if len(names) <= most else [*names[:most], report.words.says("and-more", n=len(names) - most)]
    return report.words.says("absent-line", n=len(names), duties=report.words.join(shown)) if names else ""

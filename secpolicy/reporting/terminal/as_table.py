"""The table an officer reads: lines that say how it stands and what to do first, then one block per deadline."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import zip_longest

from secpolicy.base.text import columns, listed, wrapped
from secpolicy.judging.finding import FAIL, UNKNOWN, Finding, Planned
from secpolicy.model.entity import label
from secpolicy.reporting import report as r
from secpolicy.reporting import set_aside
from secpolicy.reporting.first_steps import first_steps_texts
from secpolicy.reporting.not_relied_on import aged_lines, doubted_lines
from secpolicy.reporting.totals import overdue_text, totals_texts, unknown_text

_GAPS = 6  # columns between the four cells
_LEAST = 60


def as_table(report: r.Report, width: int = 80) -> str:
    """The report as text for a console of `width` columns."""
    lines = [*summary(report, width), ""]
    for block, rows in r.blocks(report, r.shown_findings(report)):
        lines += _block(report, f"block-{block}", rows, width)
    lines += _extra(report, width)
    lines += _waivers(report, width)
    lines += _baseline(report, width)
    lines += _planned(report, width)
    lines += _own(report, width) if report.rulebook.adjustments else []
    lines += [*wrapped(f"■ {r.absent_line(report)}", width, report.ambiguous), ""] if report.judged.absent else []
    lines += [*_readings(report, width), *doubted_lines(report, width), *aged_lines(report, width)]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def summary(report: r.Report, width: int) -> list[str]:
    """Whose inventory on which day; totals; overdue; unknown; what to do first."""
    words, judged = report.words, report.judged
    name = r.organisation_name(report)
    guideline = report.rulebook.guidelines.get("mic-guideline") or next(iter(report.rulebook.guidelines.values()))
    edition = guideline.edition(report.profile.editions.get(guideline.id, "")) or guideline.editions[-1]
    index = 0 if report.lang == "ja" else 1
    head = words.says("summary-head", name=name, day=report.as_of, edition=edition.name[index], profile=report.profile.title[index])
    lines = [head, *totals_texts(report)]
    if judged.left_out:
        lines.append(words.says("summary-left-out", n=len(judged.left_out)))
    lines += [overdue_text(report), unknown_text(report), *first_steps_texts(report)]
    return [part for line in lines for part in _under_itself(line, width, report.ambiguous)]


def _under_itself(text: str, width: int, ambiguous: int) -> list[str]:
    """A text of which the further lines are indented, so that what begins a line is seen to begin something."""
    if columns(text, ambiguous) <= width:
        return [text]
    first, *rest = wrapped(text, width - 2, ambiguous)
    return [first, *(f"  {line}" for line in rest)]


def _block(report: r.Report, title: str, rows: list[r.Row], width: int) -> list[str]:
    number = sum(len(row.findings) for row in rows)
    things = sum(finding.things for row in rows for finding in row.findings)
    count = report.words.says("things-count", n=number, things=f"{things:,}") if things != number else report.words.says("plain-count", n=number)
    heading = f"■ {report.words.says(title)} {count}"
    return [heading, *_table(report, [cells(report, row) for row in rows], width), ""]


def _table(report: r.Report, cells: list[tuple[str, str, str, str]], width: int) -> list[str]:
    """Four columns, wrapped to the width by display columns."""
    heads = [report.words.says(f"column-{name}") for name in ("verdict", "rule", "subject", "content")]
    verdict = max(columns(text, report.ambiguous) for text in (heads[0], *map(report.words.says, (FAIL, UNKNOWN))))
    room = max(width, _LEAST) - verdict - _GAPS
    rule, subject = min(24, room * 3 // 10), min(20, room * 24 // 100)
    widths = (verdict, rule, subject, room - rule - subject)
    # Cells are wrapped here in any case; to load a library that only sets them side by side would take a fifth of the run.
    body = [[wrapped(cell, size, report.ambiguous) for cell, size in zip(row, widths, strict=True)] for row in cells]
    rows = [heads, ["-" * size for size in widths], *(row for cell in body for row in zip_longest(*cell, fillvalue=""))]
    return ["  ".join(_padded(part, size, report.ambiguous) for part, size in zip(row, widths, strict=True)).rstrip() for row in rows]


def _padded(text: str, width: int, ambiguous: int = 1) -> str:
    return text + " " * (width - columns(text, ambiguous))


def cells(report: r.Report, row: r.Row) -> tuple[str, str, str, str]:
    """What the four columns of a row say."""
    finding, words = row.first, report.words
    rule = report.rulebook.by_id[finding.rule]
    index = 0 if report.lang == "ja" else 1
    severity = words.says(f"severity-{rule.severity}")
    content = r.row_message(report, row)
    if finding.deadline.form in ("day", "about"):
        content.append(words.says("deadline-line", deadline=r.deadline_text(report, finding.deadline), basis=_basis(report, finding)))
    content += _route_lines(report, finding)
    content.append(words.says("place-line", place=r.seen_place(report, r.location_of(report, finding)), id=finding.id))
    verdict = words.says(finding.verdict) + (f"\n{words.says('state-due')}" if finding.state == "due" and finding.verdict == "PASS" else "")
    return verdict, f"{rule.title[index]}\n{severity} {rule.name}#{finding.duty}", r.subjects_text(report, row), "\n".join(content)


def _basis(report: r.Report, finding: Finding) -> str:
    return report.words.says(f"basis-{finding.deadline.basis}") if finding.deadline.basis else ""


def _route_lines(report: r.Report, finding: Finding) -> list[str]:
    """What else the route shows: other places reached, a doubtful shorter way, and the smallest cut."""
    ways, words = finding.ways, report.words
    if ways is None:
        return []
    lines = []
    if len(ways.reached) > 1:
        names = [label(walked.reached, report.lang) for walked in ways.reached[1:4]]
        lines.append(words.says("also-reached", names=words.join(names), n=len(ways.reached) - 1))
    if ways.also_possible:
        lines.append(words.says("also-possible", route=" → ".join(hop.id for hop in ways.also_possible[0].hops)))
    if ways.cut:
        parts = [words.says("cut-declare" if part.declare else "cut-close", hop=part.hop.id) for part in ways.cut]
        lines.append(words.says("cut", parts=words.join(parts)))
    return lines


def _extra(report: r.Report, width: int) -> list[str]:
    """What stands apart: upcoming days always; review, passes and judgements that do not apply on request."""
    lines: list[str] = []
    errors = [finding for finding in report.judged.findings if finding.verdict == "ERROR"]
    upcoming = [finding for finding in report.judged.upcoming if not finding.review]
    review = [finding for finding in report.judged.findings if finding.review and finding.verdict in (FAIL, UNKNOWN)]
    for title, findings in (("block-errors", errors), ("block-upcoming", upcoming)):
        if findings:
            rows = [row for _, rows in r.blocks(report, findings) for row in rows]
            lines += _block(report, title, rows, width)
    if review and ("review" in report.show or "all" in report.show):
        lines += _block(report, "block-review", [row for _, rows in r.blocks(report, review) for row in rows], width)
    elif review:
        numbers = Counter(finding.verdict for finding in review)
        lines += [*wrapped("■ " + report.words.says("review-line", fail=numbers[FAIL], unknown=numbers[UNKNOWN]), width, report.ambiguous), ""]
    for verdict in ("PASS", "NOT_APPLICABLE"):
        if "all" in report.show or {"PASS": "pass", "NOT_APPLICABLE": "na"}[verdict] in report.show:
            lines += _counted(report, verdict, width)
    return lines


def _counted(report: r.Report, verdict: str, width: int) -> list[str]:
    """Duties with how many judgements of one verdict they have."""
    rows = [(f"{rule}#{duty}", numbers[verdict]) for (rule, duty), numbers in sorted(report.judged.counts.items()) if numbers.get(verdict)]
    title = f"■ {report.words.says(verdict)} {report.words.says('plain-count', n=sum(number for _, number in rows))}"
    if not rows:
        return []
    number = max(columns(f"{n}") for _, n in rows)
    name = min(max(columns(duty) for duty, _ in rows), width - number - 2)
    # A name that is broken has its number beside its end, below that of the line before.
    lines = [(parts[:-1], parts[-1], n) for duty, n in rows for parts in [wrapped(duty, name)]]
    return [title, *(line for start, end, n in lines for line in (*start, f"{end:{name}}  {n:{number}}")), ""]


def _waivers(report: r.Report, width: int) -> list[str]:
    words = report.words
    if not report.judged.waivers:
        return []
    lines = [f"■ {words.says('block-waivers')} {words.says('plain-count', n=len(report.judged.waivers))}"]
    for waived in report.judged.waivers:
        waiver = waived.waiver
        until = words.day(waiver.until) if waiver.until else words.says("undeclared")
        why = words.says(waived.why) if waived.why else ""
        state, rule, place = words.says(f"waiver-state-{waived.state}"), f"{waiver.rule}#{waiver.duty}", r.seen_place(report, waiver.location)
        told = "waiver-line-why" if why else "waiver-line"
        text = words.says(told, state=state, rule=rule, subject=waiver.subject, until=until, why=why, place=place)
        lines += listed(text, width, report.ambiguous)
    return [*lines, ""]


def _baseline(report: r.Report, width: int) -> list[str]:
    """What a baseline hides, on request; how much it is, and what became of its other entries, always."""
    if not set_aside.is_in_use(report):
        return []
    hidden = set_aside.baselined(report)
    if hidden and set_aside.is_shown(report):
        lines = _block(report, "block-baseline", [row for _, rows in r.blocks(report, hidden) for row in rows], width)
    else:
        text = set_aside.hidden_text(report) or report.words.says("baseline-hides-nothing")
        lines = [*wrapped(f"■ {text}", width, report.ambiguous), ""]
    others = [line for text in set_aside.fate_texts(report) for line in listed(text, width, report.ambiguous)]
    return [*lines[:-1], *others, ""]


def _planned(report: r.Report, width: int) -> list[str]:
    """Duties not in force yet, one line per rule."""
    words = report.words
    if not report.judged.planned:
        return []
    lines = [f"■ {words.says('block-planned')} {words.says('plain-count', n=len(report.judged.planned))}"]
    by_rule: dict[tuple[str, date], list[Planned]] = {}
    for plan in report.judged.planned:
        by_rule.setdefault((plan.rule, plan.until), []).append(plan)
    for (rule, day), plans in by_rule.items():
        duties = words.join(f"#{plan.duty} {_would_be(report, plan)}" for plan in plans)
        lines += listed(words.says("planned-line", rule=rule, day=day, duties=duties), width, report.ambiguous)
    return [*lines, ""]


def _own(report: r.Report, width: int) -> list[str]:
    """What the organisation's own pack leaves out or changes, with its reasons."""
    from secpolicy.reporting.own_changes import changes, left_out

    lines = []
    for block, found in (("block-left-out", left_out(report)), ("block-own", changes(report))):
        lines += [f"■ {report.words.says(block)} {report.words.says('plain-count', n=len(found))}"] if found else []
        for change in found:
            lines += listed(report.words.says("own-line" if change.because else "own-line-bare", **change._asdict()), width, report.ambiguous)
        lines += [""] if found else []
    return lines


def _would_be(report: r.Report, plan: Planned) -> str:
    """The verdicts of a duty on the day it comes into force."""
    says = report.words.says
    return " ".join(says("count-of", verdict=says(verdict), n=number) for verdict, number in plan.would_be.items())


def _readings(report: r.Report, width: int) -> list[str]:
    words, readings = report.words, report.inventory.readings
    if not readings:
        return []
    lines = [f"■ {words.says('block-readings')} {words.says('plain-count', n=len(readings))}"]
    for reading in readings[: None if report.details else 3]:
        place = r.seen_place(report, r.located(report, reading.place))
        lines += listed(words.says("reading-line", written=reading.written, read=reading.read, place=place), width, report.ambiguous)
    if not report.details and len(readings) > 3:
        lines.append("  " + words.says("and-more", n=len(readings) - 3))
    return [*lines, ""]

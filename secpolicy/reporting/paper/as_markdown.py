"""The whole report as Markdown, for auditors and pull requests: what was judged by what, totals, and one table per deadline block."""

from __future__ import annotations

from collections.abc import Iterable

from secpolicy.judging.finding import FAIL, UNKNOWN, VERDICTS, Finding, Planned
from secpolicy.judging.waiving import Waived
from secpolicy.model.entity import label
from secpolicy.reporting import not_relied_on, set_aside
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import clause_with_remark, edition_name, editions_used
from secpolicy.reporting.markdown import code, escaped, lines_in_cell, table
from secpolicy.reporting.own_changes import COLUMNS, changes, left_out
from secpolicy.reporting.rules.standing import choice_label
from secpolicy.reporting.totals import of_which
from secpolicy.reporting.value_texts import value_text

_PLACES = 3  # of a folded row, unless --details


def as_markdown(report: r.Report, width: int = 0) -> str:
    """The report as a Markdown document. `width` is for reports that are drawn."""
    judged = report.judged
    review = [finding for finding in judged.findings if finding.review and finding.waiver is None and finding.verdict in (FAIL, UNKNOWN)]
    lines = [*_head(report), *_totals(report)]
    for block, rows in r.blocks(report, r.shown_findings(report)):
        lines += _block(report, f"block-{block}", rows)
    lines += _section(report, "block-errors", [finding for finding in judged.findings if finding.verdict == "ERROR"])
    lines += _section(report, "block-upcoming", [finding for finding in judged.upcoming if not finding.review])
    lines += [*_waivers(report), *_baseline(report), *_planned(report)]
    lines += _section(report, "block-review", review, "markdown-about-review")
    lines += [*_by_hand(report), *_absent(report), *_own(report), *_readings(report), *_doubted(report), *_aged(report)]
    if "all" in report.show:
        lines += _duties(report)
    return "\n".join(lines).rstrip() + "\n"


def _head(report: r.Report) -> list[str]:
    """What was judged, for which day, by what: with the hashes that tell whether it was the same."""
    words, header, index = report.words, report.header, _index(report)
    organisation = report.inventory.singles.get("organisation")
    name = label(organisation, report.lang) if organisation is not None and isinstance(organisation.value("name"), str) else words.says("unnamed")
    rows = [
        ("markdown-as-of", escaped(words.day(report.as_of))),
        ("markdown-profile", f"{escaped(report.profile.title[index])} {code(report.profile.name)}"),
        ("markdown-editions", lines_in_cell(escaped(_edition(report, id_)) for id_ in editions_used(report))),
        ("markdown-gate", words.says("markdown-exit", code=report.exit_code, meaning=words.says(f"exit-{report.exit_code}"))),
        ("markdown-tool", f"secpolicy {header.tool}"),
        ("markdown-packs", code(header.packs)),
        ("markdown-inputs", lines_in_cell(f"{escaped(file)} {code(digest)}" for file, digest in header.inputs)),
    ]
    heads = (words.says("markdown-column-item"), words.says("markdown-column-value"))
    return [f"# {escaped(words.says('markdown-title', name=name))}", "", *table(heads, [(words.says(id_), text) for id_, text in rows])]


def _edition(report: r.Report, guideline: str) -> str:
    title = report.rulebook.guidelines[guideline].title[_index(report)]
    return report.words.says("markdown-edition", guideline=title, edition=edition_name(report, guideline))


def _totals(report: r.Report) -> list[str]:
    """Every judgement by verdict; what is marked in some way is contained, not added."""
    words, totals = report.words, report.judged.totals()
    things = {verdict: sum(counts.get(verdict, 0) for counts in report.judged.things.values()) for verdict in VERDICTS}
    columns = (totals, report.judged.totals(review=True), report.judged.totals(review=False), things)
    rows = [(words.says(verdict), *(f"{column[verdict]:,}" for column in columns)) for verdict in VERDICTS]
    rows.append((words.says("markdown-sum"), *(f"{sum(column.values()):,}" for column in columns)))
    parts = words.join(words.says(f"part-{name}", n=f"{n:,}") for name, n in of_which(report).items())
    heads = [words.says(f"markdown-column-{name}") for name in ("verdict", "judgements", "review", "rest", "things")]
    return [f"## {words.says('markdown-totals')}", "", *table(heads, rows, range(1, len(heads))), words.says("markdown-of-which", parts=parts), ""]


def _baseline(report: r.Report) -> list[str]:
    """What a baseline hides, on request; how much it is, and what became of its other entries, always."""
    if not set_aside.is_in_use(report):
        return []
    words = report.words
    others = [f"- {escaped(text)}" for text in set_aside.fate_texts(report)]
    if set_aside.is_shown(report):
        return [*_section(report, "block-baseline", set_aside.baselined(report)), *others, ""]
    text = set_aside.hidden_text(report) or words.says("baseline-hides-nothing")
    return [f"## {words.says('block-baseline')}", "", escaped(text), "", *others, ""]


def _section(report: r.Report, title: str, findings: list[Finding], about: str = "") -> list[str]:
    """Findings that stand apart, in one table, in the order of the blocks."""
    rows = [row for _, rows in r.blocks(report, findings) for row in rows]
    return _block(report, title, rows, about) if rows else []


def _block(report: r.Report, title: str, rows: list[r.Row], about: str = "") -> list[str]:
    words = report.words
    number = sum(len(row.findings) for row in rows)
    things = sum(finding.things for row in rows for finding in row.findings)
    count = words.says("things-count", n=number, things=f"{things:,}") if things != number else words.says("plain-count", n=number)
    heads = [words.says(f"markdown-column-{name}") for name in ("verdict", "rule", "subject", "content", "deadline", "clauses", "place")]
    introduction = [words.says(about), ""] if about else []
    return [f"## {words.says(title)} {count}", "", *introduction, *table(heads, [_cells(report, row) for row in rows])]


def _cells(report: r.Report, row: r.Row) -> list[str]:
    first, words = row.first, report.words
    rule = report.rulebook.by_id[first.rule]
    due = words.says("state-due") if first.state == "due" and first.verdict == "PASS" else ""
    degree = words.join((words.says(f"severity-{rule.severity}"), choice_label(report.rulebook, "strength", first.strength, words)))
    basis = words.says(f"basis-{first.deadline.basis}") if first.deadline.basis and first.deadline.form != "none" else ""
    return [
        lines_in_cell((words.says(first.verdict), due)),
        lines_in_cell((escaped(rule.title[_index(report)]), degree, code(f"{rule.name}#{first.duty}"))),
        escaped(r.subjects_text(report, row)),
        lines_in_cell(escaped(text) for text in _content(report, row)),
        escaped(r.deadline_text(report, first.deadline) + basis),
        lines_in_cell(escaped(clause_with_remark(report, clause)) for clause in first.clauses),
        lines_in_cell(escaped(text) for text in _places(report, row)),
    ]


def _content(report: r.Report, row: r.Row) -> list[str]:
    """What is wrong, what to do about it, and what the route shows beside."""
    first, words, ways = row.first, report.words, row.first.ways
    lines = r.row_message(report, row)
    if first.verdict == FAIL and (fix := r.fix(report, first)):
        lines.append(words.says("markdown-fix", fix=fix))
    if ways is not None and len(ways.reached) > 1:
        names = [label(walked.reached, report.lang) for walked in ways.reached[1:4]]
        lines.append(words.says("also-reached", names=words.join(names), n=len(ways.reached) - 1))
    if ways is not None and ways.also_possible:
        lines.append(words.says("also-possible", route=" → ".join(hop.id for hop in r.walked_once(ways.also_possible[0]))))
    if ways is not None and ways.cut:
        lines.append(words.says("cut", parts=words.join(words.says("cut-declare" if part.declare else "cut-close", hop=part.hop.id) for part in ways.cut)))
    return lines


def _places(report: r.Report, row: r.Row) -> list[str]:
    most = len(row.findings) if report.details else _PLACES
    lines = [report.words.says("place-line", place=r.location_of(report, finding).short, id=finding.id) for finding in row.findings[:most]]
    return [*lines, report.words.says("and-more", n=len(row.findings) - most)] if len(row.findings) > most else lines


def _waivers(report: r.Report) -> list[str]:
    names = ("state", "rule", "subject", "until", "reason", "instead", "approvals", "place")
    return _listed(report, "block-waivers", names, [_waiver(report, fate) for fate in report.judged.waivers])


def _waiver(report: r.Report, fate: Waived) -> list[str]:
    """A waiver as it was written, and what became of it."""
    waiver, words = fate.waiver, report.words
    why = words.says(fate.why) if fate.why else ""
    roles = [value_text(report, one.role or None, ("choice", "role_kind")) for one in waiver.approvals]
    approvals = [f"{role} {one.by} {one.date.isoformat() if one.date else ''}".strip() for role, one in zip(roles, waiver.approvals, strict=True)]
    cells = [waiver.subject, words.day(waiver.until) if waiver.until else words.says("nothing"), waiver.reason, waiver.instead]
    place = words.says("place-line", place=waiver.location.short, id=fate.finding) if fate.finding else waiver.location.short
    state = lines_in_cell((words.says(f"waiver-state-{fate.state}"), escaped(why)))
    return [state, escaped(f"{waiver.rule}#{waiver.duty}"), *map(escaped, cells), lines_in_cell(map(escaped, approvals)), escaped(place)]


def _planned(report: r.Report) -> list[str]:
    words = report.words

    def cells(plan: Planned) -> list[str]:
        would_be = words.join(words.says("count-of", verdict=words.says(verdict), n=number) for verdict, number in plan.would_be.items())
        return [code(f"{plan.rule}#{plan.duty}"), escaped(words.day(plan.until)), would_be]

    return _listed(report, "block-planned", ("rule", "in-force", "would-be"), map(cells, report.judged.planned))


def _by_hand(report: r.Report) -> list[str]:
    """Clauses that no rule decides: a person looks at them."""
    index = _index(report)
    clauses = [report.rulebook.clauses[key] for key in report.judged.by_hand]
    rows = []
    for clause in clauses:
        strength = choice_label(report.rulebook, "strength", clause.strength, report.words)
        rows.append([escaped(clause_with_remark(report, clause)), strength, escaped(clause.because[index])])
    return _listed(report, "markdown-by-hand", ("clauses", "strength", "because"), rows)


def _absent(report: r.Report) -> list[str]:
    """Duties whose clauses the editions do not have."""
    rules = {rule.id: rule for rule in report.rulebook.rules}
    rows = [[code(f"{rule}#{duty}"), escaped(rules[rule].title[_index(report)])] for rule, duty in report.judged.absent]
    return _listed(report, "markdown-absent", ("duty", "rule"), rows)


def _own(report: r.Report) -> list[str]:
    """What the organisation's own pack leaves out or changes."""
    lines = []
    for block, found in (("block-left-out", left_out(report)), ("block-own", changes(report))):
        lines += _listed(report, block, COLUMNS, [[escaped(cell) for cell in change] for change in found])
    return lines


def _readings(report: r.Report) -> list[str]:
    """Values that were read otherwise than they were written."""
    readings = report.inventory.readings
    rows = [[escaped(reading.written), escaped(reading.read), escaped(r.located(report, reading.place).short)] for reading in readings]
    return _listed(report, "block-readings", ("written", "read", "place"), rows)


def _doubted(report: r.Report) -> list[str]:
    """Facts that the profile does not rely on, whole."""
    doubted, words = report.inventory.doubted, report.words
    if not doubted:
        return []
    lines = [f"- {escaped(not_relied_on.doubted_text(report, one))}" for one in doubted]
    return [f"## {words.says('block-doubted')} {words.says('plain-count', n=len(doubted))}", "", words.says("about-doubted"), "", *lines, ""]


def _aged(report: r.Report) -> list[str]:
    """Reference data that nobody has checked for too long, whole."""
    old, words = not_relied_on.aged_here(report), report.words
    if not old:
        return []
    heads = [words.says(f"aged-column-{name}") for name in ("name", "day", "file")]
    rows = [
        (escaped(not_relied_on.aged_text(report, one, why)), escaped(not_relied_on.day_of(report, one)), code(not_relied_on.place_of(one))) for one, why in old
    ]
    title = f"{words.says('block-aged')} {words.says('plain-count', n=len(old))}"
    return [f"## {title}", "", not_relied_on.about_age(report), "", *table(heads, rows)]


def _duties(report: r.Report) -> list[str]:
    """Every duty with its judgements by verdict."""
    rows = []
    for (rule, duty), counts in sorted(report.judged.counts.items()):
        if duty:
            rows.append([code(f"{rule}#{duty}"), *(f"{counts.get(verdict, 0):,}" for verdict in VERDICTS)])
    heads = [report.words.says("markdown-column-duty"), *(report.words.says(verdict) for verdict in VERDICTS)]
    return [f"## {report.words.says('markdown-duties')}", "", *table(heads, rows, range(1, len(heads)))]


def _listed(report: r.Report, title: str, columns: tuple[str, ...], rows: Iterable[list[str]]) -> list[str]:
    """A section with a table and the number of its rows; nothing if there are none."""
    lines = list(rows)
    if not lines:
        return []
    heads = [report.words.says(f"markdown-column-{name}") for name in columns]
    return [f"## {report.words.says(title)} {report.words.says('plain-count', n=len(lines))}", "", *table(heads, lines)]


def _index(report: r.Report) -> int:
    return 0 if report.lang == "ja" else 1

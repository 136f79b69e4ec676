"""The auditor's tables: by what the report was made, totals before and after waivers for every group, then the findings of each group."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from secpolicy.base.text import wrapped
from secpolicy.judging.finding import ERROR, PASS
from secpolicy.reporting import report as r
from secpolicy.reporting.grid import Page, Table, drawn
from secpolicy.reporting.grouping import Group, folded, grouped, overall
from secpolicy.reporting.layout import Layout
from secpolicy.reporting.markdown import escaped
from secpolicy.reporting.markdown import table as markdown_table
from secpolicy.reporting.not_judged import closing, not_judged, verdict_of
from secpolicy.reporting.provenance import editions, provenance
from secpolicy.reporting.set_aside import untold_text
from secpolicy.reporting.tables.as_csv import inert, row_of_not_judged
from secpolicy.reporting.tables.cells import BY_DEFAULT, NUMBERS, OF_FINDINGS, Cells

_TOTALS = ("judgements", PASS, "FAIL", "waived", "after", "UNKNOWN", "NOT_APPLICABLE", "NOT_CHECKED", ERROR, "review", "listed")


def as_table(report: r.Report, width: int = 80) -> str:
    """The tables as text for a console of `width` columns."""
    layout, words, cells = _layout(report), report.words, Cells(report)
    groups, page = grouped(report, layout.group_by), Page(layout.style, width, report.ambiguous)
    lines = [part for name, text in provenance(report) for part in wrapped(words.says("made-line", name=name, text=text), width, report.ambiguous)]
    lines += ["", f"■ {words.says(f'group-by-{layout.group_by}')}", *drawn(totals(report, groups), page)]
    lines += [part for text in (words.says("group-about"), untold_text(report)) if text for part in wrapped(text, width, report.ambiguous)]
    lines.append("")
    names = layout.columns or BY_DEFAULT
    for group in (group for group in groups if group.findings):
        body = [cells.texts(row, names) for row in cells.sorted(folded(report, group.findings), layout.sort)]
        right = [at for at, name in enumerate(names) if name in NUMBERS]
        lines += wrapped(f"■ {group.title} {counted(report, group)}", width, report.ambiguous)
        lines += [*drawn(Table(_heads(report, names), body, right), page), ""]
    apart = closing(report)
    lines += [f"■ {words.says('xlsx-not-judged')}"] if apart else []
    lines += [*(part for text in apart for part in wrapped(f"- {text}", width, report.ambiguous)), *([""] if apart else [])]
    lines.append(f"■ {words.says('made-editions')}")
    lines += [part for text in editions(report) for part in wrapped(f"- {text}", width, report.ambiguous)]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def as_markdown(report: r.Report, width: int = 0) -> str:
    """The same as a Markdown document."""
    layout, words, cells = _layout(report), report.words, Cells(report)
    groups = grouped(report, layout.group_by)
    heads, rows, numbers = totals(report, groups)
    lines = [
        f"# {escaped(words.says('group-title'))}",
        "",
        *(f"- {escaped(words.says('made-line', name=name, text=text))}" for name, text in provenance(report)),
    ]
    lines += ["", f"## {words.says(f'group-by-{layout.group_by}')}", "", *markdown_table(heads, [in_markdown(row) for row in rows], numbers)]
    lines += [part for text in (words.says("group-about"), escaped(untold_text(report))) if text for part in (text, "")]
    names = layout.columns or BY_DEFAULT
    for group in (group for group in groups if group.findings):
        body = [in_markdown(cells.texts(row, names)) for row in cells.sorted(folded(report, group.findings), layout.sort)]
        right = [at for at, name in enumerate(names) if name in NUMBERS]
        lines += [f"## {escaped(group.title)} {counted(report, group)}", "", *markdown_table(_heads(report, names), body, right)]
    if apart := closing(report):
        lines += [f"## {words.says('xlsx-not-judged')}", "", *(f"- {escaped(text)}" for text in apart), ""]
    lines += [f"## {words.says('made-editions')}", "", *(f"- {escaped(text)}" for text in editions(report))]
    return "\n".join(lines).rstrip() + "\n"


def as_csv(report: r.Report, width: int = 0) -> str:
    """One finding a row, with its group before it. The first character is the byte order mark."""
    layout, cells = _layout(report), Cells(report)
    names = layout.columns or OF_FINDINGS
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([report.words.says(f"group-by-{layout.group_by}"), *_heads(report, names)])
    for group in grouped(report, layout.group_by):
        rows = cells.sorted(folded(report._replace(details=True), group.findings), layout.sort)
        writer.writerows([inert(cell) for cell in (group.title, *cells.texts(row, names, False))] for row in rows)
    for one in not_judged(report):
        told = {**dict(zip(OF_FINDINGS, row_of_not_judged(report, one), strict=True)), "content": one.why, "place": one.place}
        writer.writerow([inert(cell) for cell in (f"{verdict_of(report, one.form)} {one.name}", *(told.get(name, "") for name in names))])
    if hidden := untold_text(report):
        writer.writerow([hidden, *("" for _ in names)])
    return "\ufeff" + text.getvalue()


def totals(report: r.Report, groups: Sequence[Group]) -> Table:
    """Headings, a row for every group and one for all, and which columns are numbers."""
    whole = overall(report, groups)
    names = [name for name in _TOTALS if name != ERROR or whole.verdicts[ERROR]]
    rows = [[group.title, *(f"{_number(group, name):,}" for name in names)] for group in (*groups, whole)]
    heads = [report.words.says("group-column"), *(report.words.says(f"group-column-{name}") for name in names)]
    return Table(heads, rows, list(range(1, len(heads))))


def counted(report: r.Report, group: Group) -> str:
    """How many findings of a group there are to deal with, and for how many things."""
    number, things = len(group.findings), sum(finding.things for finding in group.findings)
    return report.words.says("things-count", n=number, things=f"{things:,}") if things != number else report.words.says("plain-count", n=number)


def in_markdown(cells: Sequence[str]) -> list[str]:
    """Cells for a table in Markdown."""
    return [escaped(cell) for cell in cells]


def _layout(report: r.Report) -> Layout:
    return report.layout or Layout()


def _number(group: Group, name: str) -> int:
    apart = {"judgements": group.judgements, "waived": group.waived, "after": group.after_waivers, "review": group.review, "listed": len(group.findings)}
    return apart[name] if name in apart else group.verdicts[name]


def _heads(report: r.Report, names: Sequence[str]) -> list[str]:
    if names == BY_DEFAULT:
        return [report.words.says(f"column-{name}") for name in ("verdict", "rule", "subject", "content")]
    return [report.words.says(f"csv-{name}") for name in names]

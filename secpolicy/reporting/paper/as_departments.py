"""A sheet for every department, to hand out: what it has to do by when, and what it has to declare. In Markdown, one file each."""

from __future__ import annotations

import re

from secpolicy.judging.finding import FAIL, UNKNOWN, Finding
from secpolicy.model.entity import label
from secpolicy.model.plan import Remedy
from secpolicy.reporting import report as r
from secpolicy.reporting.belonging import SHARED, UNDECLARED_OWNER, Belonging, groups_of
from secpolicy.reporting.markdown import code, escaped, lines_in_cell, table
from secpolicy.reporting.provenance import provenance
from secpolicy.reporting.to_declare import belongs_at, place_text

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s.]')


def as_departments(report: r.Report) -> dict[str, str]:
    """The sheets by the names of their files; a department without findings has none. What concerns two departments stands in both sheets."""
    belonging, boxes = Belonging(report.inventory), dict[str, list[Finding]]()
    for finding in sorted(r.shown_findings(report), key=lambda finding: r.sort_key(report, finding)):
        names = groups_of(belonging, "department", finding, report.lang)
        for name in names if isinstance(names, tuple) else (report.words.says(f"group-{names}-department"),):
            boxes.setdefault(name, []).append(finding)
    order = [label(one, report.lang) for one in report.inventory.populations["department"].members]
    order += [report.words.says(f"group-{lacking}-department") for lacking in (UNDECLARED_OWNER, SHARED)]
    known = list(dict.fromkeys(order))
    return {f"{known.index(name) + 1:02d}-{_NOT_IN_NAMES.sub('_', name)}.md": _sheet(report, name, boxes[name]) for name in known if name in boxes}


def _sheet(report: r.Report, name: str, findings: list[Finding]) -> str:
    words = report.words
    breaches = [finding for finding in findings if finding.verdict == FAIL]
    doubtful = [finding for finding in findings if finding.verdict == UNKNOWN]
    lines = [f"# {escaped(words.says('department-title', name=name))}", ""]
    lines += [words.says("department-about", fail=len(breaches), unknown=len(doubtful)), ""]
    if name == words.says(f"group-{UNDECLARED_OWNER}-department"):
        lines += [words.says("department-undeclared"), ""]
    if breaches:
        heads = [words.says(f"csv-{head}") for head in ("deadline", "severity", "subject", "message")]
        heads += [words.says(head) for head in ("plan-owner", "plan-due", "csv-id")]
        lines += [f"## {words.says('department-do')}", "", *table(heads, [_breach(report, row) for row in _rows(report, breaches)])]
    if doubtful:
        heads = [words.says(head) for head in ("csv-title", "csv-subject", "csv-missing", "csv-id")]
        lines += [f"## {words.says('department-declare')}", "", *table(heads, [_doubt(report, row) for row in _rows(report, doubtful)])]
    lines += [f"## {words.says('xlsx-made')}", "", *(f"- {escaped(words.says('made-line', name=key, text=text))}" for key, text in provenance(report, True))]
    return "\n".join(lines).rstrip() + "\n"


def _rows(report: r.Report, findings: list[Finding]) -> list[r.Row]:
    return [row for _, rows in r.blocks(report, findings) for row in rows]


def _breach(report: r.Report, row: r.Row) -> list[str]:
    """When, how grave, what, why and what to do; who and by when, if it is planned already."""
    first, words = row.first, report.words
    rule = next(rule for rule in report.rulebook.rules if rule.id == first.rule)
    remedy = (report.plan or {}).get(first.id, Remedy(first.id))
    content = [*r.row_message(report, row), words.says("markdown-fix", fix=r.fix(report, first))]
    return [
        escaped(r.deadline_text(report, first.deadline)), words.says(f"severity-{rule.severity}"), escaped(r.subjects_text(report, row)),
        lines_in_cell(escaped(text) for text in content if text), escaped(remedy.owner), remedy.due.isoformat() if remedy.due else "", _ids(row),
    ]  # fmt: skip


def _doubt(report: r.Report, row: r.Row) -> list[str]:
    """What cannot be decided, and the facts to declare with the lines where they belong."""
    rule = next(rule for rule in report.rulebook.rules if rule.id == row.first.rule)
    places = dict.fromkeys(place for finding in row.findings for place in finding.missing)
    facts = [f"{place_text(report, place)} {belongs_at(report, place, True)}" for place in places]
    title = rule.title[0 if report.lang == "ja" else 1]
    return [escaped(title), escaped(r.subjects_text(report, row)), lines_in_cell(escaped(fact) for fact in facts), _ids(row)]


def _ids(row: r.Row) -> str:
    return lines_in_cell(code(finding.id) for finding in row.findings)

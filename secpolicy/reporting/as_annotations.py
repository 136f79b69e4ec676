"""Annotations for code review: workflow commands of GitHub and the code-quality report of GitLab."""

from __future__ import annotations

import json

from secpolicy.judging.finding import FAIL, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.exchange import hash_of, path_from_root
from secpolicy.reporting.finding_as_json import Json
from secpolicy.reporting.not_judged import NotJudged, left_out_lines, not_judged, verdict_of

_GITLAB = {"critical": "blocker", "high": "critical", "medium": "major", "low": "minor"}


def as_github(report: r.Report, width: int = 0) -> str:
    """One workflow command a finding: error for a demand that fails, warning for what is undecided, notice for advice."""
    lines = []
    for finding in r.shown_findings(report):
        at = r.location_of(report, finding)
        title = f"{report.words.says(finding.verdict)} {finding.rule}#{finding.duty}"
        place = f"file={_property(path_from_root(at.file))},line={at.line},endLine={at.end_line},col={at.column},title={_property(title)}"
        lines.append(f"::{_command(finding)} {place}::{_data(r.message(report, finding))}")
    return "\n".join([*lines, *_apart(report)]) + "\n" if lines or _apart(report) else ""


def _apart(report: r.Report) -> list[str]:
    """One notice for what the organisation left out; what the editions do not have is the same on every run, and stands in the log alone."""
    out = left_out_lines(report)
    title = _property(report.words.says("block-left-out"))
    return [*([f"::notice title={title}::{_data(chr(10).join(out))}"] if out else []), *filter(None, [r.absent_line(report)])]


def _command(finding: Finding) -> str:
    if finding.verdict != FAIL:
        return "warning"
    return "error" if finding.strength in ("must", "principle") else "notice"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(report: r.Report, width: int = 0) -> str:
    """The code-quality report that GitLab shows in a merge request: fingerprint, severity, path and line of each finding."""
    rules = {rule.id: rule for rule in report.rulebook.rules}
    entries = []
    for finding in r.shown_findings(report):
        at = r.location_of(report, finding)
        entries.append({
            "description": f"{report.words.says(finding.verdict)}: {r.message(report, finding)}",
            "check_name": f"{finding.rule}#{finding.duty}",
            "fingerprint": finding.id,
            "severity": _GITLAB[rules[finding.rule].severity] if finding.verdict == FAIL else "info",
            "location": {"path": path_from_root(at.file), "lines": {"begin": max(at.line, 1)}},
        })  # fmt: skip
    entries += [_entry(report, one) for one in not_judged(report)]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _entry(report: r.Report, one: NotJudged) -> Json:
    """A duty that was not judged, at the line that says so, else at the inventory; GitLab shows it where a merge request brings it."""
    return {
        "description": f"{verdict_of(report, one.form)}: {one.why}",
        "check_name": one.name,
        "fingerprint": hash_of(f"{one.form} {one.name}"),
        "severity": "info",
        "location": {"path": path_from_root(one.file or r.main_file(report)), "lines": {"begin": one.line or 1}},
    }

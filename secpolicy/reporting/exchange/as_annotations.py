"""Annotations for code review: workflow commands of GitHub and the code-quality report of GitLab."""

from __future__ import annotations

import json

from secpolicy.judging.finding import FAIL, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting import set_aside
from secpolicy.reporting.exchange.finding_as_json import Json
from secpolicy.reporting.exchange.notations import hash_of, path_from_root
from secpolicy.reporting.not_judged import NotJudged, left_out_lines, not_judged, verdict_of

_GITLAB = {"critical": "blocker", "high": "critical", "medium": "major", "low": "minor"}


def as_github(report: r.Report, width: int = 0) -> str:
    """One workflow command a finding: error for a demand that fails, warning for what is undecided, notice for advice."""
    lines = []
    for finding in (*r.shown_findings(report), *set_aside.also_shown(report)):
        at = r.location_of(report, finding)
        title = f"{_verdict(report, finding)} {finding.rule}#{finding.duty}"
        place = f"file={_property(path_from_root(at.file))},line={at.line},endLine={at.end_line},col={at.column},title={_property(title)}"
        lines.append(f"::{_command(report, finding)} {place}::{_data(r.message(report, finding))}")
    return "\n".join([*lines, *_apart(report)]) + "\n" if lines or _apart(report) else ""


def _apart(report: r.Report) -> list[str]:
    """One notice for what the organisation left out, one for what a baseline hides.

    What the editions do not have is the same on every run, and stands in the log alone.
    """
    out = left_out_lines(report)
    title = _property(report.words.says("block-left-out"))
    hidden = set_aside.untold_text(report)
    notices = [(title, "\n".join(out)), (_property(report.words.says("block-baseline")), hidden)]
    return [*(f"::notice title={name}::{_data(text)}" for name, text in notices if text), *filter(None, [r.absent_line(report)])]


def _verdict(report: r.Report, finding: Finding) -> str:
    verdict = report.words.says(finding.verdict)
    return report.words.says("csv-baselined", verdict=verdict) if set_aside.is_baselined(report, finding) else verdict


def _command(report: r.Report, finding: Finding) -> str:
    if set_aside.is_baselined(report, finding):
        return "notice"
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
    for finding in (*r.shown_findings(report), *set_aside.also_shown(report)):
        at = r.location_of(report, finding)
        entries.append({
            "description": f"{_verdict(report, finding)}: {r.message(report, finding)}",
            "check_name": f"{finding.rule}#{finding.duty}",
            "fingerprint": finding.id,
            "severity": _GITLAB[rules[finding.rule].severity] if finding.verdict == FAIL and not set_aside.is_baselined(report, finding) else "info",
            "location": {"path": path_from_root(at.file), "lines": {"begin": max(at.line, 1)}},
        })  # fmt: skip
    entries += [*(_entry(report, one) for one in not_judged(report)), *_hidden(report)]
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


def _hidden(report: r.Report) -> list[Json]:
    """How many findings a baseline hides, at the file of the baseline."""
    if not (text := set_aside.untold_text(report)):
        return []
    place = {"path": path_from_root(report.judged.baseline[0].entry.location.file), "lines": {"begin": 1}}
    return [{"description": text, "check_name": "baseline", "fingerprint": hash_of("baseline"), "severity": "info", "location": place}]

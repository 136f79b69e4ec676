"""SARIF 2.1.0 (OASIS) for code scanning: duties as rules, findings as results, clauses as taxonomies. No time of writing in it."""

from __future__ import annotations

import json
from typing import Any

from secpolicy.base.location import Location
from secpolicy.judging.finding import FAIL, Finding
from secpolicy.model.rulebook import Rule
from secpolicy.reporting import report as r
from secpolicy.reporting.exchange import uri

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"must": "error", "principle": "error", "should": "warning", "example": "note", "target": "note"}
_SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0"}


def as_sarif(report: r.Report, width: int = 0) -> str:
    """The findings as one SARIF run: FAIL is `fail`, UNKNOWN `open`, review `review`, waived ones suppressed."""
    findings = [finding for finding in (*report.judged.findings, *report.judged.upcoming) if finding.verdict in ("FAIL", "UNKNOWN", "PASS")]
    duties = sorted({(finding.rule, finding.duty) for finding in findings})
    rules = {rule.id: rule for rule in report.rulebook.rules}
    positions = {duty: position for position, duty in enumerate(duties)}
    driver = {
        "name": "secpolicy",
        "version": report.header.tool,
        "semanticVersion": report.header.tool,
        "language": report.lang,
        "rules": [_rule(report, rules[rule], duty) for rule, duty in duties],
    }
    taxonomies = _taxonomies(report, findings)
    run = {
        "tool": {"driver": driver},
        "language": report.lang,
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"secpolicy/{report.profile.name}/{report.as_of.isoformat()}"},
        "invocations": [_invocation(report)],
        "taxonomies": taxonomies,
        "results": [_result(report, finding, positions) for finding in findings],
        "properties": {"asOf": report.as_of.isoformat(), "profile": report.profile.name, "packs": report.header.packs},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _invocation(report: r.Report) -> dict[str, Any]:
    errors = [finding for finding in report.judged.findings if finding.verdict == "ERROR"]
    notes = [{"level": "error", "message": {"text": finding.reason}, "descriptor": {"id": f"{finding.rule}#{finding.duty}"}} for finding in errors]
    return {"executionSuccessful": not errors, "exitCode": report.exit_code, "toolExecutionNotifications": notes}


def _rule(report: r.Report, rule: Rule, duty: str) -> dict[str, Any]:
    index = 0 if report.lang == "ja" else 1
    text = rule.title[index]
    help_ = "".join(part if isinstance(part, str) else "…" for part in rule.fix[index]) or text
    return {
        "id": f"{rule.id}#{duty}",
        "name": rule.name,
        "shortDescription": {"text": text},
        "fullDescription": {"text": rule.note[index] or text},
        "help": {"text": help_, "markdown": help_},
        "properties": {"security-severity": _SCORES[rule.severity], "tags": [rule.pack, rule.topic]},
    }


def _result(report: r.Report, finding: Finding, positions: dict[tuple[str, str], int]) -> dict[str, Any]:
    at = r.location_of(report, finding)
    result: dict[str, Any] = {
        "ruleId": f"{finding.rule}#{finding.duty}",
        "ruleIndex": positions[finding.rule, finding.duty],
        "kind": _kind(finding),
        "level": _LEVELS[finding.strength] if _kind(finding) == "fail" else "none",
        "message": {"text": r.message(report, finding) or finding.duty},
        "locations": [{**_location(at), "logicalLocations": [{"fullyQualifiedName": name} for name in finding.names]}],
        "partialFingerprints": {"secpolicyFinding/v1": finding.id},
        "taxa": [{"id": clause.id, "toolComponent": {"name": clause.guideline}} for clause in finding.clauses],
        "properties": _properties(finding),
    }
    related = [{"id": position + 1, **_location(r.located(report, place)), "message": {"text": r.place_text(report, place)}}
               for position, place in enumerate(finding.missing[:20])]  # fmt: skip
    if related:
        result["relatedLocations"] = related
    if finding.ways is not None and finding.verdict == FAIL:
        result["codeFlows"] = [_flow(report, finding)]
    if finding.waiver is not None:
        end = finding.waiver.until.isoformat() if finding.waiver.until else None
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.waiver.reason, "properties": {"until": end}}]
    return result


def _kind(finding: Finding) -> str:
    if finding.review:
        return "review"
    return {"FAIL": "fail", "UNKNOWN": "open", "PASS": "informational"}[finding.verdict]


def _properties(finding: Finding) -> dict[str, Any]:
    deadline = finding.deadline
    return {
        "verdict": finding.verdict,
        "strength": finding.strength,
        "deadline": deadline.day.isoformat() if deadline.day else None,
        "basis": deadline.basis or None,
        "state": finding.state,
    }


def _flow(report: r.Report, finding: Finding) -> dict[str, Any]:
    """The witness of a route as a flow through its hops."""
    assert finding.ways is not None
    hops = finding.ways.reached[0].hops
    return {"threadFlows": [{"locations": [{"location": {**_location(r.located(report, hop.place)), "message": {"text": hop.id}}} for hop in hops]}]}


def _location(at: Location) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(at.file)}}
    if at.line:
        physical["region"] = {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": max(at.end_column, 1)}
    return {"physicalLocation": physical}


def _taxonomies(report: r.Report, findings: list[Finding]) -> list[dict[str, Any]]:
    index = 0 if report.lang == "ja" else 1
    cited: dict[str, dict[str, str]] = {}
    for finding in findings:
        for clause in finding.clauses:
            cited.setdefault(clause.guideline, {})[clause.id] = clause.title[index]
    return [
        {
            "name": guideline,
            "fullName": report.rulebook.guidelines[guideline].title[index],
            "organization": report.rulebook.guidelines[guideline].publisher,
            "taxa": [{"id": id_, "name": title} for id_, title in sorted(clauses.items())],
        }
        for guideline, clauses in sorted(cited.items())
    ]

"""SARIF 2.1.0 (OASIS) for code scanning: duties as rules, findings as results. No time of writing in it."""

from __future__ import annotations

import json

from secpolicy.base.location import Location
from secpolicy.judging.finding import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.exchange.finding_as_json import Json
from secpolicy.reporting.exchange.notations import uri
from secpolicy.reporting.exchange.sarif_tool import LEVELS, Duties, driver, taxonomies, translation
from secpolicy.reporting.not_judged import NotJudged, not_judged, verdict_of
from secpolicy.reporting.to_declare import is_row, place_text

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_KINDS = {FAIL: "fail", UNKNOWN: "open", PASS: "pass", NOT_APPLICABLE: "notApplicable"}
_RELATED = 20  # GitHub keeps a hundred, people read fewer
# From 100 (first) to 0 (last), as SARIF wants it: the blocks by deadline in their order.
_RANKS = {block: round(100 - 100 * place / (len(r.BLOCKS) - 1), 1) for place, block in enumerate(r.BLOCKS)}


def as_sarif(report: r.Report, width: int = 0) -> str:
    """The findings as one SARIF run: FAIL is `fail`, UNKNOWN `open`, review `review`, what is coming up `pass`; waived ones are suppressed.

    Duties that were not judged are rules that the invocation did not enable.
    Under `--show all` (`pass`, `na`) also a result for each duty that something meets, or that is about nothing here.
    """
    findings = [finding for finding in (*report.judged.findings, *report.judged.baselined, *report.judged.upcoming) if finding.verdict in (FAIL, UNKNOWN, PASS)]
    strengths = {(finding.rule, finding.duty): finding.strength for finding in findings}
    counted = _counted(report)
    apart = not_judged(report)
    strengths |= {(one.rule.id, one.duty): one.strength for one in apart}
    duties = Duties(sorted({*strengths, *(key for key, _, _ in counted)}), strengths)
    run: Json = {
        "tool": {"driver": driver(report, duties)},
        "language": report.lang,
        "translations": [translation(report, duties)],
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"secpolicy/{report.profile.name}/{report.as_of.isoformat()}"},
        "invocations": [{**_invocation(report), **_configuration(report, apart, duties)}],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": report.words.says("sarif-root")}}},
        "artifacts": [{"location": _artifact(file), "roles": ["analysisTarget"], "hashes": {"sha-256": digest}} for file, digest in report.header.inputs],
        "taxonomies": taxonomies(report, duties),
        "results": [*(_result(report, finding, duties) for finding in findings), *(_tally(report, *one, duties) for one in counted)],
        "properties": {"asOf": report.as_of.isoformat(), "profile": report.profile.name, "packs": report.header.packs},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _counted(report: r.Report) -> list[tuple[tuple[str, str], str, int]]:
    """Verdicts of duties that are only counted: as asked for."""
    asked = [verdict for verdict, word in ((PASS, "pass"), (NOT_APPLICABLE, "na")) if {word, "all"} & set(report.show)]
    return [(key, verdict, verdicts[verdict]) for key, verdicts in sorted(report.judged.counts.items()) for verdict in asked if key[1] and verdict in verdicts]


def _invocation(report: r.Report) -> Json:
    errors = [finding for finding in report.judged.findings if finding.verdict == "ERROR"]
    notes = [{"level": "error", "message": {"text": finding.reason}, "descriptor": {"id": f"{finding.rule}#{finding.duty}"}} for finding in errors]
    return {"executionSuccessful": not errors, "exitCode": report.exit_code, "toolExecutionNotifications": notes}


def _configuration(report: r.Report, apart: list[NotJudged], duties: Duties) -> Json:
    """The duties that were not judged, as rules that were not enabled, with why."""
    if not apart:
        return {}
    rules = [{"id": one.name, "index": duties.position(one.rule.id, one.duty)} for one in apart]
    notes = [
        {"level": "note", "message": {"text": f"{verdict_of(report, one.form)}: {one.why}"}, "associatedRule": rule,
         **({"locations": [_location(Location(one.file, one.line, 1, one.line, 2))]} if one.file else {})}
        for one, rule in zip(apart, rules, strict=True)
    ]  # fmt: skip
    overrides = [{"descriptor": rule, "configuration": {"enabled": False}} for rule in rules]
    return {"ruleConfigurationOverrides": overrides, "toolConfigurationNotifications": notes}


def _result(report: r.Report, finding: Finding, duties: Duties) -> Json:
    at = r.location_of(report, finding)
    kind = "review" if finding.review else _KINDS[finding.verdict]
    result: Json = {
        "ruleId": f"{finding.rule}#{finding.duty}",
        "ruleIndex": duties.position(finding.rule, finding.duty),
        "kind": kind,
        "level": LEVELS[finding.strength] if kind == "fail" else "none",
        "rank": _RANKS[r.block_of(finding, report.as_of)],
        "message": {"text": r.message(report, finding) or finding.duty},
        "locations": [{**_location(at), "logicalLocations": [{"fullyQualifiedName": name} for name in finding.names]}],
        "partialFingerprints": {"secpolicyFinding/v1": finding.id},
        "taxa": [{"id": clause.id, "toolComponent": {"name": clause.guideline}} for clause in finding.clauses],
        "properties": _properties(finding),
    }
    if related := _related(report, finding, at):
        result["relatedLocations"] = related
    if finding.ways is not None and finding.ways.reached and finding.verdict == FAIL:
        result["codeFlows"] = [_flow(report, finding)]
    if report.judged.baseline:
        result["baselineState"] = "unchanged" if finding in report.judged.baselined else "new"
    if finding.waiver is not None:
        result["suppressions"] = [_suppression(finding)]
    return result


def _related(report: r.Report, finding: Finding, at: Location) -> list[Json]:
    """Where the other facts stand that it rests on or waits for; `at`: where it is shown."""
    told = (place for place in dict.fromkeys((*finding.grounds.evidence, *finding.missing)) if not is_row(place))
    places = [place for place in told if r.located(report, place) != at or finding.missing]
    return [{"id": position + 1, **_location(r.located(report, place)), "message": {"text": place_text(report, place)}}
            for position, place in enumerate(places[:_RELATED])]  # fmt: skip


def _tally(report: r.Report, key: tuple[str, str], verdict: str, number: int, duties: Duties) -> Json:
    """A duty of which only the number of judgements is kept."""
    said = report.words.says("count-of", verdict=report.words.says(verdict), n=number)
    return {"ruleId": "#".join(key), "ruleIndex": duties.position(*key), "kind": _KINDS[verdict], "level": "none", "message": {"text": said},
            "occurrenceCount": number, "properties": {"verdict": verdict}}  # fmt: skip


def _suppression(finding: Finding) -> Json:
    """The waiver by its place, with its reason; SARIF has no field for the day on which it ends."""
    waiver = finding.waiver
    return {"kind": "external", "status": "accepted", "justification": waiver.reason, "location": _location(waiver.location),
            "properties": {"until": waiver.until.isoformat()}}  # fmt: skip


def _properties(finding: Finding) -> Json:
    deadline = finding.deadline
    return {
        "verdict": finding.verdict,
        "strength": finding.strength,
        "deadline": deadline.day.isoformat() if deadline.day else None,
        "deadlineForm": deadline.form,
        "basis": deadline.basis or None,
        "state": finding.state,
    }


def _flow(report: r.Report, finding: Finding) -> Json:
    """The witness of a route as a flow through its hops."""
    assert finding.ways is not None
    hops = r.walked_once(finding.ways.reached[0])
    return {"threadFlows": [{"locations": [{"location": {**_location(r.located(report, hop.place)), "message": {"text": hop.id}}} for hop in hops]}]}


def _location(at: Location) -> Json:
    physical: Json = {"artifactLocation": _artifact(at.file)}
    if at.line:
        physical["region"] = {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": max(at.end_column, 1)}
    return {"physicalLocation": physical}


def _artifact(file: str) -> Json:
    """A file by its address; a relative one is meant from the root of the repository."""
    address = uri(file)
    return {"uri": address} if address.startswith("file:") else {"uri": address, "uriBaseId": "%SRCROOT%"}

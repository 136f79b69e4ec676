"""OSCAL assessment results: what was judged, observed and found on the day, with the plan by which it was judged enclosed."""

from __future__ import annotations

import base64
import json

from secpolicy.judging.finding import ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, VERDICTS, Finding
from secpolicy.model.clauses import Clause
from secpolicy.model.rulebook import Adjustment
from secpolicy.reporting import report as r
from secpolicy.reporting.exchange.finding_as_json import Json
from secpolicy.reporting.exchange.notations import beginning_of, end_of
from secpolicy.reporting.oscal import document as o
from secpolicy.reporting.oscal import findings as f
from secpolicy.reporting.oscal.plan import plan, reviewed
from secpolicy.reporting.rules.standing import standing_of


def as_oscal_ar(report: r.Report, width: int = 0) -> str | None:
    """The report as an OSCAL document; None if nothing was judged, since OSCAL has no results about nothing."""
    writing = o.writing_of(report)
    duties = _duties(writing)
    if not duties:
        return None
    enclosed = plan(writing, duties)
    title = o.line(writing.says("oscal-plan-title", name=o.organisation(writing)))
    encoded = base64.b64encode(json.dumps(enclosed, ensure_ascii=False).encode()).decode()
    resource = {"uuid": o.of_this_run(writing, "enclosed-plan"), "title": title,
                "base64": {"filename": "assessment-plan.json", "media-type": "application/json", "value": encoded}}  # fmt: skip
    document = {
        "uuid": o.of_this_run(writing, "assessment-results"),
        "metadata": o.metadata(writing, "oscal-ar-title"),
        "import-ap": {"href": f"#{resource['uuid']}"},
        "results": [_result(writing, duties)],
        "back-matter": {"resources": [resource]},
    }
    return json.dumps({"assessment-results": document}, ensure_ascii=False, indent=2) + "\n"


def _duties(writing: o.Writing) -> list[tuple[str, str, tuple[Clause, ...]]]:
    """The duties that were asked of something, with the clauses that they rest on in the editions."""
    judged = writing.report.judged
    asked = [key for key, verdicts in sorted(judged.counts.items()) if key[1] and set(verdicts) - {NOT_APPLICABLE}]
    return [(rule, duty, standing_of(writing.rules[rule], writing.facts).clauses) for rule, duty in asked]


def _result(writing: o.Writing, duties: list[tuple[str, str, tuple[Clause, ...]]]) -> Json:
    report, findings = writing.report, _findings(writing.report)
    risks = [finding for finding in findings if f.is_risk(finding)]
    totals = report.judged.totals()
    found = [one for finding in findings for one in f.findings_of(writing, finding, f.is_risk(finding))]
    parts = {
        "observations": [f.observation(writing, finding) for finding in findings],
        "risks": [f.risk(writing, finding, [fate for fate in report.judged.waivers if fate.finding == finding.id]) for finding in risks],
        "findings": [*found, *_satisfied(writing, duties)],
    }
    return {
        "uuid": o.of_this_run(writing, "result"),
        "title": o.line(writing.says("oscal-result-title", day=report.as_of)),
        "description": o.line(writing.says("oscal-result-about")),
        "start": beginning_of(report.as_of),
        "end": end_of(report.as_of),
        **o.properties((f"judgements-{verdict.lower().replace('_', '-')}", str(totals[verdict])) for verdict in VERDICTS),
        "local-definitions": _definitions(writing, findings),
        "reviewed-controls": reviewed(writing, duties),
        **_log(writing, {o.control_id(clause) for _, _, clauses in duties for clause in clauses}),
        **{name: members for name, members in parts.items() if members},
    }


def _definitions(writing: o.Writing, findings: list[Finding]) -> Json:
    """What observations are about, and by what they were made."""
    items = f.inventory_items(writing, findings)
    return {"components": [o.whole(writing)], **({"inventory-items": items} if items else {}), "assessment-assets": o.assets(writing)}


def _findings(report: r.Report) -> list[Finding]:
    """What is observed, first what comes first in every report."""
    found = sorted((*report.judged.findings, *report.judged.baselined), key=lambda finding: r.sort_key(report, finding))
    return [finding for finding in (*found, *report.judged.upcoming) if finding.verdict in (PASS, FAIL, UNKNOWN, ERROR)]


def _satisfied(writing: o.Writing, duties: list[tuple[str, str, tuple[Clause, ...]]]) -> list[Json]:
    """One finding for each duty and clause that everything conforms to."""
    counts = writing.report.judged.counts
    whole = []
    for rule, duty, clauses in duties:
        if set(counts[rule, duty]) <= {PASS, NOT_APPLICABLE}:
            number = counts[rule, duty][PASS]
            for clause in clauses:
                whole.append({
                    "uuid": o.identifier(writing, "satisfied", rule, duty, o.control_id(clause)),
                    "title": o.line(writing.rules[rule].title[writing.side]),
                    "description": o.line(writing.says("oscal-satisfied", n=number)),
                    **o.properties([("rule", rule), ("duty", duty), ("verdict", PASS), ("judgements", str(number))]),
                    "origins": o.origins(writing),
                    "target": f.target(writing, clause, rule, duty, {"state": "satisfied", "reason": "pass"}),
                })  # fmt: skip
    return whole


def _log(writing: o.Writing, judged: set[str]) -> Json:
    """What was not judged, and why: left to people, about nothing here, not in force yet, not in the editions, left out."""
    report = writing.report
    idle = [key for key, verdicts in report.judged.counts.items() if key[1] and set(verdicts) == {NOT_APPLICABLE}]
    planned = {(plan.rule, plan.duty) for plan in report.judged.planned}
    groups = {
        "by-hand": [o.control_id(report.rulebook.clauses[key]) for key in report.judged.by_hand],
        "not-applicable": [f"{rule}#{duty}" for rule, duty in idle if (rule, duty) not in planned],
        "planned": [f"{plan.rule}#{plan.duty} ({plan.until.isoformat()})" for plan in report.judged.planned],
        "absent": [f"{rule}#{duty}" for rule, duty in report.judged.absent],
        "left-out": [_left_out(writing, report.rulebook.left_out[key]) for key in report.judged.left_out],
    }
    entries = [
        {
            "uuid": o.of_this_run(writing, "log", name),
            "title": o.line(writing.says(f"oscal-log-{name}", n=len(members))),
            "description": o.line(", ".join(sorted(members))),
            "start": beginning_of(report.as_of),
            **o.properties([("not-judged", name)]),
        }
        for name, members in groups.items()
        if members
    ]
    return {"assessment-log": {"entries": entries}} if entries else {}


def _left_out(writing: o.Writing, one: Adjustment) -> str:
    return writing.says("oscal-left-out", duty=f"{one.rule}#{one.duty}", because=one.because, place=one.place)

"""OSCAL plan of action and milestones: an item for everything that is open, with its deadline and what to do."""

from __future__ import annotations

import json

from secpolicy.judging.finding import Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.exchange.finding_as_json import Json
from secpolicy.reporting.oscal import document as o
from secpolicy.reporting.oscal import findings as f


def as_oscal_poam(report: r.Report, width: int = 0) -> str | None:
    """The open findings as an OSCAL document, waived and baselined ones among them; None if nothing is open, since OSCAL has no empty plan."""
    writing = o.writing_of(report)
    open_ = [finding for finding in (*report.judged.findings, *report.judged.baselined) if f.is_risk(finding)]
    findings = sorted(open_, key=lambda finding: r.sort_key(report, finding))
    if not findings:
        return None
    items = f.inventory_items(writing, findings)
    document = {
        "uuid": o.of_this_run(writing, "poam"),
        "metadata": o.metadata(writing, "oscal-poam-title"),
        "system-id": {"identifier-type": "http://ietf.org/rfc/rfc4122", "id": o.identifier(writing, "whole")},
        "local-definitions": {
            "components": [o.whole(writing)],
            **({"inventory-items": items} if items else {}),
            "assessment-assets": o.assets(writing),
        },
        "observations": [f.observation(writing, finding) for finding in findings],
        "risks": [f.risk(writing, finding, [fate for fate in report.judged.waivers if fate.finding == finding.id]) for finding in findings],
        "findings": [one for finding in findings for one in f.findings_of(writing, finding, risky=True)],
        "poam-items": [_item(writing, finding) for finding in findings],
        "back-matter": {"resources": [{"uuid": o.of_this_run(writing, "inventory"), "title": o.line(writing.says("inventory-as-a-whole")),
                                       "rlinks": o.sources(writing)}]},
    }  # fmt: skip
    return json.dumps({"plan-of-action-and-milestones": document}, ensure_ascii=False, indent=2) + "\n"


def _item(writing: o.Writing, finding: Finding) -> Json:
    """What to do about a finding; its deadline stands at its risk, and here as a day for lists."""
    report = writing.report
    day = finding.deadline.day.isoformat() if finding.deadline.form == "day" and finding.deadline.day else None
    until = r.deadline_text(report, finding.deadline)
    about = [("deadline", day), ("deadline-form", finding.deadline.form), ("severity", writing.rules[finding.rule].severity), ("finding", finding.id)]
    return {
        "uuid": o.identifier(writing, "item", finding.id),
        "title": f.title(writing, finding),
        "description": o.line(writing.says("oscal-until", message=r.message(report, finding) or finding.duty, deadline=until)),
        **o.properties(about),
        "origins": o.origins(writing),
        "related-findings": [{"finding-uuid": f.finding_id(writing, finding, clause)} for clause in finding.clauses],
        "related-observations": [{"observation-uuid": f.observation_id(writing, finding)}],
        "related-risks": [{"risk-uuid": f.risk_id(writing, finding)}],
        "remarks": f.remedy(writing, finding),
    }

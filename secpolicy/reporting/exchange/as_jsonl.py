"""JSON Lines: one finding a line in the form of the JSON report, for log collectors and scripts."""

from __future__ import annotations

import json

from secpolicy.judging.finding import Finding
from secpolicy.reporting import report as r
from secpolicy.reporting import set_aside
from secpolicy.reporting.exchange.finding_as_json import Json, finding_as_json, writing_of


def as_jsonl(report: r.Report, width: int = 0) -> str:
    """Every finding, review and waived ones included, in the order of the table; under `--show baseline` those that it hides too, with a mark."""
    findings = sorted((*report.judged.findings, *set_aside.also_shown(report)), key=lambda finding: r.sort_key(report, finding))
    writing = writing_of(report)
    return "".join(json.dumps(_marked(report, finding, finding_as_json(writing, finding)), ensure_ascii=False) + "\n" for finding in findings)


def _marked(report: r.Report, finding: Finding, told: Json) -> Json:
    return {**told, "baselined": True} if set_aside.is_baselined(report, finding) else told

"""JSON Lines: one finding a line in the form of the JSON report, for log collectors and scripts."""

from __future__ import annotations

import json

from secpolicy.reporting import report as r
from secpolicy.reporting.finding_as_json import finding_as_json, writing_of


def as_jsonl(report: r.Report, width: int = 0) -> str:
    """Every finding, review and waived ones included, in the order of the table."""
    findings = sorted(report.judged.findings, key=lambda finding: r.sort_key(report, finding))
    writing = writing_of(report)
    return "".join(json.dumps(finding_as_json(writing, finding), ensure_ascii=False) + "\n" for finding in findings)

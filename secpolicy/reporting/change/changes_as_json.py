"""What changed between two runs, as JSON for other programs."""

from __future__ import annotations

import json

from secpolicy.judging.comparing import Change
from secpolicy.judging.finding import Finding
from secpolicy.reporting.change import changes as c
from secpolicy.reporting.exchange.finding_as_json import Json, Writing, finding_as_json, writing_of

FORMAT_VERSION = 1


def changes_as_json(comparison: c.Comparison, width: int = 0) -> str:
    """Both sides, the numbers, and every change with the finding before and after. `width` is for reports that are drawn."""
    writings = {id(side.report): writing_of(side.report) for side in (comparison.old, comparison.new)}
    document = {
        "format_version": FORMAT_VERSION,
        "tool": "secpolicy",
        "version": comparison.new.report.header.tool,
        "lang": comparison.words.lang,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "counts": {**c.counted(c.told(comparison)), "unchanged": comparison.compared.unchanged, "not_shown": c.untold(comparison)},
        "changes": [_change(comparison, change, writings) for change in c.told(comparison)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _side(side: c.Side) -> Json:
    report = side.report
    return {
        "called": side.called,
        "as_of": report.as_of.isoformat(),
        "profile": report.profile.name,
        "editions": dict(sorted(report.profile.editions.items())),
        "totals": report.judged.totals(),
        "inputs": [{"file": file, "sha256": digest} for file, digest in report.header.inputs],
    }


def _change(comparison: c.Comparison, change: Change, writings: dict[int, Writing]) -> Json:
    def written(finding: Finding | None) -> Json | None:
        return finding_as_json(writings[id(comparison.side_of(finding, change))], finding) if finding is not None else None

    return {"kind": change.kind, "because": change.because or None, "before": written(change.before), "after": written(change.after)}

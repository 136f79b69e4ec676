"""The way to another model as JSON for other programs."""

from __future__ import annotations

import json

from secpolicy.model.entity import place_name
from secpolicy.reporting.change import plan as p
from secpolicy.reporting.exchange.finding_as_json import finding_as_json, writing_of

FORMAT_VERSION = 1


def plan_as_json(plan: p.Plan, width: int = 0) -> str:
    """The models, what is lacking, and every demand with its finding. `width` is for reports that are drawn."""
    new, old = writing_of(plan.report), writing_of(plan.comparison.old.report)
    demanded = [one for with_review in (False, True) for _, rows in p.demanded(plan, with_review) for row in rows for one in row.findings]
    document = {
        "format_version": FORMAT_VERSION,
        "tool": "secpolicy",
        "version": plan.report.header.tool,
        "lang": plan.words.lang,
        "as_of": plan.report.as_of.isoformat(),
        "profile": plan.report.profile.name,
        "declared": plan.declared,
        "derived": [value for value, parts in plan.fits.items() if parts == ()],
        "target": plan.target,
        "lacking": [
            {"text": text, "missing": [place_name(place) for place in part.missing]}
            for text, part in zip(p.lacking(plan), plan.fits[plan.target] or (), strict=True)
        ],
        "demanded": [finding_as_json(new, one) for one in demanded if plan.comparison.with_review or not one.review],
        "not_shown": 0 if plan.comparison.with_review else p.in_review(plan),
        "to_declare": [{"fact": fact, "findings": number} for fact, number in p.facts_to_declare(plan)],
        "no_longer": [finding_as_json(old, change.shown) for change in p.no_longer(plan)],
        "met_already": [{"rule": rule, "duty": duty} for rule, duty in p.met_already(plan)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

"""The whole report as JSON, in the form of report.schema.json: for other programs, and for whoever keeps results over the years."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from secpolicy.judging.baselining import Fate
from secpolicy.judging.finding import FAIL, UNKNOWN, VERDICTS, Deadline, Finding, Planned
from secpolicy.judging.waiving import Waived
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import editions_used
from secpolicy.reporting.exchange.finding_as_json import (
    Json,
    Writing,
    clause_as_json,
    day_fields,
    deadline_state,
    evidence_as_json,
    finding_as_json,
    writing_of,
)
from secpolicy.reporting.not_relied_on import aged_as_json, doubted_as_json
from secpolicy.reporting.own_changes import Change, changes, left_out
from secpolicy.reporting.totals import of_which

FORMAT_VERSION = 1
# Deadlines with a day come first; then those without one, in this order.
_FORMS = ("day", "at_once", "unknown", "none", "about")


def as_json(report: r.Report, width: int = 0) -> str:
    """The report as a JSON document. `width` is for reports that are drawn."""
    writing = writing_of(report)
    document = {
        **_header(report),
        "totals": _totals(report),
        "deadlines": _deadlines(writing, r.shown_findings(report)),
        **_standing_apart(writing),
        "planned": [_planned(report, plan) for plan in report.judged.planned],
        "waivers": [_waiver(report, fate) for fate in report.judged.waivers],
        "baseline": [_baseline(fate) for fate in report.judged.baseline],
        "not_checked": _not_checked(report),
        "absent": _absent(writing),
        "left_out": _changes(left_out(report)),
        "adjustments": _changes(changes(report)),
        "readings": _readings(writing),
        "doubted": list(doubted_as_json(report)),
        "aged": list(aged_as_json(report)),
    }
    if "all" in report.show:
        document["judgements"] = _judgements(report)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _header(report: r.Report) -> Json:
    header, profile = report.header, report.profile
    return {
        "format_version": FORMAT_VERSION,
        "tool": "secpolicy",
        "version": header.tool,
        "as_of": report.as_of.isoformat(),
        "lang": report.lang,
        "exit_code": report.exit_code,
        "organisation": _organisation(report),
        "profile": {"name": profile.name, "title": profile.title[0 if report.lang == "ja" else 1], "unread": profile.unread},
        "editions": editions_used(report),
        "hashes": {"packs": header.packs, "inputs": _hashes(header.inputs), "waivers": _hashes(header.waivers)},
    }


def _organisation(report: r.Report) -> str | None:
    organisation = report.inventory.singles.get("organisation")
    name = organisation.value("name") if organisation is not None else None
    return name if isinstance(name, str) else None


def _hashes(files: tuple[tuple[str, str], ...]) -> list[Json]:
    return [{"file": file, "sha256": digest} for file, digest in files]


def _totals(report: r.Report) -> Json:
    return {
        "judgements": report.judged.totals(),
        "review": report.judged.totals(review=True),
        "of_which": {**of_which(report), "baselined": len(report.judged.baselined)},
        "by_duty": _by_duty(report),
    }


def _by_duty(report: r.Report) -> list[Json]:
    """Counts per duty; clauses checked by hand have no duty and stand in `not_checked`."""
    judged = report.judged
    rows = []
    for key, verdicts in sorted(judged.counts.items()):
        if key[1]:
            review = key in judged.reviews
            rows.append({"rule": key[0], "duty": key[1], "review": review, "judgements": _counted(verdicts), "things": _counted(judged.things[key])})
    return rows


def _counted(verdicts: dict[str, int]) -> dict[str, int]:
    """The verdicts that occur, in their order."""
    return {verdict: verdicts[verdict] for verdict in VERDICTS if verdicts.get(verdict)}


def _deadlines(writing: Writing, findings: Iterable[Finding]) -> list[Json]:
    """The findings by deadline: by day, then at once, unknown, none, about."""
    groups: dict[Deadline, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: _order(writing, finding)):
        groups.setdefault(_shared(finding.deadline), []).append(finding)
    return [_group(writing, deadline, groups[deadline]) for deadline in sorted(groups, key=_day_order)]


def _order(writing: Writing, finding: Finding) -> tuple[bool, int, str, str, tuple[str, ...]]:
    """Within a deadline: breaches before doubt, then by severity, rule, duty and subject."""
    severity = r.SEVERITIES.index(writing.rules[finding.rule].severity)
    return finding.verdict != FAIL, severity, finding.rule, finding.duty, finding.names


def _shared(deadline: Deadline) -> Deadline:
    """What findings of one group have in common: not the facts that would settle the day."""
    if deadline.form == "day" and deadline.day is None:
        deadline = deadline._replace(form="unknown")
    basis = {"at_once": "at_once", "none": ""}.get(deadline.form, deadline.basis)
    return deadline._replace(missing=(), basis=basis)


def _day_order(deadline: Deadline) -> tuple[int, date, date, str, str]:
    return _FORMS.index(deadline.form), deadline.day or date.max, deadline.until or date.min, deadline.about, deadline.basis


def _group(writing: Writing, deadline: Deadline, findings: list[Finding]) -> Json:
    fields = day_fields(writing.report, deadline)
    told = {name: fields[name] for name in ("deadline", "until_at_least", "until", "about")}
    state = deadline_state(writing.report, deadline)
    rows = [finding_as_json(writing, finding) for finding in findings]
    return {**told, "basis": deadline.basis or None, "state": state, "days": fields["days"], "findings": rows}


def _standing_apart(writing: Writing) -> Json:
    """Findings that no deadline asks to be dealt with; each finding of the report stands in one place only."""
    judged = writing.report.judged
    open_ = [finding for finding in judged.findings if finding.verdict in (FAIL, UNKNOWN)]
    parts = {
        "upcoming": [finding for finding in judged.upcoming if not finding.review],
        "review": [finding for finding in (*open_, *judged.upcoming) if finding.review and finding.waiver is None],
        "waived": [finding for finding in open_ if finding.waiver is not None],
        "baselined": list(judged.baselined),
        "errors": [finding for finding in judged.findings if finding.verdict == "ERROR"],
    }

    def place(finding: Finding) -> tuple[Any, ...]:
        return _day_order(_shared(finding.deadline)), *_order(writing, finding)

    return {part: [finding_as_json(writing, finding) for finding in sorted(findings, key=place)] for part, findings in parts.items()}


def _planned(report: r.Report, plan: Planned) -> Json:
    days = (plan.until - report.as_of).days
    start = plan.until.isoformat()
    return {"rule": plan.rule, "duty": plan.duty, "reason": "not_in_force_until", "in_force": start, "days": days, "would_be": _counted(plan.would_be)}


def _waiver(report: r.Report, fate: Waived) -> Json:
    """A waiver as it was written, and what became of it."""
    waiver = fate.waiver
    approvals = [{"role": one.role, "by": one.by, "date": one.date.isoformat() if one.date else None} for one in waiver.approvals]
    return {
        "rule": waiver.rule,
        "duty": waiver.duty,
        "subject": waiver.subject,
        "links": [str(link) for link in waiver.links],
        "reason": waiver.reason,
        "instead": waiver.instead,
        "approvals": approvals,
        "until": waiver.until.isoformat() if waiver.until else None,
        "state": fate.state,
        "why": {"id": fate.why, "text": report.words.says(fate.why)} if fate.why else None,
        "finding": fate.finding or None,
        **waiver.location._asdict(),
    }


def _baseline(fate: Fate) -> Json:
    """An entry of the baseline, and what became of it."""
    entry = fate.entry
    place = {"file": entry.location.file, "line": entry.location.line}
    return {"id": entry.id, "rule": entry.rule, "duty": entry.duty, "subject": entry.subject, "state": fate.state, "because": entry.because or None, **place}


def _not_checked(report: r.Report) -> list[Json]:
    index = 0 if report.lang == "ja" else 1
    clauses = [report.rulebook.clauses[key] for key in report.judged.by_hand]
    return [{"clause": clause_as_json(report, clause), "because": clause.because[index] or None} for clause in clauses]


def _absent(writing: Writing) -> list[Json]:
    """Duties whose clauses the editions do not have (版に無い)."""
    rows = []
    for rule, duty in writing.report.judged.absent:
        cites = [{"guideline": cite.guideline, "clause": cite.clause} for cite in writing.rules[rule].cites]
        rows.append({"rule": rule, "duty": duty, "clauses": cites})
    return rows


def _changes(found: list[Change]) -> list[Json]:
    """What the organisation's own pack leaves out or changes."""
    return [{**change._asdict(), "because": change.because or None} for change in found]


def _readings(writing: Writing) -> list[Json]:
    """Values that were read otherwise than they were written (読替え)."""
    readings = writing.report.inventory.readings
    places = evidence_as_json(writing, (reading.place for reading in readings))
    return [{**place, "written": reading.written, "read": reading.read} for place, reading in zip(places, readings, strict=True)]


def _judgements(report: r.Report) -> list[Json]:
    """Counts per duty and verdict, with the findings that were kept of them: of most judgements only the number is."""
    judged = report.judged
    kept: dict[tuple[str, str, str], list[str]] = {}
    for finding in (*judged.findings, *judged.upcoming):
        kept.setdefault((finding.rule, finding.duty, finding.verdict), []).append(finding.id)
    return [
        {"rule": key[0], "duty": key[1], "verdict": verdict, "judgements": number, "things": judged.things[key][verdict],
         "findings": kept.get((*key, verdict), [])}
        for key, verdicts in sorted(judged.counts.items())
        if key[1]
        for verdict, number in _counted(verdicts).items()
    ]  # fmt: skip

"""One finding as JSON: what is wrong, until when, on which clauses it rests, and the places that prove it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.record import Record
from secpolicy.base.truth import Place
from secpolicy.judging.finding import FAIL, PASS, Deadline, Finding, Ways
from secpolicy.judging.routes import Walked
from secpolicy.judging.showing import state_of
from secpolicy.model.clauses import Clause
from secpolicy.model.entity import label, place_name, ref
from secpolicy.model.rulebook import Rule
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import edition_of
from secpolicy.reporting.subjects import in_whole
from secpolicy.reporting.to_declare import is_row

Json = dict[str, Any]


class Writing(Record):
    """A report on its way to JSON: its rules by id, and the places located so far."""

    report: r.Report
    rules: dict[str, Rule]
    located: dict[Place, Location]


def writing_of(report: r.Report) -> Writing:
    """What the functions of this file work from."""
    return Writing(report, {rule.id: rule for rule in report.rulebook.rules}, {})


def finding_as_json(writing: Writing, finding: Finding) -> Json:
    """A finding with every field of the schema, in its order."""
    report = writing.report
    return {
        "id": finding.id,
        "rule": finding.rule,
        "duty": finding.duty,
        "verdict": finding.verdict,
        "severity": writing.rules[finding.rule].severity,
        "strength": finding.strength,
        "review": finding.review,
        "reason": finding.reason if finding.verdict != "ERROR" and finding.reason else None,
        "subjects": [_subject(report, finding, position) for position in range(len(finding.subjects))],
        "location": r.location_of(report, finding)._asdict(),
        "message": r.message(report, finding),
        "fix": r.fix(report, finding),
        "deadline": _deadline(writing, finding),
        "evidence": evidence_as_json(writing, finding.grounds.evidence),
        "missing": _missing(writing, finding.missing),
        **_ways(writing, finding.ways),
        "clauses": [clause_as_json(report, clause) for clause in finding.clauses],
        "waiver": _waiver(finding),
    }


def _subject(report: r.Report, finding: Finding, position: int) -> Json:
    """What a finding is about. Only the first subject stands for several things."""
    subject = finding.subjects[position]
    return {"ref": ref(subject), "name": in_whole(report, subject), "count": 1 if position else finding.things}


def deadline_state(report: r.Report, deadline: Deadline) -> str:
    """How a deadline of what is not met stands on the day; the day itself is in time."""
    return "unknown" if deadline.form == "day" and deadline.day is None else state_of(FAIL, deadline, report.as_of)


def day_fields(report: r.Report, deadline: Deadline) -> Json:
    """The day of a deadline, how sure it is, and its distance."""
    day = deadline.day if deadline.form == "day" else None
    return {
        "deadline": day.isoformat() if day is not None else None,
        "until_at_least": day is not None and deadline.until is not None,
        "until": deadline.until.isoformat() if deadline.until is not None else None,
        "about": deadline.about or None,
        "days": (day - report.as_of).days if day is not None else None,
    }


def _deadline(writing: Writing, finding: Finding) -> Json:
    deadline = finding.deadline
    state = deadline_state(writing.report, deadline)
    if finding.verdict == PASS:  # a recurring duty may be met and yet be due in the running period
        state = finding.state if finding.state == "due" else "upcoming"
    return {
        **day_fields(writing.report, deadline),
        "form": deadline.form,
        "basis": deadline.basis or None,
        "state": state,
        "dated_by": evidence_as_json(writing, finding.grounds.dated_by),
        "missing": _missing(writing, deadline.missing),
    }


def evidence_as_json(writing: Writing, places: Iterable[Place]) -> list[Json]:
    """Places with the whole stretch of the file that each takes."""
    return [{"place": place_name(place), **_located(writing, place)._asdict()} for place in places]


def _missing(writing: Writing, places: Iterable[Place]) -> list[Json]:
    """Facts to declare, and where each belongs. What a catalog lacks belongs into no file of the organisation."""
    found = []
    for place in places:
        at = None if is_row(place) else _located(writing, place)
        file, line, column = (at.file, at.line, at.column) if at is not None else (None, None, None)
        found.append({"place": place_name(place), "file": file, "line": line, "column": column})
    return found


def _located(writing: Writing, place: Place) -> Location:
    """The location of a place; the same list is missed by many findings, and looked for once."""
    if place not in writing.located:
        writing.located[place] = r.located(writing.report, place)
    return writing.located[place]


def _ways(writing: Writing, ways: Ways | None) -> Json:
    """The routes of a finding; empty, and no cut, if it has none."""
    cut = ways.cut if ways is not None else None
    return {
        "routes": [_route(writing, walked) for walked in ways.reached] if ways is not None else [],
        "also_possible": [_route(writing, walked) for walked in ways.also_possible] if ways is not None else [],
        "cut": [{"hop": part.hop.id, "action": "declare" if part.declare else "close"} for part in cut] if cut is not None else None,
        "proves_breach": _missing(writing, ways.proves_breach) if ways is not None else [],
        "proves_pass": _missing(writing, ways.proves_pass) if ways is not None else [],
    }


def _route(writing: Writing, walked: Walked) -> Json:
    hops = []
    for hop in r.walked_once(walked):
        at = _located(writing, hop.place)
        hops.append({"id": hop.id, "file": at.file, "line": at.line})
    return {"reached": {"ref": ref(walked.reached), "name": label(walked.reached, writing.report.lang)}, "hops": hops}


def clause_as_json(report: r.Report, clause: Clause) -> Json:
    """A clause as it stands in the edition that was used. `number` is null where nobody has read it."""
    guideline = report.rulebook.guidelines[clause.guideline]
    edition = edition_of(report, clause.guideline)
    return {
        "guideline": clause.guideline,
        "clause": clause.id,
        "edition": edition,
        "number": clause.number_in(edition) or None,
        "title": clause.title[0 if report.lang == "ja" else 1],
        "read": clause.read,
        "authority": guideline.authority,
        "strength": clause.strength,
    }


def _waiver(finding: Finding) -> Json | None:
    """The waiver that was applied, by its place; `waivers` has the whole of it."""
    if finding.waiver is None:
        return None
    at = finding.waiver.location
    return {"until": finding.waiver.until.isoformat(), "reason": finding.waiver.reason, "file": at.file, "line": at.line}

"""Findings in the words of OSCAL: an observation with what proves it, a finding for each clause, and a risk with its deadline."""

from __future__ import annotations

from collections.abc import Iterable

from secpolicy.base.truth import Place
from secpolicy.judging.finding import FAIL, PASS, UNKNOWN, Finding
from secpolicy.judging.waiving import Waived
from secpolicy.model.clauses import Clause
from secpolicy.model.entity import Entity, place_name, ref
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import clause_name
from secpolicy.reporting.exchange.finding_as_json import Json
from secpolicy.reporting.exchange.notations import beginning_of, end_of, uri
from secpolicy.reporting.oscal import document as o
from secpolicy.reporting.rules.standing import choice_label
from secpolicy.reporting.subjects import in_whole
from secpolicy.reporting.to_declare import is_row, place_text


def inventory_items(writing: o.Writing, findings: Iterable[Finding]) -> list[Json]:
    """Everything that findings are about, each once, in the order of its name."""
    things = {ref(subject): subject for finding in findings for subject in finding.subjects}
    return [_inventory_item(writing, name, things[name]) for name in sorted(things)]


def _inventory_item(writing: o.Writing, name: str, thing: Entity) -> Json:
    kind = getattr(thing.kind, writing.report.lang)
    about = o.properties([("ref", name), ("kind", thing.kind.name)])
    return {"uuid": o.identifier(writing, "thing", name), "description": o.line(f"{in_whole(writing.report, thing)} ({kind} {name})"), **about}


def observation(writing: o.Writing, finding: Finding) -> Json:
    """What was seen on the day of judging, of what, and where it is declared or lacking."""
    about = (("deadline-form", finding.deadline.form), ("deadline-basis", finding.deadline.basis), ("deadline-state", finding.state))
    expires = {"expires": o.deadline(finding)["deadline"]} if finding.verdict == PASS and o.deadline(finding) else {}
    evidence = [*_evidence(writing, "evidence", finding.grounds.evidence), *_evidence(writing, "missing", finding.missing)]
    return {
        "uuid": observation_id(writing, finding),
        "title": title(writing, finding),
        "description": o.line(r.message(writing.report, finding) or finding.duty),
        **o.properties([*_named(finding), *about]),
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "origins": o.origins(writing),
        "subjects": _subjects(writing, finding),
        **({"relevant-evidence": evidence} if evidence else {}),
        "collected": beginning_of(writing.report.as_of),
        **expires,
    }


def observation_id(writing: o.Writing, finding: Finding) -> str:
    """Each day's observation is one of its own; the finding and its risk stay the same."""
    return o.identifier(writing, "observation", finding.id, writing.report.as_of.isoformat())


def title(writing: o.Writing, finding: Finding) -> str:
    """Verdict, rule and subject on one line."""
    rule = writing.rules[finding.rule].title[writing.side]
    return o.line(writing.says("html-link", verdict=writing.says(finding.verdict), title=rule, subject=o.subject_name(writing, finding)))


def _named(finding: Finding) -> list[tuple[str, str | None]]:
    """By which a finding is found again in the other reports, and whether it rests on a clause that nobody has read."""
    return [("finding", finding.id), ("rule", finding.rule), ("duty", finding.duty), ("verdict", finding.verdict),
            ("review", "true" if finding.review else None)]  # fmt: skip


def _subjects(writing: o.Writing, finding: Finding) -> list[Json]:
    if not finding.subjects:
        return [{"subject-uuid": o.identifier(writing, "whole"), "type": "component"}]
    return [{"subject-uuid": o.identifier(writing, "thing", ref(one)), "type": "inventory-item", "title": o.line(in_whole(writing.report, one))}
            for one in finding.subjects]  # fmt: skip


def _evidence(writing: o.Writing, class_: str, places: Iterable[Place]) -> list[Json]:
    """Places of the inventory; what a catalog lacks stands in no file."""
    found = []
    for place in dict.fromkeys(places):
        if is_row(place):
            found.append({"description": o.line(place_text(writing.report, place)), **o.properties([("role", class_)])})
            continue
        at = r.located(writing.report, place)
        where = [("role", class_), ("place", place_name(place)), ("line", str(at.line))]
        found.append({"href": f"{uri(at.file)}#L{at.line}", "description": o.line(f"{place_text(writing.report, place)} ({at})"), **o.properties(where)})
    return found


def findings_of(writing: o.Writing, finding: Finding, risky: bool) -> list[Json]:
    """One finding for each clause, since its target is an objective of that clause."""
    risk = {"related-risks": [{"risk-uuid": risk_id(writing, finding)}]} if risky else {}
    return [
        {
            "uuid": finding_id(writing, finding, clause),
            "title": title(writing, finding),
            "description": o.line(r.message(writing.report, finding) or finding.duty),
            **o.properties(
                [
                    *_named(finding),
                    ("strength", finding.strength),
                    ("waived-until", _waived_until(finding)),
                    ("baselined", "true" if finding in writing.report.judged.baselined else None),
                ]
            ),
            "origins": o.origins(writing),
            "target": target(writing, clause, finding.rule, finding.duty, _status(writing, finding)),
            "related-observations": [{"observation-uuid": observation_id(writing, finding)}],
            **risk,
        }
        for clause in finding.clauses
    ]


def finding_id(writing: o.Writing, finding: Finding, clause: Clause) -> str:
    """The same on every day on which the finding stands."""
    return o.identifier(writing, "finding", finding.id, o.control_id(clause))


def _waived_until(finding: Finding) -> str | None:
    return finding.waiver.until.isoformat() if finding.waiver is not None else None


def target(writing: o.Writing, clause: Clause, rule: str, duty: str, status: Json) -> Json:
    """The objective that was judged, and what came of it."""
    return {"type": "objective-id", "target-id": o.objective_id(clause, rule, duty), "title": o.line(clause_name(writing.report, clause)), "status": status}


def _status(writing: o.Writing, finding: Finding) -> Json:
    """OSCAL knows two states: what is undecided, or for review, is not satisfied for another reason than a failure, with a remark."""
    if finding.verdict == PASS:
        return {"state": "satisfied", "reason": "pass"}
    if finding.review:
        return {"state": "not-satisfied", "reason": "other", "remarks": o.line(writing.says("markdown-about-review"))}
    if finding.verdict == FAIL:
        return {"state": "not-satisfied", "reason": "fail"}
    remark = "oscal-undecided" if finding.verdict == UNKNOWN else "exit-6"
    return {"state": "not-satisfied", "reason": "other", "remarks": o.line(writing.says(remark))}


def risk_id(writing: o.Writing, finding: Finding) -> str:
    """The same on every day on which the finding stands."""
    return o.identifier(writing, "risk", finding.id)


def is_risk(finding: Finding) -> bool:
    """What fails or is undecided; what is for review stands apart in every report."""
    return finding.verdict in (FAIL, UNKNOWN) and not finding.review


def risk(writing: o.Writing, finding: Finding, fates: Iterable[Waived]) -> Json:
    """What is open, until when, what to do, and what waivers say of it."""
    strength = choice_label(writing.report.rulebook, "strength", finding.strength, writing.report.words)
    clause = clause_name(writing.report, finding.clauses[0])
    facets = [{"name": "severity", "system": o.NAMESPACE, "value": writing.rules[finding.rule].severity},
              {"name": "strength", "system": o.NAMESPACE, "value": finding.strength}]  # fmt: skip
    log = [entry for fate in fates for entry in _log(writing, fate)]
    return {
        "uuid": risk_id(writing, finding),
        "title": title(writing, finding),
        "description": o.line(r.message(writing.report, finding) or finding.duty),
        "statement": o.line(writing.says("oscal-statement", clause=clause, strength=strength)),
        **o.properties([*_named(finding), ("deadline-form", finding.deadline.form), ("deadline-basis", finding.deadline.basis)]),
        "status": _risk_status(finding),
        "origins": o.origins(writing),
        "characterizations": [{"origin": o.origins(writing)[0], "facets": facets}],
        **_instead(writing, finding),
        **o.deadline(finding),
        "remediations": [_remediation(writing, finding)],
        **({"risk-log": {"entries": log}} if log else {}),
        "related-observations": [{"observation-uuid": observation_id(writing, finding)}],
    }


def _risk_status(finding: Finding) -> str:
    if finding.waiver is not None:
        return "deviation-approved"
    return "open" if finding.verdict == FAIL else "investigating"


def _instead(writing: o.Writing, finding: Finding) -> Json:
    """What is done instead while a waiver holds."""
    if finding.waiver is None or not finding.waiver.instead:
        return {}
    return {"mitigating-factors": [{"uuid": o.identifier(writing, "instead", finding.id), "description": o.line(finding.waiver.instead)}]}


def _remediation(writing: o.Writing, finding: Finding) -> Json:
    """What is to be done, with the parts of the smallest cut as actions."""
    cut = finding.ways.cut if finding.ways is not None and finding.ways.cut else ()
    tasks = [{"uuid": o.identifier(writing, "cut", finding.id, part.hop.id), "type": "action",
              "title": o.line(writing.says("cut-declare" if part.declare else "cut-close", hop=part.hop.id))} for part in cut]  # fmt: skip
    return {
        "uuid": o.identifier(writing, "remediation", finding.id),
        "lifecycle": "recommendation",
        "title": o.line(writing.says("html-fix" if finding.verdict == FAIL else "html-missing")),
        "description": remedy(writing, finding),
        **({"tasks": tasks} if tasks else {}),
    }


def remedy(writing: o.Writing, finding: Finding) -> str:
    """What the rule says is to be done; for doubt, which facts to declare."""
    fix = r.fix(writing.report, finding) if finding.verdict == FAIL else ""
    return o.line(fix or r.message(writing.report, finding) or finding.duty)


def _log(writing: o.Writing, fate: Waived) -> list[Json]:
    """What happened to a waiver: each approval, and its end if that has passed."""
    entries = []
    key = (fate.waiver.rule, fate.waiver.duty, fate.waiver.subject)
    for approval in fate.waiver.approvals:
        if approval.by and approval.date is not None:
            entries.append({
                "uuid": o.identifier(writing, "approval", *key, approval.by, approval.date.isoformat()),
                "title": o.line(writing.says("oscal-approved")),
                "description": o.line(fate.waiver.reason),
                "start": beginning_of(approval.date),
                "logged-by": [{"party-uuid": o.approver(writing, approval.by)}],
                "status-change": "deviation-approved",
            })  # fmt: skip
    if fate.state == "expired" and fate.waiver.until is not None:
        said = o.line(writing.says("waiver-state-expired"))
        entries.append({"uuid": o.identifier(writing, "expired", *key), "title": said, "start": end_of(fate.waiver.until), "status-change": "open"})
    return entries

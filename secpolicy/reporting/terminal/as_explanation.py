"""One finding in full: what was asked, which facts were read where, what is missing, and how the deadline follows."""

from __future__ import annotations

from secpolicy.base.truth import Place
from secpolicy.judging.finding import Finding
from secpolicy.model.entity import label
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import clause_name
from secpolicy.reporting.prose import EMPTY, Line, hanging, labelled
from secpolicy.reporting.reading.rule_text import reading
from secpolicy.reporting.subjects import subject_text
from secpolicy.reporting.to_declare import belongs_at, place_text
from secpolicy.reporting.value_texts import declared_at


def as_explanation(report: r.Report, finding: Finding, width: int = 80) -> str:
    """The finding as text for a console of `width` columns; every fact with file, line and column."""
    words = report.words
    rule = report.rulebook.by_id[finding.rule]
    name = subject_text(report, finding)
    lines = [
        labelled(words, "explain-head", id=finding.id, verdict=words.says(finding.verdict), rule=f"{finding.rule}#{finding.duty}"),
        labelled(words, "explain-subject", name=name, refs=words.join(finding.names), place=r.location_of(report, finding)),
        labelled(words, "explain-message", text=r.message(report, finding)),
        labelled(words, "explain-clause", clause=clause_name(report, finding.clauses[0])),
    ]
    lines += _facts(report, "explain-evidence", finding.grounds.evidence)
    lines += _facts(report, "explain-missing", finding.missing)
    lines += _deadline(report, finding)
    lines += _routes(report, finding)
    if fix := r.fix(report, finding):
        lines.append(labelled(words, "explain-fix", text=fix))
    return hanging([*lines, EMPTY, *reading(rule, report.rulebook, editions(report), report.lang)], width)


def editions(report: r.Report) -> dict[str, str]:
    """The edition of each guideline that was judged by."""
    return {id_: report.profile.editions.get(id_) or guideline.editions[-1].id for id_, guideline in report.rulebook.guidelines.items()}


def _facts(report: r.Report, title: str, places: tuple[Place, ...]) -> list[Line]:
    words = report.words
    lines = [labelled(words, title)] if places else []
    for place in places:
        lines.append(labelled(words, "explain-fact", name=place_text(report, place), value=declared_at(report, place), place=belongs_at(report, place)))
    return lines


def _deadline(report: r.Report, finding: Finding) -> list[Line]:
    words, deadline = report.words, finding.deadline
    basis = words.says(f"basis-{deadline.basis}") if deadline.basis else ""
    lines = [labelled(words, "explain-deadline", deadline=r.deadline_text(report, deadline), basis=basis)]
    return lines + _facts(report, "explain-dated-by", finding.grounds.dated_by) + _facts(report, "explain-dated-missing", deadline.missing)


def _routes(report: r.Report, finding: Finding) -> list[Line]:
    words, ways = report.words, finding.ways
    if ways is None:
        return []
    lines = []
    for walked in ways.reached:
        route = " → ".join(r.hop_text(report, hop) for hop in r.walked_once(walked))
        lines.append(labelled(words, "explain-route", reached=label(walked.reached, report.lang), route=route))
    for walked in ways.also_possible:
        lines.append(labelled(words, "explain-shorter", route=" → ".join(hop.id for hop in walked.hops)))
    if ways.cut:
        parts = [words.says("cut-declare" if part.declare else "cut-close", hop=r.hop_text(report, part.hop)) for part in ways.cut]
        lines.append(labelled(words, "explain-cut", parts=words.join(parts)))
    lines += _facts(report, "explain-proves-breach", ways.proves_breach)
    return lines + _facts(report, "explain-proves-pass", ways.proves_pass)

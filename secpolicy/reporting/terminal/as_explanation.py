"""One finding in full: what was asked, which facts were read where, what is missing, and how the deadline follows."""

from __future__ import annotations

from secpolicy.base.truth import Place
from secpolicy.judging.finding import Finding
from secpolicy.model.entity import label
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import clause_name
from secpolicy.reporting.reading.rule_text import reading
from secpolicy.reporting.subjects import subject_text
from secpolicy.reporting.to_declare import belongs_at, place_text
from secpolicy.reporting.value_texts import declared_at


def as_explanation(report: r.Report, finding: Finding) -> str:
    """The finding as text; every fact with file, line and column."""
    words = report.words
    rule = report.rulebook.by_id[finding.rule]
    name = subject_text(report, finding)
    lines = [
        words.says("explain-head", id=finding.id, verdict=words.says(finding.verdict), rule=f"{finding.rule}#{finding.duty}"),
        words.says("explain-subject", name=name, refs=words.join(finding.names), place=r.location_of(report, finding)),
        words.says("explain-message", text=r.message(report, finding)),
        words.says("explain-clause", clause=clause_name(report, finding.clauses[0])),
    ]
    lines += _facts(report, "explain-evidence", finding.grounds.evidence)
    lines += _facts(report, "explain-missing", finding.missing)
    lines += _deadline(report, finding)
    lines += _routes(report, finding)
    if fix := r.fix(report, finding):
        lines.append(words.says("explain-fix", text=fix))
    return "\n".join([*lines, "", reading(rule, report.rulebook, editions(report), report.lang)]).rstrip() + "\n"


def editions(report: r.Report) -> dict[str, str]:
    """The edition of each guideline that was judged by."""
    return {id_: report.profile.editions.get(id_) or guideline.editions[-1].id for id_, guideline in report.rulebook.guidelines.items()}


def _facts(report: r.Report, title: str, places: tuple[Place, ...]) -> list[str]:
    words = report.words
    lines = [words.says(title)] if places else []
    for place in places:
        lines.append(words.says("explain-fact", name=place_text(report, place), value=declared_at(report, place), place=belongs_at(report, place)))
    return lines


def _deadline(report: r.Report, finding: Finding) -> list[str]:
    words, deadline = report.words, finding.deadline
    basis = words.says(f"basis-{deadline.basis}") if deadline.basis else ""
    lines = [words.says("explain-deadline", deadline=r.deadline_text(report, deadline), basis=basis)]
    return lines + _facts(report, "explain-dated-by", finding.grounds.dated_by) + _facts(report, "explain-dated-missing", deadline.missing)


def _routes(report: r.Report, finding: Finding) -> list[str]:
    words, ways = report.words, finding.ways
    if ways is None:
        return []
    lines = []
    for walked in ways.reached:
        route = " → ".join(r.hop_text(report, hop) for hop in r.walked_once(walked))
        lines.append(words.says("explain-route", reached=label(walked.reached, report.lang), route=route))
    for walked in ways.also_possible:
        lines.append(words.says("explain-shorter", route=" → ".join(hop.id for hop in walked.hops)))
    if ways.cut:
        parts = [words.says("cut-declare" if part.declare else "cut-close", hop=r.hop_text(report, part.hop)) for part in ways.cut]
        lines.append(words.says("explain-cut", parts=words.join(parts)))
    lines += _facts(report, "explain-proves-breach", ways.proves_breach)
    return lines + _facts(report, "explain-proves-pass", ways.proves_pass)

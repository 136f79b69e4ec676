"""Clauses and editions in words, for documents in which they stand whole."""

from __future__ import annotations

from secpolicy.model.clauses import Clause
from secpolicy.reporting import report as r
from secpolicy.reporting.rules.standing import choice_label, number_text


def edition_of(report: r.Report, guideline: str) -> str:
    """The edition by which a guideline was judged: the profile's, else its latest."""
    return report.profile.editions.get(guideline) or report.rulebook.guidelines[guideline].editions[-1].id


def editions_used(report: r.Report) -> dict[str, str]:
    """The edition of each guideline that something in the report rests on."""
    asked = {rule for rule, _ in (*report.judged.counts, *report.judged.absent, *report.judged.left_out)}
    used = {cite.guideline for rule in report.rulebook.rules if rule.id in asked for cite in rule.cites}
    used |= {guideline for guideline, _ in report.judged.by_hand}
    return {guideline: edition_of(report, guideline) for guideline in sorted(used)}


def edition_name(report: r.Report, guideline: str) -> str:
    """What people call the edition by which a guideline was judged; its id if it has no name."""
    id_ = edition_of(report, guideline)
    edition = report.rulebook.guidelines[guideline].edition(id_)
    return edition.name[_side(report)] if edition is not None else id_


def clause_name(report: r.Report, clause: Clause) -> str:
    """A clause as it stands in the edition: guideline, edition, number, title."""
    number = number_text(clause, edition_of(report, clause.guideline), report.words)
    guideline = report.rulebook.guidelines[clause.guideline].title[_side(report)]
    edition = edition_name(report, clause.guideline)
    return report.words.says("markdown-clause", guideline=guideline, edition=edition, number=number, title=clause.title[_side(report)])


def clause_with_remark(report: r.Report, clause: Clause) -> str:
    """The same with the remark how far it was read, unless that was its text."""
    name = clause_name(report, clause)
    read = choice_label(report.rulebook, "reading", clause.read, report.words)
    return name if clause.read == "text" else report.words.says("markdown-read", clause=name, read=read)


def _side(report: r.Report) -> int:
    return 0 if report.lang == "ja" else 1

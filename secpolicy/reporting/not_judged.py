"""Duties of which no judgement was made: left out by the organisation's own pack, or without a clause in the editions; each with why."""

from __future__ import annotations

from secpolicy.base.record import Record
from secpolicy.model.clauses import Clause
from secpolicy.model.rulebook import Rule
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import edition_name
from secpolicy.reporting.rules.standing import facts_of, standing_of

FORMS = ("left-out", "absent")


class NotJudged(Record):
    """A duty that was not judged. `form`: one of FORMS. `file` and `line` tell where that was decided; an edition decides it nowhere (empty, 0)."""

    rule: Rule
    duty: str
    form: str
    why: str
    strength: str
    clause: str
    file: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        return f"{self.rule.id}#{self.duty}"

    @property
    def place(self) -> str:
        """file:line; empty if an edition decided it."""
        return f"{self.file}:{self.line}" if self.file else ""


def not_judged(report: r.Report) -> list[NotJudged]:
    """What was left out, then what the editions do not have."""
    facts = facts_of(report.rulebook, report.profile, report.as_of)
    words, found = report.words, []
    for key in report.judged.left_out:
        one, rule = report.rulebook.left_out[key], report.rulebook.by_id[key[0]]
        standing = standing_of(rule, facts)
        why = words.says("not-judged-why-left-out", because=one.because)
        clause = _clause(report, standing.clauses[0])
        found.append(NotJudged(rule, key[1], "left-out", why, standing.strength, clause, one.file, one.line))
    for id_, duty in report.judged.absent:
        rule = report.rulebook.by_id[id_]
        standing = standing_of(rule, facts)
        cited = [_clause(report, clause) for clause in standing.cited]
        found.append(NotJudged(rule, duty, "absent", words.says("not-judged-why-absent", clauses=words.join(cited)), standing.strength, cited[0]))
    return found


def title_of(report: r.Report, one: NotJudged) -> str:
    """What the rule is called."""
    return one.rule.title[0 if report.lang == "ja" else 1]


def verdict_of(report: r.Report, form: str) -> str:
    """What stands where a judgement has its verdict."""
    return report.words.says("not-judged-verdict", form=report.words.says(f"not-judged-{form}"))


def left_out_lines(report: r.Report) -> list[str]:
    """A sentence with the reason for every duty that was left out."""
    out = [one for one in not_judged(report) if one.form == "left-out"]
    return [report.words.says("not-judged-line", duty=one.name, title=title_of(report, one), why=one.why, place=one.place) for one in out]


def closing(report: r.Report) -> list[str]:
    """The same, and one for all that the editions do not have: for reports that cannot list them apart."""
    return [line for line in (*left_out_lines(report), r.absent_line(report)) if line]


def counted_text(report: r.Report) -> str:
    """How many duties were not judged, by why; empty if all were."""
    numbers = (("left-out", len(report.judged.left_out)), ("absent", len(report.judged.absent)))
    parts = [report.words.says(f"not-judged-n-{form}", n=n) for form, n in numbers if n]
    return report.words.says("not-judged-count", parts=report.words.join(parts)) if parts else ""


def _clause(report: r.Report, clause: Clause) -> str:
    """Guideline, edition and title: what is not in the edition has no number in it."""
    side = 0 if report.lang == "ja" else 1
    guideline = report.rulebook.guidelines[clause.guideline].title[side]
    return report.words.says("not-judged-clause", guideline=guideline, edition=edition_name(report, clause.guideline), title=clause.title[side])

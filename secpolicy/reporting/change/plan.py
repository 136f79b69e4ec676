"""What stands between an inventory and another model, ready to be written: what is lacking, what would be demanded, what no longer would."""

from __future__ import annotations

from collections import Counter

from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.judging.comparing import Change
from secpolicy.judging.finding import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Finding
from secpolicy.judging.unmet import Unmet
from secpolicy.reporting import report as r
from secpolicy.reporting.change import changes as c
from secpolicy.reporting.reading import sentences_en, sentences_ja
from secpolicy.reporting.reading.rule_text import scope_of
from secpolicy.reporting.to_declare import place_text

_DEMANDED = ("new", "worse", "lapsed", "deadline", "reason")


class Plan(Record):
    """`fits`: by value of the model, what the placement lacks to be it; None: it can never be. `target`: the value that is planned for."""

    target: str
    declared: str | None
    fits: dict[str, tuple[Unmet, ...] | None]
    comparison: c.Comparison

    @property
    def words(self) -> Words:
        return self.comparison.words

    @property
    def report(self) -> r.Report:
        """What would be judged if the model were the other."""
        return self.comparison.new.report


def model_text(plan: Plan, value: str | None) -> str:
    """The label of a model; that none is declared."""
    labels = plan.report.rulebook.vocabulary.choices["model"].labels
    return labels[value][0 if plan.words.lang == "ja" else 1] if value is not None else plan.words.says("undeclared")


def derived_text(plan: Plan) -> str:
    """The models that the placement is, or may be."""
    words = plan.words
    sure = [value for value, parts in plan.fits.items() if parts == ()]
    if sure:
        return words.join(model_text(plan, value) for value in sure)
    possible = [value for value, parts in plan.fits.items() if parts and all(part.missing for part in parts)]
    return words.says("plan-derived-perhaps", models=words.join(model_text(plan, value) for value in possible)) if possible else words.says("plan-derived-none")


def lacking(plan: Plan) -> list[str]:
    """What must come to be, or be declared, for the placement to be the target, one sentence each."""
    words, report = plan.words, plan.report
    scope = scope_of(report.rulebook, report.profile.editions, words.lang)
    statement = (sentences_ja if words.lang == "ja" else sentences_en).statement
    lines = []
    for part in plan.fits[plan.target] or ():
        told = statement(part.node, scope.about(part.kind, scope.noun(part.kind)))
        text = " ".join((told.text, *told.parts))
        missing = words.join(dict.fromkeys(place_text(report, place) for place in part.missing))
        lines.append(words.says("plan-lacks-facts" if missing else "plan-lacks", text=text, missing=missing))
    return lines


def demanded(plan: Plan, review: bool = False) -> list[tuple[str, list[r.Row]]]:
    """What would be demanded and is not met or not decided, by deadline; apart from it what rests on clauses nobody has read."""
    return r.blocks(plan.report, [one for one in _demanded(plan) if one.review == review])


def _demanded(plan: Plan) -> list[Finding]:
    changes = plan.comparison.compared.changes
    return [change.after for change in changes if change.kind in _DEMANDED and change.after is not None and change.after.waiver is None]


def facts_to_declare(plan: Plan) -> list[tuple[str, int]]:
    """The facts that would decide what is undecided, with how many findings wait for each, most first."""
    shown = [one for one in _demanded(plan) if one.verdict == UNKNOWN and (plan.comparison.with_review or not one.review)]
    return Counter(place_text(plan.report, place) for one in shown for place in dict.fromkeys(one.missing)).most_common()


def met_already(plan: Plan) -> list[tuple[str, str]]:
    """Duties that would apply anew and are met as things are."""
    before, after = plan.comparison.old.report.judged.counts, plan.report.judged.counts
    found = [key for key, verdicts in after.items() if verdicts.get(PASS) and set(before.get(key, {})) <= {NOT_APPLICABLE} and not verdicts.get(FAIL)]
    shown = found if plan.comparison.with_review else [key for key in found if key not in plan.report.judged.reviews]
    return sorted(key for key in shown if not after[key].get(UNKNOWN))


def no_longer(plan: Plan) -> list[Change]:
    """Findings of today that the other model would not give."""
    return [change for change in plan.comparison.compared.changes if change.after is None and (plan.comparison.with_review or not change.shown.review)]


def in_review(plan: Plan) -> int:
    """How many demands rest on clauses that nobody has read."""
    return sum(1 for finding in _demanded(plan) if finding.review)


def head(plan: Plan) -> list[str]:
    """From which model to which, on which day, and what the placement is."""
    words, report = plan.words, plan.report
    organisation = report.inventory.singles.get("organisation")
    called = organisation.value("name") if organisation is not None else None
    name = called if isinstance(called, str) else words.says("unnamed")
    declared, target = model_text(plan, plan.declared), model_text(plan, plan.target)
    return [
        words.says("plan-head", name=name, declared=declared, target=target, day=report.as_of),
        words.says("plan-derived", derived=derived_text(plan)),
        *([] if lacking(plan) else [words.says("plan-fits" if plan.fits[plan.target] == () else "plan-never", target=target)]),
    ]

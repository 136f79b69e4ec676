"""What an organisation changed of how shipped rules are used, or somebody for one run: told in every report, never silently."""

from __future__ import annotations

from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.model.rulebook import Adjustment, Rulebook
from secpolicy.reporting import report as r
from secpolicy.reporting.reading.naming import Scope
from secpolicy.reporting.rules.rule_sources import constant_text
from secpolicy.reporting.rules.standing import choice_label

COLUMNS = ("about", "change", "reason", "place")


class Change(Record):
    """One change: what of, to what, why, and where that is written."""

    about: str
    text: str
    because: str
    place: str


def changes(report: r.Report) -> list[Change]:
    """Numbers of the organisation's own, higher ranks and notes, as far as rules that were asked rest on them."""
    return [change_of(one, report.rulebook, report.words) for one in report.rulebook.adjustments if one.form != "left_out"]


def left_out(report: r.Report) -> list[Change]:
    """The duties that would have been judged, had the organisation not left them out."""
    found = report.rulebook.left_out
    return [change_of(found[key], report.rulebook, report.words) for key in report.judged.left_out]


def change_of(one: Adjustment, rulebook: Rulebook, words: Words) -> Change:
    """An adjustment in words."""
    side = 0 if words.lang == "ja" else 1
    about = f"{one.rule}#{one.duty}" if one.duty else one.rule
    if one.form == "value":
        parameter = rulebook.parameters[one.parameter]
        about = words.says("own-parameter", title=parameter.title[side], name=one.parameter)
        value = constant_text(one.value, parameter, Scope(rulebook, words, {}))
    elif one.form == "left_out":
        value = next(rule.title[side] for rule in rulebook.rules if rule.id == one.rule)
    elif one.form == "remark":
        value = one.value[side]
    else:
        value = words.says(f"severity-{one.value}") if one.form == "severity" else choice_label(rulebook, "strength", one.value, words)
    return Change(about, words.says(f"own-{one.form}", value=value), one.because, one.place)

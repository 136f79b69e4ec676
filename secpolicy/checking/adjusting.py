"""The adjustments of an overlay: whether each is allowed, and the rules and parameters with them.

An overlay tightens, or leaves out with a reason; it never makes what is shipped easier.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from secpolicy.base.problem import Problem, closest
from secpolicy.model.clauses import PROFILE, Clause, Guideline, Parameter
from secpolicy.model.entity import UNDECLARED, Entity, written
from secpolicy.model.parameters import constant_read
from secpolicy.model.places import locate
from secpolicy.model.rulebook import Adjustment, Noted, Rule
from secpolicy.model.stretches import location_of_start
from secpolicy.model.vocabulary import Vocabulary

BINDING = ("statute", "ordinance")
FORMS = ("value", "severity", "strength", "remark", "left_out")
SEVERITIES = ("critical", "high", "medium", "low")


class Adjusting:
    """The shipped rules and parameters, and what overlays may do to them; problems are collected."""

    def __init__(self, rules: Iterable[Rule], parameters: dict[str, Parameter], library: tuple[dict[str, Guideline], dict[tuple[str, str], Clause]],
                 vocabulary: Vocabulary, strengths: tuple[str, ...]) -> None:  # fmt: skip
        self.rules = {rule.id: rule for rule in rules}
        self.parameters, self.library, self.vocabulary, self.strengths = dict(parameters), library, vocabulary, strengths
        self.pack, self.title = "", ("", "")
        self.problems: list[Problem] = []
        self.made: list[Adjustment] = []

    def add(self, pack: str, title: tuple[str, str], entries: Iterable[Entity]) -> None:
        """Take the adjustments of one overlay."""
        self.pack, self.title = pack, title
        for entry in entries:
            forms = [form for form in FORMS if entry.value(form) not in (UNDECLARED, None, False)]
            if len(forms) != 1:
                self._refuse(entry, "", "adjustment-of-one-thing", forms=list(FORMS))
            elif forms[0] != "remark" and not _text(entry, "because"):
                self._refuse(entry, "", "adjustment-without-reason")
            elif forms[0] == "value":
                self._value(entry)
            else:
                self._of_rule(forms[0], entry)

    def _value(self, entry: Entity) -> None:
        """A number of the organisation's own, in the place of a setting or stricter than what is shipped."""
        name = _text(entry, "parameter")
        parameter = self.parameters.get(name)
        if parameter is None:
            meant = closest(name, [*self.parameters])
            self._refuse(entry, "parameter", "unknown-parameter-meant" if meant else "unknown-parameter", name=name, meant=meant)
            return
        constant, problems = constant_read(parameter, entry, "value", self.vocabulary)
        self.problems += problems
        if constant is None:
            return
        if parameter.setting.startswith(PROFILE):
            self._refuse(entry, "parameter", "adjustment-of-profile", name=name)
        elif not parameter.setting and (shipped := self._easier_than(constant, parameter)):
            self._refuse(entry, "value", "adjustment-easier" if parameter.stricter else "adjustment-fixed", name=name, shipped=shipped)
        else:
            self._made("value", entry, constant, parameter=name)
            self.parameters[name] = parameter._replace(own=constant)

    def _easier_than(self, constant: tuple[Any, ...], parameter: Parameter) -> str:
        """The shipped value than which a constant is easier, as it was written; empty if it is at least as strict as every one."""
        if parameter.stricter == "either":
            return ""
        for _, value, _, _ in parameter.values:
            own, shipped = self._measure(constant), self._measure(value)
            if own is None or not parameter.stricter or not (own >= shipped if parameter.stricter == "more" else own <= shipped):
                return _written(value)
        return ""

    def _measure(self, constant: tuple[Any, ...]) -> Any:
        """What can be compared of a constant: a number, a day, a span by its length, a choice by its rank, a list by what it holds."""
        if constant[0] == "number":
            return Fraction(constant[1])
        if constant[0] == "span":
            return constant[1] * 31 * 1440 + constant[2] * 1440 + constant[3]
        if constant[0] == "choice":
            return [*self.vocabulary.choices[constant[1]].labels].index(constant[2])
        if constant[0] == "list":
            return frozenset(constant[1])
        return constant[1] if constant[0] == "day" else None

    def _of_rule(self, form: str, entry: Entity) -> None:
        name, _, label = _text(entry, "rule").partition("#")
        rule = self.rules.get(name)
        if rule is None:
            meant = closest(name, [*self.rules])
            self._refuse(entry, "rule", "adjustment-unknown-rule-meant" if meant else "adjustment-unknown-rule", name=name, meant=meant)
            return
        labels = [duty.label for duty in rule.duties]
        if label and (label not in labels or form != "left_out"):
            self._refuse(entry, "rule", "adjustment-unknown-duty" if label not in labels else "adjustment-of-whole-rule", duty=label, known=labels)
            return
        if form == "left_out":
            self._left_out(entry, rule, label)
        elif form == "remark":
            text = (_text(entry.value("remark"), "ja"), _text(entry.value("remark"), "en"))
            pair = (text[0] or text[1], text[1] or text[0])
            self._made(form, entry, pair, rule=rule.id)
            self.rules[rule.id] = rule._replace(notes=(*rule.notes, Noted(pair, self.title)))
        else:
            self._raised(form, entry, rule)

    def _left_out(self, entry: Entity, rule: Rule, label: str) -> None:
        """What law demands cannot be left out."""
        if any(self.library[0][cite.guideline].authority in BINDING for cite in rule.cites):
            self._refuse(entry, "rule", "adjustment-of-statute", rule=rule.id)
            return
        for duty in rule.duties:
            if label in ("", duty.label):
                self._made("left_out", entry, None, rule=rule.id, duty=duty.label)

    def _raised(self, form: str, entry: Entity, rule: Rule) -> None:
        ranks = SEVERITIES if form == "severity" else self.strengths
        shipped = rule.severity if form == "severity" else _strength(rule, self.library[1])
        wanted = str(entry.value(form))
        if ranks.index(wanted) >= ranks.index(shipped):
            self._refuse(entry, form, f"adjustment-{form}-not-higher", shipped=shipped)
            return
        self._made(form, entry, wanted, rule=rule.id)
        self.rules[rule.id] = rule._replace(severity=wanted) if form == "severity" else rule._replace(strength=wanted)

    def _made(self, form: str, entry: Entity, value: Any, **about: str) -> None:
        assert entry.source is not None
        at = location_of_start(entry.source)
        named = {"rule": "", "duty": "", "parameter": "", **about}
        self.made.append(Adjustment(form, value=value, because=_text(entry, "because"), pack=self.pack, file=at.file, line=at.line, **named))

    def _refuse(self, entry: Entity, field: str, message: str, **values: Any) -> None:
        assert entry.source is not None
        at = locate(entry.source, (field,)) if field and field in written(entry) else location_of_start(entry.source)
        self.problems.append(Problem(at, message, values, entry.source.source.line(at.line)))


def _written(constant: tuple[Any, ...]) -> str:
    """A constant as it was written."""
    if constant[0] == "list":
        return f"[{', '.join(map(_written, constant[1]))}]"
    return str(constant[-1] if constant[0] == "choice" else constant[1])


def _strength(rule: Rule, clauses: dict[tuple[str, str], Clause]) -> str:
    return clauses[rule.cites[0].guideline, rule.cites[0].clause].strength


def _text(entity: Any, name: str) -> str:
    value = entity.value(name) if isinstance(entity, Entity) else None
    return value if isinstance(value, str) else ""

"""The English sentences of rules and terms: whom a rule concerns, what it demands, by when, and what a word means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secpolicy.base.dates import fiscal_year_end
from secpolicy.model.rulebook import Duty, Node, Route, Rule, Template, Term
from secpolicy.model.vocabulary import Kind
from secpolicy.reporting.reading.conditions_en import attached, described, related, said, with_article
from secpolicy.reporting.reading.english import told
from secpolicy.reporting.reading.naming import Scope, Told, conjunction, conjuncts, is_condition, mentions
from secpolicy.reporting.reading.values_en import value, with_unit


def in_rule(rule: Rule, scope: Scope) -> Scope:
    """The scope of a rule's duties: its only subject is understood, several are told by name."""
    days = tuple(name for name, _, type_ in rule.lets if type_ and type_[0] == "date")
    words = dict(rule.called)
    called = {name: f"“{words[name][1] if name in words else name}”" for name, *_ in rule.lets}
    if len(rule.subjects) > 1:
        return scope._replace(called={**called, **{name: f"“{name}”" for _, name in rule.subjects}}, days=days)
    [(kind, name)] = rule.subjects
    return scope._replace(called={**called, name: _this(scope.kind(kind))}, focus=name, days=days)


def _this(kind: Kind) -> str:
    return f"the {kind.en}" if kind.written == "once" else f"this {kind.en}"


def subjects(rule: Rule, scope: Scope) -> Told:
    """Whom the rule concerns. What does not depend on the subject is told as a proviso."""
    if len(rule.subjects) > 1:
        pair = "every pair of " + " and ".join(f"{with_article(scope.noun(kind))} “{name}”" for kind, name in rule.subjects)
        return told(said(rule.where, scope)).after(f"{pair} for which ") if rule.where is not None else Told(pair)
    [(kind, name)] = rule.subjects
    parts = conjuncts(rule.where)
    if scope.kind(kind).written == "once":
        return _provided(Told(f"the {scope.noun(kind)}"), parts, scope)
    condition, noun = described(kind, name, conjunction(tuple(part for part in parts if mentions(part, name))), scope)
    return _provided(related(condition, f"every {noun}"), tuple(part for part in parts if not mentions(part, name)), scope)


def _provided(first: Told, parts: tuple[Node, ...], scope: Scope) -> Told:
    condition = conjunction(parts)
    if condition is None:
        return first
    proviso = told(said(condition, scope))
    return Told(f"{first.text}, provided that {proviso.text}", first.parts + proviso.parts)


def let(name: str, node: Node, scope: Scope) -> Told:
    """What a name of the rule's own means."""
    if is_condition(node, scope):
        return statement(node, scope).after(f"{scope.called[name]} means that ")
    return Told(f"{scope.called[name]} is {value(node, scope)}")


def statement(node: Node, scope: Scope) -> Told:
    """A condition; of a thing that must exist, its marks as a list if they are many."""
    if node[0] == "implies":
        return statement(node[1][1], scope).after(f"if {said(node[1][0], scope).text}, then ")
    if node[0] in ("some", "no"):
        quantifier, kind, name, test = node
        condition, noun = described(kind, name, test, scope)
        if condition is not None and condition.is_heavy:
            return related(condition, with_article(noun) if quantifier == "some" else f"no {noun}").after("there is ")
    return told(said(node, scope))


def duty(duty: Duty, scope: Scope) -> Told:
    """What is demanded."""
    demanded = _DUTIES[duty.form](duty, scope)
    return demanded if duty.by is None else Told(demanded.text, (*demanded.parts, f"due for this: {_deadline(duty.by, scope)}"))


def _stated(duty: Duty, scope: Scope) -> Told:
    assert duty.condition is not None
    return statement(duty.condition, scope).after("that ")


def _repeated(duty: Duty, scope: Scope) -> Told:
    assert duty.condition is not None
    assert duty.interval is not None
    often = "once every fiscal year" if duty.interval == ("fiscal",) else f"every {value(duty.interval, scope)}"
    since = duty.condition
    if since[0] == "field" and since[1][0] == "done" and since[2] == "date":
        return Told(f"“{scope.activity(since[1][2])}”, at least {often}")
    return Told(f"at least {often}, counted from {value(since, scope)}")


def _no_route(duty: Duty, scope: Scope) -> Told:
    route = duty.route
    assert route is not None
    start, end = value(route.start, scope), _target(route, scope)
    ends = f"a route between {start} and {end}, in either direction," if route.both_ways else f"a route from {start} to {end}"
    over = " over links as told below" if route.over is not None else " over any links"
    return Told(ends + over, (*_over(route, scope), *_avoiding(route, scope)))


def _target(route: Route, scope: Scope) -> str:
    if route.target is not None:
        return value(route.target, scope)
    return "any " + attached(*described(route.target_kind, route.target_kind, route.target_where, scope))


def _over(route: Route, scope: Scope) -> tuple[str, ...]:
    if route.over is None:
        return ()
    walked = related(said(route.over, scope.about("link", "that link")), f"every {scope.noun('link')}").after("links walked: ")
    return walked.text, *(f"  {part}" for part in walked.parts)


def _avoiding(route: Route, scope: Scope) -> tuple[str, ...]:
    named = []
    for kind, where in route.avoiding:
        named.append(f"every {scope.noun(kind)} on the way" if where is None else "every " + attached(*described(kind, kind, where, scope)))
    return (f"not passed: {'; '.join(named)}",) if named else ()


def due(rule: Rule, scope: Scope) -> str:
    """By when."""
    *cases, (_, last) = rule.due
    told_cases = [f"{_deadline(form, scope)} if {said(condition, scope).text}" for condition, form in cases if condition is not None]
    return "; ".join([*told_cases, f"otherwise {_deadline(last, scope)}"]) if told_cases else _deadline(last, scope)


def _deadline(node: Node, scope: Scope) -> str:
    return _DEADLINES[node[0]](node, scope)


def _vague(node: Node, scope: Scope) -> str:
    return scope.words.says("about", when=node[1])


def _year_end(node: Node, scope: Scope) -> str:
    return f"the end of fiscal year {node[1]} ({fiscal_year_end(int(node[1])).isoformat()})"


def _own_year_end(node: Node, scope: Scope) -> str:
    return f"the end of the fiscal year of {value(node[1], scope)}"


def term(term: Term, scope: Scope) -> Told:
    """What a word means. Before the edition from which its clause exists, nothing is so called."""
    kind = scope.kind(term.kind)
    inside = scope._replace(called={term.kind: _this(kind)}, focus=term.kind)
    noun = f"the {kind.en}" if kind.written == "once" else with_article(kind.en)
    return statement(term.means, inside).after(f"{noun[0].upper() + noun[1:]} is “{term.title[1]}” when ")


def constant(node: Node, name: str, scope: Scope) -> str:
    """A value of a parameter."""
    return with_unit(node, name, scope)


def template(template: Template, scope: Scope) -> str:
    """A message or a fix, with what will be filled in in brackets."""
    return "".join(part if isinstance(part, str) else f"[{_blank(part[0], scope)}]" for part in template)


def _blank(node: Any, scope: Scope) -> str:
    if node[0] == "parameter":
        return scope.rulebook.parameters[node[1]].title[1]
    return "route" if node == ("route",) else value(node, scope).replace("“", "").replace("”", "")


_DUTIES: dict[str, Callable[[Duty, Scope], Told]] = {"require": _stated, "forbid": _stated, "forbid_route": _no_route, "repeat": _repeated}
_DEADLINES: dict[str, Callable[[Node, Scope], str]] = {
    "none": lambda node, scope: scope.words.says("block-no_day"), "at_once": lambda node, scope: scope.words.says("block-at_once"),
    "about": _vague, "year_end": _year_end, "fiscal_year_end": _own_year_end, "day": lambda node, scope: value(node[1], scope),
}  # fmt: skip

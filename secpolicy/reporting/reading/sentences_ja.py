"""The Japanese sentences of rules and terms: whom a rule concerns, what it demands, by when, and what a word means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secpolicy.base.dates import fiscal_year_end
from secpolicy.model.rulebook import Duty, Node, Route, Rule, Template, Term
from secpolicy.model.vocabulary import Kind
from secpolicy.reporting.reading.conditions_ja import attached, described, inside, said
from secpolicy.reporting.reading.japanese import day_in_words, must_not, told
from secpolicy.reporting.reading.naming import Scope, Told, as_existence, conjunction, conjuncts, done_in, is_condition, is_negative, mentions
from secpolicy.reporting.reading.values_ja import value, with_unit

_PAIR = "甲乙丙丁"


def in_rule(rule: Rule, scope: Scope) -> Scope:
    """The scope of a rule's duties: its only subject is understood, several are told by name."""
    days = tuple(name for name, _, type_ in rule.lets if type_ and type_[0] == "date")
    words = dict(rule.called)
    called = {name: f"「{words[name][0] if name in words else name}」" for name, *_ in rule.lets}
    if len(rule.subjects) > 1:
        pair = {name: which for (_, name), which in zip(rule.subjects, _PAIR, strict=False)}
        return scope._replace(called={**called, **pair}, days=days)
    [(kind, name)] = rule.subjects
    return scope._replace(called={**called, name: _this(scope.kind(kind))}, focus=name, days=days)


def _this(kind: Kind) -> str:
    return kind.ja if kind.written == "once" else f"当該{kind.ja}"


def subjects(rule: Rule, scope: Scope) -> Told:
    """Whom the rule concerns. What does not depend on the subject is told as a proviso."""
    if len(rule.subjects) > 1:
        pairs = "と".join(f"{scope.noun(kind)}（{scope.called[name]}）" for kind, name in rule.subjects) + "の組"
        return _among(pairs, rule.where, scope)
    [(kind, name)] = rule.subjects
    parts = conjuncts(rule.where)
    condition, noun = described(kind, name, conjunction(tuple(part for part in parts if mentions(part, name))), scope)
    if scope.kind(kind).written == "once":
        first = told(condition).ending("ものに限る。）").after(f"{noun}（") if condition is not None else Told(noun)
    else:
        first = told(condition).ending("もの").after(f"{noun}のうち、") if condition is not None else Told(f"すべての{noun}")
    provided = _provided(tuple(part for part in parts if not mentions(part, name)), scope)
    return Told(first.text + provided.text, first.parts + provided.parts)


def _among(noun: str, where: Node | None, scope: Scope) -> Told:
    if where is None:
        return Told(f"すべての{noun}")
    among = told(said(where, scope)).ending("もの")
    return Told(f"{noun}のうち、{among.text}", among.parts)


def _provided(parts: tuple[Node, ...], scope: Scope) -> Told:
    condition = conjunction(parts)
    return told(said(condition, scope)).ending("ときに限る。）").after("（") if condition is not None else Told("")


def let(name: str, node: Node, scope: Scope) -> Told:
    """What a name of the rule's own means."""
    if is_condition(node, scope):
        return statement(node, scope).ending("ことをいう。").after(f"{scope.called[name]}とは、")
    return Told(f"{scope.called[name]}とは、{value(node, scope)}をいう。")


def statement(node: Node, scope: Scope) -> Told:
    """A condition in its plain form; of a thing that must exist, its marks as a list if they are many."""
    if node[0] == "implies":
        return statement(node[1][1], scope).after(f"{said(node[1][0], scope).text}ときは、")
    if node[0] in ("some", "no"):
        quantifier, kind, name, test = node
        condition, noun = described(kind, name, test, scope)
        if condition is not None and condition.is_heavy:
            return told(condition).ending(f"{noun}が{'ある' if quantifier == 'some' else 'ない'}")
    if node[0] == "compare" and (exists := as_existence(node)) is not None and (exists or not is_negative(node[2][3])):
        _, _, members, test = node[2]
        condition = said(test, inside(members, scope))
        if condition.is_heavy:
            return told(condition).ending(f"ものが{'ある' if exists else 'ない'}").after(f"{value(members, scope)}のうち、")
    return told(said(node, scope))


def duty(duty: Duty, scope: Scope) -> Told:
    """What is demanded."""
    demanded = _DUTIES[duty.form](duty, scope)
    return demanded if duty.by is None else Told(demanded.text, (*demanded.parts, f"この要件の期限：{_deadline(duty.by, scope)}"))


def _required(duty: Duty, scope: Scope) -> Told:
    assert duty.condition is not None
    return statement(duty.condition, scope).ending("こと。")


def _forbidden(duty: Duty, scope: Scope) -> Told:
    assert duty.condition is not None
    condition = statement(duty.condition, scope)
    return Told(must_not(condition.text), condition.parts)


def _repeated(duty: Duty, scope: Scope) -> Told:
    assert duty.condition is not None
    assert duty.interval is not None
    often = "毎年度1回以上" if duty.interval == ("fiscal",) else f"{value(duty.interval, scope)}ごとに1回以上"
    since = duty.condition
    if since[0] == "field" and since[1][0] == "done" and since[2] == "date":
        return Told(f"{scope.activity(since[1][2])}を{often}行うこと。")
    done = "".join(f"{scope.activity(kind)}を" for kind in done_in(since))
    return Told(f"{done}{often}行うこと（{value(since, scope)}から数える。）。")


def _no_route(duty: Duty, scope: Scope) -> Told:
    route = duty.route
    assert route is not None
    links = "次の接続だけをたどる経路" if route.over is not None else "接続をたどる経路"
    start, end = value(route.start, scope), _target(route, scope)
    if route.both_ways:
        text = f"{start}と{'' if route.target is not None else '、'}{end}との間に、{links}（いずれの向きでも）があってはならない。"
    else:
        text = f"{start}から{end}に至る経路で、{links.removesuffix('経路')}ものがあってはならない。"
    return Told(text, (*_over(route, scope), *_avoiding(route, scope)))


def _target(route: Route, scope: Scope) -> str:
    if route.target is not None:
        return value(route.target, scope)
    return attached(*described(route.target_kind, route.target_kind, route.target_where, scope))


def _over(route: Route, scope: Scope) -> tuple[str, ...]:
    if route.over is None:
        return ()
    walked = told(said(route.over, scope.about("link", "その接続"))).ending("接続")
    return f"たどる接続：{walked.text}", *(f"　{part}" for part in walked.parts)


def _avoiding(route: Route, scope: Scope) -> tuple[str, ...]:
    named = []
    for kind, where in route.avoiding:
        named.append(f"途中の{scope.noun(kind)}" if where is None else attached(*described(kind, kind, where, scope)))
    return (f"通過しないもの：{'、'.join(named)}",) if named else ()


def due(rule: Rule, scope: Scope) -> str:
    """By when."""
    *cases, (_, last) = rule.due
    told_cases = [f"{said(condition, scope).text}ときは{_deadline(form, scope)}" for condition, form in cases if condition is not None]
    return "、".join([*told_cases, f"その他のときは{_deadline(last, scope)}"]) if told_cases else _deadline(last, scope)


def _deadline(node: Node, scope: Scope) -> str:
    return _DEADLINES[node[0]](node, scope)


def _vague(node: Node, scope: Scope) -> str:
    return scope.words.says("about", when=node[1])


def _year_end(node: Node, scope: Scope) -> str:
    return f"{node[1]}年度末（{day_in_words(fiscal_year_end(int(node[1])))}）"


def _own_year_end(node: Node, scope: Scope) -> str:
    return f"{value(node[1], scope)}の属する年度の末日"


def term(term: Term, scope: Scope) -> Told:
    """What a word means. Before the edition from which its clause exists, nothing is so called."""
    kind = scope.kind(term.kind)
    own = scope._replace(called={term.kind: _this(kind)}, focus=term.kind)
    return statement(term.means, own).ending("ことをいう。").after(f"{kind.ja}が「{term.title[0]}」であるとは、")


def constant(node: Node, name: str, scope: Scope) -> str:
    """A value of a parameter."""
    return with_unit(node, name, scope)


def template(template: Template, scope: Scope) -> str:
    """A message or a fix, with what will be filled in in brackets."""
    text = "".join(part if isinstance(part, str) else f"〔{_blank(part[0], scope)}〕" for part in template)
    return text.replace("〔 ", "〔").replace(" 〔", "〔").replace("〕 ", "〕")


def _blank(node: Any, scope: Scope) -> str:
    if node[0] == "parameter":
        return scope.rulebook.parameters[node[1]].title[0]
    return "経路" if node == ("route",) else value(node, scope).strip("「」")


_DUTIES: dict[str, Callable[[Duty, Scope], Told]] = {"require": _required, "forbid": _forbidden, "forbid_route": _no_route, "repeat": _repeated}
_DEADLINES: dict[str, Callable[[Node, Scope], str]] = {
    "none": lambda node, scope: scope.words.says("block-no_day"), "at_once": lambda node, scope: scope.words.says("block-at_once"),
    "about": _vague, "year_end": _year_end, "fiscal_year_end": _own_year_end, "day": lambda node, scope: value(node[1], scope),
}  # fmt: skip

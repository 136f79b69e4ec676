"""What values are called in Japanese: one function per form of node, so that a new form fails loudly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from secpolicy.model.rulebook import Node
from secpolicy.reporting.reading.japanese import day_in_words, listed, quoted
from secpolicy.reporting.reading.naming import WHOLE, Scope, addends, owner_of, shown_value


def value(node: Node, scope: Scope) -> str:
    """What a node is called."""
    return VALUES[node[0]](node, scope)


def with_unit(node: Node, name: str, scope: Scope) -> str:
    """A constant of a parameter: 2種類, 2026年度."""
    parameter = scope.rulebook.parameters[name]
    if parameter.type[0] == "fiscal year":
        return scope.words.says("fiscal-year", year=node[1])
    if node[0] == "choice":
        return scope.choice(node[1], node[2])
    text = listed(tuple(value(member, scope) for member in node[1]), "及び") if node[0] == "list" else value(node, scope)
    return f"{text}{parameter.unit[0]}"


def _owned(owner: str, label: str) -> str:
    """A field of an owner. A label that repeats the end of the owner's is enough: 認証要素 for 認証 and 認証要素."""
    last = owner.rpartition("の")[2]
    if last and label.startswith(last):
        owner = owner.removesuffix(last).removesuffix("の")
    return f"{owner}の{label}" if owner else label


def _number(node: Node, scope: Scope) -> str:
    return str(node[1])


def _day(node: Node, scope: Scope) -> str:
    return day_in_words(date.fromisoformat(node[1]))


def _span(node: Node, scope: Scope) -> str:
    return scope.period(node)


def _choice(node: Node, scope: Scope) -> str:
    return quoted(scope.choice(node[1], node[2]))


def _text(node: Node, scope: Scope) -> str:
    return f"「{node[1]}」"


def _truth(node: Node, scope: Scope) -> str:
    return scope.words.says("yes" if node[1] else "no")


def _list(node: Node, scope: Scope) -> str:
    """Members as alternatives; one in brackets puts all in brackets."""
    members = tuple(value(member, scope) for member in node[1])
    if any(member.startswith("「") for member in members):
        members = tuple(member if member.startswith("「") else f"「{member}」" for member in members)
    return listed(members, "又は")


def _today(node: Node, scope: Scope) -> str:
    return "判定日"


def _name(node: Node, scope: Scope) -> str:
    return scope.called.get(node[1]) or scope.noun(node[1])


def _single(node: Node, scope: Scope) -> str:
    return scope.noun(node[1])


def _always(node: Node, scope: Scope) -> str:
    return scope.constant_place(node[1])


def _parameter(node: Node, scope: Scope) -> str:
    return f"「{scope.rulebook.parameters[node[1]].title[0]}」（{shown_value(node[1], scope, with_unit)}）"


def _field(node: Node, scope: Scope) -> str:
    return _owned(owner_of(node[1], scope, value), scope.field(node).ja)


def _entry(node: Node, scope: Scope) -> str:
    return f"{value(node[1], scope)}（{scope.choice(scope.field(node[1]).type.of[0], node[2])}）"


def _done(node: Node, scope: Scope) -> str:
    latest = f"直近の{scope.activity(node[2])}"
    owner = "" if node[1] in WHOLE else owner_of(node[1], scope, value)
    return f"{owner}の{latest}" if owner else latest


def _term(node: Node, scope: Scope) -> str:
    return f"「{scope.rulebook.terms[node[2]].title[0]}」"


def _moved(node: Node, scope: Scope) -> str:
    _, sign, day, period = node
    if period == ("span", 0, 1, 0, False):
        return value(day, scope) + ("の翌日" if sign == "+" else "の前日")
    if sign == "-":
        return f"{value(day, scope)}の{value(period, scope)}前の日"
    return f"{value(day, scope)}から{value(period, scope)}を経過する日"


def _difference(node: Node, scope: Scope) -> str:
    return f"{value(node[2], scope)}から{value(node[1], scope)}までの期間"


def _sum(node: Node, scope: Scope) -> str:
    added = addends(node)
    if len(added) > 1 and len(set(added)) == 1:
        return f"{value(added[0], scope)}の{len(added)}倍"
    if len(added) > 1:
        return "と".join(value(part, scope) for part in added) + "の和"
    return f"{value(node[2], scope)}から{value(node[3], scope)}を引いた値"


def _count(node: Node, scope: Scope) -> str:
    if node[1][0] == "distinct":
        return f"{value(node[1][1], scope)}の数（同じものは一つと数える。）"
    return f"{value(node[1], scope)}の数"


def _distinct(node: Node, scope: Scope) -> str:
    return f"{value(node[1], scope)}（重複を除く。）"


def _extreme(node: Node, scope: Scope) -> str:
    which = "遅い日" if node[0] == "latest" else "早い日"
    parts = tuple(value(part, scope) for part in node[1])
    return f"{parts[0]}又は{parts[1]}のいずれか{which}" if len(parts) == 2 else f"{listed(parts, '及び')}のうち最も{which}"


VALUES: dict[str, Callable[[Node, Scope], str]] = {
    "number": _number, "day": _day, "span": _span, "choice": _choice, "text": _text, "truth": _truth, "list": _list,
    "today": _today, "name": _name, "single": _single, "always": _always, "all": _single, "parameter": _parameter,
    "field": _field, "entry": _entry, "done": _done, "term": _term, "moved": _moved, "difference": _difference, "sum": _sum,
    "count": _count, "distinct": _distinct, "latest": _extreme, "earliest": _extreme,
}  # fmt: skip

"""What values are called in English: one function per form of node, so that a new form fails loudly."""

from __future__ import annotations

from collections.abc import Callable

from secpolicy.model.rulebook import Node
from secpolicy.reporting.reading.english import listed
from secpolicy.reporting.reading.naming import WHOLE, Scope, addends, owner_of, shown_value


def value(node: Node, scope: Scope) -> str:
    """What a node is called."""
    return VALUES[node[0]](node, scope)


def with_unit(node: Node, name: str, scope: Scope) -> str:
    """A constant of a parameter: 2 kinds, fiscal year 2026."""
    parameter = scope.rulebook.parameters[name]
    if parameter.type[0] == "fiscal year":
        return scope.words.says("fiscal-year", year=node[1])
    text = listed((value(member, scope) for member in node[1]), "and") if node[0] == "list" else value(node, scope)
    return f"{text} {parameter.unit[1]}".rstrip()


def _plain(node: Node, scope: Scope) -> str:
    return str(node[1])


def _text(node: Node, scope: Scope) -> str:
    return f"“{node[1]}”"


def _truth(node: Node, scope: Scope) -> str:
    return scope.words.says("yes" if node[1] else "no")


def _list(node: Node, scope: Scope) -> str:
    return listed((value(member, scope) for member in node[1]), "or")


def _name(node: Node, scope: Scope) -> str:
    return scope.called.get(node[1]) or f"that {scope.noun(node[1])}"


def _all(node: Node, scope: Scope) -> str:
    """All things of a kind: the name under which an inventory lists them is a plural."""
    return f"the {scope.kind(node[1]).key.replace('_', ' ')}"


def _parameter(node: Node, scope: Scope) -> str:
    return f"“{scope.rulebook.parameters[node[1]].title[1]}” ({shown_value(node[1], scope, with_unit)})"


def _field(node: Node, scope: Scope) -> str:
    labels: list[str] = []
    while node[0] == "field":
        labels.insert(0, scope.field(node).en)
        node = node[1]
    owner = owner_of(node, scope, value)
    return f"“{': '.join(labels)}”" + (f" of {owner}" if owner else "")


def _entry(node: Node, scope: Scope) -> str:
    return f"{value(node[1], scope)} for {scope.choice(scope.field(node[1]).type.of[0], node[2])}"


def _done(node: Node, scope: Scope) -> str:
    owner = "" if node[1] in WHOLE else owner_of(node[1], scope, value)
    return f"the latest “{scope.activity(node[2])}”" + (f" of {owner}" if owner else "")


def _term(node: Node, scope: Scope) -> str:
    return f"“{scope.rulebook.terms[node[2]].title[1]}”"


def _moved(node: Node, scope: Scope) -> str:
    _, sign, day, period = node
    length = "the day" if period == ("span", 0, 1, 0, False) else value(period, scope)
    return f"{length} {'after' if sign == '+' else 'before'} {value(day, scope)}"


def _difference(node: Node, scope: Scope) -> str:
    return f"the time from {value(node[2], scope)} to {value(node[1], scope)}"


def _sum(node: Node, scope: Scope) -> str:
    added = addends(node)
    if len(added) > 1 and len(set(added)) == 1:
        return f"{len(added)} times {value(added[0], scope)}"
    return f"{value(node[2], scope)} {'plus' if node[1] == '+' else 'minus'} {value(node[3], scope)}"


def _count(node: Node, scope: Scope) -> str:
    return f"the number of {value(node[1], scope)}"


def _distinct(node: Node, scope: Scope) -> str:
    return f"different {value(node[1], scope)}"


def _extreme(node: Node, scope: Scope) -> str:
    which = {"latest": "later", "earliest": "earlier"}[node[0]] if len(node[1]) == 2 else node[0]
    return f"the {which} of {listed((value(part, scope) for part in node[1]), 'and')}"


VALUES: dict[str, Callable[[Node, Scope], str]] = {
    "number": _plain, "day": _plain, "span": lambda node, scope: scope.period(node), "choice": lambda node, scope: scope.choice(node[1], node[2]),
    "text": _text, "truth": _truth, "list": _list, "today": lambda node, scope: "the day of judgement",
    "name": _name, "all": _all, "single": lambda node, scope: f"the {scope.noun(node[1])}", "always": lambda node, scope: scope.constant_place(node[1]),
    "parameter": _parameter, "field": _field, "entry": _entry, "done": _done, "term": _term, "moved": _moved, "difference": _difference, "sum": _sum,
    "count": _count, "distinct": _distinct, "latest": _extreme, "earliest": _extreme,
}  # fmt: skip

"""A tree spelled out again in the words of the rule language, so that a test can say which part of a rule it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secpolicy.base.dates import Period
from secpolicy.model.rulebook import Node

_BINDS = {"implies": 1, "or": 2, "and": 3, "not": 4, "compare": 5, "has": 5, "in": 5, "moved": 6, "difference": 6, "sum": 6}
_ATOM = 9


def spelled(node: Node) -> str:
    """The expression as a rule would write it."""
    return _SPELL[node[0]](node)


def _part(node: Node, level: int) -> str:
    """An operand, in brackets where it binds no closer than the operator beside it."""
    text = spelled(node)
    return f"({text})" if _BINDS.get(node[0], _ATOM) <= level else text


def _joined(node: Node) -> str:
    level = _BINDS[node[0]]
    return f" {node[0]} ".join(_part(part, level) for part in node[1])


def _list(node: Node) -> str:
    return "(" + ", ".join(spelled(member) for member in node[1]) + ")"


def _span(node: Node) -> str:
    months, days, minutes, yearly = Period(*node[1:])
    if yearly:
        return "fiscal year"
    parts = [f"{number} {unit}" for number, unit in ((months, "months"), (days, "days"), (minutes, "minutes")) if number]
    return " and ".join(parts) or "0 days"


def _binary(sign: Callable[[Node], str], left: int, right: int) -> Callable[[Node], str]:
    return lambda node: f"{_part(node[left], 5)} {sign(node)} {_part(node[right], _BINDS[node[0]])}"


def _called(node: Node) -> str:
    return f"{node[0]}(" + ", ".join(spelled(part) for part in node[1]) + ")"


def _quantified(node: Node) -> str:
    kind = node[1] if node[1] == node[2] else f"{node[1]} {node[2]}"
    return f"{node[0]}({kind} where {spelled(node[3])})"


_SPELL: dict[str, Callable[[Any], str]] = {
    "number": lambda node: str(node[1]), "day": lambda node: str(node[1]), "text": lambda node: str(node[1]), "truth": lambda node: str(node[1]).lower(),
    "choice": lambda node: str(node[2]), "list": _list, "span": _span, "nothing": lambda node: "?",
    "today": lambda node: "today", "name": lambda node: str(node[1]), "single": lambda node: str(node[1]), "always": lambda node: str(node[1]),
    "all": lambda node: str(node[1]),
    "parameter": lambda node: f"param.{node[1]}",
    "field": lambda node: f"{spelled(node[1])}.{node[2]}", "entry": lambda node: f"{spelled(node[1])}.{node[2]}",
    "term": lambda node: f"{spelled(node[1])}.{node[2]}", "done": lambda node: f"{spelled(node[1])}.done.{node[2]}",
    "and": _joined, "or": _joined, "implies": _joined, "not": lambda node: f"not {_part(node[1], 3)}",
    "compare": _binary(lambda node: str(node[1]), 2, 3), "has": _binary(lambda node: "has", 1, 2), "in": _binary(lambda node: "in", 1, 2),
    "moved": _binary(lambda node: str(node[1]), 2, 3), "sum": _binary(lambda node: str(node[1]), 2, 3), "difference": _binary(lambda node: "-", 1, 2),
    "exists": lambda node: f"exists({spelled(node[1])})", "count": lambda node: f"count({spelled(node[1])})",
    "distinct": lambda node: f"distinct({spelled(node[1])})", "latest": _called, "earliest": _called,
    "fold": lambda node: f"{node[1]}({spelled(node[2])} where {spelled(node[3])})", "some": _quantified, "no": _quantified,
}  # fmt: skip

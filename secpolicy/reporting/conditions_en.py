"""The English reading of conditions: one function per form of node, so that a new form fails loudly."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from secpolicy.model.rulebook import Node
from secpolicy.reporting.naming import Scope, Told, as_existence, conjunction, conjuncts, is_negative, kind_named
from secpolicy.reporting.values_en import VALUES, listed, value

_TOO_LONG, _TOO_MANY = 150, 3
_NUMBERS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_DAYS = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after"}


class Said(NamedTuple):
    """A condition in words; `form` tells how `parts` are joined."""

    text: str
    form: str = ""
    parts: tuple[Said, ...] = ()

    @property
    def closed(self) -> str:
        """The same as one part of “…, and …”."""
        return f"either {self.text}" if self.form == "or" else self.text

    @property
    def is_heavy(self) -> bool:
        """Whether it is better told as a list."""
        if len(self.parts) > _TOO_MANY:
            return True
        if self.form == "and":
            return any(part.form in ("or", "implies") for part in self.parts) or len(self.text) > _TOO_LONG
        return self.form == "or" and (any(part.is_heavy for part in self.parts) or len(self.text) > _TOO_LONG)


def said(node: Node, scope: Scope, affirmed: bool = True) -> Said:
    """A condition in words, or its opposite."""
    return CONDITIONS[node[0]](node, scope, affirmed)


def told(said: Said) -> Told:
    """A condition, as a list where one sentence would be hard to read."""
    if said.form == "implies":
        first, second = said.parts
        return told(second).after(f"if {first.text}, then ")
    if not said.is_heavy:
        return Told(said.text)
    lead = "all of the following hold" if said.form == "and" else "at least one of the following holds"
    return Told(lead, tuple(f"({i}) {part.text}" for i, part in enumerate(said.parts, 1)))


def is_condition(node: Node, scope: Scope) -> bool:
    """Whether a node is something that holds or does not."""
    if node[0] == "field":
        return scope.field(node).type.name == "yes/no"
    return node[0] == "term" or (node[0] in CONDITIONS and node[0] not in VALUES)


def described(kind: str, name: str, test: Node | None, scope: Scope) -> tuple[Said | None, str]:
    """What holds of some things of a kind, and what they are called; the name alone may say it all: document “DX policy”."""
    sort: tuple[Node, ...] = ()
    rest = []
    for part in conjuncts(test):
        named = () if sort else kind_named(part, name, scope.kind(kind))
        sort = sort or named
        if not named:
            rest.append(part)
    noun = scope.noun(kind)
    labels = listed((f"“{scope.choice(label[1], label[2])}”" for label in sort), "or")
    condition = conjunction(tuple(rest))
    return (said(condition, scope.about(name, f"that {noun}")) if condition is not None else None), f"{noun} {labels}".rstrip()


def attached(condition: Said | None, noun: str) -> str:
    """A noun before what holds of it."""
    return f"{noun} for which {condition.text}" if condition is not None else noun


def with_article(noun: str) -> str:
    """A noun with a or an."""
    return ("an " if noun[0] in "aeiouAEIOU" else "a ") + noun


def _fold(node: Node, scope: Scope) -> str:
    _, function, path, test = node
    which = {"count": "the number of ", "share": "the share of ", "those": "", "latest": "the latest of ", "earliest": "the earliest of "}[function]
    return f"{which}those of {value(path, scope)} for which {said(test, _inside(path, scope)).text}"


def _inside(path: Node, scope: Scope) -> Scope:
    return scope.about("it", f"that one of {value(path, scope)}")


def _and(node: Node, scope: Scope, affirmed: bool) -> Said:
    return _joined("and" if affirmed else "or", node, scope, affirmed)


def _or(node: Node, scope: Scope, affirmed: bool) -> Said:
    return _joined("or" if affirmed else "and", node, scope, affirmed)


def _joined(form: str, node: Node, scope: Scope, affirmed: bool) -> Said:
    parts = tuple(said(part, scope, affirmed) for part in node[1])
    texts = [part.closed if form == "and" else part.text for part in parts]
    joint = "and" if form == "and" else "or else" if any(part.form for part in parts) else "or"
    return Said(f"{', '.join(texts[:-1])}, {joint} {texts[-1]}", form, parts)


def _not(node: Node, scope: Scope, affirmed: bool) -> Said:
    return said(node[1], scope, not affirmed)


def _implies(node: Node, scope: Scope, affirmed: bool) -> Said:
    first, second = said(node[1][0], scope), said(node[1][1], scope, affirmed)
    if not affirmed:
        return Said(f"{first.closed}, and {second.closed}", "and", (first, second))
    return Said(f"if {first.text}, then {second.text}", "implies", (first, second))


def _compare(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, operator, left, right, _ = node
    exists = as_existence(node)
    if exists is not None:
        return _members(left, scope, exists == affirmed)
    if right == ("name", scope.focus):
        left, right = right, left
    subject = _subject(left, scope)
    if operator in ("=", "!="):
        return Said(f"{subject} is {value(right, scope)}" if (operator == "=") == affirmed else f"{subject} is not {value(right, scope)}")
    relation = (_DAYS if scope.is_time(left) or scope.is_time(right) else _NUMBERS)[operator]
    return Said(f"{subject} is {'' if affirmed else 'not '}{relation} {value(right, scope)}")


def _subject(node: Node, scope: Scope) -> str:
    return "it" if node == ("name", scope.focus) else value(node, scope)


def _members(node: Node, scope: Scope, exists: bool) -> Said:
    """Whether a list has a member for which something holds. That none is not so is better told of all."""
    _, _, path, test = node
    inside = _inside(path, scope)
    if not exists and is_negative(test):
        return Said(f"for each of {value(path, scope)}, {said(test, inside, affirmed=False).text}")
    return Said(f"{'at least one' if exists else 'none'} of {value(path, scope)} is such that {said(test, inside).text}")


def _has(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, many, one, _ = node
    if one == ("name", scope.focus):
        return Said(f"it is {'' if affirmed else 'not '}among {value(many, scope)}")
    return Said(f"{value(many, scope)} {'includes' if affirmed else 'does not include'} {value(one, scope)}")


def _in(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, one, many, _ = node
    subject = _subject(one, scope)
    if many[0] != "list":
        return Said(f"{subject} is {'' if affirmed else 'not '}among {value(many, scope)}")
    return Said(f"{subject} is {value(many, scope)}" if affirmed else f"{subject} is none of {listed((value(member, scope) for member in many[1]), 'and')}")


def _exists(node: Node, scope: Scope, affirmed: bool) -> Said:
    if node[1][0] == "name" and node[1][1] in scope.called:  # a name that the rule gave may be of several things, or of none
        return Said(f"there is {'' if affirmed else 'no '}{value(node[1], scope)}")
    return Said(f"{value(node[1], scope)} is {'' if affirmed else 'not '}given")


def _quantified(node: Node, scope: Scope, affirmed: bool) -> Said:
    quantifier, kind, name, test = node
    condition, noun = described(kind, name, test, scope)
    whole = attached(condition, noun)
    return Said(f"there is {with_article(whole)}" if (quantifier == "some") == affirmed else f"there is no {whole}")


def _holds(node: Node, scope: Scope, affirmed: bool) -> Said:
    return Said(f"{value(node, scope)} is {scope.words.says('yes' if affirmed else 'no')}")


def _is_term(node: Node, scope: Scope, affirmed: bool) -> Said:
    return Said(f"{_subject(node[1], scope)} is {'' if affirmed else 'not '}{value(node, scope)}")


CONDITIONS: dict[str, Callable[[Node, Scope, bool], Said]] = {
    "and": _and, "or": _or, "not": _not, "implies": _implies, "compare": _compare, "has": _has, "in": _in, "exists": _exists,
    "some": _quantified, "no": _quantified, "field": _holds, "term": _is_term, "name": _holds, "parameter": _holds, "entry": _holds, "truth": _holds,
}  # fmt: skip
VALUES["fold"] = _fold  # here, because its members are told by a condition

"""The English reading of values and conditions: one function per form of node, so that a new form fails loudly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from secpolicy.model.clauses import PROFILE
from secpolicy.model.rulebook import Node
from secpolicy.reporting.naming import Scope, Told, as_existence, conjunction, conjuncts, is_negative, kind_named

_TOO_LONG = 150
_LONGEST_LIST = 4
_NUMBERS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_DAYS = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after"}
_WHOLE = (("name", "organisation"), ("single", "organisation"))


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
        if self.form == "and":
            return any(part.form in ("or", "implies") for part in self.parts) or len(self.text) > _TOO_LONG
        return self.form == "or" and (any(part.is_heavy for part in self.parts) or len(self.text) > _TOO_LONG)


def value(node: Node, scope: Scope) -> str:
    """What a node is called."""
    return _VALUES[node[0]](node, scope)


def said(node: Node, scope: Scope, affirmed: bool = True) -> Said:
    """A condition in words, or its opposite."""
    return _CONDITIONS[node[0]](node, scope, affirmed)


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
    return node[0] == "term" or (node[0] in _CONDITIONS and node[0] not in _VALUES)


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


def listed(parts: Iterable[str], joint: str) -> str:
    """A, B and C."""
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def shown_value(name: str, scope: Scope) -> str:
    """The value of a parameter in the editions, short enough to stand in a sentence."""
    node, setting = scope.value_in_edition(name), scope.rulebook.parameters[name].setting
    if setting:
        return "from the profile" if setting.startswith(PROFILE) else "own setting"
    if node is None:
        return "not set in this edition"
    if node[0] == "list" and len(node[1]) > _LONGEST_LIST:
        return f"{len(node[1])} entries"
    return f"in this edition {with_unit(node, name, scope)}" if node[0] == "choice" else with_unit(node, name, scope)


def with_unit(node: Node, name: str, scope: Scope) -> str:
    """A constant of a parameter: 2 kinds, fiscal year 2026."""
    parameter = scope.rulebook.parameters[name]
    if parameter.type[0] == "fiscal year":
        return scope.words.says("fiscal-year", year=node[1])
    text = listed((value(member, scope) for member in node[1]), "and") if node[0] == "list" else value(node, scope)
    return f"{text} {parameter.unit[1]}".rstrip()


def _owner_of(base: Node, scope: Scope) -> str:
    return "" if base in (("name", scope.focus), ("single", scope.focus)) else value(base, scope)


def _plain(node: Node, scope: Scope) -> str:
    return str(node[1])


def _text(node: Node, scope: Scope) -> str:
    return f"“{node[1]}”"


def _truth(node: Node, scope: Scope) -> str:
    return scope.words.says("yes" if node[1] else "no")


def _list(node: Node, scope: Scope) -> str:
    return listed((value(member, scope) for member in node[1]), "or")


def _name(node: Node, scope: Scope) -> str:
    return scope.called.get(node[1], f"“{node[1]}”")


def _parameter(node: Node, scope: Scope) -> str:
    return f"“{scope.rulebook.parameters[node[1]].title[1]}” ({shown_value(node[1], scope)})"


def _field(node: Node, scope: Scope) -> str:
    labels: list[str] = []
    while node[0] == "field":
        labels.insert(0, scope.field(node).en)
        node = node[1]
    owner = _owner_of(node, scope)
    return f"“{': '.join(labels)}”" + (f" of {owner}" if owner else "")


def _entry(node: Node, scope: Scope) -> str:
    return f"{value(node[1], scope)} for {scope.choice(scope.field(node[1]).type.of[0], node[2])}"


def _done(node: Node, scope: Scope) -> str:
    owner = "" if node[1] in _WHOLE else _owner_of(node[1], scope)
    return f"the latest “{scope.activity(node[2])}”" + (f" of {owner}" if owner else "")


def _term(node: Node, scope: Scope) -> str:
    return f"“{scope.rulebook.terms[node[2]].title[1]}”"


def _moved(node: Node, scope: Scope) -> str:
    return f"{value(node[3], scope)} {'after' if node[1] == '+' else 'before'} {value(node[2], scope)}"


def _difference(node: Node, scope: Scope) -> str:
    return f"the time from {value(node[2], scope)} to {value(node[1], scope)}"


def _sum(node: Node, scope: Scope) -> str:
    return f"{value(node[2], scope)} {'plus' if node[1] == '+' else 'minus'} {value(node[3], scope)}"


def _count(node: Node, scope: Scope) -> str:
    return f"the number of {value(node[1], scope)}"


def _distinct(node: Node, scope: Scope) -> str:
    return f"different {value(node[1], scope)}"


def _extreme(node: Node, scope: Scope) -> str:
    return f"the {node[0]} of {listed((value(part, scope) for part in node[1]), 'and')}"


def _fold(node: Node, scope: Scope) -> str:
    _, function, path, test = node
    which = {"count": "the number", "share": "the share", "latest": "the latest", "earliest": "the earliest"}[function]
    return f"{which} of those of {value(path, scope)} for which {said(test, _inside(path, scope)).text}"


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


_VALUES: dict[str, Callable[[Node, Scope], str]] = {
    "number": _plain, "day": _plain, "span": lambda node, scope: scope.period(node), "choice": lambda node, scope: scope.choice(node[1], node[2]),
    "text": _text, "truth": _truth, "list": _list, "today": lambda node, scope: "the day of judgement",
    "name": _name, "single": lambda node, scope: f"the {scope.noun(node[1])}", "always": lambda node, scope: scope.constant_place(node[1]),
    "parameter": _parameter, "field": _field, "entry": _entry, "done": _done, "term": _term, "moved": _moved, "difference": _difference, "sum": _sum,
    "count": _count, "distinct": _distinct, "latest": _extreme, "earliest": _extreme, "fold": _fold,
}  # fmt: skip
_CONDITIONS: dict[str, Callable[[Node, Scope, bool], Said]] = {
    "and": _and, "or": _or, "not": _not, "implies": _implies, "compare": _compare, "has": _has, "in": _in, "exists": _exists,
    "some": _quantified, "no": _quantified, "field": _holds, "term": _is_term, "name": _holds, "parameter": _holds, "entry": _holds, "truth": _holds,
}  # fmt: skip

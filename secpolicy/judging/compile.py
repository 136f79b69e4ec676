"""From the tree of an expression to a function that answers it for a scope. Made once per run, for one inventory and day.

A scope is a list of values, one slot per name that the expression binds; everything else is fixed when the function is made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from secpolicy.base.dates import Period
from secpolicy.base.truth import AtLeast, Between, Place, Unknown, all_of, any_of, negated, union
from secpolicy.judging import values as v
from secpolicy.judging.facts import Facts
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.rulebook import Node

Scope = list[Any]
Answer = Callable[[Scope], Any]


class Frame:
    """The slots of one rule or term. `size` is how long a scope must be."""

    __slots__ = ("facts", "lets", "size", "slots")

    def __init__(self, facts: Facts, names: tuple[str, ...] = ()) -> None:
        self.facts = facts
        self.slots: dict[str, int] = {}
        self.lets: dict[str, Node] = {}
        self.size = 0
        for name in names:
            self.slot(name)

    def slot(self, name: str) -> int:
        """The slot of a name, new if it has none."""
        if name not in self.slots:
            self.slots[name] = self.size
            self.size += 1
        return self.slots[name]

    def scope(self) -> Scope:
        """An empty scope for functions compiled in this frame."""
        return [None] * self.size


def compiled(node: Node, frame: Frame) -> Answer:
    """A function that answers the node for a scope of the frame."""
    return _COMPILE[node[0]](node, frame)


def plain_constant(node: Node) -> Any:
    """The value of a constant node."""
    if node[0] == "number":
        number = Fraction(node[1])
        return int(number) if number.denominator == 1 else number
    if node[0] == "day":
        return date.fromisoformat(node[1])
    if node[0] == "span":
        return Period(*node[1:])
    if node[0] == "list":
        return tuple(plain_constant(member) for member in node[1])
    return node[2] if node[0] == "choice" else node[1]


def _constant(node: Node, frame: Frame) -> Answer:
    value = plain_constant(node)
    return lambda scope: value


def _list(node: Node, frame: Frame) -> Answer:
    members = [compiled(member, frame) for member in node[1]]
    return lambda scope: tuple(member(scope) for member in members)


def _today(node: Node, frame: Frame) -> Answer:
    day = frame.facts.as_of
    return lambda scope: day


def _name(node: Node, frame: Frame) -> Answer:
    slot = frame.slots[node[1]]
    return lambda scope: scope[slot]


def _single(node: Node, frame: Frame) -> Answer:
    value = frame.facts.inventory.singles.get(node[1])
    return lambda scope: value


def _always(node: Node, frame: Frame) -> Answer:
    value = frame.facts.inventory.always[node[1]]
    return lambda scope: value


def _parameter(node: Node, frame: Frame) -> Answer:
    value = frame.facts.parameter(node[1])
    return lambda scope: value


def _field(node: Node, frame: Frame) -> Answer:
    _, base, name, kinds = node
    vocabulary = frame.facts.inventory.vocabulary
    held = {kind: vocabulary.kinds.get(kind) or vocabulary.records[kind] for kind in kinds}
    indexes = {kind: holder.index[name] for kind, holder in held.items()}
    of = compiled(base, frame)
    into_record = base[0] == "entry" or (base[0] == "field" and _is_one_record(base, frame))

    def read(value: Any) -> Any:
        found = type(value)
        if found is Entity:
            index = indexes.get(value.kind.name)
            if index is None:
                return None
            content = value.values[index]
            return Unknown((Place(value, name),)) if content is UNDECLARED else content
        if value is None:
            return None
        if found is Unknown:
            # What is missing inside an undeclared record is named whole: system:zei.login.factors.
            return Unknown(tuple(Place(place.holder, f"{place.path}.{name}") for place in value.missing)) if into_record else value
        return _through(value, read)

    return lambda scope: read(of(scope))


def _is_one_record(node: Node, frame: Frame) -> bool:
    """Whether a field holds one record: then what is missing in it has a name of its own; of an unwritten list only the list has."""
    vocabulary = frame.facts.inventory.vocabulary
    holder = vocabulary.kinds.get(node[3][0]) or vocabulary.records[node[3][0]]
    return holder.fields[holder.index[node[2]]].type.name == "record"


def _through(value: Any, read: Callable[[Any], Any]) -> Any:
    """A step along every member of a list; lists found on the way are put end to end, `none` adds nothing."""
    members, more = v.members_of(value)
    found: list[Any] = []
    doubts: list[tuple[Place, ...]] = [more] if more else []
    for member in members:
        content = read(member)
        if type(content) is tuple:
            found += content
        elif type(content) is AtLeast:
            found += content.members
            doubts.append(content.missing)
        elif content is not None:
            found.append(content)
    return AtLeast(tuple(found), union(doubts)) if doubts else tuple(found)


def _entry(node: Node, frame: Frame) -> Answer:
    _, base, key = node
    of, owner = compiled(base, frame), compiled(base[1], frame)

    def read(scope: Scope) -> Any:
        table = of(scope)
        if table is None:
            return None
        if type(table) is Unknown:
            return Unknown(tuple(Place(place.holder, f"{place.path}.{key}") for place in table.missing))
        content = table.get(key, UNDECLARED)
        return Unknown((Place(owner(scope), f"{base[2]}.{key}"),)) if content is UNDECLARED else content

    return read


def _done(node: Node, frame: Frame) -> Answer:
    of, kind, facts = compiled(node[1], frame), node[2], frame.facts
    return lambda scope: facts.done(of(scope), kind)


def _term(node: Node, frame: Frame) -> Answer:
    of, holds = compiled(node[1], frame), frame.facts.term(node[2])

    def read(value: Any) -> Any:
        if type(value) is Entity:
            return holds(value)
        if value is None:
            return False
        return value if type(value) is Unknown else _through(value, read)

    return lambda scope: read(of(scope))


def _and(node: Node, frame: Frame) -> Answer:
    parts = [compiled(part, frame) for part in node[1]]
    return lambda scope: all_of(part(scope) for part in parts)


def _or(node: Node, frame: Frame) -> Answer:
    parts = [compiled(part, frame) for part in node[1]]
    return lambda scope: any_of(part(scope) for part in parts)


def _not(node: Node, frame: Frame) -> Answer:
    part = compiled(node[1], frame)
    return lambda scope: negated(part(scope))


def _implies(node: Node, frame: Frame) -> Answer:
    first, second = (compiled(part, frame) for part in node[1])

    def answer(scope: Scope) -> Any:
        given = first(scope)
        return any_of((negated(given), second(scope))) if given is not False else True

    return answer


def _compare(node: Node, frame: Frame) -> Answer:
    _, operator, left, right, order = node
    a, b = compiled(left, frame), compiled(right, frame)
    if order:
        rank = _ranker(order, frame)
        return lambda scope: v.compared(operator, rank(a(scope)), rank(b(scope)))
    return lambda scope: v.compared(operator, a(scope), b(scope))


def _has(node: Node, frame: Frame) -> Answer:
    many, one, rank = compiled(node[1], frame), compiled(node[2], frame), _ranker(node[3], frame)
    return lambda scope: v.has(rank(many(scope)), rank(one(scope)))


def _in(node: Node, frame: Frame) -> Answer:
    one, many, rank = compiled(node[1], frame), compiled(node[2], frame), _ranker(node[3], frame)
    return lambda scope: v.within(rank(one(scope)), rank(many(scope)))


def _ranker(order: str, frame: Frame) -> Callable[[Any], Any]:
    """Values of an ordered choice as positions, so that a span can be compared; other values as they are."""
    if not order:
        return lambda value: value
    ranks = {value: rank for rank, value in enumerate(frame.facts.inventory.vocabulary.choices[order].labels)}
    return lambda value: v.ranked(value, ranks)


def _moved(node: Node, frame: Frame) -> Answer:
    sign, day, period = 1 if node[1] == "+" else -1, compiled(node[2], frame), compiled(node[3], frame)
    return lambda scope: v.day_moved(sign, day(scope), period(scope))


def _difference(node: Node, frame: Frame) -> Answer:
    later, earlier = compiled(node[1], frame), compiled(node[2], frame)
    return lambda scope: v.difference(later(scope), earlier(scope))


def _sum(node: Node, frame: Frame) -> Answer:
    sign, left, right = 1 if node[1] == "+" else -1, compiled(node[2], frame), compiled(node[3], frame)
    return lambda scope: v.sum_of(sign, left(scope), right(scope))


def _exists(node: Node, frame: Frame) -> Answer:
    of = compiled(node[1], frame)
    return lambda scope: v.exists(of(scope))


def _count(node: Node, frame: Frame) -> Answer:
    if node[1][0] == "distinct":
        of, kinds = compiled(node[1][1], frame), node[1][2]
        return lambda scope: v.count_distinct(of(scope), kinds)
    of = compiled(node[1], frame)
    return lambda scope: v.count(of(scope))


def _distinct(node: Node, frame: Frame) -> Answer:
    of = compiled(node[1], frame)
    return lambda scope: v.distinct(of(scope))


def _extreme(node: Node, frame: Frame) -> Answer:
    function, parts = node[0], [compiled(part, frame) for part in node[1]]
    return lambda scope: v.extreme(function, (part(scope) for part in parts))


def _fold(node: Node, frame: Frame) -> Answer:
    _, function, path, test = node
    of = compiled(path, frame)
    outer = frame.slots.get("it")
    # Each fold has a slot of its own, so that an inner `it` does not overwrite the outer one.
    slot = frame.size
    frame.size += 1
    frame.slots["it"] = slot
    holds = compiled(test, frame)
    if outer is None:
        del frame.slots["it"]
    else:
        frame.slots["it"] = outer

    def answer(scope: Scope) -> Any:
        def tested(member: Any) -> Any:
            scope[slot] = member
            return holds(scope)

        return v.fold(function, of(scope), tested)

    return answer


def _quantified(node: Node, frame: Frame) -> Answer:
    quantifier, kind, name, test = node
    slot = frame.slot(name)
    holds = compiled(test, frame)
    del frame.slots[name]
    population = frame.facts.population(kind)

    def answers(scope: Scope) -> Any:
        for member in population.members:
            scope[slot] = member
            yield holds(scope)
        for phantom, place in population.phantoms:
            # What nobody listed may be such a thing, unless even an unlisted one surely is not.
            scope[slot] = phantom
            answer = holds(scope)
            if type(answer) is Unknown or answer:
                yield Unknown((place,))

    if quantifier == "some":
        return lambda scope: any_of(answers(scope))
    return lambda scope: negated(any_of(answers(scope)))


_COMPILE: dict[str, Callable[[Node, Frame], Answer]] = {
    "number": _constant, "day": _constant, "span": _constant, "choice": _constant, "text": _constant, "truth": _constant, "list": _list,
    "today": _today, "name": _name, "single": _single, "always": _always, "parameter": _parameter,
    "field": _field, "entry": _entry, "done": _done, "term": _term,
    "and": _and, "or": _or, "not": _not, "implies": _implies, "compare": _compare, "has": _has, "in": _in,
    "moved": _moved, "difference": _difference, "sum": _sum,
    "exists": _exists, "count": _count, "distinct": _distinct, "latest": _extreme, "earliest": _extreme, "fold": _fold,
    "some": _quantified, "no": _quantified,
}  # fmt: skip

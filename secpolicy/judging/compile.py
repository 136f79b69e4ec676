"""From the tree of an expression to a function that answers it for a scope. Made once per run, for one inventory and day.

A scope is a list of values, one slot per name that the expression binds; everything else is fixed when the function is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secpolicy.base.truth import AtLeast, Unknown, conjunction, negated, union
from secpolicy.judging import paths, written_out
from secpolicy.judging import values as v
from secpolicy.judging.facts import plain_constant
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.judging.quantify import Search
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Node

_CONSTANTS = ("number", "day", "span", "choice", "text", "truth")
_WORDS = ("choice", "text")
_UNASKED = object()


def compiled(node: Node, frame: Frame) -> Answer:
    """A function that answers the node for a scope of the frame."""
    return _COMPILE[node[0]](node, frame)


def compiled_apart(node: Node, frame: Frame) -> tuple[Answer, set[int]]:
    """The same, with the slots that it reads."""
    outer, frame.reads = frame.reads, set()
    answer = _COMPILE[node[0]](node, frame)
    reads, frame.reads = frame.reads, outer | frame.reads
    return answer, reads


def _once(answer: Answer) -> Answer:
    """For what walks over many things and reads no name: its answer is the same for every scope."""
    kept: Any = _UNASKED

    def kept_answer(scope: Scope) -> Any:
        nonlocal kept
        if kept is _UNASKED:
            kept = answer(scope)
        return kept

    return kept_answer


def _constant(node: Node, frame: Frame) -> Answer:
    value = plain_constant(node)
    return lambda scope: value


def _list(node: Node, frame: Frame) -> Answer:
    if all(member[0] in _CONSTANTS for member in node[1]):
        return _constant(node, frame)
    members = [compiled(member, frame) for member in node[1]]
    return lambda scope: tuple(value for member in members if (value := member(scope)) is not None)


def _today(node: Node, frame: Frame) -> Answer:
    day = frame.facts.as_of
    return lambda scope: day


def _name(node: Node, frame: Frame) -> Answer:
    slot = frame.read(node[1])
    return lambda scope: scope[slot]


def _single(node: Node, frame: Frame) -> Answer:
    value = frame.facts.inventory.singles[node[1]]
    return lambda scope: value


def _all(node: Node, frame: Frame) -> Answer:
    """Everything of a kind; while nobody wrote its list there may be any number."""

    def everything(scope: Scope) -> Any:
        population = frame.facts.population(node[1])
        missing = union((place,) for _, place in population.phantoms)
        return AtLeast(population.members, missing) if missing else population.members

    return _once(everything)


def _always(node: Node, frame: Frame) -> Answer:
    value = frame.facts.inventory.always[node[1]]
    return lambda scope: value


def _parameter(node: Node, frame: Frame) -> Answer:
    value = frame.facts.parameter(node[1])
    return lambda scope: value


def _field(node: Node, frame: Frame) -> Answer:
    if node[1][0] == "done" and node[2] == "date":
        return _last_day(node[1], frame)
    if node[1][0] == "name":
        return _own_field(node, frame)
    return paths.field_of(compiled(node[1], frame), node, frame)


def _own_field(node: Node, frame: Frame) -> Answer:
    """A field of what a name stands for: rules read the same ones over and over, so each is made once."""
    slot = frame.read(node[1][1])
    key = slot, slot in frame.sure, node
    made = frame.facts.fields.get(key)
    if made is None:
        made = frame.facts.fields[key] = (paths.field_of_thing if key[1] else paths.field_of_name)(node, slot, frame)
    return made


def _entry(node: Node, frame: Frame) -> Answer:
    of, read = compiled(node[1], frame), paths.entry_reader(node)
    owner = compiled(node[1][1], frame)
    return lambda scope: read(of(scope), owner(scope))


def _done(node: Node, frame: Frame) -> Answer:
    kind, doings = node[2], frame.facts.doings
    return paths.stepping(compiled(node[1], frame), lambda thing: doings.last(thing, kind))


def _last_day(node: Node, frame: Frame) -> Answer:
    kind, doings = node[2], frame.facts.doings
    return paths.stepping(compiled(node[1], frame), lambda thing: doings.last_day(thing, kind))


def _term(node: Node, frame: Frame) -> Answer:
    return paths.stepping(compiled(node[1], frame), term(node[2], frame))


def term(name: str, frame: Frame) -> Callable[[Entity], Any]:
    """A term as a function of a thing, each asked once; false in editions that do not have the clause it rests on.

    A thing of another kind is none of it: it adds nothing to a list.
    """
    facts = frame.facts
    if name not in facts.terms:
        kind, means = facts.rulebook.terms[name].kind, facts.rulebook.terms[name].means
        inner = Frame(facts, (kind,))
        holds = compiled(means, inner) if facts.term_exists(name) else lambda scope: False
        answers: dict[Entity, Any] = {}

        def answer(entity: Entity) -> Any:
            if entity not in answers:
                scope = inner.scope()
                scope[0] = entity
                answers[entity] = holds(scope) if entity.kind.name == kind else None
            return answers[entity]

        facts.terms[name] = answer
    return facts.terms[name]


def _and(node: Node, frame: Frame) -> Answer:
    return conjunction([compiled(part, frame) for part in node[1]])


def _or(node: Node, frame: Frame) -> Answer:
    parts = [compiled(part, frame) for part in node[1]]

    def answer(scope: Scope) -> Any:
        doubt: Unknown | None = None
        for part in parts:
            found = part(scope)
            if found is True:
                return True
            if type(found) is Unknown:
                doubt = found if doubt is None else Unknown(union((doubt.missing, found.missing)))
        return False if doubt is None else doubt

    return answer


def _not(node: Node, frame: Frame) -> Answer:
    part = compiled(node[1], frame)
    return lambda scope: negated(part(scope))


def _implies(node: Node, frame: Frame) -> Answer:
    return _or(("or", (("not", node[1][0]), node[1][1])), frame)


def _compare(node: Node, frame: Frame) -> Answer:
    _, operator, left, right, order = node
    if right[0] in _WORDS and operator in ("=", "!=") and not order:
        return written_out.equal(operator, compiled(left, frame), plain_constant(right))
    return v.comparing(operator, _ranked(left, order, frame), _ranked(right, order, frame))


def _has(node: Node, frame: Frame) -> Answer:
    if node[2][0] in _WORDS and not node[3]:
        return written_out.having(compiled(node[1], frame), plain_constant(node[2]))
    many, one = _ranked(node[1], node[3], frame), _ranked(node[2], node[3], frame)
    return lambda scope: v.has(many(scope), one(scope))


def _in(node: Node, frame: Frame) -> Answer:
    if node[2][0] == "list" and not node[3] and all(member[0] in _WORDS for member in node[2][1]):
        return written_out.within(compiled(node[1], frame), plain_constant(node[2]))
    one, many = _ranked(node[1], node[3], frame), _ranked(node[2], node[3], frame)
    return lambda scope: v.within(one(scope), many(scope))


def _ranked(node: Node, order: str, frame: Frame) -> Answer:
    """The node compiled; its values of an ordered choice, if one is given, as positions, so that a span can be compared."""
    of = compiled(node, frame)
    if not order:
        return of
    ranks = {value: rank for rank, value in enumerate(frame.facts.inventory.vocabulary.choices[order].labels)}
    if node[0] in _CONSTANTS:
        position = v.ranked(plain_constant(node), ranks)
        return lambda scope: position
    return lambda scope: v.ranked(of(scope), ranks)


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
    of, first = compiled_apart(path, frame)
    # Each fold has a slot of its own, so that an inner `it` does not overwrite the outer one.
    slot, holds, then = frame.bound("it", lambda slot: (slot, *compiled_apart(test, frame)))

    def answer(scope: Scope) -> Any:
        def tested(member: Any) -> Any:
            scope[slot] = member
            return holds(scope)

        return paths.those(of(scope), tested) if function == "those" else v.fold(function, of(scope), tested)

    return answer if first or then - {slot} else _once(answer)


def _quantified(node: Node, frame: Frame) -> Answer:
    quantifier, kind, name, test = node
    search = frame.bound(name, lambda slot: Search(frame, kind, name, slot, test, compiled_apart))
    answer = search.some if quantifier == "some" else lambda scope: negated(search.some(scope))
    return _once(answer) if search.is_alone else answer


_COMPILE: dict[str, Callable[[Node, Frame], Answer]] = {
    "number": _constant, "day": _constant, "span": _constant, "choice": _constant, "text": _constant, "truth": _constant, "list": _list,
    "today": _today, "name": _name, "single": _single, "always": _always, "all": _all, "parameter": _parameter,
    "field": _field, "entry": _entry, "done": _done, "term": _term,
    "and": _and, "or": _or, "not": _not, "implies": _implies, "compare": _compare, "has": _has, "in": _in,
    "moved": _moved, "difference": _difference, "sum": _sum,
    "exists": _exists, "count": _count, "distinct": _distinct, "latest": _extreme, "earliest": _extreme, "fold": _fold,
    "some": _quantified, "no": _quantified,
}  # fmt: skip

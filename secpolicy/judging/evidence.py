"""The places a judgement rests on: the declared facts that its condition read, in the order of the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from secpolicy.base.truth import AtLeast, Place
from secpolicy.judging.compile import compiled
from secpolicy.judging.frame import Frame, Scope, free_names
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.rulebook import Node

MOST = 12
_Found = dict[Place, None]
_Collector = Callable[[Scope, _Found], None]


def evidence(node: Any, frame: Frame, scope: Scope) -> tuple[Place, ...]:
    """Places of the declared values that a tree, or each of several, reads for a scope; at most twelve."""
    found: _Found = {}
    for tree in (node,) if isinstance(node[0], str) else node:
        _collector(tree, frame)(scope, found)
    return tuple(found)[:MOST]


def _collector(tree: Any, frame: Frame) -> _Collector:
    """A function that collects the places a tree reads, made once for a frame."""
    if id(tree) not in frame.collectors:
        # The tree is kept with it, so that its id cannot become another's.
        frame.collectors[id(tree)] = tree, _made(tree, frame)
    collector: _Collector = frame.collectors[id(tree)][1]
    return collector


def _made(tree: Any, frame: Frame) -> _Collector:
    if tree[0] in ("some", "no"):
        return lambda scope, found: None  # what their members say is shown by the list itself
    if tree[0] == "fold":
        return _or_else(_collector(tree[2], frame), _together([_collector(part, frame) for part in _beside_member(tree[3])]))
    if tree[0] == "name" and tree[1] in frame.lets:
        return _collector(frame.lets[tree[1]], frame)
    if tree[0] == "field":
        return _of_field(tree, frame)
    if tree[0] == "term":
        return _of_term(tree, frame)
    return _together([_collector(part, frame) for part in tree if isinstance(part, tuple) and part])


def _or_else(first: _Collector, instead: _Collector) -> _Collector:
    """What the first collects, or what the other does where it collects nothing."""

    def collect(scope: Scope, found: _Found) -> None:
        number = len(found)
        first(scope, found)
        if len(found) == number:
            instead(scope, found)

    return collect


def _together(parts: list[_Collector]) -> _Collector:
    def collect(scope: Scope, found: _Found) -> None:
        for part in parts:
            part(scope, found)

    return collect


def _beside_member(test: Any) -> Iterator[Node]:
    """The fields that the test of a member reads of something else: what the words of a parameter, say, are compared with."""
    if not isinstance(test, tuple) or not test or test[0] in ("some", "no", "fold"):
        return
    if test[0] == "field" and "it" not in free_names(test):
        yield test
        return
    for part in test:
        yield from _beside_member(part)


def _of_field(tree: Node, frame: Frame) -> _Collector:
    """The places of the field; where there is none, those that lead to it."""
    of = compiled(tree[1], frame)
    return _or_else(lambda scope, found: _read(of(scope), tree[2], found), _collector(tree[1], frame))


def _of_term(tree: Node, frame: Frame) -> _Collector:
    """What the definition of the term reads of the thing."""
    of, term = compiled(tree[1], frame), frame.facts.rulebook.terms[tree[2]]
    inside = _collector(term.means, Frame(frame.facts, (term.kind,)))

    def collect(scope: Scope, found: _Found) -> None:
        thing = of(scope)
        if type(thing) is Entity and thing.kind.name == term.kind:
            inside([thing], found)

    return collect


def _read(value: Any, name: str, found: _Found) -> None:
    if type(value) is Entity:
        if name in value.kind.index and value.value(name) is not UNDECLARED and value.source is not None:
            found[Place(value, name)] = None
    elif type(value) is tuple:
        for member in value[:MOST]:
            _read(member, name, found)
    elif type(value) is AtLeast:
        _read(value.members, name, found)

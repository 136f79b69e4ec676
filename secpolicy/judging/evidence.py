"""The places a judgement rests on: the declared facts that its condition read, in the order of the rule."""

from __future__ import annotations

from typing import Any

from secpolicy.base.truth import AtLeast, Place
from secpolicy.judging.compile import compiled
from secpolicy.judging.frame import Frame, Scope
from secpolicy.model.entity import UNDECLARED, Entity

MOST = 12


def evidence(node: Any, frame: Frame, scope: Scope) -> tuple[Place, ...]:
    """Places of the declared values that a tree reads for a scope, at most twelve."""
    found: dict[Place, None] = {}
    _collect(node, frame, scope, found)
    return tuple(found)[:MOST]


def _collect(node: Any, frame: Frame, scope: Scope, found: dict[Place, None]) -> None:
    if not isinstance(node, tuple) or not node:
        return
    if node[0] in ("some", "no", "fold"):
        # The members are bound inside; what they say is shown by the list itself.
        if node[0] == "fold":
            _collect(node[2], frame, scope, found)
        return
    if node[0] == "name" and len(node) == 2 and node[1] in frame.lets:
        _collect(frame.lets[node[1]], frame, scope, found)
        return
    if node[0] == "field" and len(node) == 4:
        base, name = node[1], node[2]
        before = len(found)
        _read(compiled(base, frame)(scope), name, found)
        if len(found) == before:
            _collect(base, frame, scope, found)
        return
    if node[0] == "term":
        thing = compiled(node[1], frame)(scope)
        if type(thing) is Entity:
            term = frame.facts.rulebook.terms[node[2]]
            inner = Frame(frame.facts, (term.kind,))
            _collect(term.means, inner, [thing], found)
        return
    for part in node:
        _collect(part, frame, scope, found)


def _read(value: Any, name: str, found: dict[Place, None]) -> None:
    if type(value) is Entity:
        if name in value.kind.index and value.value(name) is not UNDECLARED and value.source is not None and value.kind.field(name) is not None:
            found[Place(value, name)] = None
    elif type(value) is tuple:
        for member in value[:MOST]:
            _read(member, name, found)
    elif type(value) is AtLeast:
        _read(value.members, name, found)

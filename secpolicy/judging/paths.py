"""Steps along a path: from a thing to a field of it, through every member of a list, past what nobody declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secpolicy.base.record import made
from secpolicy.base.truth import AtLeast, Place, Unknown, undeclared, union
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.judging.values import members_of
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.rulebook import Node
from secpolicy.model.vocabulary import Kind


def each(value: Any, step: Callable[[Entity], Any], lost: Callable[[Unknown], Any] = lambda unknown: unknown) -> Any:
    """A step from what is not one thing, such as every member of a list; lists found on the way are put end to end, `none` adds nothing.

    `lost` tells what an undeclared thing leads to.
    """
    if type(value) is Unknown:
        return lost(value)
    if value is None:
        return None
    members, more = members_of(value)
    reached: list[Any] = []
    doubts: list[tuple[Place, ...]] = [more] if more else []
    for member in members:
        content = step(member) if type(member) is Entity else each(member, step, lost)
        if type(content) is tuple:
            reached += content
        elif type(content) is AtLeast:
            reached += content.members
            doubts.append(content.missing)
        elif content is not None:
            reached.append(content)
    return AtLeast(tuple(reached), union(doubts)) if doubts else tuple(reached)


def stepping(of: Answer, step: Callable[[Entity], Any]) -> Answer:
    """A step from what an answer gives: mostly from one thing."""

    def answer(scope: Scope) -> Any:
        value = of(scope)
        return step(value) if type(value) is Entity else each(value, step)

    return answer


def those(value: Any, test: Callable[[Any], Any]) -> Any:
    """The members of a list for which a test holds, in order; one that is in doubt, or of which the test is, stays in doubt."""
    members, more = members_of(value)
    kept: list[Any] = []
    for member in members:
        answer = test(member)
        if type(answer) is Unknown:
            kept.append(answer)
        elif answer:
            kept.append(member)
    return AtLeast(tuple(kept), more) if more else tuple(kept)


def field_reader(node: Node, frame: Frame) -> Callable[[Any], Any]:
    """A function from what stands before the dot to the field behind it; a thing whose kind lacks the field has nothing there."""
    _, base, name, kinds = node
    holders = [_holder(kind, frame) for kind in kinds]
    indexes = {holder.name: holder.index[name] for holder in holders}
    is_list = any(holder.fields[holder.index[name]].type.name == "list" for holder in holders)
    in_record = _is_record(base, frame)

    def step(thing: Entity) -> Any:
        index = indexes.get(thing.kind.name)
        if index is None:
            return None
        content = thing.values[index]
        return undeclared(thing, name) if content is UNDECLARED else content

    def lost(unknown: Unknown) -> Unknown:
        return _inside(unknown, base[2], name) if in_record else unknown

    def step_in_list(thing: Entity) -> Any:
        return _open(step(thing))

    def lost_in_list(unknown: Unknown) -> Any:
        return _open(lost(unknown))

    def read(value: Any) -> Any:
        if type(value) is Entity:
            return step(value)
        if type(value) is Unknown:
            return lost(value)
        return each(value, step_in_list, lost_in_list) if is_list else each(value, step, lost)

    return read


def field_of(of: Answer, node: Node, frame: Frame) -> Answer:
    """A field of what stands before the dot: mostly one thing that declares it."""
    kinds, name = node[3], node[2]
    indexes = {kind: _holder(kind, frame).index[name] for kind in kinds}
    read: Callable[[Any], Any] | None = None

    def answer(scope: Scope) -> Any:
        nonlocal read
        value = of(scope)
        if type(value) is Entity:
            index = indexes.get(value.kind.name)
            if index is not None:
                content = value.values[index]
                if content is not UNDECLARED:
                    return content
        read = read or field_reader(node, frame)
        return read(value)

    return answer


def field_of_thing(node: Node, slot: int, frame: Frame) -> Answer:
    """A field of the thing that every scope holds in a slot: half of all that rules read."""
    name = node[2]
    index = _holder(node[3][0], frame).index[name]

    def answer(scope: Scope) -> Any:
        content = scope[slot].values[index]
        return content if content is not UNDECLARED else undeclared(scope[slot], name)

    return answer


def field_of_name(node: Node, slot: int, frame: Frame) -> Answer:
    """A field of what stands in a slot of a scope: mostly a thing of the one kind that has it, else none, many, or doubtful."""
    name, kind = node[2], _holder(node[3][0], frame)
    index = kind.index[name]
    read: Callable[[Any], Any] | None = None

    def answer(scope: Scope) -> Any:
        nonlocal read
        thing = scope[slot]
        if type(thing) is not Entity or thing.kind is not kind:
            read = read or field_reader(node, frame)
            return read(thing)
        content = thing.values[index]
        return undeclared(thing, name) if content is UNDECLARED else content

    return answer


def entry_reader(node: Node) -> Callable[[Any, Any], Any]:
    """A function from a map, and the thing that holds it, to the value of one of its keys."""
    _, base, key = node

    def read(table: Any, owner: Any) -> Any:
        if type(table) is Unknown:
            return _inside(table, base[2], key)
        content = table.get(key, UNDECLARED) if table is not None else None
        return undeclared(owner, f"{base[2]}.{key}") if content is UNDECLARED else content

    return read


def _is_record(node: Node, frame: Frame) -> bool:
    """Whether a node is one record or entry: what is missing in it has a name of its own; of an unwritten list only the list has."""
    if node[0] != "field":
        return bool(node[0] == "entry")
    holder = _holder(node[3][0], frame)
    return holder.fields[holder.index[node[2]]].type.name == "record"


def _holder(name: str, frame: Frame) -> Kind:
    """The kind or record of that name."""
    vocabulary = frame.facts.inventory.vocabulary
    return vocabulary.kinds.get(name) or vocabulary.records[name]


def _inside(unknown: Unknown, holder: str, name: str) -> Unknown:
    """What is missing inside an undeclared record is named whole, system:zei.login.factors; what is missing before it stays."""
    return Unknown(tuple([made(Place, (one.holder, f"{one.path}.{name}")) if one.path.rpartition(".")[2] == holder else one for one in unknown.missing]))


def _open(content: Any) -> Any:
    """An undeclared list on the way through another may have any number of members; an undeclared value would be one at most."""
    return AtLeast((), content.missing) if type(content) is Unknown else content

"""The names that an expression may read, each with a slot of its own, and what can be told from the tree of an expression alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from secpolicy.model.rulebook import Node

if TYPE_CHECKING:
    from secpolicy.judging.facts import Facts

Scope = list[Any]
Answer = Callable[[Scope], Any]
_Made = TypeVar("_Made")
_BINDERS = ("some", "no", "fold")


class Frame:
    """The slots of one rule or term. `size` is how long a scope must be; `lets` are the trees of the names that a rule defines.

    `sure`: the slots of which every scope holds a thing of the one kind that the name stands for. `collectors` is kept by `evidence`: what it has
    made of trees. `reads`: the slots that what was compiled so far reads, those bound inside left out.
    """

    __slots__ = ("collectors", "facts", "lets", "reads", "size", "slots", "sure")

    def __init__(self, facts: Facts, names: tuple[str, ...] = ()) -> None:
        self.facts = facts
        self.slots: dict[str, int] = {}
        self.lets: dict[str, Node] = {}
        self.collectors: dict[int, tuple[Node, Any]] = {}
        self.reads: set[int] = set()
        self.size = 0
        for name in names:
            self.slot(name)
        self.sure = {*range(self.size)}

    def slot(self, name: str) -> int:
        """A new slot for a name. What was compiled before keeps the slot that the name had then."""
        self.slots[name] = self.size
        self.size += 1
        return self.slots[name]

    def read(self, name: str) -> int:
        """The slot of a name that is compiled."""
        slot = self.slots[name]
        self.reads.add(slot)
        return slot

    def bound(self, name: str, make: Callable[[int], _Made]) -> _Made:
        """What is made while a name such as `it` has a slot of its own; afterwards the name means again what it meant before."""
        outer = self.slots.get(name)
        slot = self.slot(name)
        made = make(slot)
        self.reads.discard(slot)
        if outer is None:
            del self.slots[name]
        else:
            self.slots[name] = outer
        return made

    def scope(self) -> Scope:
        """An empty scope for functions compiled in this frame."""
        return [None] * self.size

    def stretch(self, scope: Scope) -> Scope:
        """The scope, made long enough for what was compiled since it was made."""
        if len(scope) < self.size:
            scope += [None] * (self.size - len(scope))
        return scope


def free_names(node: Any) -> set[str]:
    """The names that a tree reads and does not bind itself."""
    found: set[str] = set()
    _add_free_names(node, found)
    return found


def _add_free_names(node: Any, found: set[str]) -> None:
    if type(node) is not tuple or not node:
        return
    if node[0] == "name":
        found.add(node[1])
    elif node[0] in _BINDERS:
        if node[0] == "fold":
            _add_free_names(node[2], found)
        found |= free_names(node[3]) - {"it" if node[0] == "fold" else node[2]}
    else:
        for part in node:
            if type(part) is tuple:
                _add_free_names(part, found)


def reads_today(node: Node, frame: Frame) -> bool:
    """Whether what a tree answers can change with the day alone."""
    if node[0] == "today":
        return True
    if node[0] == "name":
        return node[1] in frame.lets and reads_today(frame.lets[node[1]], frame)
    if node[0] == "term":
        return reads_today(frame.facts.rulebook.terms[node[2]].means, Frame(frame.facts)) or reads_today(node[1], frame)
    return any(type(part) is tuple and part != () and reads_today(part, frame) for part in node)

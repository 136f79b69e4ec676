"""Which things a condition may hold for, by the words it demands in one of their fields: looked up, so that few things are asked the whole of it.

Most conditions name a kind, a tier or a state first. Without this, each of hundreds of rules would ask every thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from secpolicy.base.truth import Place
from secpolicy.model.declared import Population
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Node
from secpolicy.model.vocabulary import Kind

_Wanted = tuple[str, tuple[str, ...]]
_Sorted = tuple[dict[str, list[int]], list[int]]  # positions by word, and of what is in doubt


class Candidates:
    """A population, looked up. Doubtful things, whose field is no plain word, are always among those that are found."""

    __slots__ = ("_by_field", "_kind", "_members", "_phantoms")

    def __init__(self, kind: Kind, population: Population) -> None:
        self._kind = kind
        self._members, self._phantoms = population
        self._by_field: dict[str, tuple[_Sorted, _Sorted]] = {}

    def of(self, condition: Node | None, name: str) -> tuple[Iterable[Entity], Iterable[tuple[Entity, Place]]]:
        """The things, in order, that a condition on a name does not rule out by the first field of which it demands words.

        Members that are declared, and phantoms, which nobody declared, with the list that would tell. Each can be gone through once.
        """
        wanted = _wanted(condition, name) if condition is not None else None
        if wanted is None or wanted[0] not in self._kind.index:
            return self._members, self._phantoms
        field, words = wanted
        members, phantoms = self._by_field.get(field) or self._sorted(field)
        return map(self._members.__getitem__, _positions(members, words)), map(self._phantoms.__getitem__, _positions(phantoms, words))

    def _sorted(self, field: str) -> tuple[_Sorted, _Sorted]:
        index = self._kind.index[field]
        found = self._by_field[field] = _by_word(self._members, index), _by_word((thing for thing, _ in self._phantoms), index)
        return found


def _by_word(things: Iterable[Entity], index: int) -> _Sorted:
    by_word: dict[str, list[int]] = {}
    doubtful: list[int] = []
    for position, thing in enumerate(things):
        value: Any = thing.values[index]
        if type(value) is str:
            by_word.setdefault(value, []).append(position)
        elif value is not None:
            doubtful.append(position)
    return by_word, doubtful


def _positions(things: _Sorted, words: tuple[str, ...]) -> Sequence[int]:
    by_word, doubtful = things
    if len(words) == 1 and not doubtful:
        return by_word.get(words[0], ())
    return sorted([*(position for word in words for position in by_word.get(word, ())), *doubtful])


def _wanted(condition: Node, name: str) -> _Wanted | None:
    """The field of what the name stands for, and the words of which it must have one for the condition to hold; None if it demands none."""
    for part in condition[1] if condition[0] == "and" else (condition,):
        if part[0] == "compare" and part[1] == "=" and part[4] == "" and _is_own(part[2], name) and part[3][0] == "choice":
            return part[2][2], (part[3][2],)
        if part[0] == "in" and part[3] == "" and _is_own(part[1], name) and part[2][0] == "list" and all(word[0] == "choice" for word in part[2][1]):
            return part[1][2], tuple(dict.fromkeys(word[2] for word in part[2][1]))
    return None


def _is_own(node: Node, name: str) -> bool:
    return node[:2] == ("field", ("name", name))

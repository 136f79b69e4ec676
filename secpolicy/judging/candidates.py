"""Which things a condition may hold for, by the words it demands in one of their fields: looked up, so that few things are asked the whole of it.

Most conditions name a kind, a tier or a state first. Without this, each of hundreds of rules would ask every thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from secpolicy.base.truth import Place
from secpolicy.model.declared import Population
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Node
from secpolicy.model.vocabulary import Kind

_Wanted = tuple[str, tuple[str, ...]]


class Candidates:
    """A population, looked up. Doubtful things, whose field is no plain word, are always among those that are found."""

    __slots__ = ("_by_field", "_kind", "_members", "_phantoms")

    def __init__(self, kind: Kind, population: Population) -> None:
        self._kind = kind
        self._members, self._phantoms = population
        self._by_field: dict[str, tuple[dict[str, list[int]], list[int]]] = {}

    def of(self, condition: Node | None, name: str) -> Iterator[tuple[Entity, Place | None]]:
        """The things, in order, that a condition on a name does not rule out by the first field of which it demands words.

        If nobody declared the thing, with the list that would tell.
        """
        wanted = _wanted(condition, name) if condition is not None else None
        if wanted is None or wanted[0] not in self._kind.index:
            return chain(((member, None) for member in self._members), self._phantoms)
        by_word, doubtful = self._by_field.get(wanted[0]) or self._sorted(wanted[0])
        found: Sequence[int] = by_word.get(wanted[1][0], ()) if len(wanted[1]) == 1 else [at for word in wanted[1] for at in by_word.get(word, ())]
        if doubtful or len(wanted[1]) > 1:
            found = sorted([*found, *doubtful])
        return map(self._at, found)

    def _at(self, position: int) -> tuple[Entity, Place | None]:
        before = len(self._members)
        return (self._members[position], None) if position < before else self._phantoms[position - before]

    def _sorted(self, field: str) -> tuple[dict[str, list[int]], list[int]]:
        by_word: dict[str, list[int]] = {}
        doubtful: list[int] = []
        index = self._kind.index[field]
        for position, thing in enumerate(chain(self._members, (thing for thing, _ in self._phantoms))):
            value: Any = thing.values[index]
            if type(value) is str:
                by_word.setdefault(value, []).append(position)
            elif value is not None:
                doubtful.append(position)
        self._by_field[field] = by_word, doubtful
        return by_word, doubtful


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

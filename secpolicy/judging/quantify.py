"""Whether there is a thing of a kind for which a condition holds: looked up where the condition says by what, else walked."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.truth import Place, Unknown, conjunction, union
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.model.entity import Entity
from secpolicy.model.rulebook import Node

Apart = Callable[[Node, Frame], tuple[Answer, set[int]]]  # how a tree is compiled: to a function, with the slots that it reads
_Candidate = tuple[Entity, Any, Place | None]  # a thing that may fit, what the condition says of it alone; if nobody declared it, the list that would tell
_SAME = (Entity, str, type(None))  # of which two are equal only if they are the same


class _Key(Record):
    """What must be equal for the condition to hold, something of the candidate and something of the scope. `table`: candidates by the former."""

    own: Answer
    given: Answer
    table: dict[Any, list[int]]


class Search:
    """Things of a kind for which a condition holds. What it says of the thing alone is asked once, what joins it to the scope is looked up.

    `is_alone`: nothing joins it, so that the answer is the same for every scope.
    Without this, a rule that asks for each of ten thousand devices whether there is a movement of it would ask every movement each time.
    """

    def __init__(self, frame: Frame, kind: str, name: str, slot: int, test: Node, apart: Apart) -> None:
        self.frame, self.kind, self.name, self.slot, self.test = frame, kind, name, slot, test
        frame.sure.add(slot)
        own: list[Answer] = []
        joins: list[Answer] = []
        self.keys: list[_Key] = []
        for part in test[1] if test[0] == "and" else (test,):
            answer, reads = apart(part, frame)
            if reads <= {slot}:
                own.append(answer)
            else:
                joins.append(answer)
                self.keys = self.keys or self._keys(part, apart)
        self.own, self.joins, self.is_alone = conjunction(own), conjunction(joins), not joins
        self.candidates: list[_Candidate] | None = None
        self.loose: list[int] = []

    def some(self, scope: Scope) -> Any:
        """Whether there is such a thing; unknown if one only may be, or if nobody wrote the list in which one would stand."""
        if self.is_alone:
            return self._some_alone()
        if self.candidates is None:
            self.candidates = list(self._found())
            if self.keys:
                self._sort_in(self.candidates)
        doubts: list[tuple[Place, ...]] = []
        for position in self._positions(scope, len(self.candidates)):
            thing, alone, phantom = self.candidates[position]
            scope[self.slot] = thing
            joined = self.joins(scope)
            if joined is False:
                continue
            # What nobody listed may be such a thing, unless even an unlisted one surely is not.
            if phantom is not None:
                doubts.append((phantom,))
            elif type(alone) is Unknown or type(joined) is Unknown:
                doubts += [answer.missing for answer in (alone, joined) if type(answer) is Unknown]
            else:
                return True
        return Unknown(union(doubts)) if doubts else False

    def _some_alone(self) -> Any:
        doubts: list[tuple[Place, ...]] = []
        for _, answer, phantom in self._found():
            if phantom is not None:
                doubts.append((phantom,))
            elif type(answer) is Unknown:
                doubts.append(answer.missing)
            else:
                return True
        return Unknown(union(doubts)) if doubts else False

    def _keys(self, part: Node, apart: Apart) -> list[_Key]:
        """Pairs of which one must be equal for a condition to hold: what reads the thing alone, and what does not. Empty: it names none."""
        if part[0] == "or":
            found = [self._keys(option, apart) for option in part[1]]
            return [key for keys in found for key in keys] if all(found) else []
        if part[0] not in ("has", "in") and part[:2] != ("compare", "="):
            return []
        (one, first), (other, second) = (apart(side, self.frame) for side in part[-3:-1])
        if first == {self.slot} and self.slot not in second:
            return [_Key(one, other, {})]
        if second == {self.slot} and self.slot not in first:
            return [_Key(other, one, {})]
        return []

    def _found(self) -> Iterator[_Candidate]:
        """The things that the condition does not rule out by itself."""
        scope = self.frame.scope()
        things, phantoms = self.frame.facts.candidates(self.kind).of(self.test, self.name)
        for thing, phantom in chain(zip(things, repeat(None)), phantoms):
            scope[self.slot] = thing
            answer = self.own(scope)
            if answer is not False:
                yield thing, answer, phantom

    def _sort_in(self, candidates: list[_Candidate]) -> None:
        scope = self.frame.scope()
        for position, (thing, _, _) in enumerate(candidates):
            scope[self.slot] = thing
            keyed = [(key, _definite(key.own(scope))) for key in self.keys]
            if any(values is None for _, values in keyed):
                self.loose.append(position)
            else:
                for key, values in keyed:
                    for value in values or ():
                        key.table.setdefault(value, []).append(position)

    def _positions(self, scope: Scope, number: int) -> Iterable[int]:
        """Where the candidates stand that may be joined to the scope, in order; all of them if the condition names no key."""
        if not self.keys:
            return range(number)
        found = set(self.loose)
        for key in self.keys:
            values = _definite(key.given(scope))
            if values is None:
                return range(number)
            for value in values:
                found.update(key.table.get(value, ()))
        return sorted(found)


def _definite(value: Any) -> tuple[Any, ...] | None:
    """The values of which one must be equal; None if that cannot be told, or if equality needs more than being the same."""
    values = value if type(value) is tuple else (value,)
    for one in values:
        if type(one) not in _SAME:
            return None
    return values

"""What a rule may name: kinds, terms, parameters and the names it binds itself; and where slips are collected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem
from secpolicy.base.record import Record
from secpolicy.model.clauses import Parameter
from secpolicy.model.vocabulary import ANY, Kind, Type, Vocabulary

NUMBER, TRUTH, DATE, PERIOD, TEXT = Type("number"), Type("yes/no"), Type("date"), Type("period"), Type("text")
NUMBERS = ("number", "whole number", "money", "fiscal year")
WRONG = Type("wrong")  # of an expression whose problem is already reported: fits everything, so that one slip gives one message

Node = tuple[Any, ...]


class TermHead(Record):
    """What a rule needs to know of a term: the kind it is a predicate over."""

    name: str
    kind: str


class Names:
    """Names in scope for one file, and its problems. `bound` maps a name to its type."""

    __slots__ = ("bound", "parameters", "problems", "source", "terms", "used", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, terms: dict[str, TermHead], parameters: dict[str, Parameter], source: Source) -> None:
        self.vocabulary, self.terms, self.parameters, self.source = vocabulary, terms, parameters, source
        self.bound: dict[str, Type] = {}
        self.problems: list[Problem] = []
        self.used: set[tuple[str, str]] = set()  # ("term", name), ("parameter", name), ("field", kind.field)

    def problem(self, at: Location, message: str, **values: Any) -> None:
        """Collect a problem at a place of this file."""
        self.problems.append(Problem(at, message, values, self.source.line(at.line)))

    def bind(self, name: str, type_: Type, at: Location) -> None:
        """Bind a name; a name that means something already is a problem."""
        is_taken = name in self.bound or name in ("today", "param", "it")
        if is_taken:
            self.problem(at, "name-bound-twice", name=name)
        self.bound[name] = WRONG if is_taken else type_

    @contextmanager
    def meaning(self, name: str, type_: Type) -> Iterator[bool]:
        """While a name is of a type; whether it meant something before, which it then means again."""
        outer = self.bound.get(name)
        self.bound[name] = type_
        yield outer is not None
        if outer is None:
            del self.bound[name]
        else:
            self.bound[name] = outer

    def entity_type(self, kind: Kind) -> Type:
        """The type of a name bound to a kind or to a named record."""
        return Type("record", kind.name) if kind.is_record else Type("ref", (kind.name,))

    def kinds_of(self, type_: Type) -> tuple[Kind, ...]:
        """The kinds whose fields a value of this type may have; of a list, its members'. Empty: it has no fields."""
        if type_.name == "list":
            return self.kinds_of(type_.of)
        if type_.name == "ref":
            return tuple(self.vocabulary.kinds.values()) if ANY in type_.of else tuple(self.vocabulary.kinds[name] for name in type_.of)
        return (self.vocabulary.records[type_.of],) if type_.name == "record" else ()

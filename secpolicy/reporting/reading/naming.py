"""What the names, fields, choices and parameters of a rule are called at one point of its reading, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeVar

from secpolicy.base.dates import Period
from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.model.clauses import PROFILE
from secpolicy.model.rulebook import Node, Rulebook
from secpolicy.model.vocabulary import Field, Kind
from secpolicy.reporting.value_texts import period_text

T = TypeVar("T")
WHOLE = (("name", "organisation"), ("single", "organisation"))  # whose doings are told without saying whose
_LONGEST_LIST = 4
_CONDITIONS = frozenset(("and", "or", "not", "implies", "compare", "has", "in", "exists", "some", "no", "term"))


class Scope(Record):
    """`called`: bound name -> what it is called. `focus`: the name that is understood, so that its fields are told without it.

    `days`: names of `let` that are days. `editions`: guideline -> edition; one that is not named is read in its latest.
    """

    rulebook: Rulebook
    words: Words
    editions: dict[str, str]
    called: dict[str, str] = {}
    focus: str = ""
    days: tuple[str, ...] = ()

    @property
    def side(self) -> int:
        """The position of this language in a pair of texts."""
        return 0 if self.words.lang == "ja" else 1

    @property
    def pad(self) -> str:
        """What columns of this language are filled up with."""
        return "　" if self.words.lang == "ja" else " "

    def about(self, name: str, called: str) -> Scope:
        """The scope in which that name is bound and understood."""
        return self._replace(called={**self.called, name: called}, focus=name)

    def kind(self, name: str) -> Kind:
        """The kind or record of that name."""
        vocabulary = self.rulebook.vocabulary
        return vocabulary.kinds.get(name) or vocabulary.records[name]

    def noun(self, kind: str) -> str:
        """The label of a kind."""
        return str(getattr(self.kind(kind), self.words.lang))

    def field(self, node: Node) -> Field:
        """The field that a `field` node reads."""
        holder = self.kind(node[3][0])
        return holder.fields[holder.index[node[2]]]

    def in_inline_record(self, node: Node) -> bool:
        """Whether a `field` node reads a record that stands inside its owner, as the limits of a link do."""
        return "." in node[3][0]

    def choice(self, choice: str, value: str) -> str:
        """The label of a value."""
        return self.rulebook.vocabulary.choices[choice].labels[value][self.side]

    def activity(self, kind: str) -> str:
        """The label of a kind of activity."""
        activity = self.kind("activity")
        return self.choice(activity.fields[activity.index["kind"]].type.of, kind)

    def constant_place(self, name: str) -> str:
        """The name of a place that is always there, such as the Internet."""
        kind = next(kind for kind in self.rulebook.vocabulary.kinds.values() if name in kind.always)
        values = kind.always[name]
        return values["name"] if self.side == 0 else self.choice(kind.fields[kind.index["kind"]].type.of, values["kind"])

    def edition(self, guideline: str) -> str:
        """The edition in which a guideline is read."""
        return self.editions.get(guideline) or self.rulebook.guidelines[guideline].editions[-1].id

    def edition_name(self, guideline: str, edition: str) -> str:
        """An edition as people call it."""
        found = self.rulebook.guidelines[guideline].edition(edition)
        return found.name[self.side] if found is not None else edition

    def value_in_edition(self, name: str) -> Node | None:
        """The constant that a parameter is under the editions. A value that starts on a day, not with an edition, is of every edition."""
        found: Node | None = None
        for start, value, _, _ in sorted(self.rulebook.parameters[name].values):
            guideline, _, edition = start.rpartition(" ")
            if not guideline or self.edition(guideline) >= edition:
                found = value
        return found

    def period(self, node: Node) -> str:
        """A span as people read it."""
        return period_text(self.words, Period(*node[1:]))

    def is_time(self, node: Node) -> bool:
        """Whether a node is a day or a fiscal year."""
        if node[0] == "field":
            return self.field(node).type.name in ("date", "fiscal year")
        if node[0] == "parameter":
            return self.rulebook.parameters[node[1]].type[0] in ("date", "fiscal year")
        return node[0] in ("today", "day", "moved", "latest", "earliest") or (node[0] == "name" and node[1] in self.days)


class Told(Record):
    """A sentence and the list that goes with it."""

    text: str
    parts: tuple[str, ...] = ()

    def ending(self, end: str) -> Told:
        """The sentence with an end."""
        return Told(self.text + end, self.parts)

    def after(self, beginning: str) -> Told:
        """The sentence with a beginning."""
        return Told(beginning + self.text, self.parts)


def conjuncts(node: Node | None) -> tuple[Node, ...]:
    """The conditions that must all hold for a condition to hold."""
    if node is None:
        return ()
    return tuple(part for inner in node[1] for part in conjuncts(inner)) if node[0] == "and" else (node,)


def conjunction(parts: tuple[Node, ...]) -> Node | None:
    """The inverse of `conjuncts`."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else ("and", parts)


def mentions(node: Any, name: str) -> bool:
    """Whether a name is used anywhere in a tree."""
    return isinstance(node, tuple) and (node == ("name", name) or any(mentions(part, name) for part in node))


def kind_named(node: Node, name: str, kind: Kind) -> tuple[Node, ...]:
    """The values, if a condition says which sort of a kind `written: by kind` a thing is: document.kind = dx_policy."""
    if kind.written != "by kind" or node[0] not in ("compare", "in"):
        return ()
    left, right = (node[2], node[3]) if node[0] == "compare" else (node[1], node[2])
    if left[:3] != ("field", ("name", name), "kind"):
        return ()
    if node[0] == "in":
        return tuple(right[1]) if right[0] == "list" else ()
    return (right,) if node[1] == "=" and right[0] == "choice" else ()


def apart(test: Node | None, name: str, kind: Kind) -> tuple[tuple[Node, ...], Node | None]:
    """The sort of a thing, as the values that name it, and what else is asked of it: document.kind = dx_policy and exists(document.established_on)."""
    sort: tuple[Node, ...] = ()
    rest = []
    for part in conjuncts(test):
        named = () if sort else kind_named(part, name, kind)
        sort = sort or named
        if not named:
            rest.append(part)
    return sort, conjunction(tuple(rest))


def terms_in(node: Any) -> tuple[str, ...]:
    """The terms that a tree names, each once, in order."""
    if not isinstance(node, tuple):
        return ()
    own = (node[2],) if len(node) == 3 and node[0] == "term" and isinstance(node[2], str) else ()
    return tuple(dict.fromkeys((*own, *(term for part in node for term in terms_in(part)))))


def parameters_in(node: Any) -> tuple[str, ...]:
    """The parameters that a tree names, each once, in order."""
    if not isinstance(node, tuple):
        return ()
    own = (node[1],) if len(node) == 2 and node[0] == "parameter" and isinstance(node[1], str) else ()
    return tuple(dict.fromkeys((*own, *(name for part in node for name in parameters_in(part)))))


def done_in(node: Any) -> tuple[str, ...]:
    """The kind of activity whose doings a tree reads, if it is one."""
    if not isinstance(node, tuple):
        return ()
    own = (node[2],) if len(node) == 3 and node[0] == "done" and isinstance(node[2], str) else ()
    found = tuple(dict.fromkeys((*own, *(kind for part in node for kind in done_in(part)))))
    return found if len(found) == 1 else ()


def as_existence(node: Node) -> bool | None:
    """Whether a comparison says that a list has (or has not) a member for which something holds; None: it says something else."""
    _, operator, left, right, _ = node
    if left[:2] != ("fold", "count") or right[0] != "number":
        return None
    return {("=", "0"): False, ("<", "1"): False, ("<=", "0"): False, (">", "0"): True, (">=", "1"): True, ("!=", "0"): True}.get((operator, right[1]))


def is_condition(node: Node, scope: Scope) -> bool:
    """Whether a node is something that holds or does not."""
    if node[0] == "field":
        return scope.field(node).type.name == "yes/no"
    return node[0] in _CONDITIONS


def owner_of(base: Node, scope: Scope, called: Callable[[Node, Scope], str]) -> str:
    """What stands before a field, as it is called in a language: nothing if it is understood."""
    return "" if base in (("name", scope.focus), ("single", scope.focus)) else called(base, scope)


def shown_value(name: str, scope: Scope, with_unit: Callable[[Node, str, Scope], str]) -> str:
    """The value of a parameter in the editions, short enough to stand in a sentence; `with_unit` writes it in a language."""
    node, setting, says = scope.value_in_edition(name), scope.rulebook.parameters[name].setting, scope.words.says
    if setting:
        return says("value-of-profile" if setting.startswith(PROFILE) else "value-of-settings")
    if node is None:
        return says("value-not-in-edition")
    if node[0] == "list" and len(node[1]) > _LONGEST_LIST:
        return says("value-entries", n=len(node[1]))
    text = with_unit(node, name, scope)
    return says("value-choice", value=text) if node[0] == "choice" else text


def is_negative(test: Node) -> bool:
    """Whether a condition is told as something that does not hold."""
    return test[0] in ("not", "no") or test[:2] == ("compare", "!=") or (test[0] == "compare" and as_existence(test) is False)


def merged(parts: Iterable[T], as_one: Callable[[T, T], T | None]) -> tuple[T, ...]:
    """Parts of which neighbours are told as one where they can be."""
    found: list[T] = []
    for part in parts:
        both = as_one(found[-1], part) if found else None
        if both is None:
            found.append(part)
        else:
            found[-1] = both
    return tuple(found)


class Share(Record):
    """One amount beside a part of another."""

    left: Node
    part: Fraction
    right: Node


def as_share(left: Node, right: Node) -> Share | None:
    """What multiples of two amounts compare, if that is what they do: ten times one and three times the other compare it with three tenths."""
    many, few = addends(left), addends(right)
    return Share(many[0], Fraction(len(few), len(many)), few[0]) if len(many) > 1 and len({*many}) == len({*few}) == 1 else None


def addends(node: Node) -> tuple[Node, ...]:
    """What a sum adds up."""
    return (*addends(node[2]), *addends(node[3])) if node[:2] == ("sum", "+") else (node,)

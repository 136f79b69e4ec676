"""The vocabulary: every kind, field, record and choice of an inventory, defined once as data in secpolicy/vocabulary/*.yaml.

From it come the typed reader, the type checker of rules, the JSON Schema, the Japanese reading of rules and the glossary.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any

from secpolicy.base.record import Record, columns, made, records

ANY = "any"
MOST_CHOICES = 40  # that a message lists


class Type(Record):
    """A type of the closed list. `of`: a choice's name; the kinds of a ref; a record's name; the Type of a list's members;
    (choice, Type) of a map. `text` of a term or parameter that no field has."""

    name: str
    of: Any = None

    def __str__(self) -> str:
        if self.name == "list":
            return f"list of {self.of}"
        if self.name == "map":
            return f"map {self.of[0]} to {self.of[1]}"
        if self.name == "ref":
            return "ref " + " ".join(self.of)
        return f"{self.name} {self.of}" if self.of else self.name


class Field(Record):
    """One fact that can be declared about a kind. `holds`, `fails`: the two phrases of a yes/no field, Japanese and English.

    `computed` tells how the value follows when it is undeclared; a field that is not `writable` always follows.
    """

    name: str
    type: Type
    ja: str
    en: str
    holds: tuple[str, str] | None = None
    fails: tuple[str, str] | None = None
    computed: tuple[Any, ...] | None = None
    writable: bool = True


class Choice(Record):
    """A closed list of values, each with its labels; ordered ones are written lowest first. `spans`: name -> (lowest, highest)."""

    name: str
    ja: str
    en: str
    labels: dict[str, tuple[str, str]]
    ordered: bool = False
    spans: dict[str, tuple[str, str]] = {}
    spellings: dict[str, str] = {}

    def offered(self, written: str) -> list[str]:
        """What can be chosen: the values, or their Japanese labels if a word in Japanese was tried. A list of half the world is cut."""
        words = [*self.labels] if written.isascii() else [ja for ja, _ in self.labels.values()]
        return words if len(words) <= MOST_CHOICES else [*words[:MOST_CHOICES], "…"]

    def rank(self, value: str) -> int:
        """Position of a value in an ordered choice."""
        return list(self.labels).index(value)


class Kind:
    """A kind of thing (or a record that stands inside things): its fields in order, and how it is written and identified."""

    __slots__ = ("always", "en", "fields", "identity", "index", "is_record", "ja", "key", "name", "route", "written")

    def __init__(self, name: str, key: str, ja: str, en: str, written: str, identity: tuple[str, ...], fields: tuple[Field, ...],  # noqa: PLR0913
                 is_record: bool, route: dict[str, Any], always: dict[str, dict[str, str]]) -> None:  # fmt: skip
        self.name, self.key, self.ja, self.en, self.written = name, key, ja, en, written
        self.identity, self.fields, self.is_record, self.route, self.always = identity, fields, is_record, route, always
        self.index = {field.name: position for position, field in enumerate(fields)}

    @property
    def writable(self) -> list[str]:
        """The names of the fields that an inventory may write, in order."""
        return [field.name for field in self.fields if field.writable]

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        position = self.index.get(name)
        return None if position is None else self.fields[position]

    def __repr__(self) -> str:
        return f"Kind({self.name})"


class Vocabulary:
    """All kinds, records and choices that an inventory and its rules may name."""

    __slots__ = ("by_key", "choices", "kinds", "records")

    def __init__(self, kinds: dict[str, Kind], records: dict[str, Kind], choices: dict[str, Choice]) -> None:
        self.kinds, self.records, self.choices = kinds, records, choices
        self.by_key = {kind.key: kind for kind in kinds.values()}

    def subject(self, name: str) -> Kind | None:
        """The kind or named record of that name: what a rule can be asked of."""
        return self.kinds.get(name) or (self.records.get(name) if "." not in name else None)

    def as_data(self) -> tuple[Any, ...]:
        """The vocabulary as nested plain tuples and dicts, for the pack cache."""
        everything = [*self.kinds.values(), *self.records.values()]
        return (
            [(k.name, k.key, k.ja, k.en, k.written, k.identity, len(k.fields), k.is_record, k.route, k.always) for k in everything],
            columns(field for kind in everything for field in kind.fields),
            columns(self.choices.values()),
        )

    @classmethod
    def from_data(cls, data: tuple[Any, ...]) -> Vocabulary:
        """The inverse of `as_data`."""
        kinds: dict[str, Kind] = {}
        named: dict[str, Kind] = {}
        described, of_fields, of_choices = data
        names, types, *rest = of_fields or ((), ())
        fields = iter(records(Field, (names, map(restored, types), *rest)))
        for name, key, ja, en, written, identity, number, is_record, route, always in described:
            kind = Kind(name, key, ja, en, written, identity, tuple(islice(fields, number)), is_record, route, always)
            (named if is_record else kinds)[name] = kind
        return cls(kinds, named, {choice.name: choice for choice in records(Choice, of_choices)})


@cache
def restored(data: Any) -> Type:
    """A type from the plain tuples of a cache."""
    name, of = data
    if name == "list":
        of = restored(of)
    elif name == "map":
        of = of[0], restored(of[1])
    return made(Type, (name, of))

"""The vocabulary: every kind, field, record and choice of an inventory, defined once as data in secpolicy/vocabulary/*.yaml.

From it come the typed reader, the type checker of rules, the JSON Schema, the Japanese reading of rules and the glossary.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record, columns, records

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "vocabulary")
# raw: only in house/, for maps keyed by edition
SIMPLE_TYPES = ("text", "yes/no", "whole number", "number", "money", "date", "fiscal year", "period", "government code", "raw")
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
        return Type(name, restored(of))
    return Type(name, (of[0], restored(of[1]))) if name == "map" else Type(name, of)


def vocabulary_files(folder: str = FOLDER) -> list[str]:
    """Paths of the YAML files of a vocabulary folder, in order of name; empty if there is no folder."""
    if not os.path.isdir(folder):
        return []
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]


def load_vocabulary(folders: Iterable[str] = (FOLDER,)) -> Vocabulary:
    """The vocabulary of the engine and of packs that add to it. Raises Refused."""
    from secpolicy.model.yaml_reader import read_file

    documents = [read_file(path) for folder in folders for path in vocabulary_files(folder)]
    return _Builder().build(documents)


class _Builder:
    """Collects raw documents into kinds; inline records and choices get the name of the field that holds them."""

    def __init__(self) -> None:
        self.choices: dict[str, Choice] = {}
        self.records: dict[str, Kind] = {}
        self.kinds: dict[str, Kind] = {}
        self.groups: dict[str, dict[str, Any]] = {}
        self.problems: list[Problem] = []

    def build(self, documents: list[Any]) -> Vocabulary:
        added: dict[str, dict[str, Any]] = {}
        for document in documents:
            for name, raw in (document.get("choices") or {}).items():
                self.choices[name] = _choice(name, raw)
            if "kind" not in document:  # a kind names the groups that it takes in, groups.yaml holds them
                self.groups.update(document.get("groups") or {})
            if "extends" in document:
                added.setdefault(document["extends"], {}).update(document["fields"])
        for document in documents:
            for name, raw in (document.get("records") or {}).items():
                fields = self._fields(name, raw["fields"])
                if not any(field.name == "of" for field in fields):
                    fields.append(Field("of", Type("ref", (ANY,)), "記載元", "thing in which it stands", None, None, ("owner",), False))
                self.records[name] = Kind(name, name, raw["ja"], raw["en"], "record", tuple(raw.get("key") or ()), tuple(fields), True, {}, {})
            if "kind" in document:
                self._add_kind(document, added.get(document["kind"], {}))
        self._check_names()
        if self.problems:
            raise Refused(self.problems, exit_code=6)
        return Vocabulary(self.kinds, self.records, self.choices)

    def _add_kind(self, raw: Any, added: dict[str, Any]) -> None:
        name, written = raw["kind"], raw.get("written", "list")
        identity = tuple(raw.get("identity", ["id"]) if written != "once" else raw.get("identity") or ())
        fields: dict[str, Any] = {}
        if written != "once":
            fields["id"] = {"type": "text", "ja": "識別子", "en": "identifier"}
        fields["name"] = {"type": "text", "ja": "名称", "en": "name"}
        own = {**raw["fields"], **added}
        for group in raw.get("groups") or []:
            for field, content in self.groups[group]["fields"].items():
                if field not in (raw.get("without") or []) and field not in own:
                    fields[field] = content
        fields.update(own)
        fields["note"] = {"type": "text", "ja": "備考", "en": "note"}
        route = raw.get("route") or {}
        self.kinds[name] = Kind(
            name, raw["key"], raw["ja"], raw["en"], written, identity, tuple(self._fields(name, fields)), False,
            {"place": route} if isinstance(route, str) else dict(route),
            {entity: dict(values) for entity, values in (raw.get("always") or {}).items()},
        )  # fmt: skip

    def _fields(self, holder: str, raw: dict[str, Any]) -> list[Field]:
        nested: dict[str, dict[str, Any]] = {}
        for name, content in raw.items():
            head, _, tail = name.partition(".")
            if tail:
                nested.setdefault(head, {})[tail] = content
            else:
                nested[name] = content
        return [self._field(holder, name, content) for name, content in nested.items()]

    def _field(self, holder: str, name: str, raw: Any) -> Field:
        if "type" not in raw or not isinstance(raw["type"], str):  # fields written as `limits.port`, `limits.mac`: one inline record
            raw = {"type": "record", "ja": "", "en": name, "fields": raw}
        path = f"{holder}.{name}"
        type_ = self._type(path, raw["type"], raw)
        writable = "computed" not in raw
        computed = raw.get("computed") or raw.get("if_undeclared")
        holds, fails = (_both(raw[word], "") if word in raw else None for word in ("is", "is_not"))
        return Field(name, type_, raw["ja"], raw["en"], holds, fails, _computation(computed), writable)

    def _type(self, path: str, written: str, raw: Any) -> Type:
        word, _, rest = written.partition(" ")
        if written in SIMPLE_TYPES:
            return Type(written)
        if word == "list":
            return Type("list", self._type(path, rest.removeprefix("of "), raw))
        if word == "ref":
            return Type("ref", tuple(rest.split()))
        if word == "choice":
            if not rest:
                self.choices[path] = _choice(path, {"ja": raw["ja"], "en": raw["en"], "values": raw["choices"], **_order(raw)})
            return Type("choice", rest or path)
        if word == "record":
            if not rest:
                self.records[path] = Kind(path, path, raw["ja"], raw["en"], "record", (), tuple(self._fields(path, raw["fields"])), True, {}, {})
            return Type("record", rest or path)
        if word == "map":
            choice, _, value = rest.partition(" to ")
            return Type("map", (self._type(path, choice, raw).of, self._type(path, value, raw)))
        self.problems.append(Problem(Location("vocabulary"), "vocabulary-unknown-type", {"type": written, "field": path}))
        return Type("text")

    def _check_names(self) -> None:
        types = [(f"{kind.name}.{field.name}", field.type) for kind in (*self.kinds.values(), *self.records.values()) for field in kind.fields]
        for path, type_ in types:
            while type_.name in ("list", "map"):
                type_ = type_.of if type_.name == "list" else type_.of[1]
            known: dict[str, Iterable[str]] = {"choice": self.choices, "record": self.records, "ref": [*self.kinds, ANY]}
            for name in type_.of if type_.name == "ref" else [type_.of] if type_.of else []:
                if name not in known.get(type_.name, ()):
                    self.problems.append(Problem(Location("vocabulary"), "vocabulary-unknown-type", {"type": name, "field": path}))


def _order(raw: Any) -> dict[str, Any]:
    return {key: raw[key] for key in ("ordered", "spans", "spellings") if key in raw}


def _both(raw: Any, en: str) -> tuple[str, str]:
    return (raw, en) if isinstance(raw, str) else (raw["ja"], raw.get("en", en))


def _choice(name: str, raw: Any) -> Choice:
    labels = {value: _both(label, value.replace("_", " ")) for value, label in raw["values"].items()}
    spans = {span: (ends[0], ends[-1]) for span, ends in (raw.get("spans") or {}).items()}
    return Choice(name, raw["ja"], raw["en"], labels, raw.get("ordered") == "true", spans, dict(raw.get("spellings") or {}))


def _computation(raw: Any) -> tuple[Any, ...] | None:
    """('owner',), ('catalog', table, columns, column), ('highest', field), ('from', field), ('fiscal year of', field); or
    ('since', table, field with the day, column of first days, column), ('list', its name, or the field that names it, field with the number)."""
    if raw is None or isinstance(raw, str):
        return None if raw is None else (raw,)
    (name, content), *_ = raw.items()
    if name == "catalog":
        return name, content["table"], tuple(content["by"]), content["column"]
    return (name, *(content.get(key, "") for key in _LOOKED_UP[name])) if name in _LOOKED_UP else (name, content)


_LOOKED_UP = {"since": ("table", "by", "from", "column"), "list": ("is", "scheme", "number")}

"""Reading the vocabulary: the YAML files of kinds, fields, records and choices, of the engine and of packs that add to it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.model.folders import VOCABULARY
from secpolicy.model.vocabulary import ANY, Choice, Field, Kind, Type, Vocabulary
from secpolicy.model.yaml_reader import read_file

# raw: only in house/, for maps keyed by edition
SIMPLE_TYPES = ("text", "yes/no", "whole number", "number", "money", "date", "fiscal year", "period", "government code", "raw")


def vocabulary_files(folder: str = VOCABULARY) -> list[str]:
    """Paths of the YAML files of a vocabulary folder, in order of name; empty if there is no folder."""
    if not os.path.isdir(folder):
        return []
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]


def load_vocabulary(folders: Iterable[str] = (VOCABULARY,)) -> Vocabulary:
    """The vocabulary of the engine and of packs that add to it. Raises Refused."""
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

"""What an organisation's own pack adds to the vocabulary: nothing that is there already, and nothing that names what is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from secpolicy.base.problem import Problem, closest
from secpolicy.model.folders import VOCABULARY
from secpolicy.model.header import HEADER
from secpolicy.model.places import locate
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import ANY, Vocabulary
from secpolicy.model.vocabulary_files import SIMPLE_TYPES, vocabulary_files
from secpolicy.model.yaml_reader import read_file

_SHARED = ("choices", "records", "groups")


class Additions:
    """The vocabulary files of a pack beside the vocabulary that they add to."""

    def __init__(self, documents: list[Mapping], shipped: Vocabulary) -> None:
        self.documents, self.shipped = documents, shipped
        self.problems: list[Problem] = []
        self.known: dict[str, set[str]] = {
            "ref": {*shipped.kinds, ANY}, "record": {*shipped.records}, "choice": {*shipped.choices}, "groups": set(_shipped_groups()),
        }  # fmt: skip
        self.fields: dict[str, set[str]] = {kind.name: {*kind.index} for kind in (*shipped.kinds.values(), *shipped.records.values())}

    def check(self) -> list[Problem]:
        """Every clash with what is there, and every name that nothing has."""
        keys = {*HEADER, *self.shipped.by_key}
        for document in self.documents:
            if "kind" in document:
                self._new(document, ("kind",), document["kind"], self.known["ref"] | self.known["record"])
                self._new(document, ("key",), document["key"], keys)
                self.known["ref"].add(document["kind"])
                keys.add(document["key"])
                self.fields[document["kind"]] = {"id", "name", "note", *map(_head, document["fields"])}
            for part in _SHARED:
                place = {"choices": "choice", "records": "record"}.get(part, part)
                for name in document.get(part, ()) if "kind" not in document else ():
                    self._new(document, (part, name), name, self.known[place], of_key=True)
                    self.known[place].add(name)
        for document in self.documents:
            self._extends(document)
            self._names(document)
        return self.problems

    def _new(self, document: Mapping, path: tuple[str, ...], name: str, taken: set[str], of_key: bool = False) -> None:
        if name in taken:
            self._refuse(document, path, "already-there", of_key, name=name)

    def _extends(self, document: Mapping) -> None:
        if "extends" not in document:
            return
        name = document["extends"]
        if name not in self.known["ref"] - {ANY}:
            meant = closest(name, [*self.known["ref"]])
            self._refuse(document, ("extends",), "unknown-kind-meant" if meant else "unknown-kind", kind=name, meant=meant)
            return
        for field in document["fields"]:
            self._new(document, ("fields", field), _head(field), self.fields[name], of_key=True)
        self.fields[name] |= set(map(_head, document["fields"]))

    def _names(self, document: Mapping) -> None:
        for group in _listed(document.get("groups")) if "kind" in document else ():
            if group not in self.known["groups"]:
                self._refuse(document, ("groups",), "vocabulary-unknown-type", type=group, field=document["kind"])
        holder = document.get("kind", document.get("extends", ""))
        self._fields(document, ("fields",), holder, document.get("fields", {}))
        for part in ("records", "groups"):
            for name, content in document.get(part, {}).items() if "kind" not in document else ():
                self._fields(document, (part, name, "fields"), "", content["fields"])

    def _fields(self, document: Mapping, path: tuple[str, ...], holder: str, fields: dict[str, Any]) -> None:
        for name, content in fields.items():
            here = (*path, name)
            if wrong := self._wrong_name(content["type"]):
                self._refuse(document, (*here, "type"), "vocabulary-unknown-type", type=wrong, field=name)
            for way in ("computed", "if_undeclared"):
                for asked in _asked(content.get(way, {})) if holder else ():
                    if asked not in self.fields.get(holder, ()):
                        self._refuse(document, (*here, way), "unknown-field", kind=holder, field=asked, known=sorted(self.fields.get(holder, ())))
            self._fields(document, (*here, "fields"), "", content.get("fields", {}))

    def _wrong_name(self, written: str) -> str | None:
        """The first word of a type that is no type, kind, record or choice."""
        written = written.removeprefix("list of ")
        word, _, rest = written.partition(" ")
        if written in SIMPLE_TYPES and written != "raw":
            return None
        if word == "map" and " to " in rest:
            choice, _, of = rest.partition(" to ")
            return self._wrong_name(choice) or self._wrong_name(of)
        if word not in ("choice", "record", "ref") or (word == "ref" and not rest):
            return written
        return next((name for name in rest.split() if name not in self.known[word]), None)

    def _refuse(self, document: Mapping, path: tuple[str | int, ...], message: str, of_key: bool = False, **values: Any) -> None:
        at = locate(document, path, of_key)
        self.problems.append(Problem(at, message, values, document.source.line(at.line)))


def _shipped_groups() -> Iterator[str]:
    for path in vocabulary_files(VOCABULARY):
        document = read_file(path)
        if "kind" not in document:
            yield from document.get("groups", ())


def _asked(computation: dict[str, Any]) -> list[str]:
    """The fields of the same thing from which a value is to follow."""
    if "catalog" in computation:
        return list(computation["catalog"]["by"])
    if "since" in computation:
        return [computation["since"]["by"]]
    if "list" in computation:
        return [computation["list"][key] for key in ("scheme", "number") if key in computation["list"]]
    return list(computation.values())


def _listed(raw: Any) -> list[str]:
    return [] if raw is None else [raw] if isinstance(raw, str) else list(raw)


def _head(name: str) -> str:
    return name.partition(".")[0]

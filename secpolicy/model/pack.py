"""Reading a pack: one folder with its clauses, parameters, catalog, added vocabulary and the files of its rules and terms."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.record import Record, plain
from secpolicy.model.clauses import PROFILE, Clause, Constant, Edition, Guideline, Pair, Parameter
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.folders import VOCABULARY
from secpolicy.model.parameters import constant
from secpolicy.model.places import locate
from secpolicy.model.readers import Readers
from secpolicy.model.stretches import Mapping, location_of_start
from secpolicy.model.telling import Telling
from secpolicy.model.vocabulary import Choice, Type, Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary

HOUSE = os.path.join(VOCABULARY, "house")
ADJUSTMENTS = "adjustments.yaml"
TERMS = ("text", "yes/no", "whole number", "number", "money", "date", "fiscal year", "period")


class Pack(Record):
    """One pack as read, before its rules are parsed. `rules` and `terms`: (topic, path, name to print)."""

    name: str
    title: Pair
    uses: tuple[str, ...]
    folder: str
    guidelines: tuple[Guideline, ...]
    clauses: tuple[Clause, ...]
    parameters: tuple[Parameter, ...]
    choices: tuple[Choice, ...]
    tables: dict[str, dict[str, Any]]
    rules: tuple[tuple[str, str, str], ...]
    terms: tuple[tuple[str, str, str], ...]
    adjustments: tuple[Entity, ...] = ()


@cache
def house_vocabulary() -> Vocabulary:
    """The kinds of secpolicy's own files: clauses, parameters, profiles, waivers."""
    return load_vocabulary((HOUSE,))


def pack_files(folder: str) -> list[str]:
    """Every file of a pack that its meaning depends on, in order of path; cases are not among them."""
    found = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.join(where, name) for name in sorted(names) if name.endswith((".yaml", ".rule", ".term")) and not name.endswith(".test.yaml")]
    return found


def load_pack(folder: str, vocabulary: Vocabulary, house: Vocabulary, root: str) -> Pack:
    """Read one pack; names of files are printed relative to `root`. Raises Refused (exit code 6) with every problem."""
    return _Reader(folder, vocabulary, house, root).load()


class _Reader:
    def __init__(self, folder: str, vocabulary: Vocabulary, house: Vocabulary, root: str) -> None:
        self.folder, self.vocabulary, self.house, self.root = folder, vocabulary, house, root
        self.name = os.path.basename(folder)
        self.problems: list[Problem] = []
        self.readers = Readers(house, self.problems)
        self.choices: list[Choice] = []

    def load(self) -> Pack:
        head = self._entity("pack", self._read(os.path.join(self.folder, "pack.yaml")))
        guidelines: list[Guideline] = []
        clauses: list[Clause] = []
        for path in self._yaml("clauses"):
            self._clause_file(self._read(path), guidelines, clauses)
        parameters = [self._parameter(name, raw) for path in self._yaml("parameters") for name, raw in self._read(path).items()]
        tables = {content["table"]: self._table(content) for path in self._yaml("catalog") for content in [self._read(path)]}
        adjustments = self._adjustments()
        if head is not None and head.value("pack") != self.name:
            self._refuse(head, ("pack",), "pack-name", name=head.value("pack"), folder=self.name)
        if self.problems:
            raise Refused(sorted(self.problems, key=lambda problem: problem.location), exit_code=6)
        assert head is not None
        return Pack(
            self.name, _pair(head, "title"), _texts(head, "uses"), self.folder, tuple(guidelines), tuple(clauses),
            tuple(parameter for parameter in parameters if parameter), tuple(self.choices), tables, self._files(".rule"), self._files(".term"), adjustments,
        )  # fmt: skip

    def _shown(self, path: str) -> str:
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def _read(self, path: str) -> Mapping:
        from secpolicy.model.yaml_reader import read_file

        content = None
        try:
            content = read_file(path, self._shown(path))
        except Refused as refused:
            self.problems += refused.problems
            return Mapping()
        if not isinstance(content, Mapping):
            self.problems.append(Problem(Location(self._shown(path)), "empty-file", {}))
            return Mapping()
        return content

    def _yaml(self, part: str) -> list[str]:
        folder = os.path.join(self.folder, part)
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")] if os.path.isdir(folder) else []

    def _files(self, ending: str) -> tuple[tuple[str, str, str], ...]:
        found = []
        for path in pack_files(self.folder):
            if path.endswith(ending):
                topic = os.path.relpath(os.path.dirname(path), self.folder).replace(os.sep, "/")
                found.append((topic, path, self._shown(path)))
        return tuple(found)

    def _entity(self, kind: str, raw: Any) -> Entity | None:
        if not isinstance(raw, Mapping) or not hasattr(raw, "source"):
            return None
        return self.readers.entity(self.house.kinds[kind], raw)

    def _clause_file(self, content: Mapping, guidelines: list[Guideline], clauses: list[Clause]) -> None:
        head = self._entity("guideline", content)
        if head is None:
            return
        guideline = _text(head, "guideline")
        if head.value("editions") is not UNDECLARED:
            editions = tuple(self._edition(id_, raw) for id_, raw in sorted(head.value("editions").items()))
            guidelines.append(Guideline(guideline, _pair(head, "title"), _text(head, "publisher"), _text(head, "authority"), editions))
        raw_clauses = head.value("clauses")
        for id_, raw in raw_clauses.items() if isinstance(raw_clauses, Mapping) else ():
            entity = self._entity("clause", raw)
            if entity is not None:
                clauses.append(self._clause(guideline, id_, entity))

    def _edition(self, id_: str, raw: Any) -> Edition:
        entity = self._entity("edition", raw)
        assert entity is not None, id_
        return Edition(id_, _pair(entity, "name"), _text(entity, "source"), _text(entity, "last_checked"))

    def _clause(self, guideline: str, id_: str, entity: Entity) -> Clause:
        exists = entity.value("exists")
        raw = entity.value("number")
        numbers = [(ed, n["text"], n.get("read", "unread")) for ed, n in sorted(raw.items())] if isinstance(raw, Mapping) else []
        for name in ("title", "strength", "read", "exists"):
            if entity.value(name) is UNDECLARED:
                self._refuse(entity, (), "clause-lacks", clause=id_, field=entity.kind.fields[entity.kind.index[name]])
        assert entity.source is not None
        at = location_of_start(entity.source)
        since, until = (_text(exists, "from"), _text(exists, "until")) if isinstance(exists, Entity) else ("", "")
        telling = Telling.of_one("clause", f"{guideline}/{id_}", _pair(entity, "title"), tuple(numbers), _texts(entity, "slugs"), _pair(entity, "because"))
        return Clause(
            guideline, id_, _text(entity, "chapter"), since, until, _text(entity, "strength"), _text(entity, "read"), _text(entity, "confidence"),
            _text(entity, "part_of"), _texts(entity, "gathers"), _text(entity, "in_force"), _texts(entity, "days"), _text(entity, "kind"),
            _text(entity, "checked_by"), self.name, at.file, at.line, telling,
        )  # fmt: skip

    def _parameter(self, name: str, raw: Any) -> Parameter | None:
        entity = self._entity("parameter", raw)
        if entity is None or entity.source is None:
            return None
        type_ = self._type(name, entity)
        readers = Readers(self.vocabulary, self.problems)
        values: list[tuple[str, Constant, str, str]] = []
        starts = entity.value("values")
        table = ""
        for start, content in starts.items() if isinstance(starts, Mapping) else ():
            holder = Entity(self.house.kinds["parameter"], content)
            if "rows" in content:
                rows = content["rows"]
                table = rows["table"]
                value: Constant = ("rows", table, rows["column"], tuple(rows.get("where", {}).items()))
            else:
                value = constant(readers.value(type_, content["value"], holder, "value"), type_)
            values.append((start, value, content.get("cites", ""), content.get("read", "")))
        at = location_of_start(entity.source)
        setting = _text(entity, "setting")
        if entity.value("set_by") == "profile":
            setting = f"{PROFILE}{setting}"
        return Parameter(
            name, _pair(entity, "title"), plain(type_), _pair(entity, "unit"), tuple(values), setting, _text(entity, "last_checked"),
            self.name, at.file, at.line, _text(entity, "stricter"), table=table,
        )  # fmt: skip

    def _adjustments(self) -> tuple[Entity, ...]:
        """The entries of `adjustments.yaml`, whether or not this pack may have any."""
        path = os.path.join(self.folder, ADJUSTMENTS)
        entries = self._read(path).get("adjustments") if os.path.isfile(path) else ()
        found = [self._entity("adjustment", raw) for raw in (entries if isinstance(entries, list) else ())]
        return tuple(entity for entity in found if entity is not None)

    def _type(self, name: str, entity: Entity) -> Type:
        written = _text(entity, "type")
        is_list = written.startswith("list of ")
        word, _, rest = written.removeprefix("list of ").partition(" ")
        if word == "choice" and not rest:
            rest = f"param.{name}"
            raw = entity.value("choices")
            labels = {value: (text, value) if isinstance(text, str) else (text["ja"], text["en"]) for value, text in raw.items()}
            choice = Choice(rest, *_pair(entity, "title"), labels)
            self.vocabulary.choices[rest] = choice
            self.choices.append(choice)
        if word == "choice":
            type_ = Type("choice", rest)
            known = rest in self.vocabulary.choices
        else:
            type_ = Type(written.removeprefix("list of "))
            known = type_.name in TERMS
        if not known:
            meant = closest(rest or word, [*self.vocabulary.choices, *TERMS])
            self._refuse(entity, ("type",), "unknown-type", type=written, meant=meant)
            return Type("text")
        return Type("list", type_) if is_list else type_

    def _table(self, content: Mapping) -> dict[str, Any]:
        head = {name: text for name, text in content.items() if isinstance(text, str)}
        rows = [dict(row) for row in content.get("rows") or () if isinstance(row, Mapping)]
        return {**head, "pack": self.name, "file": content.source.name, "rows": rows}

    def _refuse(self, entity: Entity, path: tuple[Any, ...], message: str, **values: Any) -> None:
        assert entity.source is not None
        location = locate(entity.source, path) if path else location_of_start(entity.source)
        self.problems.append(Problem(location, message, values, entity.source.source.line(location.line)))


def _text(entity: Entity, name: str) -> str:
    value = entity.value(name)
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else ""


def _texts(entity: Entity, name: str) -> tuple[str, ...]:
    value = entity.value(name)
    return value if type(value) is tuple else ()


def _pair(entity: Entity, name: str) -> Pair:
    """A text in both languages; a language that is left out takes the other's words."""
    value = entity.value(name)
    if not isinstance(value, Entity):
        return "", ""
    ja, en = _text(value, "ja"), _text(value, "en")
    return ja or en, en or ja

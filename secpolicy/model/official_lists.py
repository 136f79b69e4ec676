"""Lists of what is registered, as their publishers keep them: CSV files that the head of an inventory names, with the day they were looked up."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from secpolicy.base.dates import read_day
from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.record import Record
from secpolicy.model.evidence import faults, has_evidence
from secpolicy.model.places import locate, problem_at
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import Mapping
from secpolicy.model.text_files import file_text
from secpolicy.model.vocabulary import Vocabulary

NUMBER = ("登録番号", "number")


class OfficialList(Record):
    """The numbers on a list, folded. `checked_on`: the day it was looked up, None if nobody says so."""

    name: str
    source: Source
    checked_on: date | None
    numbers: frozenset[str]

    def holds(self, number: str) -> bool:
        """Whether a number stands on the list, without regard to case, width and spaces around it."""
        return folded(number) in self.numbers


def read_lists(documents: tuple[Mapping, ...], vocabulary: Vocabulary, declared_on: date | None, problems: list[Problem]) -> dict[str, OfficialList]:
    """Every list that the heads of documents name, by its name; what is wrong with them goes to `problems`."""
    known = sorted(_names(vocabulary))
    found: dict[str, OfficialList] = {}
    for document in documents:
        raw = document.get("lists", "")
        if isinstance(raw, str) and raw in RESERVED:
            continue
        if not isinstance(raw, Mapping):
            problems.append(problem_at(document, ("lists",), "not-a-mapping", known=known))
            continue
        for name, value in raw.items():
            reader = _Reader(document, name, problems)
            if name not in known:
                meant = closest(name, known)
                reader.refuse(("lists", name), "not-one-of-meant" if meant else "not-one-of", True, value=name, meant=meant, known=known)
            elif (path := reader.path(value)) is not None:
                day = _day(value["checked_on"]) if isinstance(value, Mapping) and isinstance(value.get("checked_on"), str) else declared_on
                if (source := reader.text(path)) is not None:
                    found[name] = OfficialList(name, source, day, frozenset(_numbers(source, problems)))
    return found


class _Reader:
    def __init__(self, document: Mapping, name: str, problems: list[Problem]) -> None:
        self.document, self.name, self.problems = document, name, problems

    def refuse(self, steps: tuple[str | int, ...], message: str, of_key: bool = False, **values: Any) -> None:
        at = locate(self.document, steps, of_key)
        self.problems.append(Problem(at, message, values, self.document.source.line(at.line)))

    def path(self, raw: Any) -> str | None:
        """The file that is named, out of `{value, checked_on, by, source}` if it has evidence."""
        here: tuple[str, ...] = ("lists", self.name)
        if isinstance(raw, Mapping) and has_evidence(raw):
            for key, message in faults(raw, RESERVED):
                self.refuse((*here, key), message, value=raw[key])
            raw, here = raw["value"], (*here, "value")
        if isinstance(raw, str) and raw not in RESERVED:
            return raw
        if not isinstance(raw, str):
            self.refuse(here, "list-names-no-file")
        return None

    def text(self, path: str) -> Source | None:
        shown = os.path.join(os.path.dirname(self.document.source.name), path).replace(os.sep, "/")
        if not os.path.exists(shown):
            self.refuse(("lists", self.name), "no-such-file", path=shown)
            return None
        try:
            return file_text(shown)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None


def _numbers(source: Source, problems: list[Problem]) -> Iterator[str]:
    """The folded numbers of a list, each once; rows that cannot be read are collected."""
    rows = _rows(source, problems)
    head = next(rows, None)
    if head is None:
        problems.append(Problem(Location(source.name), "list-empty", {}))
        return
    column = next((index for index, cell in enumerate(head[1]) if cell.strip().lstrip("\ufeff") in NUMBER), None)
    if column is None:
        problems.append(_at(source, head[0], 0, "list-without-number", heads=[cell.strip() for cell in head[1]]))
        return
    first: dict[str, int] = {}
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(head[1]):
            problems.append(_at(source, line, 0, "list-row-cells", n=len(cells), wanted=len(head[1])))
            continue
        number = folded(cells[column])
        if not number:
            problems.append(_at(source, line, column, "list-number-missing"))
        elif first.setdefault(number, line) != line:
            problems.append(_at(source, line, column, "list-number-twice", number=cells[column].strip(), first=first[number]))
        else:
            yield number


def _rows(source: Source, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The rows with the lines on which they begin; reading ends at a quote that is not closed."""
    lines = source.text.splitlines(keepends=True)
    if '"' not in source.text:
        yield from ((number, line.rstrip("\r\n").split(",")) for number, line in enumerate(lines, 1) if line.rstrip("\r\n"))
        return
    import csv  # takes longer to load than such a list to read

    reader = csv.reader(lines, strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        problems.append(_at(source, line, 0, "list-quotes"))


def _at(source: Source, line: int, column: int, message: str, **values: Any) -> Problem:
    """A problem at a cell of a line: its first character, or that of the line if its cells cannot be told apart."""
    text = source.line(line)
    start = 0
    if '"' not in text:
        for _ in range(column):
            start = text.find(",", start) + 1
    end = text.find(",", start) if column or '"' not in text else -1
    return Problem(Location(source.name, line, start + 1, line, max(start + 2, (end if end > 0 else len(text)) + 1)), message, values, text)


def _names(vocabulary: Vocabulary) -> Iterable[str]:
    """What lists can be called: as the fields say that are looked up in one."""
    for kind in (*vocabulary.kinds.values(), *vocabulary.records.values()):
        for field in kind.fields:
            if field.computed is not None and field.computed[0] == "list":
                _, name, scheme, _ = field.computed
                yield from [name] if name else vocabulary.choices[kind.fields[kind.index[scheme]].type.of].labels


def folded(text: str) -> str:
    """A number without regard to case, width and spaces around it."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _day(text: str) -> date | None:
    span = read_day(text)
    return span[1] if span is not None else None

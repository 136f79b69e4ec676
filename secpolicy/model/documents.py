"""Which files make up an inventory: one file, or a folder's, with what they include. Their meaning is the business of model/inventory."""

from __future__ import annotations

import os
from typing import Any

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record
from secpolicy.model.block_reader import BlockReader, Entries
from secpolicy.model.flow_reader import Unusual
from secpolicy.model.places import locate
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import ByLine, Mapping
from secpolicy.model.text_files import file_text


class _File(Record):
    """A file to be read: its path, how it is called, and the value of a header that names it, if one does."""

    path: str
    shown: str
    named_by: tuple[Mapping, tuple[str, int]] | None = None


def read_documents(path: str, name: str | None = None, waivers: str | None = None) -> tuple[Mapping, ...]:
    """The mappings of a file, of a folder's *.yaml, and of the files they include, in order. Raises Refused.

    `waivers` takes the place of the file of waivers that the inventory names.
    """
    problems: list[Problem] = []
    documents: list[Mapping] = []
    seen: set[str] = set()
    waiting = _files_of(path, name) + ([_File(waivers, waivers)] if waivers else [])
    while waiting:
        file = waiting.pop(0)
        if os.path.abspath(file.path) in seen:
            continue
        seen.add(os.path.abspath(file.path))
        try:
            document = _document(file)
            documents.append(document)
            waiting += _included(document, file, ("include",) if waivers else ("include", "waivers"))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return tuple(documents)


def documents_of(text: str, name: str) -> tuple[Mapping, ...]:
    """The mapping written in a text, as `read_documents` gives it for files. Raises Refused."""
    return (_read(Source(name, text)),)


def read_whole(path: str, name: str | None = None) -> Any:
    """What a file holds, all of it read, as libyaml reads it; that is not loaded for what is written plainly. Raises Refused."""
    source = file_text(path, name)
    try:
        return _at_once(BlockReader(source).document())
    except Unusual:
        from secpolicy.model.yaml_reader import read_text

        return read_text(source)


def read_by_libyaml(documents: tuple[Mapping, ...]) -> tuple[Mapping, ...]:
    """The same documents, read anew because one of them holds something unusual. Raises Refused with the problems of all."""
    problems: list[Problem] = []
    found = []
    for document in documents:
        try:
            found.append(_by_libyaml(document.source.written() if isinstance(document.source, ByLine) else document.source))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return tuple(found)


def header_path(documents: tuple[Mapping, ...], key: str) -> str | None:
    """The path that a key of the header names, relative to the file it stands in; None if no file names one."""
    for document in documents:
        raw = document.get(key)
        if isinstance(raw, str) and is_path(raw):
            return os.path.join(os.path.dirname(document.source.name), raw)
    return None


def header_problem(documents: tuple[Mapping, ...], key: str, message: str, values: dict[str, Any]) -> Problem:
    """A problem with what a key of the header names, at the line that names it."""
    document = next(document for document in documents if is_path(document.get(key)))
    at = locate(document, (key,))
    return Problem(at, message, values, document.source.line(at.line))


def is_path(raw: Any) -> bool:
    """Whether a value of the header names a file: `waivers: waivers.yaml` does, `waivers: none` and `waivers: [...]` do not."""
    return isinstance(raw, str) and raw not in RESERVED


def _document(file: _File) -> Mapping:
    if file.named_by is not None and not os.path.exists(file.path):
        raise Refused([_missing(file.shown, *file.named_by)])
    return _read(file_text(file.path, file.shown))


def _read(source: Source) -> Mapping:
    try:
        return BlockReader(source).document()
    except Unusual:
        return _by_libyaml(source)


def _by_libyaml(source: Source) -> Mapping:
    from secpolicy.model.yaml_reader import read_text

    content = read_text(source)
    if not isinstance(content, Mapping):
        raise Refused([Problem(_whole(source.name), "empty-inventory" if content is None else "not-an-inventory", {})])
    return content


def _at_once(document: Mapping) -> Mapping:
    """A document, with lists in the place of entries that are yet to be read."""
    document.update({key: [*value] for key, value in document.items() if type(value) is Entries})
    return document


def _included(document: Mapping, file: _File, keys: tuple[str, ...]) -> list[_File]:
    """The files that keys of the header name, from where the document lies; things listed in place are left to the inventory."""
    found = []
    for key in keys:
        raw = document.get(key, "")
        for position, part in enumerate(raw if isinstance(raw, list) else [raw]):
            if is_path(part):
                shown = os.path.join(os.path.dirname(file.shown), part)
                found.append(_File(os.path.join(os.path.dirname(file.path), part), shown, (document, (key, position))))
            elif key == "include" and not isinstance(part, str):
                at = locate(document, (key, position))
                raise Refused([Problem(at, "not-a-path", {}, document.source.line(at.line))])
    return found


def _missing(shown: str, document: Mapping, place: tuple[str, int]) -> Problem:
    """What to say at the line that names a file which does not exist."""
    at = locate(document, place)
    return Problem(at, "no-such-file", {"path": shown.replace(os.sep, "/")}, document.source.line(at.line))


def _whole(name: str) -> Location:
    return Location(name.replace(os.sep, "/"))


def _files_of(path: str, name: str | None) -> list[_File]:
    shown = name or path
    if not os.path.isdir(path):
        return [_File(path, shown)]
    names = sorted(entry for entry in os.listdir(path) if entry.endswith((".yaml", ".yml")))
    if not names:
        raise Refused([Problem(_whole(shown), "folder-without-inventory", {"path": shown})])
    return [_File(os.path.join(path, entry), os.path.join(shown, entry)) for entry in names]

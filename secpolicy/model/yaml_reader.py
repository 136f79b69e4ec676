"""Reading YAML: libyaml's events folded into plain values, refusing what an office does not mean to write.

Every scalar stays text: its meaning is the business of the vocabulary, never of YAML's guesses. Mappings remember where they stand in the
file, nothing else does; `locate` reads that slice again when somebody needs the place of a value. Limits are checked while events arrive,
since libyaml's own time grows with the square of open brackets.
"""

from __future__ import annotations

import os
import re
from typing import Any

import yaml

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.model.yaml_slips import ideographic_indent, syntax_problem, wide_colons

MAX_DEPTH = 64
MAX_VALUES = 1_000_000
MAX_LINE = 1 << 20
MAX_FILE = 256 << 20

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
# Controls, marks of writing direction, spaces without width, and line ends that only YAML knows: they make one text look like another.
_UNSEEN = re.compile("[\u0080-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]")
_TAG = re.compile(r"!\S*")
_TRAILING = ("\u3000", "\u00a0")  # spaces that YAML takes for text


class Mapping(dict[str, Any]):
    """A mapping that knows its stretch of the file: marks of its first and behind its last character, and its source."""

    __slots__ = ("end", "source", "start")
    start: Any
    end: Any
    source: Source


class Unreadable(Exception):
    """Raised inside this module to leave a file at its first syntax error."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem = problem


def read_file(path: str, name: str | None = None) -> Any:
    """The content of a YAML file as mappings, lists and texts. Raises Refused with every problem found."""
    return read_text(file_text(path, name))


def file_text(path: str, name: str | None = None) -> Source:
    """The decoded text of a file; `name` is how it is called in messages. Raises Refused."""
    shown = (name or path).replace(os.sep, "/")
    try:
        size = os.stat(path).st_size
        if size > MAX_FILE:
            raise Refused([Problem(Location(shown), "file-too-large", {"limit": "256 MiB"})])
        with open(path, "rb") as file:
            return Source(shown, decoded(file.read(), shown))
    except FileNotFoundError:
        raise Refused([Problem(Location(shown), "no-such-file", {"path": shown})]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused([Problem(Location(shown), "cannot-read", {"path": shown, "reason": reason})]) from None


def decoded(data: bytes, name: str) -> str:
    """Bytes of a file as text: UTF-8 with or without mark, UTF-16 with mark. Raises Refused for anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused([Problem(Location(name), "not-utf-8", {})]) from None
        data = text.encode("utf-8")
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if len(data.translate(None, _CONTROLS)) != len(data):
        raise Refused([_control_problem(data, name)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused([_encoding_problem(data, error, name)]) from None
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() and (found := _UNSEEN.search(text)):
        raise Refused([_unseen_problem(Source(name, text), found.start())])
    if len(text) > MAX_LINE and (lines := [number for number, line in enumerate(text.split("\n"), 1) if len(line) > MAX_LINE]):
        raise Refused([Problem(Location(name, number, 1, number, 2), "line-too-long", {"limit": "1 MiB"}) for number in lines])
    return text


def read_text(source: Source) -> Any:
    """Mappings, lists and texts of one YAML document; None if it is empty. Raises Refused with every problem found."""
    problems: list[Problem] = []
    try:
        content = _fold(source, problems)
    except Unreadable as stop:
        problems.append(stop.problem)
    except yaml.YAMLError as error:
        problems.append(syntax_problem(source, error))
    for problem in wide_colons(source):
        problems = [other for other in problems if other.location.line != problem.location.line] + [problem]
    if problems:
        once = {(problem.location, problem.id): problem for problem in problems}
        raise Refused([once[key] for key in sorted(once)])
    return content


def _fold(source: Source, problems: list[Problem]) -> Any:  # noqa: C901, PLR0915  one loop: a call for each event would take longer than the event
    """Build the document from events; soft faults go to `problems`, the first hard one is raised."""
    get = _Loader(source.text).get_event
    scalar, mapping_start, sequence_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    mapping_end, sequence_end, alias = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent
    stack: list[tuple[Any, Any, tuple[int, str | None]]] = []
    anchors: dict[str, tuple[Any, int]] = {}
    repeated: list[tuple[Mapping, str, Any]] = []
    no_key = object()
    root: Any = None
    here: Any = None
    key: Any = no_key
    count = documents = 0
    opened: tuple[int, str | None] = (0, None)
    while (event := get()) is not None:
        found = type(event)
        if found is scalar:
            value: Any = event.value
            if value[-1:] in _TRAILING:
                value = value.rstrip(" \u3000\u00a0")
            count += 1
            if event.tag is not None and not event.implicit[1]:
                problems.append(_tag_problem(source, event))
            if event.anchor:
                anchors[event.anchor] = (value, 1)
        elif found is mapping_start or found is sequence_start:
            if event.tag is not None:
                problems.append(_tag_problem(source, event))
            if len(stack) >= MAX_DEPTH:
                raise Unreadable(_at(source, event, "too-deep", limit=MAX_DEPTH))
            if found is mapping_start:
                value = Mapping()
                value.start, value.source = event.start_mark, source
            else:
                value = []
            count += 1
        elif found is mapping_end or found is sequence_end:
            if found is mapping_end:
                here.end = event.end_mark
            size, anchor = count - opened[0], opened[1]
            if anchor:
                anchors[anchor] = (here, size)
            here, key, opened = stack.pop()
            continue
        elif found is alias:
            if event.anchor not in anchors:
                is_open = event.anchor in (opened[1], *(outer[1] for _, _, outer in stack))
                raise Unreadable(_at(source, event, "alias-to-itself" if is_open else "unknown-alias", anchor=event.anchor))
            value, size = anchors[event.anchor]
            count += size
        elif found is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise Unreadable(_at(source, event, "two-documents"))
            continue
        else:
            continue
        if count > MAX_VALUES:
            raise Unreadable(_at(source, event, "too-many-values", limit=f"{MAX_VALUES:,}"))
        if here is None:
            root = value
        elif type(here) is list:
            here.append(value)
        elif key is no_key:
            if type(value) is not str or found is alias:
                raise Unreadable(_at(source, event, "key-is-no-text"))
            if value in here:
                repeated.append((here, value, event))
            elif value == "<<" and event.implicit[0]:
                problems.append(_at(source, event, "merge-key"))
            elif value.startswith("\u3000"):
                problems.append(ideographic_indent(source, event.start_mark.line + 1))
            key = value
            continue
        else:
            here[key] = value
            key = no_key
        if found is mapping_start or found is sequence_start:
            stack.append((here, key, opened))
            opened = (count, event.anchor)
            here, key = value, no_key
    problems += [_at(source, event, "duplicate-key", key=word, first=locate(mapping, (word,), of_key=True).line) for mapping, word, event in repeated]
    return root


def locate(mapping: Mapping, path: tuple[str | int, ...], of_key: bool = False) -> Location:
    """Where the value at `path` stands, read again from the mapping's slice; where it is absent, the deepest mapping on the way.

    `of_key` asks for the key instead of the value.
    """
    node = _node_of(mapping)
    if node is None:
        return location_of(mapping.source.name, mapping.start, mapping.end)
    where, offset = node
    key: Any = None
    for step in path:
        found = _child(where, step)
        if found is None:
            return _first_key(mapping.source.name, where, offset)
        key, where = found
    if of_key and path and key is not None:
        where = key
    start, end = where.start_mark, where.end_mark
    if isinstance(where, yaml.MappingNode | yaml.SequenceNode):
        return _first_key(mapping.source.name, where, offset)
    return Location(mapping.source.name, start.line + 1 + offset, start.column + 1, end.line + 1 + offset, end.column + 1)


def location_of(name: str, start: Any, end: Any) -> Location:
    """A location from two marks of libyaml (0-based)."""
    return Location(name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _node_of(mapping: Mapping) -> tuple[Any, int] | None:
    """The mapping's slice composed into nodes, and the number of lines before it."""
    start, end, text = mapping.start, mapping.end, mapping.source.text
    try:
        return yaml.compose(" " * start.column + text[start.index : end.index], Loader=_Loader), start.line
    except yaml.YAMLError:
        pass  # an alias whose anchor stands outside the slice: compose the whole file and look the mapping up
    try:
        found = _node_at(yaml.compose(text, Loader=_Loader), start.index)
    except yaml.YAMLError:
        return None
    return (found, 0) if found is not None else None


def _node_at(node: Any, index: int) -> Any:
    """The mapping node that begins at a character of the file; None if none does."""
    while node is not None and not (isinstance(node, yaml.MappingNode) and node.start_mark.index == index):
        children = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
        node = next((child for child in children if child.start_mark.index <= index < child.end_mark.index), None)
    return node


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Key and value nodes of one step down, or None."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return (None, node) if step == 0 else None


def _first_key(name: str, node: Any, offset: int) -> Location:
    """A collection is shown at its first line only; a scalar that should have been a mapping, where it stands."""
    start = node.start_mark
    width = node.end_mark.column if node.end_mark.line == start.line else start.column + 1
    return Location(name, start.line + 1 + offset, start.column + 1, start.line + 1 + offset, width + 1)


def _at(source: Source, event: Any, message: str, **values: Any) -> Problem:
    location = location_of(source.name, event.start_mark, event.end_mark)
    return Problem(location, message, values, source.line(location.line))


def _tag_problem(source: Source, event: Any) -> Problem:
    """The tag as it is written, which libyaml has resolved."""
    found = _TAG.match(source.text, event.start_mark.index)
    return _at(source, event, "tag", tag=found[0] if found else event.tag)


def _unseen_problem(source: Source, index: int) -> Problem:
    """The line is shown with a box in the place of what cannot be seen: printed as it is, it would deceive once more."""
    before = source.text[:index]
    line, column = before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1
    location = Location(source.name, line, column, line, column + 1)
    return Problem(location, "unseen-character", {"code": f"U+{ord(source.text[index]):04X}"}, _UNSEEN.sub("□", source.line(line)))


def _control_problem(data: bytes, name: str) -> Problem:
    index = next(i for i, byte in enumerate(data) if byte in _CONTROLS)
    if data[index] == 0 and data.count(0) > len(data) // 4:
        return Problem(Location(name), "utf-16-without-mark", {})
    line = data.count(b"\n", 0, index) + 1
    column = len(data[data.rfind(b"\n", 0, index) + 1 : index].decode("utf-8", "replace")) + 1
    return Problem(Location(name, line, column, line, column + 1), "control-character", {"code": f"U+{data[index]:04X}"})


def _encoding_problem(data: bytes, error: UnicodeDecodeError, name: str) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return Problem(Location(name, line, 1, line, 2), "not-utf-8", {})
    stem, dot, ending = name.rpartition(".")
    return Problem(Location(name, line, 1, line, 2), "cp932", {"path": name, "new": f"{stem}-utf8{dot}{ending}" if stem else f"{name}-utf8"})

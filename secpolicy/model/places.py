"""Where a value stands, found only when somebody asks for it: by the mapping that it is in, and the way from there.

What was read line by line is found line by line, without reading what lies beside the way; anything else is composed again by libyaml.
tests/model/test_places.py holds both to the same places.
"""

from __future__ import annotations

from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem
from secpolicy.model.block_reader import FIRST_LINE, KEY_LINE, TOP_END, BlockReader
from secpolicy.model.flow_reader import Node, Unusual, node_at
from secpolicy.model.stretches import ByLine, Mapping, Stretch, column_of, location_of_start

Step = str | int


class Block:
    """A mapping or list written by indentation: its first character, what it ends before, and the column of its keys or dashes."""

    __slots__ = ("column", "end", "is_list", "start")

    def __init__(self, start: int, end: int, column: int, is_list: bool = False) -> None:
        self.start, self.end, self.column, self.is_list = start, end, column, is_list


_Found = Block | Node


def locate(stretch: Mapping | Stretch, path: tuple[Step, ...], of_key: bool = False) -> Location:
    """Where the value at `path` stands, read again from the mapping's slice; where it is absent, the deepest mapping on the way.

    `of_key` asks for the key instead of the value. A list or mapping is shown at its first line only.
    """
    if isinstance(stretch.source, ByLine):
        try:
            return _shown(stretch, _walked(stretch, path, of_key))
        except Unusual:  # behind what has been read until now
            pass
    from secpolicy.model import yaml_reader

    return yaml_reader.locate(stretch, path, of_key)


def problem_at(stretch: Mapping | Stretch, path: tuple[Step, ...], message: str, of_key: bool = False, **values: Any) -> Problem:
    """A problem with the value at `path`, or with its key, and the line on which it stands; an empty path means the mapping itself."""
    from secpolicy.model.yaml_slips import meant_as_mapping

    location = locate(stretch, path, of_key) if path else location_of_start(stretch)
    return meant_as_mapping(Problem(location, message, values, stretch.source.line(location.line)), stretch.source)


def read_again(stretch: Stretch) -> Mapping:
    """The mapping that stands there, with its own places."""
    if isinstance(stretch.source, ByLine):
        found = BlockReader(stretch.source).entry(stretch.start, stretch.end, column_of(stretch))
        assert isinstance(found, Mapping)
        return found
    from secpolicy.model import yaml_reader

    return yaml_reader.read_again(stretch)


def _walked(stretch: Mapping | Stretch, path: tuple[Step, ...], of_key: bool) -> _Found:
    text = stretch.source.text
    where = _at(text, stretch.start, stretch.end, column_of(stretch), path[0] if path else "")
    key: Node | None = None
    for step in path:
        if (found := _child(text, where, step)) is None:
            return where
        key, where = found
    return key if of_key and key is not None else where


def _shown(stretch: Mapping | Stretch, where: _Found) -> Location:
    name, text = stretch.source
    line, column = stretch.source.place(where.start)
    is_on_line = type(where) is Node and text.find("\n", where.start, where.end) < 0
    return Location(name, line, column, line, column + (where.end - where.start if is_on_line else 1))


def _child(text: str, where: _Found, step: Step) -> tuple[Node | None, _Found] | None:
    """Key and value of one step down, or None."""
    if isinstance(where, Node):
        return _part(where, step)
    if where.is_list:
        return _entry(text, where, step) if type(step) is int else None
    return _field(text, where, step) if type(step) is str else None


def _part(where: Node, step: Step) -> tuple[Node | None, _Found] | None:
    if where.opening == "{":
        return next(((Node(at, at + len(key)), part) for key, at, part in where.parts if key == step), None)
    if where.opening == "[" and type(step) is int and step < len(where.parts):
        return None, where.parts[step][2]
    return (None, where) if step == 0 else None


def _field(text: str, where: Block, key: str) -> tuple[Node, _Found] | None:
    """A key of a mapping, and its value."""
    start = where.start
    if not text.startswith(f"{key}:", start):
        start = text.find(f"\n{' ' * where.column}{key}:", start, where.end) + where.column + 1
        if start == where.column:
            return None
    behind = start + len(key) + 1
    value = behind
    while text[value] == " ":
        value += 1
    if text[value] not in "\n#":
        return Node(start, behind - 1), _at(text, value, _end_below(text, text.find("\n", behind) + 1, where.end, where.column))
    line = text.find("\n", behind) + 1
    first = FIRST_LINE.match(text, line, where.end)
    column = len(first[1]) if first else 0
    if first is None or column < where.column or (column == where.column and not first[2]):
        return Node(start, behind - 1), Node(behind, behind)
    return Node(start, behind - 1), Block(first.end(1), _end_below(text, line, where.end, where.column), column, bool(first[2]))


def _entry(text: str, where: Block, position: int) -> tuple[None, _Found] | None:
    """An entry of a list."""
    before_next = f"\n{' ' * where.column}- "
    start = where.start
    for _ in range(position):
        start = text.find(before_next, start, where.end) + where.column + 1
        if start == where.column:
            return None
    end = text.find(before_next, start, where.end) + 1 or where.end
    return None, _at(text, start + 2, end, where.column + 2)


def _at(text: str, start: int, end: int, column: int = -1, wanted: Step = "") -> _Found:
    """What begins at a character: something in brackets or quotes, a mapping behind a dash, or a plain text up to the end of the line."""
    if text[start] in "[{\"'":
        return node_at(text, start, end, wanted)
    if column >= 0 and KEY_LINE.match(text, start):
        return Block(start, end, column)
    line = text[start : text.find("\n", start)]
    return Node(start, start + len(line.partition(" #")[0].rstrip(" ")))


def _end_below(text: str, start: int, end: int, column: int) -> int:
    """Where the lines end that belong to a key, whose own line is the one before."""
    if column == 0:
        last = TOP_END.search(text, start - 1, end)
        return last.end() if last else end
    while line := FIRST_LINE.match(text, start, end):
        if len(line[1]) < column or (len(line[1]) == column and not line[2]):
            return start
        start = text.find("\n", line.end(1)) + 1
    return end

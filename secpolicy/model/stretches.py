"""Mappings that know their stretch of a file, and stretches of mappings that are not kept."""

from __future__ import annotations

from typing import Any

from secpolicy.base.location import Location, Source

MAX_VALUES = 10_000_000  # what a file may hold


class ByLine(Source):
    """A text that is read line by line, without libyaml: what stands in it is found again in the same way."""

    __slots__ = ()

    def written(self) -> Source:
        """The text as the file has it."""
        return Source(self.name, self.text)


class ByLineOfTwo(ByLine):
    """Such a text of a file whose lines end with two characters, of which it holds the second."""

    __slots__ = ()

    def written(self) -> Source:
        return Source(self.name, self.text.replace("\n", "\r\n"))

    @property
    def digest(self) -> str:
        return self.written().digest


def by_line(source: Source) -> ByLine:
    """A text that is to be read line by line. Line ends of both kinds in one text stay what they are."""
    if isinstance(source, ByLine):
        return source
    if "\r" in source.text and source.text.count("\r\n") == source.text.count("\n"):
        return ByLineOfTwo(source.name, source.text.replace("\r\n", "\n"))
    return ByLine(*source)


class Mapping(dict[str, Any]):
    """A mapping that knows its stretch of the file: its first character, the one behind its last, and its source."""

    __slots__ = ("end", "source", "start")
    start: int
    end: int
    source: Source


class Stretch:
    """Where a mapping stands that is not kept: read again when somebody asks for what is in it."""

    __slots__ = ("end", "length", "source")

    def __init__(self, start: int, end: int, source: Source) -> None:
        # A small length takes no memory of its own, another large number would.
        self.end, self.length, self.source = end, end - start, source

    @property
    def start(self) -> int:
        return self.end - self.length


def location_of(stretch: Mapping | Stretch) -> Location:
    """The whole stretch of a mapping."""
    return Location(stretch.source.name, *stretch.source.place(stretch.start), *stretch.source.place(stretch.end))


def location_of_start(stretch: Mapping | Stretch) -> Location:
    """Where a mapping begins: its first line up to its end or the end of the line."""
    whole = location_of(stretch)
    return whole if whole.line == whole.end_line else whole._replace(end_line=whole.line, end_column=whole.column + 1)


def column_of(stretch: Mapping | Stretch) -> int:
    """How many characters stand before a mapping on its first line."""
    return stretch.start - stretch.source.text.rfind("\n", 0, stretch.start) - 1

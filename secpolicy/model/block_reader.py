"""Reading YAML line by line, as programs and offices write it: several times as fast as folding libyaml's events, and without loading PyYAML.

Only what can have one meaning is read here: keys of letters and digits, values on one line, lists and mappings by indentation, comments, and what
flow_reader.py reads in quotes and brackets. Whatever else a line holds (block scalars, anchors, tags, texts over several lines, slips of every
kind) raises Unusual, and libyaml reads the file as a whole. tests/model/test_block_reader.py holds both readers to the same content.

Long lists at the top are read entry by entry, when somebody goes through them: a large inventory is never in memory as a whole. Inside an entry, blocks
that are written alike are read once and shared; they do not know where they stand (their entry does).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from secpolicy.base.location import Source
from secpolicy.model.flow_reader import KEY, Unusual, in_brackets, in_quotes, node_at, placed, uncommented
from secpolicy.model.stretches import MAX_VALUES, Mapping, by_line

_KEY = rf"({KEY}):(?: +([^\n]*+))?+\n"
_NOTHING = r" *+(?:#[^\n]*+)?+\n"
KEY_LINE = re.compile(_KEY)
_TOP_NOTHING = re.compile(f"(?:{_NOTHING})*+")
TOP_END = re.compile(r"\n(?=[^ \n#-])")
FIRST_LINE = re.compile(rf"(?:{_NOTHING})*+( *)(- )?(?=[^ \n])")
_KEPT_BY_YAML = frozenset("-?:,[]{}#&*!|>'\"%@`")  # no plain value begins with one of these
_DEEPEST = 32  # columns: far below the limit of depth
_BEFORE_NOTHING = ("", " ", "\n", "#")  # behind a dash: nothing, a comment, or something further to the right
_MOST_SHARED = 20_000

_Found = list[tuple[str, str, str, str]]  # key, value on its line, lines that belong to it; or a line that is none of a mapping


class Entries:
    """The entries of a list that stands at the top of a file, or right below: each is read when it is asked for."""

    __slots__ = ("column", "end", "reader", "start")

    def __init__(self, reader: BlockReader, start: int, end: int, indent: int) -> None:
        self.reader, self.start, self.end, self.column = reader, start, end, indent + 2

    def __iter__(self) -> Iterator[Any]:
        """Texts and mappings, which know where they stand. Raises Unusual."""
        text, start = self.reader.source.text, self.start
        before_next = "\n" + " " * (self.column - 2) + "- "
        while start < self.end:
            end = text.find(before_next, start, self.end) + 1 or self.end
            yield self.reader.entry(start + self.column, end, self.column)
            start = end
        self.reader.forget()


class BlockReader:
    """Reads one file. Raises Unusual."""

    __slots__ = ("blocks", "flats", "source", "values")

    def __init__(self, source: Source) -> None:
        self.source = by_line(source)
        self.values: dict[str, Any] = {}
        self.blocks: dict[str, Any] = {}
        self.flats: dict[str, Any] = {}

    def document(self) -> Mapping:
        """The mapping at the top; the values of keys that list things are Entries."""
        text = self.source.text
        if not text.endswith("\n") or "\r" in text or _has_tab(text) or len(text) > MAX_VALUES < _most_values(text):
            raise Unusual
        if "：" in text:
            from secpolicy.model.yaml_slips import wide_colons

            if wide_colons(self.source):
                raise Unusual
        start = position = _after(_TOP_NOTHING, text, 0)
        found = Mapping()
        while position < len(text):
            key = KEY_LINE.match(text, position)
            if key is None or key[1] in found:
                raise Unusual
            end = TOP_END.search(text, key.end() - 1)
            position = end.end() if end else len(text)
            found[key[1]] = self._placed(key[2] or "", key.start(2), key.end(), position, top=True)
        if not found:
            raise Unusual
        return self._at(found, start, len(text))

    def entry(self, start: int, end: int, column: int) -> Any:
        """One entry of a list: what stands behind its dash, up to the next one's line."""
        chunk = self.source.text[start:end]
        if chunk[0] in _BEFORE_NOTHING:
            raise Unusual
        if chunk[0] == "{":
            chunk = uncommented(chunk)
            # A thing of its own, even if another is written alike.
            return self._at(Mapping(in_brackets(chunk, self.flats)), start, start + len(chunk.rstrip(" \n")))
        found = _fields(column).findall(" " * column + chunk)
        return self._alone(chunk) if found[0][3] else self._at(self._mapping(found), start, end)

    def _placed(self, value: str, value_start: int, start: int, end: int, top: bool) -> Any:
        """What belongs to a key at the top or right below: lists of things, and mappings that are things."""
        text = self.source.text
        if value[:1] in ("[", "{"):
            return self._in_brackets(text[value_start:end], value_start, top)
        line = FIRST_LINE.match(text, start, end)
        if line is None:
            return self._value(value)
        if value and value[0] != "#":
            raise Unusual
        indent = len(line[1])
        if indent > _DEEPEST:
            raise Unusual
        if line[2]:
            entries = Entries(self, line.start(1), end, indent)
            return entries if top and KEY_LINE.match(text, line.end()) else [*entries]
        fields, first = _fields(indent), line.start(1)
        mapping = self._things(fields.finditer(text, first, end)) if top else self._mapping(fields.findall(text, first, end))
        return self._at(mapping, line.end(1), end)

    def _things(self, fields: Iterator[re.Match[str]]) -> Mapping:
        """The mapping below a key of the top: its own values know where they stand too."""
        found = Mapping()
        for field in fields:
            key = field[1]
            if field[4] or key in found:
                raise Unusual
            if key:
                found[key] = self._placed(field[2] or "", field.start(2), field.start(3), field.end(3), top=False)
        return found

    def forget(self) -> None:
        """Let go of what was kept for the next entries."""
        self.values.clear()
        self.blocks.clear()
        self.flats.clear()

    def _in_brackets(self, text: str, start: int, top: bool = False) -> Any:
        """A thing in braces, or a list or mapping of things: they know where they stand."""
        text = uncommented(text)
        found = in_brackets(text)
        end = start + len(text.rstrip(" \n"))
        if type(found) is Mapping and not top:
            return self._at(found, start, end)
        if type(found) is list and all(type(member) is str for member in found):
            return found
        return placed(found, node_at(self.source.text, start, end), self.source)

    def _at(self, mapping: Mapping, start: int, end: int) -> Mapping:
        mapping.start, mapping.end, mapping.source = start, end, self.source
        return mapping

    def _mapping(self, fields: _Found) -> Mapping:
        """A mapping that does not know where it stands."""
        found = Mapping()
        nothing = 0
        values = self.values
        for key, value, block, other in fields:
            if block:
                found[key] = self._block(block, value)
            elif key:
                found[key] = values[value] if value in values else self._value(value)
            elif other:
                raise Unusual
            else:
                nothing += 1
        if len(found) != len(fields) - nothing:
            raise Unusual
        return found

    def _block(self, block: str, value: str) -> Any:
        """The list or mapping in the lines below a key; blocks that are alike are one object."""
        if value and value[0] != "#":
            if not FIRST_LINE.match(block):
                return self._value(value)
            if value[0] not in "[{":
                raise Unusual
            block = f"{value}\n{block}"
        if block in self.blocks:
            return self.blocks[block]
        line = FIRST_LINE.match(block)
        if line is None:
            return ""
        indent = len(line[1])
        if indent > _DEEPEST:
            raise Unusual
        if block[0] in "[{":
            found: Any = in_brackets(uncommented(block), self.flats)
        else:
            lines = block[line.start(1) :]
            found = self._list(lines, indent) if line[2] else self._mapping(_fields(indent).findall(lines))
        if len(self.blocks) < _MOST_SHARED:
            self.blocks[block] = found
        return found

    def _list(self, lines: str, indent: int) -> list[Any]:
        members: list[Any] = []
        column = indent + 2
        margin, fields = " " * column, _fields(column)
        for chunk in lines[column:-1].split("\n" + " " * indent + "- "):
            if chunk[:1] in _BEFORE_NOTHING:
                raise Unusual
            found = fields.findall(f"{margin}{chunk}\n")
            members.append(self._alone(f"{chunk}\n") if found[0][3] else self._mapping(found))
        return members

    def _alone(self, chunk: str) -> Any:
        """A value behind a dash, after which nothing else may stand."""
        if chunk[0] in "[{":
            return in_brackets(uncommented(chunk), self.flats)
        line, _, rest = chunk.partition("\n")
        if rest and FIRST_LINE.match(rest):
            raise Unusual
        return self._value(line)

    def _value(self, written: str) -> Any:
        """What stands on one line behind a key or a dash."""
        if written in self.values:
            return self.values[written]
        first = written[:1]
        found: Any
        if written.replace("-", "a").isalnum() and first != "-":  # most that is met once: ids and names
            found = written
        elif first in ("", "#"):
            found = ""
        elif first in "[{":
            found = in_brackets(uncommented(written), self.flats)
        elif first in "\"'":
            found = in_quotes(written)
        else:
            found = _plain(written)
        if len(self.values) < _MOST_SHARED:
            self.values[written] = found
        return found


def _plain(written: str) -> str:
    """A text without quotes, without the comment and the blanks behind it."""
    if written[0] in _KEPT_BY_YAML or written[0].isspace():
        raise Unusual
    text = (written[: written.index(" #")] if " #" in written else written).rstrip(" \u3000\u00a0")
    if ": " in text or text[-1] == ":":
        raise Unusual
    return text


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def _has_tab(text: str) -> bool:
    """Whether a tab stands outside comments."""
    befores = [line.partition("\t")[0] for line in text.split("\n") if "\t" in line] if "\t" in text else ()
    return any(" #" not in before and not before.startswith("#") for before in befores)


def _most_values(text: str) -> int:
    """More than a text can hold: a key, a value and what begins on each line; two behind each comma and three behind each bracket."""
    return 3 * text.count("\n") + 2 * text.count(",") + 3 * (text.count("[") + text.count("{"))


@lru_cache(maxsize=64)
def _fields(indent: int) -> re.Pattern[str]:
    """Splits the lines of a mapping of that indent into its fields; a line that belongs to none of them is the fourth group."""
    margin = " " * indent
    below = rf"(?:{margin}(?: |-[ \n])[^\n]*+\n|(?!{margin}\w){_NOTHING})*+"  # most lines that follow are the next field: it is soonest seen
    return re.compile(rf"{margin}{_KEY}({below})|{_NOTHING}|([^\n]*\n)")

"""Reading YAML line by line, as programs and offices write it: several times as fast as folding libyaml's events, and without loading PyYAML.

Only what can have one meaning is read here: keys of letters and digits, values on one line, lists and mappings by indentation, comments, and what
flow_reader.py reads in quotes and brackets. Whatever else a line holds (block scalars, anchors, tags, texts over several lines, slips of every
kind) raises Unusual, and libyaml reads the file as a whole. tests/model/test_block_reader.py holds both readers to the same content.

Long lists at the top are read entry by entry, when somebody goes through them: a large inventory is never in memory as a whole. Inside an entry, blocks
that are written alike are read once and shared; they do not know where they stand (their entry does).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from secpolicy.base.location import Source
from secpolicy.model.flow_reader import KEY, Unusual, in_brackets, in_quotes, node_at, placed, uncommented
from secpolicy.model.stretches import MAX_VALUES, Mapping, by_line

_NOTHING = r" *+(?:#.*+)?+\n"
KEY_LINE = re.compile(rf"({KEY}):(?: +(.*+))?+\n")
TOP_END = re.compile(r"\n(?=[^ \n#-])")
FIRST_LINE = re.compile(rf"(?:{_NOTHING})*+( *)(- )?(?=[^ \n])")
_KEPT_BY_YAML = frozenset("-?:,[]{}#&*!|>'\"%@`")  # no plain value begins with one of these
_DEEPEST = 32  # columns: far below the limit of depth
_BEFORE_NOTHING = ("", " ", "\n", "#")  # behind a dash: nothing, a comment, or something further to the right
_MOST_SHARED = 10_000


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

    __slots__ = ("fields", "flats", "keys", "source")

    def __init__(self, source: Source) -> None:
        self.source = by_line(source)
        self.fields: defaultdict[int, dict[str, tuple[str, Any]]] = defaultdict(dict)  # by the column of the key, and how it is written
        self.flats: dict[str, Any] = {}
        self.keys: dict[str, str] = {}

    def document(self) -> Mapping:
        """The mapping at the top; the values of keys that list things are Entries."""
        text = self.source.text
        if not text.endswith("\n") or "\r" in text or _has_tab(text) or len(text) > MAX_VALUES < _most_values(text):
            raise Unusual
        if "：" in text:
            from secpolicy.model.yaml_slips import wide_colons

            if wide_colons(self.source):
                raise Unusual
        first = FIRST_LINE.match(text)
        start = position = first.start(1) if first else len(text)
        found = Mapping()
        while position < len(text):
            key = KEY_LINE.match(text, position)
            if key is None or key[1] in found:
                raise Unusual
            end = TOP_END.search(text, key.end() - 1)
            position = end.end() if end else len(text)
            found[key[1]] = self._placed(key, position, 0)
        if not found:
            raise Unusual
        return self._at(found, start, len(text))

    def entry(self, start: int, end: int, column: int) -> Any:
        """One entry of a list: what stands behind its dash, up to the next one's line."""
        text = self.source.text
        if KEY_LINE.match(text, start):
            return self._at(self._mapping(text[start : end - 1], column), start, end)
        chunk = text[start:end]
        if chunk[0] != "{":
            return self._alone(chunk)
        chunk = uncommented(chunk)
        # A thing of its own, even if another is written alike.
        return self._at(Mapping(in_brackets(chunk, self.flats)), start, start + len(chunk.rstrip(" \n")))

    def _placed(self, key: re.Match[str], end: int, column: int) -> Any:
        """What belongs to a key at the top (column 0) or right below: lists of things, and mappings that are things."""
        text, value, top = self.source.text, key[2] or "", column == 0
        if value[:1] in ("[", "{"):
            return self._in_brackets(text[key.start(2) : end], key.start(2), top)
        line = FIRST_LINE.match(text, key.end(), end)
        if line is None:
            return self._value(value)
        if value and value[0] != "#":
            raise Unusual
        indent = _indent_of(line, column)
        if line[2]:
            entries = Entries(self, line.start(1), end, indent)
            return entries if top and KEY_LINE.match(text, line.end()) else [*entries]
        first = line.end(1)
        mapping = self._things(first, end, indent) if top else self._mapping(text[first : end - 1], indent)
        return self._at(mapping, first, end)

    def _things(self, start: int, end: int, column: int) -> Mapping:
        """The mapping below a key of the top: its own values know where they stand too."""
        text = self.source.text
        found = Mapping()
        for next_key in (*_next_key(column).finditer(text, start, end), None):
            key, behind = KEY_LINE.match(text, start), next_key.start() + 1 if next_key else end
            if key is None or key[1] in found:
                raise Unusual
            found[key[1]] = self._placed(key, behind, column)
            start = behind + column
        return found

    def forget(self) -> None:
        """Let go of what was kept for the next entries."""
        self.fields.clear()
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

    def _mapping(self, lines: str, column: int) -> Mapping:
        """A mapping that does not know where it stands: its first key begins the text, all others stand at the column."""
        found, known = Mapping(), self.fields[column]
        fields = _next_key(column).split(lines)
        for field in fields:
            key, value = known[field] if field in known else self._field(field, column, known)
            found[key] = value
        if len(found) != len(fields):
            raise Unusual
        return found

    def _field(self, written: str, column: int, known: dict[str, tuple[str, Any]]) -> tuple[str, Any]:
        """A key and its value; fields that are written alike share it."""
        line, _, below = written.partition("\n")
        name, colon, value = line.partition(": ")
        key = self.keys.get(name) if colon else None
        if key is None:
            if not (found := KEY_LINE.match(f"{line}\n")):
                raise Unusual
            key = self.keys[found[1]] = found[1]
            value = found[2] or ""
        value = value.lstrip(" ")
        field = key, self._block(f"{below}\n", value, column) if below else self._value(value)
        if len(known) >= _MOST_SHARED:
            _let_go_of_lines(known)
        known[written] = field
        return field

    def _block(self, lines: str, value: str, column: int) -> Any:
        """The list or mapping in the lines below a key."""
        line = FIRST_LINE.match(lines)
        if line is None:
            return self._value(value)
        if value and value[0] != "#":
            if value[0] not in "[{":
                raise Unusual
            return in_brackets(uncommented(f"{value}\n{lines}"), self.flats)
        indent = _indent_of(line, column)
        return self._list(lines[line.start(1) :], indent) if line[2] else self._mapping(lines[line.end(1) : -1], indent)

    def _list(self, lines: str, indent: int) -> list[Any]:
        members: list[Any] = []
        for chunk in lines[indent + 2 : -1].split("\n" + " " * indent + "- "):
            is_mapping = KEY_LINE.match(f"{chunk}\n")
            members.append(self._mapping(chunk, indent + 2) if is_mapping else self._alone(f"{chunk}\n"))
        return members

    def _alone(self, chunk: str) -> Any:
        """A value behind a dash, after which nothing else may stand."""
        if chunk[0] in _BEFORE_NOTHING:
            raise Unusual
        if chunk[0] in "[{":
            return in_brackets(uncommented(chunk), self.flats)
        line, _, rest = chunk.partition("\n")
        if rest and FIRST_LINE.match(rest):
            raise Unusual
        return self._value(line)

    def _value(self, written: str) -> Any:
        """What stands on one line behind a key or a dash."""
        if written.replace("-", "a").isalnum() and written[0] != "-":  # most values: ids and names
            return written
        first = written[:1]
        if first in ("", "#"):
            return ""
        if first in "[{":
            return in_brackets(uncommented(written), self.flats)
        return in_quotes(written) if first in "\"'" else _plain(written)


def _indent_of(line: re.Match[str], column: int) -> int:
    """How far what stands below a key is indented: further than the key, or as far if it is a list. Raises Unusual."""
    indent = len(line[1])
    if indent > _DEEPEST or indent < column or (indent == column and not line[2]):
        raise Unusual
    return indent


def _let_go_of_lines(known: dict[str, tuple[str, Any]]) -> None:
    """Forget fields of one line, of which most are ids and names that are met once, but not blocks: many things have the same."""
    blocks = {written: field for written, field in known.items() if "\n" in written}
    known.clear()
    if len(blocks) < _MOST_SHARED // 2:
        known.update(blocks)


def _plain(written: str) -> str:
    """A text without quotes, without the comment and the blanks behind it."""
    if written[0] in _KEPT_BY_YAML or written[0].isspace():
        raise Unusual
    text = (written[: written.index(" #")] if " #" in written else written).rstrip(" \u3000\u00a0")
    if ": " in text or text[-1] == ":":
        raise Unusual
    return text


def _has_tab(text: str) -> bool:
    """Whether a tab stands outside comments."""
    befores = [line.partition("\t")[0] for line in text.split("\n") if "\t" in line] if "\t" in text else ()
    return any(" #" not in before and not before.startswith("#") for before in befores)


def _most_values(text: str) -> int:
    """More than a text can hold: a key, a value and what begins on each line; two behind each comma and three behind each bracket."""
    return 3 * text.count("\n") + 2 * text.count(",") + 3 * (text.count("[") + text.count("{"))


@lru_cache(maxsize=64)
def _next_key(column: int) -> re.Pattern[str]:
    """Where a line ends behind which another key stands at the column. What else stands between two keys belongs to the first."""
    return re.compile(rf"\n{' ' * column}\b")

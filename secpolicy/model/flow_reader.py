"""Reading what stands in brackets, braces and quotes, over one line or several, as offices and programs write it.

A text is cut into tokens of one value each: the key before it, the value or the bracket that it opens with, the brackets that close behind it, and
a comma. Whatever fits no token, and tokens that do not fit each other, raise Unusual: empty values, keys without a value, pairs in lists, texts
over several lines, anchors, tags and slips of every kind. Parts of what is read do not know where they stand; `node_at` walks through it once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from secpolicy.base.location import Source
from secpolicy.model.stretches import Mapping

KEY = r"\w[a-z\w.-]{0,100}+"  # what most keys are made of is named first: it is found sooner
_REST = r"[^\n,\[\]{}#:?]"
_PLAIN = rf"[^\s,\[\]{{}}#:?&*!|>'\"%@`-]{_REST}*(?::(?=\S){_REST}+)*(?<!\s)"
_QUOTED = r"'[^'\n]*+(?:''[^'\n]*+)*+'|\"[^\"\\\n]*+(?:\\[^\n][^\"\\\n]*+)*+\""
_FLAT = r"[^\[\]{}\"']*+(?:\"[^\"\\\n]*+\"[^\[\]{}\"']*+)*+"
_MARKED = rf"\[{_FLAT}\]|{{{_FLAT}}}|[\[{{]|{_QUOTED}"
_TOKEN = re.compile(rf"(?:({KEY}): +)?+(?:({_PLAIN})|({_MARKED}))[ \n]*+([\]}} \n]*+)(,?)[ \n]*+|[\s\S]")
_COMMENT = rf"({_QUOTED})|(?<= )#.*"
_ESCAPE = r"\\(?:u([0-9A-F]{4})|([\"\\]))"
_DEEPEST = 24  # together with the columns of blocks far below the limit of depth
_MOST_SHARED = 20_000

_OPENING = ("[", "{")
_CLOSING = {"[": "]", "{": "}"}

Shared = dict[str, Any]


class Unusual(Exception):
    """Raised for what only libyaml should read."""


class Node:
    """Where a value stands in a text, and its parts, if it is in brackets: each with its key, and where the key begins.

    The parts of what holds only texts are found in what is `written` when they are asked for.
    """

    __slots__ = ("_parts", "_written", "end", "opening", "start")

    def __init__(self, start: int, end: int, opening: str = "", parts: tuple[tuple[str, int, Node], ...] = (), written: str = "") -> None:
        self.start, self.end, self.opening, self._parts, self._written = start, end, opening, parts, written

    @property
    def parts(self) -> tuple[tuple[str, int, Node], ...]:
        """Key, where it begins, and the part itself."""
        if self._written:
            self._parts, self._written = tuple(_parts_of(self._written, self.start)), ""
        return self._parts


def in_brackets(text: str, shared: Shared | None = None) -> Any:
    """The list or mapping that a text without comments consists of. Raises Unusual.

    Its mappings do not know where they stand. Those of texts alone that are in `shared` are one object with others that are written alike.
    """
    text = text.rstrip(" \n")
    if text[-1] != _CLOSING[text[0]]:
        raise Unusual
    if text.find("[", 1) >= 0 or text.find("{", 1) >= 0:
        return _nested(text, shared)
    return ({} if shared is None else shared).get(text) or _made(text, shared)


def _nested(text: str, shared: Shared | None) -> Any:
    """A list or mapping in which others are."""
    here: Any = Mapping() if text[0] == "{" else []
    top = [here]
    outer, is_list, comma = [top], type(here) is list, ","
    known = ({} if shared is None else shared).get
    for key, plain, marked, closing, comma in _TOKEN.findall(text, _inside(text)):
        made: Any = plain
        if not plain and (made := known(marked)) is None:
            made = _made(marked, shared)
        if key:
            if is_list or key in here:
                raise Unusual
            here[key] = made
        elif is_list:
            here.append(made)
        else:
            raise Unusual
        if marked in _OPENING:
            outer.append(here)
            here, is_list = made, marked == "["
            if comma or closing or len(outer) > _DEEPEST:
                raise Unusual
            continue
        if closing:
            here = _closed(closing, here, outer)
            is_list = type(here) is list
        if not comma and outer:
            raise Unusual
    if here is not top or len(top) != 1 or comma:
        raise Unusual
    return top[0]


def uncommented(text: str) -> str:
    """A text with blanks in the place of its comments.

    Where a quote stands inside a plain text, this may take a comment for a part of a text, or cut a text in quotes: what is left fits no token then.
    """
    return "\n".join([_without_comment(line) if "#" in line else line for line in text.split("\n")]) if "#" in text else text


def _without_comment(line: str) -> str:
    if line.lstrip(" ")[0] == "#":
        return " " * len(line)
    if '"' not in line and "'" not in line:
        return line.partition(" #")[0].ljust(len(line))
    return re.sub(_COMMENT, lambda found: found[1] or " " * len(found[0]), line)


def _closed(closing: str, here: Any, outer: list[Any]) -> Any:
    """What goes on behind closing brackets."""
    for mark in closing:
        if mark in "]}":
            if not outer or (mark == "]") != (type(here) is list):
                raise Unusual
            here = outer.pop()
    return here


def _made(marked: str, shared: Shared | None) -> Any:
    """What begins with a quote or bracket: a text, something in which only texts are, or an empty list or mapping that is to be filled."""
    if marked in _OPENING:
        return Mapping() if marked == "{" else []
    made: Any = _flat(marked) if marked[:1] in _OPENING else unquoted(marked)
    if shared is not None and len(shared) < _MOST_SHARED:
        shared[marked] = made
    return made


def _flat(written: str) -> Any:
    """A list or mapping in which only texts are."""
    if written[0] == "[":
        words = [word.strip(" \n") for word in written[1:-1].split(",")]
        together = "\n".join(words)
        if "" not in words and "\n-" not in f"\n{together}" and "".join(words).replace("-", "a").replace("_", "a").isalnum():
            return words  # most lists: of ids and choices
    tokens = _TOKEN.findall(written[1:-1].strip(" \n"))
    if not tokens:
        return Mapping() if written[0] == "{" else []
    keys, values, marked, closing, commas = zip(*tokens, strict=True)
    if "".join(commas) != "," * (len(tokens) - 1) or commas[-1] or any(closing):
        raise Unusual
    if "" in values:
        values = tuple(value or unquoted(quoted) for value, quoted in zip(values, marked, strict=True))
    if written[0] == "[":
        if any(keys):
            raise Unusual
        return [*values]
    found = Mapping(zip(keys, values, strict=True))
    if len(found) != len(keys) or "" in found:
        raise Unusual
    return found


def in_quotes(text: str) -> str:
    """The text in quotes that a line consists of, but for a comment behind it. Raises Unusual."""
    tokens = _TOKEN.findall(uncommented(text))
    key, plain, marked, closing, comma = tokens[0]
    if len(tokens) > 1 or key or plain or closing or comma:
        raise Unusual
    return unquoted(marked)


def unquoted(written: str) -> str:
    """What is written in quotes. Raises Unusual if it is not, and for escapes other than those of programs."""
    text = written[1:-1]
    if written[:1] == "'":
        text = text.replace("''", "'")
    elif written[:1] != '"':
        raise Unusual
    elif "\\" in text:
        if "\\" in re.sub(_ESCAPE, "", text):
            raise Unusual
        text = re.sub(_ESCAPE, _meant, text)
    return text.rstrip(" \u3000\u00a0") if text[-1:] in ("\u3000", "\u00a0") else text


def node_at(text: str, start: int, end: int, wanted: str | int = "") -> Node:
    """Where the value in brackets or quotes stands that begins at a character, and its parts; what it is has been checked when it was read.

    Once the part with the `wanted` key is known, what follows is not looked at, nor what can be passed over before it.
    """
    parts: list[tuple[str, int, Node]] = []
    outer: list[tuple[list[tuple[str, int, Node]], str, int, int, str]] = []
    written, first = uncommented(text[start:end]), 0
    if written[0] in _OPENING:
        outer.append(([], "", start, start, written[0]))
        first = _begin_of(wanted, written)
        if written[first] in "]}":
            return Node(start, start + first + 1, written[0])
    for token in _TOKEN.finditer(written, first):
        key, plain, marked, closing, _ = token.groups()
        at = start + token.start(1), start + token.start(2 if plain else 3)
        if marked in _OPENING:
            outer.append((parts, key, *at, marked))
            parts = []
        elif plain or marked:
            parts.append((key, at[0], _node_of(plain or marked, at[1])))
        else:
            raise Unusual
        for place, mark in enumerate(closing, start + token.start(4)):
            if outer and mark in "]}":  # those of what it stands in are none of it
                closed, (parts, key, key_start, begun, opening) = tuple(parts), outer.pop()
                parts.append((key, key_start, Node(begun, place + 1, opening, closed)))
        if not outer:
            break
        if wanted and len(outer) == 1 and parts and parts[-1][0] == wanted:
            return Node(outer[0][3], end, outer[0][4], tuple(parts))
    return parts[0][2]


def _begin_of(key: str | int, written: str) -> int:
    """Where a key of a mapping in braces begins, if that can be told without reading what stands before it; else where the inside begins."""
    begin = 0
    while key and written[0] == "{" and (begin := written.find(f"{key}: ", begin + 1)) > 0:
        before = written[:begin]
        if '"' in before or "'" in before:
            break
        if before[-1] in " ,{\n" and before.count("{") + before.count("[") == before.count("}") + before.count("]") + 1:
            return begin
    return _inside(written)


def _node_of(written: str, start: int) -> Node:
    """Where a text stands, or a list or mapping in which only texts are."""
    if written[0] in _OPENING:
        return Node(start, start + len(written), written[0], (), written)
    return Node(start, start + len(written))


def _parts_of(written: str, start: int) -> Iterator[tuple[str, int, Node]]:
    for token in _TOKEN.finditer(written, _inside(written), len(written) - 1):
        group = 2 if token[2] else 3
        yield token[1], start + token.start(1), Node(start + token.start(group), start + token.end(group))


def _inside(written: str) -> int:
    """Where what stands in brackets begins."""
    return len(written) - len(written[1:].lstrip(" \n"))


def placed(found: Any, node: Node, source: Source) -> Any:
    """What was read in brackets, when all its mappings have been told where they stand."""
    if type(found) is Mapping:
        found.start, found.end, found.source = node.start, node.end, source
    for part, (_, _, inner) in zip(found.values() if type(found) is Mapping else found, node.parts, strict=True):
        if inner.opening:
            placed(part, inner, source)
    return found


def _meant(escape: re.Match[str]) -> str:
    if escape[2]:
        return escape[2]
    if escape[1] >= "D800" and escape[1] <= "DFFF":
        raise Unusual  # half a character
    return chr(int(escape[1], 16))

"""Reading what stands in brackets, braces and quotes, over one line or several, as offices and programs write it.

A text is cut into tokens of one value each: the key before it, the value or the bracket that it opens with, the brackets that close behind it, and
a comma. Whatever fits no token, and tokens that do not fit each other, raise Unusual: empty values, keys without a value, pairs in lists, texts
over several lines, anchors, tags and slips of every kind. Parts of what is read do not know where they stand; `node_at` walks through it once more.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from secpolicy.base.location import Source
from secpolicy.model.stretches import Mapping

KEY = r"\w[\w.-]{0,100}"
_REST = r"[^\n,\[\]{}#:?]*"
_PLAIN = rf"[^\s,\[\]{{}}#:?&*!|>'\"%@`-]{_REST}(?::(?=[^\s,\[\]{{}}#:?]){_REST})*(?<!\s)"
_QUOTED = r"'[^'\n]*+(?:''[^'\n]*+)*+'|\"[^\"\\\n]*+(?:\\[^\n][^\"\\\n]*+)*+\""
_FLAT = r"(?:[^\[\]{}#\"']++|\"[^\"\\\n]*+\")*+"
_BETWEEN = r"[ \n]*+(?:(?<=[ \n])#[^\n]*+[ \n]*+)*+"
_CLOSING = r"[\]} \n]*+(?:(?<=[ \n])#[^\n]*+[\]} \n]*+)*+"
_TOKEN = re.compile(rf"(?:({KEY}): +)?+(\[{_FLAT}\]|{{{_FLAT}}}|[\[{{]|{_PLAIN}|{_QUOTED}){_BETWEEN}({_CLOSING})(,?){_BETWEEN}|[\s\S]")
_MARKS = frozenset(("", "[", "{", '"', "'"))  # what a token begins with that is more than a plain text
_OPENING = ("[", "{")
_ESCAPE = r"\\(?:u([0-9A-F]{4})|([\"\\]))"
_DEEPEST = 24  # together with the columns of blocks far below the limit of depth
_MOST_SHARED = 20_000

Shared = dict[str, Any]


class Unusual(Exception):
    """Raised for what only libyaml should read."""


class Node(NamedTuple):
    """Where a value stands in a text, and its parts, if it is in brackets: each with its key, and where the key begins."""

    start: int
    end: int
    opening: str = ""
    parts: tuple[tuple[str, int, Node], ...] = ()


def in_brackets(text: str, shared: Shared | None = None) -> Any:
    """The list or mapping that a text consists of, but for comments behind it. Raises Unusual.

    Its mappings do not know where they stand. Those of texts alone that are in `shared` are one object with others that are written alike.
    """
    here: Any = []
    top, outer = here, []
    known = ({} if shared is None else shared).get
    for key, value, closing, comma in _TOKEN.findall(text):
        made: Any = value
        if value[:1] in _MARKS and (made := known(value)) is None:
            made = _marked(value, shared)
        if type(here) is list:
            if key:
                raise Unusual
            here.append(made)
        elif key and key not in here:
            here[key] = made
        else:
            raise Unusual
        if value in _OPENING:
            outer.append(here)
            here = made
            if comma or closing or len(outer) > _DEEPEST:
                raise Unusual
            continue
        if closing:
            here = _closed(closing, here, outer)
        if (comma == "") == (outer != []):
            raise Unusual
    if here is not top or len(top) != 1 or type(top[0]) is str:
        raise Unusual
    return top[0]


def _closed(closing: str, here: Any, outer: list[Any]) -> Any:
    """What goes on behind closing brackets."""
    for mark in _uncommented(closing):
        if mark in "]}":
            if not outer or (mark == "]") != (type(here) is list):
                raise Unusual
            here = outer.pop()
    return here


def _uncommented(closing: str) -> str:
    """Closing brackets with blanks in the place of the comments between them."""
    return re.sub(r"#[^\n]*", lambda comment: " " * len(comment[0]), closing) if "#" in closing else closing


def _marked(value: str, shared: Shared | None) -> Any:
    """What begins with a quote or bracket: a text, something in which only texts are, or an empty list or mapping that is to be filled."""
    if value in _OPENING:
        return Mapping() if value == "{" else []
    made: Any = _flat(value) if value[:1] in _OPENING else unquoted(value)
    if shared is not None and len(shared) < _MOST_SHARED:
        shared[value] = made
    return made


def _flat(written: str) -> Any:
    """A list or mapping in which only texts are."""
    tokens = _TOKEN.findall(written[1:-1].strip(" \n"))
    if not tokens:
        return Mapping() if written[0] == "{" else []
    keys, values, _, commas = zip(*tokens, strict=True)
    if "".join(commas) != "," * (len(tokens) - 1) or commas[-1] or "" in values:
        raise Unusual
    if '"' in written or "'" in written:
        values = tuple(unquoted(value) if value[0] in _MARKS else value for value in values)
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
    tokens = _TOKEN.findall(text)
    key, value, closing, comma = tokens[0]
    if len(tokens) > 1 or key or closing or comma:
        raise Unusual
    return unquoted(value)


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


def node_at(text: str, start: int) -> Node:
    """Where the value in brackets or quotes stands that begins at a character, and its parts. Raises Unusual, but does not check what has been read."""
    parts: list[tuple[str, int, Node]] = []
    outer: list[tuple[list[tuple[str, int, Node]], str, int, int, str]] = []
    for token in _TOKEN.finditer(text, start):
        key, value, closing, _ = token.groups()
        if not value:
            raise Unusual
        if value in _OPENING:
            outer.append((parts, key, token.start(1), token.start(2), value))
            parts = []
        else:
            parts.append((key, token.start(1), _node_of(text, token.start(2), token.end(2))))
        for at, mark in enumerate(_uncommented(closing), token.start(3)):
            if outer and mark in "]}":  # those of what it stands in are none of it
                closed, (parts, key, key_start, begun, opening) = tuple(parts), outer.pop()
                parts.append((key, key_start, Node(begun, at + 1, opening, closed)))
        if not outer:
            break
    return parts[0][2]


def _node_of(text: str, start: int, end: int) -> Node:
    """Where a text stands, or a list or mapping in which only texts are."""
    if text[start] not in _OPENING:
        return Node(start, end)
    first = end - 1 - len(text[start + 1 : end - 1].lstrip(" \n"))
    tokens = _TOKEN.finditer(text, first, end - 1)
    return Node(start, end, text[start], tuple((token[1], token.start(1), Node(token.start(2), token.end(2))) for token in tokens))


def end_of(text: str) -> int:
    """What a text in brackets ends before that has comments behind it."""
    end = len(text.rstrip(" \n"))
    line = text.rfind("\n", 0, end) + 1
    while line and text[line:end].lstrip(" ").startswith("#"):
        end = len(text[:line].rstrip(" \n"))
        line = text.rfind("\n", 0, end) + 1
    return node_at(text, 0).end if "#" in text[line:end] else end


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

"""Reading a file as text: its size, its encoding, and characters that nobody sees, before anything is made of it."""

from __future__ import annotations

import os
import re

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused

MAX_LINE = 1 << 20
MAX_FILE = 256 << 20

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
# Controls, marks of writing direction, spaces without width, and line ends that only YAML knows: they make one text look like another.
_UNSEEN = "[\u0080-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"  # compiled when it is needed: hardly ever
# How most of them begin in UTF-8, and the others. A text without these is not searched: that takes far longer than looking for them, and a
# single byte, which Japanese seldom has, is found missing fifty times as fast as two.
_BEGINNINGS = ((b"\xc2", b"\xc2"), (b"\xd8", b"\xd8\x9c"), (b"\xe2", b"\xe2\x80"), (b"\xe2", b"\xe2\x81"))
_OTHERS = ("\ufeff", "\ufffe", "\uffff")


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
        from secpolicy.base.reasons import reason_of

        raise Refused([Problem(Location(shown), "cannot-read", {"path": shown, "reason": reason_of(error)})]) from None


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
    if any(control in data for control in _CONTROLS):
        raise Refused([_control_problem(data, name)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused([_encoding_problem(data, error, name)]) from None
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    may_hold = any(first in data and begun in data for first, begun in _BEGINNINGS) or any(other in text for other in _OTHERS)
    if may_hold and (found := re.search(_UNSEEN, text)):
        raise Refused([_unseen_problem(Source(name, text), found.start())])
    if _has_long_line(text):
        lines = [number for number, line in enumerate(text.split("\n"), 1) if len(line) > MAX_LINE]
        raise Refused([Problem(Location(name, number, 1, number, 2), "line-too-long", {"limit": "1 MiB"}) for number in lines])
    return text


def _has_long_line(text: str) -> bool:
    """Whether a line passes the limit: from line end to line end in the longest steps allowed, so that few lines are looked at."""
    position = -1
    while len(text) - position - 1 > MAX_LINE:
        end = text.rfind("\n", position + 1, position + 2 + MAX_LINE)
        if end < 0:
            return True
        position = end
    return False


def _unseen_problem(source: Source, index: int) -> Problem:
    """The line is shown with a box in the place of what cannot be seen: printed as it is, it would deceive once more."""
    before = source.text[:index]
    line, column = before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1
    location = Location(source.name, line, column, line, column + 1)
    return Problem(location, "unseen-character", {"code": f"U+{ord(source.text[index]):04X}"}, re.sub(_UNSEEN, "□", source.line(line)))


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

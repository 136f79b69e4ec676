"""Plain data as bytes and back. What is equal is written once; parts that few runs need stay in their file until they are asked for."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO


def packed(value: Any) -> bytes:
    """Nested tuples, lists, dicts, texts, numbers and bytes as bytes; named tuples are packed as plain ones, since marshal knows no others."""
    return marshal.dumps(_shared(value, {}))


def unpacked(content: bytes) -> Any:
    """The inverse of `packed`. EOFError, TypeError or ValueError if the bytes are damaged."""
    return marshal.loads(content)


def checksum(content: bytes) -> int:
    """Tells bytes from damaged ones, of which marshal may make something else without a word."""
    return zlib.crc32(content)


class Parts(dict[str, Any]):
    """Values by name, each read from a file when it is first asked for; KeyError if there is none of that name.

    The file stays open, so that all parts are of one writing: another process may put a new file in its place meanwhile.
    `places` has the position, length and checksum of each part. When one is damaged, all are taken from `anew`.
    """

    __slots__ = ("_anew", "_file", "_places", "_start")

    def __init__(self, file: BinaryIO, start: int, places: dict[str, tuple[int, int, int]], anew: Callable[[], dict[str, Any]]) -> None:
        self._file, self._start, self._places, self._anew = file, start, places, anew

    def __missing__(self, name: str) -> Any:
        position, length, check = self._places[name]
        self._file.seek(self._start + position)
        content = self._file.read(length)
        if checksum(content) != check:
            return self._taken_anew()[name]
        value = self[name] = unpacked(content)
        return value

    def _taken_anew(self) -> dict[str, Any]:
        self._file.close()  # before its place is taken: Windows removes no file that is open
        parts = self._anew()
        self.update(parts)
        return parts

    def __del__(self) -> None:
        self._file.close()

    def all(self) -> dict[str, Any]:
        """Every value by name, without the file."""
        return {name: self[name] for name in self._places}


def in_parts(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """Values in parts by the beginnings of their keys, for a run that asks for few of many."""
    parts: dict[str, Any] = {}
    for key, value in values.items():
        parts.setdefault(_part(name, key), {})[key] = value
    return parts


class Scattered(dict[str, Any]):
    """The values that `in_parts` put into parts, each found when it is first asked for; KeyError if there is none of that key."""

    __slots__ = ("_name", "_parts")

    def __init__(self, name: str, parts: dict[str, Any]) -> None:
        self._name, self._parts = name, parts

    def __missing__(self, key: str) -> Any:
        value = self[key] = self._parts[_part(self._name, key)][key]
        return value


def _part(name: str, key: str) -> str:
    return f"{name} {key[:2]}"


def _shared(value: Any, seen: dict[Any, Any]) -> Any:
    """The same value with one object for all equal texts and tuples in it: marshal writes an object once, equal ones each time."""
    if type(value) is str:
        return seen.setdefault(value, value)
    if isinstance(value, tuple):
        parts = tuple([_shared(part, seen) for part in value])
        # By identity of the parts: 1 and True are equal, but not the same.
        return seen.setdefault(tuple(map(id, parts)), parts)
    if type(value) is list:
        return [_shared(part, seen) for part in value]
    return {_shared(key, seen): _shared(part, seen) for key, part in value.items()} if isinstance(value, dict) else value

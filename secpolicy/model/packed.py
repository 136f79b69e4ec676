"""Plain data as bytes and back. What is equal is written once; parts that few runs need stay in their file until they are asked for."""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Callable
from typing import Any

_CLOSED = -1


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

    The file stays open, so that all parts are of one writing: another process may put a new file in its place meanwhile. It is held by its
    descriptor, which nothing but this closes: a file object would be told as left open when it goes together with what refers to it.
    `places` has the position, length and checksum of each part. When one is damaged, all are taken from `anew`.
    """

    __slots__ = ("_anew", "_descriptor", "_places", "_start")

    def __init__(self, descriptor: int, start: int, places: dict[str, tuple[int, int, int]], anew: Callable[[], dict[str, Any]]) -> None:
        self._descriptor, self._start, self._places, self._anew = descriptor, start, places, anew

    def __missing__(self, name: str) -> Any:
        if self._descriptor == _CLOSED:
            raise KeyError(name)
        position, length, check = self._places[name]
        os.lseek(self._descriptor, self._start + position, os.SEEK_SET)
        content = os.read(self._descriptor, length)
        if checksum(content) != check:
            return self._taken_anew()[name]
        value = self[name] = unpacked(content)
        return value

    def _taken_anew(self) -> dict[str, Any]:
        self._close()  # before its place is taken: Windows removes no file that is open
        parts = self._anew()
        self.update(parts)
        return parts

    def _close(self) -> None:
        if self._descriptor != _CLOSED:
            os.close(self._descriptor)
            self._descriptor = _CLOSED

    def __del__(self) -> None:
        self._close()

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

"""Plain data as bytes and back. What is equal is written once; a part that few runs need stays bytes until it is asked for."""

from __future__ import annotations

import marshal
from typing import Any


def packed(value: Any, is_plain: bool = False) -> bytes:
    """Nested tuples, lists, dicts, texts, numbers and bytes as bytes; named tuples are packed as plain ones, since marshal knows no others.

    `is_plain`: there is no named tuple in it, and so little that looking for what is equal would take longer than it saves.
    """
    return marshal.dumps(value if is_plain else _shared(value, {}))


def unpacked(content: bytes) -> Any:
    """The inverse of `packed`. EOFError, TypeError or ValueError if the bytes are damaged."""
    return marshal.loads(content)


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

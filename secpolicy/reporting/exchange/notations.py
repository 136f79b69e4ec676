"""Paths, days and keys as the formats of other tools write them."""

from __future__ import annotations

import posixpath
import re
from datetime import date
from urllib.parse import quote

_DRIVE = re.compile(r"[A-Za-z]:/")


def uri(path: str) -> str:
    """A path as RFC 3986 has it: `/` between its parts, relative if the path is, else with the scheme `file`."""
    plain = path_from_root(path)
    if _DRIVE.match(plain):
        return f"file:///{plain[:2]}{quote(plain[2:])}"
    return f"file://{quote(plain)}" if plain.startswith("/") else quote(plain)


def beginning_of(day: date) -> str:
    """The first second of a day in Japan."""
    return f"{day.isoformat()}T00:00:00+09:00"


def end_of(day: date) -> str:
    """The last second of a day in Japan: until then a deadline of that day is met."""
    return f"{day.isoformat()}T23:59:59+09:00"


def path_from_root(path: str) -> str:
    """A path as tools beside a repository want it: with `/`, without a `./` before it."""
    return posixpath.normpath(path.replace("\\", "/"))


def hash_of(text: str) -> str:
    """Ten hexadecimal digits that stand for a text, the same on every run."""
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:10]

"""The one cache: checked packs as data. Nested tuples through marshal: no code objects, no pickle, never a shared folder.

It lies in the installed package's __pycache__ where that can be written, else in the user's own cache folder (mode 0700).
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Callable
from typing import Any

from secpolicy.model.packed import packed, unpacked

Stats = tuple[tuple[str, int, int], ...]
_FORMAT = 5


def cached(name: str, version: str, folders: tuple[str, ...], build: Callable[[], Any], use: bool = True, verify: bool = False) -> Any:
    """The data that `build` makes of the files in folders, from the cache if no file has changed.

    Files are compared by size and time of change; `verify` compares contents. Without `use` neither read nor written.
    """
    if not use:
        return build()
    stats = _stats(folders)
    key = (_FORMAT, version, sys.version)
    place = _place(name, folders[0])
    found = _read(place, key) if place is not None else None
    if found is not None and found[1] == stats and not verify:
        return found[3]
    digest = _digest([path for path, _, _ in stats])
    data = found[3] if found is not None and found[2] == digest else build()
    if place is not None:
        _write(place, (key, stats, digest, data))
    return data


def _stats(folders: tuple[str, ...]) -> Stats:
    """Every file the packs' meaning depends on, with its size and time of change; cases and compiled Python are not among them."""
    found: list[tuple[str, int, int]] = []
    waiting = list(folders)
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith((".rule", ".term", ".lark")) or (name.endswith(".yaml") and not name.endswith(".test.yaml")):
                    stat = entry.stat()
                    found.append((entry.path, stat.st_size, stat.st_mtime_ns))
                elif name != "__pycache__" and entry.is_dir():
                    waiting.append(entry.path)
    return tuple(sorted(found))


def _digest(files: list[str]) -> str:
    """SHA-256 over names and contents."""
    import hashlib  # brings OpenSSL with it: not needed while nothing has changed

    digest = hashlib.sha256()
    for path in files:
        with open(path, "rb") as file:
            content = file.read()
        digest.update(f"{os.path.basename(path)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _place(name: str, folder: str) -> str | None:
    """Where the cache of a folder lies; None if there is no safe place for it."""
    here = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "__pycache__")
    # Tells installations apart; should two ever share a tag, each would find that the other's is not its own.
    file = f"{name}-{zlib.crc32(os.path.abspath(folder).encode()):08x}.packs"
    try:
        os.makedirs(here, exist_ok=True)
        if os.access(here, os.W_OK):
            return os.path.join(here, file)
    except OSError:
        pass
    return _own_place(file)


def _own_place(file: str) -> str | None:
    """In the user's cache folder, refused if others own it or may write to it."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = os.path.join(home, "secpolicy")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        stat = os.stat(folder)
    except OSError:
        return None
    if hasattr(os, "getuid") and (stat.st_uid != os.getuid() or stat.st_mode & 0o022):
        return None
    return os.path.join(folder, file)


def _read(place: str, key: tuple[Any, ...]) -> Any:
    """What the cache holds, or None if it is missing, damaged or of another version."""
    try:
        with open(place, "rb") as file:
            found = unpacked(file.read())
    except (OSError, EOFError, ValueError, TypeError):
        return None
    return found if isinstance(found, tuple) and len(found) == 4 and found[0] == key else None


def _write(place: str, content: tuple[Any, ...]) -> None:
    """Written beside and renamed, so that a lost race is harmless; a folder that cannot be written is no error."""
    beside = f"{place}.{os.getpid()}"
    try:
        with open(beside, "wb") as file:
            file.write(packed(content))
        os.replace(beside, place)
    except OSError:
        if os.path.exists(beside):
            os.unlink(beside)

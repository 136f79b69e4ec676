"""The one cache: checked packs as data. Nested tuples through marshal: no code objects, no pickle, never a shared folder.

It lies in the installed package's __pycache__ where that can be written, else in the user's own cache folder (mode 0700).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from secpolicy.base.record import Record
from secpolicy.model.packed import Parts, checksum, packed, unpacked

Marked = tuple[tuple[str, ...], tuple[int, ...]]  # paths; the size and time of change of each
_FORMAT = 11
_NUMBER = 8  # bytes of each of the three that a file begins with: the length of its head, its own, and the checksum of its head
_START = 3 * _NUMBER
_KEPT = 32  # caches of one name


class _Found(Record):
    """What a cache was made of, and what it holds. A folder changes when a file comes or goes."""

    folders: Marked
    files: Marked
    digest: str
    parts: Parts


def cached(name: str, version: str, folders: tuple[str, ...], build: Callable[[], dict[str, Any]], use: bool = True, verify: bool = False) -> dict[str, Any]:
    """The parts that `build` makes of the files in folders, from the cache if no file has changed.

    Files are compared by size and time of change; `verify` compares contents. Without `use` neither read nor written.
    """
    if not use:
        return build()
    folders = tuple(map(os.path.abspath, folders))
    key = (_FORMAT, version, sys.version, folders)
    place = _place(name, folders[0])

    def anew() -> dict[str, Any]:
        forget(name, folders)
        return build()

    found = _read(place, key, anew) if place is not None else None
    if found is not None and not verify and _is_unchanged(found.folders) and _is_unchanged(found.files):
        return found.parts
    seen, files = _all_marked(folders)
    is_same = found is not None and not verify and found.files == files
    digest = found.digest if found is not None and is_same else _digest(files[0])
    parts = found.parts.all() if found is not None and found.digest == digest else build()
    del found  # and with it the file, which Windows could not replace while it is open
    if place is not None:
        _write(place, (key, seen, files, digest), parts)
    return parts


def forget(name: str, folders: tuple[str, ...]) -> None:
    """Remove a cache whose parts cannot be used, if another process has not done so: its length is right, but something in it is damaged."""
    place = _place(name, os.path.abspath(folders[0]))
    try:
        if place is not None:
            os.unlink(place)
    except OSError:
        pass


def _is_unchanged(marked: Marked) -> bool:
    paths, marks = marked
    try:
        return _marks(paths) == marks
    except OSError:
        return False


def _marks(paths: Iterable[str]) -> tuple[int, ...]:
    """The size and time of change of each."""
    numbers: list[int] = []
    for path in paths:
        stat = os.stat(path)
        numbers += stat.st_size, stat.st_mtime_ns
    return tuple(numbers)


def _all_marked(folders: tuple[str, ...]) -> tuple[Marked, Marked]:
    """The folders and every file that the packs' meaning depends on; cases and compiled Python are not among them."""
    seen: list[str] = []
    marks: list[int] = []
    files: list[str] = []
    waiting = list(folders)
    while waiting:
        folder = waiting.pop()
        seen.append(folder)
        marks += _marks((folder,))  # before it is listed, so that what comes meanwhile will be noticed
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith((".rule", ".term", ".lark")) or (name.endswith(".yaml") and not name.endswith(".test.yaml")):
                    files.append(entry.path)
                elif name != "__pycache__" and entry.is_dir():
                    waiting.append(entry.path)
    files.sort()
    return (tuple(seen), tuple(marks)), (tuple(files), _marks(files))


def _digest(files: Iterable[str]) -> str:
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
    # Tells folders apart; should two ever share a tag, each would find that the other's is not its own.
    tag = int.from_bytes(os.fsencode(folder), "big") % (2**61 - 1)
    file = f"{name}-{tag:016x}.packs"
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


def _read(place: str, key: tuple[Any, ...], anew: Callable[[], dict[str, Any]]) -> _Found | None:
    """What the cache holds, or None if it is missing, damaged or of another version."""
    try:
        file = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0))  # open until its parts are not needed any more
    except OSError:
        return None
    try:
        length, whole, check = (int.from_bytes(os.read(file, _NUMBER), "big") for _ in range(3))
        if whole == os.lseek(file, 0, os.SEEK_END) and length <= whole:
            os.lseek(file, _START, os.SEEK_SET)
            head = os.read(file, length)
            if checksum(head) == check:
                its_key, folders, files, digest, places = unpacked(head)
                if its_key == key:
                    return _Found(folders, files, digest, Parts(file, _START + length, places, anew))
    except (OSError, EOFError, ValueError, TypeError):
        pass
    os.close(file)
    return None


def _write(place: str, known: tuple[Any, ...], parts: dict[str, Any]) -> None:
    """Written beside and renamed, so that a lost race is harmless; a folder that cannot be written is no error."""
    beside = f"{place}.{os.getpid()}"
    contents = {name: packed(part) for name, part in parts.items()}
    places, size = {}, 0
    for name, content in contents.items():
        places[name] = (size, len(content), checksum(content))
        size += len(content)
    head = packed((*known, places))
    numbers = (len(head), _START + len(head) + size, checksum(head))
    try:
        with open(beside, "wb") as file:
            file.writelines((*(number.to_bytes(_NUMBER, "big") for number in numbers), head, *contents.values()))
        os.replace(beside, place)
        _forget_oldest(place)
    except OSError:
        if os.path.exists(beside):
            os.unlink(beside)


def _forget_oldest(place: str) -> None:
    """Every folder that was ever checked leaves a cache: only the newest of a name are kept."""
    folder, file = os.path.split(place)
    alike = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith(file.partition("-")[0] + "-")]
    for old in sorted(alike, key=os.path.getmtime)[:-_KEPT]:
        os.unlink(old)

"""The folder of rules that `--rules` names, and the packs in it."""

from __future__ import annotations

import os

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused

PACK = "pack.yaml"


def refuse_no_folder(path: str) -> None:
    """Raises Refused unless there is a folder of that name."""
    if not os.path.isdir(path):
        named = path.replace(os.sep, "/")
        raise Refused([Problem(Location(named), "not-a-folder" if os.path.exists(path) else "no-such-folder", {"path": named})])


def is_pack(path: str) -> bool:
    """Whether a folder is that of a pack."""
    return os.path.isfile(os.path.join(path, PACK))


def refuse_no_pack(path: str) -> None:
    """Raises Refused unless there is a folder of that name that is a pack or holds some."""
    refuse_no_folder(path)
    if is_pack(path) or any(is_pack(os.path.join(path, name)) for name in os.listdir(path)):
        return
    named, above = path.replace(os.sep, "/"), os.path.abspath(path)
    while above != (above := os.path.dirname(above)):
        if is_pack(above):
            meant = (above if os.path.isabs(path) else os.path.relpath(above)).replace(os.sep, "/")
            raise Refused([Problem(Location(named), "no-pack-there-meant", {"path": named, "meant": meant})])
    raise Refused([Problem(Location(named), "no-pack-there", {"path": named})])

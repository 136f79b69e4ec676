"""The folder of rules that `--rules` names."""

from __future__ import annotations

import os

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused


def refuse_no_folder(path: str) -> None:
    """Raises Refused unless there is a folder of that name."""
    if not os.path.isdir(path):
        named = path.replace(os.sep, "/")
        raise Refused([Problem(Location(named), "not-a-folder" if os.path.exists(path) else "no-such-folder", {"path": named})])

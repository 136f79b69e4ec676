"""Which inventories a command is about: those that it names, else those of this folder."""

from __future__ import annotations

import os

from secpolicy.cli.commands import usage_problem
from secpolicy.model.documents import read_documents

LISTING, KEY = "secpolicy.yaml", "inventories"


def inventories(given: tuple[str, ...]) -> tuple[str, ...]:
    """What to judge: as given, else inventory.yaml, inventory/, or what secpolicy.yaml lists. Raises Refused."""
    if len(given) > 1:
        raise usage_problem("usage-one-inventory", n=len(given))
    if given:
        return given
    for path in ("inventory.yaml", "inventory"):
        if os.path.exists(path):
            return (path,)
    if os.path.isfile(LISTING):
        listed = read_documents(LISTING)[0].get(KEY)
        paths = [listed] if isinstance(listed, str) else listed
        if isinstance(paths, list) and paths and all(isinstance(path, str) for path in paths):
            return tuple(paths)
    raise usage_problem("usage-no-inventory")

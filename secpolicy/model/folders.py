"""Where the data of this installation lies: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VOCABULARY = os.path.join(_PACKAGE, "vocabulary")
WORDS = os.path.join(_PACKAGE, "base", "words")


def data_folder(name: str) -> str:
    """The folder rules, profiles or samples."""
    inside = os.path.join(_PACKAGE, name)
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(_PACKAGE), name)

"""Sentences on the error stream, which go with what is printed: loaded only where there are any."""

from __future__ import annotations

import os
import shutil
import sys

from secpolicy.reporting.prose import hanging


def tell(text: str) -> None:
    """Print sentences, a line each; where people read them, on a terminal, wrapped to its width."""
    if sys.stderr.isatty():
        there = os.get_terminal_size(sys.stderr.fileno())  # what is printed may go elsewhere, and then says nothing of the terminal
        width = max(60, min(shutil.get_terminal_size(there).columns, 200))
        text = hanging((("", line) for line in text.splitlines()), width)
    sys.stderr.write(text)

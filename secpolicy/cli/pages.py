"""The page that a table without options of its own is drawn on: the terminal as it is."""

from __future__ import annotations

import os

from secpolicy.cli.choosing import terminal_width
from secpolicy.reporting.grid import Page


def page_of_terminal() -> Page:
    """As wide as the terminal; the consoles of Japanese Windows draw α and its like as wide as kanji."""
    return Page("simple", terminal_width(), 2 if os.name == "nt" else 1)

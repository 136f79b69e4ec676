"""The page that a table without options of its own is drawn on: the terminal as it is."""

from __future__ import annotations

from secpolicy.cli.choosing import ambiguous_width, terminal_width
from secpolicy.reporting.grid import Page


def page_of_terminal() -> Page:
    """As wide as the terminal, with α and its like as its console draws them."""
    return Page("simple", terminal_width(), ambiguous_width())

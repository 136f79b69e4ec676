"""What is printed, whatever the width at which it is wrapped."""

from __future__ import annotations


def letters(text: str) -> str:
    """A text without its blanks and line breaks."""
    return "".join(text.split())

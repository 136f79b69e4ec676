"""Prose for the terminal: sentences wrapped by display columns, their further lines under the text and not under its label."""

from __future__ import annotations

from collections.abc import Iterable

from secpolicy.base.text import Words, columns, wrapped

WIDE = 2  # α and its like are taken to be drawn wide, as some consoles do: a line is rather too short than too long
_UNDER_ITSELF = 2  # columns by which a line without a label is indented where it goes on

Line = tuple[str, str]  # what a line begins with, such as a label, and its text
EMPTY: Line = ("", "")


def hanging(lines: Iterable[Line], width: int) -> str:
    """Lines one under the other, none wider than that many columns."""
    return "\n".join(part for head, text in lines for part in _hung(head, text, width)) + "\n"


def labelled(words: Words, id_: str, **values: object) -> Line:
    """A message that begins with a label, which is what stands before its first value."""
    label = words.texts[id_][0].partition("{")[0]
    return label, words.says(id_, **values).removeprefix(label)


def _hung(head: str, text: str, width: int) -> list[str]:
    further = 0 if head.strip() else _UNDER_ITSELF
    first, *rest = wrapped(text, width - columns(head, WIDE) - further, WIDE)
    margin = " " * (columns(head) + further)
    return [f"{head}{first}".rstrip(), *(margin + line for line in rest)]

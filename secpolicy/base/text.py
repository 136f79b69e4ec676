"""Words and widths: messages by id in two languages, display columns, and what the console of an office can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from secpolicy.base.dates import japanese_day
from secpolicy.base.problem import Problem
from secpolicy.base.record import Record

LANGUAGES = ("ja", "en")  # the first is spoken to those who ask for none
# Characters that users write and cp932 lacks, as what is printed instead; everything else it lacks becomes 〓.
_REPLACED = {"—": "―", "–": "-", "\u00a0": " "}


class Words(Record):
    """The texts of one language by message id: what is said, and what to do (empty if there is nothing to say)."""

    lang: str
    texts: dict[str, tuple[str, str]]

    def says(self, id_: str, **values: Any) -> str:
        """The text of a message with its placeholders filled. KeyError if there is no such id."""
        try:
            return self.texts[id_][0].format_map({name: self.shown(value) for name, value in values.items()})
        except KeyError:  # of Japanese and of most texts, nothing goes with a number
            return self._with_numbers(self.texts[id_][0], values)

    def help(self, id_: str, **values: Any) -> str:
        """What to do about it; empty if the message says enough."""
        return self._with_numbers(self.texts[id_][1], values)

    def _with_numbers(self, text: str, values: dict[str, Any]) -> str:
        from secpolicy.base.numbers import WithNumbers

        return text.format_map(WithNumbers((name, self.shown(value)) for name, value in values.items()))

    def shown(self, value: Any) -> str:
        """A value as people read it: labels of kinds, fields and choices, days in both calendars, lists joined."""
        if isinstance(value, bool):
            return self.texts["yes" if value else "no"][0]
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, str | int):
            return str(value)
        if value is None:
            return self.texts["nothing"][0]
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            return self.join(self.shown(part) for part in value)
        if hasattr(value, "told_in"):
            return str(value.told_in(self))
        label = getattr(value, self.lang, None)
        return str(label) if label else str(getattr(value, "name", value))

    def join(self, parts: Iterable[str]) -> str:
        """Parts of a list in the language's own way."""
        return ("、" if self.lang == "ja" else ", ").join(parts)

    def day(self, day: date) -> str:
        """A day in the western and, in Japanese, also in the Japanese calendar."""
        return f"{day.isoformat()}（{japanese_day(day)}）" if self.lang == "ja" else day.isoformat()


def told(problem: Problem, words: Words) -> str:
    """A problem as people read it: place, text and id; the line with a caret; what to do."""
    lines = [f"{problem.location}: {words.says(problem.id, **problem.values)} [{problem.id}]"]
    if problem.line is not None and problem.location.line:
        at = problem.location
        shown, shift = _window(problem.line, at.column - 1)
        number = f"{at.line:5d} | "
        width = max(1, at.end_column - at.column) if at.end_line == at.line else 1
        before = shown[: at.column - 1 - shift]
        marked = shown[at.column - 1 - shift : at.column - 1 - shift + width]
        lines.append(number + shown.replace("\t", "→"))  # a tab as it is would move the caret
        lines.append("      | " + " " * columns(before) + "^" * max(1, columns(marked)))
    if advice := words.help(problem.id, **problem.values):
        lines.append(f"   {words.says('help-word')}: {advice}")
    return "\n".join(lines)


def _window(line: str, column: int, width: int = 120) -> tuple[str, int]:
    """The part of a long line around a column, and how many characters were left out before it."""
    if len(line) <= width:
        return line, 0
    start = max(0, min(column - 40, len(line) - width))
    return line[start : start + width], start


@lru_cache(maxsize=4096)
def columns(text: str, ambiguous: int = 1) -> int:
    """Display columns of a text (UAX 11); `ambiguous` is the width of characters that consoles draw narrow or wide."""
    if text.isascii():
        return len(text)
    total = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        kind = unicodedata.east_asian_width(character)
        total += 2 if kind in "WF" else ambiguous if kind == "A" else 1
    return total


# Japanese typesetting (JIS X 4051): these do not begin a line, those do not end one.
_NOT_FIRST = "、。，．・：；？！）」』】〉》〕］｝ー々ゝぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;?!’”′"
_NOT_LAST = "（「『【〈《〔［｛([{‘“"


def wrapped(text: str, width: int, ambiguous: int = 1) -> list[str]:
    """A text in lines of at most that many columns; words of Latin letters and ids stay whole where they fit."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used, before = "", 0, len(lines)
        for piece in _pieces(paragraph):
            size = columns(piece, ambiguous)
            if used + size > width and line:
                if line[-1] in _NOT_LAST and len(line) > 1:
                    piece, line = line[-1] + piece, line[:-1]
                    size = columns(piece, ambiguous)
                lines.append(line.rstrip())
                line, used = "", 0
                piece = piece.lstrip()
                size = columns(piece, ambiguous)
            while size > width:
                head = _fitting(piece, width, ambiguous)
                lines.append(head)
                piece = piece[len(head) :]
                size = columns(piece, ambiguous)
            line += piece
            used += size
        if line or len(lines) == before:
            lines.append(line.rstrip())
    return lines


def listed(text: str, width: int, ambiguous: int = 1) -> list[str]:
    """A text as one of a list: a stroke before it, its further lines indented."""
    first, *rest = wrapped(text, width - 2, ambiguous)
    return [f"- {first}", *(f"  {line}" for line in rest)]


def _pieces(text: str) -> list[str]:
    """Parts between which a line may be broken: single wide characters, each with the marks behind it, and words."""
    pieces: list[str] = []
    word = ""
    for character in text:
        if character.isascii() and not character.isspace():
            if not word and character in _NOT_FIRST and pieces and not pieces[-1].isspace():
                pieces[-1] += character
            else:
                word += character
            continue
        if word:
            pieces.append(word)
            word = ""
        if character in _NOT_FIRST and pieces:
            pieces[-1] += character
        else:
            pieces.append(character)
    if word:
        pieces.append(word)
    return pieces


def _fitting(text: str, width: int, ambiguous: int) -> str:
    """The longest beginning of a text that fits, at least one character; a path or an id is broken behind one of its joints."""
    end, used = 1, columns(text[0], ambiguous)
    while end < len(text) and (used := used + columns(text[end], ambiguous)) <= width:
        end += 1
    joint = max(text.rfind(sign, 0, end) for sign in "/#-.:")
    return text[: joint + 1] if joint > 0 else text[:end]


def printable(text: str) -> str:
    """The text in characters that cp932 has; users' own characters that it lacks are replaced, never raised on."""
    try:
        text.encode("cp932")
        return text
    except UnicodeEncodeError:
        return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    try:
        character.encode("cp932")
        return character
    except UnicodeEncodeError:
        return _REPLACED.get(character, "〓")

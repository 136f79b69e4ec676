"""What an office most likely did where libyaml stumbled: full-width colons, odd indents, brackets and quotes that are never closed.

libyaml says where it could not go on, which is often lines behind the slip and in words of its own. Each guess below looks at one kind of
stumble and gives the place of the slip, or None if it was something else.
"""

from __future__ import annotations

import re
from typing import Any

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem
from secpolicy.base.record import Record

_WIDE_COLON_KEY = re.compile(r"^[ \t]*[A-Za-z_][A-Za-z0-9_.]*：", re.MULTILINE)
_WIDE_COLON_ENTRY = re.compile(r"[ \t]*- +[A-Za-z_][A-Za-z0-9_.]*：")
_ENTRY = re.compile(r"\s*(?:- +)*")
_KEY = re.compile(r"(?:[^\s\"'#]|\"[^\"]*\"|'[^']*')[^#]*?:(?:[ \t]|$)")
# Behind these, deeper lines are text: a block scalar, or a quote that is not closed on its line.
_OPENS_TEXT = re.compile(r"[:-]\s+(?:[|>][-+0-9]*\s*(?:#.*)?|\"[^\"]*|'[^']*)$")
_OPENING, _CLOSING = "[{", "]}"


class Stumble(Record):
    """Where libyaml gave up (1-based), why, and where the thing began that it was reading (0 if it does not say)."""

    source: Source
    line: int
    column: int
    reason: str
    context: str
    opened_line: int
    opened_column: int

    @property
    def text(self) -> str:
        return self.source.line(self.line)

    def problem(self, message: str, line: int = 0, column: int = 0, **values: Any) -> Problem:
        """A problem at a place of the file: where libyaml stumbled, if none is given."""
        line, column = line or self.line, column or self.column
        return Problem(Location(self.source.name, line, column, line, column + 1), message, values, self.source.line(line))


def syntax_problem(source: Source, error: Any) -> Problem:
    """A syntax error of libyaml as the slip that most likely caused it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if mark is None:
        return Problem(Location(source.name), "syntax", {"reason": reason})
    opened = getattr(error, "context_mark", None)
    at = Stumble(source, *_place(source, mark), reason, getattr(error, "context", None) or "", *(_place(source, opened) if opened else (0, 0)))
    for guess in _GUESSES:
        if (problem := guess(at)) is not None:
            return problem
    return at.problem("syntax", reason=reason)


def wide_colons(source: Source) -> list[Problem]:
    """Every line that begins with a key and a full-width colon, unless it stands inside a longer text."""
    if "：" not in source.text:
        return []
    lines = source.text.split("\n")
    found = []
    for match in _WIDE_COLON_KEY.finditer(source.text):
        number = source.text.count("\n", 0, match.start()) + 1
        if not _stands_in_text(lines, number):
            # `- id：a` alone may be an entry of a list of texts; with such a key below it, it is a thing.
            begins = number > 1 and _WIDE_COLON_ENTRY.match(lines[number - 2])
            found += [_wide_colon(source, line) for line in ([number - 1, number] if begins else [number])]
    return found


def colon_slip(source: Source, number: int) -> Problem | None:
    """What is wrong with the colon of a line that was to be `key: value`; None if it has one as it should be."""
    line = source.line(number)
    start = _entry(line)
    if _KEY.match(line, start) or not line.strip() or line.lstrip().startswith("#"):
        return None
    if "：" in line:
        return _wide_colon(source, number)
    if ":" in line:
        column = line.index(":")
        right = f"{line[start:column]}: {line[column + 1 :].lstrip()}"
        return Problem(Location(source.name, number, column + 1, number, column + 2), "no-space-after-colon", {"right": right}, line)
    return Problem(Location(source.name, number, start + 1, number, len(line.rstrip()) + 1), "no-colon", {"text": line[start:].strip()}, line)


def meant_as_mapping(problem: Problem, source: Source) -> Problem:
    """The problem, or the slip of the colon that made a text of what was to be fields."""
    slip = colon_slip(source, problem.location.line) if problem.id in ("not-a-mapping", "text-for-entry") else None
    return problem if slip is None or slip.id == "no-colon" else slip


def ideographic_indent(source: Source, number: int) -> Problem:
    """A line that is indented with full-width spaces."""
    line = source.line(number)
    column = line.index("\u3000") + 1
    right = line[: _indent(line)].replace("\u3000", "  ").replace("\t", "  ") + line.lstrip()
    return Problem(Location(source.name, number, column, number, column + 1), "ideographic-indent", {"right": right}, line)


def _wide_colon(source: Source, number: int) -> Problem:
    line = source.line(number)
    column = line.index("：")
    right = f"{line[:column].strip()}: {line[column + 1 :].strip()}".strip()
    return Problem(Location(source.name, number, column + 1, number, column + 2), "full-width-colon", {"right": right}, line)


def _stands_in_text(lines: list[str], number: int) -> bool:
    """Whether a line belongs to a text that was opened above it: some line that it is indented under opens one."""
    indent = _indent(lines[number - 1])
    for above in range(number - 2, -1, -1):
        line = lines[above]
        if line.strip() and not line.lstrip().startswith("#") and _indent(line) < indent:
            if _OPENS_TEXT.search(line):
                return True
            indent = _indent(line)
    return False


def _odd_indent(at: Stumble) -> Problem | None:
    for number in (at.line, at.line - 1):
        line = at.source.line(number)
        indent = line[: _indent(line)]
        if "\u3000" in indent:
            return ideographic_indent(at.source, number)
        if "\t" in indent:
            return at.problem("tab", number, line.index("\t") + 1, right=" " * _fitting_indent(at, number) + line.lstrip())
    return None


def _quote(at: Stumble) -> Problem | None:
    """A quote that is never closed, or closed only by the next one; and backslashes, which are no plain characters in double quotes."""
    if "quoted scalar" in at.context:
        if "end of stream" in at.reason or "document indicator" in at.reason:
            return at.problem("unclosed-quote", at.opened_line, at.opened_column)
        inner = at.source.line(at.opened_line)[at.opened_column :].rstrip().removesuffix('"')
        return at.problem("backslash", column=at.text.rfind("\\", 0, at.column) + 1, right=f"'{inner}'")
    before = at.text[: at.column - 1]
    for mark in "\"'":
        if before.count(mark) % 2 and "expected" in at.reason:
            for number in range(at.line - 1, 0, -1):
                if (line := at.source.line(number)).count(mark) % 2:
                    return at.problem("unclosed-quote", number, line.rindex(mark) + 1)
    return None


def _bracket(at: Stumble) -> Problem | None:
    """Inside brackets: if they are closed further on, something stands in them that should not, else the closing one is missing."""
    if at.context == "while parsing a flow node":
        return at.problem("unclosed-bracket", *opened) if (opened := _last_opened(at)) else None
    if "flow" not in at.context:
        return None
    depth = 0
    for number in range(at.opened_line, at.source.text.count("\n") + 2):
        line = at.source.line(number)
        for character in line[at.opened_column - 1 :] if number == at.opened_line else line:
            depth += (character in _OPENING) - (character in _CLOSING)
            if depth == 0:
                return at.problem("in-brackets")
    return at.problem("unclosed-bracket", at.opened_line, at.opened_column)


def _key_without_colon(at: Stumble) -> Problem | None:
    if "could not find expected ':'" not in at.reason:
        return None
    return colon_slip(at.source, at.opened_line)


def _value_with_colon(at: Stumble) -> Problem | None:
    """A second colon in a line; else the line continues the value above it, or the text above it was meant as a key."""
    if "mapping values are not allowed" not in at.reason:
        return None
    start = _entry(at.text)
    if (first := _KEY.match(at.text, start)) and first.end() < at.column:
        return at.problem("second-colon", right=_quoted_value(at.text[first.end() :].strip()))
    above = _line_above(at)
    return (above and colon_slip(at.source, above)) or _indented(at, above)


def _out_of_line(at: Stumble) -> Problem | None:
    """The next line begins at a place where nothing is being listed; or something follows a value that was complete."""
    if not any(words in at.reason for words in ("expected key", "expected '-' indicator", "<document start>", "comment or line break")):
        return None
    if at.column - 1 > _indent(at.text):
        return at.problem("text-after-value")
    if at.column == at.opened_column and (at.column == 1 or at.text.lstrip().startswith("- ")):
        return at.problem("list-and-keys")
    return _indented(at, _line_above(at))


def _first_character(at: Stumble) -> Problem | None:
    """Values that begin with a character YAML keeps for itself."""
    if ("cannot start any token" in at.reason or "expected node content" in at.reason) and at.column <= len(at.text):
        return at.problem("reserved-character", character=at.text[at.column - 1], right=_quoted_value(at.text[at.column - 1 :].strip()))
    if at.context in ("while scanning an alias", "while scanning an anchor", "while scanning a tag"):
        column = at.opened_column
        line = at.source.line(at.opened_line)
        return at.problem("reserved-character", at.opened_line, column, character=line[column - 1], right=_quoted_value(line[column - 1 :].strip()))
    return None


def _list_beside_key(at: Stumble) -> Problem | None:
    return at.problem("list-beside-key") if "block sequence entries are not allowed" in at.reason else None


_GUESSES = (_odd_indent, _bracket, _quote, _key_without_colon, _value_with_colon, _out_of_line, _first_character, _list_beside_key)


def _place(source: Source, mark: Any) -> tuple[int, int]:
    """Line and column of a mark; libyaml marks the end of a text without a last line end as a line of its own."""
    line, column = mark.line + 1, mark.column + 1
    last = source.text.count("\n") + 1
    return (line, column) if line <= last else (last, len(source.line(last)) + 1)


def _last_opened(at: Stumble) -> tuple[int, int] | None:
    """Where the innermost bracket opens that is open at the place of the stumble."""
    opened: list[tuple[int, int]] = []
    for number in range(1, at.line + 1):
        line = at.source.line(number)
        for column, character in enumerate(line[: at.column - 1] if number == at.line else line, 1):
            if character in _OPENING:
                opened.append((number, column))
            elif character in _CLOSING and opened:
                opened.pop()
    return opened[-1] if opened else None


def _fitting_indent(at: Stumble, number: int) -> int:
    """How many spaces a line most likely wants: deeper under a key without a value, else in the column of the key above."""
    above = at.source.line(_line_above(at._replace(line=number)))
    return _entry(above) + (2 if above.rstrip().endswith(":") else 0)


def _indented(at: Stumble, above: int) -> Problem:
    column = _indent(at.text) + 1
    return at.problem("bad-indent", at.line, column, above=above) if above else at.problem("syntax", reason=at.reason)


def _line_above(at: Stumble) -> int:
    """The number of the nearest line above that says something; 0 if there is none."""
    for number in range(at.line - 1, 0, -1):
        line = at.source.line(number).strip()
        if line and not line.startswith("#"):
            return number
    return 0


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _entry(line: str) -> int:
    """Where the key or value of a line begins, behind its indent and the dashes of its list."""
    found = _ENTRY.match(line)
    return found.end() if found else 0


def _quoted_value(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'

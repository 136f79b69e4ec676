"""The grammar: without conflicts, and every shipped file is of it."""

from __future__ import annotations

from pathlib import Path

import lark
import pytest

from secpolicy.base.location import Source
from secpolicy.language import syntax as s
from secpolicy.language.parse import GRAMMAR, parse, parser

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(file for file in (ROOT / "rules").rglob("*") if file.suffix in (".rule", ".term"))
KEYWORDS = sorted(str(terminal.pattern.value) for terminal in parser().terminals if terminal.name.isalpha() and str(terminal.pattern.value).isalpha())

FUNCTIONS = ["count", "distinct", "latest", "earliest", "exists", "share", "those", "some", "no"]


def test_the_grammar_has_no_conflicts() -> None:
    """Plain lark would settle one silently, by shifting; also no two terminals may match the same text with equal right."""
    strict = lark.Lark(Path(GRAMMAR).read_text(encoding="utf-8"), parser="lalr", strict=True, propagate_positions=True)

    assert strict.parse('term a\ntitle ja "甲"\nof link\nmeans link.clipboard')


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_a_shipped_file_parses(file: Path) -> None:
    found = parse(Source(file.name, file.read_text(encoding="utf-8")))

    assert {".rule": s.Rule, ".term": s.Term}[file.suffix] is type(found)


def test_there_are_about_fifty_words() -> None:
    words = {*KEYWORDS, *FUNCTIONS, "critical", "high", "medium", "low", "days", "months", "years"}

    assert 45 <= len(words) <= 60


@pytest.mark.parametrize("word", KEYWORDS)
def test_after_a_dot_a_keyword_is_a_field(word: str) -> None:
    found = parse(Source("a.term", f'term a\ntitle ja "甲"\nof link\nmeans link.{word} and link.{word}.{word}'))

    assert isinstance(found, s.Term)
    assert isinstance(found.means, s.Operation)
    assert [("link", word), ("link", word, word)] == [part.names for part in found.means.parts if isinstance(part, s.Path)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_without_brackets_is_a_name(name: str) -> None:
    found = parse(Source("a.term", f'term a\ntitle ja "甲"\nof link\nmeans {name} = {name}'))

    assert isinstance(found, s.Term)
    assert isinstance(found.means, s.Comparison)
    assert s.Path((name,), found.means.left.at) == found.means.left


def test_comments_and_line_breaks_stand_between_any_words() -> None:
    lines = 'term # a\na\ntitle # b "x"\nja\n"甲 # 乙"\nof\nlink\nmeans\n# c\nlink\n.\nclipboard # d'
    found = parse(Source("a.term", lines))

    assert isinstance(found, s.Term)
    assert ("甲 # 乙", ("link", "clipboard")) == (found.title.ja, found.means.names if isinstance(found.means, s.Path) else ())

"""Brackets, braces and quotes: read as libyaml and PyYAML read them, or left to libyaml."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secpolicy.base.problem import Refused
from tests.model.two_readers import MANY, brackets, by_libyaml, by_line, by_python, cities


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[]", []),
        ("{}", {}),
        ("[a, b]", ["a", "b"]),
        ("[ a,b ]", ["a", "b"]),
        ("{ a: b, c:   d }", {"a": "b", "c": "d"}),
        ("{a: [b, {c: d}], e: {f: []}}", {"a": ["b", {"c": "d"}], "e": {"f": []}}),
        ("[a, b]  # c", ["a", "b"]),
        ("[a, # b\n    c # d\n    ]\n# e", ["a", "c"]),
        ("[a,\n\n  # b, [c\n\n    d]", ["a", "d"]),
        ("[{a: [b]} # ]}\n    # ]\n    ]", [{"a": ["b"]}]),
        ("{a: b c, d: e-f}", {"a": "b c", "d": "e-f"}),
        ("[領域, （ア）・イ, ９]", ["領域", "（ア）・イ", "９"]),
        ("[https://a.example/b, 12:30]", ["https://a.example/b", "12:30"]),
        ("[it's, a\"b, a&b, 5%]", ["it's", 'a"b', "a&b", "5%"]),
        ("""['it''s', "a, b: [c] # d", '{"']""", ["it's", "a, b: [c] # d", '{"']),
        (r'["\u3042\"\\"]', ['あ"\\']),
        ('["a　", \'b \']', ["a", "b "]),
        ("'it''s'", "it's"),
        ('"a: b # c"  # d', "a: b # c"),
        (r'"\u3042"', "あ"),
        ("[a：b, c　d]", ["a：b", "c　d"]),
        ("""{a: b"c, d: [e, f], g: h"i}""", {"a": 'b"c', "d": ["e", "f"], "g": 'h"i'}),
    ],
)  # fmt: skip
def test_what_offices_write_is_read_without_libyaml(written: str, meant: Any) -> None:
    text = f"x:\n  y: {written}\n"

    assert {"x": {"y": meant}} == by_line(text) == by_libyaml(text) == by_python(text)


@pytest.mark.parametrize(
    "written",
    [
        "[a, , b]", "[,]", "[, a]", "[a,]", "{a: b,}", "{a}", "{a, b: c}", "{a: b: c}", "[a: b]", '{"a": b}', "{'a': b}", "{a: }", "{a:, b: c}", "{: a}",
        "{a:b}", "{a: b, a: c}", "{a: {b: c}, a: d}", "{<<: {a: b}}", "{a: b c: d}", "[a b: c]", "[a #b, c]", "[a, #b\n  c", "[a]#b", "[a,#b\n  c]",
        "[a\n  b]", "{a:\n  b}", "{a\n  : b}", "[a] b", "[a] [b]", "[a]: b", "[a], b", "[a]]", "[a}", "{a: b]", "[[a]", "[a", "{a: [b}]", "[a\n", "[a][b]",
        "[&x a]", "[*x]", "[!x a]", "[!!str a]", "[? a]", "[- a]", "[-]", "[-a]", "[a?b]", "[a#b]", "[@a]", "[`a]", "[%a]", "[|a]", "[>a]", "[a, 'b]",
        '["a\n  b"]', "['a\n  b']", '["a" b]', '["a"b]', "['a'b]", r'["\x41"]', r'["\ud83d"]', r'["\q"]', r'"\u3042', '"a" b', "'a' b", '"a": b', "'a",
        '"a\n  b"', "[　a]", "[a　]", "[a, b　]", "{a：b}", "{a: b\t}", "[" * 40 + "a" + "]" * 40, "{　a: b}", "[a\n  # b\n  c]", "{a: b\n  c: d}", "[a: ]",
    ],
)  # fmt: skip
def test_what_may_mean_something_else_is_left_to_libyaml(written: str) -> None:
    assert by_line(f"x:\n  y: {written}\n") is None
    assert by_line(f"x:\n  - {written}\n  - z\n") is None


@pytest.mark.parametrize("column", [1, 16, 31, 32, 33])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_what_is_deep_is_read_alike_or_left_to_libyaml(column: int, brackets: str) -> None:
    above = "".join(f"{' ' * indent}a:\n" for indent in range(column))
    for depth in range(1, 70):
        inner = brackets[0] * depth if brackets == "[]" else "{a: " * depth
        text = f"{above}{' ' * column}- b: {inner}c{brackets[1] * depth}\n"
        found = by_line(text)

        assert found is None or found == by_libyaml(text), depth


def test_a_list_may_be_long() -> None:
    words = [f"領域-{number}" for number in range(20_000)]

    assert {"x": words, "y": {"z": words}} == by_line(f"x: [{', '.join(words)}]\ny:\n  z: [{(',' + chr(10) + '    ').join(words)}]\n")


FRAGMENTS = [
    "a", "b c", "領", "a: b", "a: ", ": ", ":", ", ", ",", "[", "]", "{", "}", '"a"', "'a'", '"', "'", "''", "\\", r'"\u3042"', " #", "# c", " # c\n   ",
    "\n   ", "\n", "\n  ", "\n   - ", "- ", "-", "? ", "?", "&x ", "*x", "!x ", "|", ">", "%", "@", "`", "<<: ", "<<: {a: b}", " ", "  ", "\t", "\u3000",
    "\u00a0", "：", "~", "=", "[a, b]", "{a: b}", "{a: b, c: d}", "[[a], {b: c}]", "---", "...", "\n---\n", "https://a", "a:b", "9",
]  # fmt: skip
LINES = ["x: {}\n", "x:\n  y: {}\n", "x:\n  y: {}\n  z: 1\n", "x:\n  - {}\n  - z\n", "x:\n  - y: {}\n    z: 1\n", "x:\n  y:\n    z:\n    - {}\n"]


def test_whatever_stands_in_brackets_is_read_alike_or_left_to_libyaml() -> None:
    read = []

    @settings(MANY, max_examples=600)
    @given(st.sampled_from(LINES), st.sampled_from(["[]", "{}", "[[]", "{a: []"]), st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5))
    def is_read_alike(line: str, around: str, fragments: list[str]) -> None:
        text = line.replace("{}", around[:-1] + "".join(fragments) + around[-1:])
        found = by_line(text)

        assert found is None or found == by_libyaml(text) == by_python(text), text
        read.append(found is not None)

    is_read_alike()

    assert sum(read) > len(read) / 40


@settings(MANY, max_examples=300)
@given(st.sampled_from(LINES), brackets(), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 2), st.sampled_from(["", *FRAGMENTS])), max_size=2))
def test_whatever_is_changed_in_brackets_is_read_alike_or_left_to_libyaml(line: str, written: str, changes: list[tuple[int, int, str]]) -> None:
    text = line.replace("{}", written)
    for place, length, fragment in changes:
        at = place % len(text)
        text = text[:at] + fragment + text[at + length :]
    found = by_line(text)

    assert found is None or found == by_libyaml(text) == by_python(text), text


@MANY
@given(cities())
def test_a_file_as_an_office_writes_it_is_read_without_libyaml(text: str) -> None:
    meant = by_libyaml(text)

    assert not isinstance(meant, Refused), text
    assert meant == by_python(text) == by_line(text), text

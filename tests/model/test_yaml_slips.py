"""Where libyaml stumbles, the slip is told that most likely caused it, at its own place."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.model.yaml_reader import read_text
from secpolicy.model.yaml_slips import meant_as_mapping, syntax_problem


def problems(text: str) -> list[tuple[str, int, int]]:
    """Id, line and column of each problem of a text; none if it can be read."""
    try:
        read_text(Source("x.yaml", text))
    except Refused as refused:
        return [(problem.id, problem.location.line, problem.location.column) for problem in refused.problems]
    return []


def values(text: str) -> dict[str, Any]:
    with pytest.raises(Refused) as caught:
        read_text(Source("x.yaml", text))
    return caught.value.problems[0].values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a:\n  - id: x\n    tier： lgwan\n    name: y\n", ("full-width-colon", 3, 9)),
        ("a:\n  - id: x\n    tier： lgwan\n", ("full-width-colon", 3, 9)),
        ("a：\n  - id: x\n", ("full-width-colon", 1, 2)),
        ("a:\n  - id: x\n    層：lgwan\n    name: y\n", ("full-width-colon", 3, 6)),
        ("a:\n  name: 庁舎\n    tier： x\n", ("full-width-colon", 3, 9)),
        ("a:\n  # id:\n  id：x\n", ("full-width-colon", 3, 5)),
        ("a:\n  - id: x\n    tier:lgwan\n    name: y\n", ("no-space-after-colon", 3, 9)),
        ("a:\n  - id: x\n    tier:　lgwan\n    name: y\n", ("no-space-after-colon", 3, 9)),
        ("a:\n  - id:x\n    tier: lgwan\n", ("no-space-after-colon", 2, 7)),
        ("a:\n  - id: x\n    tier lgwan\n    name: y\n", ("no-colon", 3, 5)),
        ("a\n  - id: x\n", ("no-colon", 1, 1)),
        ("a: 1\nb\n", ("no-colon", 2, 1)),
    ],
)
def test_a_wrong_colon_is_told_on_its_own_line(text: str, found: tuple[str, int, int]) -> None:
    assert [found] == problems(text)


def test_all_full_width_colons_are_told_at_once() -> None:
    lines = [line for _, line, _ in problems("a:\n  - id： x\n    tier： y\n  - id： z\n    tier： w\n")]

    assert [2, 3, 4, 5] == lines


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  note: |\n    URL：https://www.example.lg.jp\n  b: c\n",
        "a:\n  note: >-\n    次のとおり\n      URL：x\n",
        "a:\n  note: 'x\n    URL：y'\n",
        "a:\n  - URL：x\n  - 電話：y\n",
        "a: 備考：あり\n",
    ],
)
def test_a_full_width_colon_inside_a_text_is_part_of_it(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a:\n　　b: 1\n", ("ideographic-indent", 2, 1)),
        ("a:\n  - id: x\n　　tier: y\n", ("ideographic-indent", 3, 1)),
        ("a:\n  - id: x\n    　tier: [y\n", ("ideographic-indent", 3, 5)),
        ("a:\n\t- id: x\n", ("tab", 2, 1)),
        ("a:\n  - id: x\n\ttier: y\n", ("tab", 3, 1)),
        ("a:\n  - id: x\n     tier: y\n", ("bad-indent", 3, 6)),
        ("a:\n  - id: x\n   tier: y\n", ("bad-indent", 3, 4)),
        ("a:\n  - id: x\n - id: y\n", ("bad-indent", 3, 2)),
        ("a:\n  - id: x\n\n  # 次\n   - id: y\n", ("bad-indent", 5, 4)),
        ("a: 1\n- id: x\n", ("list-and-keys", 2, 1)),
        ("- id: x\na: 1\n", ("list-and-keys", 2, 1)),
        ("a:\n  - id: x\n    via: y\n    - z\n", ("list-and-keys", 4, 5)),
        ("a: - id: x\n", ("list-beside-key", 1, 4)),
    ],
)
def test_a_wrong_indent_is_told_on_its_own_line(text: str, found: tuple[str, int, int]) -> None:
    assert [found] == problems(text)


def test_a_wrong_indent_says_which_line_is_above_it() -> None:
    assert {"above": 2} == values("a:\n  - id: x\n\n  # 次\n   - id: y\n")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a:\n\t- id: x\n", "  - id: x"),
        ("a:\n  - id: x\n\ttier: y\n", "    tier: y"),
        ("a:\n　　b: 1\n", "    b: 1"),
        ("a:\n  tier： b\n", "tier: b"),
        ("a:\n  - id:x\n    b: 1\n", "id: x"),
        ("a:\n  name: x: y\n", '"x: y"'),
        ('a:\n  name: x "y": z\n', "'x \"y\": z'"),
        ("a: @x\n", '"@x"'),
        ('a: "C:\\Users\\x"\n', "'C:\\Users\\x'"),
    ],
)
def test_the_right_line_is_offered(text: str, right: str) -> None:
    assert right == values(text)["right"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a:\n  b: "x\n  c: y\n', ("unclosed-quote", 2, 6)),
        ("a:\n  b: 'x\n  c: y\n", ("unclosed-quote", 2, 6)),
        ('a: "b\nc: d\ne: "f"\n', ("unclosed-quote", 1, 4)),
        ('a: "b\n---\nc: "d"\n', ("unclosed-quote", 1, 4)),
        ('a: "D:\\Users"\n', ("backslash", 1, 7)),
        ('a: "b" c\n', ("text-after-value", 1, 8)),
        ("a: [b] c\n", ("text-after-value", 1, 8)),
        ("it's: [b] c\n", ("text-after-value", 1, 11)),
        ("a: | b\n", ("text-after-value", 1, 6)),
        ('a: it\'s "b" c: d\n', ("second-colon", 1, 14)),
        ("a: {b: 1\nc: 2\n", ("unclosed-bracket", 1, 4)),
        ("a: [b, {c: 1}, [d,", ("unclosed-bracket", 1, 16)),
        ("a: [b]\nc: [\n", ("unclosed-bracket", 2, 4)),
        ("a: ]\n", ("reserved-character", 1, 4)),
        ("a:\n  - b: [x, y\n    c: z\n", ("unclosed-bracket", 2, 8)),
        ("a: {b: 1 c: 2}\n", ("in-brackets", 1, 11)),
        ("a: {b: 1,\n  c: 2 d: 3}\n", ("in-brackets", 2, 9)),
        ("a: {b: [x, y}}\n", ("in-brackets", 1, 13)),
        ("a: {b: 1}}\n", ("text-after-value", 1, 10)),
    ],
)
def test_brackets_and_quotes_are_told_where_they_open(text: str, found: tuple[str, int, int]) -> None:
    assert [found] == problems(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b: c\n", ("second-colon", 1, 5)),
        ("a: b:\n", ("second-colon", 1, 5)),
        ("a: @b\n", ("reserved-character", 1, 4)),
        ("a: `b`\n", ("reserved-character", 1, 4)),
        ("a: %b\n", ("reserved-character", 1, 4)),
        ("a: *.example.jp\n", ("reserved-character", 1, 4)),
        ("a: & b\n", ("reserved-character", 1, 4)),
        ("a: !要確認 b\n", ("reserved-character", 1, 4)),
        ("a: 1\n...\nb\n", ("bad-indent", 3, 1)),
    ],
)
def test_a_value_that_is_no_plain_text_is_told_at_its_place(text: str, found: tuple[str, int, int]) -> None:
    assert [found] == problems(text)


@pytest.mark.parametrize("text", ["a" * 2000 + ": b\n", "%YAML x\n---\na: b\n"])
def test_what_no_guess_fits_is_told_in_the_words_of_the_parser(text: str) -> None:
    assert ["syntax"] == [id_ for id_, _, _ in problems(text)]


def test_an_error_without_a_place_is_told_of_the_file() -> None:
    assert Problem(Location("x.yaml"), "syntax", {"reason": "odd"}) == syntax_problem(Source("x.yaml", ""), ValueError("odd"))


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        ("  - id：x", "full-width-colon"),
        ("  - id:x", "no-space-after-colon"),
        ("  - naibu", "not-a-mapping"),
        ("  os: Windows", "not-a-mapping"),
        ("", "not-a-mapping"),
    ],
)
def test_a_text_in_the_place_of_fields_may_be_a_slip_of_the_colon(line: str, id_: str) -> None:
    found = meant_as_mapping(Problem(Location("x.yaml", 1, 5, 1, 6), "not-a-mapping", {}), Source("x.yaml", line))

    assert id_ == found.id


def test_other_problems_stay_what_they_are() -> None:
    problem = Problem(Location("x.yaml", 1, 5, 1, 6), "missing-id", {})

    assert problem is meant_as_mapping(problem, Source("x.yaml", "  - id：x"))

"""Places in files that libyaml read: a value, a key, or where something absent belongs is found again."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.base.location import Source
from secpolicy.model.places import locate
from secpolicy.model.yaml_reader import read_text


def read(text: str) -> Any:
    return read_text(Source("x.yaml", text))


CITY = """\
segments:
  - id: naibu
    limits: {mac: true, port: false}
  - {id: gaibu, tags: [a, b], long: "x
      y"}
note: |
  文
"""


def where(path: tuple[str | int, ...], of_key: bool = False) -> str:
    at = locate(read(CITY), path, of_key)
    lines = CITY.split("\n")
    return lines[at.line - 1][at.column - 1 : at.end_column - 1] if at.line == at.end_line else f"{at.line}-{at.end_line}"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("segments", 0, "id"), "naibu"),
        (("segments", 0, "limits", "port"), "false"),
        (("segments", 1, "tags", 1), "b"),
        (("segments", 0, "limits"), "{mac: true, port: false}"),
        (("segments", 1), "{"),
        (("segments", 1, "long"), "4-5"),
        (("segments", 0, "id", 0), "naibu"),
        (("segments", 0, "limits", "address"), "{mac: true, port: false}"),
        (("segments", 7), "-"),
    ],
)
def test_a_value_is_found_again_and_an_absent_one_where_it_belongs(path: tuple[str | int, ...], text: str) -> None:
    assert text == where(path)


def test_a_key_is_found_again() -> None:
    assert "limits" == where(("segments", 0, "limits"), of_key=True)


def test_a_slice_that_uses_an_anchor_from_outside_is_found_in_the_whole_file() -> None:
    content = read("a: &x 1\nb:\n  - c: [1]\n  - c: *x\n    d: 2\n")

    assert ("x.yaml", 5, 8) == locate(content["b"][1], ("d",))[:3]


def test_a_slice_in_a_file_that_cannot_be_composed_is_shown_whole() -> None:
    content = read("a: &x 1\nb: &x 2\nc:\n  d: *x\n  e: 1\n")

    assert (4, 3) == locate(content["c"], ("e",))[1:3]


def test_a_mapping_that_does_not_begin_where_it_says_is_shown_whole() -> None:
    content = read("a: &x 1\nb: {c: *x}\n")
    content["b"].start = 15

    assert (2, 8) == locate(content["b"], ("c",))[1:3]


def test_a_value_that_an_alias_brings_is_found_where_it_is_written() -> None:
    content = read("a: &x 1\nb: [{c: 1}, [y, {d: *x}]]\n")

    assert (1, 4) == locate(content["b"][1][1], ("d",))[1:3]

"""Reading YAML as an office writes it: every scalar stays text, every value has a place, what cannot be meant is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.model import text_files, yaml_reader
from secpolicy.model.places import locate
from secpolicy.model.stretches import Mapping
from secpolicy.model.text_files import decoded, file_text
from secpolicy.model.yaml_reader import read_file, read_text


def read(text: str) -> Any:
    return read_text(Source("x.yaml", text))


def problems(text: str) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        read(text)
    return caught.value.problems


def problem(text: str) -> tuple[str, int, int]:
    """Id, line and column of the one problem of a text."""
    [found] = problems(text)
    return found.id, found.location.line, found.location.column


def bytes_problem(data: bytes) -> tuple[str, int, int]:
    with pytest.raises(Refused) as caught:
        decoded(data, "x.yaml")
    [found] = caught.value.problems
    return found.id, found.location.line, found.location.column


# Texts and encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_in_every_encoding_that_says_what_it_is(encoding: str) -> None:
    assert "名称: 庁内\n" == decoded("名称: 庁内\n".encode(encoding), "x.yaml")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("a: 1\nb: 庁内\n".encode("cp932"), ("cp932", 2, 1)),
        ("a: 庁内\n".encode("utf-16-le"), ("utf-16-without-mark", 0, 0)),
        (b"\xff\xfea", ("not-utf-8", 0, 0)),
        (b"a: 1\nb: caf\xe9 \n", ("not-utf-8", 2, 1)),
        ("a: 庁\x00\n".encode(), ("control-character", 1, 5)),
        (b"a: 1\nb: \x1b[2J\n", ("control-character", 2, 4)),
        ("a: 1\nb: x\u202ey\n".encode(), ("unseen-character", 2, 5)),
        ("a: x\u200b\n".encode(), ("unseen-character", 1, 5)),
        ("a: 1\u2028b: 2\n".encode(), ("unseen-character", 1, 5)),
        ("a: 庁\ufeff\n".encode(), ("unseen-character", 1, 5)),
        ("a: 庁\uffff\n".encode(), ("unseen-character", 1, 5)),
        ("a: 庁\u2066\n".encode(), ("unseen-character", 1, 5)),
        ("a: 庁\u061c\n".encode(), ("unseen-character", 1, 5)),
        ("a: 庁\x85\n".encode(), ("unseen-character", 1, 5)),
    ],
)
def test_bytes_that_are_no_plain_text_are_refused_at_their_place(data: bytes, found: tuple[str, int, int]) -> None:
    assert found == bytes_problem(data)


def test_a_line_with_unseen_characters_is_shown_with_boxes() -> None:
    with pytest.raises(Refused) as caught:
        decoded("name: a\u202eb\u202cc\n".encode(), "x.yaml")

    assert "name: a□b□c" == caught.value.problems[0].line


@pytest.mark.parametrize(("name", "new"), [("a/inventory.yaml", "a/inventory-utf8.yaml"), ("inventory", "inventory-utf8"), (".yaml", ".yaml-utf8")])
def test_the_file_to_convert_to_is_named_beside_the_old_one(name: str, new: str) -> None:
    with pytest.raises(Refused) as caught:
        decoded("庁内".encode("cp932"), name)

    assert new == caught.value.problems[0].values["new"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(end: str) -> None:
    content = read_text(Source("x.yaml", decoded(f"a: 1{end}b: 2{end}".encode(), "x.yaml")))

    assert ({"a": "1", "b": "2"}, 2) == (content, locate(content, ("b",)).line)


def test_a_line_that_is_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MAX_LINE", 10)

    assert ("line-too-long", 2, 1) == bytes_problem(b"a: 1\nb: 0123456789\nc: 2\n")


def test_many_short_lines_are_not_one_long_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MAX_LINE", 10)

    assert "a: 1\nb: 2\nc: 3\n" == decoded(b"a: 1\nb: 2\nc: 3\n", "x.yaml")


# Files


def test_a_file_is_called_as_it_was_named(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: 1\n", encoding="utf-8")

    assert ("city/x.yaml", "a: 1\n") == file_text(str(tmp_path / "x.yaml"), "city/x.yaml")


def test_a_file_that_is_not_there_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_file(str(tmp_path / "none.yaml"), "none.yaml")

    assert [Problem(Location("none.yaml"), "no-such-file", {"path": "none.yaml"})] == caught.value.problems


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_file(str(tmp_path), "x")

    assert "cannot-read" == caught.value.problems[0].id


def test_a_path_that_no_system_knows_cannot_be_read() -> None:
    with pytest.raises(Refused) as caught:
        read_file("a\0b", "x")

    assert "cannot-read" == caught.value.problems[0].id


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MAX_FILE", 3)
    (tmp_path / "x.yaml").write_bytes(b"a: 1\n")

    with pytest.raises(Refused) as caught:
        read_file(str(tmp_path / "x.yaml"), "x.yaml")

    assert "file-too-large" == caught.value.problems[0].id


# Values


@pytest.mark.parametrize("scalar", ["2026-02-30", "012", "12:30", "no", "0x1F", "1e3", "~", "null", "1_000"])
def test_a_scalar_stays_the_text_that_was_written(scalar: str) -> None:
    assert {"a": scalar} == read(f"a: {scalar}\n")


def test_an_empty_value_is_an_empty_text() -> None:
    assert {"a": "", "b": "2"} == read("a:\nb: 2\n")


@pytest.mark.parametrize("blank", ["\u3000", "\u00a0", "\u3000 \u3000"])
def test_blanks_of_other_widths_behind_a_value_are_not_part_of_it(blank: str) -> None:
    assert {"a": "不明"} == read(f"a: 不明{blank}\n")


def test_a_document_without_content_is_none() -> None:
    assert read("# 台帳\n") is None


def test_an_alias_brings_what_its_anchor_holds() -> None:
    assert {"a": "1", "b": "1", "c": ["x"], "d": ["x"]} == read("a: &one 1\nb: *one\nc: &list [x]\nd: *list\n")


def test_a_mapping_knows_its_stretch_of_the_file() -> None:
    content = read("a:\n  - b: 1\n    c: 2\nd: 3\n")
    inner = content["a"][0]

    assert "b: 1\n    c: 2" == inner.source.text[inner.start : inner.end].strip()


NAMES = st.text(st.sampled_from("abc領域_-"), min_size=1, max_size=6).filter(lambda name: name[0] not in "-_")
VALUES = st.recursive(NAMES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=12)


def written(value: Any) -> str:
    """A value in flow style, every scalar in double quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {written(part)}' for key, part in value.items()) + "}"
    return "[" + ", ".join(map(written, value)) + "]" if isinstance(value, list) else f'"{value}"'


@given(st.dictionaries(NAMES, VALUES, min_size=1))
def test_what_is_written_is_what_is_read(content: dict[str, Any]) -> None:
    assert content == read("\n".join(f'"{key}": {written(value)}' for key, value in content.items()) + "\n")


@given(st.text(st.sampled_from("ab:-[]{}\"'&*!|>#%@`,? \n\t：　領\\"), max_size=40))
def test_any_text_is_read_or_refused_with_places_inside_it(text: str) -> None:
    lines = text.split("\n")
    try:
        read(text)
    except Refused as refused:
        found = [problem.location for problem in refused.problems]
        assert all(at.line == 0 or (at.line <= len(lines) and at.column <= len(lines[at.line - 1]) + 1) for at in found)


# What is refused, and where


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", ("duplicate-key", 3, 1)),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", ("merge-key", 3, 3)),
        ("a: !!int 24\n", ("tag", 1, 4)),
        ("a: !x [b]\n", ("tag", 1, 4)),
        ("a: 1\n---\nb: 2\n", ("two-documents", 2, 1)),
        ("a: &x\n  b: *x\n", ("alias-to-itself", 2, 6)),
        ("a: &x [b, [*x]]\n", ("alias-to-itself", 1, 12)),
        ("a: *x\n", ("unknown-alias", 1, 4)),
        ("? [a]\n: b\n", ("key-is-no-text", 1, 3)),
        ("a: &x 1\n*x : 2\n", ("key-is-no-text", 2, 1)),
        ("a:\n  " + "[" * 64 + "]" * 64 + "\n", ("too-deep", 2, 66)),
    ],
)
def test_what_is_more_than_plain_yaml_is_refused_at_its_place(text: str, found: tuple[str, int, int]) -> None:
    assert found == problem(text)


def test_a_key_written_twice_says_where_it_stood_first() -> None:
    [found] = problems("a:\n  - b: 1\n    c: 2\n    b: 3\n")

    assert {"key": "b", "first": 2} == found.values


def test_a_quoted_key_of_two_angles_is_a_key() -> None:
    assert {"<<": "1"} == read('"<<": 1\n')


def test_values_are_counted_as_often_as_an_alias_brings_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "MAX_REPEATED", 60)

    assert ("too-many-repeats", 3, 5) == problem("a: &a [1, 2, 3, 4, 5, 6, 7, 8]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b]\n")


def test_several_soft_faults_are_told_together_in_order() -> None:
    assert ["tag", "duplicate-key"] == [found.id for found in problems("a: !!str 1\na: 2\n")]


def test_a_mapping_is_a_dictionary() -> None:
    assert Mapping({"a": "1"}) == {"a": "1"}

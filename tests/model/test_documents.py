"""Which files make up an inventory, and what is said when one of them is missing or is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.model.documents import documents_of, header_path, read_documents


def write(folder: Path, **texts: str) -> str:
    """Write files of a folder, named by stem; the folder's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, text in texts.items():
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def names(path: str, waivers: str | None = None) -> list[str]:
    return [document.source.name for document in read_documents(path, "city", waivers)]


def problems(path: str) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        read_documents(path, "city")
    return caught.value.problems


def test_a_file_is_one_document(tmp_path: Path) -> None:
    folder = write(tmp_path, a="a: 1\n")

    assert ["city"] == names(f"{folder}/a.yaml")


def test_the_files_of_a_folder_are_read_in_order_of_name(tmp_path: Path) -> None:
    folder = write(tmp_path, b="b: 1\n", a="a: 1\n")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")

    assert ["city/a.yaml", "city/b.yaml"] == names(folder)


def test_files_are_included_from_where_they_are_named_and_once(tmp_path: Path) -> None:
    write(tmp_path / "parts", c="include: d.yaml\n", d="include: ../a.yaml\n")
    folder = write(tmp_path, a="include: [parts/c.yaml, parts/d.yaml]\n")

    assert ["city/a.yaml", "city/parts/c.yaml", "city/parts/d.yaml"] == names(folder)


@pytest.mark.parametrize("written", ["", "none", "不明", "[]"])
def test_nothing_may_be_included(tmp_path: Path, written: str) -> None:
    assert ["city/a.yaml"] == names(write(tmp_path, a=f"include: {written}\n"))


def test_the_file_of_waivers_is_read_with_the_inventory(tmp_path: Path) -> None:
    write(tmp_path / "out", w="waivers: []\n")
    folder = write(tmp_path, a="waivers: out/w.yaml\n")

    assert ["city/a.yaml", "city/out/w.yaml"] == names(folder)


def test_another_file_of_waivers_takes_its_place(tmp_path: Path) -> None:
    write(tmp_path / "out", w="waivers: []\n", v="waivers: []\n")
    folder = write(tmp_path, a="waivers: out/w.yaml\n")
    other = f"{folder}/out/v.yaml"

    assert ["city/a.yaml", other] == names(folder, other)


def test_waivers_listed_in_place_are_no_file(tmp_path: Path) -> None:
    assert ["city/a.yaml"] == names(write(tmp_path, a="waivers: [{rule: x}]\n"))


def test_a_file_that_is_named_and_missing_is_told_at_the_line_that_names_it(tmp_path: Path) -> None:
    [problem] = problems(write(tmp_path, a="vocabulary: 1\ninclude:\n  - b.yaml\n"))

    assert ("city/a.yaml:3:5", "no-such-file", {"path": "city/b.yaml"}, "  - b.yaml") == (str(problem.location), problem.id, problem.values, problem.line)


def test_what_is_included_must_be_named(tmp_path: Path) -> None:
    [problem] = problems(write(tmp_path, a="include:\n  - {file: b.yaml}\n"))

    assert ("city/a.yaml:2:5", "not-a-path") == (str(problem.location), problem.id)


@pytest.mark.parametrize(
    ("text", "id_"), [("", "empty-inventory"), ("# 台帳\n", "empty-inventory"), ("- a\n", "not-an-inventory"), ("台帳\n", "not-an-inventory")]
)
def test_a_file_that_is_no_mapping_is_no_inventory(tmp_path: Path, text: str, id_: str) -> None:
    assert [id_] == [problem.id for problem in problems(write(tmp_path, a=text))]


def test_a_text_that_is_no_mapping_is_no_inventory() -> None:
    with pytest.raises(Refused) as caught:
        documents_of("", "-")

    assert "empty-inventory" == caught.value.problems[0].id


def test_the_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    found = problems(write(tmp_path, a="a: 1\na: 2\n", b="", c="d: 1\n"))

    assert [("city/a.yaml", "duplicate-key"), ("city/b.yaml", "empty-inventory")] == [(problem.location.file, problem.id) for problem in found]


def test_a_folder_without_files_is_told_as_such(tmp_path: Path) -> None:
    assert [("city", "folder-without-inventory")] == [(str(problem.location), problem.id) for problem in problems(str(tmp_path))]


@pytest.mark.parametrize(
    ("text", "path"), [("overlay: rules/ours\n", "city/rules/ours"), ("overlay: none\n", None), ("overlay: [a]\n", None), ("a: 1\n", None)]
)
def test_a_path_of_the_header_lies_beside_its_file(text: str, path: str | None) -> None:
    assert path == header_path(documents_of(text, "city/a.yaml"), "overlay")

"""Parameters whose values are rows of a table: what an edition finds there, and what rows of an organisation's own change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.checking.load import load_rulebook
from secpolicy.judging.freshness import reference_data
from secpolicy.model.rulebook import Rulebook

TABLE = """table: storage-levels
title: {ja: 段階, en: levels}
source: 見本の出典
licence: 見本
last_checked: 2026-08-22
rows:
  - {storage: hdd, level: "2", group: disk}
  - {storage: ssd, level: "3", group: flash, since: sample-guideline 2024-01}
  - {storage: usb_memory, level: "3", group: flash}
  - {storage: hdd, level: "2", group: disk}
"""
PARAMETER = """sample.of_table:
  title: {{ja: 見本, en: sample}}
  type: {type}
  {stricter}
  values:
    sample-guideline 2020-01: {{rows: {rows}, cites: sample-guideline chapter/clause}}
    sample-guideline 2024-01: {{rows: {rows}, cites: sample-guideline chapter/clause}}
"""
STORAGE = "{table: storage-levels, column: storage}"


def choices(*words: str) -> tuple[object, ...]:
    return "list", tuple(("choice", "storage", word) for word in words)


def rulebook(folder: Path, type_: str, rows: str, stricter: str = "", own: str = "") -> Rulebook:
    """The sample pack with a table and a parameter that reads it, and an overlay with rows of its own if there are any."""
    sample = folder / "rules" / "sample"
    shutil.copytree(Path(__file__).parent / "pack", sample)
    (sample / "catalog").mkdir()
    (sample / "catalog" / "levels.yaml").write_text(TABLE, encoding="utf-8")
    (sample / "parameters" / "table.yaml").write_text(PARAMETER.format(type=type_, rows=rows, stricter=stricter), encoding="utf-8")
    if own:
        (folder / "own" / "catalog").mkdir(parents=True)
        (folder / "own" / "pack.yaml").write_text("pack: own\ntitle: {ja: 庁内, en: own}\n", encoding="utf-8")
        head = "table: storage-levels\ntitle: {ja: 段階}\nsource: 庁内\nlast_checked: 2026-11-20\nrows:\n"
        (folder / "own" / "catalog" / "levels.yaml").write_text(head + own, encoding="utf-8")
    return load_rulebook(str(folder / "rules"), None, (str(folder / "own"),) if own else ())


def values(book: Rulebook) -> list[object]:
    return [value for _, value, _, _ in book.parameters["sample.of_table"].values]


def refused(folder: Path, type_: str, stricter: str, own: str) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        rulebook(folder, type_, STORAGE, stricter, own)
    return caught.value.problems


def test_a_row_counts_from_its_edition_on_and_each_word_once(tmp_path: Path) -> None:
    book = rulebook(tmp_path, "list of choice storage", STORAGE)

    assert [choices("hdd", "usb_memory"), choices("hdd", "ssd", "usb_memory")] == values(book)


def test_where_leaves_the_rows_that_have_those_words(tmp_path: Path) -> None:
    book = rulebook(tmp_path, "list of choice storage", "{table: storage-levels, column: storage, where: {group: flash, level: '3'}}")

    assert [choices("usb_memory"), choices("ssd", "usb_memory")] == values(book)


def test_rows_that_say_the_same_give_one_value(tmp_path: Path) -> None:
    book = rulebook(tmp_path, "whole number", "{table: storage-levels, column: level, where: {storage: hdd}}")

    assert [("number", "2"), ("number", "2")] == values(book)


def test_its_age_is_told_of_the_table_and_not_of_the_parameter_again(tmp_path: Path) -> None:
    book = rulebook(tmp_path, "list of choice storage", STORAGE)

    aged = [(one.what, one.name, one.day) for one in reference_data(book) if one.day < "2026-11"]
    assert [("table", "storage-levels", "2026-08-22")] == aged


def test_a_row_of_ones_own_joins_a_list_that_is_stricter_when_longer(tmp_path: Path) -> None:
    book = rulebook(tmp_path, "list of choice storage", STORAGE, "stricter: more", "  - {storage: tape}\n")

    assert [choices("hdd", "usb_memory", "tape"), choices("hdd", "ssd", "usb_memory", "tape")] == values(book)


def test_a_row_of_ones_own_that_could_make_a_rule_easier_is_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "list of choice storage", "", "  - {storage: tape}\n")

    assert ("own-rows-closed", "own/catalog/levels.yaml", 1) == (problem.id, problem.location.file, problem.location.line)


def test_a_cell_of_ones_own_that_is_no_value_is_reported_at_the_cell(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "list of choice storage", "stricter: more", "  - {storage: drum}\n")

    assert ("schema-enum", "own/catalog/levels.yaml", 6) == (problem.id, problem.location.file, problem.location.line)

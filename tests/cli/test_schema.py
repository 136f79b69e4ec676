"""secpolicy schema: prints the schema, or looks at a file through it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secpolicy.cli import schema

ROOT = Path(__file__).parents[2]
Secpolicy = Callable[..., Any]


def test_what_is_printed_is_what_is_committed(secpolicy: Secpolicy) -> None:
    ran = secpolicy("schema")

    assert ((ROOT / "docs" / "inventory.schema.json").read_text(encoding="utf-8"), 0) == (ran.out, ran.code)


@pytest.mark.parametrize("encoding", ["cp932", "shift_jis", "ascii"])
def test_a_console_without_utf_8_gets_json_of_plain_letters(encoding: str) -> None:
    text = schema._for_console('{"title": "台帳 ㋿ 〜"}', encoding)

    assert text.isascii()
    assert {"title": "台帳 ㋿ 〜"} == json.loads(text)


@pytest.mark.parametrize("encoding", [None, "utf-8", "UTF8"])
def test_utf_8_gets_letters_as_they_are(encoding: str | None) -> None:
    assert '"台帳"' == schema._for_console('"台帳"', encoding)


def test_a_file_that_fits_is_said_to_fit(secpolicy: Secpolicy) -> None:
    ran = secpolicy("schema", "--validate", str(ROOT / "samples" / "mihon-city" / "inventory.yaml"))

    assert "は台帳の型に合う" in ran.out
    assert ("", 0) == (ran.err, ran.code)


def test_a_file_that_does_not_fit_is_refused_with_its_lines(secpolicy: Secpolicy, tmp_path: Path) -> None:
    file = tmp_path / "inventory.yaml"
    file.write_text("vocabulary: 1\nsegments:\n  - {id: a, tier: mynumbr}\n  - {id: b, nmae: x}\n", encoding="utf-8")
    ran = secpolicy("schema", "--validate", str(file))

    assert [3, 4] == [int(line.partition("inventory.yaml:")[2].partition(":")[0]) for line in ran.err.splitlines() if "[schema-" in line]
    assert ran.err.endswith("全部で2件の誤りがある\n")
    assert ("", 5) == (ran.out, ran.code)


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n"])
def test_a_file_that_is_no_mapping_is_refused(secpolicy: Secpolicy, tmp_path: Path, text: str) -> None:
    file = tmp_path / "inventory.yaml"
    file.write_text(text, encoding="utf-8")

    assert 5 == secpolicy("schema", "--validate", str(file)).code


def test_several_files_are_looked_at_and_the_worst_counts(secpolicy: Secpolicy, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("vocabulary: 2\n", encoding="utf-8")
    good = ROOT / "samples" / "mihon-city" / "waivers.yaml"
    ran = secpolicy("schema", "--validate", str(file), "--validate", str(good))

    assert "waivers.yaml は台帳の型に合う" in ran.out
    assert 5 == ran.code

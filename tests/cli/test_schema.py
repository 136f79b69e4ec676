"""secpolicy schema: prints the schema, or looks at a file through it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from secpolicy.cli import schema
from secpolicy.reporting.exchange.schemas import OF_REPORTS

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


def test_a_folder_is_looked_at_as_check_reads_it(secpolicy: Secpolicy) -> None:
    ran = secpolicy("schema", "--validate", str(ROOT / "samples" / "mizuhara-prefecture"))

    assert "mizuhara-prefecture は台帳の型に合う" in ran.out
    assert ("", 0) == (ran.err, ran.code)


def test_every_file_of_a_folder_is_looked_at_and_one_vocabulary_is_enough(secpolicy: Secpolicy, tmp_path: Path) -> None:
    (tmp_path / "10-first.yaml").write_text("vocabulary: 1\nsegments:\n  - {id: a, tier: mynumbr}\ninclude: [more/part.yaml]\n", encoding="utf-8")
    (tmp_path / "20-second.yaml").write_text("devices:\n  - {id: b, nmae: x}\n", encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "part.yaml").write_text("sistems: none\n", encoding="utf-8")
    ran = secpolicy("schema", "--validate", str(tmp_path))
    lines = [line for line in ran.err.splitlines() if "[schema-" in line]

    assert ["10-first.yaml:3", "20-second.yaml:2", "part.yaml:1"] == [":".join(line.rpartition("/")[2].split(":")[:2]) for line in map(_place, lines)]
    assert ("", 5) == (ran.out, ran.code)


def test_a_folder_without_any_vocabulary_is_refused(secpolicy: Secpolicy, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("segments: none\n", encoding="utf-8")
    ran = secpolicy("schema", "--validate", str(tmp_path))

    assert "a.yaml:1:1" in ran.err
    assert "[vocabulary-missing]" in ran.err
    assert 5 == ran.code


def _place(line: str) -> str:
    """The place with which a problem begins."""
    return line.partition(": ")[0]


def test_several_files_are_looked_at_and_the_worst_counts(secpolicy: Secpolicy, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("vocabulary: 2\n", encoding="utf-8")
    good = ROOT / "samples" / "mihon-city" / "waivers.yaml"
    ran = secpolicy("schema", "--validate", str(file), "--validate", str(good))

    assert "waivers.yaml は台帳の型に合う" in ran.out
    assert 5 == ran.code


CITY = "samples/mihon-city/inventory.yaml"
DAY = ("--as-of", "2026-11-30", "--format", "json")
PRINTED = [
    ("report", ("check", CITY, *DAY, "--only", "os-supported", "--exit-zero", "--show", "all")),
    ("diff", ("diff", CITY, *DAY, "--to-as-of", "2027-04-01", "--show", "review")),
    ("diff", ("diff", CITY, *DAY, "--to-edition", "2022-03")),
    ("diff", ("what-if", CITY, *DAY, "--set", "network.model=beta")),
    ("timeline", ("timeline", CITY, *DAY, "--until", "2027-06-30", "--show", "review")),
    ("plan", ("plan", CITY, *DAY, "--to", "beta_prime", "--show", "review")),
    ("plan", ("plan", "samples/yamaai-village/inventory.yaml", *DAY, "--to", "alpha", "--lang", "en")),
]


@pytest.mark.parametrize(("of", "given"), PRINTED, ids=[f"{at} {given[0]}" for at, (_, given) in enumerate(PRINTED)])
def test_what_a_command_prints_fits_the_schema_that_is_printed(secpolicy: Secpolicy, monkeypatch: pytest.MonkeyPatch, of: str, given: tuple[str, ...]) -> None:
    monkeypatch.chdir(ROOT)
    document = json.loads(secpolicy(*given).out)
    validator = jsonschema_rs.Draft202012Validator(json.loads(secpolicy("schema", "--of", of).out), validate_formats=True)

    assert [] == [f"{fault.instance_path}: {fault.message}" for fault in validator.iter_errors(document)]
    assert not validator.is_valid({**document, "more": 1})
    assert not validator.is_valid({**document, "format_version": 2})


@pytest.mark.parametrize("of", OF_REPORTS)
def test_a_printed_schema_is_whole_and_closed(secpolicy: Secpolicy, of: str) -> None:
    text = secpolicy("schema", "--of", of).out

    assert "report.schema.json" not in text
    assert [] == [part for part in _objects(json.loads(text)) if part.get("additionalProperties", True) is True]


def _objects(part: Any) -> list[dict[str, Any]]:
    """Every schema of an object."""
    inner = [found for one in (part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()) for found in _objects(one)]
    return [part, *inner] if isinstance(part, dict) and part.get("type") == "object" else inner


def test_only_inventories_are_looked_at(secpolicy: Secpolicy) -> None:
    ran = secpolicy("schema", "--of", "diff", "--validate", "x.yaml")

    assert 2 == ran.code
    assert "[usage-schema-validate]" in ran.err

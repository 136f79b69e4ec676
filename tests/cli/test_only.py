"""`check --only` and what does not go together: a thing with all that stands in it, names that there are not, forms for one inventory."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

CITY = """\
vocabulary: 1
organisation: {code: "202011"}
devices:
  - {id: pc-cad, name: 設計端末, os: {product: Windows 10, version: 22H2, edition: pro}}
  - {id: pc-mado, name: 窓口端末, os: {product: Windows 10, version: 22H2, edition: pro}}
"""
DAY = ("--as-of", "2026-11-30")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inventory.yaml").write_text(CITY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("city")
def test_a_thing_is_judged_with_what_stands_in_it(secpolicy: Callable[..., Ran]) -> None:
    ran = secpolicy("check", *DAY, "--only", "device:pc-cad", "--only", "os-supported", "--format", "json")
    [finding] = [finding for block in json.loads(ran.out)["deadlines"] for finding in block["findings"]]

    assert (4, ["device:pc-cad.os"]) == (ran.code, [subject["ref"] for subject in finding["subjects"]])


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("asked", "expected"), [("device:pc-cda", "device:pc-cad"), ("qqqqqq:zzzzzz", "--only")])
def test_a_thing_that_there_is_not_is_refused(secpolicy: Callable[..., Ran], asked: str, expected: str) -> None:
    ran = secpolicy("check", *DAY, "--only", asked)

    assert (2, "") == (ran.code, ran.out)
    assert asked in ran.err
    assert expected in ran.err


@pytest.fixture
def two(city: None) -> None:
    """Two inventories, of which only the second has a device `pc-new`."""
    Path("b.yaml").write_text(CITY.replace("pc-cad", "pc-new"), encoding="utf-8")
    Path("secpolicy.yaml").write_text("inventories: [a.yaml, b.yaml]\n", encoding="utf-8")
    Path("inventory.yaml").rename("a.yaml")


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("command", [("check",), ("timeline",), ("plan", "--to", "beta"), ("what-if", "--set", "network.model=beta")], ids=" ".join)
def test_what_none_of_several_inventories_has_is_told_once(secpolicy: Callable[..., Ran], command: tuple[str, ...]) -> None:
    ran = secpolicy(*command, *DAY, "--only", "device:pc-mew")

    assert (2, "", 1) == (ran.code, ran.out, ran.err.count("pc-mew"))
    assert "device:pc-new" in ran.err


@pytest.mark.usefixtures("two")
def test_of_several_inventories_those_without_the_thing_say_nothing(secpolicy: Callable[..., Ran]) -> None:
    only = ("--format", "lines", *DAY, "--only", "device:pc-new", "--only", "os-supported")

    assert secpolicy("check", "b.yaml", *only) == secpolicy("check", *only)


@pytest.mark.usefixtures("two")
def test_an_inventory_that_cannot_be_read_may_have_the_thing(secpolicy: Callable[..., Ran]) -> None:
    Path("b.yaml").write_text("vocabulary: 1\ndevises: none\n", encoding="utf-8")
    ran = secpolicy("check", *DAY, "--only", "device:pc-new")

    assert (5, "") == (ran.code, ran.out)
    assert "[usage-no-such-subject" not in ran.err


@pytest.mark.usefixtures("two")
def test_a_thing_that_only_one_of_two_inventories_has_may_be_asked_for(secpolicy: Callable[..., Ran]) -> None:
    only = (*DAY, "--only", "device:pc-new", "--only", "os-supported")

    assert "device:pc-new" in secpolicy("check", *only, "--format", "jsonl").out
    assert "pc-new" in secpolicy("diff", "a.yaml", "b.yaml", *only, "--format", "json").out


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("form", "code"), [("json", 2), ("html", 2), ("sarif", 2), ("csv", 2), ("lines", 4), ("jsonl", 4)])
def test_a_form_that_holds_one_inventory_is_not_printed_for_two(secpolicy: Callable[..., Ran], form: str, code: int) -> None:
    Path("inventory.yaml").rename("a.yaml")
    Path("secpolicy.yaml").write_text("inventories: [a.yaml, b.yaml]\n", encoding="utf-8")
    Path("b.yaml").write_text(CITY, encoding="utf-8")
    ran = secpolicy("check", *DAY, "--only", "os-supported", "--format", form)

    assert code == ran.code
    assert ("" == ran.out) == (code == 2)


@pytest.mark.usefixtures("city")
def test_an_organisation_without_a_name_is_called_as_the_list_of_codes_has_it(secpolicy: Callable[..., Ran]) -> None:
    assert secpolicy("check", *DAY).out.startswith("長野市　")


@pytest.mark.parametrize(("lang", "heading"), [("ja", "使い方: secpolicy check"), ("en", "Usage: secpolicy check")])
def test_help_has_headings_in_the_language_of_the_reader(secpolicy: Callable[..., Ran], lang: str, heading: str) -> None:
    assert heading in secpolicy("check", "--help", "--lang", lang).out

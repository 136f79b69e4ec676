"""secpolicy.yaml, which lists the inventories of a folder: what is wrong with it is told with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

TOWN = "vocabulary: 1\norganisation: {name: 見本町}\ndevices: none\n"
DAY = ("--as-of", "2026-11-30", "--only", "os-supported", "--format", "lines")


@pytest.fixture
def listed(secpolicy: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Ran]:
    """Runs check in a folder with two towns and a list of inventories."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TOWN, encoding="utf-8")

    def ran(text: str) -> Ran:
        (tmp_path / "secpolicy.yaml").write_text(text, encoding="utf-8")
        return secpolicy("check", *DAY)

    return ran


@pytest.mark.parametrize(
    ("text", "place", "id_"),
    [
        ("inventories: []\n", "secpolicy.yaml:1:14", "listing-of-nothing"),
        ("inventories:\n", "secpolicy.yaml:1:13", "listing-of-nothing"),
        ("inventories: none\n", "secpolicy.yaml:1:14", "listing-of-nothing"),
        ("# none yet\n", "secpolicy.yaml:1:1", "listing-of-nothing"),
        ("- a.yaml\n", "secpolicy.yaml:1:1", "listing-of-nothing"),
        ("inventorys: [a.yaml]\n", "secpolicy.yaml:1:1", "listing-unknown-key-meant"),
        ("inventories: [a.yaml]\nprofile: beta\n", "secpolicy.yaml:2:1", "listing-unknown-key"),
        ("inventories: {a: b}\n", "secpolicy.yaml:1:14", "listing-not-a-path"),
        ("inventories:\n  - a.yaml\n  - {b: c}\n", "secpolicy.yaml:3:5", "listing-not-a-path"),
        ("inventories:\n  - a.yaml\n  - c.yaml\n", "secpolicy.yaml:3:5", "no-such-file"),
        ("inventories: [a.yaml, c.yaml]\n", "secpolicy.yaml:1:23", "no-such-file"),
        ("inventories: c.yaml\n", "secpolicy.yaml:1:14", "no-such-file"),
        ("inventories: &all\n  - c.yaml\n", "secpolicy.yaml:2:5", "no-such-file"),
        ("inventories: [a.yaml\n", "secpolicy.yaml:1:14", "unclosed-bracket"),
    ],
)
def test_a_list_that_cannot_be_followed_is_refused_at_its_place(listed: Callable[[str], Ran], text: str, place: str, id_: str) -> None:
    ran = listed(text)

    assert (5, "") == (ran.code, ran.out)
    assert ran.err.startswith(f"{place}: ")
    assert f"[{id_}]\n" in ran.err
    assert 1 == ran.err.count("対処: ")


def test_the_key_that_was_meant_is_named(listed: Callable[[str], Ran]) -> None:
    assert "`inventories` の誤りではないか" in listed("inventory: [a.yaml]\n").err


def test_everything_that_is_wrong_with_a_list_is_told_at_once(listed: Callable[[str], Ran]) -> None:
    ran = listed("inventories: [c.yaml, a.yaml, none, d.yaml]\nfiles: []\n")

    assert ["1:15", "1:31", "1:37", "2:1"] == re.findall(r"^secpolicy\.yaml:(\d+:\d+): ", ran.err, re.MULTILINE)


@pytest.mark.parametrize("text", ["inventories: [a.yaml, b.yaml]\n", "inventories:\n  - a.yaml\n  - b.yaml\n", "inventories: &x\n  - a.yaml\n  - b.yaml\n"])
def test_every_inventory_of_a_list_is_judged(listed: Callable[[str], Ran], text: str) -> None:
    ran = listed(text)

    assert (4, "") == (ran.code, ran.err)
    assert {"a", "b"} == {*re.findall(r"^([a-z])\.yaml:", ran.out, re.MULTILINE)}

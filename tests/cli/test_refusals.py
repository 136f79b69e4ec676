"""What a check refuses before it begins: reports that would be lost, words that mean nothing, days out of range, and streams that are closed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

INVENTORY = "vocabulary: 1\norganisation: {name: 見本町}\ndevices: none\n"
SMALL = ("--as-of", "2026-11-30", "--only", "os-supported")
COMMAND = [sys.executable, "-c", "from secpolicy.cli.start import main; main()"]


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "inventory.yaml"
    file.write_text(INVENTORY, encoding="utf-8")
    return file


def run(*arguments: str, **streams: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], cwd=Path(__file__).parents[2], stderr=streams.pop("stderr", subprocess.PIPE), check=False, **streams)


@pytest.mark.parametrize(
    ("given", "id_"),
    [
        (["--output", "json:inventory.yaml"], "usage-output-is-input"),
        (["--output", "json:./inventory.yaml"], "usage-output-is-input"),
        (["--output", "json:a.txt", "--output", "csv:./a.txt"], "usage-output-twice"),
        (["--output", "json:nowhere/a.json"], "usage-output-folder"),
        (["--output", "json:."], "usage-output-folder"),
        (["--fail-on", "must,allways"], "usage-fail-on"),
        (["--fail-on", ","], "usage-fail-on"),
        (["--fail-on", ""], "usage-empty-value"),
        (["--as-of", "0001-01-01"], "usage-day-out-of-range"),
        (["--as-of", "9999-12-31"], "usage-day-out-of-range"),
    ],
)
def test_a_check_that_cannot_be_done_as_asked_is_refused_with_nothing_printed(
    given: list[str], id_: str, inventory: Path, secpolicy: Callable[..., Any]
) -> None:
    ran = secpolicy("check", inventory.name, *given)

    assert f"[{id_}]" in ran.err
    assert ("", 2) == (ran.out, ran.code)
    assert (["inventory.yaml"], INVENTORY) == (os.listdir(inventory.parent), inventory.read_text(encoding="utf-8"))


def test_everything_that_is_wrong_with_the_outputs_is_told_at_once(inventory: Path, secpolicy: Callable[..., Any]) -> None:
    ran = secpolicy("check", inventory.name, "--output", "json:nowhere/a.json", "--output", "csv:a.txt", "--output", "html:a.txt")

    assert 1 == ran.err.count("[usage-output-folder]")
    assert 1 == ran.err.count("[usage-output-twice]")


def test_one_file_does_not_hold_the_reports_of_several_inventories(inventory: Path, secpolicy: Callable[..., Any]) -> None:
    inventory.rename(inventory.with_name("a.yaml"))
    (inventory.parent / "secpolicy.yaml").write_text("inventories: [a.yaml, a.yaml]\n", encoding="utf-8")
    ran = secpolicy("check", "--output", "json:a.json")

    assert "[usage-output-of-many]" in ran.err
    assert 2 == ran.code


def test_a_profile_that_an_inventory_names_is_missed_at_its_line(inventory: Path, secpolicy: Callable[..., Any]) -> None:
    inventory.write_text(INVENTORY + "profile: ours.yaml\n", encoding="utf-8")
    ran = secpolicy("check", inventory.name)

    assert "inventory.yaml:4:10" in ran.err
    assert "[no-such-profile]" in ran.err
    assert 5 == ran.code


@pytest.mark.parametrize(("given", "said"), [(["check", "--profile"], "`--profile` に続けて値を書く"), (["coverage", "x"], "余分な指定 `x` がある")])
def test_what_click_refuses_is_told_in_the_readers_language(given: list[str], said: str, secpolicy: Callable[..., Any]) -> None:
    ran = secpolicy(*given)

    assert said in ran.err
    assert 2 == ran.code


def test_an_input_that_is_closed_is_an_empty_one(inventory: Path) -> None:
    closed = run("check", "-", stdout=subprocess.PIPE, preexec_fn=lambda: os.close(0))

    assert b"[empty-inventory]" in closed.stderr
    assert 5 == closed.returncode


def test_streams_that_are_closed_change_no_exit_code(inventory: Path) -> None:
    given = ("check", str(inventory), *SMALL)
    open_, closed = run(*given, stdout=subprocess.PIPE), run(*given, preexec_fn=lambda: os.close(1))
    mute = run("check", "nowhere.yaml", stdout=subprocess.PIPE, stderr=None, preexec_fn=lambda: os.close(2))

    assert (open_.returncode, b"") == (closed.returncode, closed.stderr)
    assert 5 == mute.returncode


@pytest.mark.parametrize("more", [(), ("--format", "json")], ids=["table", "json"])
def test_a_full_disk_is_told_without_a_traceback(inventory: Path, more: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        ran = run("check", str(inventory), *SMALL, *more, stdout=full)

    assert "出力に書けない".encode() in ran.stderr
    assert 1 == ran.stderr.count(b"\n")
    assert 2 == ran.returncode


def test_shipped_packs_that_are_not_sound_are_refused_with_exit_code_6(
    inventory: Path, rules: Path, secpolicy: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (rules / "own" / "web" / "named.rule").write_text("rule named\n", encoding="utf-8")
    (rules.parent / "profiles").mkdir()
    monkeypatch.setattr("secpolicy.cli.context.data_folder", lambda name: str(rules.parent / name))
    ran = secpolicy("check", inventory.name, "--no-cache")

    assert "named.rule:" in ran.err
    assert ("", 6) == (ran.out, ran.code)

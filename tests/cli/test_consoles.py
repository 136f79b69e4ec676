"""What a console is given: text that it can show on a terminal of any encoding, UTF-8 in files and pipes."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from secpolicy.base.text import columns

START = "import sys; from secpolicy.cli.start import main; main(sys.argv[1:])"
INVENTORY = "vocabulary: 1\norganisation: {name: 見本町}\ndevices: none\n"
ABOUT = ("--as-of", "2026-11-30")
CHECK = ("check", "inventory.yaml", *ABOUT, "--only", "os-supported", "--format")


@pytest.fixture
def town(tmp_path: Path) -> Path:
    (tmp_path / "inventory.yaml").write_text(INVENTORY, encoding="utf-8")
    return tmp_path


def on_terminal(folder: Path, encoding: str, *given: str, out: Any = None) -> bytes:
    """What a terminal of an encoding is sent; on the error stream alone, if the output goes elsewhere."""
    reading, writing = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-c", START, *given], cwd=folder, env={**os.environ, "PYTHONIOENCODING": encoding}, stdout=out or writing, stderr=writing
    )
    os.close(writing)
    sent = b""
    try:
        while part := os.read(reading, 65536):
            sent += part
    except OSError:  # Linux says so at the end
        pass
    os.close(reading)
    running.wait()
    return sent


def in_pipe(folder: Path, encoding: str, *given: str) -> bytes:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run([sys.executable, "-c", START, *given], cwd=folder, env=environment, capture_output=True, check=False).stdout


FOR_PROGRAMS = {
    "markdown": (*CHECK, "markdown"),
    "csv": (*CHECK, "csv"),
    "summary": (*CHECK, "summary"),
    "timeline": ("timeline", "inventory.yaml", *ABOUT, "--format", "markdown"),
    "coverage": ("coverage", "--format", "markdown"),
    "rules": ("rules", "--format", "json"),
    "sheet": ("explain", "os-supported", "--sheet"),
}


@pytest.mark.parametrize("form", FOR_PROGRAMS)
def test_a_terminal_in_cp932_is_sent_what_it_can_show(town: Path, form: str) -> None:
    shown = on_terminal(town, "cp932", *FOR_PROGRAMS[form]).decode("cp932")

    assert shown.count("\n") > 1
    assert "\r\r" not in shown
    assert not shown.isascii()


@pytest.mark.parametrize("form", FOR_PROGRAMS)
def test_a_pipe_is_given_utf_8_whatever_the_encoding_of_the_console(town: Path, form: str) -> None:
    given = in_pipe(town, "cp932", *FOR_PROGRAMS[form])

    assert given == in_pipe(town, "utf-8", *FOR_PROGRAMS[form])
    assert not given.isascii()
    assert given.decode("utf-8")


def test_csv_for_older_programs_is_shown_on_a_terminal_of_today(town: Path) -> None:
    assert "番号" in on_terminal(town, "utf-8", *CHECK, "csv-cp932").decode("utf-8")


def test_a_workbook_is_not_poured_onto_a_terminal(town: Path) -> None:
    assert "xlsx は画面に示せない [usage-no-text]" in on_terminal(town, "utf-8", *CHECK, "xlsx").decode("utf-8")
    assert in_pipe(town, "utf-8", *CHECK, "xlsx").startswith(b"PK")


WHY = ("rules", "--why", "disposal-technique")
READING = ("explain", "disposal-technique")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("given", [WHY, READING], ids=["rules", "explain"])
def test_sentences_are_as_wide_as_the_terminal_and_80_columns_where_there_is_none(
    town: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", "66")
    seen = on_terminal(town, "utf-8", *given, "--lang", lang).decode().split("\r\n")
    piped = subprocess.run([sys.executable, "-c", START, *given, "--lang", lang], cwd=town, capture_output=True, check=True).stdout.decode().split("\n")

    assert 60 < max(map(columns, seen)) <= 66
    assert 74 < max(map(columns, piped)) <= 80


TOLD_APART = ("check", "samples/mihon-city/inventory.yaml", *ABOUT, "--exit-zero", "--edition", "2024-10", "--format", "jsonl")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_sentences_beside_the_output_are_as_wide_as_the_terminal_and_a_line_each_elsewhere(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "66")
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", START, *TOLD_APART, "--lang", lang]
    piped = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, capture_output=True, check=False).stderr.decode()
    seen = on_terminal(root, "utf-8", *TOLD_APART, "--lang", lang, out=subprocess.DEVNULL)
    lines = seen.decode().split("\r\n")

    assert 60 < max(map(columns, lines)) <= 66 < max(map(columns, piped.split("\n")))
    assert "".join(piped.split()) == "".join("".join(lines).split())


NARROW = [
    ("diff", "--to-as-of", "2030-11-30"),
    ("what-if", "--set", "network.model=beta"),
    ("timeline",),
    ("plan", "--to", "beta"),
    ("check", "--color", "never"),
]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("given", NARROW, ids=lambda given: given[0])
@pytest.mark.parametrize("width", [60, 80])
def test_no_table_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], lang: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    command, *options = given
    sample = "samples/yamaai-village/inventory.yaml"
    seen = on_terminal(Path(__file__).parents[2], "utf-8", command, sample, *options, *ABOUT, "--lang", lang).decode().split("\r\n")

    assert [] == [line for line in seen if columns(line) > width]
    assert any(line.startswith("----") for line in seen)

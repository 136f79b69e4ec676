"""Nothing that is printed for people is wider than their terminal, from 60 columns on: measured by wcwidth, not by our own count."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from wcwidth import wcswidth

from secpolicy.base.text import columns
from secpolicy.cli.layouts import COLUMNS, GROUPS
from secpolicy.model.folders import data_folder
from secpolicy.reporting.grid import grid
from tests.cli.conftest import Ran

VILLAGE, CITY = "samples/yamaai-village/inventory.yaml", "samples/mihon-city/inventory.yaml"
DAY = ("--as-of", "2026-11-30")
CHECK = ("check", VILLAGE, *DAY)
JUDGING = [
    ("diff", VILLAGE, CITY, *DAY),
    ("what-if", VILLAGE, *DAY, "--set", "network.model=beta"),
    ("timeline", VILLAGE, *DAY),
    ("plan", VILLAGE, *DAY, "--to", "beta"),
]
COMMANDS = [
    CHECK,
    (*CHECK, "--show", "all", "--details"),
    ("check", CITY, *DAY, "--group-by", "clause"),
    *((*CHECK, "--group-by", group) for group in GROUPS),
    *((*CHECK, "--only", "os-supported", "--table-style", style) for style in ("grid", "pipe", "psql")),
    (*CHECK, "--columns", "verdict,severity,subject,department,deadline,place"),
    (*CHECK, "--columns", ",".join(COLUMNS)),
    ("check", VILLAGE, *DAY, "--waivers", "samples/mihon-city/waivers.yaml"),
    ("coverage",),
    ("rules",),
    ("rules", "--inventory", CITY),
    ("rules", "--why", "disposal-technique"),
    ("explain", "disposal-technique"),
    *JUDGING,
]


@pytest.fixture
def on_terminal(secpolicy: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command of secpolicy whose output goes to a terminal of so many columns."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(Path(data_folder("rules")).parent)

    def ran(width: int, *given: str) -> Ran:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", str(width))
        return secpolicy(*given)

    return ran


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("given", COMMANDS, ids=lambda given: " ".join(word for word in given if "/" not in word)[:60])
def test_no_line_is_wider_than_the_terminal(on_terminal: Callable[..., Ran], given: tuple[str, ...], lang: str, width: int) -> None:
    lines = on_terminal(width, *given, "--lang", lang).out.splitlines()

    assert [] == [line for line in lines if wcswidth(line) > width]
    assert width - 12 < max(map(wcswidth, lines))


ON_WINDOWS = [("rules",), ("coverage",), *JUDGING]


@pytest.mark.parametrize("given", ON_WINDOWS, ids=lambda given: given[0])
def test_where_the_console_draws_greek_wide_lines_and_columns_are_set_for_it(
    on_terminal: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...]
) -> None:
    monkeypatch.setattr("secpolicy.cli.choosing.os", SimpleNamespace(**{**vars(os), "name": "nt"}))
    lines = on_terminal(80, *given, "--lang", "ja").out.splitlines()

    assert [] == [line for line in lines if columns(line, 2) > 80]
    assert any(columns(line, 2) > columns(line) for line in lines if not line.startswith("■"))


def test_columns_stand_below_one_another_whatever_the_width_of_greek() -> None:
    """In tabulate's own count α is one column wide on every console."""
    rows = [("β′モデル", "first"), ("plain", "second")]
    starts = [[columns(line.partition(word)[0], wide) for line, word in zip(_body(rows, wide), ("first", "second"), strict=True)] for wide in (1, 2)]

    assert [[14, 14], [14, 14]] == starts


def _body(rows: list[tuple[str, str]], ambiguous: int) -> list[str]:
    return grid(("a", "b"), rows, (12, 8), ambiguous).split("\n")[2:]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_goes_on_in_the_summary_is_indented(on_terminal: Callable[..., Ran], lang: str) -> None:
    """So that what begins a line is seen to begin something."""
    wide, narrow = (on_terminal(width, "check", CITY, *DAY, "--lang", lang).out.partition("\n\n")[0].splitlines() for width in (200, 60))
    begun = [line for line in narrow if not line.startswith("  ")]

    assert len(wide) == len(begun) < len(narrow)
    assert all(whole.startswith(line) for whole, line in zip(wide, begun, strict=True))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_is_missing_where_a_message_has_nothing_to_say(secpolicy: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    """A waiver without a fault has no reason: no gap is left for it."""
    monkeypatch.chdir(Path(data_folder("rules")).parent)
    waivers = [line for line in secpolicy("check", CITY, *DAY, "--lang", lang).out.splitlines() if "waivers.yaml:" in line]

    assert 5 == len(waivers)
    assert all(line.endswith(")" if lang == "en" else "）") and "  waivers" not in line and "　 " not in line for line in waivers)

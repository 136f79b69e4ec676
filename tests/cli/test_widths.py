"""Nothing that is printed for people is wider than their terminal, from 60 columns on: measured by wcwidth, not by our own count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from wcwidth import wcswidth

from secpolicy.cli.layouts import COLUMNS, GROUPS
from secpolicy.model.folders import data_folder
from tests.cli.conftest import Ran

VILLAGE, CITY = "samples/yamaai-village/inventory.yaml", "samples/mihon-city/inventory.yaml"
DAY = ("--as-of", "2026-11-30")
CHECK = ("check", VILLAGE, *DAY)
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
    ("diff", VILLAGE, CITY, *DAY),
    ("what-if", VILLAGE, *DAY, "--set", "network.model=beta"),
    ("timeline", VILLAGE, *DAY),
    ("plan", VILLAGE, *DAY, "--to", "beta"),
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

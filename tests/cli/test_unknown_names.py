"""A name on the command line of what there is not is a wrong call (2), whatever the command; a file that cannot be read is unusable input (5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.model.folders import data_folder
from tests.cli.conftest import Ran

VILLAGE, CITY = "samples/yamaai-village/inventory.yaml", "samples/mihon-city/inventory.yaml"
DAY = ("--as-of", "2026-11-30")
JUDGING = [
    ("check", VILLAGE, *DAY),
    ("timeline", VILLAGE, *DAY),
    ("plan", VILLAGE, *DAY, "--to", "beta"),
    ("what-if", VILLAGE, *DAY, "--set", "network.model=beta"),
    ("diff", VILLAGE, CITY, *DAY),
    ("baseline", "write", VILLAGE, *DAY, "-o", "nowhere.yaml"),
    ("baseline", "prune", VILLAGE, *DAY, "-o", "nowhere.yaml"),
]
NAMES = [("--only", "device:nowhere"), ("--only", "no-such-rule"), ("--only", "os-supported#nothing"), ("--profile", "nowhere"), ("--edition", "1999-01")]
OTHERS = [
    *(
        ("what-if", VILLAGE, *DAY, "--set", one)
        for one in ("device:nowhere.os=none", "nothing.x=1", "network.nothing=1", "network.model=gamma", "network.model=[")
    ),
    ("plan", VILLAGE, *DAY, "--to", "gamma"),
    ("diff", VILLAGE, *DAY, "--to-profile", "nowhere"),
    ("diff", VILLAGE, *DAY, "--to-edition", "1999-01"),
    ("diff", "git:nowhere", VILLAGE, *DAY),
    ("check", VILLAGE, *DAY, "--parameter", "no.such=1"),
    ("check", VILLAGE, *DAY, "--parameter", "interval.audit=nothing"),
    ("check", VILLAGE, *DAY, "--columns", "nothing"),
    ("check", VILLAGE, *DAY, "--sort", "nothing"),
    ("check", VILLAGE, *DAY, "--fail-on", "nothing"),
    ("baseline", "write", VILLAGE, *DAY, "-o", "nowhere.yaml", "--accept", "zzzzzz", "--because", "x"),
    ("explain", "--finding", "zzzzzz", VILLAGE, *DAY),
    ("explain", "no-such-rule"),
    ("explain", "no-such-rule", "--inventory", VILLAGE),
    ("explain", "os-supported", "--edition", "1999-01"),
    ("rules", "--why", "no-such-rule"),
    ("rules", "--why", "no-such-rule", "--inventory", VILLAGE),
    ("rules", "--profile", "nowhere"),
    ("rules", "--parameter", "no.such=1"),
    ("coverage", "--profile", "nowhere"),
    ("coverage", "--edition", "1999-01"),
    ("test", "no-such-rule"),
    ("new", "rule", "nowhere/topic/name"),
]
FILES = [
    *((*command, "--waivers", "nowhere.yaml") for command in JUDGING),
    *((*command, "--profile", "nowhere.yaml") for command in JUDGING),
    ("check", "nowhere.yaml", *DAY),
    ("check", VILLAGE, *DAY, "--baseline", "nowhere.yaml"),
    ("check", VILLAGE, *DAY, "--plan", "nowhere.yaml"),
    ("diff", VILLAGE, "nowhere.yaml", *DAY),
    ("explain", "no-such-rule", "--inventory", "nowhere.yaml"),
    ("explain", "--finding", "zzzzzz", "nowhere.yaml", *DAY),
    ("rules", "--inventory", "nowhere.yaml"),
    ("remediation", "read", "nowhere.xlsx"),
    ("test", "--rules", "nowhere"),
]


@pytest.fixture(autouse=True)
def _beside_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(data_folder("rules")).parent)


def called(given: tuple[str, ...]) -> str:
    return " ".join(given)


@pytest.mark.parametrize("given", [*((*command, *name) for command in JUDGING for name in NAMES), *OTHERS], ids=called)
def test_a_name_of_what_there_is_not_is_a_wrong_call(secpolicy: Callable[..., Ran], given: tuple[str, ...]) -> None:
    ran = secpolicy(*given)

    assert ("", 2) == (ran.out, ran.code)


@pytest.mark.parametrize("given", FILES, ids=called)
def test_a_file_that_is_not_there_is_input_that_cannot_be_read(secpolicy: Callable[..., Ran], given: tuple[str, ...]) -> None:
    ran = secpolicy(*given)

    assert ("", 5) == (ran.out, ran.code)

"""A path that leads nowhere is the same mistake whatever command is given it, and ends alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from secpolicy.cli.commands import COMMANDS, Commands
from secpolicy.cli.context import context_for

REFUSED = 5
GIVEN = [
    ("check", "nowhere.yaml"), ("check", "town.yaml", "--waivers", "nowhere.yaml"), ("check", "town.yaml", "--baseline", "nowhere.yaml"),
    ("check", "town.yaml", "--plan", "nowhere.yaml"), ("check", "town.yaml", "--profile", "nowhere.yaml"), ("check", "town.yaml", "--profile", "no/where"),
    ("explain", "os-supported", "--inventory", "nowhere.yaml"), ("explain", "--finding", "abcd1234", "nowhere.yaml"),
    ("explain", "--finding", "abcd1234", "--profile", "nowhere.yaml", "town.yaml"),
    ("explain", "--finding", "abcd1234", "--waivers", "nowhere.yaml", "town.yaml"),
    ("rules", "--inventory", "nowhere.yaml"), ("rules", "--profile", "nowhere.yaml"), ("coverage", "--profile", "nowhere.yaml"),
    ("schema", "--validate", "nowhere.yaml"), ("test", "--rules", "nowhere"), ("test", "--rules", "town.yaml"),
    ("new", "rule", "own/web/named", "--rules", "nowhere"), ("new", "rule", "own/web/named", "--rules", "town.yaml"),
    ("diff", "town.yaml", "nowhere.yaml"), ("diff", "nowhere.yaml", "town.yaml"), ("diff", "town.yaml", "--to-waivers", "nowhere.yaml"),
    ("diff", "town.yaml", "--to-profile", "nowhere.yaml"), ("diff", "town.yaml", "town.yaml", "--profile", "nowhere.yaml"),
    ("diff", "town.yaml", "town.yaml", "--waivers", "nowhere.yaml"),
    ("what-if", "nowhere.yaml", "--set", "network.model=beta"), ("what-if", "town.yaml", "--set", "network.model=beta", "--profile", "nowhere.yaml"),
    ("what-if", "town.yaml", "--set", "network.model=beta", "--waivers", "nowhere.yaml"),
    ("timeline", "nowhere.yaml"), ("timeline", "town.yaml", "--profile", "nowhere.yaml"), ("timeline", "town.yaml", "--waivers", "nowhere.yaml"),
    ("plan", "nowhere.yaml", "--to", "beta"), ("plan", "town.yaml", "--to", "beta", "--profile", "nowhere.yaml"),
    ("plan", "town.yaml", "--to", "beta", "--waivers", "nowhere.yaml"),
    ("baseline", "write", "nowhere.yaml"), ("baseline", "prune", "nowhere.yaml"), ("baseline", "prune", "town.yaml", "--output", "nowhere.yaml"),
    ("baseline", "write", "town.yaml", "--profile", "nowhere.yaml"), ("baseline", "write", "town.yaml", "--waivers", "nowhere.yaml"),
    ("baseline", "prune", "town.yaml", "--profile", "nowhere.yaml"), ("baseline", "prune", "town.yaml", "--waivers", "nowhere.yaml"),
    ("remediation", "read", "nowhere.xlsx"),
]  # fmt: skip
READING = ("--profile", "--waivers", "--baseline", "--plan", "--inventory", "--validate", "--rules", "--to-profile", "--to-waivers")


@pytest.fixture(autouse=True)
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town.yaml").write_text("vocabulary: 1\norganisation: {name: 見本町}\ndevices: none\n", encoding="utf-8")
    (tmp_path / "baseline.yaml").write_text("baseline: 1\nof: 見本町\nfindings: none\n", encoding="utf-8")


@pytest.mark.parametrize("given", GIVEN, ids=" ".join)
def test_a_path_that_leads_nowhere_is_told_and_ends_with_5(secpolicy: Callable[..., Any], given: tuple[str, ...]) -> None:
    ran = secpolicy(*given)
    ids = [id_ for id_ in ("[no-such-file]", "[no-such-folder]", "[not-a-folder]") if id_ in ran.err]

    assert ("", REFUSED, 1) == (ran.out, ran.code, len(ids)), ran.err


def test_every_option_that_names_something_to_read_is_tried() -> None:
    context = click.Context(Commands(context_for("ja")))
    taken = set()
    for name in COMMANDS:
        command = Commands(context_for("ja")).get_command(context, name)
        assert command is not None
        parts = command.commands.values() if isinstance(command, click.Group) else [command]
        taken |= {(name, option) for part in parts for param in part.params for option in param.opts if option in READING}

    assert taken == {(given[0], word) for given in GIVEN for word in given if word in READING}


@pytest.mark.parametrize("command", ["check", "timeline"])
def test_a_name_that_no_profile_has_is_a_wrong_word_not_a_path(secpolicy: Callable[..., Any], command: str) -> None:
    ran = secpolicy(command, "town.yaml", "--profile", "nowhere")

    assert ("[usage-no-such-profile]" in ran.err, 2) == (True, ran.code)

"""How long a command takes from start to end, as a multiple of `python -c pass` of the same Python: the targets T9, T11 and T12."""

from __future__ import annotations

from pathlib import Path

from interleaved import PYTHON, TOOL, Command, Target, cost, costs

ROUNDS = 21
SAMPLE = Path(__file__).parents[1] / "samples" / "mihon-city" / "inventory.yaml"
CHECK = (TOOL, "check", SAMPLE, "--as-of", "2026-11-30", "--exit-zero")
NOTHING: Command = (PYTHON, "-c", "pass")
GIVEN: Command = (PYTHON, "-c", "import click, yaml")
COMMANDS: dict[str, tuple[str, Command, float]] = {
    "T12": ("`--version`", (TOOL, "--version"), 1.8),
    "T11 lines": ("`check --format lines`, 見本市 / sample city", (*CHECK, "--format", "lines"), 10),
    "T11 table": ("`check`（表 / table）", CHECK, 15),
    "T9": ("`check --no-cache`", (*CHECK, "--no-cache"), 40),
}


def targets(rounds: int = ROUNDS) -> list[Target]:
    """Every command against `python -c pass`; and, aimed for nothing, what click and PyYAML take of it."""
    commands = {"nothing": NOTHING, "given": GIVEN} | {id_: command for id_, (_, command, _) in COMMANDS.items()}
    for command in commands.values():
        cost(command)  # fills the caches
    taken = costs(commands, rounds)
    ratio = {name: of.seconds / taken["nothing"].seconds for name, of in taken.items()}
    given = Target("", "click と PyYAML の読込みだけ / importing click and PyYAML alone", ratio["given"], float("inf"))
    return [given, *(Target(id_, what, ratio[id_], aim) for id_, (what, _, aim) in COMMANDS.items())]

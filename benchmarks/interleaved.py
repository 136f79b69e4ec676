"""Whole processes, run in turn, round after round: the machine's speed drifts, so only ratios inside one such block may be compared."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

Command = tuple[str | Path, ...]
PYTHON = Path(sys.executable)
TOOL = PYTHON.with_name("secpolicy")
# What PYTHON* asks for, such as not to write compiled files, would be measured too.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


class Cost(NamedTuple):
    """What a process took: seconds from start to end, and its peak memory in MiB."""

    seconds: float
    memory: float


class Target(NamedTuple):
    """A line of the table: what is compared, the ratio (or number) reached, and the one aimed for. None: it could not be measured, `why` says why not."""

    id: str
    what: str
    reached: float | None
    aim: float
    why: str = ""

    @property
    def is_met(self) -> bool:
        return self.reached is not None and self.reached <= self.aim


def cost(command: Command) -> Cost:
    """What one run of a command takes; it must succeed."""
    begun = perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(perf_counter() - begun, usage.ru_maxrss / 1024)


def costs(commands: Mapping[str, Command], rounds: int) -> dict[str, Cost]:
    """The medians of every command's costs over the rounds."""
    measured = [{name: cost(command) for name, command in commands.items()} for _ in range(rounds)]
    return {name: Cost(*(statistics.median(values) for values in zip(*(each[name] for each in measured), strict=True))) for name in commands}

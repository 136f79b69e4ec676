"""How long a command takes from start to end, as a multiple of `python -c pass`.

The machine's speed drifts, so all commands run in turn, round after round, and only ratios of medians are told.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROUNDS = 21
SAMPLE = Path(__file__).parents[1] / "samples" / "mihon-city" / "inventory.yaml"
PYTHON = Path(sys.executable)
TOOL = PYTHON.with_name("secpolicy")
CHECK = (TOOL, "check", SAMPLE, "--as-of", "2026-11-30", "--exit-zero")

# name: (command, the ratio aimed for)
COMMANDS: dict[str, tuple[tuple[str | Path, ...], float]] = {
    "python -c pass": ((PYTHON, "-c", "pass"), 1.0),
    "--version": ((TOOL, "--version"), 1.8),
    "check, lines": ((*CHECK, "--format", "lines"), 10),
    "check, table": (CHECK, 15),
    "check, no cache": ((*CHECK, "--no-cache"), 40),
}


def seconds(command: tuple[str | Path, ...]) -> float:
    """How long a command runs; it must succeed."""
    begun = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return perf_counter() - begun


def main() -> None:
    """Print one line per command: median, ratio, and the ratio aimed for."""
    for command, _ in COMMANDS.values():
        seconds(command)
    rounds = [{name: seconds(command) for name, (command, _) in COMMANDS.items()} for _ in range(ROUNDS)]
    medians = {name: statistics.median(times[name] for times in rounds) for name in COMMANDS}
    for name, (_, target) in COMMANDS.items():
        print(f"{name:16} {medians[name] * 1000:7.1f} ms {medians[name] / medians['python -c pass']:6.2f}  (target {target})")


if __name__ == "__main__":
    main()

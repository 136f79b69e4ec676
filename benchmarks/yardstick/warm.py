"""The ten checks on an inventory that is already in memory: ours and those by hand, in turn, in one process.

    python warm.py INVENTORY ROUNDS     prints the medians of both in seconds, ours first

What is read, compiled or filled once by the first judging is not measured: a round before the others does it. As in `secpolicy check`,
the cyclic collector is off, for both.
"""

from __future__ import annotations

import gc
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import by_hand
import yaml

from secpolicy.cli.context import context_for
from secpolicy.cli.judged import Asked, documents_at, setting_of
from secpolicy.judging.finding import Judged
from secpolicy.judging.judge import judge

PROFILE = Path(__file__).with_name("profile.yaml")


def ours(path: str) -> Callable[[], Judged]:
    """Judging an inventory, rules and inventory loaded."""
    asked = Asked(str(PROFILE), by_hand.DAY, (), None, None, ())
    rulebook, inventory, profile = setting_of(context_for("ja"), documents_at(path), asked)
    return lambda: judge(rulebook, inventory, profile, asked.as_of)


def hand_written(path: str) -> Callable[[], list[by_hand.Finding]]:
    """The checks by hand, inventory loaded."""
    with open(path, "rb") as file:
        city = yaml.load(file, Loader=yaml.CSafeLoader)
    return lambda: list(by_hand.findings(city))


def main(path: str, rounds: int) -> None:
    """Compare what both find, then measure them."""
    gc.disable()
    first, second = ours(path), hand_written(path)
    found = {(f"{finding.rule.rpartition('/')[2]}#{finding.duty}", finding.verdict, finding.names[0]) for finding in first().findings}
    if found != {finding[:3] for finding in second()}:
        raise SystemExit("ours and by hand do not find the same")
    taken = [(seconds(first), seconds(second)) for _ in range(rounds)]
    sys.stdout.write("".join(f"{statistics.median(column)}\n" for column in zip(*taken, strict=True)))


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

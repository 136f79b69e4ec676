"""Long ways and many ways: whether the time grows only with the inventory, whatever its connections look like. The targets T7 and T10."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path

from findings import YARDSTICK, check
from interleaved import ENVIRONMENT, PYTHON, Command, Target, costs
from ten_checks import MOST_GROWTH

ROUNDS = 5
SHORT, LONG = 3_000, 30_000
RUNGS, MOST_OVER_FLAT = 40, 2
FORMS = {"chain": "一本の長い経路", "ladder": "梯子（段ごとに二通り）"}


def targets(folder: Path) -> list[Target]:
    """Growth along a chain and a ladder; and a ladder against as many connections that lead straight to the end."""
    asked = [(form, size) for form in FORMS for size in (SHORT, LONG)] + [("ladder", RUNGS), ("flat", RUNGS)]
    taken = costs({f"{form} {size}": written(form, size, folder / f"{form}-{size}") for form, size in asked}, ROUNDS)
    growth = [
        Target(
            "T7", f"{what}、{SHORT:,}段から{LONG:,}段への伸びの指数 / exponent of growth, {form}",
            math.log(taken[f"{form} {LONG}"].seconds / taken[f"{form} {SHORT}"].seconds, LONG / SHORT), MOST_GROWTH,
        )
        for form, what in FORMS.items()
    ]  # fmt: skip
    what = f"{RUNGS}段の梯子の経路、同じ数の直結に対して / ways of a ladder, against as many straight ones"
    return [*growth, Target("T10", what, taken[f"ladder {RUNGS}"].seconds / taken[f"flat {RUNGS}"].seconds, MOST_OVER_FLAT)]


def written(form: str, size: int, place: Path) -> Command:
    """The check of such an inventory. SystemExit if the ways that it tells are not the shortest."""
    place.mkdir(parents=True, exist_ok=True)
    graph = (PYTHON, YARDSTICK / "graphs.py", form, str(size), place)
    shortest = int(subprocess.run([*map(str, graph)], env=ENVIRONMENT, capture_output=True, check=True).stdout)
    command = check(place / "inventory.yaml")
    told = subprocess.run([*map(str, command), "--format", "jsonl"], env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=True).stdout
    ways = [route["hops"] for line in told.splitlines() for route in json.loads(line)["routes"][:1]]
    if not ways or {len(way) for way in ways} != {shortest}:
        raise SystemExit(f"{form} of {size}: ways of {[len(way) for way in ways]} instead of {shortest}")
    return *command, "--format", "lines"

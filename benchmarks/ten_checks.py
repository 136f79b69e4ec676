"""The ten checks of the yardstick against hand-written Python and against the floor of reading: the targets T3, T6, T7 and T13."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

from interleaved import ENVIRONMENT, Command, Cost, Target, costs

YARDSTICK = Path(__file__).parent / "yardstick"
PYTHON = Path(sys.executable)
TOOL = PYTHON.with_name("secpolicy")
# devices: rounds. In the largest a single run by hand takes a minute.
SIZES = {1_000: 11, 10_000: 7, 100_000: 2}
SMALL, MIDDLE, LARGE = SIZES
AIMS = {SMALL: 0.4, MIDDLE: 0.15, LARGE: 0.12}
MOST_MEMORY, MOST_GROWTH, MOST_OVER_FLOOR = 350, 1.08, 2
Found = set[tuple[str, str, str]]


def targets(folder: Path, sizes: dict[int, int] | None = None) -> list[Target]:
    """Every size in turn; findings are compared with the planted truth before anything is timed."""
    measured: dict[int, dict[str, Cost] | str] = {}
    for devices, rounds in (sizes or SIZES).items():
        place = folder / str(devices)
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run([PYTHON, YARDSTICK / "generate.py", str(devices), place], env=ENVIRONMENT, check=True)
        measured[devices] = refusal(place) or costs(commands(place / "inventory.yaml"), rounds)
    return [*(_by_hand(devices, measured[devices]) for devices in measured), *_others(measured)]


def commands(inventory: Path) -> dict[str, Command]:
    """The same file read by all: our check with lines and witnesses printed, the checks by hand, and libyaml alone."""
    return {
        "ours": (*check(inventory), "--format", "lines"),
        "by hand": (PYTHON, YARDSTICK / "by_hand.py", inventory),
        "floor": (PYTHON, YARDSTICK / "floor.py", inventory),
    }


def check(inventory: Path) -> Command:
    """Our check by the ten rules only."""
    return TOOL, "check", inventory, "--profile", YARDSTICK / "profile.yaml", "--as-of", "2026-11-01", "--exit-zero"


def refusal(place: Path) -> str:
    """Why our check refuses an inventory; empty if it does not. SystemExit if anyone finds something else than what was planted."""
    truth = json.loads((place / "truth.json").read_text(encoding="utf-8"))
    planted = {(duty, subject, verdict) for duty, subjects in truth.items() for subject, verdict in subjects.items()}
    inventory = place / "inventory.yaml"
    ours = _printed((*check(inventory), "--format", "jsonl"))
    if ours.returncode == 5:
        return ours.stderr.splitlines()[0]
    _compare("ours", {_finding(json.loads(line)) for line in ours.stdout.splitlines()}, planted)
    by_hand = _printed((PYTHON, YARDSTICK / "by_hand.py", inventory)).stdout.splitlines()
    _compare("by hand", {(duty, subject, verdict) for duty, verdict, subject, _ in (line.split("\t") for line in by_hand)}, planted)
    return ""


def _printed(command: Command) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)


def _finding(line: dict[str, object]) -> tuple[str, str, str]:
    rule, subjects = str(line["rule"]), line["subjects"]
    assert isinstance(subjects, list)
    return f"{rule.rpartition('/')[2]}#{line['duty']}", subjects[0]["ref"], str(line["verdict"])


def _compare(who: str, found: Found, planted: Found) -> None:
    if found != planted:
        raise SystemExit(f"{who}: not found {sorted(planted - found)[:5]}, not planted {sorted(found - planted)[:5]}")


def _by_hand(devices: int, measured: dict[str, Cost] | str) -> Target:
    what = f"十の点検、{devices:,}台、手書きの照合に対して / ten checks, {devices:,} devices, against hand-written Python"
    if isinstance(measured, str):
        return Target("T3", what, None, AIMS[devices], measured)
    return Target("T3", what, measured["ours"].seconds / measured["by hand"].seconds, AIMS[devices])


def _others(measured: dict[int, dict[str, Cost] | str]) -> list[Target]:
    """Peak memory, growth and the floor, as far as the sizes were measured."""
    found = []
    middle, large = measured.get(MIDDLE), measured.get(LARGE)
    memory, growth = f"最大の記憶量（MiB）、{LARGE:,}台 / peak memory (MiB)", f"{MIDDLE:,}台から{LARGE:,}台への伸びの指数 / exponent of growth"
    if isinstance(large, str):
        found += [Target("T6", memory, None, MOST_MEMORY, large), Target("T7", growth, None, MOST_GROWTH, large)]
    elif large is not None:
        found.append(Target("T6", memory, large["ours"].memory, MOST_MEMORY))
        if isinstance(middle, dict):
            exponent = math.log(large["ours"].seconds / middle["ours"].seconds, LARGE / MIDDLE)
            found.append(Target("T7", growth, exponent, MOST_GROWTH))
    if isinstance(middle, dict):
        what = f"十の点検、{MIDDLE:,}台、libyamlで読むだけの時間に対して / against reading by libyaml alone"
        found.append(Target("T13", what, middle["ours"].seconds / middle["floor"].seconds, MOST_OVER_FLOOR))
    return found

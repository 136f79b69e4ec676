"""What the ten checks find, compared with what was planted: nothing is timed unless everyone finds exactly that."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from interleaved import ENVIRONMENT, PYTHON, TOOL, Command
from peers import Line, Peer, of_columns

YARDSTICK = Path(__file__).parent / "yardstick"
Found = set[tuple[str, ...]]


def check(inventory: Path) -> Command:
    """Our check by the ten rules only."""
    return TOOL, "check", inventory, "--profile", YARDSTICK / "profile.yaml", "--as-of", "2026-11-01", "--exit-zero"


def by_hand(inventory: Path) -> Command:
    """The same checks written in Python."""
    return PYTHON, YARDSTICK / "by_hand.py", inventory


def refusal(place: Path, peers: tuple[Peer, ...]) -> str:
    """Why our check refuses an inventory; empty if it does not. SystemExit if anyone finds something else than what was planted, or tells longer ways."""
    truth = json.loads((place / "truth.json").read_text(encoding="utf-8"))
    planted: Found = {(duty, verdict, subject) for duty, subjects in truth.items() for subject, verdict in subjects.items()}
    inventory = place / "inventory.yaml"
    ours = _printed((*check(inventory), "--format", "jsonl"))
    if ours.returncode == 5:
        return ours.stderr.splitlines()[0]
    _compare("ours", {_finding(json.loads(line)) for line in ours.stdout.splitlines()}, planted)
    lines = of_columns(_printed(by_hand(inventory)).stdout)
    _compare("by hand", {line[:3] for line in lines}, planted)
    for peer in peers:
        for command in peer.commands:
            told = peer.lines(_printed((*command, inventory)).stdout)
            _compare(f"{peer.target} {command[-1]}", {_counted(line) for line in told}, {_counted(line[: peer.columns]) for line in lines})
    return ""


def _printed(command: Command) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)


def _finding(line: dict[str, object]) -> tuple[str, str, str]:
    rule, subjects = str(line["rule"]), line["subjects"]
    assert isinstance(subjects, list)
    return f"{rule.rpartition('/')[2]}#{line['duty']}", str(line["verdict"]), subjects[0]["ref"]


def _counted(line: Line) -> tuple[str, ...]:
    """A finding with the length of its way, if ways are told: of several shortest ones anyone may tell another."""
    return *line[:3], *(str(len(way.split(" > "))) for way in line[3:])


def _compare(who: str, found: Found, expected: Found) -> None:
    if found != expected:
        raise SystemExit(f"{who}: not found {sorted(expected - found)[:5]}, not planted {sorted(found - expected)[:5]}")

"""The ten checks of the yardstick against hand-written Python, other engines and the floor of reading: the targets T1 to T3, T6, T7 and T13."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path

from findings import YARDSTICK, by_hand, check, refusal
from interleaved import ENVIRONMENT, PYTHON, Command, Cost, Target, costs
from peers import Peer

# devices: rounds. In the largest a single run by hand takes a minute.
SIZES = {1_000: 11, 10_000: 7, 100_000: 2}
SMALL, MIDDLE, LARGE = SIZES
AIMS = {SMALL: 0.4, MIDDLE: 0.15, LARGE: 0.12}
MOST_MEMORY, MOST_GROWTH, MOST_OVER_FLOOR = 350, 1.08, 2
Measured = dict[str, Cost] | str  # what each took, or why ours refused


def targets(folder: Path, peers: tuple[Peer, ...], sizes: dict[int, int] | None = None) -> list[Target]:
    """Every size in turn; findings are compared with the planted truth before anything is timed."""
    measured: dict[int, Measured] = {}
    for devices, rounds in (sizes or SIZES).items():
        place = written(devices, folder)
        measured[devices] = refusal(place, peers) or costs(commands(place / "inventory.yaml", peers), rounds)
    hand = [_against(Target("T3", _what(devices, "手書きの照合に対して / against hand-written Python"), None, AIMS[devices]), measured[devices], ("by hand",))
            for devices in measured]  # fmt: skip
    return [*hand, *(_of_peer(peer, devices, measured[devices]) for peer in peers for devices in measured), *_others(measured)]


def written(devices: int, folder: Path) -> Path:
    """Where the inventory of so many devices stands."""
    place = folder / str(devices)
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run([PYTHON, YARDSTICK / "generate.py", str(devices), place], env=ENVIRONMENT, check=True)
    return place


def commands(inventory: Path, peers: tuple[Peer, ...]) -> dict[str, Command]:
    """The same file read by all: our check with lines and witnesses printed, the checks by hand, libyaml alone, and the peers."""
    theirs = {name: (*command, inventory) for peer in peers for name, command in peer.named.items()}
    return {"ours": (*check(inventory), "--format", "lines"), "by hand": by_hand(inventory), "floor": (PYTHON, YARDSTICK / "floor.py", inventory)} | theirs


def _what(devices: int, against: str) -> str:
    """What is compared, in both languages. `against` is too, a slash between them."""
    japanese, english = against.split(" / ")
    return f"十の点検、{devices:,}台、{japanese} / ten checks, {devices:,} devices, {english}"


def _of_peer(peer: Peer, devices: int, measured: Measured) -> Target:
    target = Target(peer.target, _what(devices, peer.what), None, peer.aims[devices], peer.why)
    return _against(target, measured, tuple(peer.named)) if peer.named else target


def _against(target: Target, measured: Measured, others: tuple[str, ...]) -> Target:
    """The target with the ratio of ours to the quickest of the others."""
    if isinstance(measured, str):
        return target._replace(why=measured)
    return target._replace(reached=measured["ours"].seconds / min(measured[name].seconds for name in others))


def _others(measured: dict[int, Measured]) -> list[Target]:
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
        what = _what(MIDDLE, "libyamlで読むだけの時間に対して / against reading by libyaml alone")
        found.append(Target("T13", what, middle["ours"].seconds / middle["floor"].seconds, MOST_OVER_FLOOR))
    return found

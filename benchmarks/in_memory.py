"""What judging alone costs, the inventory in memory, against the same checks by hand: the target T5."""

from __future__ import annotations

import subprocess
from pathlib import Path

from findings import YARDSTICK
from interleaved import ENVIRONMENT, PYTHON, Target
from ten_checks import MIDDLE, written

ROUNDS = 21
MOST = 12


def targets(folder: Path, rounds: int = ROUNDS) -> list[Target]:
    """Both in one process, in turn, each way told."""
    warm = (PYTHON, YARDSTICK / "warm.py", written(MIDDLE, folder) / "inventory.yaml", str(rounds))
    ours, by_hand = map(float, subprocess.run(warm, env=ENVIRONMENT, capture_output=True, check=True).stdout.split())
    what = f"十の点検、{MIDDLE:,}台、読み込んだ後の判定だけ、手書きの照合に対して / judging alone, in memory, against hand-written Python"
    return [Target("T5", what, ours / by_hand, MOST)]

"""The peers that the ten checks are also written for, if they are installed: OPA and SWI-Prolog, the targets T1 and T2."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from interleaved import PYTHON, Command

CHECKS = Path(__file__).parent / "yardstick" / "peers"
Line = tuple[str, ...]  # duty, verdict, subject, and a way if the peer tells ways


class Peer(NamedTuple):
    """A peer by its target: what it is, and the ways to start it, which take the inventory last and of which the quickest counts.

    `aims` by the number of devices. `lines` makes of what it prints findings of so many `columns`.
    Without any way to start it, `why` says what is missing.
    """

    target: str
    what: str
    aims: dict[int, float]
    commands: tuple[Command, ...]
    lines: Callable[[str], list[Line]]
    columns: int
    why: str = ""

    @property
    def named(self) -> dict[str, Command]:
        """The ways to start it, by names of their own."""
        return {f"{self.target} {number}": command for number, command in enumerate(self.commands)}


def peers(libraries: Path, folder: Path) -> tuple[Peer, ...]:
    """Both. `libraries`: where `make bench-peers` puts what comes from PyPI; `folder` takes what is made here."""
    return opa(libraries), prolog(folder)


def opa(libraries: Path) -> Peer:
    """OPA as a library in a bare Python. It tells no ways: those of graph.reachable_paths are all there are, which are too many."""
    library = libraries / "opa_bindings" / "libopabridge.so"
    aims = {1_000: 0.75, 10_000: 0.45, 100_000: 0.45}
    if not library.is_file():
        return Peer("T1", "OPAに対して / against OPA", aims, (), _of_answer, 3, "OPA がない（`make bench-peers` で入る） / no OPA: see `make bench-peers`")
    version = re.search(rb"open-policy-agent/opa\tv([0-9.]+)", library.read_bytes())  # Go notes in a library what it was built of
    what = f"OPA {version[1].decode() if version else ''}に対して（プロセス内、経路は示さない） / against OPA in process, which tells no ways"
    command = (PYTHON, "-I", "-S", CHECKS / "opa_in_process.py", library, CHECKS / "ten_checks.rego")
    return Peer("T1", what, aims, (command,), _of_answer, 3)


def prolog(folder: Path) -> Peer:
    """SWI-Prolog, its program read at every start or saved with its libraries."""
    aims = {1_000: 1.0, 10_000: 0.85, 100_000: 0.85}
    swipl = shutil.which("swipl")
    if swipl is None:
        why = "SWI-Prolog がない（`make bench-peers` で入る） / no SWI-Prolog: see `make bench-peers`"
        return Peer("T2", "SWI-Prologに対して / against SWI-Prolog", aims, (), of_columns, 4, why)
    script, state = CHECKS / "ten_checks.pl", folder / "ten_checks.state"
    subprocess.run([swipl, "-o", state, "-c", script], capture_output=True, check=True)
    version = subprocess.run([swipl, "--version"], capture_output=True, encoding="utf-8", check=True).stdout.split()[2]
    what = f"SWI-Prolog {version}に対して（スクリプトと保存状態の速い方） / against SWI-Prolog, the better of script and saved state"
    return Peer("T2", what, aims, ((swipl, script), (swipl, "-x", state)), of_columns, 4)


def of_columns(printed: str) -> list[Line]:
    """Findings, one on a line, tabs between the columns."""
    return [tuple(line.split("\t")) for line in printed.splitlines()]


def _of_answer(printed: str) -> list[Line]:
    """The findings of OPA's answer. SystemExit if it is an error, or undefined."""
    answer = json.loads(printed)
    if not answer.get("result"):
        raise SystemExit(f"OPA: {printed}")
    return of_columns(answer["result"][0]["expressions"][0]["value"])

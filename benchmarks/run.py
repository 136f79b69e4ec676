"""All benchmarks in one table, printed and written to benchmarks/results.md.

python run.py DAY FOLDER LIBRARIES     DAY is written above the table, FOLDER takes the generated inventories, LIBRARIES has OPA's, if any
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import in_memory
import long_ways
import start_up
import ten_checks
from interleaved import Target
from peers import peers

RESULTS = Path(__file__).with_name("results.md")
HEAD = """\
# 速さの測定結果 / Results

{day}、{machine}、{system}、CPython {version}、測る前の負荷 {before:.1f}、測った後 {after:.1f} / load before and after

| 目標 / target | 何を / what | 得た比 / reached | 目標値 / aim | |
| --- | --- | ---: | ---: | --- |
"""


def line(target: Target) -> str:
    """A target as a row of a Markdown table."""
    if target.reached is None:
        return f"| {target.id} | {target.what} | 測れず / not measured | {target.aim:g} | |"
    reached = f"{target.reached:.2f}" if target.reached < 100 else f"{target.reached:.0f}"
    if target.aim == float("inf"):
        return f"| {target.id} | {target.what} | {reached} | | |"
    return f"| {target.id} | {target.what} | {reached} | {target.aim:g} | {'達成 / met' if target.is_met else '未達 / not met'} |"


def machine() -> str:
    """Processors and memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.machine()} {os.cpu_count()}コア、{memory:.0f} GiB"


def main(day: str, folder: Path, libraries: Path) -> None:
    """Measure everything, print the table and write it."""
    before = os.getloadavg()[0]
    targets = [*start_up.targets(), *ten_checks.targets(folder, peers(libraries, folder)), *in_memory.targets(folder), *long_ways.targets(folder)]
    head = HEAD.format(day=day, machine=machine(), system=platform.system(), version=platform.python_version(), before=before, after=os.getloadavg()[0])
    reasons = "".join(
        f"\n{'、'.join(target.id for target in targets if target.why == why)}: {why}\n" for why in dict.fromkeys(target.why for target in targets) if why
    )
    text = head + "\n".join(line(target) for target in targets) + "\n" + reasons
    print(text)
    RESULTS.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))

"""The floor: every event that libyaml sees in a file, and nothing made of them.

python floor.py FILE     prints how many there are
"""

from __future__ import annotations

import gc
import sys

import yaml


def main(path: str) -> None:
    """Count the events of a file."""
    gc.disable()
    with open(path, encoding="utf-8") as file:
        event = yaml.CSafeLoader(file.read()).get_event
    count = 0
    while event() is not None:
        count += 1
    sys.stdout.write(f"{count}\n")


if __name__ == "__main__":
    main(sys.argv[1])

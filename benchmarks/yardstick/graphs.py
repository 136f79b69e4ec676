"""Inventories of segments and connections alone, which ask for long ways or offer many: written to be searched.

python graphs.py FORM SIZE FOLDER     writes FOLDER/inventory.yaml; what it prints is the number of connections of the shortest way

- `chain`: one way of SIZE connections from the My Number tier to the Internet.
- `ladder`: SIZE layers of two segments, each connected with both of the next: 2 to the power of SIZE simple ways.
- `flat`: as many segments and connections as a ladder, every way a single connection.
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise, product

from city import City, lines_of
from generate import HEAD, connect

FORMS = ("chain", "ladder", "flat")


def layered(form: str, size: int) -> City:
    """The segments in layers, each connected with the next; the first layer stands in the My Number tier, the last in the Internet's."""
    city = City(size)
    width = 1 if form == "chain" else 2
    layers = []
    for layer in range(size + 1 if form == "chain" else size):
        tier = "mynumber" if layer == 0 else "internet" if layer == size - (form != "chain") else "lgwan"
        layers.append([city.add("segments", "seg", name=f"層{layer + 1}の{number + 1}", tier=tier)["id"] for number in range(width)])
    for before, after in pairwise(layers):
        for start, end in product(before, after) if form != "flat" else product(layers[0], layers[-1]):
            connect(city, start, end)
    return city


def main(form: str, size: int, folder: str) -> None:
    """Write the inventory."""
    city = layered(form, size)
    pack = os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "ten-checks"), folder).replace(os.sep, "/")
    with open(os.path.join(folder, "inventory.yaml"), "w", encoding="utf-8", newline="\n") as file:
        nothing = {key: "none" for key, things in city.things.items() if not things}
        file.write(HEAD.format(devices=0, pack=pack) + "\n".join(lines_of(city.things | nothing, "")) + "\n")
    sys.stdout.write(f"{1 if form == 'flat' else size - (form != 'chain')}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])

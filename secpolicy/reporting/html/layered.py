"""Boxes in columns and lines between them: where each stands, the same on every run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from secpolicy.base.record import Record

WIDTH, GAP, SPACE, TOP, SIDE = 176, 96, 14, 44, 10
_LANE = 10  # height left free for a line that passes a column
_SWEEPS = 8

Pair = tuple[str, str]
_Point = tuple[float, float]


class Box(Record):
    """Where a box stands."""

    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


class Line(Record):
    """How a line runs (as the `d` of an SVG path), and a point on it for a mark."""

    path: str
    mark: _Point


class Layout(Record):
    """All of a drawing. `columns` are the left edges."""

    width: float
    height: float
    columns: tuple[float, ...]
    boxes: dict[str, Box]
    lines: dict[Pair, Line]


def layout(columns: Sequence[Sequence[str]], heights: Mapping[str, float], pairs: Sequence[Pair]) -> Layout:
    """Boxes ordered within their columns so that lines cross little; a line over several columns gets a lane in each between."""
    column_of = {name: number for number, names in enumerate(columns) for name in names}
    chains = {pair: _chain(pair, column_of) for pair in pairs}
    order = [list(names) for names in columns]
    for chain in chains.values():
        for name in chain[1:-1]:
            order[_column(name, column_of)].append(name)
    order = _sorted(order, [(one, other) for chain in chains.values() for one, other in pairwise(chain)])
    boxes, height = _stacked(order, heights)
    return Layout(_x(len(columns)) - GAP + SIDE + 60, height, tuple(map(_x, range(len(columns)))), boxes, _lines(chains, boxes))


def _x(column: int) -> float:
    return SIDE + column * (WIDTH + GAP)


def _chain(pair: Pair, column_of: Mapping[str, int]) -> list[str]:
    """The ends of a line from left to right, with a lane for each column that it passes."""
    start, end = sorted(pair, key=lambda name: (column_of[name], name))
    lanes = [f"{column}\0{start}\0{end}" for column in range(column_of[start] + 1, column_of[end])]
    return [start, *lanes, end]


def _is_lane(name: str) -> bool:
    return "\0" in name


def _column(name: str, column_of: Mapping[str, int]) -> int:
    return int(name.partition("\0")[0]) if _is_lane(name) else column_of[name]


def _sorted(order: list[list[str]], steps: list[Pair]) -> list[list[str]]:
    """Each column by the middle of its neighbours in the next one, forwards and backwards some times."""
    near: dict[str, list[str]] = {}
    for one, other in steps:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    for sweep in range(_SWEEPS):
        numbers = range(len(order)) if sweep % 2 == 0 else range(len(order) - 1, -1, -1)
        for number in numbers:
            places = {name: (place + 0.5) / len(names) for names in order for place, name in enumerate(names)}
            order[number].sort(key=lambda name: _middle([places[other] for other in near.get(name, ())], places[name]))
    return order


def _middle(places: list[float], own: float) -> float:
    return sum(places) / len(places) if places else own


def _stacked(order: list[list[str]], heights: Mapping[str, float]) -> tuple[dict[str, Box], float]:
    """Every column from top to bottom, in the middle of the tallest."""
    sizes = [sum(heights.get(name, _LANE) + SPACE for name in names) for names in order]
    boxes: dict[str, Box] = {}
    for column, names in enumerate(order):
        y = TOP + (max(sizes) - sizes[column]) / 2
        for name in names:
            height = heights.get(name, _LANE)
            boxes[name] = Box(_x(column), y, height)
            y += height + SPACE
    return boxes, TOP + max(sizes, default=0)


def _lines(chains: Mapping[Pair, list[str]], boxes: Mapping[str, Box]) -> dict[Pair, Line]:
    ports = _ports(chains, boxes)
    lines = {}
    for pair, chain in chains.items():
        if boxes[chain[0]].x == boxes[chain[-1]].x:
            lines[pair] = _bow(ports[chain[0], pair, 1], ports[chain[-1], pair, 1])
        else:
            lines[pair] = _through(pair, chain, ports)
    return lines


_Ports = dict[tuple[str, Pair, int], _Point]


def _ports(chains: Mapping[Pair, list[str]], boxes: Mapping[str, Box]) -> _Ports:
    """Where each line touches each box on its left (0) or right (1) side, in the order of what is at the other end."""
    wanted: dict[tuple[str, int], list[tuple[float, Pair]]] = {}
    for pair, chain in chains.items():
        for one, other in pairwise(chain):
            same = boxes[one].x == boxes[other].x
            wanted.setdefault((one, 1), []).append((boxes[other].middle, pair))
            wanted.setdefault((other, 1 if same else 0), []).append((boxes[one].middle, pair))
    ports = {}
    for (name, side), lines in wanted.items():
        box = boxes[name]
        for place, (_, pair) in enumerate(sorted(lines)):
            ports[name, pair, side] = (box.x + side * WIDTH, box.y + box.height * (place + 1) / (len(lines) + 1))
    return ports


def _bow(start: _Point, end: _Point) -> Line:
    """A line between two boxes of one column, beside it."""
    bow = min(16 + abs(end[1] - start[1]) / 5, GAP * 0.6)
    (x, top), bottom = start, end[1]
    return Line(f"M{x:.1f} {top:.1f}C{x + bow:.1f} {top:.1f} {x + bow:.1f} {bottom:.1f} {x:.1f} {bottom:.1f}", (x + bow * 0.75, (top + bottom) / 2))


def _through(pair: Pair, chain: list[str], ports: _Ports) -> Line:
    """A line from column to column, level where it passes one."""
    parts: list[str] = []
    x, y = ports[chain[0], pair, 1]
    mark = (x, y)
    for name in chain[1:]:
        left = ports[name, pair, 0]
        bend = (left[0] - x) / 2
        parts.append(f"{'' if parts else f'M{x:.1f} {y:.1f}'}C{x + bend:.1f} {y:.1f} {left[0] - bend:.1f} {left[1]:.1f} {left[0]:.1f} {left[1]:.1f}")
        mark = (x + bend, (y + left[1]) / 2)
        if _is_lane(name):
            x, y = ports[name, pair, 1]
            parts.append(f"L{x:.1f} {y:.1f}")
    return Line("".join(parts), mark)

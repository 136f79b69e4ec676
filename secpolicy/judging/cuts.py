"""The fewest things to cut so that no route is left, chosen as near as possible to the side to be protected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from secpolicy.base.record import Record
from secpolicy.judging.graph import Arc, Passable

Side = Literal["sources", "sinks"]
Units = Mapping[str, str | None]
Cut = tuple[str, ...]
_Nodes = frozenset[str]
_Pairs = set[tuple[int, int]]

_NEAR, _FAR = 0, 1  # in the flow all nodes of a side are one
_ENDLESS = 1 << 60


def smallest_cut(arcs: Iterable[Arc], sources: Iterable[str], sinks: Iterable[str], passable: Passable, units: Units, protected: Side) -> Cut | None:
    """The fewest units without which no source reaches a sink, sorted; () if none does now, None if they cannot be cut.

    *units* names for each hop id what is cut: a hop that is not in it is its own unit, None cannot be cut. Cutting a
    unit removes all its arcs, both ways. Hops of one unit that meet in one node count once, even for a way that enters
    and leaves the node by them. Only where hops of one unit meet in no node may there be a cut smaller than this one.
    Among smallest cuts it is the one nearest the protected side, of which there is only one.
    """
    network = _Network(tuple(arcs), passable, units)
    if protected == "sources":
        return _cut_from(network, frozenset(sources), frozenset(sinks))
    return _cut_from(network.backwards(), frozenset(sinks), frozenset(sources))


def smallest_cut_both(arcs: Iterable[Arc], sources: Iterable[str], sinks: Iterable[str], passable: Passable, units: Units, protected: Side) -> Cut | None:
    """A small set of units without which neither side reaches the other, in all else like `smallest_cut`.

    The true smallest is NP-hard to find (directed bicut). This is the smallest of three: the cut of the ways out of the
    protected side, then of the ways in that are left; the same begun with the ways in; the cut that ignores directions.
    So it is a smallest one if the cut of one direction breaks the other too, and at most twice as large as a smallest.
    """
    if protected == "sinks":
        return smallest_cut_both(arcs, sinks, sources, passable, units, "sources")
    outward = _Network(tuple(arcs), passable, units)
    inward = outward.backwards()
    near, far = frozenset(sources), frozenset(sinks)
    out, into = _cut_from(outward, near, far), _cut_from(inward, near, far)
    if out is None or into is None:
        return None
    out_first = _joined(out, _cut_from(inward.without(out), near, far))
    into_first = _joined(into, _cut_from(outward.without(into), near, far))
    undirected = _cut_from(outward.both_ways(), near, far)
    return min((cut for cut in (out_first, into_first, undirected) if cut is not None), key=len)


class _Network(Record):
    """What a cut is looked for in."""

    arcs: tuple[Arc, ...]
    passable: Passable
    units: Units

    def unit(self, arc: Arc) -> str | None:
        return self.units.get(arc.hop, arc.hop)

    def backwards(self) -> _Network:
        return self._replace(arcs=tuple(Arc(hop, end, start) for hop, start, end in self.arcs))

    def both_ways(self) -> _Network:
        return self._replace(arcs=self.arcs + self.backwards().arcs)

    def without(self, cut: Cut) -> _Network:
        gone = frozenset(cut)
        return self._replace(arcs=tuple(arc for arc in self.arcs if self.unit(arc) not in gone))


def _joined(first: Cut, second: Cut | None) -> Cut:
    return tuple(sorted({*first, *(second or ())}))


def _cut_from(network: _Network, near: _Nodes, far: _Nodes) -> Cut | None:
    """The smallest cut of the ways from *near* to *far*, nearest to *near*, read off a greatest flow (Dinic's way)."""
    if near & far:
        raise ValueError("a node cannot stand on both sides of a cut")
    flow = _flow_of(network, near, far)
    if flow.levels(least=2)[_FAR] >= 0:  # a way that has no unit on it
        return None
    while (levels := flow.levels())[_FAR] >= 0:
        flow.fill(levels)
    return flow.crossing(levels)


def _flow_of(network: _Network, near: _Nodes, far: _Nodes) -> _Flow:
    """The flow network of all arcs that a way from *near* to *far* may need.

    Such a way need neither come back to *near* nor go on from *far* nor touch any other impassable node. Without those
    arcs nobody has to ask again what may be passed.
    """
    flow = _Flow()
    inner = {node for _, start, end in network.arcs for node in (start, end)} - near - far
    numbers = {node: flow.new_node() for node in inner if network.passable(node)}
    starts = numbers | dict.fromkeys(near, _NEAR)
    ends = numbers | dict.fromkeys(far, _FAR)
    pairs: dict[str | None, _Pairs] = {}
    for arc in network.arcs:
        if arc.start in starts and arc.end in ends and arc.start != arc.end:
            pairs.setdefault(network.unit(arc), set()).add((starts[arc.start], ends[arc.end]))
    for unit, joined in pairs.items():
        _add_unit(flow, unit, joined)
    return flow


def _add_unit(flow: _Flow, unit: str | None, pairs: _Pairs) -> None:
    """Put the hops of a unit into the flow: each for itself, or all through one door where they meet in one node."""
    meeting = set.intersection(*map(set, pairs))
    if unit is None or len(meeting) != 1:  # two nodes: a single hop; none: there is no place for a door
        for start, end in pairs:
            flow.add_edge(start, end, unit)
        return
    node, door_in, door_out = meeting.pop(), flow.new_node(), flow.new_node()
    flow.add_edge(door_in, door_out, unit)
    for start, end in {(node, node)} | pairs:
        if start == node:
            flow.add_edge(door_out, end, None)
        if end == node:
            flow.add_edge(start, door_in, None)


class _Flow:
    """Nodes by number, and edges in pairs: an edge and the one that takes its flow back, `edge ^ 1` of each other."""

    __slots__ = ("_edges", "_ends", "_room", "_units")

    def __init__(self) -> None:
        self._edges: list[list[int]] = [[], []]
        self._ends: list[int] = []
        self._room: list[int] = []
        self._units: dict[int, str] = {}

    def new_node(self) -> int:
        self._edges.append([])
        return len(self._edges) - 1

    def add_edge(self, start: int, end: int, unit: str | None) -> None:
        """An edge with room for one, or without limit if it is no unit that could be cut."""
        edge = len(self._ends)
        self._edges[start].append(edge)
        self._edges[end].append(edge + 1)
        self._ends += (end, start)
        self._room += (_ENDLESS if unit is None else 1, 0)
        if unit is not None:
            self._units[edge] = unit

    def levels(self, least: int = 1) -> list[int]:
        """Steps from the near side to each node over edges with at least so much room; -1 if it is not reached."""
        levels = [-1] * len(self._edges)
        levels[_NEAR] = 0
        nodes = [_NEAR]
        for node in nodes:  # grows while it is walked
            for edge in self._edges[node]:
                end = self._ends[edge]
                if levels[end] < 0 and self._room[edge] >= least:
                    levels[end] = levels[node] + 1
                    nodes.append(end)
        return levels

    def fill(self, levels: list[int]) -> None:
        """Send one after the other along shortest ways until each of them has a full edge."""
        untried = [list(edges) for edges in self._edges]
        way: list[int] = []
        node = _NEAR
        while node != _NEAR or untried[_NEAR]:
            if node == _FAR:
                self._send(way)
                way, node = [], _NEAR
            elif not untried[node]:
                node = self._ends[way.pop() ^ 1]
                untried[node].pop()
            elif self._leads_on(untried[node][-1], levels):
                way.append(untried[node][-1])
                node = self._ends[way[-1]]
            else:
                untried[node].pop()

    def _leads_on(self, edge: int, levels: list[int]) -> bool:
        return self._room[edge] > 0 and levels[self._ends[edge]] == levels[self._ends[edge ^ 1]] + 1

    def _send(self, way: list[int]) -> None:
        for edge in way:
            self._room[edge] -= 1
            self._room[edge ^ 1] += 1

    def crossing(self, levels: list[int]) -> Cut:
        """The units, sorted, whose edges lead from what is still reached to what is not."""
        reached = [level >= 0 for level in levels]
        edges = [edge for edge in self._units if reached[self._ends[edge ^ 1]] and not reached[self._ends[edge]]]
        return tuple(sorted({self._units[edge] for edge in edges}))

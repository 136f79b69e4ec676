"""Smallest cuts: their size against networkx and against trying everything, and that they cut."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import combinations

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secpolicy.judging.cuts import Side, smallest_cut, smallest_cut_both
from secpolicy.judging.graph import Arc

SEGMENTS = [f"segment:{letter}" for letter in "abcde"]
DEVICES = ["device:nas", "device:pc"]
SIDES: tuple[Side, Side] = ("sources", "sinks")


def anywhere(node: str) -> bool:
    return True


def except_for(impassable: Collection[str]) -> Callable[[str], bool]:
    return lambda node: node not in impassable


def both_ways(hop: str, start: str, end: str) -> list[Arc]:
    return [Arc(hop, start, end), Arc(hop, end, start)]


class Situation:
    """A graph with two sides, some impassable nodes and some hops that cannot be cut."""

    def __init__(self, arcs: list[Arc], sides: tuple[set[str], set[str]], impassable: set[str], kept: set[str]) -> None:
        self.arcs, self.impassable = arcs, impassable
        self.sources, self.sinks = sides
        self.units: dict[str, str | None] = dict.fromkeys(kept)
        for arc in arcs:  # a foot `device:nas#2` belongs to the unit `device:nas`
            self.units.setdefault(arc.hop, arc.hop.partition("#")[0])

    def __repr__(self) -> str:
        return f"Situation({self.arcs}, ({self.sources}, {self.sinks}), {self.impassable}, units {self.units})"

    def cut(self, protected: Side = "sources") -> tuple[str, ...] | None:
        passable = except_for(self.impassable)
        return smallest_cut(self.arcs, self.sources, self.sinks, passable, self.units, protected)

    def cut_both(self, protected: Side = "sources") -> tuple[str, ...] | None:
        passable = except_for(self.impassable)
        return smallest_cut_both(self.arcs, self.sources, self.sinks, passable, self.units, protected)

    def turned(self) -> Situation:
        return self.with_arcs(Arc(hop, end, start) for hop, start, end in self.arcs)

    def with_arcs(self, arcs: Iterable[Arc]) -> Situation:
        kept = {hop for hop, unit in self.units.items() if unit is None}
        return Situation(list(arcs), (self.sources, self.sinks), self.impassable, kept)

    def reached(self, gone: Collection[str]) -> set[str]:
        """Where ways from the sources lead when the units of *gone* are cut."""
        closed = self.impassable - self.sources - self.sinks
        onward: dict[str, set[str]] = {}
        for hop, start, end in self.arcs:
            if self.units[hop] not in gone and not closed & {start, end} and start not in self.sinks:
                onward.setdefault(start, set()).add(end)
        reached: set[str] = set()
        beyond = set(self.sources)
        while beyond:
            reached |= beyond
            beyond = set().union(*(onward.get(node, ()) for node in beyond)) - reached
        return reached

    def is_cut_by(self, gone: Collection[str]) -> bool:
        return not self.reached(gone) & self.sinks

    def cuts_by_size(self, *others: Situation) -> Iterator[tuple[str, ...]]:
        """Every set of units that cuts this and the others, smallest first, by trying all."""
        units = sorted({unit for unit in self.units.values() if unit})
        for size in range(len(units) + 1):
            for gone in combinations(units, size):
                if self.is_cut_by(gone) and all(other.is_cut_by(gone) for other in others):
                    yield gone


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Links of one or both ways, also at devices, and feet that share the unit of their device."""
    arcs: list[Arc] = []
    places = st.sampled_from(SEGMENTS + DEVICES)
    for number in range(draw(st.integers(0, 6))):
        pair = both_ways(f"link:{number}", draw(places), draw(places))
        arcs += pair[: draw(st.sampled_from([1, 2]))]
    for device in DEVICES:
        for number, segment in enumerate(sorted(draw(st.sets(st.sampled_from(SEGMENTS), max_size=4)))):
            hop = draw(st.sampled_from([device, f"{device}#{number}"]))
            arcs += both_ways(hop, device, segment)[: draw(st.sampled_from([1, 2, 2]))]
    ends = draw(st.lists(places, min_size=2, max_size=4, unique=True))
    sides = draw(st.integers(1, len(ends) - 1))
    impassable = draw(st.sets(places, max_size=3))
    kept = draw(st.sets(st.sampled_from(["link:0", "link:1", "link:2"]), max_size=2))
    return Situation(arcs, (set(ends[:sides]), set(ends[sides:])), impassable, kept)


@given(situations())
def test_a_cut_is_as_small_as_trying_everything_finds(situation: Situation) -> None:
    smallest = next(situation.cuts_by_size(), None)

    for side in SIDES:
        cut = situation.cut(side)
        assert (cut is None) == (smallest is None)
        if cut is not None and smallest is not None:
            assert situation.is_cut_by(cut)
            assert len(smallest) == len(cut)
            assert list(cut) == sorted(set(cut))


@given(situations())
def test_of_smallest_cuts_the_one_nearest_the_protected_side_is_chosen(situation: Situation) -> None:
    near, far = situation.cut("sources"), situation.cut("sinks")
    if near is None or far is None:
        return
    smallest = [cut for cut in situation.cuts_by_size() if len(cut) == len(near)]

    assert all(situation.reached(near) <= situation.reached(cut) for cut in smallest)
    swapped = Situation(situation.turned().arcs, (situation.sinks, situation.sources), situation.impassable, set())
    swapped.units = situation.units
    assert all(swapped.reached(far) <= swapped.reached(cut) for cut in smallest)


def large_network(seed: int) -> Situation:
    """Segments joined by links, with devices on feet; nothing impassable, no links at devices."""
    chance = random.Random(seed)
    segments = [f"segment:{number:02}" for number in range(24)]
    arcs: list[Arc] = []
    for number in range(60):
        arcs += both_ways(f"link:{number}", *chance.sample(segments, 2))[: chance.choice([1, 2])]
    for number in range(20):
        for foot, segment in enumerate(chance.sample(segments, 3)):
            arcs += both_ways(f"device:{number}#{foot}", f"device:{number}", segment)
    return Situation(arcs, (set(segments[:3]), set(segments[3:6])), set(), set())


def size_by_networkx(situation: Situation) -> int:
    """A link is an edge that holds one, a device a node that holds one, split into its way in and its way out."""
    graph = networkx.DiGraph()
    for source in situation.sources:
        graph.add_edge("source", source)
    for sink in situation.sinks:
        graph.add_edge(sink, "sink")
    for number, (hop, start, end) in enumerate(situation.arcs):
        if hop.startswith("link:"):
            graph.add_edge(start, number, capacity=1)
            graph.add_edge(number, end)
        elif start.startswith("device:"):
            graph.add_edge(f"{start} in", f"{start} out", capacity=1)
            graph.add_edge(f"{start} out", end)
        else:
            graph.add_edge(start, f"{end} in")
    return int(networkx.maximum_flow_value(graph, "source", "sink"))


@pytest.mark.parametrize("seed", range(25))
def test_a_cut_of_a_large_network_is_of_the_size_networkx_finds(seed: int) -> None:
    situation = large_network(seed)

    for side in SIDES:
        cut = situation.cut(side)
        assert cut is not None
        assert size_by_networkx(situation) == len(cut)
        left = networkx.DiGraph((arc.start, arc.end) for arc in situation.arcs if situation.units[arc.hop] not in cut)
        left.add_nodes_from(situation.sources)
        assert not any(situation.sinks & networkx.descendants(left, source) for source in situation.sources)


@given(situations(), st.randoms(use_true_random=False))
def test_the_order_in_which_arcs_are_given_changes_nothing(situation: Situation, chance: random.Random) -> None:
    shuffled = situation.with_arcs(chance.sample(situation.arcs, len(situation.arcs)))

    for side in SIDES:
        assert situation.cut(side) == shuffled.cut(side)
        assert situation.cut_both(side) == shuffled.cut_both(side)


@given(situations())
def test_a_cut_of_both_directions_holds_and_is_at_most_twice_too_large(situation: Situation) -> None:
    turned = Situation(situation.arcs, (situation.sinks, situation.sources), situation.impassable, set())
    turned.units = situation.units
    smallest = next(situation.cuts_by_size(turned), None)

    for side in SIDES:
        cut = situation.cut_both(side)
        assert (cut is None) == (smallest is None)
        if cut is not None and smallest is not None:
            assert situation.is_cut_by(cut)
            assert turned.is_cut_by(cut)
            assert len(cut) <= 2 * len(smallest)
            one_way = [situation.cut(), turned.cut()]
            if any(other is not None and situation.is_cut_by(other) and turned.is_cut_by(other) for other in one_way):
                assert len(smallest) == len(cut)


def test_a_device_that_joins_two_segments_counts_once_though_the_way_uses_two_feet() -> None:
    arcs = both_ways("device:nas", "device:nas", "a") + both_ways("device:nas", "device:nas", "b")
    arcs += both_ways("link:1", "b", "c") + both_ways("link:2", "b", "c")

    assert ("device:nas",) == smallest_cut(arcs, ["a"], ["c"], anywhere, {}, "sources")


def test_feet_lead_on_to_the_links_of_their_device() -> None:
    arcs = both_ways("device:nas", "device:nas", "a") + both_ways("device:nas", "device:nas", "b")
    arcs += both_ways("link:1", "device:nas", "c")

    assert ("device:nas",) == smallest_cut(arcs, ["a"], ["b", "c"], anywhere, {}, "sources")
    assert ("link:1",) == smallest_cut(arcs, ["a", "b"], ["c"], anywhere, {}, "sinks")
    assert ("device:nas",) == smallest_cut(arcs, ["a", "b"], ["c"], anywhere, {}, "sources")


def test_an_impassable_device_is_an_end_but_no_way() -> None:
    arcs = both_ways("device:nas", "device:nas", "a") + both_ways("device:nas", "device:nas", "b")
    passable = except_for(["device:nas"])

    assert () == smallest_cut(arcs, ["a"], ["b"], passable, {}, "sources")
    assert ("device:nas",) == smallest_cut(arcs, ["a"], ["device:nas"], passable, {}, "sources")
    assert ("device:nas",) == smallest_cut(arcs, ["device:nas"], ["a", "b"], passable, {}, "sources")


def test_a_way_that_cannot_be_cut_has_no_cut() -> None:
    arcs = [Arc("link:1", "a", "b"), Arc("link:2", "b", "c"), Arc("link:3", "a", "c")]
    kept = {"link:1": None, "link:2": None}

    assert smallest_cut(arcs, ["a"], ["c"], anywhere, kept, "sources") is None
    assert smallest_cut_both(arcs, ["c"], ["a"], anywhere, kept, "sinks") is None


def test_sides_that_nothing_joins_need_no_cut() -> None:
    assert () == smallest_cut([], ["a"], ["b"], anywhere, {}, "sinks")
    assert () == smallest_cut_both([], ["a"], ["b"], anywhere, {}, "sinks")


def test_two_sides_that_share_a_node_are_refused() -> None:
    with pytest.raises(ValueError, match="both sides"):
        smallest_cut([], ["a", "b"], ["b"], anywhere, {}, "sources")


def test_one_way_hops_of_a_ring_are_cut_once_for_each_direction() -> None:
    arcs = [Arc("link:1", "a", "b"), Arc("link:2", "b", "a")]

    assert ("link:1",) == smallest_cut(arcs, ["a"], ["b"], anywhere, {}, "sources")
    assert ("link:1", "link:2") == smallest_cut_both(arcs, ["a"], ["b"], anywhere, {}, "sources")


def test_a_cut_without_directions_may_be_smaller_than_one_for_each_direction() -> None:
    """Next to a both ways go over link:m; nearest to a each direction has a link of its own."""
    arcs = [Arc("link:out", "a", "x"), Arc("link:in", "x", "a"), *both_ways("link:m", "x", "b")]

    assert ("link:out",) == smallest_cut(arcs, ["a"], ["b"], anywhere, {}, "sources")
    assert ("link:m",) == smallest_cut_both(arcs, ["a"], ["b"], anywhere, {}, "sources")


def test_a_unit_whose_hops_meet_nowhere_is_still_cut() -> None:
    arcs = [Arc("link:1", "a", "b"), Arc("link:2", "b", "c"), Arc("link:3", "c", "d")]
    units = {"link:1": "wall", "link:3": "wall", "link:2": "cable"}

    assert ("wall",) == smallest_cut(arcs, ["a"], ["d"], anywhere, units, "sources")
    assert ("cable",) == smallest_cut(arcs, ["a", "d"], ["c"], anywhere, {**units, "link:1": None}, "sinks")


def test_many_ways_of_many_hops_are_cut_without_delay() -> None:
    """A thousand devices that each join the two sides, behind a ladder of hundred segments."""
    arcs = [arc for n in range(100) for arc in both_ways(f"link:{n}", f"segment:{n}", f"segment:{n + 1}")]
    units: dict[str, str | None] = {f"link:{n}": None for n in range(100)}
    for n in range(1000):
        arcs += both_ways(f"device:{n}", f"device:{n}", "segment:0") + both_ways(f"device:{n}", f"device:{n}", "out")

    cut = smallest_cut(arcs, ["segment:100"], ["out"], anywhere, units, "sinks")

    assert tuple(sorted(f"device:{n}" for n in range(1000))) == cut

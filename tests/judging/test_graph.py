"""Shortest routes: against networkx, against all routes written out, and on graphs with very many of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secpolicy.judging.graph import Arc, Graph, distances_to, reversed_graph, routes_from, shortest_route

NODES = [f"segment:{letter}" for letter in "abcdef"]
Asked = list[str]

nodes = st.sampled_from(NODES)
# Few hop ids, so that many routes share them: the feet of one device do.
hops = st.sampled_from(["link:1", "link:2", "device:nas"])
arcs_of_graphs = st.lists(st.builds(Arc, hops, nodes, nodes), max_size=16)
some_nodes = st.frozensets(nodes)


def anywhere(node: str) -> bool:
    return True


def except_for(impassable: Collection[str]) -> Callable[[str], bool]:
    return lambda node: node not in impassable


def noting(asked: Asked) -> Callable[[str], bool]:
    def is_passable(node: str) -> bool:
        asked.append(node)
        return True

    return is_passable


def networkx_graph(arcs: Iterable[Arc], start: str, target: str, impassable: Collection[str]) -> networkx.MultiDiGraph:
    """The arcs that a route between the two nodes may use."""
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from([start, target])
    closed = set(impassable) - {start, target}
    graph.add_edges_from((arc.start, arc.end, arc.hop) for arc in set(arcs) if not closed & {arc.start, arc.end})
    return graph


def first_of_all_routes(arcs: Iterable[Arc], start: str, targets: Iterable[str], impassable: Collection[str]) -> tuple[Arc, ...] | None:
    """The route that the promised order puts first, found by writing out every simple route."""
    routes = [
        tuple(Arc(hop, begin, end) for begin, end, hop in way)
        for target in targets
        if target != start
        for way in networkx.all_simple_edge_paths(networkx_graph(arcs, start, target, impassable), start, target)
    ]
    return min(routes, key=lambda r: (len(r), [arc.hop for arc in r], [arc.end for arc in r]), default=None)


def ladder(layers: int) -> list[Arc]:
    """Two nodes in each layer, each joined with both of the next: 2 ** layers shortest routes to the end."""
    return [
        Arc(f"link:{layer:02}{begin}{end}", f"segment:{layer:02}{begin}", f"segment:{layer + 1:02}{end}")
        for layer in range(layers)
        for begin in "ab"
        for end in "ab"
    ]


def test_arcs_of_a_node_stand_in_the_order_of_hops_and_of_the_other_ends() -> None:
    first, second, third = Arc("device:nas", "a", "c"), Arc("link:1", "a", "b"), Arc("link:1", "a", "c")
    graph = Graph([third, first, second, third])

    assert (first, second, third) == graph.out("a")
    assert (first, third) == graph.into("c")
    assert () == graph.out("c")
    assert () == graph.into("a")


@given(arcs_of_graphs)
def test_a_graph_reversed_twice_is_the_graph(arcs: list[Arc]) -> None:
    graph = Graph(arcs)

    assert graph.arcs == reversed_graph(reversed_graph(graph)).arcs
    assert {(hop, end, start) for hop, start, end in arcs} == set(reversed_graph(graph).arcs)


@given(arcs_of_graphs, some_nodes, some_nodes)
def test_distances_are_those_of_networkx(arcs: list[Arc], targets: frozenset[str], impassable: frozenset[str]) -> None:
    expected = dict.fromkeys(targets, 0)
    for start in set(NODES) - targets:
        lengths = [
            networkx.shortest_path_length(graph, start, target)
            for target in targets
            if networkx.has_path(graph := networkx_graph(arcs, start, target, impassable), start, target)
        ]
        if lengths:
            expected[start] = min(lengths)

    assert expected == distances_to(Graph(arcs), targets, except_for(impassable))


@given(arcs_of_graphs, some_nodes, some_nodes)
def test_distances_backwards_are_those_of_the_graph_reversed(arcs: list[Arc], targets: frozenset[str], impassable: frozenset[str]) -> None:
    graph, passable = Graph(arcs), except_for(impassable)

    assert distances_to(reversed_graph(graph), targets, passable) == distances_to(graph, targets, passable, backwards=True)


@given(arcs_of_graphs, nodes, some_nodes, some_nodes)
def test_the_route_is_the_first_of_all_routes(arcs: list[Arc], start: str, targets: frozenset[str], impassable: frozenset[str]) -> None:
    route = shortest_route(Graph(arcs), start, targets, except_for(impassable))

    assert first_of_all_routes(arcs, start, targets, impassable) == route


@given(arcs_of_graphs, nodes, some_nodes, some_nodes)
def test_routes_to_many_targets_are_those_to_each_alone(arcs: list[Arc], start: str, targets: frozenset[str], impassable: frozenset[str]) -> None:
    alone = {target: first_of_all_routes(arcs, start, [target], impassable) for target in targets}

    routes = routes_from(Graph(arcs), start, targets, except_for(impassable))

    assert {target: route for target, route in alone.items() if route} == routes


@given(arcs_of_graphs, nodes, some_nodes, st.randoms(use_true_random=False))
def test_the_order_in_which_arcs_are_given_changes_nothing(arcs: list[Arc], start: str, targets: frozenset[str], chance: random.Random) -> None:
    shuffled = chance.sample(arcs, len(arcs))
    expected = routes_from(Graph(arcs), start, targets, anywhere)

    assert list(expected.items()) == list(routes_from(Graph(shuffled), start, sorted(targets), anywhere).items())
    assert shortest_route(Graph(arcs), start, targets, anywhere) == shortest_route(Graph(shuffled), start, sorted(targets, reverse=True), anywhere)


def test_a_hop_that_leads_to_two_nodes_is_followed_to_both() -> None:
    """Both feet share one id, so only the hop after them decides."""
    feet = [Arc("device:nas", "a", "b"), Arc("device:nas", "a", "c")]
    onward = [Arc("link:2", "b", "d"), Arc("link:1", "c", "d")]

    assert (feet[1], onward[1]) == shortest_route(Graph(feet + onward), "a", ["d"], anywhere)


def test_equal_hops_are_told_apart_by_their_nodes() -> None:
    feet = [Arc("device:nas", "a", "c"), Arc("device:nas", "a", "b")]
    onward = [Arc("link:1", "b", "d"), Arc("link:1", "c", "d")]

    assert (feet[1], onward[0]) == shortest_route(Graph(feet + onward), "a", ["d"], anywhere)


def test_a_start_that_is_a_target_is_no_end_of_its_own_route() -> None:
    there, back = Arc("link:1", "a", "b"), Arc("link:1", "b", "a")
    graph = Graph([there, back, Arc("link:0", "a", "a")])

    assert shortest_route(graph, "a", ["a"], anywhere) is None
    assert (there,) == shortest_route(graph, "a", ["a", "b"], anywhere)
    assert {"b": (there,)} == routes_from(graph, "a", ["a", "b"], anywhere)


def test_only_nodes_between_the_ends_are_asked() -> None:
    graph = Graph([Arc("link:1", "a", "b"), Arc("link:2", "b", "c")])
    by_route: Asked = []
    by_distance: Asked = []

    shortest_route(graph, "a", ["c"], noting(by_route))
    distances_to(graph, ["c", "b"], noting(by_distance))

    assert ["b"] == by_route
    assert "b" not in by_distance
    assert "c" not in by_distance


def test_the_route_to_a_far_target_passes_a_near_one_only_if_it_is_passable() -> None:
    arcs = (Arc("link:1", "a", "b"), Arc("link:2", "b", "c"))

    assert {"b": arcs[:1], "c": arcs} == routes_from(Graph(arcs), "a", ["b", "c"], anywhere)
    assert {"b": arcs[:1]} == routes_from(Graph(arcs), "a", ["b", "c"], except_for(["b"]))


@pytest.mark.parametrize("layers", [40, 99])
def test_a_ladder_with_very_many_shortest_routes_is_walked_once(layers: int) -> None:
    graph = Graph(ladder(layers))
    end = f"segment:{layers:02}a"
    expected = tuple(Arc(f"link:{layer:02}aa", f"segment:{layer:02}a", f"segment:{layer + 1:02}a") for layer in range(layers))

    assert expected == shortest_route(graph, "segment:00a", [end], anywhere)
    assert expected == routes_from(graph, "segment:00a", [end], anywhere)[end]
    assert layers == distances_to(graph, [end], anywhere)["segment:00a"]


def test_each_node_of_a_ladder_is_asked_once() -> None:
    asked: Asked = []

    shortest_route(Graph(ladder(40)), "segment:00a", ["nowhere"], noting(asked))

    assert len(set(asked)) == len(asked) == 80

"""Places joined by hops, and the shortest routes among them: the same ones in whatever order the hops were read."""

from collections.abc import Callable, Collection, Iterable, Iterator

from secpolicy.base.record import Record


class Arc(Record):
    """One direction of a hop. The two arcs of a two-way hop, and all feet of one thing, share the id of the hop."""

    hop: str
    start: str
    end: str


Route = tuple[Arc, ...]
Passable = Callable[[str], bool]

# How a node of the next ring is reached: rank of the hops so far, next hop, position of the node before, arc.
_Step = tuple[int, str, int, Arc]


class Graph:
    """Arcs by the node they leave and by the node they enter; an arc given twice counts once."""

    __slots__ = ("_into", "_out", "arcs")

    def __init__(self, arcs: Iterable[Arc]) -> None:
        """Sort the arcs by hop, start and end, so that nothing later depends on the order given."""
        self.arcs: tuple[Arc, ...] = tuple(sorted(set(arcs)))
        out: dict[str, list[Arc]] = {}
        into: dict[str, list[Arc]] = {}
        for arc in self.arcs:
            out.setdefault(arc.start, []).append(arc)
            into.setdefault(arc.end, []).append(arc)
        self._out = {node: tuple(leaving) for node, leaving in out.items()}
        self._into = {node: tuple(entering) for node, entering in into.items()}

    def out(self, node: str) -> tuple[Arc, ...]:
        """The arcs that leave *node*, by hop and end; none for a node that is not in the graph."""
        return self._out.get(node, ())

    def into(self, node: str) -> tuple[Arc, ...]:
        """The arcs that enter *node*, by hop and start; none for a node that is not in the graph."""
        return self._into.get(node, ())


def reversed_graph(graph: Graph) -> Graph:
    """The same hops, each walked the other way."""
    return Graph(Arc(hop, end, start) for hop, start, end in graph.arcs)


def distances_to(graph: Graph, targets: Iterable[str], passable: Passable, backwards: bool = False) -> dict[str, int]:
    """Hops left from each node to the nearest of *targets*, which are at 0 themselves; a node with no way is left out.

    A node that may not be passed through still has its own distance: it may be where a route begins. *backwards*: each hop walked the other way.
    """
    distances = dict.fromkeys(targets, 0)
    nodes = list(distances)
    for node in nodes:  # grows while it is walked
        left = distances[node]
        if left and not passable(node):
            continue
        for before in [arc.end for arc in graph.out(node)] if backwards else [arc.start for arc in graph.into(node)]:
            if before not in distances:
                distances[before] = left + 1
                nodes.append(before)
    return distances


def shortest_route(graph: Graph, start: str, targets: Collection[str], passable: Passable) -> Route | None:
    """The shortest route from *start* to another node among *targets*; None when there is none.

    Of equally short routes it is the one whose hop ids, in the order walked, come first, then the one whose nodes do.
    Only nodes between the ends are asked whether they are passable.
    """
    wanted = frozenset(targets)
    last: dict[str, Arc] = {}
    for ring in _rings(graph, start, passable):
        for arc in ring:
            last[arc.end] = arc
            if arc.end in wanted:
                return _route_to(arc.end, last)
    return None


def routes_from(graph: Graph, start: str, targets: Iterable[str], passable: Passable) -> dict[str, Route]:
    """The shortest route from *start* to each target that it reaches, *start* itself left out, nearest first.

    Each is the one that `shortest_route` finds for that target alone. It may pass a nearer target that is passable.
    """
    missing = set(targets) - {start}
    routes: dict[str, Route] = {}
    last: dict[str, Arc] = {}
    for ring in _rings(graph, start, passable):
        for arc in ring:
            last[arc.end] = arc
            if arc.end in missing:
                routes[arc.end] = _route_to(arc.end, last)
        missing.difference_update(routes)
        if not missing:
            break
    return routes


def _rings(graph: Graph, start: str, passable: Passable) -> Iterator[list[Arc]]:
    """Ever wider rings around *start*: for each node of a ring the last arc of its best route, the best route first.

    Routes are compared by rank instead of hop by hop: what is best up to a node is part of what is best beyond it.
    """
    reached = {start}
    ring = [(0, start)]
    while ring:
        best = _best_steps(graph, ring, reached)
        steps = sorted(best.values())
        reached.update(best)
        yield [arc for _, _, _, arc in steps]
        ring = [(rank, node) for rank, node in _ranked(steps) if passable(node)]


def _best_steps(graph: Graph, ring: list[tuple[int, str]], reached: set[str]) -> dict[str, _Step]:
    """For every node one hop beyond *ring* and not *reached* yet, the best step to it."""
    best: dict[str, _Step] = {}
    for position, (rank, node) in enumerate(ring):
        for arc in graph.out(node):
            if arc.end in reached:
                continue
            step = (rank, arc.hop, position, arc)
            if arc.end not in best or step < best[arc.end]:
                best[arc.end] = step
    return best


def _ranked(steps: list[_Step]) -> list[tuple[int, str]]:
    """The nodes of a ring in order, each with the rank of its hop ids; routes over the same hop ids share a rank."""
    ranks: dict[tuple[int, str], int] = {}
    return [(ranks.setdefault((rank, hop), len(ranks)), arc.end) for rank, hop, _, arc in steps]


def _route_to(end: str, last: dict[str, Arc]) -> Route:
    """The route that ends at *end*, put together backwards from the last arcs."""
    arcs: list[Arc] = []
    node = end
    while node in last:
        arcs.append(last[node])
        node = last[node].start
    return tuple(reversed(arcs))

"""Judging routes: over sure hops a breach with its witness, over possible hops doubt, else none; and the smallest cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from secpolicy.base.truth import Place, Unknown, missing_of, union
from secpolicy.judging import graph as g
from secpolicy.judging.compile import compiled
from secpolicy.judging.cuts import smallest_cut, smallest_cut_both
from secpolicy.judging.frame import Answer, Frame, Scope
from secpolicy.judging.network import Hop, Network
from secpolicy.model.entity import Entity, ref
from secpolicy.model.rulebook import Node, Route


class Walked(NamedTuple):
    """A place that was reached, and the hops walked to it in order."""

    reached: Entity
    hops: tuple[Hop, ...]


class Ways(NamedTuple):
    """What was found from one start. `fails`: proven routes; `also_possible`: a shorter one in doubt; two sets of missing facts."""

    fails: tuple[Walked, ...]
    possible: tuple[Walked, ...]
    also_possible: tuple[Walked, ...]
    proves_breach: tuple[Place, ...]
    proves_pass: tuple[Place, ...]


class CutHop(NamedTuple):
    """One hop of a cut: to close it, or to declare what would close it."""

    hop: Hop
    declare: bool


class _View(NamedTuple):
    """The network as one route condition sees it, for one subject or for all."""

    sure: g.Graph
    possible: g.Graph
    sure_passable: Callable[[str], bool]
    possible_passable: Callable[[str], bool]
    sure_targets: tuple[str, ...]
    possible_targets: tuple[str, ...]
    doubts: dict[str, tuple[Place, ...]]


class RouteJudge:
    """Judges one route duty, for all its subjects over the same view of the network where the conditions allow it."""

    def __init__(self, route: Route, frame: Frame, network: Network, subjects: tuple[str, ...]) -> None:
        self.route, self.network = route, network
        self.start = compiled(route.start, frame)
        self.target = compiled(route.target, frame) if route.target is not None else None
        link = frame.facts.inventory.vocabulary.kinds
        hop_kind = next(kind.name for kind in link.values() if "foot" in kind.route)
        self.over = _selection(hop_kind, route.over, frame)
        self.avoiding = [(kind, _selection(kind, condition, frame)) for kind, condition in route.avoiding]
        self.target_where = _selection(route.target_kind, route.target_where, frame) if route.target_kind else None
        nodes = (route.over, route.target_where, *(condition for _, condition in route.avoiding), route.target)
        self.shared = not any(_names_in(node) & set(subjects) for node in nodes)
        self.hops: dict[str, list[Hop]] = {}
        for hop in network.hops:
            self.hops.setdefault(hop.id, []).append(hop)
        self._view: _View | None = None

    def walk(self, scope: Scope) -> Ways:
        """The routes from the start that the scope names."""
        start = self.start(scope)
        if type(start) is not Entity or (self.target is not None and type(self.target(scope)) is not Entity):
            return Ways((), (), (), (), ())
        view = self.view(scope)
        name = ref(start)
        fails = self._walk(view.sure, name, view.sure_targets, view.sure_passable)
        possible = self._walk(view.possible, name, view.possible_targets, view.possible_passable)
        if fails:
            shortest = {ref(walked.reached): len(walked.hops) for walked in fails}
            shorter = tuple(walked for walked in possible if len(walked.hops) < shortest.get(ref(walked.reached), 0))
            return Ways(fails, (), shorter, (), ())
        if not possible:
            return Ways((), (), (), (), ())
        breach = union([*(view.doubts.get(hop.id, ()) for hop in possible[0].hops), view.doubts.get(ref(possible[0].reached), ()),
                        *(view.doubts.get(ref(end), ()) for hop in possible[0].hops for end in self._ends(hop))])  # fmt: skip
        cut = self.cut((start,), tuple(walked.reached for walked in possible), scope) or ()
        settles = union(view.doubts.get(part.hop.id, ()) for part in cut)
        return Ways((), possible, (), breach, settles or breach)

    def cut(self, starts: tuple[Entity, ...], reached: tuple[Entity, ...], scope: Scope) -> tuple[CutHop, ...] | None:
        """The smallest cut between starts and what they reach, on the graph of possible hops; None if nothing can be cut."""
        view = self.view(scope)
        sources, sinks = {ref(entity) for entity in starts}, {ref(entity) for entity in reached}
        if sources & sinks:
            return None
        units: dict[str, str | None] = {hop.id: None for hop in self.network.hops if all(_is_outside(end) for end in self._ends(hop))}
        protected: Any = "sources" if self.route.both_ways else "sinks"
        find = smallest_cut_both if self.route.both_ways else smallest_cut
        found = find(view.possible.arcs, sources, sinks, view.possible_passable, units, protected)
        if found is None:
            return None
        sure = {arc.hop for arc in view.sure.arcs}
        return tuple(CutHop(self.hops[name][0], name not in sure) for name in found)

    def fails_without(self, links: frozenset[str], scope: Scope) -> bool:
        """Whether a sure route is left when some links are taken away."""
        start = self.start(scope)
        view = self.view(scope)
        left = g.Graph(arc for arc in view.sure.arcs if arc.hop not in links)
        return type(start) is Entity and bool(self._walk(left, ref(start), view.sure_targets, view.sure_passable))

    def view(self, scope: Scope) -> _View:
        """The network as the conditions see it; one for all subjects unless a condition names the subject."""
        if self._view is None or not self.shared:
            self._view = self._seen(scope)
        return self._view

    def _seen(self, scope: Scope) -> _View:
        doubts: dict[str, tuple[Place, ...]] = {}
        sure: list[g.Arc] = []
        possible: list[g.Arc] = []
        for hop in self.network.hops:
            answer = self.over(hop.seen, scope)
            if answer is not False and answer is not None:
                if missing_of(answer) or hop.missing:
                    doubts[hop.id] = union((doubts.get(hop.id, ()), missing_of(answer), hop.missing))
                possible += [arc for arc, _ in hop.arcs]
                if type(answer) is not Unknown:
                    sure += [arc for arc, certain in hop.arcs if certain]
        avoided: dict[str, Any] = {}
        targets: dict[str, Any] = {}
        for name, place in self.network.places.items():
            for kind, avoids in self.avoiding:
                if place.kind.name == kind and avoided.get(name) is not True:
                    avoided[name] = avoids(place, scope)
            if place.kind.name == self.route.target_kind and self.target_where is not None:
                targets[name] = self.target_where(place, scope)
        if self.target is not None:
            targets[ref(self.target(scope))] = True
        for name, answer in (*avoided.items(), *targets.items()):
            if missing_of(answer):
                doubts[name] = union((doubts.get(name, ()), missing_of(answer)))
        return _View(
            g.Graph(sure), g.Graph(possible),
            lambda name: avoided.get(name, False) in (False, None),
            lambda name: avoided.get(name, False) is not True,
            tuple(name for name, answer in targets.items() if answer is True),
            tuple(name for name, answer in targets.items() if answer is not False and answer is not None), doubts,
        )  # fmt: skip

    def _walk(self, graph: g.Graph, start: str, targets: tuple[str, ...], passable: Callable[[str], bool]) -> tuple[Walked, ...]:
        found = g.routes_from(graph, start, targets, passable)
        if self.route.both_ways:
            for end, back in g.routes_from(g.reversed_graph(graph), start, targets, passable).items():
                if end not in found or len(back) < len(found[end]):
                    found[end] = back
        walked = [Walked(self.network.places[end], tuple(self._hop(arc) for arc in route)) for end, route in found.items()]
        return tuple(sorted(walked, key=lambda one: (len(one.hops), [hop.id for hop in one.hops], ref(one.reached))))

    def _hop(self, arc: g.Arc) -> Hop:
        ends = {arc.start, arc.end}
        return next(hop for hop in self.hops[arc.hop] if any({one.start, one.end} == ends for one, _ in hop.arcs))

    def _ends(self, hop: Hop) -> list[Entity]:
        return [self.network.places[name] for arc, _ in hop.arcs[:1] for name in (arc.start, arc.end)]


def _is_outside(place: Entity) -> bool:
    return place.kind.route.get("place") == "outside"


def _selection(kind: str, condition: Node | None, frame: Frame) -> Callable[[Entity, Scope], Any]:
    """A condition on a kind as a function of a thing of that kind, in the scope of a subject."""
    if condition is None:
        return lambda entity, scope: True
    outer = frame.slots.get(kind)
    slot = frame.size
    frame.size += 1
    frame.slots[kind] = slot
    holds: Answer = compiled(condition, frame)
    if outer is None:
        del frame.slots[kind]
    else:
        frame.slots[kind] = outer

    def answer(entity: Entity, scope: Scope) -> Any:
        while len(scope) <= slot:
            scope.append(None)
        scope[slot] = entity
        return holds(scope)

    return answer


def _names_in(node: Any) -> set[str]:
    """The names that a tree reads."""
    if not isinstance(node, tuple):
        return set()
    if len(node) == 2 and node[0] == "name":
        return {node[1]}
    return set().union(*(_names_in(part) for part in node)) if node else set()

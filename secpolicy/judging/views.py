"""The network as one route condition sees it: what surely can be walked, what may be, and the facts that would tell."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.truth import Place, Unknown, any_of, missing_of, union
from secpolicy.judging import graph as g
from secpolicy.judging.compile import compiled
from secpolicy.judging.frame import Frame, Scope, free_names
from secpolicy.judging.network import Network, link_kind
from secpolicy.model.entity import Entity, ref
from secpolicy.model.rulebook import Node, Route

Doubts = dict[str, tuple[Place, ...]]
_Selection = Callable[[Entity, Scope], Any]


class Ground:
    """What can be walked: arcs, one way or both, and the places that may not be passed."""

    def __init__(self, arcs: list[g.Arc], closed: frozenset[str], both_ways: bool) -> None:
        self.graph, self.closed, self.both_ways = g.Graph(arcs), closed, both_ways

    @cached_property
    def back(self) -> g.Graph:
        """The same, walked the other way."""
        return g.reversed_graph(self.graph)

    def is_passable(self, name: str) -> bool:
        """Whether a route may go on through a place."""
        return name not in self.closed


class Side:
    """One reading of the network, sure or possible: the ground, and the places that must not be reached."""

    __slots__ = ("ground", "near", "targets")

    def __init__(self, ground: Ground, targets: tuple[str, ...]) -> None:
        self.ground, self.targets = ground, targets
        # From anywhere else nothing is reached: most subjects conform, and need no search of their own.
        self.near = set(g.distances_to(ground.graph, targets, ground.is_passable))
        if ground.both_ways:
            self.near.update(g.distances_to(ground.graph, targets, ground.is_passable, backwards=True))

    def routes(self, start: str) -> dict[str, g.Route]:
        """The shortest route to each target that is reached, by its arcs in the order walked; ties by the ids of the hops."""
        if start not in self.near:
            return {}
        found = g.routes_from(self.ground.graph, start, self.targets, self.ground.is_passable)
        if self.ground.both_ways:
            for end, route in g.routes_from(self.ground.back, start, self.targets, self.ground.is_passable).items():
                if end not in found or _order(route) < _order(found[end]):
                    found[end] = tuple(g.Arc(hop, after, before) for hop, before, after in route)
        return found


def _order(route: g.Route) -> tuple[int, list[str]]:
    return len(route), [arc.hop for arc in route]


class View(Record):
    """The two readings, and what keeps them apart: doubtful arcs, places that may be ones to avoid, places that may be targets.

    `possible` is `sure` itself where nothing is in doubt.
    """

    sure: Side
    possible: Side
    arcs: dict[g.Arc, tuple[Place, ...]]
    avoided: Doubts
    targets: Doubts


class _Grounds(Record):
    sure: Ground
    possible: Ground
    arcs: dict[g.Arc, tuple[Place, ...]]
    avoided: Doubts


class Viewer:
    """Makes the views of one route condition. `shared`: one view serves all subjects, because no condition reads what belongs to one."""

    def __init__(self, route: Route, frame: Frame, network: Network) -> None:
        self.route, self.network = route, network
        link = link_kind(frame.facts.inventory).name
        self.over = _selection(link, route.over, frame)
        self.avoiding = [(kind, _selection(kind, condition, frame)) for kind, condition in route.avoiding]
        self.target = compiled(route.target, frame) if route.target is not None else None
        self.target_where = _selection(route.target_kind, route.target_where, frame)
        walked = [(link, route.over), *route.avoiding]
        self.one_ground = not any(free_names(condition) - {kind} for kind, condition in walked)
        self.shared = self.one_ground and not free_names(route.target) and not free_names(route.target_where) - {route.target_kind}
        self._grounds: _Grounds | None = None
        self._view: View | None = None

    def view(self, scope: Scope) -> View:
        """The network as the conditions see it in a scope."""
        if self._view is None or not self.shared:
            self._view = self._seen(scope)
        return self._view

    def _seen(self, scope: Scope) -> View:
        if self._grounds is None or not self.one_ground:
            self._grounds = self._walkable(scope)
        grounds = self._grounds
        targets = self._targets(scope)
        doubts = {name: answer.missing for name, answer in targets.items() if answer is not True}
        sure = Side(grounds.sure, tuple(name for name in targets if name not in doubts))
        possible = Side(grounds.possible, tuple(targets)) if doubts or grounds.possible is not grounds.sure else sure
        return View(sure, possible, grounds.arcs, grounds.avoided, doubts)

    def _walkable(self, scope: Scope) -> _Grounds:
        sure, possible = self._arcs(scope)
        kinds = {kind for kind, _ in self.avoiding}
        answers = {name: self._is_avoided(place, scope) for name, place in self.network.places.items() if place.kind.name in kinds}
        avoided = frozenset(name for name, answer in answers.items() if answer is True)
        doubts = {name: answer.missing for name, answer in answers.items() if type(answer) is Unknown}
        both = self.route.both_ways
        ground = Ground(sure, avoided | doubts.keys(), both)
        return _Grounds(ground, Ground([*sure, *possible], avoided, both) if possible or doubts else ground, possible, doubts)

    def _arcs(self, scope: Scope) -> tuple[list[g.Arc], dict[g.Arc, tuple[Place, ...]]]:
        """The arcs that surely can be walked, and those that may be with the facts that would tell."""
        sure: dict[g.Arc, None] = {}
        possible: dict[g.Arc, tuple[Place, ...]] = {}
        for hop in self.network.hops:
            answer = self.over(hop.seen, scope)
            if answer is False:
                continue
            for arc, certain in hop.arcs:
                if certain and answer is True:
                    sure[arc] = None
                else:
                    possible[arc] = union((possible.get(arc, ()), missing_of(answer), () if certain else hop.missing))
        return list(sure), {arc: missing for arc, missing in possible.items() if arc not in sure}

    def _is_avoided(self, place: Entity, scope: Scope) -> Any:
        return any_of(avoids(place, scope) for kind, avoids in self.avoiding if place.kind.name == kind)

    def _targets(self, scope: Scope) -> dict[str, Any]:
        """What must not be reached, by name, with true or unknown."""
        if self.target is not None:
            return {ref(self.target(scope)): True}
        places = ((name, place) for name, place in self.network.places.items() if place.kind.name == self.route.target_kind)
        return {name: answer for name, place in places if (answer := self.target_where(place, scope)) is not False}


def _selection(kind: str, condition: Node | None, frame: Frame) -> _Selection:
    """A condition on a kind as a function of a thing of that kind, in the scope of a subject: true, false or unknown."""
    if condition is None:
        return lambda entity, scope: True
    slot, holds = frame.bound(kind, lambda slot: (slot, compiled(condition, frame)))

    def answer(entity: Entity, scope: Scope) -> Any:
        scope[slot] = entity
        found = holds(scope)
        return found if type(found) is Unknown else bool(found)

    return answer

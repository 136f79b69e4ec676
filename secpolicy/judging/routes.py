"""Judging routes: over sure hops a breach with its witness, over possible hops doubt, else none; and the smallest cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secpolicy.base.record import Record
from secpolicy.base.truth import Place
from secpolicy.judging import graph as g
from secpolicy.judging.compile import compiled
from secpolicy.judging.frame import Frame, Scope
from secpolicy.judging.network import Hop, Network
from secpolicy.judging.views import Ground, Side, View, Viewer
from secpolicy.model.entity import Entity, ref
from secpolicy.model.rulebook import Route

if TYPE_CHECKING:
    from secpolicy.judging.cuts import Units


class Walked(Record):
    """A place that was reached, and the hops walked to it in order."""

    reached: Entity
    hops: tuple[Hop, ...]


class Walks(Record):
    """What was found from one start. `fails`: proven routes. `possible`: those in doubt, if none is proven, with the facts that settle it.

    `proves_breach` are those on the shortest route in doubt, `proves_pass` those that rule out every route.
    `also_possible`: routes in doubt that are shorter than the proven one to the same place.
    """

    fails: tuple[Walked, ...] = ()
    possible: tuple[Walked, ...] = ()
    also_possible: tuple[Walked, ...] = ()
    proves_breach: tuple[Place, ...] = ()
    proves_pass: tuple[Place, ...] = ()


class CutHop(Record):
    """One hop of a cut: to close it, or to declare what is in doubt of it or of what lies behind it, so that it may stay."""

    hop: Hop
    declare: bool


class RouteJudge:
    """Judges one route duty, for all its subjects over the same view of the network where the conditions allow it."""

    def __init__(self, route: Route, frame: Frame, network: Network) -> None:
        self.route, self.network = route, network
        self.start = compiled(route.start, frame)
        self.viewer = Viewer(route, frame, network)

    def walk(self, scope: Scope) -> Walks:
        """The routes from the start that the scope names."""
        view, start = self.viewer.view(scope), ref(self.start(scope))
        sure = view.sure.routes(start)
        possible = sure if view.possible is view.sure else view.possible.routes(start)
        if sure:
            shorter = {end: route for end, route in possible.items() if end in sure and len(route) < len(sure[end])}
            return Walks(self._walked(sure), also_possible=self._walked(shorter))
        return self._in_doubt(view, start, possible) if possible else Walks()

    def cut(self, scopes: list[Scope]) -> tuple[CutHop, ...] | None:
        """The smallest cut between the starts of scopes that share a view and all that may be a target.

        None if nothing can be cut, or if one start is a target of another.
        """
        from secpolicy.judging.cuts import smallest_cut, smallest_cut_both  # a cut is looked for when a report asks for it

        view = self.viewer.view(scopes[0])
        ground, sources, sinks = view.possible.ground, {ref(self.start(scope)) for scope in scopes}, set(view.possible.targets)
        if len(sources) > 1 and sources & sinks:
            return None
        both = self.route.both_ways
        find = smallest_cut_both if both else smallest_cut
        uncut: Units = dict.fromkeys(self.network.outside)
        found = find(ground.graph.arcs, sources, sinks - sources, ground.is_passable, uncut, "sources" if both else "sinks")
        if found is None:
            return None
        doubtful = frozenset() if view.possible is view.sure else frozenset(name for name in found if not self._is_sure(view.sure, name, found, sources))
        return tuple(CutHop(self.network.hop_named(name), name in doubtful) for name in found)

    def _in_doubt(self, view: View, start: str, possible: dict[str, g.Route]) -> Walks:
        """Routes of which none is sure, with the facts that would settle it."""
        from secpolicy.judging.settling import proving_breach, proving_pass  # few inventories leave a route in doubt

        walked = self._walked(possible)
        end = ref(walked[0].reached)
        breach = proving_breach(view, start, end, possible[end])
        return Walks((), walked, (), breach, proving_pass(view, start, self.route.both_ways))

    def _is_sure(self, sure: Side, name: str, cut: tuple[str, ...], sources: set[str]) -> bool:
        """Whether a sure route is left if the whole cut but this hop is taken away: else to declare what is in doubt may be enough."""
        left = [arc for arc in sure.ground.graph.arcs if arc.hop == name or arc.hop not in cut]
        side = Side(Ground(left, sure.ground.closed, self.route.both_ways), sure.targets)
        return any(side.routes(start) for start in sources)

    def fails_without(self, hops: frozenset[str], scope: Scope) -> bool:
        """Whether a sure route is left when some hops are taken away."""
        sure = self.viewer.view(scope).sure
        left = [arc for arc in sure.ground.graph.arcs if arc.hop not in hops]
        return bool(Side(Ground(left, sure.ground.closed, self.route.both_ways), sure.targets).routes(ref(self.start(scope))))

    def _walked(self, routes: dict[str, g.Route]) -> tuple[Walked, ...]:
        """Routes as what people are shown, the shortest first."""
        walked = [Walked(self.network.places[end], tuple(map(self.network.hop_of, route))) for end, route in routes.items()]
        return tuple(sorted(walked, key=lambda one: (len(one.hops), [hop.id for hop in one.hops], ref(one.reached))))

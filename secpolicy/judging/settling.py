"""Which undeclared facts would settle a doubtful route: those that prove it, and those that rule out every other one too."""

from __future__ import annotations

from secpolicy.base.truth import Place, union
from secpolicy.judging.cuts import smallest_cut, smallest_cut_both
from secpolicy.judging.graph import Arc, Route
from secpolicy.judging.views import View

_SINK = "*"  # every target, as one node that is no place
_SURE = ""  # the unit of all that no declaration can take away
_Facts = tuple[Place, ...]


def proving_breach(view: View, start: str, end: str, route: Route) -> _Facts:
    """The facts that keep one route from being proven: of its arcs, of the places it passes and of its end."""
    passed = [node for arc in route for node in (arc.start, arc.end) if node not in (start, end)]
    return union([*(view.arcs.get(arc, ()) for arc in route), *(view.avoided.get(node, ()) for node in passed), view.targets.get(end, ())])


def proving_pass(view: View, start: str, both_ways: bool) -> _Facts:
    """The facts on the smallest cut of what a declaration can take away: doubtful arcs, and places that may be targets or ones to avoid.

    There is such a cut, because no sure route is left.
    """
    units = _doubtful(view, start)
    arcs = [Arc(unit if missing else _SURE, before, after) for unit, before, after, missing in units]
    find = smallest_cut_both if both_ways else smallest_cut
    cut = find(arcs, {start}, {_SINK}, lambda node: True, {_SURE: None}, "sources" if both_ways else "sinks") or ()
    return union(missing for unit, _, _, missing in units if unit in cut)


def _doubtful(view: View, start: str) -> list[tuple[str, str, str, _Facts]]:
    """Everything that a route may use, as arcs with their unit and the facts that could take it away; none for what is sure.

    A place that is or may be one to avoid is entered as itself and left as what lies behind it: only a door that is in doubt joins the two.
    """
    doors = (view.possible.ground.closed | view.avoided.keys()) - {start}

    def behind(node: str) -> str:
        return f"{node} behind" if node in doors else node

    found = [(arc.hop, behind(arc.start), arc.end, view.arcs.get(arc, ())) for arc in view.possible.ground.graph.arcs]
    found += [(f"{node} passed", node, behind(node), missing) for node, missing in view.avoided.items() if node in doors]
    for end in view.possible.targets:
        if end != start:
            unit, missing = f"{end} reached", view.targets.get(end, ())
            found += [(unit, end, _SINK, missing), (unit, _SINK, behind(end), missing)]
    return found

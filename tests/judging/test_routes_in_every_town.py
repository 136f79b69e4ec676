"""Routes held against every way to fill in what a small town did not declare."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from secpolicy.judging.finding import Finding
from secpolicy.model.entity import place_name
from secpolicy.model.rulebook import Rulebook
from tests.judging.small import NETWORK, inventory_of, judged, rule, rulebook_of, the

PATIENTLY = settings(deadline=None, derandomize=True, database=None)
START = "s0"
# For each fact in doubt: the value with which a route may use it, and the one with which it may not.
OPEN = {"method": "network", "direction": "both", "tier": "internet", "note": "open"}
SHUT = {"method": "screen_transfer", "direction": "one_way", "tier": "lgwan", "note": "closed"}

Things = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Town:
    """Segments and links by id with what is declared of them, and devices with two feet."""

    segments: Things
    links: Things
    devices: dict[str, tuple[str, str]] = field(default_factory=dict)

    def text(self) -> str:
        lines = []
        for key, things in (("segments", self.segments), ("links", self.links)):
            entries = (", ".join(f"{name}: {value}" for name, value in {"id": id_, **told}.items()) for id_, told in things.items())
            lines.append(f"{key}: [{', '.join(f'{{{entry}}}' for entry in entries)}]")
        devices = [f"{{id: {id_}, segments: [{', '.join(feet)}]}}" for id_, feet in self.devices.items()]
        return "\n".join([*lines, f"devices: [{', '.join(devices)}]"])

    def doubts(self) -> list[str]:
        """The facts that nobody declared, by the name that a report gives them."""
        links = [f"link:{id_}.{name}" for id_, told in self.links.items() for name in ("method", "direction") if name not in told]
        return links + [f"segment:{id_}.{name}" for id_, told in self.segments.items() for name in ("tier", "note") if name not in told]

    def with_facts(self, facts: dict[str, str]) -> Town:
        """The town with some facts declared."""
        segments, links = ({id_: dict(told) for id_, told in things.items()} for things in (self.segments, self.links))
        for name, value in facts.items():
            kind, _, rest = name.partition(":")
            id_, _, fact = rest.partition(".")
            (links if kind == "link" else segments)[id_][fact] = value
        return replace(self, segments=segments, links=links)

    def filled(self) -> Iterator[Town]:
        doubts = self.doubts()
        for values in itertools.product((OPEN, SHUT), repeat=len(doubts)):
            yield self.with_facts({name: chosen[name.rpartition(".")[2]] for name, chosen in zip(doubts, values, strict=True)})

    def without(self, hops: set[str]) -> Town:
        links = {id_: told for id_, told in self.links.items() if f"link:{id_}" not in hops}
        devices = {id_: feet for id_, feet in self.devices.items() if f"device:{id_}.segments" not in hops}
        return replace(self, links=links, devices=devices)

    def steps(self) -> set[tuple[str, str]]:
        """Where one hop leads, in a town in which everything is declared."""
        found = set()
        for told in self.links.values():
            if told["method"] == "network":
                found.add((told["from"], told["to"]))
                if told["direction"] == "both":
                    found.add((told["to"], told["from"]))
        for id_, feet in self.devices.items():
            found |= {pair for foot in feet for pair in ((id_, foot), (foot, id_))}
        return found

    def reached(self, both_ways: bool) -> dict[str, int]:
        """The places of tier internet that are reached from the start, with the number of hops."""
        steps = self.steps()
        found: dict[str, int] = {}
        for ahead in (steps, {(end, start) for start, end in steps}) if both_ways else (steps,):
            distances = {START: 0}
            queue = [START]
            for node in queue:  # grows while it is walked
                if node != START and self.segments.get(node, {}).get("note") == "closed":
                    continue
                for start, end in ahead:
                    if start == node and end not in distances:
                        distances[end] = distances[node] + 1
                        queue.append(end)
            for node, hops in distances.items():
                if node != START and self.segments.get(node, {}).get("tier") == "internet":
                    found[node] = min(hops, found.get(node, hops))
        return found


def optional(values: list[str], name: str) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from([{}, *({name: value} for value in values)])


def joined(*parts: dict[str, str]) -> dict[str, str]:
    return {name: value for part in parts for name, value in part.items()}


IDS = [START, "s1", "s2", "s3"]
segments = st.tuples(*(st.builds(joined, optional(["internet", "lgwan", "lgwan"], "tier"), optional(["open", "open", "closed"], "note")) for _ in IDS[1:])).map(
    lambda told: {START: {"tier": "mynumber", "note": "open"}, **dict(zip(IDS[1:], told, strict=True))}
)
ends = st.lists(st.sampled_from(IDS), min_size=2, max_size=2, unique=True)
link = st.builds(
    lambda pair, method, direction: {"from": pair[0], "to": pair[1], **method, **direction},
    ends, optional(["network", "network", "screen_transfer"], "method"), optional(["both", "one_way"], "direction"),
)  # fmt: skip
links = st.lists(link, max_size=5).map(lambda many: {f"l{number}": told for number, told in enumerate(many)})
devices = st.lists(ends, max_size=1).map(lambda many: {f"d{number}": (one, other) for number, (one, other) in enumerate(many)})
towns = st.builds(Town, segments, links, devices).filter(lambda town: len(town.doubts()) <= 7)

TARGET = "any segment where segment.tier = internet over link where link.method = network avoiding segment where segment.note = closed"


# Reached only against the direction of its one link.
LEADING_IN = Town(
    {START: {"tier": "mynumber", "note": "open"}, "s1": {"tier": "internet", "note": "open"}},
    {"l0": {"from": "s1", "to": START, "method": "network", "direction": "one_way"}},
)


def routes(between: str) -> Rulebook:
    return rulebook_of(rule(f"for segment inner where inner.tier = mynumber\nforbid d: route {between} {TARGET}"))


RULEBOOKS = {True: routes("between inner and"), False: routes("from inner to")}


def finding(town: Town, both_ways: bool) -> Finding:
    outcome = judged(RULEBOOKS[both_ways], inventory_of(town.text(), NETWORK))
    return the(outcome, f"segment:{START}")


@PATIENTLY
@given(towns, st.booleans())
@example(LEADING_IN, True)
@example(LEADING_IN, False)
def test_a_route_is_judged_as_every_filling_agrees(town: Town, both_ways: bool) -> None:
    outcomes = {bool(filled.reached(both_ways)) for filled in town.filled()}
    expected = "UNKNOWN" if len(outcomes) == 2 else "FAIL" if True in outcomes else "PASS"

    assert expected == finding(town, both_ways).verdict


@PATIENTLY
@given(towns, st.booleans())
def test_the_witness_of_a_breach_is_the_shortest_proven_route_to_each_place(town: Town, both_ways: bool) -> None:
    found = finding(town, both_ways)
    if found.verdict != "FAIL":
        return
    assert found.ways is not None
    sure = [filled.reached(both_ways) for filled in town.filled()]
    proven = {node: max(reached[node] for reached in sure) for node in sure[0] if all(node in reached for reached in sure)}
    shorter = {node: min(reached[node] for reached in sure) for node in proven}

    assert proven == {walked.reached.id: len(walked.hops) for walked in found.ways.reached}
    assert {node: shorter[node] for node in proven if shorter[node] < proven[node]} == {one.reached.id: len(one.hops) for one in found.ways.also_possible}


@PATIENTLY
@given(towns, st.booleans())
def test_the_two_sets_of_facts_settle_a_doubtful_route(town: Town, both_ways: bool) -> None:
    found = finding(town, both_ways)
    if found.verdict != "UNKNOWN" or found.reason == "scope":
        return
    assert found.ways is not None
    breach, conformity = ([place_name(place) for place in places] for places in (found.ways.proves_breach, found.ways.proves_pass))

    assert set(breach) | set(conformity) == {place_name(place) for place in found.missing}
    assert "FAIL" == finding(town.with_facts({name: OPEN[name.rpartition(".")[2]] for name in breach}), both_ways).verdict
    assert "PASS" == finding(town.with_facts({name: SHUT[name.rpartition(".")[2]] for name in conformity}), both_ways).verdict


@PATIENTLY
@given(towns, st.booleans())
def test_what_is_closed_and_declared_after_the_cut_conforms(town: Town, both_ways: bool) -> None:
    found = finding(town, both_ways)
    if found.verdict != "FAIL":
        return
    assert found.ways is not None
    assert found.ways.cut is not None
    # To be declared is what is in doubt of a hop, or of what lies behind it: only the former is declared here, the latter is closed.
    doubtful = {f"link:{id_}" for id_, told in town.links.items() if "method" not in told}
    declared = {f"{part.hop.id}.method": "screen_transfer" for part in found.ways.cut if part.declare and part.hop.id in doubtful}
    closed = {part.hop.id for part in found.ways.cut if f"{part.hop.id}.method" not in declared}

    assert "PASS" == finding(town.without(closed).with_facts(declared), both_ways).verdict

"""Routes agree with brute force over every way to fill what is missing; witnesses are shortest, and what settles a route does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secpolicy.judging.finding import Finding
from secpolicy.model.entity import place_name, ref
from secpolicy.model.rulebook import Rulebook
from tests.judging.small import NETWORK, inventory_of, judged, rule, rulebook_of, the, verdicts

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


def routes(between: str) -> Rulebook:
    return rulebook_of(rule(f"for segment inner where inner.tier = mynumber\nforbid d: route {between} {TARGET}"))


RULEBOOKS = {True: routes("between inner and"), False: routes("from inner to")}


def finding(town: Town, both_ways: bool) -> Finding:
    outcome = judged(RULEBOOKS[both_ways], inventory_of(town.text(), NETWORK))
    return the(outcome, f"segment:{START}")


@PATIENTLY
@given(towns, st.booleans())
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


CITY = """\
segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}, {id: web, tier: internet}]
links:
  - {id: backup, from: tax, to: desk, direction: both, method: network}
  - {id: transfer, from: desk, to: web, direction: both, method: network}
"""


def city(body: str, text: str = CITY) -> Finding:
    """The one finding of a rule about the My Number tier."""
    return the(judged(rulebook_of(rule(body)), inventory_of(text, NETWORK)))


def cut_of(found: Finding) -> list[tuple[str, bool]]:
    assert found.ways is not None
    assert found.ways.cut is not None
    return [(part.hop.id, part.declare) for part in found.ways.cut]


def walked(found: Finding) -> dict[str, list[str]]:
    assert found.ways is not None
    return {ref(one.reached): [hop.id for hop in one.hops] for one in found.ways.reached}


INNER = "for segment inner where inner.tier = mynumber\n"
OTHERS = f"{INNER}forbid d: route between inner and any segment where segment.tier != mynumber over link"


def test_each_place_that_is_reached_has_its_own_witness() -> None:
    assert {"segment:desk": ["link:backup"], "segment:web": ["link:backup", "link:transfer"]} == walked(city(OTHERS))


def test_of_equally_short_ways_there_and_back_the_first_by_its_hops_is_the_witness() -> None:
    text = """\
segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}]
links: [{id: out, from: tax, to: desk, direction: one_way}, {id: in, from: desk, to: tax, direction: one_way}]
"""

    assert {"segment:desk": ["link:in"]} == walked(city(OTHERS, text))
    assert [("link:in", False), ("link:out", False)] == cut_of(city(OTHERS, text))


def test_a_place_to_be_avoided_by_either_of_two_conditions_is_not_passed() -> None:
    body = f"{INNER}forbid d: route from inner to any segment where segment.tier = internet over link"
    certain = " avoiding segment where segment.tier = school avoiding segment where segment.tier = lgwan"
    doubtful = " avoiding segment where segment.note = closed avoiding segment where segment.tier = school"

    assert "FAIL" == city(body).verdict
    assert "PASS" == city(f"{body}{certain}").verdict
    assert ["segment:desk.note"] == [place_name(place) for place in city(f"{body}{doubtful}").missing]


def test_a_place_to_be_avoided_may_be_an_end() -> None:
    found = city(f"{OTHERS} avoiding segment where segment.tier in (mynumber, lgwan)")

    assert {"segment:desk": ["link:backup"]} == walked(found)


def test_a_link_that_is_excused_is_no_way() -> None:
    text = CITY.replace("id: transfer,", "id: transfer, sanitising: {method: mail_text},").replace("id: backup,", "id: backup, sanitising: none,")
    found = city(f"{OTHERS} where not exists(link.sanitising)", text)

    assert {"segment:desk": ["link:backup"]} == walked(found)


def test_the_feet_of_one_thing_are_cut_as_one() -> None:
    text = "segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}, {id: web, tier: internet}]\ndevices: [{id: nas, segments: [tax, desk, web]}]\n"

    assert [("device:nas.segments", False)] == cut_of(city(OTHERS, text))


OUTSIDE = """\
segments: [{id: tax, tier: mynumber}]
endpoints: [{id: vendor, reaches_internet: true}]
links: [{id: care, from: vendor, to: tax, direction: both}]
"""


def test_ways_wholly_outside_cannot_be_cut() -> None:
    found = city(f"{INNER}forbid d: route between inner and the_internet over link", OUTSIDE)

    assert {"endpoint:the_internet": ["link:care", "endpoint:vendor.reaches_internet"]} == walked(found)
    assert [("link:care", False)] == cut_of(found)


def test_a_way_that_cannot_be_cut_has_no_cut() -> None:
    rulebook = rulebook_of(rule("for endpoint\nforbid d: route from endpoint to the_internet over link"))
    found = the(judged(rulebook, inventory_of(OUTSIDE, NETWORK)))

    assert found.ways is not None
    assert found.ways.cut is None


def test_a_route_may_begin_at_a_place_that_is_always_there() -> None:
    found = city(f"{INNER}forbid d: route from the_internet to inner over link", OUTSIDE)

    assert {"segment:tax": ["endpoint:vendor.reaches_internet", "link:care"]} == walked(found)
    assert [("link:care", False)] == cut_of(found)


def test_a_doubtful_link_beside_a_sure_one_is_to_be_declared() -> None:
    text = f"{CITY}  - {{id: side, from: tax, to: web, direction: both}}\n"
    found = city(f"{OTHERS} where link.method = network", text)

    assert [("link:backup", False), ("link:side", True)] == cut_of(found)
    assert found.ways is not None
    assert ["link:side"] == [hop.id for one in found.ways.also_possible for hop in one.hops]


def of_tax(text: str) -> Finding:
    """The finding about the segment of the My Number tier, beside which others may belong to it."""
    return the(judged(rulebook_of(rule(OTHERS)), inventory_of(text, NETWORK)), "segment:tax")


@pytest.mark.parametrize("tier", ["", ", tier: lgwan"])
def test_a_sure_link_to_a_place_that_only_may_count_is_to_be_declared(tier: str) -> None:
    text = f"""\
segments: [{{id: tax, tier: mynumber}}, {{id: desk, tier: lgwan}}, {{id: dam{tier}}}]
links: [{{id: office, from: tax, to: desk, direction: both}}, {{id: gauge, from: tax, to: dam, direction: both}}]
"""

    assert [("link:gauge", not tier), ("link:office", False)] == cut_of(of_tax(text))


def test_a_sure_link_behind_which_something_sure_and_something_doubtful_lies_is_to_be_closed() -> None:
    text = """\
segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}, {id: dam}]
links: [{id: office, from: tax, to: desk, direction: both}, {id: gauge, from: desk, to: dam, direction: both}]
"""

    assert [("link:office", False)] == cut_of(of_tax(text))


MANY = """\
segments: [{id: a, tier: mynumber}, {id: b, tier: mynumber}, {id: c, tier: mynumber}, {id: web, tier: internet}, {id: desk, tier: lgwan}]
links: [{id: ab, from: a, to: b, direction: both}, {id: out, from: b, to: web, direction: both}]
"""


def test_breaches_that_reach_the_same_places_share_a_cut() -> None:
    outcome = judged(rulebook_of(rule(OTHERS)), inventory_of(MANY, NETWORK))

    assert {"segment:a": "FAIL", "segment:b": "FAIL", "segment:c": "PASS"} == verdicts(outcome)
    assert [[("link:out", False)]] * 2 == [cut_of(the(outcome, f"segment:{name}")) for name in "ab"]


def test_breaches_that_reach_different_places_have_cuts_of_their_own() -> None:
    text = MANY.replace("direction: both}]", "direction: both}, {id: side, from: c, to: desk, direction: both}]")
    outcome = judged(rulebook_of(rule(OTHERS)), inventory_of(text, NETWORK))

    assert [[("link:ab", False)], [("link:out", False)], [("link:side", False)]] == [cut_of(the(outcome, f"segment:{name}")) for name in "abc"]


def test_starts_that_are_targets_of_each_other_are_cut_one_by_one() -> None:
    body = f"{INNER}forbid d: route between inner and any segment where segment.tier = mynumber over link"
    outcome = judged(rulebook_of(rule(body)), inventory_of(MANY, NETWORK))

    assert [("link:ab", False)] == cut_of(the(outcome, "segment:a"))
    assert [("link:ab", False)] == cut_of(the(outcome, "segment:b"))


def test_starts_that_may_be_targets_of_each_other_are_cut_one_by_one() -> None:
    body = f"{INNER}forbid d: route between inner and any segment where segment.note = 甲 over link"
    outcome = judged(rulebook_of(rule(body.replace("甲", "closed"))), inventory_of(MANY.replace("id: web,", "id: web, note: closed,"), NETWORK))

    assert [("link:ab", False)] == cut_of(the(outcome, "segment:a"))
    assert [("link:ab", True), ("link:out", False)] == cut_of(the(outcome, "segment:b"))  # a has no note yet


def test_a_start_that_may_itself_be_a_target_is_none_of_its_own() -> None:
    body = f"{INNER}forbid d: route between inner and any segment where segment.note = closed over link"
    found = the(judged(rulebook_of(rule(body)), inventory_of(MANY, NETWORK)), "segment:a")

    assert ["segment:b.note", "segment:web.note"] == sorted(place_name(place) for place in found.missing)


def test_after_twenty_breaches_no_more_cuts_are_looked_for() -> None:
    ids = range(25)
    segments = "".join(f"  - {{id: m{n}, tier: mynumber}}\n  - {{id: l{n}, tier: lgwan}}\n" for n in ids)
    text = f"segments:\n{segments}links:\n" + "".join(f"  - {{id: x{n:02}, from: m{n}, to: l{n}, direction: both}}\n" for n in ids)
    outcome = judged(rulebook_of(rule(OTHERS)), inventory_of(text, NETWORK))

    cuts = [finding.ways.cut for finding in outcome.findings if finding.ways is not None]
    assert 25 == len(cuts)
    assert 20 == sum(cut is not None for cut in cuts)


def test_a_condition_that_reads_the_subject_is_seen_anew_for_each() -> None:
    body = f"{INNER}let own = inner.note\nforbid d: route from inner to any segment where segment.tier = internet over link where link.note = own"
    text = """\
segments: [{id: a, tier: mynumber, note: 甲}, {id: b, tier: mynumber, note: 乙}, {id: web, tier: internet}]
links: [{id: x, from: a, to: web, direction: both, note: 甲}, {id: y, from: b, to: web, direction: both, note: 甲}]
"""
    outcome = judged(rulebook_of(rule(body)), inventory_of(text, NETWORK))

    assert {"segment:a": "FAIL", "segment:b": "PASS"} == verdicts(outcome)
    assert [("link:x", False)] == cut_of(the(outcome, "segment:a"))


def test_a_target_that_reads_the_subject_is_seen_anew_for_each() -> None:
    body = "for segment inner where inner.tier = mynumber\nforbid d: route from inner to any segment where segment.note = inner.note over link"
    text = """\
segments: [{id: a, tier: mynumber, note: 甲}, {id: b, tier: mynumber, note: 乙}, {id: web, tier: internet, note: 甲}]
links: [{id: x, from: a, to: web, direction: both}, {id: y, from: b, to: web, direction: both}]
"""

    assert {"segment:a": "FAIL", "segment:b": "PASS"} == verdicts(judged(rulebook_of(rule(body)), inventory_of(text, NETWORK)))


def test_a_route_between_two_subjects() -> None:
    body = "for segment a, segment b where a.tier = mynumber and b.tier = internet\nforbid d: route from a to b over link where link.method = network"
    outcome = judged(rulebook_of(rule(body)), inventory_of(CITY, NETWORK))

    assert {"segment:tax segment:web": "FAIL"} == verdicts(outcome)
    assert ["link:backup", "link:transfer"] == walked(the(outcome))["segment:web"]


@pytest.mark.parametrize("absent", [key for key in NETWORK if key not in ("endpoints", "segments", "links")])
def test_without_a_list_no_separation_is_proven(absent: str) -> None:
    text = CITY.replace("id: backup,", "id: backup, sanitising: {method: mail_text},")
    inventory = inventory_of(text, tuple(key for key in NETWORK if key != absent))
    found = the(judged(rulebook_of(rule(f"{OTHERS} where not exists(link.sanitising)")), inventory))

    assert ("UNKNOWN", [absent]) == (found.verdict, [place_name(place) for place in found.missing])


def test_a_breach_is_proven_whatever_else_is_missing() -> None:
    assert "FAIL" == the(judged(rulebook_of(rule(OTHERS)), inventory_of(CITY))).verdict

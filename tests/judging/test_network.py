"""The declared network as places and hops: links, feet, telework, the ways on to the Internet, and what nobody declared."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.base.truth import Unknown
from secpolicy.judging.network import Hop, Network, network_of
from secpolicy.model.entity import Entity, place_name, ref
from tests.judging.small import NETWORK, holds, inventory_of, missing, term

SEGMENTS = "segments: [{id: a}, {id: b}, {id: c}]\n"


def network(text: str, none: tuple[str, ...] = NETWORK) -> Network:
    return network_of(inventory_of(f"{SEGMENTS}{text}", none))


def arcs(hop: Hop) -> list[tuple[str, str, bool]]:
    """Where a hop leads, without the kind of segments, and whether it surely does."""
    return [(arc.start.removeprefix("segment:"), arc.end.removeprefix("segment:"), sure) for arc, sure in hop.arcs]


def only(found: Network) -> Hop:
    [hop] = found.hops
    return hop


def names(found: tuple[Any, ...]) -> list[str]:
    return [place_name(place) for place in found]


def test_a_link_leads_as_declared() -> None:
    both, one = network("links: [{id: x, from: a, to: b, direction: both}, {id: y, from: a, to: b, direction: one_way}]").hops

    assert ("link:x", [("a", "b", True), ("b", "a", True)], []) == (both.id, arcs(both), names(both.missing))
    assert ("link:y", [("a", "b", True)], []) == (one.id, arcs(one), names(one.missing))
    assert "link:x.from" == place_name(both.place)
    assert both.seen.kind.name == "link"


@pytest.mark.parametrize("direction", ["", "direction: none, ", "direction: 不明, "])
def test_a_link_without_a_direction_may_lead_back(direction: str) -> None:
    hop = only(network(f"links: [{{{direction}id: x, from: a, to: b}}]"))

    assert [("a", "b", True), ("b", "a", False)] == arcs(hop)
    assert ["link:x.direction"] == names(hop.missing)


@pytest.mark.parametrize(
    ("link", "omitted"), [("from: a", ["link:x.to"]), ("to: a", ["link:x.from"]), ("name: x", ["link:x.from", "link:x.to"]), ("from: a, to: none", [])]
)
def test_a_link_without_an_end_is_no_hop(link: str, omitted: list[str]) -> None:
    found = network(f"links: [{{id: x, {link}}}]")

    assert () == found.hops
    assert omitted == names(found.omitted)


def test_a_thing_in_two_segments_joins_them_without_limit() -> None:
    first, second = network("devices: [{id: nas, segments: [a, b]}]").hops

    assert [("device:nas", "a", True), ("a", "device:nas", True)] == arcs(first)
    assert [("device:nas", "b", True), ("b", "device:nas", True)] == arcs(second)
    assert ["device:nas.segments", "device:nas.segments"] == [first.id, second.id]
    assert ["device:nas.segments.0", "device:nas.segments.1"] == [place_name(hop.place) for hop in (first, second)]


def test_conditions_see_a_foot_as_a_link_that_nothing_limits() -> None:
    inventory = inventory_of(f"{SEGMENTS}devices: [{{id: nas, segments: [a, b]}}]", NETWORK)
    foot = network_of(inventory).hops[0].seen

    told = {name: foot.value(name) for name in ("method", "copies_files", "clipboard", "sanitising", "purposes", "approvals", "risk_assessed_on")}
    assert {
        "method": "network",
        "copies_files": True,
        "clipboard": True,
        "sanitising": None,
        "purposes": None,
        "approvals": None,
        "risk_assessed_on": None,
    } == told
    assert [False, False, False] == [foot.value("limits").value(name) for name in ("mac", "address", "port")]
    assert ["device:nas", "segment:a"] == [ref(foot.value(end)) for end in ("from", "to")]


def test_a_thing_with_one_foot_is_part_of_its_segment() -> None:
    assert () == network("devices: [{id: pc, segments: a}, {id: loose, segments: none}]").hops


def test_a_thing_with_one_foot_at_which_a_link_ends_is_a_place_of_its_own() -> None:
    found = network("links: [{id: x, from: b, to: sv, direction: both}]\ndevices: [{id: sv, segments: a}]")

    assert ["link:x", "device:sv.segments"] == [hop.id for hop in found.hops]
    assert "device:sv.segments" == place_name(found.hops[1].place)


def test_a_thing_that_does_not_say_where_it_stands_is_listed_once() -> None:
    found = network("devices: [{id: pc}, {id: nas, segments: [a, b, 不明]}]\nsystems: [{id: s, runs_on: pc}]")

    assert ["device:pc.segments", "device:nas.segments"] == names(found.omitted)
    assert 2 == len(found.hops)


def test_a_system_stands_where_what_it_runs_on_stands() -> None:
    found = network("devices: [{id: one, segments: a}, {id: two, segments: b}]\nsystems: [{id: s, runs_on: [one, two]}]")

    assert {"system:s.segments"} == {hop.id for hop in found.hops}
    assert [("system:s", "a", True), ("a", "system:s", True)] == arcs(found.hops[0])


ENDPOINTS = "endpoints: [{id: home, class: closed, reaches_internet: false}]\n"


def test_telework_leads_both_ways_to_each_place_it_reaches() -> None:
    found = network(f"{ENDPOINTS}telework: [{{id: t, from: home, reaches: [a, b]}}]")

    assert [("endpoint:home", "a", True), ("a", "endpoint:home", True)] == arcs(found.hops[0])
    assert [("endpoint:home", "b", True), ("b", "endpoint:home", True)] == arcs(found.hops[1])
    assert ["telework:t", "telework:t"] == [hop.id for hop in found.hops]
    assert ["segment:a", "segment:b"] == [ref(hop.seen.value("to")) for hop in found.hops]


def seen(telework: str) -> Entity:
    return only(network(f"{ENDPOINTS}telework: [{{id: t, from: home, reaches: a, {telework}}}]")).seen


def test_conditions_see_what_telework_says_and_no_limits() -> None:
    link = seen("method: screen_transfer, encrypted: true")

    assert ["screen_transfer", True] == [link.value(name) for name in ("method", "encrypted")]
    assert link.value("limits").value("port") is False


def test_what_telework_does_not_say_is_missing_there() -> None:
    assert ("telework:t.method",) == missing(seen("encrypted: true").value("method"))


@pytest.mark.parametrize(
    ("redirects", "expected"),
    [
        ("redirects: {clipboard: false, printer: false, drives: false}", False), ("redirects: {drives: true}", True), ("redirects: none", False),
        ("redirects: {clipboard: false, printer: false}", ("telework:t.redirects.drives",)), ("encrypted: true", ("telework:t.redirects",)),
    ],
)  # fmt: skip
def test_files_cross_by_telework_unless_every_redirect_is_closed(redirects: str, expected: Any) -> None:
    crosses = seen(redirects).value("copies_files")

    assert expected == (missing(crosses) if type(crosses) is Unknown else crosses)


def test_telework_that_may_reach_more_is_listed() -> None:
    found = network(f"{ENDPOINTS}telework: [{{id: t, from: home, reaches: [a, 不明]}}, {{id: u, from: home}}]")

    assert ["telework:t.reaches", "telework:u.reaches"] == names(found.omitted)
    assert 1 == len(found.hops)


@pytest.mark.parametrize(
    ("reaches", "expected"),
    [
        ("reaches_internet: true", [True, []]), ("reaches_internet: false", None), ("reaches_internet: none", None),
        ("kind: supplier", [False, ["endpoint:x.reaches_internet"]]),
    ],
)  # fmt: skip
def test_the_way_on_from_a_place_outside(reaches: str, expected: Any) -> None:
    found = network(f"endpoints: [{{id: x, {reaches}}}]")
    told = [[hop.arcs[0][1], names(hop.missing)] for hop in found.hops]

    assert ([expected] if expected else []) == told
    assert all(("endpoint:x", "endpoint:the_internet") == (arc.start, arc.end) for hop in found.hops for arc, _ in hop.arcs[:1])


def test_a_service_that_reaches_the_internet_joins_the_one_segment_it_is_used_from() -> None:
    found = network("services: [{id: saas, segments: a, reaches_internet: true}, {id: asp, segments: a, reaches_internet: false}]")

    assert ["service:saas.reaches_internet", "service:saas.segments"] == [hop.id for hop in found.hops]


def test_places_outside_are_always_there() -> None:
    assert {"endpoint:the_internet", "endpoint:the_lgwan"} <= network("").places.keys()


@pytest.mark.parametrize("key", NETWORK)
def test_a_list_that_nobody_wrote_leaves_every_route_open_but_not_that_of_places_outside(key: str) -> None:
    inventory = inventory_of("organisation: {name: x}", tuple(name for name in NETWORK if name != key))

    assert ([] if key == "endpoints" else [key]) == names(network_of(inventory).absent)


def test_a_list_that_is_open_may_hold_another_way() -> None:
    assert ["links"] == names(network("links: [{id: x, from: a, to: b, direction: both}, 不明]").absent)


def test_a_term_reads_a_foot_like_any_link() -> None:
    inventory = inventory_of(f"{SEGMENTS}links: [{{id: x, from: a, to: b, limits: {{address: true, port: true}}}}]", NETWORK)
    designated = term("designated", "link", "(link.limits.mac or link.limits.address) and link.limits.port")

    assert holds("link.designated", inventory, "link:x", designated) is True

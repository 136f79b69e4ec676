"""Routes agree with brute force over every way to fill what is missing; witnesses are shortest, and what settles a route does."""

from __future__ import annotations

import pytest

from secpolicy.judging.finding import Finding
from secpolicy.model.entity import place_name, ref
from tests.judging.small import NETWORK, inventory_of, judged, rule, rulebook_of, the, verdicts

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

"""The places that a judgement rests on: what its condition read and somebody declared, in the order of the rule."""

from __future__ import annotations

import pytest

from secpolicy.model.entity import place_name
from tests.judging.small import inventory_of, judged, rule, rulebook_of, term, the

TERM = term("guarded", "link", "link.limits.port and link.from.inside")
INSIDE = term("inside", "segment", "segment.tier = lgwan")
TEXT = """\
network: {model: alpha}
segments: [{id: s, tier: lgwan}, {id: t}]
devices: [{id: d, segments: [s, t], login: {factors: [{kind: knowledge}, {means: x}]}, os: {product: Ubuntu, version: 24.04}, software: none}]
systems: [{id: y, runs_on: [d, 不明]}]
links: [{id: l, from: s, limits: {port: true}}]
movements: {takeout: [{date: 2026-04-01, items: d}]}
"""


def places(body: str, text: str = TEXT) -> list[str]:
    found = the(judged(rulebook_of(rule(body), TERM, INSIDE), inventory_of(text)))
    return [place_name(place) for place in found.grounds.evidence]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("for device\nrequire d: device.os.product = windows or device.kind = server", ["device:d.os.product"]),
        ("for device\nrequire d: device.segments.tier has mynumber", ["segment:s.tier"]),
        ("for device\nrequire d: device.login.factors.kind has possession", ["device:d.login.factors.knowledge.kind"]),
        ("for device\nrequire d: device.login.password.min_length >= 8", ["device:d.login"]),
        ("for device\nrequire d: count(device.login.factors where it.kind = possession) = 1", ["device:d.login.factors"]),
        ("for device\nrequire d: count(segment where device.segments has it) = 0", ["device:d.segments"]),
        ("for device\nrequire d: count(device.login.factors where device.os.product = x) = 1", ["device:d.login.factors"]),
        ("for device\nrequire d: some(movement where movement.items has device)", []),
        ("for device\nlet factors = device.login.factors\nrequire d: count(factors.kind) > 5", ["device:d.login.factors.knowledge.kind"]),
        ("for device\nlet many = count(device.login.factors)\nrequire d: many > 5", ["device:d.login.factors"]),
        ("for link\nrequire d: link.guarded", ["link:l.limits.port", "segment:s.tier"]),
        ("for link\nrequire d: link.to.inside", []),
        ("for device\nrequire d: network.model = beta", ["network.model"]),
        ("for device\nrequire d: device.portable", []),
        ("for system\nrequire d: system.runs_on.os.product has x", ["device:d.os.product"]),
        ("for device\nrequire d: the_internet.operator = x", []),
    ],
)  # fmt: skip
def test_what_was_declared_and_read_is_shown(body: str, expected: list[str]) -> None:
    assert expected == places(body)


def test_at_most_twelve_places_are_shown() -> None:
    factors = ", ".join(f"{{kind: knowledge, means: m{n}}}" for n in range(20))

    assert 12 == len(places("for device\nrequire d: device.login.factors.kind has possession", f"devices: [{{id: d, login: {{factors: [{factors}]}}}}]"))


def test_a_value_of_the_catalog_is_shown_where_the_product_is_written() -> None:
    body = "for software\nrequire d: today > software.support_ends"
    found = the(judged(rulebook_of(rule(body, due="due software.support_ends")), inventory_of(TEXT)), "device:d.os")

    assert ["device:d.os.support_ends"] == [place_name(place) for place in found.grounds.evidence]
    assert ["device:d.os.support_ends"] == [place_name(place) for place in found.grounds.dated_by]

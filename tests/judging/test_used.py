"""The facts that a finding rests on, as texts that change if and only if the facts do."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from secpolicy.base.dates import YEARLY, Period
from secpolicy.base.truth import AtLeast, Between, Unknown
from secpolicy.judging.used import facts_used, value_as_text
from secpolicy.model.entity import UNDECLARED
from tests.judging.small import NETWORK, inventory_of, judged, rule, rulebook_of, the, things

SOME = things(inventory_of("segments: [{id: a}]"))["segment:a"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (UNDECLARED, "?"), (Unknown(()), "?"), (None, "none"), (True, "true"), (False, "false"), (SOME, "segment:a"), ((SOME, "x"), "segment:a, x"),
        (Between(date(2026, 1, 1), date(2026, 12, 31), ()), "2026-01-01 to 2026-12-31"), (AtLeast(("x",), ()), "x, ?"), ((), ""),
        (Period(months=6), "6 months 0 days 0 minutes"), (YEARLY, "0 months 0 days 0 minutes yearly"), ({"b": 2, "a": 1}, "a 1, b 2"),
        (Fraction(1, 3), "1/3"), (date(2026, 4, 1), "2026-04-01"),
    ],
)  # fmt: skip
def test_a_value_has_a_text_of_its_own(value: Any, expected: str) -> None:
    assert expected == value_as_text(value)


def test_a_finding_rests_on_what_it_read_and_what_it_waits_for() -> None:
    rulebook = rulebook_of(rule("for device\nrequire d: device.encrypted and device.owner = issued"))
    found = the(judged(rulebook, inventory_of("devices: [{id: a, owner: issued}]")))

    assert {"device:a.owner": "issued", "device:a.encrypted": "?"} == facts_used(found)


def test_a_route_is_told_by_its_hops() -> None:
    rulebook = rulebook_of(rule("for segment inner where inner.tier = mynumber\nforbid d: route from inner to the_internet over link"))
    text = "segments: [{id: a, tier: mynumber}]\nlinks: [{id: l, from: a, to: the_internet, direction: both}]"
    found = the(judged(rulebook, inventory_of(text, NETWORK)))

    assert "link:l" == facts_used(found)["route to endpoint:the_internet"]

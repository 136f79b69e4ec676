"""An organisation may tighten what is shipped, or read it its own way, and never loosen it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Secpolicy = Callable[..., Any]


def adjusted(town: Path, entry: str) -> None:
    """The pack of the town with one adjustment only."""
    (town / "mihon-town" / "adjustments.yaml").write_text(f"adjustments:\n  - {entry}\n", encoding="utf-8")


def judged(secpolicy: Secpolicy, *options: str) -> Any:
    return json.loads(secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--format", "json", *options).out)


TABLE = Path(__file__).parents[2] / "rules" / "dx-plan" / "catalog" / "standardised-businesses.yaml"
BUSINESSES = re.findall(r"business: (\w+)", TABLE.read_text(encoding="utf-8"))
REFUSED = [
    ("{rule: local-government/physical/servers-powered, left_out: true}", "adjustment-without-reason"),
    ("{rule: local-government/physical/servers-powered, left_out: true, severity: critical, because: x}", "adjustment-of-one-thing"),
    ("{rule: local-government/physical/servers-powered, because: x}", "adjustment-of-one-thing"),
    ("{rule: local-government/physical/servers-powerd, left_out: true, because: x}", "adjustment-unknown-rule-meant"),
    ("{rule: x, left_out: true, because: x}", "adjustment-unknown-rule"),
    ("{rule: local-government/physical/servers-powered#surg, left_out: true, because: x}", "adjustment-unknown-duty"),
    ("{rule: local-government/physical/servers-powered#surge, severity: critical, because: x}", "adjustment-of-whole-rule"),
    ("{rule: local-autonomy/policy/policy-established, left_out: true, because: x}", "adjustment-of-statute"),
    ("{rule: local-government/physical/servers-powered, severity: low, because: x}", "adjustment-severity-not-higher"),
    ("{rule: local-government/physical/servers-powered, strength: should, because: x}", "adjustment-strength-not-higher"),
    ("{parameter: interval.audti, value: 1年, because: x}", "unknown-parameter-meant"),
    ("{parameter: interval.audit, value: 毎回, because: x}", "not-a-period"),
    ("{parameter: interval.audit, value: none, because: x}", "adjustment-of-one-thing"),
    ("{parameter: models.expected, value: alpha, because: x}", "adjustment-of-profile"),
    ("{parameter: login.minimum_factors, value: 1, because: x}", "adjustment-easier"),
    ("{parameter: breach.persons, value: 500, because: x}", "adjustment-easier"),
    ("{parameter: ismap.validity, value: 2年, because: x}", "adjustment-easier"),
    ("{parameter: mynumber.wireless, value: conditional, because: x}", "adjustment-easier"),
    ("{parameter: standardised.businesses, value: [finance, property_tax], because: x}", "adjustment-easier"),
    ("{parameter: disposal.ssd_erasure, value: [crypto_erase, degauss], because: x}", "adjustment-easier"),
    ("{parameter: operating_cost.base_year, value: 2020, because: x}", "adjustment-fixed"),
    ("{parameter: procurement.applies_from, value: 2026-07-01, because: x}", "adjustment-fixed"),
]
TAKEN = [
    "{parameter: login.minimum_factors, value: 2, because: x}", "{parameter: breach.persons, value: 50, because: x}",
    "{parameter: ismap.validity, value: 1年, because: x}", "{parameter: mynumber.wireless, value: forbidden, because: x}",
    "{parameter: mynumber.inside_designation, value: allowed, because: x}",
    "{parameter: disposal.ssd_erasure, value: [crypto_erase], because: x}",
    "{parameter: standardised.businesses, value: [" + ", ".join(BUSINESSES) + ", finance], because: x}",
]  # fmt: skip


def test_what_does_not_tighten_is_refused_all_at_once(secpolicy: Secpolicy, town: Path) -> None:
    adjusted(town, "\n  - ".join(entry for entry, _ in REFUSED))
    ran = secpolicy("check", "inventory.yaml")
    found = re.findall(r"^mihon-town/adjustments.yaml:(\d+):\d+: .*\[(.*?)\]$", ran.err, re.MULTILINE)

    assert [(str(line), message) for line, (_, message) in enumerate(REFUSED, 2)] == found
    assert 6 == ran.code


def test_what_is_as_strict_or_our_own_reading_is_taken(secpolicy: Secpolicy, town: Path) -> None:
    adjusted(town, "\n  - ".join(TAKEN))

    assert [f"mihon-town/adjustments.yaml:{line}" for line in range(2, 2 + len(TAKEN))] == [one["place"] for one in judged(secpolicy)["adjustments"]]


def test_a_shipped_parameter_cannot_be_defined_anew(secpolicy: Secpolicy, town: Path) -> None:
    file = town / "mihon-town" / "parameters" / "own.yaml"
    file.parent.mkdir()
    file.write_text("interval.audit: {title: {ja: x, en: x}, type: period, set_by: organisation, setting: intervals.audit}\n", encoding="utf-8")
    ran = secpolicy("check", "inventory.yaml")

    assert "parameters/own.yaml:1:" in ran.err
    assert "[defined-twice]" in ran.err
    assert 6 == ran.code


def test_an_adjustment_of_the_wrong_shape_is_refused_at_its_place(secpolicy: Secpolicy, town: Path) -> None:
    adjusted(town, "{rule: x, leave_out: true, because: x}")
    ran = secpolicy("check", "inventory.yaml")

    assert "mihon-town/adjustments.yaml:2:" in ran.err
    assert 6 == ran.code


def test_a_shipped_pack_adjusts_nothing(secpolicy: Secpolicy, rules: Path) -> None:
    (rules / "own" / "adjustments.yaml").write_text("adjustments: [{parameter: x, value: 1, because: x}]\n", encoding="utf-8")
    ran = secpolicy("test", "--rules", str(rules))

    assert "[adjustments-in-shipped-pack]" in ran.err
    assert 6 == ran.code

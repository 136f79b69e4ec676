"""The same inventory under two editions of the guideline: what is judged otherwise, as committed; and every edition can be chosen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/FAULTS.md"))
EDITIONS = ("2018-09", "2020-12", "2022-03", "2023-03", "2024-10", "2025-03", "2026-03")
VERDICTS = {"FAIL": "違反", "UNKNOWN": "不明", "PASS": "適合", "NOT_APPLICABLE": "対象外", "ERROR": "規則エラー"}
ABSENT = "版に無い"
ALPHA = "samples/mihon-city/inventory.yaml"


FLIPPING = (
    "network/mynumber-wireless#allowed", "network/mynumber-wireless-conditions#certificates", "network/lgwan-wlan-enterprise#security",
    "network/lgwan-wlan-certificates#certificate", "network/mynumber-isolation#crossing", "models/network-model-matches#same",
    "models/breakout-limited#destination", "models/breakout-destinations#listed", "information/five-level-scale#scale",
    "physical/resident-media-destroyed#destroyed", "physical/disposal-by-storage#method", "physical/disposal-technique#hdd",
)  # fmt: skip


@cache
def duties(inventory: str, edition: str) -> dict[str, str]:
    """How often each duty came out how, in words; a duty whose clauses the edition lacks is said to be absent."""
    command = [sys.executable, "-c", "from secpolicy.cli.start import main; main()", "check", inventory, "--as-of", "2026-11-30"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "SECPOLICY_LANG": "ja"}
    ran = subprocess.run([*command, "--edition", edition, "--format", "json", "--exit-zero"], cwd=ROOT, env=environment, capture_output=True, check=True)
    told = json.loads(ran.stdout)
    judged = {f"{one['rule']}#{one['duty']}": one["judgements"] for one in told["totals"]["by_duty"] if one["duty"]}
    said = {duty: "、".join(f"{word}{counts[verdict]}" for verdict, word in VERDICTS.items() if counts.get(verdict)) for duty, counts in judged.items()}
    return said | {f"{one['rule']}#{one['duty']}": ABSENT for one in told["absent"]}


def inventory_of(sample: str) -> str:
    """What to check: the file of a sample, or its folder where several files make up the inventory."""
    file = f"samples/{sample}/inventory.yaml"
    return file if (ROOT / file).exists() else f"samples/{sample}"


def differences(sample: str, older: str, newer: str) -> str:
    before, after = (duties(inventory_of(sample), edition) for edition in (older, newer))
    changed = [duty for duty in sorted(before.keys() | after.keys()) if before.get(duty, "") != after.get(duty, "")]
    lines = [f"{sample}　{older} から {newer} へ版を改めると判定の変わる義務 {len(changed)}件（判定日 2026-11-30）"]
    return "\n".join([*lines, *(f"{duty}\n    {before.get(duty, 'なし')} → {after.get(duty, 'なし')}" for duty in changed)]) + "\n"


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_the_current_edition_judges_otherwise_is_as_committed(sample: str, is_committed: Callable[[Path, str], None]) -> None:
    is_committed(Path("tests/journeys/editions") / f"{sample}.txt", differences(sample, "2024-10", "2026-03"))


def test_what_flips_from_edition_to_edition_is_as_committed(is_committed: Callable[[Path, str], None]) -> None:
    """One inventory that holds what editions judge otherwise, and nothing else."""
    found = {edition: duties("tests/journeys/editions/inventory.yaml", edition) for edition in EDITIONS}
    lines = ["版によって判定の変わる事実（判定日 2026-11-30）"]
    for duty in FLIPPING:
        said = [found[edition][f"local-government/{duty}"] for edition in EDITIONS]
        lines += [duty, *(f"    {edition} {word}" for edition, word in zip(EDITIONS, said, strict=True))]

    is_committed(Path("tests/journeys/editions/flips.txt"), "\n".join(lines) + "\n")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_can_be_chosen(edition: str) -> None:
    found = duties(ALPHA, edition)

    assert duties(ALPHA, "2026-03").keys() == found.keys()
    assert [] == [duty for duty, said in found.items() if "規則エラー" in said]


def test_what_no_edition_before_has_is_absent_there() -> None:
    found = {edition: duties(ALPHA, edition) for edition in EDITIONS}
    firsts = {
        "local-government/network/lgwan-wlan-enterprise#security": "2020-12",
        "local-government/communication/web-meeting-procedure-set#procedure": "2022-03",
        "local-government/cloud/data-encrypted#rest": "2023-03",
        "local-government/information/five-level-scale#scale": "2024-10",
        "local-government/models/breakout-limited#destination": "2024-10",
        "local-government/network/mynumber-wireless-conditions#security": "2025-03",
        "local-government/network/lgwan-wlan-certificates#certificate": "2025-03",
        "local-government/physical/disposal-by-storage#method": "2026-03",
    }

    assert firsts == {duty: next(edition for edition in EDITIONS if found[edition][duty] != ABSENT) for duty in firsts}


def test_what_the_current_edition_dropped_is_absent_there() -> None:
    lasts = ("resident-media-destroyed#destroyed", "disposal-confirmed#proof", "class-2-erased#wiped", "class-1-erased#erased")

    assert [ABSENT] * 4 == [duties(ALPHA, "2026-03")[f"local-government/physical/{duty}"] for duty in lasts]
    assert ABSENT not in [duties(ALPHA, "2025-03")[f"local-government/physical/{duty}"] for duty in lasts]

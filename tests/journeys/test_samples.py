"""The sample organisations: their committed reports, their planted faults, and the same bytes whatever the order of hashes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DAY = "2026-11-30"
SAMPLES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/FAULTS.md"))
FORMATS = {"table": "txt", "markdown": "md"}


def run(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """secpolicy in a process of its own, from the root of the repository."""
    command = [sys.executable, "-c", "from secpolicy.cli.start import main; main()", *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8", "SECPOLICY_LANG": "ja"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def inventory_of(sample: str) -> str:
    """What to check: the file of a sample, or its folder where several files make up the inventory."""
    file = f"samples/{sample}/inventory.yaml"
    return file if (ROOT / file).exists() else f"samples/{sample}"


def report(sample: str, kind: str, *more: str, seed: str = "0") -> str:
    return run("check", inventory_of(sample), "--as-of", DAY, "--format", kind, *more, seed=seed).stdout


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("kind", FORMATS)
def test_the_report_of_a_sample_is_as_committed(sample: str, kind: str, is_committed: Callable[[Path, str], None]) -> None:
    is_committed(Path("tests/journeys/samples") / f"{sample}.ja.{FORMATS[kind]}", report(sample, kind))


def test_the_english_report_of_the_alpha_city_is_as_committed(is_committed: Callable[[Path, str], None]) -> None:
    is_committed(Path("tests/journeys/samples/mihon-city.en.txt"), report("mihon-city", "table", "--lang", "en"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_planted_fault_is_found_under_its_id(sample: str) -> None:
    """FAULTS.md names for each fault the rule and duty, and the id of the finding."""
    found = {(match[2], match[1]) for match in re.finditer(r'"id": "([0-9a-f]{10})",\s+"rule": "([^"]+)"', report(sample, "json", "--unread", "enforce"))}
    faults = (ROOT / "samples" / sample / "FAULTS.md").read_text(encoding="utf-8")
    listed = {(match[1], match[2]) for match in re.finditer(r"`([a-z-]+/[a-z-]+/[a-z-]+)` ([0-9a-f]{10})", faults)}

    assert listed
    assert set() == listed - found


def test_the_order_of_hashes_changes_no_byte() -> None:
    assert report("mihon-city", "json", seed="1") == report("mihon-city", "json", seed="2")
    assert report("mihon-city", "table", seed="1") == report("mihon-city", "table", seed="2")


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_character_of_a_report_exists_in_cp932(sample: str) -> None:
    for lang in ("ja", "en"):
        report(sample, "table", "--lang", lang).encode("cp932")


@pytest.mark.parametrize(("edition", "route"), [("2024-10", True), ("2026-03", False)])
def test_an_exception_of_a_later_edition_does_not_hold_before_it(edition: str, route: bool, tmp_path: Path) -> None:
    inventory = tmp_path / "inventory.yaml"
    inventory.write_text(
        """vocabulary: 1
segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}]
links:
  - {id: vdi, from: tax, to: desk, direction: both, method: screen_transfer, copies_files: false, clipboard: false, risk_assessed_on: 2026-04-10}
endpoints: none
devices: none
systems: none
services: none
media: none
telework: none
""",
        encoding="utf-8",
    )
    checked = run("check", str(inventory), "--as-of", DAY, "--edition", edition, "--only", "mynumber-isolation", "--format", "lines")

    assert (1 if route else 0) == checked.returncode
    assert route == ("link:vdi" in checked.stdout)

"""An office that demands evidence, sets days of its own and keeps a list: what its report says of all three."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "strict-office"
COMMAND = [sys.executable, "-c", "from secpolicy.cli.start import main; main()", "check", "--as-of", "2026-11-10"]
ONLY = ("--only", "os-supported", "--only", "registration-listed")


def checked(lang: str, *more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "SECPOLICY_LANG": lang}
    return subprocess.run([*COMMAND, *ONLY, *more], cwd=HERE, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_report_is_as_committed(lang: str, is_committed: Callable[[Path, str], None]) -> None:
    is_committed(Path(f"tests/journeys/strict-office/report.{lang}.txt"), checked(lang).stdout)


def test_a_day_of_ones_own_lets_nothing_through() -> None:
    assert 1 == checked("ja").returncode

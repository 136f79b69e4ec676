"""What an office is told when its baseline is written wrongly, or is no baseline: one file for each slip, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.cli.commands import run

FOLDER = Path(__file__).parent / "bad-baselines"
INPUTS = sorted(FOLDER.glob("*.yaml"))
INVENTORY = "vocabulary: 1\norganisation: {code: 132012, name: 見本町}\nsystems: none\n"


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_slip_is_told_as_committed(
    path: Path, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_committed: Callable[[Path, str], None]
) -> None:
    (tmp_path / "inventory.yaml").write_text(INVENTORY, encoding="utf-8")
    monkeypatch.chdir(FOLDER)
    code = run(["check", str(tmp_path / "inventory.yaml"), "--as-of", "2026-11-30", "--only", "os-supported", "--baseline", path.name, "--lang", lang])
    told = capsys.readouterr()

    assert (5, "") == (code, told.out)
    is_committed(Path("tests/journeys/bad-baselines") / f"{path.stem}.{lang}.txt", told.err)

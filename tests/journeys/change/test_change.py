"""What the commands about change say of the alpha city, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.cli.commands import run

ROOT = Path(__file__).parents[3]
FOLDER = Path("tests/journeys/change")
CITY = "samples/mihon-city/inventory.yaml"
DAY = ("--as-of", "2026-11-30")
NEWER = "device:pc-cad.os={product: Windows 11, version: 25H2, edition: pro}"
JOURNEYS = {
    "timeline": ("timeline", CITY, *DAY, "--until", "2027-06-30"),
    "diff": ("diff", CITY, *DAY, "--to-as-of", "2027-04-01"),
    "what-if": ("what-if", CITY, *DAY, "--set", NEWER, "--set", "network.model=beta"),
    "plan": ("plan", CITY, *DAY, "--to", "beta_prime"),
}
ENDINGS = {"table": "txt", "markdown": "md", "json": "json"}
FORMS = [
    *((journey, kind, lang) for journey in JOURNEYS for kind, lang in (("table", "ja"), ("table", "en"), ("markdown", "ja"))),
    ("what-if", "json", "ja"),
]  # fmt: skip


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command prints, run from the root of the repository, or from another folder."""
    monkeypatch.chdir(ROOT)

    def says(*given: str, lang: str = "ja") -> str:
        assert 0 == run([*given, "--lang", lang])
        captured = capsys.readouterr()
        assert "" == captured.err
        return captured.out

    return says


@pytest.mark.parametrize(("journey", "kind", "lang"), FORMS)
def test_what_a_command_says_is_as_committed(journey: str, kind: str, lang: str, said: Callable[..., str], is_committed: Callable[[Path, str], None]) -> None:
    text = said(*JOURNEYS[journey], "--format", kind, lang=lang)
    if kind == "table":
        text.encode("cp932")

    is_committed(FOLDER / f"{journey}.{lang}.{ENDINGS[kind]}", text)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_baseline_is_written_and_used_as_committed(
    lang: str, said: Callable[..., str], is_committed: Callable[[Path, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "samples" / "mihon-city", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    written = said("baseline", "write", *DAY, lang=lang)
    checked = said("check", *DAY, "--baseline", "baseline.yaml", "--only", "os-supported", "--only", "no-standard-terms", lang=lang)

    is_committed(FOLDER / f"baseline.{lang}.txt", written + checked)
    is_committed(FOLDER / "baseline.yaml", (tmp_path / "baseline.yaml").read_text(encoding="utf-8"))

"""No English of the operating system or of git stands in a Japanese message where the reason is a common one."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secpolicy.model.words import load_words

LONG = "n" * 300 + ".yaml"
REASONS = [
    (("check", "town.yaml", "--waivers", "folder"), "reason-folder"),
    (("check", "town.yaml", "--plan", "folder"), "reason-folder"),
    (("check", "town.yaml/inside.yaml"), "reason-no-folder"),
    (("check", LONG), "reason-name-too-long"),
    (("check", "loop.yaml"), "reason-loop"),
    (("check", "town.yaml", "--output", f"json:{LONG}"), "reason-name-too-long"),
    (("baseline", "write", "town.yaml", "--output", "nowhere/baseline.yaml"), "reason-not-there"),
    (("baseline", "write", "town.yaml", "--output", "town.yaml/baseline.yaml"), "reason-no-folder"),
    (("diff", "git:HEAD", "town.yaml"), "reason-no-repository"),
    (("diff", "git:--help", "town.yaml"), "reason-no-revision"),
]
ENGLISH = re.compile(r"（[^）]*[A-Za-z]{3,} [a-z]{2,}")


@pytest.fixture(autouse=True)
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town.yaml").write_text("vocabulary: 1\norganisation: {name: 見本町}\ndevices: none\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    os.symlink("loop.yaml", tmp_path / "loop.yaml")
    return tmp_path


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("given", "reason"), REASONS, ids=lambda given: given if isinstance(given, str) else " ".join(given)[:40])
def test_a_common_reason_is_told_in_the_words_of_the_reader(secpolicy: Callable[..., Any], given: tuple[str, ...], reason: str, lang: str) -> None:
    ran = secpolicy(*given, "--lang", lang)

    assert load_words(lang).says(reason) in ran.err
    assert lang == "en" or not ENGLISH.search(ran.err)


def test_a_revision_that_is_not_there_is_told_in_the_words_of_the_reader(secpolicy: Callable[..., Any]) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)

    assert "（そのような版がない）" in secpolicy("diff", "git:nowhere", "town.yaml").err


def test_a_missing_git_is_told_in_the_words_of_the_reader(secpolicy: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert "（git が入っていない）" in secpolicy("diff", "git:HEAD", "town.yaml").err

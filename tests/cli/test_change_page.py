"""docs/change.md: its examples run, with the exit codes that it gives, and it leaves out no command and no kind of change."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secpolicy.judging.comparing import KINDS
from secpolicy.model.words import load_words

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "change.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
CHANGED = ("version: 22H2", "version: 21H2")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The alpha city in a repository of its own, with an older state beside it."""
    shutil.copytree(ROOT / "samples" / "mihon-city", tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "inventory.yaml").read_text(encoding="utf-8")
    (tmp_path / "old.yaml").write_text(text.replace(*CHANGED), encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "one"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("block", BLOCKS, ids=[block.split()[1] for block in BLOCKS])
def test_the_examples_run_in_their_order_with_the_exit_codes_given(block: str, city: Path, secpolicy: Callable[..., Any]) -> None:
    for line in block.splitlines():
        command, _, note = line.partition("  # 終了コード ")
        ran = secpolicy(*shlex.split(command)[1:])

        assert (line, int(note or 0)) == (line, ran.code), ran.err


@pytest.mark.parametrize("command", ["timeline", "diff", "plan", "what-if", "baseline"])
def test_every_command_about_change_has_examples(command: str) -> None:
    assert any(block.startswith(f"secpolicy {command} ") for block in BLOCKS)


def test_every_kind_of_change_is_explained() -> None:
    words = load_words("ja")

    assert [] == [kind for kind in KINDS if words.says(f"change-kind-{kind}") not in PAGE]

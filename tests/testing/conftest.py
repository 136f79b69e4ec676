"""A small pack whose rules each lack something, and cases beside them that can be rewritten."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.testing.cases import Case, load_cases

PACK = Path(__file__).with_name("pack")
Written = Callable[..., Path]


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The sample pack, with the real vocabulary."""
    return load_rulebook(str(PACK / "rules"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample pack in which cases may be rewritten; the rulebook stays that of the original."""
    shutil.copytree(PACK / "rules", tmp_path / "rules")
    return tmp_path


@pytest.fixture
def written(root: Path) -> Written:
    """Rewrites the cases of a rule: `written("locked", cases)`; `head` are further lines before `cases`."""

    def write(name: str, cases: str, head: str = "") -> Path:
        file = root / "rules" / "sample" / "topic" / f"{name}.test.yaml"
        file.write_text(f"rule: {name}\ntoday: 2026-11-30\n{head}cases:\n{cases}", encoding="utf-8")
        return file

    return write


@pytest.fixture
def cases_of(written: Written, rulebook: Rulebook) -> Callable[..., tuple[Case, ...]]:
    """The cases that a text holds, as they are read."""

    def read(cases: str, head: str = "", name: str = "encrypted") -> tuple[Case, ...]:
        return load_cases(str(written(name, cases, head)), f"{name}.test.yaml", rulebook.vocabulary)

    return read


@pytest.fixture(scope="session")
def the_rule(rulebook: Rulebook) -> Callable[[str], Rule]:
    """A rule of the sample pack by its name."""

    def named(name: str) -> Rule:
        [rule] = rulebook.rule(f"sample/topic/{name}")
        return rule

    return named

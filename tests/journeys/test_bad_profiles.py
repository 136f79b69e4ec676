"""What an office is told when its own profile is written wrongly: one file for each slip, and the words in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.base.problem import Refused
from secpolicy.base.text import Words, told
from secpolicy.checking.profiles import profile_problems
from secpolicy.cli.choosing import profile_named
from secpolicy.cli.context import load
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.yaml_reader import read_file

HERE = Path(__file__).parent / "bad-profiles"
FILES = sorted(HERE.glob("*.yaml"))
SHIPPED = sorted((HERE.parents[2] / "profiles").glob("*.yaml"))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load()


def refused(rulebook: Rulebook, file: Path, monkeypatch: pytest.MonkeyPatch) -> Refused:
    monkeypatch.chdir(HERE)
    with pytest.raises(Refused) as caught:
        profile_named(rulebook, file.name)
    return caught.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_faulty_profile_is_told_as_committed(
    file: Path, words: Words, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch, is_committed: Callable[[Path, str], None]
) -> None:
    text = "\n".join(told(problem, words) for problem in refused(rulebook, file, monkeypatch).problems) + "\n"

    is_committed(Path("tests/journeys/bad-profiles") / f"{file.stem}.{words.lang}.txt", text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_faulty_profile_is_refused_with_exit_code_5(file: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 5 == refused(rulebook, file, monkeypatch).exit_code


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_a_shipped_profile_names_only_what_is_there(file: Path, rulebook: Rulebook) -> None:
    assert [] == list(profile_problems(read_file(str(file)), rulebook))

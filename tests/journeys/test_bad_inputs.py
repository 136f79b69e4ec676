"""What an office is told when its inventory is written wrongly: one file or folder for each slip, and the words in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.base.problem import Refused
from secpolicy.base.text import Words, told
from secpolicy.model.catalog import Catalogs
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary
from tests.loaded import load_inventory

FOLDER = Path(__file__).parent / "bad-inputs"
INPUTS = sorted(path for path in FOLDER.iterdir() if path.is_dir() or path.suffix == ".yaml")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(autouse=True)
def among_the_inputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named as they are seen from their folder."""
    monkeypatch.chdir(FOLDER)


def refused(path: Path, vocabulary: Vocabulary) -> Refused:
    with pytest.raises(Refused) as caught:
        load_inventory(str(path), vocabulary, Catalogs({}), path.name)
    return caught.value


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_slip_is_told_as_committed(path: Path, vocabulary: Vocabulary, words: Words, is_committed: Callable[[Path, str], None]) -> None:
    text = "\n".join(told(problem, words) for problem in refused(path, vocabulary).problems) + "\n"

    is_committed(Path("tests/journeys/bad-inputs") / f"{path.stem}.{words.lang}.txt", text)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_wrong_inventory_is_refused_with_exit_code_5(path: Path, vocabulary: Vocabulary) -> None:
    assert 5 == refused(path, vocabulary).exit_code


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_no_slip_is_told_twice(path: Path, vocabulary: Vocabulary) -> None:
    told_of = [(problem.location, problem.id) for problem in refused(path, vocabulary).problems]

    assert sorted(set(told_of)) == sorted(told_of)

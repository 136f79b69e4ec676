"""What an office is told when its own pack is faulty: one folder for each slip, the words in both languages, and the exit code."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.base.problem import Refused
from secpolicy.base.text import Words, told
from secpolicy.cli import context
from secpolicy.cli.context import Context
from secpolicy.model.documents import read_documents
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.words import load_words

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in (HERE / "bad-overlays").iterdir() if path.is_dir())
NOT_THERE = ("01", "02", "03")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small pack in the place of the shipped ones, so that each folder is compiled in no time."""
    folder = tmp_path_factory.mktemp("shipped") / "rules"
    shutil.copytree(HERE.parent / "checking" / "pack", folder / "sample")
    return folder


@pytest.fixture
def refused(rules: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Refused]:
    monkeypatch.setattr(context, "data_folder", lambda name: str(rules if name == "rules" else HERE.parents[1] / name))

    def refusal(folder: Path) -> Refused:
        monkeypatch.chdir(folder)
        with pytest.raises(Refused) as caught:
            Context(load_words("ja"), Rulebook.from_data(context.load(no_cache=True).as_data()), no_cache=True).with_overlay(read_documents("inventory.yaml"))
        return caught.value

    return refusal


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_faulty_overlay_is_told_as_committed(
    folder: Path, words: Words, refused: Callable[[Path], Refused], is_committed: Callable[[Path, str], None]
) -> None:
    text = "\n".join(told(problem, words) for problem in refused(folder).problems) + "\n"

    is_committed(Path("tests/journeys/bad-overlays") / f"{folder.name}.{words.lang}.txt", text)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_an_overlay_that_is_not_there_is_code_5_and_a_faulty_one_code_6(folder: Path, refused: Callable[[Path], Refused]) -> None:
    assert (5 if folder.name.startswith(NOT_THERE) else 6) == refused(folder).exit_code


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_problem_of_an_overlay_has_a_place_in_it_or_in_the_inventory(folder: Path, refused: Callable[[Path], Refused]) -> None:
    for problem in refused(folder).problems:
        assert (folder / problem.location.file).is_file()

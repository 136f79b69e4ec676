"""Slips of type, name and citation: each file in bad/ is refused at its marked lines by the marked ids, all in one run."""

from __future__ import annotations

import ast
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.base.text import LANGUAGES, told
from secpolicy.checking import load
from secpolicy.checking.load import load_rulebook
from secpolicy.model.folders import WORDS
from secpolicy.model.words import load_words
from secpolicy.model.yaml_reader import read_file

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").iterdir())
BAD_PACKS = sorted((HERE / "bad-packs").iterdir())
_MARK = re.compile(r"# error: ([a-z-]+)")
_TOLD = re.compile(r"\[([A-Za-z-]+)\]$", re.MULTILINE)
Marks = list[tuple[int, str]]


def marks(file: Path) -> Marks:
    lines = enumerate(file.read_text(encoding="utf-8").split("\n"), 1)
    return sorted((number, id_) for number, line in lines for id_ in _MARK.findall(line))


def refused(rules: Path) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        load_rulebook(str(rules))
    assert 6 == caught.value.exit_code
    return caught.value.problems


@pytest.fixture(scope="session")
def problems(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    """What is wrong with the sample pack when all bad files are put into it."""
    rules = tmp_path_factory.mktemp("bad") / "rules"
    shutil.copytree(HERE / "pack", rules / "sample")
    shutil.copytree(HERE / "bad", rules / "sample" / "bad")
    return refused(rules)


@pytest.fixture(scope="session")
def found(problems: list[Problem]) -> dict[str, Marks]:
    """Line and id of every problem by the name of its file."""
    by_file: dict[str, Marks] = defaultdict(list)
    for problem in problems:
        by_file[problem.location.file.rpartition("/")[2]].append((problem.location.line, problem.id))
    return by_file


def test_the_sample_pack_alone_is_sound(tmp_path: Path) -> None:
    shutil.copytree(HERE / "pack", tmp_path / "rules" / "sample")

    [rule] = load_rulebook(str(tmp_path / "rules")).rules
    assert "sample/words/sound" == rule.id
    assert {"outlet": ("day", ("name", "year_on"))} == {duty.label: duty.by for duty in rule.duties if duty.by is not None}


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_a_slip_is_reported_on_its_line(file: Path, found: dict[str, Marks]) -> None:
    assert marks(file) == sorted(found[file.name])


def test_all_problems_come_together_in_the_order_of_files(problems: list[Problem]) -> None:
    assert sum(len(marks(file)) for file in BAD) == len(problems)
    assert sorted(problem.location for problem in problems) == [problem.location for problem in problems]


def test_every_problem_is_told_with_its_line_in_both_languages(problems: list[Problem]) -> None:
    for words in map(load_words, LANGUAGES):
        for problem in problems:
            text = told(problem, words)

            assert text.encode("cp932")
            assert problem.id == "term-in-a-circle" or "^" in text


@pytest.mark.parametrize("folder", BAD_PACKS, ids=lambda folder: folder.name)
def test_a_pack_that_cannot_stand_is_reported_on_its_line(folder: Path) -> None:
    marked = [(file.relative_to(folder).as_posix(), *mark) for file in sorted(folder.rglob("*")) if file.is_file() for mark in marks(file)]

    found = [(problem.location.file.partition("/")[2], problem.location.line, problem.id) for problem in refused(folder)]
    assert marked == found


def ids_raised() -> set[str]:
    """The ids that the sources of checking/ name; what a schema says of is raised in test_conformance."""
    known = set(read_file(f"{WORDS}/ja.yaml"))
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in Path(load.__file__).parent.glob("*.py") if file.name != "conformance.py"]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)} & known


def ids_of_journeys() -> set[str]:
    """What the committed journeys of faulty overlays and profiles tell of."""
    return {id_ for file in (HERE.parent / "journeys").glob("bad-[op]*/*.ja.txt") for id_ in _TOLD.findall(file.read_text(encoding="utf-8"))}


def test_every_problem_of_this_floor_has_a_bad_file() -> None:
    marked = {id_ for file in (*BAD, *(file for folder in BAD_PACKS for file in folder.rglob("*") if file.is_file())) for _, id_ in marks(file)}
    marked |= ids_of_journeys()

    assert set() == (ids_raised() | {"not-a-hop", "not-a-place"}) - marked


def test_a_slip_is_told_once_however_many_languages_repeat_it(problems: list[Problem]) -> None:
    [problem] = [problem for problem in problems if problem.location.file.endswith("bad/placeholder.rule")]

    assert "この端末" == problem.values["name"]

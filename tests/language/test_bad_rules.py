"""Syntax slips: each file in bad/ is refused once, at the marked line, by the marked id, and says what could stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from secpolicy.base.location import Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.text import LANGUAGES, told
from secpolicy.language.parse import parse
from secpolicy.model.words import load_words

FILES = sorted(Path(__file__).with_name("bad").iterdir())
_MARK = re.compile(r"# error: (\S+)")


def refused(file: Path) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        parse(Source(file.name, file.read_text(encoding="utf-8")))
    return caught.value.problems


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_slip_is_reported_on_its_line(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    marked = [(number, found[1]) for number, line in enumerate(lines, 1) if (found := _MARK.search(line))]

    assert marked == [(problem.location.line, problem.id) for problem in refused(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_slip_says_what_could_stand_there(file: Path) -> None:
    [problem] = refused(file)

    assert problem.values["allowed"]
    assert problem.line == file.read_text(encoding="utf-8").split("\n")[problem.location.line - 1]
    for lang in LANGUAGES:
        told(problem, load_words(lang)).encode("cp932")


def test_a_misspelled_severity_is_told_with_its_place_and_the_words_allowed() -> None:
    file = Path(__file__).with_name("bad") / "severity-misspelled.rule"
    [problem] = refused(file)

    assert (7, 10) == (problem.location.line, problem.location.column)
    assert ["critical, high, medium, low"] == problem.values["allowed"]

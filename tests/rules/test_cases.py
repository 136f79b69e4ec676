"""The shipped packs: all their cases come out as expected, none is missing, and no small fault of a rule goes unnoticed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from secpolicy.base.text import told
from secpolicy.checking.load import load_rulebook
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.words import load_words
from secpolicy.model.yaml_reader import read_file
from secpolicy.testing.run import run_rules
from secpolicy.testing.strict import strict_problems
from secpolicy.testing.survey import Survey, surveyed

ROOT = Path(__file__).parents[2]
WORDS = load_words("en")
CASES = sorted((ROOT / "rules").rglob("*.test.yaml"))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles"))


@pytest.fixture(scope="module")
def survey(rulebook: Rulebook) -> Survey:
    """The faults of rules and terms that no case notices."""
    return surveyed(rulebook, rulebook.rules, tuple(rulebook.terms.values()), str(ROOT))


def test_every_case_comes_out_as_expected(rulebook: Rulebook) -> None:
    tested = run_rules(rulebook, rulebook.rules, str(ROOT))

    assert [] == [told(problem, WORDS) for problem in tested.problems]
    assert [] == [(one.location.short, one.duty, one.case, one.expected, one.found) for one in tested.outcomes if not one.passed]
    assert () == tested.without


def test_every_file_of_cases_lies_beside_its_rule() -> None:
    assert [] == [file for file in CASES if not file.with_name(file.name.removesuffix(".test.yaml") + ".rule").is_file()]


def test_nothing_is_shipped_that_should_not_be(rulebook: Rulebook) -> None:
    problems = strict_problems(rulebook, rulebook.rules, str(ROOT))

    assert [] == [told(problem, WORDS) for problem in problems]


def test_what_packs_carry_was_compared_with_its_source_within_a_year(rulebook: Rulebook) -> None:
    """The list of codes is the ministry's of January 2024; its successor was not at hand."""
    problems = strict_problems(rulebook, rulebook.rules, str(ROOT), as_of=date(2026, 11, 30))

    assert [("strict-checked-long-ago", "local-governments")] == [(one.id, one.values["name"]) for one in problems if "checked" in one.id]


def test_no_small_fault_goes_unnoticed(survey: Survey) -> None:
    """Each line is a change to a rule or term after which all its cases still pass: an example is missing."""
    assert () == survey.surviving


def test_what_is_called_equivalent_survives_and_is_rare(survey: Survey) -> None:
    assert () == survey.killed
    assert not survey.has_too_many_equivalents


def test_no_case_is_written_twice() -> None:
    """Two cases that give the same and expect the same: one of them was meant to differ."""
    twice = []
    for file in CASES:
        seen: list[tuple[str, object]] = []
        for case in read_file(str(file))["cases"]:
            assert isinstance(case, Mapping)
            content = {key: value for key, value in case.items() if key != "name"}
            if content in [other for _, other in seen]:
                twice.append((file.name, case["name"]))
            seen.append((case["name"], content))

    assert [] == twice

"""What should not be shipped: the sample pack has every fault once, each at its place; the shipped packs have none."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from secpolicy.base.dates import Period
from secpolicy.base.problem import Problem
from secpolicy.base.text import LANGUAGES, told
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.words import load_words
from secpolicy.testing import enough_cases, strict
from secpolicy.testing.strict import strict_problems

AS_OF = date(2026, 11, 30)
PACK = Path(__file__).with_name("pack")


def shown(problem: Problem) -> tuple[str, str]:
    return str(problem.location).removeprefix("rules/sample/"), problem.id


@pytest.fixture(scope="session")
def problems(rulebook: Rulebook) -> tuple[Problem, ...]:
    return strict_problems(rulebook, rulebook.rules, str(PACK), AS_OF)


def test_every_fault_is_found_at_its_place(problems: tuple[Problem, ...]) -> None:
    assert [
        ("catalog/sample.yaml", "strict-checked-long-ago"),
        ("clauses/sample.yaml", "strict-checked-long-ago"),
        ("clauses/sample.yaml:32:1", "strict-clause-uncited"),
        ("clauses/sample.yaml:37:1", "strict-hand-without-reason"),
        ("clauses/sample.yaml:37:1", "strict-text-missing"),
        ("parameters/sample.yaml:2:1", "strict-never-checked"),
        ("topic/forgotten.term:1:1", "strict-day-without-clause"),
        ("topic/forgotten.term:1:1", "strict-term-unused"),
        ("topic/forgotten.term:2:10", "strict-text-missing"),
        ("topic/invented.rule:1:1", "strict-day-without-clause"),
        ("topic/lacking.rule:2:10", "strict-text-missing"),
        ("topic/lacking.rule:4:10", "strict-text-missing"),
        ("topic/lacking.rule:9:10", "strict-text-missing"),
        ("topic/lacking.rule:10:1", "strict-text-missing"),
        ("topic/lacking.rule:13:10", "strict-text-missing"),
        ("topic/mixed.rule:1:1", "strict-mixed-strengths"),
        ("topic/new.rule:1:1", "strict-no-case"),
        ("topic/twin.rule:1:1", "strict-title-twice"),
        ("topic/unused-let.rule:1:1", "strict-let-unused"),
    ] == [shown(problem) for problem in problems]


def test_what_lacks_a_language_says_which(problems: tuple[Problem, ...]) -> None:
    lacking = {problem.values["what"]: problem.values["languages"] for problem in problems if problem.location.file.endswith("lacking.rule")}

    assert {"title": ["ja"], "note": ["en"], "named": ["en"], "bare": ["ja", "en"], "fix": ["ja"]} == lacking


def test_every_problem_has_words_in_both_languages(problems: tuple[Problem, ...]) -> None:
    for words in map(load_words, LANGUAGES):
        for problem in problems:
            assert told(problem, words).encode("cp932")


def test_without_a_day_ages_are_not_looked_at(rulebook: Rulebook) -> None:
    found = {problem.id for problem in strict_problems(rulebook, rulebook.rules, str(PACK))}

    assert not {"strict-checked-long-ago", "strict-never-checked"} & found


def test_the_last_day_of_the_longest_age_is_still_young(rulebook: Rulebook) -> None:
    def old(as_of: date, age: Period) -> list[str]:
        found = strict_problems(rulebook, rulebook.rules, str(PACK), as_of, age)
        return [problem.values["name"] for problem in found if problem.id == "strict-checked-long-ago"]

    assert ["sample-guideline 2024-01"] == old(date(2026, 11, 29), Period(months=12))
    assert [] == old(date(2026, 11, 29), Period(months=120))


def test_of_a_pack_that_is_not_chosen_whole_only_the_rules_are_looked_at(rulebook: Rulebook, the_rule: Callable[[str], Rule]) -> None:
    found = strict_problems(rulebook, (the_rule("unused-let"),), str(PACK), AS_OF)

    assert [("topic/unused-let.rule:1:1", "strict-let-unused")] == [shown(problem) for problem in found]


def ids_in(file: Path) -> set[str]:
    constants = (node.value for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant))
    return {text for text in constants if isinstance(text, str) and text.startswith("strict-")}


def test_every_id_is_raised_here() -> None:
    sources = Path(strict.__file__), Path(enough_cases.__file__)

    assert set().union(*map(ids_in, sources)) <= set().union(*map(ids_in, (Path(__file__), Path(__file__).with_name("test_enough_cases.py"))))

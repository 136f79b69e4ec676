"""What should not be shipped: the sample pack has every fault once, each at its place; the shipped packs have none."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from secpolicy.base.dates import Period
from secpolicy.base.problem import Problem
from secpolicy.base.text import told
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.words import LANGUAGES, load_words
from secpolicy.testing import enough_cases, strict
from secpolicy.testing.strict import strict_problems

AS_OF = date(2026, 11, 30)
PACK = Path(__file__).with_name("pack")
Written = Callable[..., Path]
OfCases = Callable[[str], list[tuple[str, list[str]]]]


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


def case(name: str, today: str, done: str, verdict: str, duty: str = "audit") -> str:
    return f"  - {{name: {name}, today: {today}, activities: {{audit: [{{date: {done}, of: a}}]}}, expect: {{{duty}: {verdict}}}}}\n"


@pytest.fixture
def of_cases(rulebook: Rulebook, the_rule: Callable[[str], Rule], root: Path) -> OfCases:
    """What is wrong with the cases of a rule: ids, with the verdicts that are lacking, or the duty or case meant."""

    def found(name: str) -> list[tuple[str, list[str]]]:
        problems = strict_problems(rulebook, (the_rule(name),), str(root))
        return [(problem.id, problem.values.get("verdicts", [problem.values.get("duty", problem.values.get("name", ""))])) for problem in problems]

    return found


HEAD = "given: {settings: {intervals: {audit: 6 months}}, systems: [{id: a, important: true}]}\n"
ALL = "expect: {encrypted: VERDICT, wiped: VERDICT}}\n"


def test_a_duty_needs_a_case_of_each_verdict(of_cases: OfCases, written: Written) -> None:
    written("encrypted", "  - {name: 甲, devices: none, expect: {encrypted: not_applicable, wiped: pass}}\n")

    assert [("strict-no-case", ["pass", "fail", "unknown"]), ("strict-no-case", ["fail", "unknown", "not_applicable"])] == of_cases("encrypted")


def test_a_duty_without_where_on_what_exists_once_always_applies(of_cases: OfCases, written: Written) -> None:
    written("mixed", "  - {name: 甲, expect: {named: unknown}}\n")

    assert ("strict-no-case", ["pass", "fail"]) in of_cases("mixed")


def enough(today: str = "2026-11-30") -> str:
    """Cases of the duty `later` that are enough, and of `audit` all but its border."""
    words = ("pass", "fail", "unknown", "not_applicable")
    audits = "".join(case(f"監査{n}", today, f"2020-0{n + 1}-01", word) for n, word in enumerate(words))
    later = "".join(f"  - {{name: 供用{n}, today: 2026-0{n + 1}-01, expect: {{later: {word}}}}}\n" for n, word in enumerate(words))
    return audits + later + "  - {name: 供用の日, today: 2026-01-02, expect: {later: fail}}\n"


@pytest.mark.parametrize(
    ("first", "second", "is_enough"),
    [
        (("2026-11-30", "2026-05-30", "pass"), ("2026-12-01", "2026-05-30", "fail"), True),
        (("2026-11-30", "2026-05-30", "pass"), ("2026-12-02", "2026-05-30", "fail"), False),
        (("2026-11-30", "2026-05-30", "pass"), ("2026-12-01", "2026-05-30", "pass"), False),
        (("2026-11-30", "2026-05-30", "pass"), ("2026-11-30", "2026-05-29", "fail"), True),
        (("2026-11-30", "2026-05-30", "pass"), ("2026-11-30", "2026-05-28", "fail"), False),
        (("2026-11-30", "2026-05-30", "{verdict: fail, state: due}"), ("2026-12-01", "2026-05-30", "{verdict: fail, state: overdue}"), True),
        (("2026-11-30", "2026-05-30", "{verdict: fail, state: due}"), ("2026-12-01", "2026-05-30", "fail"), False),
    ],
)
def test_a_duty_that_changes_with_the_day_needs_two_cases_one_day_apart(
    of_cases: OfCases, written: Written, first: tuple[str, str, str], second: tuple[str, str, str], is_enough: bool
) -> None:  # fmt: skip
    written("audited", enough("2027-06-01") + case("境の日", *first) + case("翌日", *second), HEAD)

    assert ([] if is_enough else [("strict-no-border-case", ["audit"])]) == of_cases("audited")


def test_a_condition_that_reads_the_day_needs_a_border_too(of_cases: OfCases, written: Written) -> None:
    border = case("境の日", "2026-11-30", "2026-05-30", "pass") + case("翌日", "2026-12-01", "2026-05-30", "fail")
    written("audited", enough("2027-06-01").replace("  - {name: 供用の日, today: 2026-01-02, expect: {later: fail}}\n", "") + border, HEAD)

    assert [("strict-no-border-case", ["later"])] == of_cases("audited")


def test_a_deadline_that_is_written_out_needs_a_border(of_cases: OfCases, written: Written) -> None:
    written("given", "".join(f"  - {{name: {word}, expect: {{named: {word}}}}}\n" for word in ("pass", "fail", "unknown")))

    assert [("strict-no-border-case", ["named"])] == of_cases("given")


def test_a_case_has_a_name_of_its_own_and_expects_something(of_cases: OfCases, written: Written) -> None:
    words = ("pass", "fail", "unknown", "not_applicable")
    cases = "".join(f"  - {{name: {word}, {ALL.replace('VERDICT', word)}" for word in words)
    written("encrypted", cases + "  - {name: pass, expect: {encrypted: pass}}\n  - {expect: {encrypted: pass}}\n  - {name: 何も期待しない}\n")

    assert [("strict-case-name", ["pass"]), ("strict-case-name", [""]), ("strict-case-expects-nothing", ["何も期待しない"])] == of_cases("encrypted")


def test_cases_that_cannot_be_read_are_told_of_when_they_are_run(of_cases: OfCases, written: Written) -> None:
    written("encrypted", "  - {name: 甲, expect: {encrypted: passes}}\n")

    assert [] == of_cases("encrypted")


def ids_in(file: Path) -> set[str]:
    constants = (node.value for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant))
    return {text for text in constants if isinstance(text, str) and text.startswith("strict-")}


def test_every_id_is_raised_here() -> None:
    sources = Path(strict.__file__), Path(enough_cases.__file__)

    assert set().union(*map(ids_in, sources)) <= ids_in(Path(__file__))

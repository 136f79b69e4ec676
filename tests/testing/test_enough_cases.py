"""Whether the cases beside a rule are enough: each verdict of each duty, both sides of each day, and routes that are really walked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.testing.strict import strict_problems

Written = Callable[..., Path]
OfCases = Callable[[str], list[tuple[str, list[str]]]]


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


PLACES = "given: {segments: [{id: tax, name: 税務, tier: mynumber}, {id: desk, name: 事務, tier: lgwan}]}\n"
WIRE = "links: [{id: wire, from: tax, to: desk, direction: both, method: network}]"
SHOWN = {
    "pass": f"{{name: 甲, {WIRE}, expect: {{crossing: pass}}}}",
    "fail": f"{{name: 乙, {WIRE}, expect: {{crossing: {{verdict: fail, route: [wire]}}}}}}",
    "unknown": '{name: 丙, expect: {crossing: {verdict: unknown, missing: ["link:wire.designated"]}}}',
}
NOT_SHOWN = {
    "pass": "{name: 甲, links: [], expect: {crossing: pass}}",
    "fail": "{name: 乙, expect: {crossing: fail}}",
    "unknown": "{name: 丙, expect: {crossing: {verdict: unknown, missing: [links]}}}",
}


@pytest.mark.parametrize("lacking", [(), ("pass",), ("fail",), ("unknown",), ("pass", "fail", "unknown")])
def test_a_duty_that_forbids_a_route_needs_a_case_of_each_verdict_that_shows_one(of_cases: OfCases, written: Written, lacking: tuple[str, ...]) -> None:
    cases = [(NOT_SHOWN if verdict in lacking else SHOWN)[verdict] for verdict in SHOWN] + ["{name: 丁, expect: {crossing: not_applicable}}"]
    written("joined", "".join(f"  - {case}\n" for case in cases), PLACES)

    assert ([("strict-no-route-case", [*lacking])] if lacking else []) == of_cases("joined")

"""The exit code: the first that applies, over what is gated."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.judging.finding import NO_DEADLINE, Deadline, Finding, Judged
from secpolicy.judging.gate import exit_code, is_gated
from secpolicy.model.profile import Profile

PROFILE = Profile("test", ("", ""), {}, ())
UNREAD: Any = None  # the gate reads no grounds
FUTURE = Deadline("day", date(2027, 3, 31))


def finding(verdict: str = "FAIL", **changes: Any) -> Finding:
    plain = Finding("p/t/r", "d", verdict, (), NO_DEADLINE, "none", (), UNREAD, False, "must", ())
    return plain._replace(**changes)


def judged(*findings: Finding, **others: int) -> Judged:
    counts: dict[str, int] = dict(others)
    for one in findings:
        counts[one.verdict] = counts.get(one.verdict, 0) + 1
    return Judged(findings, (), {("p/t/r", "d"): counts}, {}, {}, (), (), (), frozenset())


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (judged(PASS=3), 0),
        (judged(finding(), PASS=1), 1),
        (judged(finding("UNKNOWN"), PASS=1), 4),
        (judged(finding("UNKNOWN"), finding(), PASS=1), 1),
        (judged(NOT_APPLICABLE=5), 3),
        (judged(finding("ERROR"), finding()), 6),
        (judged(), 3),
    ],
)
def test_the_first_code_that_applies_is_taken(outcome: Judged, expected: int) -> None:
    assert expected == exit_code(outcome, PROFILE, PROFILE.fail_on)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"strength": "principle"}, True),
        ({"strength": "should"}, False),
        ({"review": True}, False),
        ({"waiver": object()}, False),
        ({"state": "due", "deadline": FUTURE}, False),
        ({"state": "overdue", "deadline": FUTURE}, True),
        ({"deadline": Deadline("about", about="2030")}, False),
    ],
)
def test_what_fails_the_run_by_itself(changes: dict[str, Any], expected: bool) -> None:
    assert expected is is_gated(finding(**changes), PROFILE, PROFILE.fail_on)


def test_a_day_to_come_fails_only_on_request() -> None:
    assert is_gated(finding(state="due", deadline=FUTURE), PROFILE, ("must", "future"))


def test_weaker_strengths_fail_when_they_are_named() -> None:
    assert is_gated(finding(strength="should"), PROFILE, ("should",))


@pytest.mark.parametrize(
    ("changes", "fail_on", "expected"),
    [
        ({}, ("must", "unknown"), 4), ({}, ("must",), 0), ({}, ("unknown",), 4), ({"strength": "principle"}, ("unknown",), 4),
        ({"strength": "should"}, ("must", "unknown"), 0), ({"strength": "should"}, ("should", "unknown"), 4), ({"review": True}, ("must", "unknown"), 0),
    ],
)  # fmt: skip
def test_an_unknown_of_a_gated_strength_is_undecided(changes: dict[str, Any], fail_on: tuple[str, ...], expected: int) -> None:
    assert expected == exit_code(judged(finding("UNKNOWN", **changes), PASS=1), PROFILE, fail_on)


def test_what_passes_fails_nothing() -> None:
    assert not is_gated(finding("PASS"), PROFILE, PROFILE.fail_on)


def test_an_unknown_that_counts_as_a_breach_fails_like_one() -> None:
    strict = PROFILE._replace(unknown_counts_as="fail")

    assert 0 == exit_code(judged(finding("UNKNOWN", strength="should"), PASS=1), strict, ("must", "unknown"))


def test_an_unknown_fails_where_the_profile_counts_it_so() -> None:
    strict = PROFILE._replace(unknown_counts_as="fail")

    assert 1 == exit_code(judged(finding("UNKNOWN"), PASS=1), strict, ("must",))


def test_totals_tell_review_apart() -> None:
    outcome = judged(finding(), PASS=2)._replace(reviews=frozenset({("p/t/r", "d")}))

    assert {"PASS": 2, "FAIL": 1} == {verdict: number for verdict, number in outcome.totals(review=True).items() if number}
    assert 0 == sum(outcome.totals(review=False).values())

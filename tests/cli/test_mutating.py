"""secpolicy test --mutate: faults of rules that no case notices, and those that are said to make no difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secpolicy.cli.mutating import in_words
from secpolicy.model.words import load_words

Secpolicy = Callable[..., Any]
TRUE = "own/web/named#name: exists(domain.name) -> true"
NEGATED = "own/web/named#name: exists(domain.name) -> not exists(domain.name)"


@pytest.fixture
def cases(rules: Path) -> Path:
    """The cases of the one rule, without the one that fails it."""
    file = rules / "own" / "web" / "named.test.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("  - name: 名称がなければ違反")], encoding="utf-8")
    return file


def equivalent(cases: Path, mutant: str, more: str = "") -> None:
    text = cases.read_text(encoding="utf-8")
    cases.write_text(f"{text}equivalent:\n  - {{mutant: '{mutant}', because: どのドメインにも名称がある{more}}}\n", encoding="utf-8")


def test_a_rule_whose_cases_notice_every_fault_passes(secpolicy: Secpolicy, rules: Path) -> None:
    ran = secpolicy("test", "--mutate", "--rules", str(rules))

    assert ("規則 1件　変異 2件: 事例が気付かない 0件、同じ判定になる 0件（合わせて0.0%）\n", 0) == (ran.out, ran.code)


def test_a_fault_that_no_case_notices_is_named_before_and_after(secpolicy: Secpolicy, rules: Path, cases: Path) -> None:
    ran = secpolicy("test", "--mutate", "--rules", str(rules))

    assert [
        "rules/own/web/named.rule:1: own/web/named#name exists(domain.name) → true　事例が気付かない",
        "規則 1件　変異 2件: 事例が気付かない 1件、同じ判定になる 0件（合わせて50.0%）",
    ] == ran.out.splitlines()
    assert 7 == ran.code


def test_it_is_told_in_english_too(secpolicy: Secpolicy, rules: Path, cases: Path) -> None:
    ran = secpolicy("test", "--mutate", "--rules", str(rules), "--lang", "en")

    assert "rules/own/web/named.rule:1: own/web/named#name exists(domain.name) -> true: no case notices" == ran.out.splitlines()[0]


def test_what_makes_no_difference_is_told_with_its_reason_but_must_be_rare(secpolicy: Secpolicy, rules: Path, cases: Path) -> None:
    equivalent(cases, TRUE)
    ran = secpolicy("test", "--mutate", "--rules", str(rules))

    assert [
        "own/web/named#name exists(domain.name) → true　同じ判定になる: どのドメインにも名称がある",
        "同じ判定になるとされた変異が1件あり、全体の3%を超える",
        "規則 1件　変異 2件: 事例が気付かない 0件、同じ判定になる 1件（合わせて50.0%）",
    ] == ran.out.splitlines()
    assert 7 == ran.code


def test_what_is_said_to_make_no_difference_but_is_noticed_fails(secpolicy: Secpolicy, rules: Path, cases: Path) -> None:
    equivalent(cases, NEGATED)
    ran = secpolicy("test", "--mutate", "--rules", str(rules))

    assert "own/web/named#name exists(domain.name) → not exists(domain.name)　同じ判定になると書かれているが、事例が気付く" in ran.out.splitlines()
    assert 7 == ran.code


def test_a_reason_is_wanted_and_nothing_else(secpolicy: Secpolicy, rules: Path, cases: Path) -> None:
    equivalent(cases, TRUE, ", since: 2026")
    ran = secpolicy("test", "--mutate", "--rules", str(rules))

    assert "[case-equivalent-form]" in ran.err
    assert 7 == ran.code


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ("left out", "where を除く"), ("avoiding endpoint left out", "avoiding endpoint を除く"), ("a left out of and", "and から a を除く"),
        ("day a -> one day later", "day a → その翌日"), ("a -> not a", "a → not a"), ("at once", "at once"),
    ],
)  # fmt: skip
def test_what_was_done_is_told_in_the_readers_words(done: str, told: str) -> None:
    assert told == in_words(load_words("ja"), f"a/b/c#d: {done}")["change"]

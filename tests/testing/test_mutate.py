"""Rules with one fault: which faults there are, and that cases notice them or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.testing.mutate import changes, faulty, mutants, survivors, survivors_in_term

A, B, C = (("name", name) for name in "abc")
LINK = ("name", "link")
Written = Callable[..., Path]


@pytest.mark.parametrize(
    ("node", "texts"),
    [
        (("compare", "<=", A, ("today",), ""), ["a <= today -> a < today", "a <= today -> a > today", "today -> today - 1 days", "today -> today + 1 days"]),
        (("compare", ">", A, ("today",), ""), ["a > today -> a >= today", "a > today -> a <= today", "today -> today - 1 days", "today -> today + 1 days"]),
        (("compare", "=", A, B, ""), ["a = b -> a != b"]),
        (("compare", "!=", A, B, ""), ["a != b -> a = b"]),
        (("and", (A, B)), ["a left out of and", "b left out of and", "a and b -> or", "a -> not a", "b -> not b"]),
        (("or", (A, B)), ["a left out of or", "b left out of or", "a or b -> and", "a -> not a", "b -> not b"]),
        (("implies", (A, B)), ["a implies b -> b", "a implies b -> not a", "a -> not a", "b -> not b"]),
        (("not", A), ["not a -> a", "a -> not a"]),
        (("exists", A), ["exists(a) -> not exists(a)", "exists(a) -> true"]),
        (("and", (("exists", A), B)), ["exists(a) left out of and", "b left out of and", "exists(a) and b -> or", "exists(a) -> not exists(a)", "b -> not b"]),
        (("has", A, B, ""), ["a has b -> not a has b"]),
        (("in", A, ("list", (B, C)), ""), ["a in (b, c) -> not a in (b, c)", "b left out of list", "c left out of list"]),
        (("in", A, ("list", (B,)), ""), ["a in (b) -> not a in (b)"]),
        (("term", LINK, "guarded"), ["link.guarded -> not link.guarded"]),
        (
            ("some", "link", "link", ("field", LINK, "clipboard", ("link",))),
            ["some(link where link.clipboard) -> not some(link where link.clipboard)", "link.clipboard -> not link.clipboard"],
        ),
    ],
)
def test_a_condition_has_these_faults(node: Any, texts: list[str]) -> None:
    assert texts == [text for text, _ in changes(node, is_condition=True)]


@pytest.mark.parametrize(
    ("node", "texts"),
    [
        (A, []),
        (("number", "2"), ["2 -> 1", "2 -> 3"]),
        (("day", "2027-03-31"), ["2027-03-31 -> 2027-03-31 - 1 days", "2027-03-31 -> 2027-03-31 + 1 days"]),
        (("span", 6, 0, 0, False), ["6 months -> 6 months and -1 days", "6 months -> 6 months and 1 days"]),
        (("moved", "+", A, ("span", 0, 5, 0, False)), ["a + 5 days -> a - 5 days", "5 days -> 4 days", "5 days -> 6 days"]),
        (("latest", (A, B)), ["a left out of latest", "b left out of latest", "latest(a, b) -> earliest"]),
        (("earliest", (A,)), ["earliest(a) -> latest"]),
        (("count", ("distinct", A, 0)), ["distinct(a) -> a"]),
        (("today",), ["today -> today - 1 days", "today -> today + 1 days"]),
        (("moved", "-", A, ("parameter", "p")), ["a - param.p -> a + param.p", "a - param.p -> a"]),
        (("sum", "-", A, B), ["a - b -> a + b"]),
        (("difference", A, B), ["a - b -> b - a"]),
        (("fold", "count", A, ("exists", B)), ["count(a where exists(b)) -> count(a where true)", "exists(b) -> not exists(b)", "exists(b) -> true"]),
    ],
)
def test_a_value_has_these_faults(node: Any, texts: list[str]) -> None:
    assert texts == [text for text, _ in changes(node)]


def test_a_fault_is_in_one_place_only() -> None:
    node = ("and", (("compare", "=", A, B, ""), ("compare", "=", A, C, "")))

    assert [
        ("compare", "=", A, C, ""),
        ("compare", "=", A, B, ""),
        ("or", node[1]),
        ("and", (("compare", "!=", A, B, ""), ("compare", "=", A, C, ""))),
        ("and", (("compare", "=", A, B, ""), ("compare", "!=", A, C, ""))),
    ] == [changed for _, changed in changes(node, is_condition=True)]


def test_scope_names_deadlines_and_duties_of_a_rule_have_faults(the_rule: Callable[[str], Rule]) -> None:
    found = [(mutant.duty, mutant.description) for mutant in faulty(the_rule("encrypted"))]

    assert [
        ("where", "left out"),
        ("where", "device.kind = terminal -> device.kind != terminal"),
        ("encrypted", "device.encrypted -> not device.encrypted"),
        ("wiped", "device.portable implies device.remote_wipe -> device.remote_wipe"),
        ("wiped", "device.portable implies device.remote_wipe -> not device.portable"),
        ("wiped", "device.portable -> not device.portable"),
        ("wiped", "device.remote_wipe -> not device.remote_wipe"),
    ] == found


def test_a_fault_in_one_duty_leaves_the_others_out(the_rule: Callable[[str], Rule]) -> None:
    duties = {mutant.duty: len(mutant.rule.duties) for mutant in faulty(the_rule("encrypted"))}

    assert {"where": 2, "encrypted": 1, "wiped": 1} == duties


def test_routes_have_faults(the_rule: Callable[[str], Rule]) -> None:
    found = [mutant.description for mutant in faulty(the_rule("joined")) if mutant.duty == "crossing"]

    assert [
        "between -> from",
        "any where left out",
        "any: segment.tier != mynumber -> segment.tier = mynumber",
        "over where left out",
        "over: not link.guarded -> link.guarded",
        "over: link.guarded -> not link.guarded",
        "avoiding endpoint left out",
        "avoiding endpoint: endpoint.class = closed -> endpoint.class != closed",
    ] == found


@pytest.mark.parametrize(
    ("name", "due", "texts"),
    [
        ("given", ((None, ("year_end", "2026")),), ["end of fiscal year 2026 -> 2025", "end of fiscal year 2026 -> 2027"]),
        ("given", ((None, ("none",)),), []),
        ("given", ((None, ("about", "2030")),), []),
        ("given", ((None, ("at_once",)),), ["at once -> none"]),
        ("given", ((None, ("day", A)),), ["day a -> one day later"]),
        (
            "given",
            ((B, ("day", A)), (None, ("fiscal_year_end", ("day", "2027-03-31")))),
            [
                "day a -> one day later",
                "b -> not b",
                "fiscal_year_end 2027-03-31 -> one day later",
                "2027-03-31 -> 2027-03-31 - 1 days",
                "2027-03-31 -> 2027-03-31 + 1 days",
            ],
        ),
    ],
)
def test_deadlines_have_faults(the_rule: Callable[[str], Rule], name: str, due: Any, texts: list[str]) -> None:
    assert texts == [mutant.description for mutant in faulty(the_rule(name)._replace(due=due)) if mutant.duty == "due"]


def test_lets_intervals_and_deadlines_of_a_duty_have_faults(the_rule: Callable[[str], Rule]) -> None:
    rule = the_rule("audited")
    last, later = rule.duties
    twice = rule._replace(
        lets=(("limit", ("moved", "+", A, ("span", 0, 5, 0, False)), None),),
        duties=(last._replace(interval=("fiscal",)), last._replace(label="again", interval=("span", 6, 0, 0, False)), later._replace(by=("at_once",))),
    )
    found = {mutant.duty: mutant.description for mutant in faulty(twice)}

    assert {
        "let limit": "5 days -> 6 days",
        "audit": "every fiscal year -> every 12 months",
        "again": "6 months -> 6 months and 1 days",
    }.items() <= found.items()
    assert ("later", "by at once -> none") in [(mutant.duty, mutant.description) for mutant in faulty(twice)]


def test_an_interval_that_a_parameter_gives_becomes_a_day_or_an_age(the_rule: Callable[[str], Rule]) -> None:
    rule = the_rule("audited")
    duty = rule.duties[0]._replace(interval=("parameter", "p"))
    found = [mutant.description for mutant in faulty(rule._replace(duties=(duty,))) if mutant.duty == duty.label]

    assert ["every param.p -> every 1 days", "every param.p -> every 1200 months"] == found[-2:]


def test_mutants_are_named_by_what_was_changed(the_rule: Callable[[str], Rule]) -> None:
    rule = the_rule("encrypted")
    (first, changed), *_ = mutants(rule)

    assert ("where: left out", None) == (first, changed.where)
    assert all(mutant != rule for _, mutant in mutants(rule))


def test_a_fault_that_no_case_notices_survives(rulebook: Rulebook, the_rule: Callable[[str], Rule], root: Path) -> None:
    expected = ["sample/topic/encrypted#wiped: device.portable implies device.remote_wipe -> not device.portable"]

    assert expected == survivors(rulebook, the_rule("encrypted"), str(root))


def test_the_example_that_was_missing_kills_it(rulebook: Rulebook, the_rule: Callable[[str], Rule], root: Path) -> None:
    file = root / "rules" / "sample" / "topic" / "encrypted.test.yaml"
    device = "{id: pc, kind: terminal, portable: true, remote_wipe: true}"
    more = f"  - name: 持ち運ぶ端末も遠隔で消去できれば適合\n    devices: [{device}]\n    expect: {{wiped: pass}}\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")

    assert [] == survivors(rulebook, the_rule("encrypted"), str(root))


def test_what_every_duty_feels_is_named_without_a_duty(rulebook: Rulebook, the_rule: Callable[[str], Rule], root: Path, written: Written) -> None:
    written("encrypted", "  - {name: 甲, devices: none, expect: {encrypted: not_applicable, wiped: not_applicable}}\n")

    assert "sample/topic/encrypted where: left out" == survivors(rulebook, the_rule("encrypted"), str(root))[0]


def test_faults_of_a_term_are_noticed_by_the_cases_of_rules_that_use_it(rulebook: Rulebook, root: Path, written: Written) -> None:
    head = "given:\n  segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}]\n  none: [endpoints, devices, systems, services, media, telework]\n"
    link = "{id: a, from: tax, to: desk, direction: both, sanitising: none}"
    # Only the rule that names the term has cases here; the others are taken away.
    for file in (root / "rules").rglob("*.test.yaml"):
        file.unlink()
    written("joined", "  - {name: 甲, links: none, expect: {crossing: pass}}\n", head)
    term = rulebook.terms["guarded"]

    assert ["sample/guarded: exists(link.sanitising) -> not exists(link.sanitising)", "sample/guarded: exists(link.sanitising) -> true"] == survivors_in_term(
        rulebook, term, str(root)
    )

    written("joined", f"  - {{name: 甲, links: [{link}], expect: {{crossing: {{verdict: fail, route: [a]}}}}}}\n", head)

    assert [] == survivors_in_term(rulebook, term, str(root))


def test_all_faults_of_a_term_that_nothing_uses_survive(rulebook: Rulebook, root: Path) -> None:
    term = rulebook.terms["forgotten"]

    assert len(list(changes(term.means, is_condition=True))) == len(survivors_in_term(rulebook, term, str(root)))

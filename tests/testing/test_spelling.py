"""A tree spelled out is the text that it was checked from, so that a survivor names a part of a rule as it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secpolicy.base.location import Source
from secpolicy.checking.expressions import checked
from secpolicy.checking.load import load_rulebook
from secpolicy.checking.names import Names, TermHead
from secpolicy.language import syntax as s
from secpolicy.language.parse import parse
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.testing.spelling import spelled

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return load_rulebook(str(RULES))


def names_of(rulebook: Rulebook, rule: Rule) -> Names:
    """The names that are in scope behind the head of a rule."""
    heads = {term.name: TermHead(term.name, term.kind) for term in rulebook.terms.values()}
    names = Names(rulebook.vocabulary, heads, rulebook.parameters, Source("x", "\n" * 9))
    for kind, name in rule.subjects:
        found = rulebook.vocabulary.subject(kind)
        assert found is not None
        names.bound[name] = names.entity_type(found)
    return names


def conditions(rule: Rule) -> Iterator[Any]:
    yield from (duty.condition for duty in rule.duties if duty.condition is not None)
    yield from (when for when, _ in rule.due if when is not None)
    if rule.where is not None:
        yield rule.where


def test_what_is_spelled_is_read_as_the_same_tree(shipped: Rulebook) -> None:
    for rule in shipped.rules:
        names = names_of(shipped, rule)
        for name, node, type_ in rule.lets:
            _, found = checked(expression(spelled(node)), names)
            names.bound[name] = found
            assert type_[0] == found.name
        for node in conditions(rule):
            again, _ = checked(expression(spelled(node)), names)

            assert node == again, rule.id
        assert [] == names.problems


def expression(text: str) -> s.Expr:
    found = parse(Source("x.term", f'term x title ja "甲" of link means {text}'))
    assert isinstance(found, s.Term)
    return found.means


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (("truth", True), "true"),
        (("nothing",), "?"),
        (("span", 0, 0, 0, False), "0 days"),
        (("span", 0, 0, 0, True), "fiscal year"),
        (("span", 12, 1, 0, False), "12 months and 1 days"),
        (("span", 0, 0, 30, False), "30 minutes"),
        (("latest", (("day", "2027-03-31"), ("today",))), "latest(2027-03-31, today)"),
        (("difference", ("today",), ("difference", ("name", "a"), ("name", "b"))), "today - (a - b)"),
        (("some", "link", "other", ("name", "a")), "some(link other where a)"),
        (("not", ("and", (("name", "a"), ("name", "b")))), "not (a and b)"),
        (("implies", (("implies", (("name", "a"), ("name", "b"))), ("name", "c"))), "(a implies b) implies c"),
        (("compare", "=", ("sum", "+", ("name", "a"), ("number", "1")), ("name", "b"), ""), "a + 1 = b"),
        (("text", "甲"), "甲"),
    ],
)
def test_a_tree_that_no_rule_holds_is_spelled_too(node: Any, text: str) -> None:
    assert text == spelled(node)


def test_no_operation_is_without_a_spelling(shipped: Rulebook) -> None:
    from secpolicy.judging import compile as compiled
    from secpolicy.testing import spelling

    assert set(compiled._COMPILE) <= set(spelling._SPELL)

"""Comparisons with what a rule writes out: most conditions are these, and most values plain. Whatever is not goes the way of all values."""

from __future__ import annotations

from typing import Any

from secpolicy.base.truth import Unknown
from secpolicy.judging import values as v
from secpolicy.judging.frame import Answer, Scope


def equal(operator: str, of: Answer, word: str) -> Answer:
    """Whether a value equals a word, or differs from it."""
    wanted = operator == "="

    def answer(scope: Scope) -> Any:
        value = of(scope)
        if type(value) is str:
            return (value == word) is wanted
        return value if type(value) is Unknown else v.compared(operator, value, word)

    return answer


def having(many: Answer, word: str) -> Answer:
    """Whether a list has a word."""

    def answer(scope: Scope) -> Any:
        value = many(scope)
        if type(value) is Unknown:
            return value
        if type(value) is tuple:
            if word in value:
                return True
            if v.DOUBTFUL.isdisjoint(map(type, value)):
                return False
        return v.has(value, word)

    return answer


def within(one: Answer, words: tuple[Any, ...]) -> Answer:
    """Whether a value is one of some words."""

    def answer(scope: Scope) -> Any:
        value = one(scope)
        if type(value) is str:
            return value in words
        return value if type(value) is Unknown else v.within(value, words)

    return answer

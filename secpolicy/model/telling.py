"""What rules tell people: it decides nothing, so it stays in the pack cache until it is to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Telling:
    """The texts of rules. Each text of a topic is a part of the cache, by the id of the rule."""

    __slots__ = ("_parts",)
    TEXTS = ("title", "note", "says ja", "says en", "fix", "called", "file")

    def __init__(self, parts: dict[str, Any]) -> None:
        self._parts = parts

    @classmethod
    def of_one(cls, rule: str, *texts: Any) -> Telling:
        """What one rule tells: all of the texts, in order."""
        return cls({_part(text, rule): {rule: told} for text, told in zip(cls.TEXTS, texts, strict=True)})

    @classmethod
    def parts(cls, rules: Iterable[tuple[str, Telling]]) -> dict[str, Any]:
        """What rules tell, by their ids, as parts of the cache."""
        parts: dict[str, Any] = {}
        for rule, telling in rules:
            for text in cls.TEXTS:
                parts.setdefault(_part(text, rule), {})[rule] = telling.of(text, rule)
        return parts

    def of(self, text: str, rule: str) -> Any:
        """A text of a rule. KeyError if there is no such rule."""
        return self._parts[_part(text, rule)][rule]


def _part(text: str, rule: str) -> str:
    """The part in which a text stands: with those of the other rules of its topic."""
    return f"rule {text} {rule.rpartition('/')[0]}"

"""What rules and clauses tell people: it decides nothing, so it stays in the pack cache until it is to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

TEXTS = {
    "rule": ("title", "note", "says ja", "says en", "fix", "called", "file"),
    "clause": ("title", "numbers", "slugs", "because"),
}


class Telling:
    """The texts of rules (pack/topic/name) or of clauses (guideline/clause), by their ids.

    Each is a part of the cache: one text of all rules of a topic, or of all clauses.
    """

    __slots__ = ("_kind", "_parts")

    def __init__(self, kind: str, parts: dict[str, Any]) -> None:
        self._kind, self._parts = kind, parts

    @classmethod
    def of_one(cls, kind: str, id_: str, *texts: Any) -> Telling:
        """What one rule or clause tells: all of the texts, in order."""
        return cls(kind, {_part(kind, text, id_): {id_: told} for text, told in zip(TEXTS[kind], texts, strict=True)})

    @classmethod
    def parts(cls, kind: str, tellings: Iterable[tuple[str, Telling]]) -> dict[str, Any]:
        """What all rules, or all clauses, tell, by their ids, as parts of the cache."""
        parts: dict[str, Any] = {}
        for id_, telling in tellings:
            for text in TEXTS[kind]:
                parts.setdefault(_part(kind, text, id_), {})[id_] = telling.of(text, id_)
        return parts

    def of(self, text: str, id_: str) -> Any:
        """A text of a rule or clause. KeyError if there is none of that id."""
        return self._parts[_part(self._kind, text, id_)][id_]


def _part(kind: str, text: str, id_: str) -> str:
    """The part in which a text stands."""
    return f"rule {text} {id_.rpartition('/')[0]}" if kind == "rule" else f"{kind} {text}"

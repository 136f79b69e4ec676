"""Evidence on a value: {value, checked_on, by, source}, or {value, text: true} where a reserved word is meant as it stands."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from secpolicy.base.dates import looks_like_a_day, read_day

KEYS = frozenset(("value", "checked_on", "by", "source", "text"))
TRUE = ("true", "True", "TRUE")
FALSE = ("false", "False", "FALSE")


def has_evidence(raw: Any) -> bool:
    """Whether a mapping is a value with what supports it, and nothing else."""
    return isinstance(raw, dict) and "value" in raw and KEYS.issuperset(raw)


def is_only(raw: Any, words: Container[str]) -> bool:
    """Whether the whole value is one of some words, and the word is not meant as it stands."""
    return has_evidence(raw) and isinstance(raw["value"], str) and raw["value"] in words and raw.get("text") not in TRUE


def faults(raw: dict[str, Any], reserved: Container[str]) -> Iterator[tuple[str, str]]:
    """What stands beside the value and cannot be read: its key and the message id."""
    for key, text in raw.items():
        if key == "value":
            continue
        if not isinstance(text, str):
            yield key, "not-a-single-value"
        elif key == "text" and text not in TRUE + FALSE:
            yield key, "not-yes-or-no"
        elif key == "checked_on" and text not in reserved and read_day(text) is None:
            yield key, "no-such-day" if looks_like_a_day(text) else "not-a-date"

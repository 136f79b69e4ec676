"""A made-up body while it is being declared: its things, the faults planted so far, and how it is written down."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

Thing = dict[str, Any]
Truth = dict[str, dict[str, str]]  # rule#duty: subject: verdict

RATE = 0.03


class City:
    """What is being declared, in the order in which it is written, with the faults planted so far."""

    def __init__(self, devices: int) -> None:
        self.size = devices
        self.chance = random.Random(devices)
        self.things: dict[str, list[Thing]] = {key: [] for key in ("segments", "devices", "links", "wlans", "systems", "services", "telework")}
        self.tier: dict[str, str] = {}
        self.truth: Truth = {}

    def add(self, key: str, prefix: str, **fields: Any) -> Thing:
        """A new thing with the next id of its prefix."""
        thing = {"id": f"{prefix}-{len(self.things[key]) + 1:06d}", **fields}
        self.things[key].append(thing)
        return thing

    def picked(self, things: Sequence[Any]) -> list[Any]:
        """The share of things that get a fault: at least one, if there are any."""
        return self.chance.sample(things, min(len(things), max(1, round(RATE * len(things)))))

    def fault(self, duty: str, subject: str, verdict: str = "FAIL") -> None:
        """A fault that the check must find."""
        self.truth.setdefault(duty, {})[subject] = verdict

    def spoiled(self, thing: Thing, duty: str, subject: str, **bad: Any) -> None:
        """A thing with one field taken away, or set to something bad."""
        (field, value), *_ = bad.items()
        if self.chance.random() < 0.5:
            del thing[field]
            self.fault(duty, subject, "UNKNOWN")
        else:
            thing[field] = value
            self.fault(duty, subject)


def lines_of(value: Any, indent: str) -> list[str]:
    """A mapping or a list in block style."""
    lines: list[str] = []
    if isinstance(value, list):
        for member in value:
            first, *rest = lines_of(member, indent + "  ") if isinstance(member, dict) else [f"{indent}  {member}"]
            lines += [f"{indent}- {first[len(indent) + 2 :]}", *rest]
        return lines
    for key, content in value.items():
        if isinstance(content, dict) or (isinstance(content, list) and content):
            lines += [f"{indent}{key}:", *lines_of(content, indent if isinstance(content, list) else indent + "  ")]
        else:
            lines.append(f"{indent}{key}: {content if content not in ('', []) else json.dumps(content)}")
    return lines

"""Baselines (ベースライン): the findings that an organisation has taken note of, in a file of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.places import locate
from secpolicy.model.readers import Readers
from secpolicy.model.stretches import Mapping, location_of_start
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.model.yaml_reader import read_file

VERSION = 1
_HEAD = """# secpolicy のベースライン。`secpolicy baseline write` が書き、`secpolicy baseline prune` が減らす。
# 判定に使った事実（facts）が変わった指摘は、新しい指摘として再び示される。
"""


class Entry(Record):
    """A finding that was taken note of, by what it is about and the facts that it rested on, sorted by place."""

    id: str
    rule: str
    duty: str
    subject: str
    verdict: str
    facts: tuple[tuple[str, str], ...]
    because: str = ""
    location: Location = Location("-")


def owner_of(inventory: Inventory) -> tuple[str, ...]:
    """By what an organisation is known: its code and its name, as far as they are declared."""
    organisation = inventory.singles.get("organisation")
    told = [organisation.value(name) for name in ("code", "name")] if organisation is not None else []
    return tuple(text for text in told if isinstance(text, str))


def read_baseline(path: str, house: Vocabulary, owner: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    """The entries of a baseline. Raises Refused with every problem, also if it says to be of somebody who is not the owner."""
    content = read_file(path)
    if not isinstance(content, Mapping) or not {"baseline", "entries"} & content.keys():
        raise Refused([Problem(Location(path.replace(os.sep, "/")), "baseline-is-none", {})])
    readers = Readers(house)
    whole = readers.entity(house.kinds["baseline"], content)
    if whole.value("baseline") != VERSION:
        at = locate(content, ("baseline",)) if "baseline" in content else location_of_start(content)
        readers.problems.append(Problem(at, "baseline-version", {}, content.source.line(at.line)))
    of = whole.value("organisation")
    if owner and isinstance(of, str) and of not in owner:
        readers.problem(whole, "organisation", "baseline-of-another", of=of, owner=owner[-1])
    entries = whole.value("entries")
    found = [_entry(readers, record) for record in entries] if type(entries) is tuple else []
    if readers.problems:
        raise Refused(sorted(readers.problems, key=lambda problem: problem.location))
    return tuple(found)


def _entry(readers: Readers, record: Entity) -> Entry:
    assert record.source is not None
    for name in ("id", "duty", "subject", "verdict"):
        if not isinstance(record.value(name), str):
            at = location_of_start(record.source)
            field = record.kind.fields[record.kind.index[name]]
            readers.problems.append(Problem(at, "baseline-lacks", {"field": field}, record.source.source.line(at.line)))
    facts = record.value("facts")
    if facts is not UNDECLARED and (not isinstance(facts, Mapping) or not all(isinstance(value, str) for value in facts.values())):
        readers.problem(record, "facts", "baseline-facts")
        facts = UNDECLARED
    rule, _, duty = _text(record, "duty").partition("#")
    told = tuple(sorted(facts.items())) if facts is not UNDECLARED else ()
    return Entry(
        _text(record, "id"), rule, duty, _text(record, "subject"), _text(record, "verdict"), told, _text(record, "because"), location_of_start(record.source)
    )


def _text(record: Entity, name: str) -> str:
    value = record.value(name)
    return value if isinstance(value, str) else ""


def baseline_text(entries: Iterable[Entry], owner: tuple[str, ...] = ()) -> str:
    """The text of a baseline, the same for the same entries and owner."""
    lines = [f"{_HEAD}baseline: {VERSION}", *(f"organisation: {_quoted(text)}" for text in owner[:1])]
    ordered = sorted(entries, key=lambda entry: (entry.rule, entry.duty, entry.subject))
    lines.append("entries:" if ordered else "entries: []")
    for entry in ordered:
        lines += [f"  - id: {_quoted(entry.id)}", f"    duty: {_quoted(f'{entry.rule}#{entry.duty}')}", f"    subject: {_quoted(entry.subject)}"]
        lines += [f"    verdict: {entry.verdict}", "    facts:" if entry.facts else "    facts: {}"]
        lines += [f"      {_quoted(place)}: {_quoted(value)}" for place, value in sorted(entry.facts)]
        lines += [f"    because: {_quoted(entry.because)}"] if entry.because else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text in double quotes, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)

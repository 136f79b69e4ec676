"""The cases that lie beside a rule: what is given, on which day, and what is expected of each duty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

from secpolicy.base.dates import read_day
from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record
from secpolicy.model.places import locate
from secpolicy.model.rulebook import Rule
from secpolicy.model.stretches import Mapping, location_of_start
from secpolicy.model.vocabulary import Kind, Vocabulary
from secpolicy.model.yaml_reader import read_file

FILE = ("rule", "today", "editions", "parameters", "given", "cases", "equivalent")
OWN = ("name", "today", "editions", "parameters", "absent", "none", "expect")
EQUIVALENT = ("mutant", "because")
EXPECTED = ("verdict", "route", "missing", "deadline", "state", "subjects")
VERDICT_WORDS = ("pass", "fail", "unknown", "not_applicable", "absent", "error")


class Expected(Record):
    """What a case expects of one duty; None is not compared."""

    verdict: str
    route: tuple[str, ...] | None
    missing: tuple[str, ...] | None
    deadline: str | None
    state: str | None
    subjects: tuple[str, ...] | None


class Case(Record):
    """One example: an inventory, a day, editions and parameters, and the verdict expected of each duty."""

    rule: str
    name: str
    today: date
    editions: dict[str, str]
    parameters: dict[str, Any]
    document: Mapping
    expect: dict[str, Expected]
    location: Location


def case_file_of(rule: Rule, root: str) -> str:
    """Where the cases of a rule lie: beside it."""
    return os.path.join(root, rule.file).removesuffix(".rule") + ".test.yaml"


def load_cases(path: str, shown: str, vocabulary: Vocabulary) -> tuple[Case, ...]:
    """The cases of one file. Raises Refused with every problem found."""
    content = read_file(path, shown)
    if not isinstance(content, Mapping):
        raise Refused([Problem(Location(shown), "empty-file", {})], exit_code=7)
    problems = [_problem(content, (key,), "case-unknown-word", word=key, known=list(FILE)) for key in content if key not in FILE]
    problems += _misshapen(content)
    cases = [_case(raw, content, vocabulary, problems) for raw in content.get("cases", ())] if not problems else []
    if problems:
        raise Refused(problems, exit_code=7)
    return tuple(cases)


def _misshapen(content: Mapping) -> Iterator[Problem]:
    """What is written in another shape than it must have: then nothing is made of the file."""
    yield from _no_mappings(content, ("editions", "parameters", "given"))
    cases = content.get("cases")
    if not isinstance(cases, list):
        yield _problem(content, ("cases",) if "cases" in content else (), "case-list")
        return
    for position, raw in enumerate(cases):
        at = ("cases", position)
        if not isinstance(raw, Mapping):
            yield _problem(content, at, "shape-fields", known=list(OWN))
            continue
        yield from _no_mappings(raw, ("editions", "parameters", "expect"))
        for label, wanted in raw["expect"].items() if isinstance(raw.get("expect"), Mapping) else ():
            if not isinstance(wanted, str | Mapping):
                yield _problem(raw, ("expect", label), "shape-fields", known=list(EXPECTED))


def _no_mappings(holder: Mapping, keys: tuple[str, ...]) -> Iterator[Problem]:
    for key in keys:
        if key in holder and not isinstance(holder[key], Mapping):
            yield _problem(holder, (key,), "shape-mapping")


def equivalents_in(path: str, shown: str) -> tuple[tuple[str, str], ...]:
    """The faults that a case file lists as no faults, each with the reason. Raises Refused (exit code 7)."""
    content = read_file(path, shown)
    raw = content.get("equivalent") if isinstance(content, Mapping) else None
    if raw is None:
        return ()
    found: list[tuple[str, str]] = []
    for position, entry in enumerate(raw if isinstance(raw, list) else [raw]):
        texts = [str(entry[key] or "") for key in EQUIVALENT] if isinstance(entry, Mapping) and set(entry) == set(EQUIVALENT) else [""]
        if not all(texts):
            raise Refused([_problem(content, ("equivalent", position) if isinstance(raw, list) else ("equivalent",), "case-equivalent-form")], exit_code=7)
        found.append((texts[0], texts[1]))
    return tuple(found)


def _case(raw: Mapping, file: Mapping, vocabulary: Vocabulary, problems: list[Problem]) -> Case:
    day = raw.get("today") or file.get("today")
    span = read_day(day) if isinstance(day, str) else None
    if span is None:
        problems.append(_problem(raw, (), "case-without-day"))
    given = file.get("given")
    document = merged(given if isinstance(given, Mapping) else Mapping(), raw, vocabulary, problems)
    expect = {}
    for label, wanted in (raw.get("expect") or {}).items():
        expect[label] = _expected(raw, label, wanted, problems)
    return Case(
        str(file.get("rule", "")), str(raw.get("name", "")), span[0] if span else date.min, {**(file.get("editions") or {}), **(raw.get("editions") or {})},
        {**(file.get("parameters") or {}), **(raw.get("parameters") or {})}, document, expect, location_of_start(raw),
    )  # fmt: skip


def _expected(raw: Mapping, label: str, wanted: Any, problems: list[Problem]) -> Expected:
    if isinstance(wanted, str):
        wanted = {"verdict": wanted}
    for key in wanted:
        if key not in EXPECTED:
            problems.append(_problem(raw, ("expect", label, key), "case-unknown-word", word=key, known=list(EXPECTED)))
    verdict = wanted.get("verdict", "")
    if verdict not in VERDICT_WORDS:
        problems.append(_problem(raw, ("expect", label), "case-unknown-word", word=str(verdict), known=list(VERDICT_WORDS)))
    return Expected(verdict, _texts(wanted, "route"), _texts(wanted, "missing"), wanted.get("deadline"), wanted.get("state"), _texts(wanted, "subjects"))


def _texts(wanted: Any, key: str) -> tuple[str, ...] | None:
    value = wanted.get(key)
    return None if value is None else (value,) if isinstance(value, str) else tuple(value)


def merged(given: Mapping, case: Mapping, vocabulary: Vocabulary, problems: list[Problem]) -> Mapping:
    """One inventory of what the file gives and what the case adds: joined by kind and id, and the case wins."""
    whole = Mapping()
    whole.start, whole.end, whole.source = case.start, case.end, case.source
    whole["vocabulary"] = "1"
    for part in (given, case):
        for key, value in part.items():
            if key in OWN:
                continue
            kind = vocabulary.by_key.get(key)
            if kind is None and key not in ("defaults", "declared_on"):
                problems.append(_problem(part, (key,), "unknown-key", key=key))
            elif kind is None or key not in whole:
                whole[key] = value
            else:
                whole[key] = _joined(kind, whole[key], value)
        for key in _listed(part.get("none")):
            if key not in case or part is case:
                whole[key] = "none"
    for key in _listed(case.get("absent")):
        whole.pop(key, None)
    return whole


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _joined(kind: Kind, given: Any, own: Any) -> Any:
    if isinstance(given, Mapping) and isinstance(own, Mapping) and kind.written != "list":
        both = Mapping({**given, **own})
        both.start, both.end, both.source = own.start, own.end, own.source
        return both
    if isinstance(given, list) and isinstance(own, list):
        ids = {entry.get("id") for entry in own if isinstance(entry, dict)}
        return [entry for entry in given if not (isinstance(entry, dict) and entry.get("id") in ids)] + own
    return own


def _problem(mapping: Mapping, path: tuple[Any, ...], message: str, **values: Any) -> Problem:
    location = locate(mapping, path) if path else location_of_start(mapping)
    return Problem(location, message, values, mapping.source.line(location.line))

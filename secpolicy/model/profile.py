"""Profiles: editions + packs + strengths + settings + gate. A profile never drops a duty by model."""

import os
from typing import Any

from secpolicy.base.dates import Period, PlainPeriod
from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record
from secpolicy.base.truth import AtLeast
from secpolicy.model.documents import read_whole
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.readers import Readers
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Vocabulary

FAILS_ON = ("must", "principle", "should", "example", "target", "unknown", "future")
_LISTS = ("packs", "strengths", "authorities", "fail_on", "evidence")


class Profile(Record):
    """What an organisation, or the one who looks at it, has chosen to judge by.

    `editions`: guideline -> edition; one that is not named is judged by its latest. `authorities` empty: all.
    `own_deadlines`: severity -> how long after the facts were declared; `longest_fact_age` None: facts do not age.
    `unread`: review, enforce or ignore. `fail_on`: strengths, `unknown`, `future`, that fail the run.
    """

    name: str
    title: tuple[str, str]
    editions: dict[str, str]
    packs: tuple[str, ...]
    strengths: tuple[str, ...] = ("must", "principle", "should", "example", "target")
    authorities: tuple[str, ...] = ()
    notice: PlainPeriod = (0, 180, 0, False)
    fail_on: tuple[str, ...] = ("must", "unknown")
    unknown_counts_as: str = "unknown"
    unread: str = "review"
    longest_waiver: PlainPeriod = (12, 0, 0, False)
    longest_age: PlainPeriod = (12, 0, 0, False)
    expects_model: str = ""
    own_deadlines: dict[str, PlainPeriod] = {}
    longest_fact_age: PlainPeriod | None = None
    evidence: tuple[str, ...] = ()


def load_profiles(folder: str, house: Vocabulary) -> dict[str, Any]:
    """The profiles of a folder by name, as plain tuples. Raises Refused (exit code 6)."""
    raw: dict[str, dict[str, Any]] = {}
    for file in sorted(os.listdir(folder)):
        if file.endswith(".yaml"):
            raw[file.removesuffix(".yaml")] = _read(os.path.join(folder, file), f"profiles/{file}", house)
    return {name: tuple(_built(name, raw, ())) for name in raw}


def profile_from_file(path: str, known: dict[str, Any], house: Vocabulary) -> Profile:
    """A profile of the organisation's own, which may extend a shipped one. Raises Refused."""
    raw = _read(path, path, house)
    name = raw.get("profile", os.path.basename(path).removesuffix(".yaml"))
    return _built(name, {name: raw}, (), known)


def _read(path: str, shown: str, house: Vocabulary) -> dict[str, Any]:
    content = read_whole(path, shown)
    if not isinstance(content, Mapping):
        raise Refused([Problem(Location(shown), "empty-file", {})], exit_code=5)
    readers = Readers(house)
    entity = readers.entity(house.kinds["profile"], content)
    if not isinstance(entity.value("editions"), Mapping | type(UNDECLARED) | None):
        readers.problem(entity, "editions", "not-a-mapping", known=["…"])
    if readers.problems:
        raise Refused(readers.problems, exit_code=5)
    declared = {field.name: _chosen(field.name, value) for field, value in zip(entity.kind.fields, entity.values, strict=True)}
    return {name: value for name, value in declared.items() if value is not None}


def _chosen(name: str, value: Any) -> Any:
    """A value as plain data; None if nothing was chosen. A list that is declared to be none chooses nothing, which is a choice."""
    if value is UNDECLARED or (value is None and name not in _LISTS):
        return None
    if isinstance(value, Entity):
        ja, en = (text if isinstance(text, str) else "" for text in (value.value("ja"), value.value("en")))
        return ja or en, en or ja
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, dict):
        return {key: tuple(period) for key, period in value.items() if isinstance(period, Period)}
    if isinstance(value, AtLeast):
        return value.members
    if name in _LISTS and isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    return tuple(value or ()) if name in _LISTS or isinstance(value, Period) else value


def _built(name: str, raw: dict[str, dict[str, Any]], seen: tuple[str, ...], known: dict[str, Any] | None = None) -> Profile:
    own = raw.get(name)
    if own is None and known and name in known:
        return Profile(*known[name])
    if own is None or name in seen:
        raise Refused([Problem(Location(f"profiles/{name}.yaml"), "unknown-profile", {"profile": name, "known": sorted({*raw, *(known or {})})})], exit_code=5)
    fields = {key: value for key, value in own.items() if key in Profile._fields}
    if "extends" in own:
        base = _built(own["extends"], raw, (*seen, name), known)
        joined = {key: {**getattr(base, key), **own.get(key, {})} for key in ("editions", "own_deadlines")}
        return base._replace(**{"title": (name, name), **fields, **joined, "name": name})
    return Profile(**{"title": (name, name), "editions": {}, "packs": (), **fields, "name": name})

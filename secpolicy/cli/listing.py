"""secpolicy.yaml, which lists the inventories of a folder. Loaded only where there is one to be read."""

from __future__ import annotations

import os
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.model.documents import documents_of, is_path, read_by_libyaml
from secpolicy.model.flow_reader import Unusual
from secpolicy.model.places import locate, problem_at
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import Mapping
from secpolicy.model.text_files import file_text

LISTING, KEY = "secpolicy.yaml", "inventories"


def listed() -> tuple[str, ...]:
    """What secpolicy.yaml lists. Raises Refused with everything that is wrong with the list."""
    document = _document()
    try:
        return _paths(document)
    except Unusual:
        return _paths(*read_by_libyaml((document,)))


def _paths(document: Mapping) -> tuple[str, ...]:
    problems = [_unknown_key(document, key) for key in document if key != KEY]
    raw = document.get(KEY, "")
    is_list = not isinstance(raw, str | Mapping)
    paths: list[Any] = [*raw] if is_list else [raw]
    if paths in ([], *([word] for word in RESERVED)):
        if KEY in document or not problems:  # else the key was misspelt, which has been said
            problems.append(problem_at(document, (KEY,) if KEY in document else (), "listing-of-nothing"))
    else:
        problems += (found for position, path in enumerate(paths) if (found := _lost(document, path, (KEY, position) if is_list else (KEY,))))
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.location))
    return tuple(paths)


def _lost(document: Mapping, path: Any, place: tuple[str | int, ...]) -> Problem | None:
    """What is wrong with one that is listed; None if it is there."""
    if not is_path(path):
        return problem_at(document, place, "listing-not-a-path")
    return None if os.path.exists(path) else _missing(document, path, place)


def _missing(document: Mapping, path: str, place: tuple[str | int, ...]) -> Problem:
    at = locate(document, place)
    return Problem(at, "no-such-file", {"path": path}, document.source.line(at.line))


def _document() -> Mapping:
    try:
        [document] = documents_of(file_text(LISTING).text, LISTING)
        return document
    except Refused as refused:
        if any(problem.id in ("empty-inventory", "not-an-inventory") for problem in refused.problems):
            raise Refused([Problem(Location(LISTING, 1, 1, 1, 2), "listing-of-nothing", {})]) from None
        raise


def _unknown_key(document: Mapping, key: str) -> Problem:
    meant = closest(key, (KEY,))
    return problem_at(document, (key,), "listing-unknown-key-meant" if meant else "listing-unknown-key", True, key=key, meant=meant)

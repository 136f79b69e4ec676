"""Whether what parameters name is there: the guideline and edition, or the day, that a value begins with, and the setting that gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem
from secpolicy.model.clauses import PROFILE, Guideline, Parameter
from secpolicy.model.profile import Profile
from secpolicy.model.vocabulary import Vocabulary


def parameter_problems(parameters: Iterable[Parameter], guidelines: dict[str, Guideline], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Starts of values that are neither a day nor an edition of a guideline, and settings that nobody can write."""
    for parameter in parameters:
        for start, *_ in parameter.values:
            yield from _start(parameter, start, guidelines)
        if parameter.setting and not _can_be_set(parameter.setting, vocabulary):
            yield _problem(parameter, "unknown-setting", name=parameter.setting.removeprefix(PROFILE))


def _start(parameter: Parameter, start: str, guidelines: dict[str, Guideline]) -> Iterator[Problem]:
    guideline, _, edition = start.rpartition(" ")
    if not guideline:
        try:
            date.fromisoformat(start)
        except ValueError:
            yield _problem(parameter, "value-without-start", start=start, name=parameter.name)
    elif guideline not in guidelines:
        yield _problem(parameter, "unknown-guideline", guideline=guideline)
    elif guidelines[guideline].edition(edition) is None:
        yield _problem(parameter, "unknown-edition", guideline=guideline, edition=edition, known=[one.id for one in guidelines[guideline].editions])


def _can_be_set(setting: str, vocabulary: Vocabulary) -> bool:
    if setting.startswith(PROFILE):
        return setting.removeprefix(PROFILE) in Profile._fields
    name, _, key = setting.partition(".")
    field = vocabulary.kinds["settings"].field(name)
    if field is None or not key:
        return field is not None
    return field.type.name == "map" and key in vocabulary.choices[field.type.of[0]].labels


def _problem(parameter: Parameter, message: str, **values: Any) -> Problem:
    return Problem(Location(parameter.file, parameter.line, 1, parameter.line, 2), message, values)

"""Whether what a profile of the organisation's own names is there: packs, editions, what fails a run, the model, the profile it extends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from secpolicy.base.problem import Problem, closest
from secpolicy.model.places import locate
from secpolicy.model.profile import FAILS_ON
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.stretches import Mapping

AUTHORITIES = ("statute", "ordinance", "notice", "guideline", "plan")


def profile_problems(content: Mapping, rulebook: Rulebook) -> Iterator[Problem]:
    """Every name in a profile's file that nothing has, at its place. Its fields and their types are the reader's business."""
    lists = {"packs": [*rulebook.packs], "authorities": AUTHORITIES, "fail_on": FAILS_ON}
    for key, known in lists.items():
        yield from _members(content, key, known)
    for key, names in (("extends", [*rulebook.profiles]), ("expects_model", [*rulebook.vocabulary.choices["model"].labels])):
        if isinstance(content.get(key), str):
            yield from _known(content, (key,), content[key], names)
    if "extends" not in content and not content.get("packs"):
        yield _problem(content, (), "profile-selects-nothing")
    yield from _editions(content, rulebook)


def _members(content: Mapping, key: str, known: Any) -> Iterator[Problem]:
    raw = content.get(key, [])
    if isinstance(raw, str):
        for word in raw.split(",") if raw not in ("", "none") else ():
            yield from _known(content, (key,), word.strip(), known)
        return
    if not isinstance(raw, list):
        yield _problem(content, (key,), "shape-list")
        return
    for position, word in enumerate(raw):
        if isinstance(word, str):
            yield from _known(content, (key, position), word, known)
        elif key == "fail_on":  # of the others the reader tells
            yield _problem(content, (key, position), "not-a-single-value")


def _known(content: Mapping, path: tuple[str | int, ...], word: str, known: Any) -> Iterator[Problem]:
    if word not in known:
        meant = closest(word, [*known])
        yield _problem(content, path, "not-one-of-meant" if meant else "not-one-of", value=word, meant=meant, known=[*known])


def _editions(content: Mapping, rulebook: Rulebook) -> Iterator[Problem]:
    editions = content.get("editions")
    for name, edition in editions.items() if isinstance(editions, Mapping) else ():
        guideline = rulebook.guidelines.get(name)
        if guideline is None:
            meant = closest(name, [*rulebook.guidelines])
            yield _problem(content, ("editions", name), "unknown-guideline-meant" if meant else "unknown-guideline", True, guideline=name, meant=meant)
        elif not isinstance(edition, str):
            yield _problem(content, ("editions", name), "not-a-single-value")
        elif guideline.edition(edition) is None:
            yield _problem(content, ("editions", name), "unknown-edition", guideline=name, edition=edition, known=[one.id for one in guideline.editions])


def _problem(content: Mapping, path: tuple[str | int, ...], message: str, of_key: bool = False, **values: Any) -> Problem:
    at = locate(content, path, of_key)
    return Problem(at, message, values, content.source.line(at.line))

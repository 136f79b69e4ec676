"""What several commands let the user choose: a profile with its editions, rules by name; and how wide the terminal is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.cli.commands import Gathering, refuse_uses, usage_problem
from secpolicy.model.clauses import Parameter
from secpolicy.model.documents import read_whole
from secpolicy.model.profile import FAILS_ON, Profile, profile_from_file
from secpolicy.model.rulebook import Adjustment, Rule, Rulebook
from secpolicy.model.stretches import Mapping

PARAMETER_OPTION = "--parameter"
MAIN_GUIDELINE = "mic-guideline"  # whose edition may be written without its name


def profile_named(rulebook: Rulebook, name: str, editions: Iterable[str] = ()) -> Profile:
    """The profile of that name or in that file, with other editions (`2024-10`, `dx-plan=2020-12`) in the place of its own. Raises Refused."""
    gathering = Gathering()
    profile = gathering.tried(lambda: _profile(rulebook, name))
    chosen = gathering.tried(lambda: editions_of(rulebook, editions))
    if profile is None or chosen is None:
        raise gathering.refused()
    return profile._replace(editions=profile.editions | chosen)


def _profile(rulebook: Rulebook, name: str) -> Profile:
    base = os.path.basename(name)
    if base in rulebook.profiles and not os.path.isfile(name):
        return Profile(*rulebook.profiles[base])
    if os.path.isfile(name):
        return _own_profile(rulebook, name)
    if base != name or base.endswith((".yaml", ".yml")):  # a path, not a name
        raise Refused([Problem(Location(name.replace(os.sep, "/")), "no-such-file", {"path": name.replace(os.sep, "/")})])
    meant = closest(base, [*rulebook.profiles])
    known = sorted(rulebook.profiles)
    raise usage_problem("usage-no-such-profile-meant" if meant else "usage-no-such-profile", name=name, known=known, meant=meant)


def editions_of(rulebook: Rulebook, written: Iterable[str]) -> dict[str, str]:
    """The editions that `--edition` names, by their guideline. Raises Refused with all that there are not."""
    chosen, unknown = {}, []
    for edition in written:
        guideline, _, id_ = edition.rpartition("=")
        guideline = guideline or MAIN_GUIDELINE
        known = rulebook.guidelines.get(guideline)
        if known is None:
            meant = closest(guideline, [*rulebook.guidelines])
            unknown.append(("usage-no-such-guideline-meant" if meant else "usage-no-such-guideline",
                            {"guideline": guideline, "meant": meant, "known": sorted(rulebook.guidelines)}))  # fmt: skip
        elif known.edition(id_) is None:
            unknown.append(("usage-no-such-edition", {"edition": edition, "known": [one.id for one in known.editions]}))
        chosen[guideline] = id_
    refuse_uses(unknown)
    return chosen


def _own_profile(rulebook: Rulebook, path: str) -> Profile:
    """The profile in a file of the organisation's own. Raises Refused with every problem."""
    from secpolicy.checking.profiles import profile_problems

    content = read_whole(path)
    problems = [*profile_problems(content, rulebook)] if isinstance(content, Mapping) else []
    try:
        profile = profile_from_file(path, rulebook.profiles, rulebook.house)
    except Refused as refused:
        at = {problem.location for problem in problems}
        problems += [problem for problem in refused.problems if problem.location not in at and problem.id != "unknown-profile"]
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.location))
    return profile


def words_of(text: str) -> tuple[str, ...]:
    """The words between commas; of a text without any, the text itself, which is none."""
    return tuple(word.strip() for word in text.split(",") if word.strip()) or (text,)


def failing(text: str) -> tuple[str, ...]:
    """What `--fail-on` names. Raises Refused."""
    words = words_of(text)
    unknown = [(word, closest(word, FAILS_ON)) for word in words if word not in FAILS_ON]
    refuse_uses(("usage-fail-on-meant" if meant else "usage-fail-on", {"value": word, "meant": meant, "known": list(FAILS_ON)}) for word, meant in unknown)
    return words


def with_parameters(rulebook: Rulebook, given: Iterable[str]) -> Rulebook:
    """The rulebook with values of the command line (`interval.audit=1年`), which come before every other. Raises Refused."""
    from copy import copy

    from secpolicy.model.parameters import constant_of_text

    changed = copy(rulebook)
    changed.parameters = dict(rulebook.parameters)
    made: list[Adjustment] = []

    def put(text: str) -> None:
        parameter, value = _parameter(rulebook, text)
        try:
            constant = constant_of_text(parameter, value, PARAMETER_OPTION, rulebook.vocabulary)
        except Refused as refused:
            at = Location(f"{PARAMETER_OPTION} {text}")
            raise Refused([problem._replace(location=at, line=None) for problem in refused.problems], exit_code=2) from None
        changed.parameters[parameter.name] = parameter._replace(own=constant)
        made.append(Adjustment("value", "", "", parameter.name, constant, "", "", PARAMETER_OPTION, 0))

    gathering = Gathering()
    for text in given:
        gathering.tried(partial(put, text))
    gathering.end()
    changed.adjustments = (*made, *rulebook.adjustments)
    return changed


def _parameter(rulebook: Rulebook, text: str) -> tuple[Parameter, str]:
    """The parameter and the value of `NAME=VALUE`. Raises Refused."""
    name, sign, value = (part.strip() for part in text.partition("="))
    if name not in rulebook.parameters:
        meant = closest(name, [*rulebook.parameters])
        raise usage_problem("usage-no-such-parameter-meant" if meant else "usage-no-such-parameter", name=name, meant=meant)
    if not sign or not value:
        raise usage_problem("usage-parameter-without-value", name=name)
    return rulebook.parameters[name], value


def rules_named(rulebook: Rulebook, names: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that ids, or unambiguous endings of ids, name; a duty stands for its rule. Raises Refused."""
    chosen: list[Rule] = []
    unknown: list[tuple[str, dict[str, Any]]] = []
    for name in names:
        id_, _, label = name.partition("#")
        found = rulebook.rule(id_)
        known = [duty.label for rule in found for duty in rule.duties]
        if found and label and label not in known:
            unknown.append(("usage-no-such-duty", {"rule": id_, "duty": label, "known": known}))
        if not found:
            meant = closest(name, [rule.name for rule in rulebook.rules])
            unknown.append(("usage-no-such-rule-meant" if meant else "usage-no-such-rule", {"name": name, "meant": meant}))
        chosen += found
    refuse_uses(unknown)
    return tuple(dict.fromkeys(chosen))


def terminal_width() -> int:
    """Columns of the terminal, else 80."""
    if not sys.stdout.isatty():
        return 80
    import shutil

    return legible(shutil.get_terminal_size((80, 24)).columns)


def legible(columns: int) -> int:
    """The columns to write for: of a terminal that is narrower or wider, as few or as many as can be read."""
    return max(60, min(columns, 200))


def ambiguous_width() -> int:
    """Columns of α and its like: the consoles of Japanese Windows draw them as wide as kanji."""
    return 2 if os.name == "nt" else 1

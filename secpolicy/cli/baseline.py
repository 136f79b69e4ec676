"""secpolicy baseline: take note of the findings of today, so that only new ones fail a run; and forget those that no longer occur."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.record import Record
from secpolicy.cli.changing import judging_options
from secpolicy.cli.commands import common_options, help_option, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, Setting, asked_by, inventories, judged_setting, setting_at
from secpolicy.cli.outputs import write
from secpolicy.judging.baselining import entry_of, is_binding, is_open, with_baseline
from secpolicy.judging.finding import Finding
from secpolicy.model.baseline import Entry, baseline_text, owner_of, read_baseline
from secpolicy.model.documents import header_path
from secpolicy.model.stretches import Mapping

FILE = "baseline.yaml"


class _Today(Record):
    """The findings of today that a baseline may take note of, those that it may not, what the file holds by the state of its entries, and whose it is."""

    findings: dict[str, Finding]
    bound: dict[str, Finding]
    held: dict[str, list[Entry]]
    owner: tuple[str, ...]

    def entries(self, *states: str) -> list[Entry]:
        return [entry for state in states for entry in self.held.get(state, ())]


def command(context: Context) -> click.Command:
    """The command with its two parts, said in the reader's language."""
    says = context.words.says
    accept: list[click.Parameter] = [
        click.Option(["--accept"], multiple=True, metavar=says("metavar-finding"), help=says("baseline-option-accept")),
        click.Option(["--because"], metavar=says("metavar-reason"), help=says("baseline-option-because")),
    ]
    group = click.Group("baseline", help=says("help-baseline"), add_help_option=False, params=[*common_options(context), help_option(context.words)])
    for name, run, more in (("write", _write, accept), ("prune", _prune, [])):
        options: list[click.Parameter] = [
            click.Argument(["inventory"], required=False, nargs=-1, metavar=says("metavar-inventories")),
            click.Option(["-o", "--output", "path"], metavar=says("metavar-file"), help=says("baseline-option-file")),
            *more,
            *judging_options(context),
            *common_options(context),
            help_option(context.words),
        ]
        group.add_command(click.Command(name, params=options, callback=_bound_to(context, run), help=says(f"help-baseline-{name}"), add_help_option=False))
    return group


def _bound_to(context: Context, run: Any) -> Any:
    return lambda **given: run(context, **given)


def _one(inventory: tuple[str, ...]) -> str:
    """The one inventory that a baseline is about."""
    places = inventories(inventory)
    if len(places) > 1:
        raise usage_problem("usage-one-of-listed", n=len(places))
    return places[0]


def _file(documents: tuple[Mapping, ...], path: str | None) -> str:
    """The file of the baseline: as given, else as the inventory names it."""
    return path or header_path(documents, "baseline") or FILE


def _today(setting: Setting, asked: Asked, path: str) -> _Today:
    judged = judged_setting(setting, asked)
    found = {finding.id: finding for finding in judged.findings if is_open(finding)}
    bound = {id_: finding for id_, finding in found.items() if is_binding(finding.rule, setting.rulebook)}
    owner = owner_of(setting.inventory)
    entries = read_baseline(path, setting.rulebook.house, owner) if os.path.exists(path) else ()
    held: dict[str, list[Entry]] = {}
    for fate in with_baseline(judged, entries, setting.rulebook).baseline:
        held.setdefault(fate.state, []).append(fate.entry)
    return _Today({id_: finding for id_, finding in found.items() if id_ not in bound}, bound, held, owner)


def _write(context: Context, inventory: tuple[str, ...], path: str | None, accept: tuple[str, ...], because: str | None, **given: Any) -> int:
    if bool(accept) != bool(because):
        raise usage_problem("usage-baseline-because")
    asked = asked_by(given)
    documents, setting = setting_at(context, _one(inventory), asked)
    path = _file(documents, path)
    is_new = not os.path.exists(path)
    today = _today(setting, asked, path)
    added = _added(today, path, accept, because or "")
    entries = [*today.entries("hidden", "gone"), *added, *(entry for entry in today.entries("changed") if entry.id not in accept)]
    says = context.words.says
    if added or is_new:
        write(path, baseline_text(entries, today.owner), context.words.says, "baseline")
        sys.stdout.write(says("baseline-written", path=path, n=len(entries), added=len(added)) + "\n")
    else:
        sys.stdout.write(says("baseline-kept", path=path, n=len(entries)) + "\n")
    for message, number in (("baseline-bound", len(today.bound)), ("baseline-stale", len(today.entries("gone")))):
        if number:
            sys.stdout.write(says(message, n=number) + "\n")
    return 0


def _added(today: _Today, path: str, accept: tuple[str, ...], because: str) -> list[Entry]:
    """What a baseline takes note of besides what it holds: of a new one everything, else what is accepted. Raises Refused."""
    known = {entry.id for entry in today.entries("hidden")}
    unknown = [finding for id_, finding in today.findings.items() if id_ not in known]
    if accept:
        return [entry_of(finding, because) for finding in _accepted(today, accept) if finding.id not in known]
    if not os.path.exists(path):
        return [entry_of(finding) for finding in unknown]
    _refuse_to_grow(path, unknown)
    return []


def _accepted(today: _Today, accept: tuple[str, ...]) -> list[Finding]:
    """The findings that were named. Raises Refused for what is none, and for what a law demands."""
    problems = []
    for id_ in accept:
        if id_ in today.bound:
            finding = today.bound[id_]
            problems.append(_problem("usage-baseline-bound", id=id_, duty=f"{finding.rule}#{finding.duty}"))
        elif id_ not in today.findings:
            meant = closest(id_, [*today.findings])
            problems.append(_problem("usage-baseline-no-such-meant" if meant else "usage-baseline-no-such", id=id_, meant=meant))
    if problems:
        raise Refused(problems, exit_code=2)
    return [today.findings[id_] for id_ in dict.fromkeys(accept)]


def _refuse_to_grow(path: str, unknown: list[Finding]) -> None:
    """A baseline only shrinks by itself: what is new is mended, or accepted one by one with a reason."""
    problems = [_problem("usage-baseline-grows", id=one.id, duty=f"{one.rule}#{one.duty}", subject=" ".join(one.names)) for one in unknown]
    if problems:
        raise Refused([problem._replace(location=Location(path.replace(os.sep, "/"))) for problem in problems], exit_code=2)


def _problem(id_: str, **values: Any) -> Problem:
    return Problem(Location("secpolicy"), id_, values)


def _prune(context: Context, inventory: tuple[str, ...], path: str | None, **given: Any) -> int:
    asked = asked_by(given)
    documents, setting = setting_at(context, _one(inventory), asked)
    path = _file(documents, path)
    read_baseline(path, context.rulebook.house)  # one that is not there is a mistake here
    today = _today(setting, asked, path)
    left = today.entries("hidden", "changed")
    gone = len(today.entries("gone", "refused"))
    if gone:
        write(path, baseline_text(left, today.owner), context.words.says, "baseline")
    sys.stdout.write(context.words.says("baseline-pruned", path=path, n=gone, left=len(left)) + "\n")
    return 0

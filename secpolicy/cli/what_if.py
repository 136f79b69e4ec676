"""secpolicy what-if: which verdicts would be others if a fact were another. Nothing is written anywhere."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from secpolicy.cli.changing import command_of, comparing_options, for_each, show, supposing
from secpolicy.cli.commands import Gathering, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, Setting, judged_setting, report_of, setting_at, setting_of
from secpolicy.model.supposing import Supposed, supposed_of
from secpolicy.reporting.change.changes import Side, comparison
from secpolicy.reporting.report import Report


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["inventory"], required=False, nargs=-1, metavar=says("metavar-inventories")),
        click.Option(["--set", "sets"], multiple=True, metavar=says("metavar-set"), help=says("what-if-option-set")),
        *comparing_options(context),
    ]
    return command_of(context, "what-if", options, _what_if)


def _what_if(context: Context, inventory: tuple[str, ...], sets: tuple[str, ...], format_: str, shows: str | None, **given: Any) -> int:
    if not sets:
        raise usage_problem("usage-what-if-what")
    supposed = _supposed(sets)

    def one(path: str, asked: Asked) -> None:
        documents, setting = setting_at(context, path, asked)
        before = Side(path, _report(context, setting, asked))
        then = setting_of(context, supposing(context, documents, asked, supposed), asked)
        after = Side(" ".join(f"--set {one.written}" for one in supposed), _report(context, then, asked))
        show(format_, "changes", comparison("what-if-title", before, after, shows == "review"))

    return for_each(context, inventory, given, format_, one)


def _supposed(sets: tuple[str, ...]) -> list[Supposed]:
    gathering = Gathering()
    found = [gathering.tried(partial(supposed_of, written)) for written in sets]
    gathering.end()
    return [one for one in found if one is not None]


def _report(context: Context, setting: Setting, asked: Asked) -> Report:
    return report_of(context, setting, asked, judged_setting(setting, asked), {})

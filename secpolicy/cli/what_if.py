"""secpolicy what-if: which verdicts would be others if a fact were another. Nothing is written anywhere."""

from __future__ import annotations

from typing import Any

import click

from secpolicy.cli.changing import command_of, comparing_options, show, supposing
from secpolicy.cli.commands import usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, asked_by, documents_at, inventories, judged_setting, report_of, setting_of
from secpolicy.model.stretches import Mapping
from secpolicy.model.supposing import supposed_of
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
    supposed = [supposed_of(written) for written in sets]
    asked = asked_by(given)
    for path in inventories(inventory):
        documents = documents_at(path, asked.waivers)
        before = Side(path, _report(context, documents, asked))
        after = Side(" ".join(f"--set {one.written}" for one in supposed), _report(context, supposing(context, documents, asked, supposed), asked))
        show(format_, "changes", comparison("what-if-title", before, after, shows == "review"))
    return 0


def _report(context: Context, documents: tuple[Mapping, ...], asked: Asked) -> Report:
    setting = setting_of(context, documents, asked)
    return report_of(context, setting, asked, judged_setting(setting, asked), {})

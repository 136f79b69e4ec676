"""secpolicy remediation read: what people wrote into a workbook becomes a plan, and drafts of waivers."""

from __future__ import annotations

import os
from typing import Any

import click

from secpolicy.cli.commands import common_options, help_option, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.files import write_all

PLAN, DRAFT = "plan.yaml", "waivers.draft.yaml"


def command(context: Context) -> click.Command:
    """The group with its one command, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["workbook"], required=True, metavar=says("metavar-workbook")),
        click.Option(["--into"], default=".", metavar=says("metavar-folder"), help=says("option-into")),
        click.Option(["--replace"], is_flag=True, help=says("option-replace")),
        *common_options(context),
        help_option(context.words),
    ]
    read = click.Command("read", params=options, callback=lambda **given: _read(context, **given), help=says("help-remediation-read"), add_help_option=False)
    return click.Group(
        "remediation", {"read": read}, params=[*common_options(context), help_option(context.words)], help=says("help-remediation"), add_help_option=False
    )


def _read(context: Context, workbook: str, into: str, replace: bool, **given: Any) -> int:
    from secpolicy.base.text import Words
    from secpolicy.model.plan import plan_as_yaml
    from secpolicy.reporting.workbook.plan_columns import read_workbook, waivers_as_yaml

    words = context.words
    languages = [words, *(Words(lang, context.rulebook.texts(lang)) for lang in ("ja", "en") if lang != words.lang)]
    found = read_workbook(workbook, languages, context.rulebook)
    contents = {os.path.join(into, PLAN): plan_as_yaml(found.remedies, words.says("plan-comment"))}
    if found.waivers:
        comments = [words.says("draft-comment"), words.says("draft-comment-approval")]
        contents[os.path.join(into, DRAFT)] = waivers_as_yaml(found.waivers, comments)
    if not replace:
        _refuse_to_replace(contents)
    write_all({path: text.encode() for path, text in contents.items()})
    click.echo(
        words.says("remediation-read", n=len(found.remedies), waivers=len(found.waivers), files=words.join(path.replace(os.sep, "/") for path in contents))
    )
    return 0


def _refuse_to_replace(contents: dict[str, str]) -> None:
    """A file that people may have gone on writing in is not replaced unless they say so."""
    for path, text in contents.items():
        if os.path.exists(path):
            with open(path, "rb") as file:
                if file.read() != text.encode():
                    raise usage_problem("remediation-exists", path=path.replace(os.sep, "/"))

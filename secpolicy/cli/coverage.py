"""secpolicy coverage: what becomes of every clause of every guideline."""

from __future__ import annotations

import sys
from typing import Any

import click

from secpolicy.base.text import printable
from secpolicy.cli.choosing import profile_named
from secpolicy.cli.commands import common_options, format_option, help_option
from secpolicy.cli.context import Context
from secpolicy.cli.outputs import hand_over


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Option(["--profile"], default="standard", metavar=says("metavar-profile"), help=says("coverage-option-profile")),
        click.Option(["--edition"], multiple=True, metavar=says("metavar-edition"), help=says("option-edition")),
        click.Option(["--by"], multiple=True, type=click.Choice(("chapter", "strength", "read", "field")), help=says("coverage-option-by")),
        format_option(context.words, ("table", "json", "markdown")),
        *common_options(context),
        help_option(context.words),
    ]
    return click.Command("coverage", params=options, callback=lambda **given: _coverage(context, **given), help=says("help-coverage"), add_help_option=False)


def _coverage(context: Context, format_: str, by: tuple[str, ...], **given: Any) -> int:
    from secpolicy.reporting.rules import coverage_forms
    from secpolicy.reporting.rules.coverage import coverage_of
    from secpolicy.reporting.rules.standing import facts_of

    profile = profile_named(context.rulebook, given["profile"], given["edition"])
    coverage = coverage_of(facts_of(context.rulebook, profile))
    ways = tuple("reading" if way == "read" else way for way in by)
    if format_ == "table":
        from secpolicy.cli.pages import page_of_terminal

        sys.stdout.write(printable(coverage_forms.as_table(coverage, context.words, page_of_terminal(), ways)))
    else:
        writer = coverage_forms.as_json if format_ == "json" else coverage_forms.as_markdown
        hand_over(printable(writer(coverage, context.words, ways)))
    return 0

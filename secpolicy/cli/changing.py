"""What the commands about change share: the options that decide what is judged, and how their outcome is printed."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from secpolicy.base.location import Location
from secpolicy.base.problem import Refused
from secpolicy.cli.choosing import terminal_width
from secpolicy.cli.commands import Gathering, common_options, format_option, help_option, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, asked_by, inventories, narrowed, setting_of
from secpolicy.cli.outputs import hand_over
from secpolicy.model.stretches import Mapping
from secpolicy.model.supposing import Supposed, copied, suppose

FORMATS = ("table", "json", "markdown")
_CAN_FOLLOW = ("table", "markdown")  # forms of which several may stand one after the other


def judging_options(context: Context) -> list[click.Parameter]:
    """The options of check that decide what is judged."""
    says = context.words.says
    return [
        click.Option(["--profile"], metavar=says("metavar-profile"), help=says("option-profile")),
        click.Option(["--as-of"], metavar=says("metavar-day"), help=says("option-as-of")),
        click.Option(["--edition"], multiple=True, metavar=says("metavar-edition"), help=says("option-edition")),
        click.Option(["--waivers"], metavar=says("metavar-file"), help=says("option-waivers")),
        click.Option(["--only"], multiple=True, metavar=says("metavar-only"), help=says("option-only")),
        click.Option(["--unread"], type=click.Choice(("review", "enforce", "off")), help=says("option-unread")),
    ]


def comparing_options(context: Context) -> list[click.Parameter]:
    """The same, and whether what is only for review is shown too."""
    return [*judging_options(context), click.Option(["--show", "shows"], type=click.Choice(("review",)), help=context.words.says("diff-option-show"))]


def command_of(context: Context, name: str, options: list[click.Parameter], run: Callable[..., int], formats: tuple[str, ...] = FORMATS) -> click.Command:
    """A command with its own options, `--format`, and those that every command has; its help is the message `help-NAME`."""
    says = context.words.says
    parameters = [*options, format_option(context.words, formats), *common_options(context), help_option(context.words)]
    return click.Command(name, params=parameters, callback=lambda **given: run(context, **given), help=says(f"help-{name}"), add_help_option=False)


def for_each(context: Context, inventory: tuple[str, ...], given: dict[str, Any], form: str, run: Callable[[str, Asked], None]) -> int:
    """Run something for each inventory that is named or listed, with what is asked; 0. Raises Refused at the end with the problems of all."""
    gathering = Gathering()
    asked, paths = gathering.tried(lambda: asked_by(given)), gathering.tried(lambda: inventories(inventory))
    if asked is None or paths is None:
        raise gathering.refused()
    if len(paths) > 1 and form not in _CAN_FOLLOW:
        raise usage_problem("usage-format-of-many", format=form, n=len(paths), known=list(_CAN_FOLLOW))
    asked = asked._replace(one_of_many=len(paths) > 1)
    paths = narrowed(context, paths, asked)
    for path in paths:
        gathering.tried(partial(run, path, asked))
    gathering.end()
    return 0


def show(kind: str, module: str, content: Any) -> None:
    """Print something in a format: by the function `<module>_as_<kind>` in a file of that name in `reporting/change`, the only one that is loaded."""
    name = f"{module}_as_{kind}"
    text: str = getattr(importlib.import_module(f"secpolicy.reporting.change.{name}"), name)(content, terminal_width())
    if kind == "table":
        sys.stdout.write(text)
    else:
        hand_over(text)


def supposing(context: Context, documents: tuple[Mapping, ...], asked: Asked, supposed: list[Supposed]) -> tuple[Mapping, ...]:
    """Copies of the documents in which the values stand, put in one after the other: the next may build on the one before. Raises Refused."""
    changed = tuple(copied(document) for document in documents)
    for one in supposed:
        suppose(one, setting_of(context, changed, asked).inventory)
        try:
            setting_of(context, changed, asked)
        except Refused as refused:  # the inventory was sound before: whatever is wrong, this value of the command line brought it in
            at = Location(f"--set {one.written}")
            raise Refused([problem._replace(location=at, line=None) for problem in refused.problems], exit_code=2) from None
    return changed

"""How a command was called wrongly: what click finds, and what it lets pass, as problems in the reader's language. Loaded only then."""

from __future__ import annotations

from typing import Any

import click

from secpolicy.base.problem import Refused, closest
from secpolicy.cli.commands import COMMANDS, usage_problem


def refused_by_click(error: click.UsageError, given: list[str]) -> Refused:
    """What click refuses, with what was probably meant or where to read on."""
    id_, values = _problem(error)
    if "meant" in values:
        id_ += "-meant" if values["meant"] else ""
    return usage_problem(id_, command=_command(error, given), **values)


def empty_value(given: list[str]) -> Refused:
    """A value that is there but empty, as a variable of a shell that was never set leaves it."""
    position = next(at for at, word in enumerate(given) if is_empty(word))
    option = given[position].removesuffix("=") or (given[position - 1] if position else "")
    if option.startswith("-"):
        return usage_problem("usage-empty-value", name=option)
    return usage_problem("usage-empty-argument")


def is_empty(word: str) -> bool:
    """Whether a word of the command line gives an empty value: `''`, `--profile=`."""
    return not word or (word.startswith("--") and word.find("=") == len(word) - 1)


def _problem(error: click.UsageError) -> tuple[str, dict[str, Any]]:
    if isinstance(error, click.NoSuchOption):
        possible = tuple(error.possibilities or ())
        return "usage-no-such-option", {"option": error.option_name, "meant": closest(error.option_name, possible) or next(iter(possible), None)}
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return "usage-missing", {"name": _called(error.param)}
    if isinstance(error, click.BadParameter) and error.param is not None:
        if isinstance(error.param.type, click.Choice):
            choices, value = [*map(str, error.param.type.choices)], _quoted(error.message)
            return "usage-bad-choice", {"name": _called(error.param), "value": value, "choices": choices, "meant": closest(value, choices)}
        return "usage-bad-value", {"name": _called(error.param), "reason": error.message}
    if isinstance(error, click.BadOptionUsage):
        return "usage-takes-no-value" if "does not take" in error.message else "usage-needs-value", {"name": error.option_name}
    if error.message.startswith("Got unexpected extra argument"):
        return "usage-extra", {"word": error.message.partition("(")[2].removesuffix(")")}
    if isinstance(error.ctx.command if error.ctx else None, click.Group):
        return _without_command(error)
    return "usage-other", {"reason": error.format_message()}


def _without_command(error: click.UsageError) -> tuple[str, dict[str, Any]]:
    assert error.ctx is not None
    assert isinstance(error.ctx.command, click.Group)
    known = error.ctx.command.list_commands(error.ctx)
    if not error.message.startswith("No such command"):
        return "usage-without-command", {"known": known}
    word = _quoted(error.message)
    return "usage-no-such-command", {"word": word, "known": known, "meant": closest(word, known)}


def _called(param: click.Parameter) -> str:
    """The longest name of an option; an argument as help calls it."""
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.metavar or str(param.name)


def _quoted(message: str) -> str:
    """The word that a message of click is about."""
    return message.split("'")[1] if message.count("'") > 1 else ""


def _command(error: click.UsageError, given: list[str]) -> str:
    """The command whose help says more; the parser of click does not tell which one it read."""
    if error.ctx is not None:
        return error.ctx.command_path
    named = next((word for word in given if word in COMMANDS), None)
    return f"secpolicy {named}" if named else "secpolicy"

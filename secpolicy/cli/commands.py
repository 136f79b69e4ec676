"""The commands: each in a file of its own, loaded only when it is asked for; help and errors in the reader's language."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.text import LANGUAGES, Words, told
from secpolicy.cli.context import Context, context_for

COMMANDS = ("check", "explain", "rules", "coverage", "schema", "test", "new", "diff", "what-if", "timeline", "plan", "baseline", "remediation")
LANGUAGE_VARIABLE = "SECPOLICY_LANG"
EXIT_CODES = (70, 2, 6, 5, 3, 1, 4, 0)  # where there are several, the first of these
_T = TypeVar("_T")


class Commands(click.Group):
    """A group whose commands are built when they are named."""

    def __init__(self, context: Context) -> None:
        self.context_ = context
        says = context.words.says
        super().__init__("secpolicy", help=says("help-secpolicy"), add_help_option=False, params=[
            click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help=says("help-version")),
            language_option(context.words),
            help_option(context.words),
        ], options_metavar=says("help-metavar-options"), subcommand_metavar=says("help-metavar-command"))  # fmt: skip
        self.context_class = _context_speaking(context.words)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"secpolicy.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command(self.context_)
        self._make_speak(command)
        return command

    def _make_speak(self, command: click.Command) -> None:
        """Give a command, and those that it has, what makes its help speak the reader's language."""
        command.context_class, command.options_metavar, command.short_help = self.context_class, self.options_metavar, command.help
        if isinstance(command, click.Group):
            command.subcommand_metavar, command.no_args_is_help = self.subcommand_metavar, False
            for part in command.commands.values():
                self._make_speak(part)


def _context_speaking(words: Words) -> type[click.Context]:
    """A context of click whose help is set for the reader, by a file that is loaded only then."""

    class Speaking(click.Context):
        def make_formatter(self) -> click.HelpFormatter:
            from secpolicy.cli.help_text import HelpText

            return HelpText(words)

    return Speaking


def help_option(words: Words) -> click.Option:
    """--help, said in the reader's language."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(ctx.get_help())
            ctx.exit()

    return click.Option(["--help", "-h"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=words.says("help-help"))


def language_option(words: Words) -> click.Option:
    """--lang, which is looked at before the command is built."""
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=words.says("option-lang"))


def format_option(words: Words, formats: tuple[str, ...], default: str | None = "table", message: str = "option-form") -> click.Option:
    """--format, of which there is one: another is written with --output, not by naming it here too."""

    def only(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> str | None:
        if len(value) > 1:
            raise usage_problem("usage-format-twice", formats=list(value))
        return value[0] if value else default

    return click.Option(["--format", "format_"], multiple=True, type=click.Choice(formats), callback=only, help=words.says(message))


def common_options(context: Context) -> list[click.Parameter]:
    """--lang, --no-cache and --verify, which are looked at before the command is built."""
    says = context.words.says
    return [
        language_option(context.words),
        click.Option(["--no-cache"], is_flag=True, expose_value=False, help=says("option-no-cache")),
        click.Option(["--verify"], is_flag=True, expose_value=False, help=says("option-verify")),
    ]


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from secpolicy import __version__

        click.echo(f"secpolicy {__version__}")
        ctx.exit()


def run(given: list[str]) -> int:
    """Run the command that was written; its exit code."""
    asked, named_by = _language(given)
    lang = asked if asked in LANGUAGES else LANGUAGES[0]
    try:
        context = context_for(lang, "--no-cache" in given, "--verify" in given)
    except Refused as refused:  # the packs that are shipped: a rulebook that would hold the words is not to be had
        from secpolicy.model.words import load_words

        refused.exit_code = 6
        return refuse(refused, load_words(lang))
    words = context.words
    if lang != asked:
        return _refuse_language(context, asked, named_by)
    try:
        if "" in given or any(word.endswith("=") for word in given):
            _refuse_empty(given)
        outcome: Any = Commands(context).main(given or ["--help"], prog_name="secpolicy", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except Refused as refused:
        return refuse(refused, words)
    except click.exceptions.Exit as leaving:
        return int(leaving.exit_code)
    except click.Abort:
        return 130
    except click.UsageError as error:
        from secpolicy.cli.usage import refused_by_click

        return refuse(refused_by_click(error, given), words)


def refuse(refused: Refused, words: Words) -> int:
    """Print every problem to the error stream; the exit code that goes with them."""
    texts = [told(problem, words) for problem in refused.problems]
    counted = words.says("problems", n=len(refused.problems)) if len(refused.problems) > 1 else ""
    sys.stderr.write("\n".join([*texts, counted] if counted else texts) + "\n")
    return refused.exit_code


def _language(given: list[str]) -> tuple[str, str]:
    """--lang, else SECPOLICY_LANG, else Japanese; and what names it."""
    chosen = os.environ.get(LANGUAGE_VARIABLE) or LANGUAGES[0], LANGUAGE_VARIABLE
    for position, word in enumerate(given):
        if word == "--lang" and position + 1 < len(given):
            chosen = given[position + 1], "--lang"
        elif word.startswith("--lang="):
            chosen = word.partition("=")[2], "--lang"
    return chosen


def _refuse_empty(given: list[str]) -> None:
    from secpolicy.cli.usage import empty_value, is_empty

    if any(map(is_empty, given)):
        raise empty_value(given)


def _refuse_language(context: Context, asked: str, named_by: str) -> int:
    """Which language the reader has is not known: told in both."""
    for lang in LANGUAGES:
        refuse(usage_problem("usage-no-such-language", lang=asked, by=named_by), Words(lang, context.rulebook.texts(lang)))
    return 2


def usage_problem(id_: str, **values: Any) -> Refused:
    """A problem of how the command was called: exit code 2."""
    return Refused([Problem(Location("secpolicy"), id_, values)], exit_code=2)


def refuse_uses(found: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Raises Refused with problems of how the command was called, as messages and their values; if there are any."""
    problems = [Problem(Location("secpolicy"), id_, values) for id_, values in found]
    if problems:
        raise Refused(problems, exit_code=2)


class Gathering:
    """Problems of steps that do not need one another: told together, so that nobody mends one only to be told of the next."""

    __slots__ = ("_codes", "problems")

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._codes: set[int] = set()

    def tried(self, step: Callable[[], _T]) -> _T | None:
        """What a step gives; None if it is refused, and its problems are kept. What several steps say is said once."""
        try:
            return step()
        except Refused as refused:
            self.problems += [problem for problem in refused.problems if problem not in self.problems]
            self._codes.add(refused.exit_code)
            return None

    def refused(self) -> Refused:
        """All of them, file by file, to be raised; only if there are any."""
        files = [problem.location.file for problem in self.problems]
        ordered = sorted(self.problems, key=lambda problem: (files.index(problem.location.file), problem.location))
        return Refused(ordered, min(self._codes, key=EXIT_CODES.index))

    def end(self) -> None:
        """Raises Refused with all of them, if there are any."""
        if self.problems:
            raise self.refused()

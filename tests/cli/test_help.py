"""`--help` of every command: no line is wider than the terminal, Japanese breaks where it may, and nothing is left in the other language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import click
import pytest

from secpolicy.base.text import LANGUAGES, columns
from secpolicy.cli.commands import Commands
from secpolicy.cli.context import context_for
from secpolicy.model.profile import FAILS_ON
from tests.cli.conftest import Ran

NOT_FIRST, NOT_LAST = "、。）」ー", "（「"
GROUPS = {lang: Commands(context_for(lang)) for lang in LANGUAGES}


def commands(lang: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it, and the groups that commands are."""
    yield "", GROUPS[lang]
    for name in GROUPS[lang].list_commands(click.Context(GROUPS[lang])):
        command = GROUPS[lang].get_command(click.Context(GROUPS[lang]), name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {part}", one) for part, one in command.commands.items())


NAMES = [name for name, _ in commands("ja")]


@pytest.fixture
def shown(secpolicy: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The lines of the help of a command on a terminal of a width."""

    def lines(name: str, lang: str, width: int = 80) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        return secpolicy(*name.split(), "--help", "--lang", lang).out.splitlines()

    return lines


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_help_is_wider_than_the_terminal_or_80_columns(name: str, lang: str, width: int, shown: Callable[..., list[str]]) -> None:
    lines = shown(name, lang, width)

    assert len(lines) > 5
    assert [] == [line for line in lines if columns(line) > min(width, 80)]


@pytest.mark.parametrize("name", NAMES)
def test_japanese_help_is_broken_where_japanese_may_be(name: str, shown: Callable[..., list[str]]) -> None:
    lines = [line.strip() for line in shown(name, "ja")]

    assert [] == [line for line in lines if line.startswith(tuple(NOT_FIRST)) or line.endswith(tuple(NOT_LAST))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_words_and_the_names_of_options_stay_whole(name: str, lang: str, shown: Callable[..., list[str]]) -> None:
    command = dict(commands(lang))[name]
    texts = [command.help or "", *(option.help or "" for option in command.params if isinstance(option, click.Option))]
    told = {word for line in shown(name, lang) for word in re.findall(r"[!-~]+", line)}

    assert set() == {word for text in texts for word in re.findall(r"[!-~]+", text)} - told


@pytest.mark.parametrize("name", NAMES)
def test_what_is_to_be_written_is_called_by_its_name_in_japanese(name: str) -> None:
    command = dict(commands("ja"))[name]
    context = click.Context(command)
    takes_words = [param for param in command.params if not isinstance(param.type, click.Choice) and not getattr(param, "is_flag", False)]

    assert [] == [param.name for param in takes_words if param.make_metavar(context).isascii()]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_to_be_written_is_called_by_its_name_in_english(name: str) -> None:
    command = dict(commands("en"))[name]
    context = click.Context(command)

    assert [] == [param.name for param in command.params if not param.make_metavar(context).isascii() or param.metavar == "TEXT"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_clicks_own_english_is_left_in_japanese_help(name: str, shown: Callable[..., list[str]]) -> None:
    text = "\n".join(shown(name, "ja"))

    assert text.startswith("使い方: secpolicy")
    assert [] == re.findall(r"Usage|Options|Commands|\[OPTIONS\]|COMMAND|ARGS|TEXT|\[required\]|\.\.\.$", text)


def test_choices_are_shown_as_they_are_typed(shown: Callable[..., list[str]]) -> None:
    [command] = [command for name, command in commands("ja") if name == "check"]
    form = next(option for option in command.params if "--format" in option.opts)
    assert isinstance(form.type, click.Choice)

    assert f"--format[{'|'.join(form.type.choices)}]" in re.sub(r"\s", "", "".join(shown("check", "ja")))


def test_what_a_command_is_for_is_told_whole_in_the_list_of_commands(shown: Callable[..., list[str]]) -> None:
    told = re.sub(r"\s", "", "".join(shown("", "ja")))

    assert [] == [name for name, command in commands("ja") if name and " " not in name and re.sub(r"\s", "", command.help or "") not in told]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_of_a_check_names_all_that_it_can_fail_on(lang: str, shown: Callable[..., list[str]]) -> None:
    told = " ".join(shown("check", lang)).partition("--fail-on")[2].partition("--exit-zero")[0]

    assert set(FAILS_ON) <= set(re.findall("[a-z]+", told))

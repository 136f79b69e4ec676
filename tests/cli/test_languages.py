"""Which language a run speaks: one that there is, else it is refused in both."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Ran


@pytest.mark.parametrize("variable", ["fr", "ja_JP.UTF-8", "JA"])
def test_a_language_of_the_environment_that_there_is_not_is_refused_in_both(
    secpolicy: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("SECPOLICY_LANG", variable)
    ran = secpolicy("rules")

    assert (2, "") == (ran.code, ran.out)
    assert f"`SECPOLICY_LANG` の `{variable}` という言語はない" in ran.err
    assert f"there is no language `{variable}`, which `SECPOLICY_LANG` names" in ran.err


@pytest.mark.parametrize("option", [("--lang", "fr"), ("--lang=fr",)])
def test_a_language_of_the_command_line_that_there_is_not_is_refused_in_both(secpolicy: Callable[..., Ran], option: tuple[str, ...]) -> None:
    ran = secpolicy("rules", *option)

    assert (2, "") == (ran.code, ran.out)
    assert "`--lang` の `fr` という言語はない" in ran.err
    assert "there is no language `fr`, which `--lang` names" in ran.err


def test_the_language_of_the_command_line_comes_before_that_of_the_environment(secpolicy: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECPOLICY_LANG", "fr")

    assert secpolicy("rules", "--help", "--lang", "en").out.startswith("Usage: ")


def test_an_empty_language_of_the_environment_is_none(secpolicy: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECPOLICY_LANG", "")

    assert secpolicy("rules", "--help").out.startswith("使い方: ")

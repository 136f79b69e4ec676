"""What `--color` colours: the verdicts of findings, and nothing that merely says the word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

COLOURED = re.compile(r"\x1b\[\d+m(.*?)\x1b\[0m")
SAMPLE = ("check", "samples/mihon-city/inventory.yaml", "--as-of", "2026-11-30", "--exit-zero")


def printed(secpolicy: Callable[..., Any], *given: str) -> str:
    return str(secpolicy(*SAMPLE, *given).out)


@pytest.mark.parametrize(("lang", "fail", "unknown"), [("ja", "違反", "不明"), ("en", "fail", "unknown")])
def test_a_table_has_its_verdict_cells_in_colour(secpolicy: Callable[..., Any], lang: str, fail: str, unknown: str) -> None:
    plain = printed(secpolicy, "--lang", lang)
    coloured = printed(secpolicy, "--lang", lang, "--color", "always")
    cells = [line for line in plain.split("\n") if line.startswith((f"{fail}  ", f"{unknown}  "))]

    assert plain == COLOURED.sub(r"\1", coloured)
    assert len(cells) == len(COLOURED.findall(coloured))
    assert {fail, unknown} == {*COLOURED.findall(coloured)}


def test_the_summary_has_no_colour_even_where_a_line_begins_with_a_verdict(secpolicy: Callable[..., Any]) -> None:
    summary = printed(secpolicy, "--color", "always").partition("■")[0]

    assert "\n不明 " in summary
    assert [] == COLOURED.findall(summary)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_of_lines_every_finding_has_its_verdict_in_colour(secpolicy: Callable[..., Any], lang: str) -> None:
    lines = printed(secpolicy, "--lang", lang, "--format", "lines", "--color", "always").split("\n")
    plain = printed(secpolicy, "--lang", lang, "--format", "lines")

    assert plain == COLOURED.sub(r"\1", "\n".join(lines))
    assert [line.startswith("samples/") for line in lines] == [len(COLOURED.findall(line)) == 1 for line in lines]


@pytest.mark.parametrize("when", ["auto", "never"])
@pytest.mark.parametrize("form", ["table", "lines"])
def test_a_pipe_gets_no_colour_unasked(secpolicy: Callable[..., Any], form: str, when: str) -> None:
    assert "\x1b" not in printed(secpolicy, "--format", form, "--color", when)

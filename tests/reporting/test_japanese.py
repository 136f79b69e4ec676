"""Japanese conditions that are told as one."""

from __future__ import annotations

import pytest

from secpolicy.reporting.reading.japanese import Said, all_of, any_of


def said(thing: str, ending: str) -> Said:
    return Said((), "", (f"「{thing}」",), ending, can_merge=False)


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("を含まない", "「甲」、「乙」及び「丙」のいずれも含まない"),
        ("に該当する", "「甲」、「乙」及び「丙」のいずれにも該当する"),
        ("に該当しない", "「甲」、「乙」及び「丙」のいずれにも該当しない"),
        ("を使わない", "「甲」を使わず、「乙」を使わず、かつ、「丙」を使わない"),
    ],
)
def test_what_is_said_of_several_at_once_is_said_of_all_of_them(ending: str, told: str) -> None:
    assert told == all_of([said(thing, ending) for thing in "甲乙丙"]).text


def test_that_one_of_two_is_not_so_is_not_told_as_if_neither_were() -> None:
    assert "「甲」を含まないか、又は、「乙」を含まない" == any_of([said("甲", "を含まない"), said("乙", "を含まない")]).text

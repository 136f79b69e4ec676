"""The messages of the shipped rules read well whatever values stand in them: every case that fails is told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.judging.finding import FAIL, Finding
from secpolicy.judging.judge import judge
from secpolicy.model.rulebook import Rulebook
from secpolicy.testing.cases import case_file_of, load_cases
from secpolicy.testing.run import prepared

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles"))


def _failing(rulebook: Rulebook) -> Iterator[Finding]:
    for rule in rulebook.rules:
        path = case_file_of(rule, str(ROOT))
        for case in load_cases(path, path, rulebook.vocabulary):
            ready = prepared(rulebook, case)
            judged = judge(rulebook, ready.inventory, ready.profile, case.today, (rule,), ready.overrides)
            yield from (finding for finding in judged.findings if finding.verdict == FAIL)


def _is_nothing(part: Any) -> bool:
    return not isinstance(part, str) and part[0] in (None, ())


@pytest.mark.parametrize(("lang", "labels"), [("ja", (": ", "（前回 ")), ("en", (": ",))])
def test_what_is_not_there_stands_behind_what_it_would_be(rulebook: Rulebook, lang: str, labels: tuple[str, ...]) -> None:
    """「前回 なし」 and `last audit: none` read as well as a day does; `last on none` does not."""
    told = [(finding, *parts) for finding in _failing(rulebook) for parts in pairwise(("", *finding.grounds.says(lang)))]
    nothing = [(finding, before) for finding, before, part in told if _is_nothing(part)]

    assert nothing
    assert [] == [f"{one.rule}#{one.duty}: {before}" for one, before in nothing if not str(before).endswith(labels)]

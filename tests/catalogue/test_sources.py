"""docs/sources.md: the counts by source are those of the packs, every source is told of, and the duties that were read again exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.model.clauses import Clause
from secpolicy.model.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
PAGE = Path("docs/sources.md")
BEGIN, END = "<!-- 件数 ここから -->\n", "<!-- 件数 ここまで -->\n"
READINGS = ("text", "secondary", "unread")


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles"))


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / PAGE).read_text(encoding="utf-8")


def row(name: str, publisher: str, clauses: list[Clause]) -> str:
    read = Counter(clause.read for clause in clauses)
    cells = [name, publisher, *(str(read[reading]) for reading in READINGS), str(len(clauses)), str(sum(len(clause.slugs) for clause in clauses))]
    return f"| {' | '.join(cells)} |\n"


def counts(rulebook: Rulebook) -> str:
    """The table of all sources, with the sum."""
    clauses = list(rulebook.clauses.values())
    lines = ["\n| 出典 | 発行者 | 本文 | 二次資料 | 未照合 | 条項 | 調査票の行 |\n", "|---|---|---:|---:|---:|---:|---:|\n"]
    for guideline in sorted(rulebook.guidelines.values(), key=lambda one: one.id):
        lines.append(row(f"{guideline.title[0]}（`{guideline.id}`）", guideline.publisher, [clause for clause in clauses if clause.guideline == guideline.id]))
    return "".join([*lines, row("計", "", clauses), "\n"])


def test_the_counts_are_those_of_the_packs(rulebook: Rulebook, page: str, is_committed: Callable[[Path, str], None]) -> None:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)

    is_committed(PAGE, before + BEGIN + counts(rulebook) + END + after)


def test_every_source_is_told_of_with_what_was_read(rulebook: Rulebook, page: str) -> None:
    told = page.partition(END)[2]

    assert [] == [id_ for id_ in rulebook.guidelines if f"`{id_}`" not in told]


def test_at_least_twenty_unread_duties_were_read_again_and_are_there(rulebook: Rulebook, page: str) -> None:
    part = page.partition("## 未照合の義務の読み合わせ")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    named = [(line.split("`")[1].partition("#"), line.split(" | ")[1]) for line in lines]
    rules = {ending: rule for rule in rulebook.rules for ending in (rule.id, rule.id.partition("/")[2])}
    slugs = {slug for clause in rulebook.clauses.values() for slug in clause.slugs}

    assert len(lines) >= 20
    assert [] == [rule for (rule, _, duty), _ in named if duty not in {one.label for one in rules[rule].duties}]
    assert [] == [slug for _, cell in named for slug in re.split("、", cell) if slug not in slugs]
    assert {"維持", "改めた"} == {line.split(" | ")[2] for line in lines}

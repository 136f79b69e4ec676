"""The pages of docs/ that are made from rules: a sheet of every rule, their index, and the glossary. `--accept` writes them anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.cli.sheets import sheet_of
from secpolicy.model.rulebook import Rulebook
from secpolicy.reporting.rules.rule_pages import glossary_page, index_page, page_of

ROOT = Path(__file__).parents[2]
SHEETS = Path("docs/rules")
IsCommitted = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles"))


def test_every_rule_has_its_sheet(rulebook: Rulebook, is_committed: IsCommitted) -> None:
    for rule in rulebook.rules:
        is_committed(SHEETS / page_of(rule), sheet_of(rulebook, rule, "ja"))


def test_the_index_leads_to_every_sheet(rulebook: Rulebook, is_committed: IsCommitted) -> None:
    page = index_page(rulebook, "ja")
    is_committed(SHEETS / "README.md", page)

    assert [page_of(rule) for rule in rulebook.rules] == re.findall(r"\]\(([^)]+\.md)\)", page)


def test_the_glossary_is_that_of_the_vocabulary_and_the_terms(rulebook: Rulebook, is_committed: IsCommitted) -> None:
    page = glossary_page(rulebook, "ja")
    is_committed(Path("docs/glossary.md"), page)

    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(re.findall(r'<a id="([^"]+)">', page))


def test_no_sheet_is_left_of_a_rule_that_is_gone(rulebook: Rulebook, is_committed: IsCommitted, request: pytest.FixtureRequest) -> None:
    kept = {ROOT / SHEETS / page_of(rule) for rule in rulebook.rules} | {ROOT / SHEETS / "README.md"}
    left = [file for file in sorted((ROOT / SHEETS).rglob("*.md")) if file not in kept]
    for file in left if request.config.getoption("accept") else ():
        file.unlink()

    assert [] == [file for file in left if file.exists()]

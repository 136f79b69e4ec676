"""Reports of the sample cities, made without the command line."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.judging.finding import Finding
from secpolicy.judging.gate import exit_code
from secpolicy.judging.judge import judge
from secpolicy.judging.waiving import with_waivers
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import Entity
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.waivers import waivers_of
from secpolicy.model.words import load_words
from secpolicy.reporting.report import Header, Report
from tests.loaded import load_inventory

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 30)

ReportOf = Callable[..., Report]


def _header(rulebook: Rulebook, inventory: Inventory) -> Header:
    names = frozenset(document.source.name for document in inventory.documents if document.source.name.endswith("waivers.yaml"))
    return Header("0.0.0", rulebook.digest, tuple(document.source for document in inventory.documents), names)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The shipped packs."""
    return load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles"))


@pytest.fixture(scope="session")
def report_of(rulebook: Rulebook) -> ReportOf:
    """A sample judged by the standard profile: `report_of("mihon-city")`, `report_of("mihon-city", lang="en")`."""

    @functools.cache
    def judged(city: str, as_of: date) -> Report:
        return _judged(rulebook, city, as_of)

    @functools.cache
    def report(city: str, as_of: date = AS_OF, lang: str = "ja") -> Report:
        return judged(city, as_of)._replace(words=load_words(lang))

    return report


class _Telling:
    """The grounds of a finding with another message, or other advice."""

    def __init__(self, grounds: Any, says: str | None, fix: str | None) -> None:
        self.evidence, self.dated_by = grounds.evidence, grounds.dated_by
        self.says = grounds.says if says is None else lambda lang: (says,)
        self.fix = grounds.fix if fix is None else lambda lang: (fix,) if fix else ()


@pytest.fixture(scope="session")
def telling() -> Callable[..., Finding]:
    """A finding that says or advises something else: `telling(finding, says="…", fix="")`."""

    def told(finding: Finding, says: str | None = None, fix: str | None = None) -> Finding:
        grounds: Any = _Telling(finding.grounds, says, fix)
        return finding._replace(grounds=grounds)

    return told


@pytest.fixture(scope="session")
def about(rulebook: Rulebook) -> Callable[[Finding, str], Finding]:
    """A finding about a device instead: `about(finding, "pc-01")`."""
    device = rulebook.vocabulary.kinds["device"]

    def told(finding: Finding, name: str) -> Finding:
        subject = Entity(device, finding.subjects[0].source)
        subject.id = name
        return finding._replace(subjects=(subject,))

    return told


def _judged(rulebook: Rulebook, city: str, as_of: date) -> Report:
    name = f"samples/{city}/inventory.yaml"
    if not (ROOT / name).exists():
        name = f"samples/{city}"  # a folder of files
    inventory = load_inventory(str(ROOT / name), rulebook.vocabulary, rulebook.catalogs, name)
    profile = Profile(*rulebook.profiles["standard"])
    outcome = judge(rulebook, inventory, profile, as_of)
    outcome = with_waivers(outcome, waivers_of(inventory), rulebook, inventory, profile, as_of)
    return Report(_header(rulebook, inventory), rulebook, inventory, profile, as_of, outcome, load_words("ja"), exit_code(outcome, profile, profile.fail_on))

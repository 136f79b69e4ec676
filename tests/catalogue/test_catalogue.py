"""Nothing dropped: every row of the survey stands in one clause, is decided or says why not, and no clause claims to be better read than its rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.model.clauses import Clause
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook
from secpolicy.reporting.rules.coverage import coverage_of
from secpolicy.reporting.rules.standing import facts_of

ROOT = Path(__file__).parents[2]
READINGS = ("unread", "secondary", "text")
CODES = {"H": "text", "high": "text", "M": "secondary", "medium": "secondary", "Ls": "unread", "L": "unread", "low": "unread"}


class Row(NamedTuple):
    """A row of the survey: `confidence` is its cell as written there; `decidable` says that the survey calls it decidable by machine, not in part."""

    slug: str
    kind: str
    decidable: str
    confidence: str
    source: str
    clause: str

    @property
    def codes(self) -> list[str]:
        """The codes of the cell, in our words: the marked one of the second part of the survey, else all of the first."""
        return [CODES[code] for code in re.findall(r"\*\*(\w+)\*\*", self.confidence) or re.findall(r"(?:^|/ )(Ls|[HML])\b", self.confidence)]

    @property
    def is_qualified(self) -> bool:
        """Whether the cell says more than a code: of what part it holds, or that another part is background."""
        marked = "**" in self.confidence
        return bool(re.search(r"background|\(headings\)", self.confidence)) if marked else self.confidence not in CODES

    @property
    def at_most(self) -> str:
        """How well a duty with content may claim to be read."""
        plain = not self.is_qualified or len(self.codes) > 1
        return min(self.codes, key=READINGS.index) if plain and "existence only" not in self.confidence else "unread"

    @property
    def strongest(self) -> str:
        """How well a duty may claim to be read that asks only for what the stronger code covers."""
        return "unread" if "existence only" in self.confidence else max(self.codes, key=READINGS.index)


# Clauses that take the stronger code of a qualified cell. Their duties ask only for what that code covers, which is:
NO_MORE_THAN_COVERED = {
    "mic-guideline cloud/rules": "that there are rules; their contents are another clause",
    "mic-guideline cloud/third-party-evidence": "that there is some assessment; the schemes that count are named as our reading",
    "mic-guideline information/handling-limits": "that each class has limits; which ones is not judged",
    "mic-guideline lgwan-asp/import-sanitised": "that what comes in from the Internet is sanitised, as for any other way in",
    "mic-guideline malware/supported-software": "what the second part marks as read in secondary sources: the dates, and the ban by its mark",
    "mic-guideline models/beta/assets": "that no important asset lies there; which ones are important is declared",
    "mic-guideline network/wireless": "the ban, which was read in R4.3; the parameter says in which editions it was not",
    "mic-guideline operation/compliance-check": "that compliance was checked and acted upon; to whom it is reported is another clause",
    "mic-guideline operation/laws": "that laws are listed; which ones is not judged",
    "mic-guideline physical/entry": "that only those permitted may enter; the means are another clause",
    "mic-guideline staff/attendance": "that executives took part",
    "mic-guideline staff/incident-report": "that incidents are reported; to whom is another clause",
    "mic-guideline staff/takeout-log": "that a record exists",
    "mic-guideline staff/training-plan": "that there is a plan for all staff with executives; its approval is another clause",
    "mic-guideline technical/backup": "that there are backups; how often is another clause",
    "mic-guideline technical/log-collection": "that logs are kept; for how long is another clause",
    "mic-guideline technical/software-permission": "that nothing is installed without permission; licences are another clause",
    "mic-guideline telework/gateways": "the dates, and the ban by its mark, as for other software",
    "mic-guideline terminals/factors": "two kinds of factor, which chapter 3 says; only the number of the clause was not read",
    "mic-guideline tiers/mynumber/peers/no-internet": "the class of such peers; the word for the strength was not read",
}

# Rows of the first part of the survey that ask for the same as a row of the second part, which was read better.
ASKED_TWICE = {"tech-eol-ban": "dl-eol-software"}


def read_rows() -> dict[str, Row]:
    with Path(__file__).with_name("slugs.csv").open(encoding="utf-8", newline="") as file:
        rows = [Row(**row) for row in csv.DictReader(file)]
    assert len({row.slug for row in rows}) == len(rows)
    return {row.slug: row for row in rows}


ROWS = read_rows()


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles"))


@pytest.fixture(scope="module")
def decided(rulebook: Rulebook) -> set[tuple[str, str]]:
    """The clauses that a rule decides in some edition of the guideline: it cites them, or judges by a term or number that rests on them."""
    standard = Profile(*rulebook.profiles["standard"])
    found: set[tuple[str, str]] = set()
    for edition in rulebook.guidelines["mic-guideline"].editions:
        covered = coverage_of(facts_of(rulebook, standard._replace(editions={**standard.editions, "mic-guideline": edition.id}))).in_state("rules")
        found |= {(one.clause.guideline, one.clause.id) for one in covered}
    return found


def rows_of(clause: Clause) -> list[Row]:
    return [ROWS[ASKED_TWICE.get(slug, slug)] for slug in clause.slugs or (clause.part_of,)]


def name(clause: Clause) -> str:
    return f"{clause.guideline} {clause.id}"


def test_the_list_holds_every_row_of_both_parts_of_the_survey() -> None:
    assert {"guideline-core.md": 338, "cloud-telework-deadlines.md": 186} == Counter(row.source for row in ROWS.values())
    assert {"demand", "definition", "exception", "information", "provider"} == {row.kind for row in ROWS.values()}
    assert {"yes", "no"} == {row.decidable for row in ROWS.values()}
    assert [] == [row.slug for row in ROWS.values() if not row.codes]


def test_every_row_stands_in_exactly_one_clause_and_no_clause_names_another(rulebook: Rulebook) -> None:
    standing = Counter(slug for clause in rulebook.clauses.values() for slug in clause.slugs)

    assert dict.fromkeys(ROWS, 1) == standing


def test_a_clause_without_rows_shares_one_with_a_clause_of_its_guideline(rulebook: Rulebook) -> None:
    holders = {slug: clause for clause in rulebook.clauses.values() for slug in clause.slugs}
    parts = [clause for clause in rulebook.clauses.values() if not clause.slugs or clause.part_of]

    assert parts
    assert [] == [name(clause) for clause in parts if clause.slugs or holders[clause.part_of].guideline != clause.guideline]


def test_a_clause_is_of_the_kind_of_its_rows(rulebook: Rulebook) -> None:
    wrong = [(name(one), row.slug) for one in rulebook.clauses.values() for row in rows_of(one) if row.kind != (one.kind or "demand")]

    assert [] == wrong


def test_every_demand_that_can_be_decided_is_decided_by_a_rule(rulebook: Rulebook, decided: set[tuple[str, str]]) -> None:
    demanded = {row.slug for row in ROWS.values() if (row.kind, row.decidable) == ("demand", "yes")}
    by_rule = {slug for key in decided for slug in rulebook.clauses[key].slugs}

    assert 404 == len(demanded)
    assert set() == demanded - by_rule


def test_what_no_rule_decides_says_who_looks_at_it_and_why(rulebook: Rulebook, decided: set[tuple[str, str]]) -> None:
    used = decided | {(cite.guideline, cite.clause) for term in rulebook.terms.values() for cite in term.cites}

    for key, clause in rulebook.clauses.items():
        assert (key not in used) == (clause.checked_by in ("hand", "nobody")), name(clause)
        assert bool(clause.checked_by) == all(clause.because), name(clause)


def test_nobody_leaves_out_a_demand(rulebook: Rulebook) -> None:
    assert [] == [name(clause) for clause in rulebook.clauses.values() if clause.checked_by == "nobody" and not clause.kind]


def test_a_clause_carries_the_confidence_of_one_of_its_rows(rulebook: Rulebook) -> None:
    for clause in rulebook.clauses.values():
        cells = {row.confidence for row in rows_of(clause)} | {mark for row in rows_of(clause) for mark in re.findall(r"\*\*(\w+)\*\*", row.confidence)}

        assert clause.confidence in cells, name(clause)


def test_no_clause_claims_to_be_better_read_than_its_rows_allow(rulebook: Rulebook) -> None:
    bounds = {key: min((row.at_most for row in rows_of(clause)), key=READINGS.index) for key, clause in rulebook.clauses.items()}
    above = {name(one): one for key, one in rulebook.clauses.items() if READINGS.index(one.read) > READINGS.index(bounds[key])}

    assert set(NO_MORE_THAN_COVERED) == set(above)
    for clause in above.values():
        assert all(READINGS.index(clause.read) <= READINGS.index(row.strongest) for row in rows_of(clause)), name(clause)

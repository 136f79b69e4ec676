"""What is told in sentences on a terminal: no line is wider than it, and where a line goes on it stands under its text."""

from __future__ import annotations

from datetime import date

import pytest

from secpolicy.base.text import Words, columns
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.words import load_words
from secpolicy.reporting.prose import EMPTY, WIDE, hanging, labelled
from secpolicy.reporting.reading.rule_text import reading
from secpolicy.reporting.rules.rule_sources import as_text, sources_of
from secpolicy.reporting.rules.standing import facts_of
from secpolicy.reporting.terminal.as_explanation import as_explanation
from tests.letters import letters
from tests.reporting.conftest import ReportOf

UNBROKEN = 10_000
LANGUAGES = ("ja", "en")
FORMS = [(lang, width) for lang in LANGUAGES for width in (60, 80)]


def widest(text: str) -> int:
    return max(columns(line, WIDE) for line in text.split("\n"))


@pytest.mark.parametrize(("lang", "width"), FORMS)
def test_the_reading_of_every_rule_fits_the_terminal_and_lacks_nothing(rulebook: Rulebook, lang: str, width: int) -> None:
    for rule in rulebook.rules:
        lines = reading(rule, rulebook, {}, lang)

        assert width >= widest(hanging(lines, width)), rule.id
        assert letters(hanging(lines, UNBROKEN)) == letters(hanging(lines, width))


@pytest.mark.parametrize(("lang", "width"), FORMS)
def test_where_every_rule_comes_from_fits_the_terminal(rulebook: Rulebook, lang: str, width: int) -> None:
    facts = facts_of(rulebook, Profile(*rulebook.profiles["standard"]), date(2026, 11, 30))
    wide = [rule.id for rule in rulebook.rules if widest(as_text(sources_of(rule, facts), load_words(lang), width)) > width]

    assert [] == wide


@pytest.mark.parametrize(("lang", "width"), FORMS)
def test_what_findings_rest_on_fits_the_terminal(report_of: ReportOf, lang: str, width: int) -> None:
    report = report_of("mihon-city", lang=lang)
    wide = [finding.id for finding in report.judged.findings if widest(as_explanation(report, finding, width)) > width]

    assert [] == wide


def test_a_line_goes_on_under_its_text() -> None:
    told = hanging([("", "題名"), EMPTY, ("  対象 ", "一二三四五六七"), ("    ", "甲乙丙丁戊己庚辛壬")], 20)

    assert "題名\n\n  対象 一二三四五六\n       七\n    甲乙丙丁戊己庚\n      辛壬\n" == told


def test_a_label_is_what_stands_before_the_first_value() -> None:
    words = Words("en", {"deadline": ("  deadline {day} ({basis})", ""), "heading": ("  facts", "")})

    assert ("  deadline ", "2026-11-30 (law)") == labelled(words, "deadline", day="2026-11-30", basis="law")
    assert ("  facts", "") == labelled(words, "heading")

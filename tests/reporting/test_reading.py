"""The readings of rules: there is one of every rule and term, in words that an auditor can be shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from secpolicy.cli.sheets import sheet_of
from secpolicy.judging import compile as compiling
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.reporting.prose import hanging
from secpolicy.reporting.reading import conditions_en, conditions_ja, values_en, values_ja
from secpolicy.reporting.reading.rule_text import Line, reading, reading_lines, scope_of, term_sentence
from secpolicy.reporting.rules.rule_sheet import sheet

LANGUAGES = ("ja", "en")
GOLDEN = Path("tests/reporting/golden")
STANDARD = {"mic-guideline": "2026-03"}
# Words that Japanese offices write in Latin letters: they stand so in labels of the vocabulary and in titles of terms and parameters.
LATIN = {"DoS", "EDR", "IC", "SaaS", "TLS", "TLS1.0", "TLS1.1", "TLS1.2", "TLS1.3",
    "A", "AI", "ATA", "B", "BLOCK", "C", "CDN", "CIO", "CISO", "CS", "CSIRT", "CYDER", "DKIM", "DMARC", "DMP", "DNS", "DX", "EAP-TLS", "ERASE",
    "Enhanced", "FAT", "FORMAT", "FW", "Format", "HDD", "ID", "IDS", "IEC", "IP", "IPS", "ISMAP", "ISMAP-LIU", "ISO", "IaaS", "J-LIS", "JC-STAR",
    "LAN", "LGWAN", "LGWAN-ASP", "LGWAN-FW", "MAC", "NVMe", "OS", "PaaS", "RPA", "SANITIZE", "SCSI", "SD", "SECURITY", "SNS", "SOC", "SOC2", "SPF", "SSD",
    "Sanitize", "UNIT", "URL", "USB", "VPN", "WAF", "WPA2", "WPA3", "Web", "ZIP", "eLTAX",
    "ASM", "ASP", "BPR", "Enterprise", "H2", "IEEE802.1X", "IPA", "ISMS", "NAS", "PDCA", "Pro", "SC-081v3", "SHA-1", "SHA-2", "SIM", "WEP", "Windows",
}  # fmt: skip
DOUBLED = re.compile("(?<!も)のの|をを|がが|にに|はは")  # ものの監視 is what it should be


def rule_named(rulebook: Rulebook, name: str) -> Rule:
    [rule] = rulebook.rule(name)
    return rule


def lines_of(rule: Rule, rulebook: Rulebook, lang: str, editions: dict[str, str] | None = None) -> list[Line]:
    return reading_lines(rule, scope_of(rulebook, editions or STANDARD, lang))


def whole_sheet(rule: Rule, rulebook: Rulebook) -> str:
    """The Japanese sheet with everything on it, written by hand or not."""
    return sheet_of(rulebook, rule, "ja")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_a_reading_and_a_sheet(rulebook: Rulebook, lang: str) -> None:
    for rule in rulebook.rules:
        text = hanging(reading(rule, rulebook, STANDARD, lang), 80) + sheet(rule, rulebook, lang, [("x", {duty.label: "pass" for duty in rule.duties})])

        text.encode("cp932")
        assert [duty.label for duty in rule.duties] == [line.duty for line in lines_of(rule, rulebook, lang) if line.duty]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_has_a_sentence(rulebook: Rulebook, lang: str) -> None:
    scope = scope_of(rulebook, STANDARD, lang)
    titles = [term.title[scope.side] for term in rulebook.terms.values() if term.title[scope.side] in term_sentence(term, scope).text]

    assert titles == [term.title[scope.side] for term in rulebook.terms.values()]


@pytest.mark.parametrize("language", [(values_ja, conditions_ja), (values_en, conditions_en)], ids=LANGUAGES)
def test_every_form_that_can_be_judged_can_be_read(language: tuple[ModuleType, ModuleType]) -> None:
    values, conditions = language
    forms = {*values.VALUES, *conditions.CONDITIONS}

    assert set(compiling._COMPILE) == forms


def test_a_form_that_nobody_gave_words_fails_loudly(rulebook: Rulebook) -> None:
    with pytest.raises(KeyError, match="perhaps"):
        conditions_ja.said(("perhaps",), scope_of(rulebook, {}, "ja"))


def test_no_particle_is_said_twice(rulebook: Rulebook) -> None:
    doubled = [rule.id for rule in rulebook.rules if DOUBLED.search(whole_sheet(rule, rulebook))]

    assert doubled == []


def test_japanese_holds_no_identifiers(rulebook: Rulebook) -> None:
    """What is written in files stands in code spans: names of rules, duties, terms and settings."""
    strange = {}
    for rule in rulebook.rules:
        prose = re.sub("`[^`]*`|<br>|&[a-z]+;", "", whole_sheet(rule, rulebook))
        words = {word.rstrip("-./") for word in re.findall(r"[A-Za-z_][A-Za-z0-9_.-]*", prose)}
        if left := words - LATIN:
            strange[rule.id] = left

    assert strange == {}


def test_english_sheets_are_in_english(rulebook: Rulebook) -> None:
    """But for the numbers of clauses, as their sources print them, and the names of cases, which the officers read who correct them."""
    japanese = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
    numbers = {number for clause in rulebook.clauses.values() for _, number, _ in clause.numbers if japanese.search(number)}
    printed = re.compile("|".join(re.escape(number) for number in sorted(numbers, key=len, reverse=True)))
    strange = [rule.id for rule in rulebook.rules if japanese.search(printed.sub("", sheet(rule, rulebook, "en", ())))]

    assert strange == []


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("mynumber-isolation", "ja"),
        ("os-supported", "ja"),
        ("os-supported", "en"),
    ],
)
def test_readings_are_as_they_were_approved(rulebook: Rulebook, is_committed: Callable[[Path, str], None], name: str, lang: str) -> None:
    is_committed(GOLDEN / f"{name}.{lang}.txt", hanging(reading(rule_named(rulebook, name), rulebook, STANDARD, lang), 80))


def test_a_parameter_has_the_value_of_the_edition(rulebook: Rulebook) -> None:
    rule = rule_named(rulebook, "mynumber-wireless")
    told_values = [
        next(line.text for line in lines_of(rule, rulebook, "ja", {"mic-guideline": edition}) if line.duty).partition("）")[0]
        for edition in ("2018-09", "2024-10", "2025-03")
    ]

    assert told_values == [
        "「マイナンバー利用事務系の無線LAN」（この版に定めなし",
        "「マイナンバー利用事務系の無線LAN」（この版では「使用しない」",
        "「マイナンバー利用事務系の無線LAN」（この版では「条件を満たせば使える」",
    ]


@pytest.mark.parametrize(
    ("edition", "end"),
    [
        ("2026-03", "（令和7年3月版から）"),
        ("2024-10", "（この版には根拠がなく、当たるものはない。）"),
    ],
)
def test_a_term_tells_since_when_it_exists(rulebook: Rulebook, edition: str, end: str) -> None:
    text = term_sentence(rulebook.terms["trusted_screen_transfer"], scope_of(rulebook, {"mic-guideline": edition}, "ja")).text

    assert text.endswith("ことをいう。" + end)


def test_a_clause_without_a_read_number_says_so(rulebook: Rulebook) -> None:
    [line] = [line for line in lines_of(rule_named(rulebook, "mynumber-multi-factor"), rulebook, "ja") if line.label == "根拠"]

    assert "（令和8年3月版）3章（番号未照合）" in line.text


def test_a_sheet_shows_every_edition_of_its_clauses(rulebook: Rulebook) -> None:
    text = sheet(rule_named(rulebook, "mynumber-wireless"), rulebook, "ja", ())

    assert "| 平成30年9月版 | この版にない | ― |" in text
    assert "| 令和4年3月版 | 6.1(13) | 本文で確認 |" in text


def test_a_sheet_shows_what_a_parameter_was_and_who_sets_it(rulebook: Rulebook) -> None:
    shipped = sheet(rule_named(rulebook, "mynumber-multi-factor"), rulebook, "ja", ())
    own = sheet(rule_named(rulebook, "logs-reviewed"), rulebook, "ja", ())

    assert "| 必要な認証要素の種類数 | 平成30年9月版 | 2種類 |" in shipped
    assert "| ログを点検する間隔 | ― | 庁内設定 `settings.intervals.log_review` | ― | ― |" in own


def test_a_sheet_ends_with_the_cases(rulebook: Rulebook) -> None:
    text = sheet(rule_named(rulebook, "os-supported"), rulebook, "ja", [("期限の翌日は違反", {"supported": "fail"}), ("a|b", {"supported": "absent"})])

    assert text.endswith("## 例\n\n| 例 | 判定 |\n| --- | --- |\n| 期限の翌日は違反 | 違反 |\n| a\\|b | この版にない |\n")

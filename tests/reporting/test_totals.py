"""Totals that an auditor can add up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from secpolicy.base.text import columns
from secpolicy.judging.finding import FAIL, UNKNOWN, VERDICTS
from secpolicy.reporting.report import Report, shown_findings
from secpolicy.reporting.terminal.as_table import as_table
from secpolicy.reporting.totals import totals_texts

SAMPLES = ("mihon-city", "kohan-city", "umibe-city", "yamaai-village", "mizuhara-prefecture")
WORDS = {"適合": "PASS", "違反": "FAIL", "不明": "UNKNOWN", "対象外": "NOT_APPLICABLE", "目視確認": "NOT_CHECKED", "規則エラー": "ERROR"}


def counted(text: str) -> Counter[str]:
    """The numbers by verdict that a line of the totals tells."""
    told = re.findall(r"(適合|違反|不明|対象外|目視確認|規則エラー)([\d,]+)", text)
    return Counter({WORDS[word]: int(number.replace(",", "")) for word, number in told})


def line_of(texts: list[str], beginning: str) -> str:
    return next((text for text in texts if text.startswith(beginning)), "")


@pytest.mark.parametrize("city", SAMPLES)
def test_what_rests_on_unread_clauses_and_the_others_are_all_judgements_verdict_by_verdict(report_of: Callable[..., Report], city: str) -> None:
    report = report_of(city)
    texts = totals_texts(report)
    whole, review, rest = (counted(line_of(texts, beginning)) for beginning in ("判定", "- 要確認", "- そのほか"))

    assert report.judged.totals() == {verdict: whole[verdict] for verdict in VERDICTS}
    assert whole == review + rest
    assert report.judged.totals(review=True) == {verdict: review[verdict] for verdict in VERDICTS}


@pytest.mark.parametrize("city", SAMPLES)
def test_what_is_listed_and_what_is_waived_are_what_fails_or_is_unknown_in_the_others(report_of: Callable[..., Report], city: str) -> None:
    report = report_of(city)
    texts = totals_texts(report)
    rest, line = counted(line_of(texts, "- そのほか")), line_of(texts, "指摘")
    waived = sum(int(number) for number in re.findall(r"例外措置(\d+) を除く", line))

    assert rest[FAIL] + rest[UNKNOWN] == counted(line).total() + waived
    assert Counter(finding.verdict for finding in shown_findings(report)) == counted(line)


def test_without_unread_clauses_nothing_is_split(report_of: Callable[..., Report]) -> None:
    report = report_of("mihon-city")
    enforced = report._replace(judged=report.judged._replace(reviews=frozenset()))

    assert ["判定", "指摘"] == [re.split("[ 　]", text)[0] for text in totals_texts(enforced)]


def test_where_all_is_waived_nothing_is_listed(report_of: Callable[..., Report]) -> None:
    report = report_of("mihon-city")
    waived = tuple(finding for finding in report.judged.findings if finding.waiver is not None)
    all_waived = report._replace(judged=report.judged._replace(findings=waived))

    assert "指摘 なし（例外措置1 を除く）" in totals_texts(all_waived)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_head_of_the_table_keeps_to_80_columns(report_of: Callable[..., Report], lang: str) -> None:
    head = as_table(report_of("mihon-city", lang=lang), 80).split("\n\n")[0]

    assert [] == [line for line in head.splitlines() if columns(line) > 80]

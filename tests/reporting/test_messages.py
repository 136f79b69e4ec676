"""What a finding says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from secpolicy.reporting.exchange.finding_as_json import finding_as_json, writing_of
from secpolicy.reporting.html.as_html import as_html
from secpolicy.reporting.paper.as_markdown import as_markdown
from secpolicy.reporting.report import fix, joined, message
from secpolicy.reporting.tables.as_csv import as_csv
from secpolicy.reporting.terminal.as_table import as_table


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_still_conforms_is_not_said_to_be_a_breach(report_of: Any, lang: str) -> None:
    report = report_of("kohan-city", lang=lang)
    finding = next(one for one in report.judged.upcoming if one.rule == "security-cloud/renewal/renewal-planned" and one.duty == "running")
    breach = joined(report, finding, finding.grounds.says(lang))
    said = report.words.says("before-breach", fix=fix(report, finding))

    assert said == message(report, finding) == finding_as_json(writing_of(report), finding)["message"]
    for written in (as_table, as_markdown, as_html, as_csv):
        assert breach[:20] not in written(report)


def test_without_advice_it_is_only_said_that_it_becomes_a_breach(report_of: Any, telling: Any) -> None:
    report = report_of("kohan-city")
    bare = telling(report.judged.upcoming[0], fix="")

    assert report.words.says("becomes-breach") == message(report, bare)

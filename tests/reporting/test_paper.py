"""What is printed and handed out: the page for the head of the organisation, a sheet for every department, and CSV in cp932."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from secpolicy.base.text import columns
from secpolicy.model.plan import Remedy
from secpolicy.reporting.layout import Layout
from secpolicy.reporting.not_judged import not_judged
from secpolicy.reporting.paper.as_departments import as_departments
from secpolicy.reporting.paper.as_summary import as_summary
from secpolicy.reporting.report import Report, shown_findings
from secpolicy.reporting.tables.as_csv_cp932 import Lost, as_csv_cp932, in_cp932, lost_in_csv

_PAGE, _LINE = 52, 96  # lines of an A4 page with 10.5 points, and display columns of a line


@pytest.fixture(scope="module")
def report(report_of: Callable[..., Report]) -> Report:
    return report_of("mihon-city")


@pytest.mark.parametrize("city", ["mihon-city", "umibe-city", "yamaai-village", "mizuhara-prefecture"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_summary_fits_one_page(report_of: Callable[..., Report], city: str, lang: str) -> None:
    lines = [line for line in as_summary(report_of(city, lang=lang)).splitlines() if line and not line.startswith("| -")]

    assert sum(_lines(line) for line in lines) <= _PAGE


def _lines(line: str) -> int:
    """Lines that a line of Markdown takes on paper; the cells of a table share its width."""
    if not line.startswith("|"):
        return -(-columns(line) // _LINE)
    cells = line.strip("|").split(" | ")
    return max(1, -(-columns(line) // _LINE)) + (len(cells) > 2 and columns(line) > _LINE)


def test_the_summary_tells_totals_that_add_up_before_and_after_waivers(report: Report) -> None:
    totals, text = report.judged.totals(), as_summary(report)
    rows = [line.strip("| ").split(" | ")[1:] for line in text.splitlines() if line.startswith(("| 合計", "| うち要確認", "| そのほか"))]
    whole, review, rest = ([int(cell.replace(",", "")) for cell in row] for row in rows)

    assert whole[0] == sum(whole[1:]) == sum(totals.values())
    assert whole == [one + other for one, other in zip(review, rest, strict=True)]
    assert f"違反のうち1件は例外措置による（除くと{totals['FAIL'] - 1}件）。" in text


def test_one_waived_failure_is_told_in_english_as_well_as_many(report_of: Callable[..., Report]) -> None:
    report = report_of("mihon-city", lang="en")

    assert f"Failures with a waiver: 1 ({report.judged.totals()['FAIL'] - 1} without them)." in as_summary(report)


def test_every_finding_to_deal_with_stands_on_a_sheet(report: Report) -> None:
    sheets = as_departments(report)

    assert all(any(f"`{finding.id}`" in text for text in sheets.values()) for finding in shown_findings(report))
    assert not [finding.id for finding in report.judged.findings if finding.waiver and any(finding.id in text for text in sheets.values())]


def test_names_of_sheets_are_fit_for_any_system(report: Report) -> None:
    names = list(as_departments(report))

    assert sorted(names) == names
    assert all(name.endswith(".md") and not set(name[:-3]) & set('\\/:*?"<>|. ') for name in names)


def test_a_sheet_shows_who_has_planned_what(report: Report) -> None:
    sheets = as_departments(report)
    [finding] = [one for one in shown_findings(report) if one.rule.endswith("policy-established")]
    planned = as_departments(report._replace(plan={finding.id: Remedy(finding.id, owner="総務課 甲", due=date(2026, 12, 25))}))

    assert not any("総務課 甲" in text for text in sheets.values())
    assert 1 == sum("| 総務課 甲 | 2026-12-25 |" in text for text in planned.values())


def test_what_nobody_is_known_to_own_says_how_to_declare_it(report: Report) -> None:
    [text] = [text for name, text in as_departments(report).items() if "未申告" in name]

    assert report.words.says("department-undeclared") in text


def test_characters_that_cp932_lacks_are_replaced_and_told_with_their_places() -> None:
    content, lost = in_cp932("\ufeff番号\r\n髙𠮷—\r\n")

    assert "番号\r\n髙〓―\r\n".encode("cp932") == content
    assert (Lost(2, 2, "U+20BB7", "〓"), Lost(2, 3, "U+2014", "―")) == lost


@pytest.mark.parametrize("layout", [None, Layout("clause", ("id", "subject"))])
def test_csv_in_cp932_has_no_mark_and_no_less_rows(report: Report, layout: Layout | None) -> None:
    laid_out = report._replace(layout=layout)
    text = as_csv_cp932(laid_out).decode("cp932")

    assert not text.startswith("\ufeff")
    assert () == lost_in_csv(laid_out)
    assert (len(report.judged.findings) if layout is None else len(shown_findings(report))) == text.count("\r\n") - 1 - len(not_judged(report))

"""Old reference data is told where it may matter: where this inventory took something from it, is not in it, or says otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from secpolicy.model.documents import documents_of
from secpolicy.model.inventory import build_inventory
from secpolicy.model.rulebook import Rulebook
from secpolicy.reporting.html.tables import tables
from secpolicy.reporting.not_relied_on import aged_data, aged_here, aged_text
from secpolicy.reporting.paper.as_markdown import as_markdown
from secpolicy.reporting.report import Report
from secpolicy.reporting.terminal.as_table import as_table

SAPPORO = "organisation: {code: '011002', name: 札幌市, kind: designated_city, prefecture: 北海道}"
TITLE = "確認が古い参照情報"


@pytest.fixture
def report_on(report_of: Callable[..., Report], rulebook: Rulebook) -> Callable[..., Report]:
    """A report on an inventory that says what the text says; nothing of it was judged."""

    def report(text: str, year: int = 2026) -> Report:
        inventory = build_inventory(documents_of(f"vocabulary: 1\n{text}\n", "inventory.yaml"), rulebook.vocabulary, rulebook.catalogs)
        sample = report_of("mihon-city")
        judged = sample.judged._replace(findings=(), upcoming=(), waivers=())
        return sample._replace(inventory=inventory, judged=judged, as_of=sample.as_of.replace(year=year))

    return report


def told(report: Report) -> list[str]:
    return [aged_text(report, one, why) for one, why in aged_here(report)]


def test_where_the_list_of_local_governments_says_what_was_declared_its_age_does_not_matter(report_on: Callable[..., Report]) -> None:
    report = report_on(SAPPORO)

    assert ["local-governments"] == [one.name for one in aged_data(report)]
    assert [] == told(report) == [table for table in tables(report) if table.name == "aged"]
    assert TITLE not in as_table(report)
    assert TITLE not in as_markdown(report)


@pytest.mark.parametrize(
    ("organisation", "why"),
    [
        (SAPPORO.replace("011002", "999997"), "団体コード 999997 が載っていない"),
        (SAPPORO.replace("札幌市", "さっぽろ市"), "申告した名称と違う"),
        (SAPPORO.replace("name: 札幌市, ", "").replace(", prefecture: 北海道", ""), "名称をこれから補った、都道府県をこれから補った"),
    ],
)
def test_where_it_lacks_the_organisation_or_says_otherwise_or_gave_something_that_is_told(
    report_on: Callable[..., Report], organisation: str, why: str
) -> None:
    report = report_on(organisation)

    assert [f"表 local-governments（{why}）"] == told(report)
    assert f"- 表 local-governments（{why}）: 最終確認 2024-01-01" in as_table(report, 300)
    assert f"| 表 local-governments（{why}） |" in as_markdown(report)
    assert told(report) == [row[0] for table in tables(report) if table.name == "aged" for row in table.rows]


def test_of_an_organisation_without_a_code_nothing_was_looked_up(report_on: Callable[..., Report]) -> None:
    assert [] == told(report_on("organisation: {name: 札幌市}"))


def test_a_table_that_gives_what_nobody_can_declare_matters_wherever_it_is_asked(report_on: Callable[..., Report]) -> None:
    software = "devices: [{id: pc, name: 端末, os: {product: Windows 11}}]"

    assert "表 products" in told(report_on(f"{SAPPORO}\n{software}", 2031))
    assert "表 products" not in told(report_on(SAPPORO, 2031))


def test_a_table_that_rules_ask_through_parameters_always_matters(report_on: Callable[..., Report]) -> None:
    assert "表 online-procedures" in told(report_on(SAPPORO, 2031))

"""The tables at the end of the page: as many rows as the report knows, and none for what there is nothing of."""

from __future__ import annotations

from typing import Any

from secpolicy.reporting.html.tables import tables
from secpolicy.reporting.not_relied_on import aged_here, aged_text


def test_every_table_has_the_rows_of_what_it_is_about(report_of: Any) -> None:
    report = report_of("mihon-city")
    rows = {table.name: len(table.rows) for table in tables(report)}
    expected = {
        "waivers": len(report.judged.waivers),
        "planned": len(report.judged.planned),
        "by-hand": len(report.judged.by_hand),
        "absent": len(report.judged.absent),
        "readings": len(report.inventory.readings),
        "doubted": len(report.inventory.doubted),
        "aged": len(aged_here(report)),
    }

    assert {name: number for name, number in expected.items() if number} == rows


def test_reference_data_that_nobody_checked_for_long_is_named_with_a_remark(report_of: Any) -> None:
    report = report_of("mihon-city")
    long_after = report._replace(as_of=report.as_of.replace(year=2031))
    [aged] = [table for table in tables(long_after) if table.name == "aged"]

    assert [aged_text(long_after, one, why) for one, why in aged_here(long_after)] == [row[0] for row in aged.rows]
    assert aged.rows
    assert aged.about

"""Places as the reader of an inventory finds them: by line alone in one file, by file and line in a folder of files."""

from __future__ import annotations

import re
from collections.abc import Callable

from secpolicy.judging.finding import FAIL
from secpolicy.reporting.report import Report, blocks, location_of, route_text, seen_place, shown_findings

ReportOf = Callable[..., Report]


def routes(report: Report) -> list[str]:
    return [route_text(report, finding) for finding in report.judged.findings if finding.verdict == FAIL and finding.ways is not None]


def test_hops_are_told_by_line_where_one_file_holds_the_network(report_of: ReportOf) -> None:
    hops = [hop for route in routes(report_of("mihon-city")) for hop in route.split(" → ")]

    assert hops
    assert [] == [hop for hop in hops if not re.fullmatch(r"[^（]+（\d+行）", hop)]


def test_hops_are_told_by_file_and_line_where_a_folder_holds_it(report_of: ReportOf) -> None:
    hops = {hop for route in routes(report_of("mizuhara-prefecture")) for hop in route.split(" → ")}

    assert [] == [hop for hop in hops if not re.fullmatch(r"[^（]+（\d\d-[a-z-]+\.yaml:\d+）", hop)]
    assert {"20-network", "40-public-works", "50-hospitals"} == {re.sub(r".*（(.+)\.yaml:.*", r"\1", hop) for hop in hops}


def test_a_place_is_told_as_seen_from_the_folder(report_of: ReportOf) -> None:
    report = report_of("mizuhara-prefecture")
    files = {seen_place(report, location_of(report, finding)).partition(":")[0] for finding in report.judged.findings if finding.verdict == FAIL}

    assert {"80-records.yaml", "85-plans.yaml"} < files
    assert [] == [file for file in files if "/" in file]


def test_of_the_routes_of_one_duty_the_shortest_is_shown(report_of: ReportOf) -> None:
    report = report_of("mizuhara-prefecture")
    rows = [row for _, rows in blocks(report, shown_findings(report)) for row in rows if len(row.findings) > 1 and row.first.ways is not None]

    assert [("segment:seg-kansoku",)] == [row.first.names for row in rows if row.first.verdict == FAIL]

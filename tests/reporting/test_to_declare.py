"""What people are asked for: every fact that would decide, once, of many things by its field; and never a thing of ours that no inventory can declare."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from secpolicy.base.truth import Place
from secpolicy.judging.finding import UNKNOWN, Finding
from secpolicy.model.entity import place_name
from secpolicy.reporting.html.as_html import as_html
from secpolicy.reporting.layout import Layout
from secpolicy.reporting.paper.as_departments import as_departments
from secpolicy.reporting.paper.as_markdown import as_markdown
from secpolicy.reporting.paper.as_summary import as_summary
from secpolicy.reporting.report import Report, Row, blocks, message, row_message, shown_findings
from secpolicy.reporting.tables import as_groups
from secpolicy.reporting.tables.as_csv import as_csv
from secpolicy.reporting.terminal.as_explanation import as_explanation
from secpolicy.reporting.terminal.as_lines import as_lines
from secpolicy.reporting.terminal.as_table import as_table
from secpolicy.reporting.to_declare import asking, belongs_at, fact_names, is_row, missing_names, place_text
from secpolicy.reporting.totals import unknown_text

SAMPLES = ("mihon-city", "kohan-city", "umibe-city", "yamaai-village", "mizuhara-prefecture")


@pytest.fixture(scope="module")
def report(report_of: Callable[..., Report]) -> Report:
    return report_of("mihon-city")


@pytest.fixture(scope="module")
def doubtful(report: Report) -> Row:
    """The software of which nobody knows when its support ends: some of it has support that was bought, or may have, some lacks a row of products."""
    rows = [row for _, rows in blocks(report, shown_findings(report)) for row in rows]
    return next(row for row in rows if row.first.verdict == UNKNOWN and row.first.duty == "supported")


def waiting_for(finding: Finding, *places: Place) -> Finding:
    return finding._replace(missing=places)


def test_a_folded_row_asks_for_what_would_decide_all_of_its_subjects(report: Report, doubtful: Row) -> None:
    asked = " ".join(missing_names(report, doubtful.findings))
    missing = [place for finding in doubtful.findings for place in finding.missing]

    assert len(missing) > len(doubtful.first.missing)
    assert [] == [place for place in missing if place.path.removeprefix("catalog.products.") not in asked]


def test_a_field_that_several_lack_is_named_once_and_with_how_many_unless_all_do(report: Report, doubtful: Row) -> None:
    nas, router = (finding.subjects[0] for finding in doubtful.findings[:2])
    both = [waiting_for(finding, Place(finding.subjects[0], "version")) for finding in doubtful.findings[:2]]
    third = waiting_for(doubtful.findings[2], Place(nas, "edition"), Place(router, "edition"))

    assert ["device.os.version"] == fact_names(report, both)
    assert ["device.os.version（2件）", "device.os.edition（2件）"] == fact_names(report, [*both, third])


def test_many_facts_of_one_finding_are_told_by_field_in_a_row_and_one_by_one_under_details(report: Report, doubtful: Row) -> None:
    places = [Place(finding.subjects[0], path) for finding in doubtful.findings[:3] for path in ("version", "edition")]
    finding = waiting_for(doubtful.first, *places)

    assert ["要申告: device.os.version（3件）、device.os.edition（3件）"] == row_message(report, Row((finding,)))
    assert message(report, finding).endswith("、ほか3件")
    assert all(place_name(place) in "".join(row_message(report._replace(details=True), Row((finding,)))) for place in places)


def test_a_fact_that_all_wait_for_is_named_whole_and_once(report: Report, doubtful: Row) -> None:
    shared = Place(doubtful.first.subjects[0], "version")
    findings = [waiting_for(finding, shared, Place(None, "systems")) for finding in doubtful.findings]

    assert ["device:nas-zei.os.version", "systems（情報システムの一覧）"] == fact_names(report, findings)


@pytest.mark.parametrize(("doubts", "said"), [(0, "要申告"), (1, "うち1件は対象か否かが不明。要申告"), (2, "対象か否かが不明。要申告")])
def test_it_is_told_of_how_many_it_is_unknown_whether_they_are_concerned(report: Report, doubtful: Row, doubts: int, said: str) -> None:
    findings = [finding._replace(reason="scope" if position < doubts else "") for position, finding in enumerate(doubtful.findings[:2])]

    assert asking(report, findings).startswith(f"{said}: ")


def test_every_form_with_folded_rows_asks_alike(report: Report, doubtful: Row) -> None:
    (asked,) = row_message(report, doubtful)
    by_deadline = report._replace(layout=Layout("deadline", ("title", "subject", "message"), (), "simple"))

    assert asked != message(report, doubtful.first)
    assert asked in as_markdown(report).replace("\\_", "_")
    assert asked in as_groups.as_markdown(by_deadline).replace("\\_", "_")
    assert asked in as_table(report, 1000)
    assert "（先頭の対象について）" not in _line_with(as_markdown(report), doubtful.first.id)


def _line_with(text: str, id_: str) -> str:
    return next(line for line in text.splitlines() if id_ in line)


@pytest.mark.parametrize("city", SAMPLES)
def test_nobody_is_asked_to_declare_a_thing_of_our_reference_data(report_of: Callable[..., Report], city: str) -> None:
    report = report_of(city)
    written = [form(report) for form in (as_table, as_lines, as_markdown, as_html, as_csv, as_summary)]

    assert [] == [text for text in (*written, *as_departments(report).values()) if "catalog.products" in text]


def test_a_row_that_a_table_lacks_is_told_as_one_to_add_to_the_own_pack(report: Report, doubtful: Row) -> None:
    row = next(place for finding in doubtful.findings for place in finding.missing if is_row(place))
    finding = waiting_for(doubtful.first, row)

    assert f"自団体の規則集の catalog/products.yaml に加える行: {row.path.removeprefix('catalog.products.')}" == message(report, finding)
    assert "自団体の規則集に加える" == belongs_at(report, row)
    assert f"行「{row.path.removeprefix('catalog.products.')}」 = なし　自団体の規則集に加える" in as_explanation(report, finding, 200)
    assert "inventory.yaml:1:1" not in as_explanation(report, finding)
    assert [f"catalog/products.yaml の行「{row.path.removeprefix('catalog.products.')}」"] == missing_names(report, (finding,))


def test_the_summary_counts_rows_apart_from_facts(report: Report, doubtful: Row) -> None:
    row = next(place for finding in doubtful.findings for place in finding.missing if is_row(place))
    only_rows = report._replace(judged=report.judged._replace(findings=(waiting_for(doubtful.first, row),)))

    assert "、自団体の規則集に加える行 4件（" in unknown_text(report)
    assert f"不明 1件　自団体の規則集に加える行 1件（{row.path.removeprefix('catalog.products.')} など）" == unknown_text(only_rows)


@pytest.mark.parametrize(
    ("path", "ja", "en"),
    [
        ("systems", "systems（情報システムの一覧）", "systems (list of information system)"),
        ("activities.audit", "activities.audit（実施記録「監査」）", "activities.audit (recurring activity: audit)"),
        ("settings.intervals.audit", "settings.intervals.audit", "settings.intervals.audit"),
        ("organisation", "organisation", "organisation"),
    ],
)
def test_a_list_is_told_with_what_it_lists(report_of: Callable[..., Report], path: str, ja: str, en: str) -> None:
    assert [ja, en] == [place_text(report_of("mihon-city", lang=lang), Place(None, path)) for lang in ("ja", "en")]

"""The workbook: its sheets, real dates, inert texts, printing, the same bytes every time, and the plan that it carries on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.model.plan import Remedy
from secpolicy.model.words import load_words
from secpolicy.reporting.report import Report, shown_findings
from secpolicy.reporting.tables.as_csv import FORMULA
from secpolicy.reporting.workbook.as_xlsx import as_xlsx
from secpolicy.reporting.workbook.plan_columns import read_workbook

SHEETS = ["概要", "指摘一覧", "期限一覧", "要申告", "要確認", "例外措置", "判定せず", "条項別", "根拠"]


@pytest.fixture(scope="module")
def report(report_of: Callable[..., Report]) -> Report:
    return report_of("mihon-city")


@pytest.fixture(scope="module")
def made(report: Report) -> bytes:
    return as_xlsx(report)


@pytest.fixture(scope="module")
def book(made: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture(scope="module")
def lean(report: Report) -> Report:
    """The same without what is for review, whose sheet nobody fills in and which takes most of the time."""
    findings = tuple(finding for finding in report.judged.findings if not finding.review)
    return report._replace(judged=report.judged._replace(findings=findings))


@pytest.fixture(scope="module")
def written(lean: Report) -> bytes:
    return as_xlsx(lean)


@pytest.fixture(scope="module")
def empty(written: bytes) -> bytes:
    """Only the sheet that people fill in: the others take longer to read than what is tried here."""
    book = openpyxl.load_workbook(io.BytesIO(written))
    for sheet in book.worksheets:
        if sheet.title != "指摘一覧":
            book.remove(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(sheet: Any, head: str) -> list[Any]:
    """The cells under a heading."""
    [at] = [cell.column for cell in sheet[1] if cell.value == head]
    return [row[at - 1] for row in sheet.iter_rows(min_row=2)]


def test_the_sheets_stand_in_their_order(book: Any) -> None:
    assert SHEETS == book.sheetnames


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_prints_on_a4_landscape(book: Any, name: str) -> None:
    page, fit = book[name].page_setup, book[name].sheet_properties.pageSetUpPr

    assert ("landscape", 9, True) == (page.orientation, page.paperSize, fit.fitToPage)


@pytest.mark.parametrize("name", SHEETS[1:])
def test_a_list_has_a_filter_and_repeats_its_frozen_heading(book: Any, name: str) -> None:
    sheet = book[name]

    assert "A1" == sheet.auto_filter.ref.split(":")[0]
    assert ("A2", "$1:$1") == (sheet.freeze_panes, sheet.print_title_rows)


def test_every_open_finding_has_a_row(book: Any, report: Report) -> None:
    assert sorted(finding.id for finding in shown_findings(report)) == sorted(cell.value for cell in column(book["指摘一覧"], "番号"))


def test_days_are_days_and_numbers_are_numbers(book: Any) -> None:
    sheet = book["期限一覧"]

    assert all(isinstance(cell.value, datetime) and cell.is_date for cell in column(sheet, "期限"))
    assert [cell.value for cell in column(sheet, "期限")] == sorted(cell.value for cell in column(sheet, "期限"))
    assert all(isinstance(cell.value, int) for cell in column(sheet, "残り日数"))


def test_there_is_neither_a_formula_nor_a_macro(book: Any, made: bytes) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert "f" not in {cell.data_type for cell in cells}
    assert not [name for name in zipfile.ZipFile(io.BytesIO(made)).namelist() if "vba" in name.lower() or "externalLink" in name]


def test_text_that_begins_like_a_formula_stays_text(lean: Report) -> None:
    ids = [finding.id for finding in shown_findings(lean)]
    plan = {id_: Remedy(id_, owner=f"{sign}cmd|' /C calc'!A0") for id_, sign in zip(ids, FORMULA, strict=False)}
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(lean._replace(plan=plan))))["指摘一覧"]
    cells = [cell for cell in column(sheet, "担当") if cell.value]

    assert len(FORMULA) == len(cells)
    assert {("s", True)} == {(cell.data_type, bool(cell.quotePrefix)) for cell in cells}


def test_the_same_report_gives_the_same_bytes(lean: Report, written: bytes) -> None:
    assert written == as_xlsx(lean)


def test_the_workbook_was_made_on_the_day_of_judging(book: Any, report: Report) -> None:
    assert report.as_of == book.properties.created.date() == book.properties.modified.date()


def test_the_totals_of_the_clauses_are_the_judgements(book: Any, report: Report) -> None:
    totals = report.judged.totals()

    assert sum(totals.values()) == sum(cell.value for cell in column(book["条項別"], "判定"))
    assert totals["FAIL"] - 1 == sum(cell.value for cell in column(book["条項別"], "例外後"))


def test_an_english_workbook_has_no_japanese_headings(lean: Report) -> None:
    english = openpyxl.load_workbook(io.BytesIO(as_xlsx(lean._replace(words=load_words("en")))))
    heads = [str(cell.value) for sheet in english.worksheets[1:] for cell in sheet[1]]

    assert all(text.isascii() for text in [*english.sheetnames, *heads])


# --- what people write into it ---

PLANNED = {"担当": "税務課長", "対応方針": "入れ替える", "予定日": date(2027, 3, 31), "完了日": "令和9年3月1日"}


@pytest.fixture(scope="module")
def filled(empty: bytes, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """`filled({2: {"担当": "税務課長"}})`: a workbook into whose rows people wrote; its path."""

    def fill(rows: dict[int, dict[str, Any]], made: bytes = empty) -> str:
        book = openpyxl.load_workbook(io.BytesIO(made))
        sheet = book["指摘一覧"]
        at = {cell.value: cell.column for cell in sheet[1]}
        for row, cells in rows.items():
            for head, value in cells.items():
                sheet.cell(row, at[head]).value = value
        path = tmp_path_factory.mktemp("filled") / "report.xlsx"
        book.save(path)
        return str(path)

    return fill


def read(path: str, report: Report) -> Any:
    return read_workbook(path, (load_words("ja"), load_words("en")), report.rulebook)


def faults(path: str, report: Report) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        read(path, report)
    assert all(isinstance(problem, Problem) for problem in caught.value.problems)
    return [(problem.id, problem.location.file.rpartition("!")[2]) for problem in caught.value.problems]


def row_of(report: Report, book: Any, verdict: str, statute: bool = False) -> int:
    """A row of the sheet of findings whose finding has a verdict, under a statute or not."""
    rules = {rule.id: rule for rule in report.rulebook.rules}
    for row in book["指摘一覧"].iter_rows(min_row=2):
        rule = rules[row[14].value.partition("#")[0]]
        binding = any(report.rulebook.guidelines[cite.guideline].authority == "statute" for cite in rule.cites)
        if row[1].value == verdict and binding == statute:
            return int(row[0].row)
    raise AssertionError(verdict)


def test_what_was_planned_is_read_back(filled: Callable[..., str], lean: Report) -> None:
    found = read(filled({2: PLANNED}), lean)
    [remedy] = found.remedies

    assert ("税務課長", "入れ替える", date(2027, 3, 31), date(2027, 3, 1)) == remedy[3:]
    assert remedy.finding in {finding.id for finding in shown_findings(lean)}
    assert () == found.waivers


def test_the_next_workbook_carries_the_plan_on_and_is_read_the_same(filled: Callable[..., str], lean: Report) -> None:
    first = read(filled({2: PLANNED, 5: {"担当": "- 情報政策課"}, 7: {"対応方針": "例外措置：年度末に更新するため", "予定日": "R9.3.31"}}), lean)
    carried = lean._replace(plan={remedy.finding: remedy for remedy in first.remedies})

    assert 3 == len(first.remedies)
    assert first == read(filled({}, as_xlsx(carried)), lean)


def test_a_plan_whose_finding_is_gone_is_listed_on_the_first_sheet(lean: Report) -> None:
    gone = {"ffffffffff": Remedy("ffffffffff", "p/t/r#d", "device:gone", "総務課長", "廃棄する", date(2026, 12, 1))}
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(lean._replace(plan=gone))))["概要"]
    texts = [str(row[0].value) for row in sheet.iter_rows()]

    assert any("ffffffffff" in text and "総務課長" in text and "2026-12-01" in text for text in texts)


def test_an_application_for_a_waiver_becomes_a_draft(filled: Callable[..., str], lean: Report, book: Any) -> None:
    row = row_of(lean, book, "違反")
    [(remedy, reason)] = read(filled({row: {"対応方針": "例外措置：年度末に更新するため", "予定日": date(2027, 3, 31)}}), lean).waivers

    assert "年度末に更新するため" == reason
    assert date(2027, 3, 31) == remedy.due


def test_columns_may_change_places(filled: Callable[..., str], lean: Report) -> None:
    path = filled({2: PLANNED})
    book = openpyxl.load_workbook(path)
    book["指摘一覧"].insert_cols(3)
    book.save(path)

    assert "税務課長" == read(path, lean).remedies[0].owner


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"予定日": "来春"}, [("workbook-not-a-day", "M2")]),
        ({"予定日": "2027-02-30"}, [("workbook-no-such-day", "M2")]),
        ({"予定日": "2027-03"}, [("workbook-not-one-day", "M2")]),
        ({"予定日": datetime.combine(date(2027, 3, 31), time(9, 30))}, [("workbook-time-of-day", "M2")]),
        ({"完了日": "=TODAY()"}, [("workbook-formula", "N2")]),
        ({"担当": "=A1"}, [("workbook-formula", "K2")]),
        ({"担当": "税務課\u200b長"}, [("workbook-unreadable-text", "K2")]),
        ({"担当": "税務課", "番号": "無番号"}, [("workbook-bad-id", "A2")]),
        ({"対応方針": "例外措置", "予定日": "R9.3.31"}, [("workbook-waiver-without-reason", "L2")]),
        ({"対応方針": "例外措置：間に合わない"}, [("workbook-waiver-without-day", "M2")]),
        ({"対応方針": "例外措置：間に合わない", "予定日": "R9.3.31", "規則": "x/y/z#a"}, [("workbook-unknown-rule", "O2")]),
        ({"予定日": "来春", "完了日": "2027-02-30"}, [("workbook-not-a-day", "M2"), ("workbook-no-such-day", "N2")]),
    ],
)
def test_every_faulty_cell_is_named(filled: Callable[..., str], lean: Report, cells: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert expected == faults(filled({2: cells}), lean)


def test_a_waiver_of_what_is_unknown_or_of_a_statute_is_refused(filled: Callable[..., str], lean: Report, book: Any) -> None:
    asked = {"対応方針": "例外措置：間に合わない", "予定日": "R9.3.31"}
    unknown, statute = row_of(lean, book, "不明"), row_of(lean, book, "違反", statute=True)

    assert [("workbook-waiver-of-unknown", f"L{unknown}")] == faults(filled({unknown: asked}), lean)
    assert [("workbook-waiver-of-statute", f"L{statute}")] == faults(filled({statute: asked}), lean)


def test_two_rows_for_one_finding_are_refused(filled: Callable[..., str], lean: Report, book: Any) -> None:
    id_ = column(book["指摘一覧"], "番号")[0].value

    assert [("workbook-id-twice", "A3")] == faults(filled({2: {"担当": "甲"}, 3: {"担当": "乙", "番号": id_}}), lean)


def test_a_heading_that_was_changed_is_told(filled: Callable[..., str], lean: Report) -> None:
    assert ["workbook-no-column"] == [id_ for id_, _ in faults(filled({1: {"担当": "担当者"}}), lean)]


def test_what_is_no_workbook_of_ours_is_told(report: Report, tmp_path: Any) -> None:
    text, other, empty = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    text.write_text("番号,担当\n", encoding="utf-8")
    openpyxl.Workbook().save(other)
    with zipfile.ZipFile(empty, "w") as file:
        file.writestr("a.txt", "a")

    assert ["workbook-unreadable"] == [id_ for id_, _ in faults(str(text), report)]
    assert ["workbook-no-sheet"] == [id_ for id_, _ in faults(str(other), report)]
    assert ["workbook-unreadable"] == [id_ for id_, _ in faults(str(empty), report)]
    assert ["no-such-file"] == [id_ for id_, _ in faults(str(tmp_path / "d.xlsx"), report)]
    assert ["cannot-read"] == [id_ for id_, _ in faults(str(tmp_path), report)]

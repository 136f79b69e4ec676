"""Markdown: the sections people look for, and texts that cannot break a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from secpolicy.reporting.markdown import code, escaped, table
from secpolicy.reporting.paper.as_markdown import as_markdown
from secpolicy.reporting.report import Report

ROOT = Path(__file__).parents[2]
CITIES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/inventory.yaml"))
COLUMNS = "| 判定 | 規則 | 対象 | 内容 | 期限 | 根拠条項 | 箇所 |"


@pytest.fixture(params=CITIES)
def report(request: pytest.FixtureRequest, report_of: Any) -> Report:
    """Each sample city in turn."""
    found: Report = report_of(request.param)
    return found


def headings(text: str) -> list[str]:
    """The titles of the sections."""
    return [line.removeprefix("## ") for line in text.split("\n") if line.startswith("## ")]


def cells(line: str) -> int:
    """The number of cells of a table's line; an escaped bar ends none."""
    return len(re.findall(r"(?<!\\)\|", line)) - 1


@pytest.mark.parametrize("show", [(), ("all",)])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_line_of_a_table_has_as_many_cells_as_its_heading(report_of: Any, lang: str, show: tuple[str, ...]) -> None:
    for city in CITIES:
        for block in as_markdown(report_of(city, lang=lang)._replace(show=show)).strip().split("\n\n"):
            lines = block.split("\n")

            assert not block.startswith("|") or len({cells(line) for line in lines}) == 1


def test_the_sections_stand_in_order_with_their_numbers(report_of: Any) -> None:
    titles = headings(as_markdown(report_of("mihon-city")))
    names = [re.sub(r" \d[\d,]*件.*", "", title) for title in titles]
    expected = [
        "判定の集計",
        "期限超過",
        "近く期限を迎えるもの（いまは適合）",
        "例外措置",
        "予定（施行前）",
        "要確認（条文未照合）",
        "目視で確認する条項",
        "読替え",
    ]

    assert expected == [name for name in names if name in expected]


def test_findings_have_the_seven_columns(report: Report) -> None:
    assert COLUMNS in as_markdown(report).split("\n")


def test_the_head_names_organisation_day_profile_and_hashes(report: Report) -> None:
    head = as_markdown(report).split("## ")[0]

    assert "| 判定日 | 2026-11-30（R8.11.30） |" in head
    assert "| 適用方針 | 標準 `standard` |" in head
    assert all(code(digest) in head for digest in (report.header.packs, *(digest for _, digest in report.header.inputs)))


def test_totals_are_told_with_their_sum(report: Report) -> None:
    [row] = [line for line in as_markdown(report).splitlines() if line.startswith("| 計 |")]
    judgements, review, rest, things = (int(cell.replace(",", "")) for cell in row.strip("| ").split(" | ")[1:])

    assert sum(report.judged.totals().values()) == judgements == review + rest
    assert sum(report.judged.totals(review=True).values()) == review
    assert sum(number for counts in report.judged.things.values() for number in counts.values()) == things


def test_every_shown_finding_of_a_folded_row_has_its_place_under_details(report: Report) -> None:
    text = as_markdown(report._replace(details=True))

    assert [] == [finding.id for finding in report.judged.findings if finding.waiver is None and f"\\[{finding.id}\\]" not in text]


def test_a_folded_row_counts_the_places_it_leaves_out(report_of: Any, about: Any) -> None:
    report = report_of("yamaai-village")
    one = next(finding for finding in report.judged.findings if finding.verdict == "FAIL" and not finding.review)
    many = tuple(about(one, f"{at}") for at in range(5))
    text = as_markdown(report._replace(judged=report.judged._replace(findings=many, upcoming=())))

    assert "ほか2件 |" in text


def test_a_clause_tells_how_far_it_was_read(report_of: Any) -> None:
    text = as_markdown(report_of("mihon-city"))

    assert "（二次資料で確認）" in text
    assert "（未照合）" in text


def test_a_waiver_shows_state_reason_and_approval(report_of: Any) -> None:
    [line] = [line for line in as_markdown(report_of("mihon-city")).split("\n") if line.startswith("| 認めない")]

    assert line.startswith("| 認めない<br>法令の義務は例外措置では免れない | local-autonomy/policy/policy-established#policy | organ:noui |")
    assert "副市長 2026-10-05" in line


def test_english_has_no_japanese_heading(report_of: Any) -> None:
    titles = headings(as_markdown(report_of("mihon-city", lang="en")))

    assert [] == [title for title in titles if not title.isascii()]


def test_all_adds_the_judgements_by_duty(report: Report) -> None:
    assert "義務ごとの判定" in headings(as_markdown(report._replace(show=("all",))))
    assert "義務ごとの判定" not in headings(as_markdown(report))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", "a\\|b"),
        ("a\nb\r\nc", "a<br>b<br>c"),
        ("<script>&", "&lt;script&gt;&amp;"),
        ("*強い* `code` [x](y)", "\\*強い\\* \\`code\\` \\[x\\](y)"),
        ("log_review", "log_review"),
        ("_斜体_", "\\_斜体\\_"),
        ("a\\|b", "a\\\\\\|b"),
        ("", ""),
    ],
)
def test_no_text_is_markup(text: str, expected: str) -> None:
    assert expected == escaped(text)


def test_users_text_cannot_end_a_cell(report_of: Any) -> None:
    report = report_of("mihon-city")
    [fate, *rest] = report.judged.waivers
    torn = fate._replace(waiver=fate.waiver._replace(reason="一行目|列\n二行目"))
    text = as_markdown(report._replace(judged=report.judged._replace(waivers=(torn, *rest))))

    assert "| 一行目\\|列<br>二行目 |" in text


def test_columns_of_numbers_stand_to_the_right() -> None:
    assert ["| a | b |", "| --- | ---: |", "| x | 1 |", ""] == table(("a", "b"), [("x", "1")], (1,))


def test_words_are_within_what_an_office_console_shows(report_of: Any) -> None:
    for lang in ("ja", "en"):
        as_markdown(report_of("mihon-city", lang=lang)).encode("cp932")

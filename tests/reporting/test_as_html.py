"""The report as a page: whole, by itself, in two languages, and with every text inert."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from secpolicy.judging.finding import FAIL, UNKNOWN, VERDICTS
from secpolicy.reporting.fiscal_years import fiscal_years
from secpolicy.reporting.html.as_html import as_html
from secpolicy.reporting.html.layered import layout
from secpolicy.reporting.html.network_drawing import network_drawing
from secpolicy.reporting.report import Report

ROOT = Path(__file__).parents[2]
CITIES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/inventory.yaml"))
VOID = {"meta", "input", "br"}
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]+")


PAGES: dict[tuple[str, str], str] = {}


def page_of(report: Report) -> str:
    """The page of a sample as judged; made once, for many tests look at it."""
    key = (report.inventory.documents[0].source.name, report.lang)
    if key not in PAGES:
        PAGES[key] = as_html(report)
    return PAGES[key]


class Page(HTMLParser):
    """The elements of a page, its ids, links and texts; asserts that what is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

        assert [] == self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(params=CITIES)
def report(request: pytest.FixtureRequest, report_of: Any) -> Report:
    """Each sample city in turn."""
    found: Report = report_of(request.param)
    return found


def test_nothing_is_loaded_from_elsewhere(report: Report) -> None:
    text = page_of(report)
    page = Page(text)
    links = [value for _, attributes in page.elements for name, value in attributes.items() if name in ("href", "src", "srcset", "data", "action")]

    assert [] == [link for link in links if link is None or not link.startswith("#")]
    assert [] == [tag for tag, _ in page.elements if tag in ("link", "img", "iframe", "object", "embed", "base")]
    assert "@import" not in text
    assert [] == re.findall(r"url\((?!#)", text)


def test_every_finding_is_an_entry_of_its_own(report: Report) -> None:
    ids = [attributes["id"] for attributes in Page(page_of(report)).of("details") if attributes.get("class") == "finding"]
    expected = {f"f-{finding.id}" for finding in report.judged.findings if finding.verdict in (FAIL, UNKNOWN, "ERROR")}

    assert len(ids) == len(set(ids))
    assert expected <= set(ids)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_ids_are_unique_and_links_lead_somewhere(report_of: Any, lang: str) -> None:
    for city in CITIES:
        page = Page(page_of(report_of(city, lang=lang)))
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        named = [name for _, attributes in page.elements for key in ("aria-labelledby", "aria-describedby") for name in (attributes.get(key) or "").split()]
        links = [(attributes.get("href") or "").removeprefix("#") for attributes in page.of("a")]

        assert len(ids) == len(set(ids))
        assert [] == [name for name in (*named, *links) if name not in ids]


def test_totals_equal_what_was_judged_and_add_up(report: Report) -> None:
    rows = {}
    for line in re.findall(r'data-total="(\w+)">(.*?)</tr>', page_of(report)):
        rows[line[0]] = [int(cell.replace(",", "")) if cell != "-" else 0 for cell in re.findall(r"<td>(.*?)</td>", line[1])]

    assert report.judged.totals() == {verdict: rows[verdict][0] for verdict in VERDICTS}
    assert rows["sum"] == [sum(rows[verdict][column] for verdict in VERDICTS) for column in range(5)]
    assert [] == [verdict for verdict in VERDICTS if rows[verdict][0] - rows[verdict][1] != rows[verdict][2]]
    assert [] == [verdict for verdict in (FAIL, UNKNOWN) if rows[verdict][3] + rows[verdict][4] != rows[verdict][2]]
    assert report.judged.totals(review=True)["PASS"] == rows["PASS"][4]


def test_an_english_page_has_no_japanese_but_the_users_and_clause_numbers(report_of: Any) -> None:
    for city in CITIES:
        report = report_of(city, lang="en")
        own = [document.source.text for document in report.inventory.documents]
        own += [text for clause in report.rulebook.clauses.values() for _, text, _ in clause.numbers]
        own += [entity.value("name") for entity in report.inventory.always.values()]
        known = unicodedata.normalize("NFKC", "\n".join(own))
        found = {run for text in Page(page_of(report)).texts for run in JAPANESE.findall(unicodedata.normalize("NFKC", text))}

        assert [] == sorted(run for run in found if run not in known)


def test_a_name_that_is_markup_stays_a_name(report_of: Any, telling: Any, about: Any) -> None:
    report = report_of("mihon-city")
    finding = next(finding for finding in report.judged.findings if finding.verdict == FAIL and not finding.review)
    evil = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    torn = about(telling(finding, says=evil), evil)._replace(waiver=None)
    changed = report._replace(judged=report.judged._replace(findings=(torn,), upcoming=()))
    page = Page(as_html(changed))

    assert len(page.of("script")) == 1
    assert [] == page.of("img")
    assert evil in page.texts


def test_it_has_landmarks_a_heading_and_a_caption_for_every_table(report: Report) -> None:
    page = Page(page_of(report))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]

    assert [1, 1, 1, 1] == [len(page.of(tag)) for tag in ("header", "nav", "main", "footer")]
    assert [1] == [level for level in levels if level == 1]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.of("table")) == len(page.of("caption"))
    assert {"col", "row"} >= {attributes.get("scope") for attributes in page.of("th")}


def test_the_language_is_named(report_of: Any) -> None:
    assert ["ja", "en"] == [Page(page_of(report_of("mihon-city", lang=lang))).of("html")[0]["lang"] for lang in ("ja", "en")]


def test_the_filter_is_hidden_until_the_script_shows_it(report: Report) -> None:
    [form] = Page(page_of(report)).of("form")

    assert "hidden" in form


def test_the_same_report_gives_the_same_page(report: Report) -> None:
    assert page_of(report) == as_html(report)


def test_words_are_within_what_an_office_console_shows() -> None:
    for name in ("report.html.j2", "network.html.j2", "style.css", "script.js"):
        (ROOT / "secpolicy/reporting/html" / name).read_text(encoding="utf-8").encode("cp932")


def test_the_drawing_marks_the_gravest_route_and_its_cut(report_of: Any) -> None:
    drawing = network_drawing(report_of("mihon-city"))

    assert drawing is not None
    assert {"device:nas-zei.segments"} == {line.title for line in drawing.lines if line.offending}
    assert {"device:nas-zei.segments"} == {cross.title for cross in drawing.crosses}
    assert "device:nas-zei.segments" in " ".join(drawing.says)


def test_every_segment_and_every_connection_is_drawn(report: Report) -> None:
    drawing = network_drawing(report)
    assert drawing is not None
    drawn = " ".join(box.title for box in drawing.boxes)
    named = {name for line in drawing.lines for name in line.title.split(", ")}

    assert [] == [entity.id for entity in report.inventory.populations["segment"].members if f"(segment:{entity.id})" not in drawn]
    assert named == {row.id for row in drawing.rows}


def test_what_belongs_to_no_tier_stands_apart_from_what_says_nothing_of_it(report_of: Any) -> None:
    drawing = network_drawing(report_of("mizuhara-prefecture"))
    assert drawing is not None
    [counted] = [line for line in drawing.says if "層が未申告" in line]

    assert "三層の外 2、層が未申告 1、庁外" in counted


def test_boxes_of_a_column_do_not_overlap() -> None:
    columns = [["a", "b"], ["c"], ["d", "e"]]
    laid = layout(columns, dict.fromkeys("abcde", 30.0), [("a", "d"), ("b", "c"), ("a", "b"), ("c", "e")])

    for names in columns:
        boxes = sorted((laid.boxes[name] for name in names), key=lambda box: box.y)
        assert all(upper.y + upper.height < lower.y for upper, lower in pairwise(boxes))
    assert [("a", "b"), ("a", "d"), ("b", "c"), ("c", "e")] == sorted(laid.lines)


def test_three_fiscal_years_hold_only_days_to_come(report: Report) -> None:
    years = fiscal_years(report)

    assert [2026, 2027, 2028] == [year.year for year in years]
    assert [] == [event for year in years for event in year.events if event.day < report.as_of]
    assert [len(year.events) for year in years] == [sum(year.months) for year in years]


def test_the_timetable_knows_waivers_planned_duties_and_ends_of_support(report_of: Any) -> None:
    kinds = {event.kind for year in fiscal_years(report_of("mihon-city")) for event in year.events}

    assert {"html-event-waiver", "html-event-planned", "html-event-support", "html-event-upcoming"} <= kinds

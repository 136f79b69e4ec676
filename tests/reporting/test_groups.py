"""The auditor's tables: whose a judgement is, totals that add up for every group, folding, columns, order and styles."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import tabulate

from secpolicy.base.text import columns
from secpolicy.cli import layouts
from secpolicy.judging.finding import VERDICTS
from secpolicy.judging.judge import judge, set_apart
from secpolicy.judging.waiving import with_waivers
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.waivers import waivers_of
from secpolicy.reporting.belonging import Belonging
from secpolicy.reporting.grid import STYLES, Page, Table, drawn
from secpolicy.reporting.grouping import GROUPS, folded, grouped, opened, overall
from secpolicy.reporting.layout import Layout
from secpolicy.reporting.not_judged import not_judged
from secpolicy.reporting.report import Report
from secpolicy.reporting.tables import as_groups, cells
from tests.loaded import load_inventory

_SMALL = """vocabulary: 1
departments: [{id: zei, name: 税務課, level: section, head: 税務課長}, {id: hoken, name: 保険課, level: section, head: 保険課長}]
systems:
  - {id: tax, name: 税務, manager: 税務課長, runs_on: [sv, shared]}
  - {id: care, name: 介護, manager: 介護の担当, holds: secrets, runs_on: shared}
information: [{id: secrets, department: hoken}]
devices:
  - {id: sv, kind: server}
  - {id: shared, kind: server}
  - {id: alone, kind: server}
  - {id: pc, kind: terminal, dedicated_to: care}
  - {id: any, kind: terminal, dedicated_to: none}
media: [{id: tape, kind: tape, holds: secrets}]
"""


@pytest.fixture(scope="module")
def kept(report_of: Callable[..., Report]) -> Report:
    """The alpha city, with every judgement kept."""
    report = report_of("mihon-city")
    judged = judge(report.rulebook, report.inventory, report.profile, report.as_of, keep_all=True)
    judged = with_waivers(judged, waivers_of(report.inventory), report.rulebook, report.inventory, report.profile, report.as_of)
    return report._replace(judged=set_apart(judged))


@pytest.fixture
def small(rulebook: Rulebook, tmp_path: Path) -> Callable[[str, str], object]:
    """`small("departments", "device:sv")`: to what a thing of a small inventory belongs, by name."""
    file = tmp_path / "inventory.yaml"
    file.write_text(_SMALL, encoding="utf-8")
    inventory = load_inventory(str(file), rulebook.vocabulary, rulebook.catalogs)

    def answer(question: str, name: str) -> object:
        kind, _, id_ = name.partition(":")
        [thing] = [one for one in inventory.populations[kind].members if one.id == id_]
        found = getattr(Belonging(inventory), question)(thing)
        return found if isinstance(found, str) else [one if isinstance(one, str) else one.id for one in found]

    return answer


@pytest.mark.parametrize(
    ("question", "thing", "expected"),
    [
        ("systems", "device:sv", ["tax"]),
        ("systems", "device:shared", ["tax", "care"]),
        ("systems", "device:pc", ["care"]),
        ("systems", "device:alone", "undeclared"),
        ("systems", "device:any", "shared"),
        ("systems", "information:secrets", ["care"]),
        ("systems", "department:zei", "shared"),
        ("departments", "system:tax", ["zei"]),
        ("departments", "system:care", ["hoken"]),
        ("departments", "device:shared", ["zei", "hoken"]),
        ("departments", "device:alone", "undeclared"),
        ("departments", "medium:tape", ["hoken"]),
        ("departments", "department:zei", ["zei"]),
        ("owners", "system:care", ["介護の担当"]),
        ("owners", "device:pc", ["介護の担当"]),
        ("owners", "medium:tape", ["保険課長"]),
        ("owners", "department:hoken", ["保険課長"]),
        ("owners", "device:alone", "undeclared"),
    ],
)
def test_a_thing_belongs_to_what_the_inventory_declares(small: Callable[[str, str], object], question: str, thing: str, expected: object) -> None:
    assert expected == small(question, thing)


@pytest.mark.parametrize("group_by", GROUPS)
def test_the_totals_of_all_groups_are_the_judgements(kept: Report, group_by: str) -> None:
    groups = grouped(kept, group_by)

    assert len(groups) > 3
    assert kept.judged.totals() == {verdict: overall(kept, groups).verdicts[verdict] for verdict in VERDICTS}
    assert all(group.judgements == group.verdicts.total() for group in groups)


@pytest.mark.parametrize("group_by", ["deadline", "clause"])
def test_deadlines_and_clauses_need_no_judgement_to_be_kept(report_of: Callable[..., Report], kept: Report, group_by: str) -> None:
    lean = grouped(report_of("mihon-city"), group_by)

    assert [(group.title, group.verdicts) for group in grouped(kept, group_by)] == [(group.title, group.verdicts) for group in lean]


def test_what_is_waived_is_missing_after_waivers_only(kept: Report) -> None:
    whole = overall(kept, grouped(kept, "department"))

    assert 1 == whole.waived
    assert whole.verdicts["FAIL"] - 1 == whole.after_waivers


def test_totals_that_do_not_add_up_are_never_printed(kept: Report) -> None:
    without = tuple(finding._replace(waiver=None) for finding in kept.judged.kept)
    with pytest.raises(AssertionError):
        grouped(kept._replace(judged=kept.judged._replace(kept=without)), "deadline")


@pytest.mark.parametrize("group_by", GROUPS)
def test_every_finding_to_deal_with_stands_in_one_group(kept: Report, group_by: str) -> None:
    listed = [finding.id for group in grouped(kept, group_by) for row in folded(kept, group.findings) for finding in row.findings]
    wanted = [finding.id for finding in kept.judged.findings if not finding.review and finding.waiver is None]

    assert sorted(wanted) == sorted(listed)


def test_details_unfold_the_rows_of_a_group(kept: Report) -> None:
    [group] = [group for group in grouped(kept, "deadline") if group.title == kept.words.says("block-no_day")]

    assert len(folded(kept, group.findings)) < len(folded(kept._replace(details=True), group.findings)) == len(group.findings)


def test_rows_can_be_sorted_forwards_and_backwards(kept: Report) -> None:
    rows = [row for group in grouped(kept, "deadline") for row in folded(kept, group.findings)]
    writer = cells.Cells(kept)
    forwards = [writer.texts(row, ("deadline",))[0] for row in writer.sorted(rows, ("deadline",))]
    backwards = [writer.texts(row, ("deadline",))[0] for row in writer.sorted(rows, ("-deadline",))]
    dated = [day for day in forwards if day]

    assert dated == sorted(dated) == [day for day in backwards if day][::-1]
    assert forwards[-1] == backwards[-1] == ""


@pytest.mark.parametrize("column", cells.COLUMNS)
def test_every_column_can_be_shown_and_sorted_by(kept: Report, column: str) -> None:
    text = as_groups.as_csv(kept._replace(layout=Layout("owner", ("id", column), (column, "-id"))))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    assert [kept.words.says("group-by-owner"), kept.words.says("csv-id"), kept.words.says(f"csv-{column}")] == rows[0]
    assert len(opened(kept)) == len(rows) - 1 - len(not_judged(kept))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("style", STYLES)
def test_every_style_stays_within_cp932(kept: Report, report_of: Callable[..., Report], style: str, lang: str) -> None:
    words = report_of("mihon-city", lang=lang).words
    text = as_groups.as_table(kept._replace(layout=Layout("system", style=style), words=words))
    text.encode("cp932")

    assert style == "tsv" or 80 >= max(map(columns, text.splitlines()))


def test_the_styles_left_out_are_for_other_programs_or_beyond_cp932() -> None:
    beyond = {style for style in tabulate.tabulate_formats if tabulate.tabulate([["a"]], ["b"], tablefmt=style).encode("cp932", "replace").count(b"?")}

    assert beyond.isdisjoint(STYLES)
    assert set(tabulate.tabulate_formats) - beyond - set(STYLES) == {
        "asciidoc", "colon_grid", "html", "jira", "latex", "latex_booktabs", "latex_longtable", "latex_raw", "mediawiki", "moinmoin", "textile", "unsafehtml",
        "youtrack",
    }  # fmt: skip


def test_numbers_are_never_broken_however_narrow_the_table() -> None:
    lines = drawn(Table(("区分", "判定数"), [("長い名前の区分である", "1,234,567")], (1,)), Page("simple", 20))

    assert any(line.endswith("1,234,567") for line in lines)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("group_by", GROUPS)
@pytest.mark.parametrize("width", [60, 80])
def test_no_heading_of_totals_is_broken_inside_a_word(kept: Report, report_of: Callable[..., Report], group_by: str, lang: str, width: int) -> None:
    report = kept._replace(words=report_of("mihon-city", lang=lang).words)
    table = as_groups.totals(report, grouped(report, group_by))
    printed = " ".join(drawn(table, Page("simple", width))).split()

    assert set() == {word for head in table.heads for word in head.split()} - {*printed}


def test_a_table_of_many_columns_is_drawn_in_parts_that_begin_alike() -> None:
    table = Table(["name", *(f"column{at}" for at in range(9))], [[f"{at}" for at in range(10)]])
    lines = drawn(table, Page("simple", 60))

    assert ["name", "name"] == [line.split()[0] for line in lines if "column" in line]
    assert [*"012345", *"06789"] == [word for line in lines if "column" not in line for word in line.split() if word.isdigit()]


def test_a_row_for_pasting_is_one_line_however_long() -> None:
    table = Table(("group", "what"), [("a", "word " * 60), ("b\nc", "2")])

    assert ["group\twhat", "a\t" + " ".join(["word"] * 60), "b c\t2"] == drawn(table, Page("tsv", 60))


def test_the_options_know_what_the_writers_know() -> None:
    assert (GROUPS, STYLES, cells.COLUMNS) == (layouts.GROUPS, layouts.STYLES, layouts.COLUMNS)

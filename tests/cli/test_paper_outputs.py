"""Outputs for officers from the command line: folders whole or not at all, characters lost told, plans read back and carried on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parents[2]
SMALL = """vocabulary: 1
organisation: {name: 小𠮷町, connected_to_lgwan: true}
departments: [{id: zei, name: 税務課, level: section, head: 税務課長}]
systems: [{id: tax, name: 税務, manager: 税務課長, runs_on: sv}]
devices: [{id: sv, kind: server, os: {product: Windows Server, version: "2012", edition: standard, extended_support: none}, software: none}]
"""


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); from secpolicy.cli.start import main; main()", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "SECPOLICY_LANG": "ja"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def check(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    (folder / "inventory.yaml").write_text(SMALL, encoding="utf-8")
    return run("check", "inventory.yaml", "--as-of", "2026-11-30", "--only", "os-supported", "--exit-zero", *more, folder=folder)


def test_the_sheets_of_departments_are_written_into_a_new_folder(tmp_path: Path) -> None:
    done = check(tmp_path, "--output", "departments:sheets")

    assert "" == done.stderr.replace("終了コードは 1（基準に当たる違反がある）となるところを 0 とした\n", "")
    assert "税務課の点検結果" in (tmp_path / "sheets" / "01-税務課.md").read_text(encoding="utf-8")
    assert ["inventory.yaml", "sheets"] == sorted(os.listdir(tmp_path))


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "mine.txt").write_text("大事", encoding="utf-8")
    done = check(tmp_path, "--output", "departments:sheets")

    assert (2, "") == (done.returncode, done.stdout)
    assert "[usage-folder-not-empty]" in done.stderr
    assert ["mine.txt"] == os.listdir(tmp_path / "sheets")
    assert ["inventory.yaml", "sheets"] == sorted(os.listdir(tmp_path))


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "sheets").mkdir()
    check(tmp_path, "--output", "departments:sheets/")

    assert "01-税務課.md" in os.listdir(tmp_path / "sheets")


def test_characters_that_cp932_lacks_are_told_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "inventory.yaml").write_text(SMALL.replace("name: 税務,", "name: 税𠮷務,"), encoding="utf-8")
    done = run("check", "inventory.yaml", "--as-of", "2026-11-30", "--group-by", "system", "--exit-zero", "--only", "os-supported",
               "--output", "csv-cp932:r.csv", folder=tmp_path)  # fmt: skip

    assert "r.csv:2:2: U+20BB7 は cp932 にないので「〓」とした" in done.stderr
    assert (tmp_path / "r.csv").read_bytes().decode("cp932").splitlines()[1].startswith("税〓務,")


def fill(path: Path, cells: dict[str, str]) -> None:
    """Write into the first row of the findings of a workbook."""
    book = openpyxl.load_workbook(path)
    sheet = book["指摘一覧"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for head, value in cells.items():
        sheet.cell(2, at[head]).value = value
    book.save(path)


def test_a_plan_goes_from_one_workbook_to_the_next(tmp_path: Path) -> None:
    check(tmp_path, "--output", "xlsx:first.xlsx")
    fill(tmp_path / "first.xlsx", {"担当": "税務課 甲", "対応方針": "更新する", "予定日": "令和9年1月31日"})
    done = run("remediation", "read", "first.xlsx", folder=tmp_path)
    plan = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    check(tmp_path, "--plan", "plan.yaml", "--output", "xlsx:next.xlsx")
    again = run("remediation", "read", "next.xlsx", folder=tmp_path)

    assert (0, 0) == (done.returncode, again.returncode)
    assert 'owner: "税務課 甲"' in plan
    assert plan == (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert not (tmp_path / "waivers.draft.yaml").exists()


def test_a_draft_of_a_waiver_has_no_effect_until_a_person_approves_it(tmp_path: Path) -> None:
    check(tmp_path, "--output", "xlsx:first.xlsx")
    fill(tmp_path / "first.xlsx", {"対応方針": "例外措置：更新が年度末になる", "予定日": "2027-03-31"})
    done = run("remediation", "read", "first.xlsx", folder=tmp_path)
    drafted = check(tmp_path, "--waivers", "waivers.draft.yaml")
    draft = (tmp_path / "waivers.draft.yaml").read_text(encoding="utf-8")
    approved = draft.replace("instead: 不明", "instead: 切り離す").replace("approvals: 不明", "approvals: [{role: ciso, by: 副町長, date: 2026-11-20}]")
    (tmp_path / "waivers.yaml").write_text(approved, encoding="utf-8")

    assert 0 == done.returncode
    assert "承認者と承認日がない" in drafted.stdout
    assert "違反1" in drafted.stdout
    assert "適用中" in check(tmp_path, "--waivers", "waivers.yaml").stdout


def test_nothing_is_written_if_one_cell_is_faulty(tmp_path: Path) -> None:
    check(tmp_path, "--output", "xlsx:first.xlsx")
    fill(tmp_path / "first.xlsx", {"担当": "税務課", "予定日": "来春", "完了日": "2027-02-30"})
    done = run("remediation", "read", "first.xlsx", folder=tmp_path)

    assert 5 == done.returncode
    assert "first.xlsx 指摘一覧!M2: `来春` は日付として読めない [workbook-not-a-day]" in done.stderr
    assert "first.xlsx 指摘一覧!N2: `2027-02-30` という日はない [workbook-no-such-day]" in done.stderr
    assert ["first.xlsx", "inventory.yaml"] == sorted(os.listdir(tmp_path))


def test_a_plan_that_people_went_on_writing_is_not_replaced_unasked(tmp_path: Path) -> None:
    check(tmp_path, "--output", "xlsx:first.xlsx")
    fill(tmp_path / "first.xlsx", {"担当": "税務課"})
    (tmp_path / "plan.yaml").write_text("plan: []\n", encoding="utf-8")
    refused = run("remediation", "read", "first.xlsx", folder=tmp_path)
    kept = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    replaced = run("remediation", "read", "first.xlsx", "--replace", folder=tmp_path)

    assert (2, "plan: []\n") == (refused.returncode, kept)
    assert 0 == replaced.returncode
    assert "税務課" in (tmp_path / "plan.yaml").read_text(encoding="utf-8")


def test_planned_remedies_whose_finding_is_gone_are_listed(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("plan:\n  - {finding: ffffffffff, owner: 税務課}\n", encoding="utf-8")
    done = check(tmp_path, "--plan", "plan.yaml")

    assert "計画にあって、いまは指摘一覧にないもの 1件: ffffffffff" in done.stderr


def test_the_page_for_the_head_can_be_printed_at_once(tmp_path: Path) -> None:
    assert check(tmp_path, "--format", "summary").stdout.startswith("# 小𠮷町 情報セキュリティポリシーの判定結果\n")

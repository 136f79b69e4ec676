"""What auditors and officers read of the alpha city, on paper and in Excel, as committed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
FOLDER = Path("tests/journeys/tables")
CITY = "samples/mihon-city/inventory.yaml"
TABLES = {
    "by-department.ja.txt": ("--group-by", "department"),
    "by-system.en.txt": ("--group-by", "system", "--lang", "en"),
    "by-clause.ja.md": ("--group-by", "clause", "--format", "markdown"),
    "by-owner.ja.csv": ("--group-by", "owner", "--format", "csv", "--columns", "id,verdict,owner,department,subject,message,deadline", "--sort", "deadline,id"),
    "chosen-columns.ja.txt": ("--columns", "verdict,severity,subject,department,deadline,place", "--sort", "severity,deadline", "--table-style", "simple_grid"),
}


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    """secpolicy in a process of its own."""
    command = [sys.executable, "-c", "from secpolicy.cli.start import main; main()", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "SECPOLICY_LANG": "ja"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)


def without_hashes(text: str) -> str:
    """The text without what changes with every word of a rule, and with line ends as git keeps them."""
    return re.sub(r"\b[0-9a-f]{64}\b", "(SHA-256)", text).replace("\r\n", "\n")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_as_committed(name: str, is_committed: Callable[[Path, str], None]) -> None:
    done = run("check", CITY, "--as-of", "2026-11-30", *TABLES[name])

    is_committed(FOLDER / name, without_hashes(done.stdout.decode()))


def test_a_column_that_there_is_not_is_refused_with_what_was_meant() -> None:
    done = run("check", CITY, "--as-of", "2026-11-30", "--columns", "id,deadlin")

    assert 2 == done.returncode
    assert "`deadline` の誤りではないか" in done.stderr.decode()


def test_the_order_of_hashes_changes_no_byte_of_a_grouped_table() -> None:
    texts = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-c", "from secpolicy.cli.start import main; main()", "check", CITY, "--as-of", "2026-11-30", "--group-by", "department"]
        texts.add(subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout)

    assert 1 == len(texts)


def test_the_workbook_of_the_city_is_as_committed(tmp_path: Path, is_committed: Callable[[Path, str], None]) -> None:
    """Its cells as text, sheet by sheet; of what is for review, which fills most of it, only the number of rows."""
    run("check", CITY, "--as-of", "2026-11-30", "--exit-zero", "--output", f"xlsx:{tmp_path / 'report.xlsx'}")
    lines = []
    for sheet in openpyxl.load_workbook(tmp_path / "report.xlsx").worksheets:
        rows = [[shown(cell.value) for cell in row] for row in sheet.iter_rows()]
        lines += [f"■ {sheet.title} {len(rows)}"]
        lines += [" | ".join(cells).rstrip(" |") for cells in (rows[:3] if sheet.title in ("要確認", "条項別") else rows)]

    is_committed(FOLDER / "workbook.ja.txt", without_hashes("\n".join(lines) + "\n"))


def shown(value: object) -> str:
    """A cell as text: a day without its time, and no line end."""
    return value.date().isoformat() if isinstance(value, datetime) else str("" if value is None else value).replace("\n", " / ")


def test_the_page_for_the_head_is_as_committed(is_committed: Callable[[Path, str], None]) -> None:
    done = run("check", CITY, "--as-of", "2026-11-30", "--format", "summary")

    is_committed(FOLDER / "summary.ja.md", re.sub(r"\b[0-9a-f]{12}\b", "(SHA-256)", done.stdout.decode()))


def test_the_sheets_of_departments_are_as_committed(tmp_path: Path, is_committed: Callable[[Path, str], None]) -> None:
    run("check", CITY, "--as-of", "2026-11-30", "--exit-zero", "--output", f"departments:{tmp_path / 'sheets'}")
    sheets = sorted((tmp_path / "sheets").iterdir())

    is_committed(FOLDER / "departments.ja.md", without_hashes("\n".join(f"<!-- {file.name} -->\n{file.read_text(encoding='utf-8')}" for file in sheets)))

"""The workbook in a real office suite: it opens without repair and prints. Needs libreoffice-calc (`make tools`)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]


def convert(file: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice writes it in another format, with a profile of its own."""
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder / "out"),
        str(file),
    ]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    return folder / "out" / f"{file.stem}.{kind}"


@pytest.fixture(scope="module", params=["ja", "en"])
def workbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("workbook") / f"{request.param}.xlsx"
    arguments = ["check", "samples/mihon-city/inventory.yaml", "--as-of", "2026-11-30", "--lang", request.param, "--exit-zero", "--output", f"xlsx:{file}"]
    subprocess.run([sys.executable, "-c", "from secpolicy.cli.start import main; main()", *arguments], cwd=ROOT, capture_output=True, check=True)
    return file


def test_every_cell_survives_an_office_suite(workbook: Path, tmp_path: Path) -> None:
    """What had to be repaired would come back without it."""
    before, after = (openpyxl.load_workbook(file) for file in (workbook, convert(workbook, "xlsx", tmp_path)))

    assert before.sheetnames == after.sheetnames
    for name in before.sheetnames:
        written = [[cell for cell in row if cell is not None] for row in before[name].iter_rows(values_only=True)]
        assert written == [[cell for cell in row if cell is not None] for row in after[name].iter_rows(max_row=len(written), values_only=True)]


def test_it_prints(workbook: Path, tmp_path: Path) -> None:
    printed = convert(workbook, "pdf", tmp_path).read_bytes()

    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type/Page\n") + printed.count(b"/Type/Page/") > 8

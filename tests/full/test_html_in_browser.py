"""The page in a real browser: it is drawn, its script runs under its own policy, and nothing complains. Needs chromium (`make tools`)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--enable-logging=stderr", "--log-level=0")  # fmt: skip


@pytest.fixture(scope="module", params=["ja", "en"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a sample city as the command writes it."""
    file = tmp_path_factory.mktemp("page") / f"{request.param}.html"
    arguments = ["check", "samples/mihon-city/inventory.yaml", "--as-of", "2026-11-30", "--lang", request.param, "--exit-zero", "--output", f"html:{file}"]
    starting = "import sys; from secpolicy.cli.start import main; sys.exit(main())"
    subprocess.run([sys.executable, "-c", starting, *arguments], cwd=ROOT, capture_output=True, check=True)
    return file


def browse(page: Path, folder: Path, *asked: str, after: str = "") -> subprocess.CompletedProcess[str]:
    """Opens the page in a browser of its own; what it says on the console stands in `stderr`."""
    command = ["chromium", *FLAGS, f"--user-data-dir={folder / 'profile'}", *asked, page.as_uri() + after]
    environment = {**os.environ, "HOME": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=True)


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What scripts and the page's policy reported."""
    return [line for line in done.stderr.split("\n") if "CONSOLE" in line]


def test_the_script_shows_the_filter_and_nothing_complains(page: Path, tmp_path: Path) -> None:
    done = browse(page, tmp_path, "--dump-dom")
    [form] = re.findall(r"<form id=\"filter\"[^>]*>", done.stdout)
    [shown] = re.findall(r"<output id=\"shown\"[^>]*>([^<]*)</output>", done.stdout)
    findings = done.stdout.split('<section id="findings"')[1].split('id="block-upcoming"')[0].count('<details class="finding"')

    assert [] == complaints(done)
    assert "hidden" not in form
    assert str(findings) in shown


def test_an_address_with_a_finding_opens_it(page: Path, tmp_path: Path) -> None:
    [id_, *_] = re.findall(r'<details class="finding" id="(f-\w+)"', page.read_text(encoding="utf-8"))
    done = browse(page, tmp_path, "--dump-dom", after=f"#{id_}")

    assert re.search(rf'<details class="finding" id="{id_}"[^>]* open=""', done.stdout)


def test_a_complaint_would_be_seen(page: Path, tmp_path: Path) -> None:
    """A script that is not ours is stopped by the page's policy, and the console says so."""
    torn = tmp_path / "torn.html"
    torn.write_text(page.read_text(encoding="utf-8").replace("</body>", "<script>document.title = 'torn'</script></body>"), encoding="utf-8")
    done = browse(torn, tmp_path, "--dump-dom")

    assert [] != complaints(done)
    assert "<title>torn</title>" not in done.stdout


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_drawn_on_a_screen(page: Path, tmp_path: Path, scheme: str) -> None:
    dark = ("--force-dark-mode", "--blink-settings=preferredColorScheme=0") if scheme == "dark" else ()
    browse(page, tmp_path, "--window-size=1400,2000", "--hide-scrollbars", f"--screenshot={tmp_path / 'page.png'}", *dark)
    picture = (tmp_path / "page.png").read_bytes()

    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 50_000  # an empty page takes a tenth of that


def test_it_is_printed_on_paper(page: Path, tmp_path: Path) -> None:
    browse(page, tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    printed = (tmp_path / "page.pdf").read_bytes()
    sheets = {tuple(round(float(number)) for number in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", printed)}

    assert printed.startswith(b"%PDF")
    assert {(0, 0, 595, 842), (0, 0, 842, 595)} == {(left, top, round(right), round(bottom)) for left, top, right, bottom in sheets}

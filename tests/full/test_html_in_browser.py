"""The page in a real browser: it is drawn, its script runs under its own policy, nothing is fetched, and nobody is kept from reading it.

Needs chromium and axe-core (`make tools`).
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--enable-logging=stderr", "--log-level=0")  # fmt: skip
SCHEMES = {"light": (), "dark": ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")}


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
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=240, check=True)


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What scripts and the page's policy reported."""
    return [line for line in done.stderr.split("\n") if "CONSOLE" in line]


def with_script(page: Path, folder: Path, *scripts: str) -> Path:
    """A copy of the page that runs scripts of the test after its own, which its policy is widened to allow."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    text = page.read_text(encoding="utf-8").replace("script-src ", f"script-src {hashes} ", 1)
    added = "".join(f"<script>{script}</script>" for script in scripts)
    copy = folder / f"with-script-{page.name}"
    copy.write_text(text.replace("</body>", f"{added}</body>"), encoding="utf-8", newline="")
    return copy


def told(done: subprocess.CompletedProcess[str]) -> Any:
    """What a script of the test left at the root of the page."""
    [found] = re.findall(r'<html [^>]*data-found="([^"]*)"', done.stdout)
    return json.loads(html.unescape(found))


LOOK = """
document.querySelectorAll(".block").forEach((block) => [...block.querySelectorAll(".finding")].slice(3).forEach((one) => one.remove()));
document.querySelectorAll("#by-clause li").forEach((one) => one.remove());
document.querySelectorAll("details").forEach((one) => { one.open = true; });
axe.run(document, {resultTypes: ["violations"]}).then((found) => {
  const places = found.violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(" "))]);
  document.documentElement.dataset.found = JSON.stringify(Object.fromEntries(places));
});
"""


def violations(page: Path, folder: Path, *flags: str, before: str = "") -> dict[str, list[str]]:
    """What axe-core finds wrong, with the places; everything that can be opened is open, and of findings, which are alike, three of a block are left."""
    copy = with_script(page, folder, AXE.read_text(encoding="utf-8"), before + LOOK)
    found: dict[str, list[str]] = told(browse(copy, folder, "--dump-dom", "--virtual-time-budget=600000", *flags))
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_that_keeps_people_from_reading(page: Path, tmp_path: Path, scheme: str) -> None:
    assert {} == violations(page, tmp_path, *SCHEMES[scheme])


def test_axe_would_find_something(page: Path, tmp_path: Path) -> None:
    spoilt = "document.querySelector('h1').style.color = '#ddd'; document.querySelector('#hint').replaceWith(document.createElement('input'));"

    assert {"color-contrast", "label"} <= set(violations(page, tmp_path, before=spoilt))


def test_the_script_shows_the_filter_and_nothing_complains(page: Path, tmp_path: Path) -> None:
    done = browse(page, tmp_path, "--dump-dom")
    [form] = re.findall(r"<form id=\"filter\"[^>]*>", done.stdout)
    [shown] = re.findall(r"<output id=\"shown\"[^>]*>([^<]*)</output>", done.stdout)
    findings = done.stdout.split('<section id="findings"')[1].split('id="block-upcoming"')[0].count('<details class="finding"')

    assert [] == complaints(done)
    assert "hidden" not in form
    assert str(findings) in shown


CHOOSE = """
const form = document.getElementById("filter");
const left = () => [...document.querySelectorAll("#findings .finding:not([hidden])")];
const told = {all: left().length, failing: document.querySelectorAll("#findings .finding[data-verdict=FAIL]").length};
const change = (name, action) => {
  action();
  form.dispatchEvent(new Event("input"));
  told[name] = {left: left().length, says: document.getElementById("shown").textContent, verdicts: [...new Set(left().map((one) => one.dataset.verdict))],
                severities: [...new Set(left().map((one) => one.dataset.severity))], texts: left().map((one) => one.innerText)};
};
change("without doubt", () => { form.querySelector("[value=UNKNOWN]").checked = false; });
change("critical alone", () => { form.querySelectorAll("[name=severity]:not([value=critical])").forEach((box) => { box.checked = false; }); });
change("by words", () => {
  form.querySelectorAll("[type=checkbox]").forEach((box) => { box.checked = true; });
  form.elements.text.value = "ＮＡＳ  segments";
});
document.getElementById("open-all").click();
told.open = left().every((one) => one.open);
change("nothing", () => { form.elements.text.value = "no such words"; });
told.remarks = document.querySelectorAll("#findings .none:not([hidden])").length === document.querySelectorAll("#findings .block").length;
document.documentElement.dataset.found = JSON.stringify(told);
"""


def test_the_filter_leaves_what_was_asked_for(page: Path, tmp_path: Path) -> None:
    found = told(browse(with_script(page, tmp_path, CHOOSE), tmp_path, "--dump-dom"))

    assert found["failing"] == found["without doubt"]["left"] < found["all"]
    assert ["FAIL"] == found["without doubt"]["verdicts"]
    assert ["critical"] == found["critical alone"]["severities"]
    assert 0 < found["by words"]["left"] < found["all"]
    assert all("nas" in text.lower() for text in found["by words"]["texts"])
    assert found["open"]
    assert 0 == found["nothing"]["left"]
    assert found["remarks"]
    assert all(str(found[name]["left"]) in found[name]["says"] for name in ("without doubt", "critical alone", "by words", "nothing"))


FETCHED = "document.documentElement.dataset.found = JSON.stringify(performance.getEntriesByType('resource').map((one) => one.name));"


def test_nothing_is_fetched(page: Path, tmp_path: Path) -> None:
    assert [] == told(browse(with_script(page, tmp_path, FETCHED), tmp_path, "--dump-dom"))


def test_a_fetched_picture_would_be_seen(page: Path, tmp_path: Path) -> None:
    """Were the policy wider and the page not whole."""
    torn = tmp_path / "torn.html"
    text = page.read_text(encoding="utf-8").replace("default-src 'none'", "default-src 'none'; img-src *")
    torn.write_text(text.replace("</main>", '<img alt="" src="http://127.0.0.1:9/a.png"></main>'), encoding="utf-8", newline="")
    waiting = f"addEventListener('load', () => {{ {FETCHED} }});"

    assert ["http://127.0.0.1:9/a.png"] == told(browse(with_script(torn, tmp_path, waiting), tmp_path, "--dump-dom"))


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


@pytest.mark.parametrize("scheme", SCHEMES)
def test_it_is_drawn_on_a_screen(page: Path, tmp_path: Path, scheme: str) -> None:
    browse(page, tmp_path, "--window-size=1400,2000", "--hide-scrollbars", f"--screenshot={tmp_path / 'page.png'}", *SCHEMES[scheme])
    picture = (tmp_path / "page.png").read_bytes()

    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 50_000  # an empty page takes a tenth of that


def test_it_is_printed_on_paper(page: Path, tmp_path: Path) -> None:
    browse(page, tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    printed = (tmp_path / "page.pdf").read_bytes()
    sheets = {tuple(round(float(number)) for number in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", printed)}

    assert printed.startswith(b"%PDF")
    assert {(0, 0, 595, 842), (0, 0, 842, 595)} == {(left, top, round(right), round(bottom)) for left, top, right, bottom in sheets}

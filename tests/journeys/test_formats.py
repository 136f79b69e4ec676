"""Every format: as committed for one rule of the sample city, the same bytes for the same day, in one language, within cp932."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.cli.check import FORMATS

ROOT = Path(__file__).parents[2]
CITY = ROOT / "samples/mihon-city"
DAY = "2026-11-30"
ABOUT = ("mynumber-isolation", "os-supported")
BINARY = ("xlsx", "csv-cp932", "summary")  # the cells of the workbook and the page are committed by test_auditors_tables, the CSV here in UTF-8
COMMITTED = {
    "table": "txt", "lines": "lines.txt", "json": "json", "jsonl": "jsonl", "csv": "csv", "markdown": "md", "html": "html", "sarif": "sarif.json",
    "junit": "junit.xml", "github": "github.txt", "gitlab": "gitlab.json", "ics": "ics", "oscal-ar": "oscal-ar.json", "oscal-poam": "oscal-poam.json",
}  # fmt: skip


def write_all(folder: Path, lang: str, *more: str, seed: str = "0") -> dict[str, bytes]:
    """The report of the sample city in every format, written by one run in a process of its own."""
    outputs = [word for kind in FORMATS for word in ("--output", f"{kind}:{folder / kind}")]
    arguments = ("check", "samples/mihon-city/inventory.yaml", "--as-of", DAY, "--lang", lang, "--format", "lines", "--exit-zero", *more, *outputs)
    command = [sys.executable, "-c", "from secpolicy.cli.start import main; main()", *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    return {kind: (folder / kind).read_bytes() for kind in FORMATS}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The whole report in every format, by language."""
    return {lang: write_all(tmp_path_factory.mktemp(lang), lang) for lang in ("ja", "en")}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The report on a few rules in every format, by language."""
    only = [word for rule in ABOUT for word in ("--only", rule)]
    return {lang: write_all(tmp_path_factory.mktemp(lang), lang, *only) for lang in ("ja", "en")}


def lasting(text: str) -> str:
    """A report without what changes with every rule that is written: hashes, and names of OSCAL that follow from them."""
    if '"oscal-version"' in text:
        document = next(iter(json.loads(text).values()))
        results = document.get("results", [])
        parts = [
            document,
            *results,
            *(entry for result in results for entry in result.get("assessment-log", {}).get("entries", [])),
            *document["back-matter"]["resources"],
        ]
        for part in parts:
            text = text.replace(part["uuid"], "(UUID of this run)")
    text = re.sub(r'"value": "[A-Za-z0-9+/=]{1000,}"', '"value": "(assessment plan)"', text)
    return re.sub(r"\b[0-9a-f]{64}\b|(?<=sha256-)[A-Za-z0-9+/=]{44}", "(SHA-256)", text)


def test_every_format_is_committed_but_those_that_others_compare() -> None:
    assert {*FORMATS} == {*COMMITTED, *BINARY}


@pytest.mark.parametrize("kind", COMMITTED)
def test_a_report_is_as_committed(kind: str, small: dict[str, dict[str, bytes]], is_committed: Callable[[Path, str], None]) -> None:
    is_committed(Path("tests/journeys/formats") / f"mihon-city.{COMMITTED[kind]}", lasting(small["ja"][kind].decode()))


def test_the_same_bytes_come_out_whatever_the_order_of_hashes(written: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    again = write_all(tmp_path, "ja", seed="4711")

    assert [] == [kind for kind in FORMATS if written["ja"][kind] != again[kind]]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", COMMITTED)
def test_every_character_exists_in_cp932(kind: str, lang: str, written: dict[str, dict[str, bytes]]) -> None:
    written[lang][kind].decode("utf-8-sig").encode("cp932")


# Language: what the organisation and the catalogues wrote stays as it is; everything else is in the reader's.
NOT_ASCII = re.compile(r"[^\x00-\x7f→…■αβ′]+")


def texts(kind: str, content: bytes) -> Iterator[str]:
    """What people read of a report, without the keys and ids that belong to its format."""
    text = content.decode("utf-8-sig")
    if kind == "html":
        text = re.sub(r"<(style|script).*?</\1>|<code>.*?</code>|<time [^>]*>", " ", text, flags=re.DOTALL)
        yield from (html.unescape(part.partition(">")[2]) for part in text.split("<"))
    elif kind == "ics":
        yield from (line.partition(":")[2] for line in text.replace("\r\n ", "").split("\r\n") if line.startswith(("SUMMARY", "DESCRIPTION", "X-WR")))
    elif kind == "junit":
        yield from (html.unescape(part) for part in re.findall(r'message="([^"]*)"|testcase [^>]*name="([^"]*)"', text) for part in part)
    elif kind in ("json", "jsonl", "sarif", "gitlab", "oscal-ar", "oscal-poam"):
        yield from (one for line in (text.splitlines() if kind == "jsonl" else [text]) for one in told(json.loads(line)))
    else:
        yield from text.splitlines()


SAID = ("text", "message", "fix", "title", "description", "statement", "remarks", "justification", "markdown", "because", "organisation",
        "fullName", "organization")  # fmt: skip


def told(part: Any) -> Iterator[str]:
    """The texts of a document that are for people: not the rules in the other language, which SARIF may hold."""
    if isinstance(part, dict):
        for key, inner in part.items():
            if isinstance(inner, str):
                yield from [inner] if key in SAID else []
            elif key != "translations":
                yield from told(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from told(inner)


@pytest.fixture(scope="module")
def theirs() -> str:
    """What the organisation wrote, what the catalogues have, and how guidelines number their clauses."""
    files = [*CITY.glob("*.yaml"), *(file for file in (ROOT / "rules/local-government/catalog").iterdir() if file.is_file())]
    clauses = load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles")).clauses.values()
    numbers = [number for clause in clauses for _, number, _ in clause.numbers] + [clause.chapter for clause in clauses]
    return "\n".join([*(file.read_text(encoding="utf-8-sig") for file in files), *numbers])


@pytest.mark.parametrize("kind", COMMITTED)
def test_an_english_report_has_no_japanese_of_ours(kind: str, written: dict[str, dict[str, bytes]], theirs: str) -> None:
    found = {run for text in texts(kind, written["en"][kind]) for run in NOT_ASCII.findall(text)}

    assert [] == sorted(run for run in found if run not in theirs)


# In a Japanese report Latin letters are names: of products and formats, or ids that people write. Words of English prose are none of these.
LATIN = re.compile(r"(?<![\w.#/-])[a-z]{2,}(?![\w#/.:-])")
NAMES = {"secpolicy", "error", "warning", "notice"}  # the tool, and the commands of GitHub


@pytest.mark.parametrize("kind", COMMITTED)
def test_a_japanese_report_has_no_english_of_ours(kind: str, written: dict[str, dict[str, bytes]], theirs: str) -> None:
    ids = {
        word for rule in load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles")).rules for duty in rule.duties for word in (*rule.id.split("/"), duty.label)
    }
    found = {word for text in texts(kind, written["ja"][kind]) for word in LATIN.findall(text)}

    assert [] == sorted(word for word in found - ids - NAMES if word not in theirs)

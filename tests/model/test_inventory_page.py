"""docs/inventory.md keeps its word: its examples are read, its kinds are all of them, and what it says only the reader refuses is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from secpolicy.base.problem import Refused
from secpolicy.checking.conformance import schema_problems
from secpolicy.model.catalog import Catalogs
from secpolicy.model.documents import documents_of, read_by_libyaml, read_documents
from secpolicy.model.header import HEADER
from secpolicy.model.inventory import build_inventory
from secpolicy.model.schema import inventory_schema
from secpolicy.model.vocabulary_files import load_vocabulary

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "inventory.md").read_text(encoding="utf-8")
VOCABULARY = load_vocabulary()
SCHEMA = inventory_schema(VOCABULARY)
# The order in which the vocabulary groups them: organisation, network, equipment, services, events, plans and figures.
ORDER = [
    "organisation", "organs", "departments", "roles", "policies", "documents", "network", "segments", "endpoints", "links", "security_cloud", "wlans",
    "monitoring", "sites", "devices", "systems", "accounts", "information", "media", "domains", "services", "suppliers", "contracts", "telework",
    "activities", "incidents", "movements", "disposals", "works", "staff_changes", "waivers", "initiatives", "projects", "online_procedures", "figures",
    "settings",
]  # fmt: skip
ONLY_THE_READER = {
    "unknown-reference": "devices: [{id: a, segments: dokonimo-nai}]",
    "unknown-reference-meant": "segments: [{id: kojin}]\ndevices: [{id: a, segments: kojim}]",
    "unknown-reference-anywhere": "activities: {training: {date: 2026-04-01, of: dokonimo-nai}}",
    "reference-to-other-kind": "devices: [{id: a, segments: b}, {id: b}]",
    "ambiguous-reference": "devices: [{id: nas}]\nsegments: [{id: nas}]\nlinks: [{id: l, from: nas}]",
    "duplicate-id": "devices: [{id: a}, {id: a}]",
    "same-event-twice": "activities: {training: [{date: 2026-04-01}, {date: 2026-04-01}]}",
    "written-twice": "defaults: {device: {kind: terminal}, devices: {kind: server}}",
    "no-such-day": "devices: [{id: a, procured_on: 2026-02-30}, {id: b, procured_on: 令和元年4月1日}]",
    "wrong-check-digit": 'organisation: {code: "999998"}',
    "not-a-government-code": "organisation: {code: 99999}",
    "not-a-whole-number": "devices: [{id: a, count: 0x1F}]",
    "not-a-fiscal-year": "documents: {training_plan: {fiscal_year: 2.026e3}}",
    "not-money": "figures: {operating_cost: {fiscal_year: 2026, amount: 1e6}}",
}


def table_after(heading: str) -> list[list[str]]:
    """The rows of the first table behind a text of the page, without its heading."""
    lines = PAGE[PAGE.index(heading) :].split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    rows = []
    for line in lines[start + 1 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_an_example_is_read_and_fits_the_schema(example: str) -> None:
    documents = documents_of(example, "inventory.yaml")

    assert build_inventory(documents, VOCABULARY, Catalogs({})).populations
    assert [] == schema_problems(*read_by_libyaml(documents), SCHEMA)


def test_the_page_lists_every_kind_in_order() -> None:
    rows = [(key.strip("`"), label) for key, label, _ in table_after("種類は36ある")]

    assert [(key, VOCABULARY.by_key[key].ja) for key in ORDER] == rows
    assert set(VOCABULARY.by_key) == set(ORDER)


def test_the_page_lists_the_header() -> None:
    listed = {key.strip("`") for key, _ in table_after("## いちばん外側")}

    assert set(HEADER) - {"waivers"} == listed


def test_the_page_says_which_kinds_are_written_by_kind() -> None:
    [said] = re.findall(r"「種類ごとに書く」もの（(.*?)）", PAGE)

    assert {kind.key for kind in VOCABULARY.kinds.values() if kind.written == "by kind"} == set(re.findall(r"`(\w+)`", said))


@pytest.mark.parametrize(("message", "text"), ONLY_THE_READER.items())
def test_what_only_the_reader_refuses_fits_the_schema(message: str, text: str) -> None:
    documents = documents_of(f"vocabulary: 1\n{text}\n", "inventory.yaml")

    assert [] == schema_problems(*read_by_libyaml(documents), SCHEMA)
    with pytest.raises(Refused) as caught:
        build_inventory(documents, VOCABULARY, Catalogs({}))
    assert {message} == {problem.id for problem in caught.value.problems}


def test_waivers_alone_fit_the_schema_but_are_no_inventory() -> None:
    documents = documents_of("waivers: none\n", "waivers.yaml")

    assert [] == schema_problems(*read_by_libyaml(documents), SCHEMA)
    with pytest.raises(Refused, match="vocabulary-missing"):
        build_inventory(documents, VOCABULARY, Catalogs({}))


def test_a_file_that_is_not_there_fits_the_schema(tmp_path: Path) -> None:
    file = tmp_path / "inventory.yaml"
    file.write_text("vocabulary: 1\ninclude: nowhere.yaml\n", encoding="utf-8")

    assert [] == schema_problems(*read_by_libyaml(documents_of(file.read_text(encoding="utf-8"), "inventory.yaml")), SCHEMA)
    with pytest.raises(Refused, match="no-such-file"):
        read_documents(str(file))


def test_the_page_lists_exactly_what_is_tried_here() -> None:
    listed = {id_ for *_, ids in table_after("| `check` だけが断るもの") for id_ in re.findall(r"`([a-z-]+)`", ids)}

    assert {*ONLY_THE_READER, "vocabulary-missing", "no-such-file"} == listed


def test_the_page_can_be_shown_on_every_office_console() -> None:
    PAGE.encode("cp932")

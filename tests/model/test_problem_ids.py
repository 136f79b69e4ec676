"""Every problem that model/ can tell of is raised here once, by the smallest input that raises it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.model import text_files, yaml_reader
from secpolicy.model.catalog import Catalogs
from secpolicy.model.documents import documents_of
from secpolicy.model.folders import WORDS
from secpolicy.model.inventory import build_inventory
from secpolicy.model.pack import house_vocabulary, load_pack
from secpolicy.model.profile import profile_from_file
from secpolicy.model.text_files import decoded, file_text
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary
from secpolicy.model.yaml_reader import read_file
from tests.loaded import load_inventory

MODEL = Path(yaml_reader.__file__).parent

# Inventories, without their first line `vocabulary: 1`.
TEXTS = {
    "not-a-government-code": "organisation: {code: 1}",
    "wrong-check-digit": "organisation: {code: 999998}",
    "alias-to-itself": "note: &a [*a]",
    "ambiguous-reference": "segments: [{id: a}]\ndevices: [{id: a}]\nlinks: [{id: l, from: a}]",
    "backslash": 'note: "\\q"',
    "bad-id": "devices: [{id: a b}]",
    "bad-indent": "a:\n  - b: 1\n   c: 2",
    "computed-field": "devices: [{id: a, os: {support_ends: 2026-01-01}}]",
    "duplicate-id": "devices: [{id: a}, {id: a}]",
    "duplicate-key": "devices: none\ndevices: none",
    "full-width-colon": "devices：none",
    "ideographic-indent": "devices:\n　- id: a",
    "in-brackets": "devices: [{id: a kind: server}]",
    "in-place-of-many": "links: [{id: a, from: {tier: lgwan}}]",
    "key-is-no-text": "[a]: b",
    "list-and-keys": "- id: a",
    "list-beside-key": "devices: - id: a",
    "merge-key": "a: &a {b: 1}\nc: {<<: *a}",
    "missing-id": "devices: [{kind: server}]",
    "no-colon": "devices\n",
    "no-space-after-colon": "devices:none\n",
    "no-such-day": "devices: [{id: a, procured_on: 2026-02-30}]",
    "none-in-list": "devices: [none]",
    "not-a-choice": "devices: [{id: a, owner: x}]",
    "not-a-choice-meant": "devices: [{id: a, owner: isued}]",
    "not-a-date": "devices: [{id: a, procured_on: 先月}]",
    "not-a-fiscal-year": "figures: {population: {fiscal_year: 来年度}}",
    "not-a-list": "devices: {a: {kind: server}}",
    "not-a-mapping": "devices: [{id: a, os: Windows}]",
    "not-a-period": "devices: [{id: a, locks_after: すぐ}]",
    "not-a-single-value": "devices: [{id: a, name: [b]}]",
    "not-a-whole-number": "devices: [{id: a, count: x}]",
    "not-by-kind": "documents: [{id: a}]",
    "not-money": "figures: {operating_cost: {amount: 多額}}",
    "not-yes-or-no": "devices: [{id: a, encrypted: 済}]",
    "reference-to-other-kind": "devices: [{id: a, site: a}]",
    "reserved-character": "note: @a",
    "same-event-twice": "activities: {audit: [{date: 2026-05-20}, {date: 2026-05-20}]}",
    "second-colon": "note: a: b",
    "syntax": "a" * 2000 + ": b",
    "tab": "devices:\n\t- id: a",
    "tag": "devices: !x none",
    "text-after-value": 'note: "a" b',
    "text-for-entry": "devices: [pc-01]",
    "too-deep": "note: " + "[" * 70,
    "two-documents": "---\na: b",
    "unclosed-bracket": "devices: [{id: a",
    "unclosed-quote": 'note: "a',
    "unknown-alias": "note: *a",
    "unknown-field": "devices: [{id: a, colour: red}]",
    "unknown-field-meant": "devices: [{id: a, encrypte: true}]",
    "unknown-key": "cameras: none",
    "unknown-key-meant": "devises: none",
    "unknown-kind": "defaults: {camera: {id: a}}",
    "unknown-kind-meant": "defaults: {devise: {id: a}}",
    "unknown-reference": "devices: [{id: a, site: b}]",
    "unknown-reference-anywhere": "activities: {audit: [{of: b}]}",
    "unknown-reference-meant": "sites: [{id: honcho}]\ndevices: [{id: a, site: honchou}]",
    "vocabulary-version": "",
}
BYTES = {
    "control-character": b"a: \x00",
    "cp932": "庁内".encode("cp932"),
    "not-utf-8": b"caf\xe9 ",
    "unseen-character": "a: \u202e".encode(),
    "utf-16-without-mark": "庁内LAN".encode("utf-16-le"),
}
FILES = {
    "cannot-read": {"inventory.yaml": "vocabulary: 1\ninclude: ../city"},
    "empty-inventory": {"inventory.yaml": ""},
    "folder-without-inventory": {"notes.txt": ""},
    "no-such-file": {"inventory.yaml": "vocabulary: 1\ninclude: network.yaml"},
    "not-a-path": {"inventory.yaml": "vocabulary: 1\ninclude: {a: b}"},
    "not-an-inventory": {"inventory.yaml": "- a"},
    "vocabulary-missing": {"inventory.yaml": "devices: none"},
    "written-twice": {"a.yaml": "vocabulary: 1\nnetwork: {model: alpha}", "b.yaml": "network: {model: beta}"},
}
PACKS = {
    "clause-lacks": {"clauses/a.yaml": "guideline: a\nclauses: {b: {chapter: '1'}}"},
    "empty-file": {"clauses/a.yaml": ""},
    "not-a-number": {"parameters/a.yaml": "share: {type: number, values: {2026-04-01: {value: 半分}}}"},
    "duplicate-key": {"clauses/a.yaml": "a: 1\na: 2"},
    "pack-name": {"pack.yaml": "pack: other"},
    "unknown-type": {"parameters/a.yaml": "share: {type: ratio}"},
}
LIMITS = {
    "file-too-large": (text_files, "MAX_FILE"),
    "line-too-long": (text_files, "MAX_LINE"),
    "too-many-values": (yaml_reader, "MAX_VALUES"),
    "too-many-repeats": (yaml_reader, "MAX_REPEATED"),
}


def write(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def ids(read: Callable[[], object]) -> set[str]:
    with pytest.raises(Refused) as caught:
        read()
    assert all(isinstance(problem, Problem) for problem in caught.value.problems)
    return {problem.id for problem in caught.value.problems}


@pytest.mark.parametrize("id_", TEXTS)
def test_a_slip_in_a_text_is_told(id_: str, vocabulary: Vocabulary) -> None:
    text = f"vocabulary: {9 if id_ == 'vocabulary-version' else 1}\n{TEXTS[id_]}"

    assert {id_} == ids(lambda: build_inventory(documents_of(text, "x.yaml"), vocabulary, Catalogs({})))


@pytest.mark.parametrize("id_", BYTES)
def test_a_wrong_encoding_is_told(id_: str) -> None:
    assert {id_} == ids(lambda: decoded(BYTES[id_], "x.yaml"))


@pytest.mark.parametrize("id_", FILES)
def test_a_wrong_file_is_told(id_: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    folder = write(tmp_path / "city", FILES[id_])

    assert {id_} == ids(lambda: load_inventory(folder, vocabulary, Catalogs({}), "city"))


@pytest.mark.parametrize("id_", PACKS)
def test_a_slip_in_a_pack_is_told(id_: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    folder = write(tmp_path / "ours", {"pack.yaml": "pack: ours", **PACKS[id_]})

    assert {id_} == ids(lambda: load_pack(folder, vocabulary, house_vocabulary(), str(tmp_path)))


@pytest.mark.parametrize("id_", LIMITS)
def test_a_limit_is_told(id_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*LIMITS[id_], 3)
    path = write(tmp_path, {"x.yaml": "abcdefgh: &a [1, 2, 3, 4]\nb: *a"}) + "/x.yaml"

    assert {id_} == ids(lambda: read_file(path) if id_.startswith("too-many") else file_text(path))


def test_a_profile_that_extends_none_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, {"ours.yaml": "profile: ours\nextends: none-such"})

    assert {"unknown-profile"} == ids(lambda: profile_from_file(f"{folder}/ours.yaml", {}, house_vocabulary()))


@pytest.mark.parametrize("type_", ["ratio", "choice colour", "list of ref camera"])
def test_a_type_that_no_vocabulary_has_is_told(type_: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {"thing.yaml": f"kind: thing\nkey: things\nja: 物\nen: thing\nfields: {{a: {{type: {type_}, ja: 甲, en: a}}}}"})

    assert {"vocabulary-unknown-type"} == ids(lambda: load_vocabulary((folder,)))


def test_every_problem_of_the_model_is_raised_here() -> None:
    texts = [file.read_text(encoding="utf-8") for file in MODEL.glob("*.py")]
    named = {node.value for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    known = {id_ for words in ("ja", "ja-reading") for id_ in read_file(f"{WORDS}/{words}.yaml")}
    raised = {*TEXTS, *BYTES, *FILES, *PACKS, *LIMITS, "unknown-profile", "vocabulary-unknown-type"}

    assert named & known == raised

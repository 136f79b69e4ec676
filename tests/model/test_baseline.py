"""Baselines as files: written, read back the same, and refused with every problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from secpolicy.base.problem import Refused
from secpolicy.model.baseline import Entry, baseline_text, read_baseline
from secpolicy.model.pack import house_vocabulary

ENTRIES = (
    Entry("0123456789", "p/t/r", "d", "device:pc-01", "FAIL", (("device:pc-01.os", "a: b # c"), ("links", "?")), "移行中 \"2027\" まで"),
    Entry("abcdefabcd", "p/t/r", "e", "organisation", "UNKNOWN", ()),
)  # fmt: skip


def read(tmp_path: Path, text: str) -> tuple[Entry, ...]:
    file = tmp_path / "baseline.yaml"
    file.write_text(text, encoding="utf-8")
    return read_baseline(str(file), house_vocabulary())


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    assert ENTRIES == tuple(entry._replace(location=ENTRIES[0].location) for entry in read(tmp_path, baseline_text(ENTRIES)))


def test_the_order_of_entries_changes_no_byte() -> None:
    assert baseline_text(ENTRIES) == baseline_text(reversed(ENTRIES))


def test_a_baseline_without_entries_is_one(tmp_path: Path) -> None:
    assert () == read(tmp_path, baseline_text(()))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["baseline-is-none"]), ("- a\n", ["baseline-is-none"]), ("vocabulary: 1\n", ["baseline-is-none"]),
        ("entries: []\n", ["baseline-version"]), ("baseline: 2\n", ["baseline-version"]),
        ("baseline: 1\nentrys: []\n", ["unknown-field-meant"]),
        ("baseline: 1\nentries: [{id: a, verdict: FIAL}]\n", ["baseline-lacks", "baseline-lacks", "baseline-lacks", "not-a-choice-meant"]),
        ("baseline: 1\nentries: [{id: a, duty: r#d, subject: x, verdict: FAIL, facts: [a]}]\n", ["baseline-facts"]),
    ],
)  # fmt: skip
def test_a_file_that_is_no_baseline_is_refused_with_every_problem(tmp_path: Path, text: str, ids: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, text)

    assert ids == sorted(problem.id for problem in refused.value.problems)
    assert 5 == refused.value.exit_code

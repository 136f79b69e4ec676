"""plan.yaml: written and read back the same, and every slip in it told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from secpolicy.base.problem import Refused
from secpolicy.model.pack import house_vocabulary
from secpolicy.model.plan import Remedy, plan_as_yaml, read_plan

REMEDIES = [
    Remedy("3ab57c267d", "p/t/r#d", "device:pc.os", "都市計画課長", "更新する: \"年度内\" # 予算\n二行目", date(2027, 3, 31), date(2027, 3, 1)),
    Remedy("0000000000", owner="なし", policy="不明"),
    Remedy("1111111111", owner="=1+1", policy="- @x"),
]  # fmt: skip


def written(folder: Path, text: str) -> str:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return str(folder / "plan.yaml")


def refused(folder: Path, text: str) -> list[tuple[str, int]]:
    with pytest.raises(Refused) as caught:
        read_plan(written(folder, text), house_vocabulary())
    return [(problem.id, problem.location.line) for problem in caught.value.problems]


@pytest.mark.parametrize("remedies", [REMEDIES, []])
def test_a_plan_is_read_as_it_was_written(tmp_path: Path, remedies: list[Remedy]) -> None:
    text = plan_as_yaml(remedies, "計画")

    assert remedies == list(read_plan(written(tmp_path, text), house_vocabulary()).values())


def test_a_plan_may_be_written_by_hand(tmp_path: Path) -> None:
    path = written(tmp_path, "plan:\n  - {finding: 3ab57c267d, owner: 税務課, due: 令和9年3月31日}\n")

    assert {"3ab57c267d": Remedy("3ab57c267d", owner="税務課", due=date(2027, 3, 31))} == read_plan(path, house_vocabulary())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n", [("plan-not-a-plan", 0)]),
        ("plan: {finding: a}\n", [("plan-not-a-plan", 0)]),
        ("plan:\n  - 3ab57c267d\n", [("not-a-mapping", 2)]),
        ("plan:\n  - {owner: 税務課}\n", [("plan-without-finding", 2)]),
        ("plan:\n  - {finding: a}\n  - {finding: a}\n", [("plan-twice", 3)]),
        ("plan:\n  - {finding: a, due: 2027-03}\n", [("plan-not-one-day", 2)]),
        ("plan:\n  - {finding: a, due: 来春}\n  - {finding: b, whom: 税務課}\n", [("not-a-date", 2), ("unknown-field", 3)]),
    ],
)
def test_every_slip_in_a_plan_is_told_with_its_line(tmp_path: Path, text: str, expected: list[tuple[str, int]]) -> None:
    assert expected == refused(tmp_path, text)

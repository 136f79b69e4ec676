"""secpolicy new rule: what it writes loads as it is, and fails where it is to be rewritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secpolicy.base.text import columns

Secpolicy = Callable[..., Any]


@pytest.fixture
def pack(rules: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of one's own in the working folder."""
    monkeypatch.chdir(rules)
    return rules / "own"


def test_what_is_written_loads_and_fails_where_it_is_to_be_rewritten(secpolicy: Secpolicy, pack: Path) -> None:
    written = secpolicy("new", "rule", "own/web/renewed")
    tested = secpolicy("test", "--rules", "own")

    assert 0 == written.code
    assert ["own/web/renewed.test.yaml:9: own/web/renewed#met （書き直す）条件を満たさなければ違反。雛形の条件では、まだ適合になる: 期待 fail　実際 pass"] == (
        tested.out.splitlines()[:-1]
    )
    assert 7 == tested.code


def test_it_says_the_six_things_that_a_rule_is(secpolicy: Secpolicy, pack: Path) -> None:
    lines = secpolicy("new", "rule", "own/web/renewed").out.splitlines()

    assert ["規則", "事例", "条項", "基準値", "生成物", "変更履歴"] == [line.split()[1] for line in lines[1:] if ". " in line[:5]]
    assert 80 >= max(map(columns, lines))


def test_nothing_is_overwritten(secpolicy: Secpolicy, pack: Path) -> None:
    cases = pack / "web" / "named.test.yaml"
    before = cases.read_text(encoding="utf-8")
    (pack / "web" / "named.rule").unlink()
    ran = secpolicy("new", "rule", "own/web/named")

    assert "[usage-already-there]" in ran.err
    assert (2, before, False) == (ran.code, cases.read_text(encoding="utf-8"), (pack / "web" / "named.rule").exists())


def test_a_pack_is_found_in_the_folder_that_is_named(secpolicy: Secpolicy, rules: Path) -> None:
    codes = [secpolicy("new", "rule", f"own/web/{name}", "--rules", folder).code for name, folder in (("one", str(rules)), ("two", str(rules / "own")))]

    assert [0, 0] == codes
    assert ["named.rule", "one.rule", "two.rule"] == sorted(file.name for file in (rules / "own" / "web").glob("*.rule"))


@pytest.mark.parametrize(
    ("name", "message"),
    [("own/named", "usage-new-name"), ("own/Web/named", "usage-new-name"), ("own/../named", "usage-new-name"), ("other/web/named", "usage-no-such-pack")],
)
def test_a_name_that_cannot_be_is_refused(secpolicy: Secpolicy, pack: Path, name: str, message: str) -> None:
    ran = secpolicy("new", "rule", name)

    assert f"[{message}]" in ran.err
    assert 2 == ran.code


def test_a_pack_without_clauses_is_told_to_write_one_first(secpolicy: Secpolicy, pack: Path) -> None:
    (pack / "clauses" / "own.yaml").unlink()
    (pack / "web" / "named.rule").unlink()
    ran = secpolicy("new", "rule", "own/web/other")

    assert "[new-without-clause]" in ran.err
    assert (2, False) == (ran.code, (pack / "web" / "other.rule").exists())

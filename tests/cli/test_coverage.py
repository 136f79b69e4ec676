"""secpolicy coverage: its three forms say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from secpolicy.base.text import columns

Secpolicy = Callable[..., Any]


def test_the_forms_list_every_clause(secpolicy: Secpolicy) -> None:
    clauses = json.loads(secpolicy("coverage", "--format", "json").out)["clauses"]
    rows = sum(len(clause["slugs"]) for clause in clauses)
    table, markdown = secpolicy("coverage").out, secpolicy("coverage", "--format", "markdown").out

    assert f"条項 {len(clauses)}件（調査票の {rows}行）の対応状況（適用方針「標準」）" == table.splitlines()[0]
    assert len(clauses) <= table.count("\n- ")
    assert [] == [clause["clause"] for clause in clauses if f"| `{clause['clause']}` |" not in markdown]


def test_the_forms_list_the_reference_data_with_the_days_on_which_it_was_checked(secpolicy: Secpolicy) -> None:
    listed = json.loads(secpolicy("coverage", "--format", "json").out)["reference_data"]
    table, markdown = secpolicy("coverage").out, secpolicy("coverage", "--format", "markdown").out

    assert {"what": "table", "name": "local-governments", "last_checked": "2024-01-01", "file": listed[0]["file"]} == listed[0]
    assert len(listed) == table.partition("■ 参照情報の最終確認")[2].count("\n- ")
    assert [] == [one["name"] for one in listed if f"{one['name']} | {one['last_checked']} | {one['file']} |" not in markdown]


def test_a_clause_that_the_edition_lacks_is_told_so(secpolicy: Secpolicy) -> None:
    clauses = {one["clause"]: one for one in json.loads(secpolicy("coverage", "--edition", "2024-10", "--format", "json").out)["clauses"]}

    assert ("absent", []) == (clauses["network/wireless/conditions"]["state"], clauses["network/wireless/conditions"]["rules"])


def test_a_narrower_profile_leaves_clauses_out(secpolicy: Secpolicy) -> None:
    narrow = json.loads(secpolicy("coverage", "--profile", "statute-only", "--format", "json").out)["totals"]["clauses"]
    wide = json.loads(secpolicy("coverage", "--format", "json").out)["totals"]["clauses"]

    assert narrow["all"] == wide["all"]
    assert (0, True) == (wide["outside"], narrow["outside"] > 0)


def test_an_edition_that_does_not_exist_is_a_usage_error(secpolicy: Secpolicy) -> None:
    ran = secpolicy("coverage", "--edition", "1999-01")

    assert "2026-03" in ran.err
    assert 2 == ran.code


def test_english_is_spoken_too(secpolicy: Secpolicy) -> None:
    out = secpolicy("coverage", "--lang", "en").out

    assert out.startswith("what becomes of ")
    assert "（" not in out


def test_totals_can_be_chosen_and_come_without_the_clauses(secpolicy: Secpolicy) -> None:
    told = json.loads(secpolicy("coverage", "--by", "field", "--by", "read", "--format", "json").out)
    table, markdown = secpolicy("coverage", "--by", "field").out, secpolicy("coverage", "--by", "field", "--format", "markdown").out

    assert ["profile", "totals"] == list(told)
    assert ["clauses", "by_read", "by_field"] == list(told["totals"])
    assert ["■ 施行規則の事項ごと"] == [line for line in table.splitlines() if line.startswith("■")]
    assert ["## 施行規則の事項ごと"] == [line for line in markdown.splitlines() if line.startswith("## ")]


def test_every_cut_of_the_totals_adds_up_to_the_same(secpolicy: Secpolicy) -> None:
    totals = json.loads(secpolicy("coverage", "--edition", "2020-12", "--format", "json").out)["totals"]

    for way in ("by_chapter", "by_strength", "by_read", "by_field"):
        assert totals["clauses"] == {name: sum(group[name] for group in totals[way]) for name in totals["clauses"]}


def test_a_table_of_totals_fits_into_80_columns(secpolicy: Secpolicy) -> None:
    assert [] == [
        line for line in secpolicy("coverage", "--by", "chapter", "--by", "strength", "--by", "read", "--by", "field").out.splitlines() if columns(line) > 80
    ]

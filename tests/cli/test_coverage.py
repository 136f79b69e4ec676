"""secpolicy coverage: its three forms say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Secpolicy = Callable[..., Any]


def test_the_forms_list_every_clause(secpolicy: Secpolicy) -> None:
    clauses = json.loads(secpolicy("coverage", "--format", "json").out)["clauses"]
    table, markdown = secpolicy("coverage").out, secpolicy("coverage", "--format", "markdown").out

    assert f"条項 {len(clauses)}件の対応状況（適用方針「標準」）" == table.splitlines()[0]
    assert len(clauses) <= table.count("\n- ")
    assert [] == [clause["clause"] for clause in clauses if f"| `{clause['clause']}` |" not in markdown]


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

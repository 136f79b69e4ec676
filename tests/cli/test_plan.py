"""secpolicy plan: the models of a placement, what another one takes, and how the model may be named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = str(SAMPLES / "mihon-city" / "inventory.yaml")
DAY = ("--as-of", "2026-11-30")
Secpolicy = Callable[..., Any]


def plan(secpolicy: Secpolicy, *given: str) -> dict[str, Any]:
    ran = secpolicy("plan", *given, *DAY, "--format", "json")
    assert 0 == ran.code, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_it_tells_what_the_placement_lacks_and_what_would_be_demanded(secpolicy: Secpolicy) -> None:
    found = plan(secpolicy, SAMPLE, "--to", "beta_prime")
    duties = {f"{one['rule'].rpartition('/')[2]}#{one['duty']}" for one in found["demanded"]}

    assert ("alpha", ["alpha"], "beta_prime") == (found["declared"], found["derived"], found["target"])
    assert ["次のようになること: 主たる業務端末の層がインターネット接続系である"] == [one["text"] for one in found["lacking"]][:1]
    assert {"beta-endpoints-protected#edr", "external-audit#audit", "network-model-matches#same"} <= duties
    assert 0 < found["not_shown"]


def test_what_rests_on_unread_clauses_is_shown_on_request(secpolicy: Secpolicy) -> None:
    hidden = plan(secpolicy, SAMPLE, "--to", "beta")
    shown = plan(secpolicy, SAMPLE, "--to", "beta", "--show", "review")

    assert len(shown["demanded"]) == len(hidden["demanded"]) + hidden["not_shown"]
    assert {False} == {one["review"] for one in hidden["demanded"]}


def test_the_model_that_a_body_has_takes_nothing(secpolicy: Secpolicy) -> None:
    found = plan(secpolicy, SAMPLE, "--to", "α")

    assert ([], [], []) == (found["lacking"], found["demanded"], found["no_longer"])
    assert "いまの配置は、既にαに当てはまる。" in secpolicy("plan", SAMPLE, "--to", "α", *DAY).out


def test_facts_to_declare_are_counted(secpolicy: Secpolicy) -> None:
    found = plan(secpolicy, str(SAMPLES / "yamaai-village" / "inventory.yaml"), "--to", "β", "--show", "review")

    assert found["to_declare"]
    assert sorted((one["findings"] for one in found["to_declare"]), reverse=True) == [one["findings"] for one in found["to_declare"]]


def test_what_only_the_model_of_today_demands_falls_away(secpolicy: Secpolicy, tmp_path: Path) -> None:
    file = tmp_path / "inventory.yaml"
    file.write_text("vocabulary: 1\norganisation: {name: 町}\nnetwork: {model: beta, main_terminals: lgwan}\nlinks: none\nactivities: none\n", encoding="utf-8")
    found = plan(secpolicy, str(file), "--to", "alpha", "--only", "external-audit", "--only", "network-model-matches")

    assert {"audit", "same"} == {one["duty"] for one in found["no_longer"]}
    assert [] == found["demanded"]


def test_markdown_says_the_same_as_the_table(secpolicy: Secpolicy) -> None:
    table, markdown = (secpolicy("plan", SAMPLE, "--to", "beta", *DAY, "--lang", "en", "--format", kind).out for kind in ("table", "markdown"))

    assert "■ what the placement lacks 1" in table
    assert "### what the placement lacks 1" in markdown


@pytest.mark.parametrize("given", [("--to", "gamma"), ()])
def test_a_model_that_is_none_is_a_usage_error(secpolicy: Secpolicy, given: tuple[str, ...]) -> None:
    assert 2 == secpolicy("plan", SAMPLE, *given).code

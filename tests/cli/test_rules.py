"""secpolicy rules: what is listed, and why a rule is judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.letters import letters

Secpolicy = Callable[..., Any]


def listed(secpolicy: Secpolicy, *given: str) -> dict[str, Any]:
    """The rules that a call lists, by id."""
    return {rule["id"]: rule for rule in json.loads(secpolicy("rules", *given, "--format", "json").out)["rules"]}


def test_every_rule_is_listed(secpolicy: Secpolicy) -> None:
    rules = listed(secpolicy)

    assert "local-government/technical/os-supported" in rules
    assert 100 < len(rules)


def test_every_word_must_occur(secpolicy: Secpolicy) -> None:
    both = listed(secpolicy, "無線", "lgwan")

    assert both
    assert both.keys() == listed(secpolicy, "無線").keys() & listed(secpolicy, "ＬＧＷＡＮ").keys()


@pytest.mark.parametrize(
    ("option", "field", "value"), [("--severity", "severity", "critical"), ("--strength", "strength", "should"), ("--read", "read", "unread")]
)
def test_a_filter_leaves_what_has_the_value(secpolicy: Secpolicy, option: str, field: str, value: str) -> None:
    rules = listed(secpolicy)
    expected = {id_ for id_, rule in rules.items() if rule[field] == value}

    assert expected
    assert expected == listed(secpolicy, option, value).keys()


def test_two_values_of_a_filter_are_added(secpolicy: Secpolicy) -> None:
    packs = [listed(secpolicy, "--pack", pack).keys() for pack in ("telework", "lgwan-asp")]

    assert packs[0] | packs[1] == listed(secpolicy, "--pack", "telework", "--pack", "lgwan-asp").keys()


def test_a_profile_lists_what_it_has_judged(secpolicy: Secpolicy) -> None:
    rules = listed(secpolicy, "--profile", "statute-only")

    assert rules
    assert all(rule["judged"] for rule in rules.values())
    assert {"statute", "ordinance"} >= {rule["clauses"][0]["authority"] for rule in rules.values()}


def test_the_list_is_a_table_under_topics(secpolicy: Secpolicy) -> None:
    lines = secpolicy("rules", "os-supported").out.splitlines()

    assert "規則 1件（うち適用方針「標準」で判定しないもの 0件）" == lines[0]
    assert "■ local-government/technical 1件" == lines[2]
    assert ["規則", "重大度", "強さ", "確認", "条項"] == lines[3].split()
    assert max(map(len, lines)) <= 80


def test_nothing_found_is_said(secpolicy: Secpolicy) -> None:
    ran = secpolicy("rules", "そんな規則はない")

    assert ("規則 0件（うち適用方針「標準」で判定しないもの 0件）\n", 0) == (ran.out, ran.code)


def test_why_names_pack_profile_clause_and_parameters_with_their_places(secpolicy: Secpolicy) -> None:
    out = secpolicy("rules", "--why", "mynumber-wireless").out
    told = letters(out)

    assert "規則集　　local-government" in out
    assert letters("適用方針　標準（standard）は、この規則集と強さ「必須」を選んでいるので、判定する") in told
    assert letters("mic-guideline network/wireless  rules/local-government/clauses/network.yaml:") in told
    assert letters("○mic-guideline 2025-03 から　条件を満たせば使える（mic-guideline network/wireless/conditions、二次資料で確認）") in told
    assert "rules/local-government/parameters/network.yaml:" in out


def test_the_value_that_holds_follows_the_edition(secpolicy: Secpolicy) -> None:
    why = json.loads(secpolicy("rules", "--why", "mynumber-wireless", "--edition", "2024-10", "--format", "json").out)
    [parameter] = why["parameters"]

    assert ["mic-guideline 2023-03"] == [value["start"] for value in parameter["values"] if value["holds"]]


def test_why_says_that_the_edition_lacks_the_clause(secpolicy: Secpolicy) -> None:
    out = secpolicy("rules", "--why", "mynumber-wireless-conditions", "--edition", "2024-10").out

    assert letters("判定しない: 根拠の条項が、適用方針の定める版に無い") in letters(out)
    assert "この版に無い（2025-03～）" in out


@pytest.mark.parametrize(("profile", "reason"), [("statute-only", "authority"), ("standard", None)])
def test_why_not_names_the_reason(secpolicy: Secpolicy, profile: str, reason: str | None) -> None:
    why = json.loads(secpolicy("rules", "--why", "os-supported", "--profile", profile, "--format", "json").out)

    assert (reason, reason is None) == (why["why_not"], why["judged"])


def test_what_the_organisation_sets_is_asked_of_the_inventory(secpolicy: Secpolicy) -> None:
    out = secpolicy("rules", "--why", "logs-reviewed").out

    assert "団体が定める。台帳の `settings.intervals.log_review` の値を使う" in out


def test_an_unread_clause_is_said_to_be_for_review(secpolicy: Secpolicy) -> None:
    unread = next(iter(listed(secpolicy, "--read", "unread")))

    assert "要確認として指摘と分け" in secpolicy("rules", "--why", unread).out


def test_a_rule_that_does_not_exist_is_a_usage_error(secpolicy: Secpolicy) -> None:
    ran = secpolicy("rules", "--why", "os-suported")

    assert ("", 2) == (ran.out, ran.code)


def test_english_is_spoken_too(secpolicy: Secpolicy) -> None:
    out = secpolicy("rules", "--why", "mynumber-wireless", "--lang", "en").out

    assert "profile   standard (standard) selects this pack and the strength must: judged" in out
    assert out.isascii() or not [line for line in out.splitlines() if "（" in line]

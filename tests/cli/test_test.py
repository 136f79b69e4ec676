"""secpolicy test: cases beside rules, and exit code 7."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def rewritten(rules: Path, old: str, new: str) -> None:
    """The cases of the one rule, with a text replaced."""
    cases = rules / "own" / "web" / "named.test.yaml"
    cases.write_text(cases.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_cases_as_expected_are_counted(secpolicy: Callable[..., Any], rules: Path) -> None:
    ran = secpolicy("test", "--rules", str(rules))

    assert ("規則 1件　例 2件　義務ごとの結果 2件: 期待どおり 2件、異なる 0件　その他の誤り 0件\n", 0) == (ran.out, ran.code)


def test_a_case_that_comes_out_otherwise_names_line_duty_and_case(secpolicy: Callable[..., Any], rules: Path) -> None:
    rewritten(rules, "name: pass", "name: fail")
    ran = secpolicy("test", "--rules", str(rules))

    assert "rules/own/web/named.test.yaml:5: own/web/named#name 名称があれば適合: 期待 fail　実際 pass" == ran.out.splitlines()[0]
    assert 7 == ran.code


def test_only_what_differs_is_shown(secpolicy: Callable[..., Any], rules: Path) -> None:
    rewritten(rules, "name: none}]\n    expect: {name: fail}", "name: 不明}]\n    expect: {name: {verdict: unknown, missing: [domains]}}")
    ran = secpolicy("test", "--rules", str(rules))

    assert "期待 missing: domains　実際 missing: domain:a.name" in ran.out
    assert 7 == ran.code


def test_a_rule_without_cases_fails(secpolicy: Callable[..., Any], rules: Path) -> None:
    (rules / "own" / "web" / "named.test.yaml").unlink()
    ran = secpolicy("test", "--rules", str(rules))

    assert "rules/own/web/named.rule:1:1: `own/web/named` に例がない [rule-without-cases]" == ran.out.splitlines()[0]
    assert 7 == ran.code


def test_a_case_file_that_cannot_be_read_is_told_and_fails(secpolicy: Callable[..., Any], rules: Path) -> None:
    rewritten(rules, "domains: [{id: a, name: x}]", "domainz: []")
    ran = secpolicy("test", "--rules", str(rules))

    assert "rules/own/web/named.test.yaml:6:14: " in ran.out
    assert 7 == ran.code


def test_a_pack_without_rules_fails(secpolicy: Callable[..., Any], rules: Path) -> None:
    for file in (rules / "own" / "web").iterdir():
        file.unlink()
    ran = secpolicy("test", "--rules", str(rules))

    assert ("例がない（規則 0件）\n", 7) == (ran.out, ran.code)


@pytest.mark.parametrize("more", [(), ("--strict",), ("--mutate",)])
def test_a_folder_without_packs_is_refused(secpolicy: Callable[..., Any], tmp_path: Path, more: tuple[str, ...]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    ran = secpolicy("test", "--rules", str(tmp_path), *more)

    assert (5, "") == (ran.code, ran.out)
    assert ran.err.startswith(f"{tmp_path}: `{tmp_path}` に規則集がない [no-pack-there]\n   対処: pack.yaml のある")


def test_a_part_of_a_pack_is_refused_with_the_pack(secpolicy: Callable[..., Any], rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(rules.parent)
    ran = secpolicy("test", "--rules", "rules/own/web")

    assert (5, "") == (ran.code, ran.out)
    assert "[no-pack-there-meant]" in ran.err
    assert "`rules/own` の誤りではないか" in ran.err


def test_a_folder_that_is_not_there_is_refused(secpolicy: Callable[..., Any], tmp_path: Path) -> None:
    ran = secpolicy("test", "--rules", str(tmp_path / "nowhere"))

    assert "[no-such-folder]" in ran.err
    assert 5 == ran.code


def test_an_overlay_is_tested_beside_the_shipped_packs(secpolicy: Callable[..., Any], rules: Path) -> None:
    ran = secpolicy("test", "--rules", str(rules / "own"))

    assert ("規則 1件　例 2件", 0) == (ran.out.partition("　義務")[0], ran.code)


def test_a_pack_that_is_not_sound_is_refused_with_exit_code_6(secpolicy: Callable[..., Any], rules: Path) -> None:
    rule = rules / "own" / "web" / "named.rule"
    rule.write_text(rule.read_text(encoding="utf-8").replace("domain.name)", "domain.nmae)"), encoding="utf-8")
    ran = secpolicy("test", "--rules", str(rules))

    assert "rules/own/web/named.rule:8" in ran.err
    assert 6 == ran.code


@pytest.mark.parametrize("name", ["os-supported", "technical/os-supported", "local-government/technical/os-supported", "os-supported#supported"])
def test_one_rule_is_named_by_any_unambiguous_ending(secpolicy: Callable[..., Any], name: str) -> None:
    ran = secpolicy("test", name)

    assert ("規則 1件", 0) == (ran.out.partition("　")[0], ran.code)


def test_a_rule_that_does_not_exist_is_a_usage_error(secpolicy: Callable[..., Any]) -> None:
    ran = secpolicy("test", "os-suported")

    assert "`os-supported` の誤りではないか" in ran.err
    assert 2 == ran.code


def test_strict_also_looks_at_which_cases_there_are(secpolicy: Callable[..., Any], rules: Path) -> None:
    """There is no case for doubt."""
    ran = secpolicy("test", "--rules", str(rules), "--strict", "--as-of", "2026-11-30")

    assert "[strict-" in ran.out
    assert 7 == ran.code


def test_english_is_spoken_too(secpolicy: Callable[..., Any], rules: Path) -> None:
    ran = secpolicy("test", "--rules", str(rules), "--lang", "en")

    assert "1 rule, 2 cases, 2 outcomes of duties: 2 as expected, 0 otherwise; 0 other problems\n" == ran.out

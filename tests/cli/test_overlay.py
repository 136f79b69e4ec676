"""An organisation's own pack, as docs/overlay.md shows it: every file on that page is written out and judged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.letters import letters

PAGE = Path(__file__).parents[2] / "docs" / "overlay.md"
AUDIT = "local-government/evaluation/audited-regularly"
Secpolicy = Callable[..., Any]


def adjusted(town: Path, entry: str) -> None:
    """The pack of the town with one adjustment only."""
    (town / "mihon-town" / "adjustments.yaml").write_text(f"adjustments:\n  - {entry}\n", encoding="utf-8")


def judged(secpolicy: Secpolicy, *options: str) -> Any:
    return json.loads(secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--format", "json", *options).out)


def why(secpolicy: Secpolicy, *options: str) -> str:
    return str(secpolicy("rules", "--why", "audited-regularly", "--inventory", "inventory.yaml", "--as-of", "2026-11-30", *options).out)


def duties(report: Any) -> set[str]:
    return {f"{row['rule']}#{row['duty']}" for row in report["totals"]["by_duty"]}


def test_the_cases_of_the_page_come_out_as_expected(secpolicy: Secpolicy, town: Path) -> None:
    ran = secpolicy("test", "--rules", "mihon-town", "--strict")

    assert ("規則 1件　例 4件　義務ごとの結果 4件: 期待どおり 4件、異なる 0件　その他の誤り 0件\n", 0) == (ran.out, ran.code)


def test_own_rules_read_own_fields_and_are_judged_beside_ours(secpolicy: Secpolicy, town: Path) -> None:
    ran = secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--format", "lines")
    [line] = [line for line in ran.out.splitlines() if "registrar-recorded" in line]

    assert line.startswith("inventory.yaml:9:")
    assert "festival.example" in line
    assert 1 == ran.code


def test_a_duty_left_out_is_told_with_its_reason_and_not_counted(secpolicy: Secpolicy, town: Path) -> None:
    report = judged(secpolicy)

    expected = {
        "about": "local-government/physical/servers-powered#surge", "text": "サーバの予備電源と過電流の防止",
        "because": "庁舎の受電設備で防いでいるため、機器ごとには見ない。", "place": "mihon-town/adjustments.yaml:6",
    }  # fmt: skip
    assert [expected] == report["left_out"]
    assert "local-government/physical/servers-powered#battery" in duties(report)
    assert "local-government/physical/servers-powered#surge" not in duties(report)


def test_a_rule_left_out_whole_leaves_nothing_behind(secpolicy: Secpolicy, town: Path) -> None:
    adjusted(town, "{rule: local-government/physical/servers-powered, left_out: true, because: 庁舎で防ぐ}")
    report = judged(secpolicy)

    assert ["local-government/physical/servers-powered#battery", "local-government/physical/servers-powered#surge"] == [
        one["about"] for one in report["left_out"]
    ]
    assert [] == [duty for duty in duties(report) if "servers-powered" in duty]
    assert "自団体の規則集が、理由を付けて判定から除いている" in letters(secpolicy("rules", "--why", "servers-powered", "--inventory", "inventory.yaml").out)


@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_every_report_for_people_tells_what_was_left_out_and_adjusted(secpolicy: Secpolicy, town: Path, form: str) -> None:
    out = secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--format", form).out.replace("\n", "").replace(" ", "")

    assert "判定から除いた義務（自団体の規則集による）" in out
    assert "庁舎の受電設備で防いでいるため、機器ごとには見ない。" in out
    assert "監査計画で毎年と定めた（令和8年4月決裁）。" in out.replace("  ", "")


@pytest.mark.parametrize("form", ["lines", "csv", "csv-cp932", "sarif", "junit", "github", "gitlab", "ics", "oscal-ar"])
def test_every_report_for_other_tools_tells_why_a_duty_was_left_out(secpolicy: Secpolicy, town: Path, form: str) -> None:
    file = town / "report"
    ran = secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--format", "lines", "--output", f"{form}:{file}")
    out = file.read_bytes().decode("cp932" if form == "csv-cp932" else "utf-8").replace("\r\n ", "")

    assert "servers-powered#surge" in out or 'classname="local-government/physical/servers-powered" name="surge"' in out
    assert "庁舎の受電設備で防いでいるため、機器ごとには見ない。" in out
    assert "adjustments.yaml" in out
    assert "" == ran.err


@pytest.mark.parametrize("form", ["table", "markdown", "csv"])
def test_a_table_of_groups_tells_why_a_duty_was_left_out(secpolicy: Secpolicy, town: Path, form: str) -> None:
    out = secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--group-by", "clause", "--format", form).out.replace("\n", "").replace(" ", "")

    assert "servers-powered#surge" in out.replace("\\", "")
    assert "庁舎の受電設備で防いでいるため、機器ごとには見ない。" in out


def test_the_workbook_has_a_row_for_a_duty_left_out(secpolicy: Secpolicy, town: Path) -> None:
    secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--output", "xlsx:report.xlsx")
    sheet = openpyxl.load_workbook(town / "report.xlsx")["判定せず"]
    [row] = [row for row in sheet.iter_rows(values_only=True) if row[0] == "判定せず（除外）"]

    assert "local-government/physical/servers-powered#surge" == row[1]
    assert "庁舎の受電設備で防いでいるため" in str(row[5])
    assert "mihon-town/adjustments.yaml:6" == row[6]


def test_what_has_no_place_for_it_tells_it_on_the_error_stream(secpolicy: Secpolicy, town: Path) -> None:
    ran = secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--format", "jsonl")

    assert [] == [line for line in ran.out.splitlines() if not line.startswith("{")]
    assert "local-government/physical/servers-powered#surge" in ran.err
    assert "庁舎の受電設備で防いでいるため" in ran.err
    assert "" == secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--output", "jsonl:report.jsonl").err


def test_code_scanning_is_told_by_the_rule_that_was_not_enabled(secpolicy: Secpolicy, town: Path) -> None:
    [run] = json.loads(secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--format", "sarif").out)["runs"]
    [invocation] = run["invocations"]
    off = {run["tool"]["driver"]["rules"][one["descriptor"]["index"]]["id"] for one in invocation["ruleConfigurationOverrides"]}
    told = {note["associatedRule"]["id"]: note for note in invocation["toolConfigurationNotifications"]}
    surge = "local-government/physical/servers-powered#surge"

    assert off == set(told)
    assert surge in off
    assert "local-government/physical/class-1-erased#erased" in off
    assert 6 == told[surge]["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert not off & {result["ruleId"] for result in run["results"]}


def test_a_higher_severity_and_a_note_are_those_of_the_rule(secpolicy: Secpolicy, town: Path) -> None:
    told = letters(why(secpolicy))

    assert letters("重大度　　緊急（規則に書かれた本ツールの評価を、自団体の規則集が上げた）") in told
    assert letters("自団体の規則集 mihon-town が、重大度を「緊急」に上げた（mihon-town/adjustments.yaml:4）。前年度の監査で重点項目とした。") in told
    assert letters("注記　　　監査は総務課の監査担当が行う。（自団体の規則集 mihon-town、mihon-town/adjustments.yaml:5）") in told


def test_a_stronger_rule_is_judged_as_such(secpolicy: Secpolicy, town: Path) -> None:
    adjusted(town, "{rule: dx-plan/plan/progress-reviewed, strength: must, because: 議会で約束した}")
    shipped = secpolicy("rules", "--why", "progress-reviewed", "--format", "json").out
    own = secpolicy("rules", "--why", "progress-reviewed", "--inventory", "inventory.yaml", "--format", "json").out

    assert ["強さを「必須」に上げた"] == [one["text"] for one in judged(secpolicy)["adjustments"]]
    assert ("should", "must") == (json.loads(shipped)["strength"], json.loads(own)["strength"])


def own_deadline(secpolicy: Secpolicy, *options: str) -> str:
    """The day by which the audit is due."""
    ran = secpolicy("check", "inventory.yaml", "--as-of", "2026-11-30", "--only", AUDIT, "--show", "all", "--format", "json", *options)
    [day] = set(re.findall(r'"deadline": "(\d{4}-\d{2}-\d{2})"', ran.out))
    return str(day)


def test_the_command_line_comes_before_the_overlay_before_the_settings(secpolicy: Secpolicy, town: Path) -> None:
    first = own_deadline(secpolicy, "--parameter", "interval.audit=14か月")
    second = own_deadline(secpolicy)
    (town / "mihon-town" / "adjustments.yaml").unlink()
    inventory = town / "inventory.yaml"
    inventory.write_text(inventory.read_text(encoding="utf-8").replace("audit: 2年", "audit: 18か月"), encoding="utf-8")

    assert ("2026-07-20", "2026-05-20", "2026-11-20") == (first, second, own_deadline(secpolicy))


def test_own_rules_and_remarks_are_read_out(secpolicy: Secpolicy, town: Path) -> None:
    own = secpolicy("explain", "registrar-recorded", "--sheet", "--inventory", "inventory.yaml").out
    ours = secpolicy("explain", "audited-regularly", "--inventory", "inventory.yaml").out

    assert "要件** `recorded` 登録事業者が記載されていること。" in own
    assert "| 登録事業者が「なし」なら違反 | 違反 |" in own
    assert "  重大度 緊急" in ours
    assert "監査は総務課の監査担当が行う。（見本町の規則の注記）" in ours


def test_why_shows_who_says_what_and_whose_value_holds(secpolicy: Secpolicy, town: Path) -> None:
    lines = why(secpolicy, "--parameter", "interval.audit=6か月").splitlines()

    assert [
        "    ○コマンドの指定　6か月（--parameter）",
        "      自団体の規則集 mihon-town　1年（mihon-town/adjustments.yaml:2）監査計画",
        "      で毎年と定めた（令和8年4月決裁）。",
        "      台帳の `settings.intervals.audit`　2年（inventory.yaml:11）",
        "    rules/local-government/parameters/intervals.yaml:98",
    ] == lines[-5:]


def test_why_marks_the_settings_if_nobody_comes_before_them(secpolicy: Secpolicy, town: Path) -> None:
    (town / "mihon-town" / "adjustments.yaml").unlink()

    assert "    ○台帳の `settings.intervals.audit`　2年（inventory.yaml:11）" in why(secpolicy).splitlines()


def test_why_says_where_a_setting_belongs_that_is_not_there(secpolicy: Secpolicy, town: Path) -> None:
    (town / "mihon-town" / "adjustments.yaml").unlink()
    inventory = town / "inventory.yaml"
    inventory.write_text(inventory.read_text(encoding="utf-8").replace("  intervals: {audit: 2年}", "  intervals: {drill: 2年}"), encoding="utf-8")

    assert "      台帳の `settings.intervals.audit`　書かれていない（inventory.yaml:11）" in why(secpolicy).splitlines()


def test_a_value_of_the_command_line_is_told_in_the_report(secpolicy: Secpolicy, town: Path) -> None:
    report = judged(secpolicy, "--parameter", "interval.audit=6か月")

    assert {"about": "基準値「監査を行う間隔」（interval.audit）", "text": "値を「6か月」とした", "because": None, "place": "--parameter"} == report[
        "adjustments"
    ][0]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("interval.audti=1年", "usage-no-such-parameter-meant"),
        ("interval.audit", "usage-parameter-without-value"),
        ("interval.audit=毎回", "not-a-period"),
        ("interval.audit=なし", "parameter-without-value"),
    ],
)
def test_a_value_of_the_command_line_that_cannot_be_is_refused(secpolicy: Secpolicy, town: Path, given: str, message: str) -> None:
    ran = secpolicy("check", "inventory.yaml", "--parameter", given)

    assert f"[{message}]" in ran.err
    assert 2 == ran.code

"""secpolicy baseline, and check with one: what is written, what is refused, and that every report says what it hides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
OLD = "  - {id: old, kind: terminal, os: {product: Windows 10, version: 22H2, edition: pro, extended_support: none}, software: none}\n"
NEW = OLD.replace("old", "new")
TEXT = f"vocabulary: 1\nsystems: none\ndevices:\n{OLD}"
ONLY = ("--as-of", "2026-11-30", "--only", "os-supported", "--only", "policy-established")
Secpolicy = Callable[..., Any]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secpolicy: Secpolicy) -> Path:
    """An inventory with one breach, of which a baseline has taken note."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "inventory.yaml"
    file.write_text(TEXT, encoding="utf-8")
    assert 0 == secpolicy("baseline", "write", *ONLY).code
    return file


def check(secpolicy: Secpolicy, *given: str) -> Any:
    return secpolicy("check", *ONLY, "--baseline", "baseline.yaml", *given)


def report(ran: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_baseline_takes_note_of_what_there_is_but_for_statutes(secpolicy: Secpolicy, town: Path) -> None:
    text = (town.parent / "baseline.yaml").read_text(encoding="utf-8")

    assert "technical/os-supported#supported" in text
    assert "policy-established" not in text
    assert "法律・条例による指摘" in secpolicy("baseline", "write", *ONLY).out


def test_check_hides_it_from_the_gate_and_says_so(secpolicy: Secpolicy, town: Path) -> None:
    plain, with_it = secpolicy("check", "--as-of", "2026-11-30", "--only", "os-supported"), None
    with_it = secpolicy("check", "--as-of", "2026-11-30", "--only", "os-supported", "--baseline", "baseline.yaml")

    assert (1, 0) == (plain.code, with_it.code)
    assert "ベースラインにある1件を示していない（--show baseline で示す）" in with_it.out


def test_it_is_listed_apart_on_request(secpolicy: Secpolicy, town: Path) -> None:
    for kind in ("table", "markdown"):
        hidden, shown = (check(secpolicy, "--format", kind, *more).out for more in ((), ("--show", "baseline")))

        assert "os-supported" not in hidden
        assert "os-supported#" in shown


@pytest.mark.parametrize("kind", ["table", "lines", "markdown", "html", "junit", "csv", "github", "gitlab", "ics", "summary"])
def test_a_report_says_in_itself_what_it_hides(secpolicy: Secpolicy, town: Path, kind: str) -> None:
    ran = check(secpolicy, "--format", kind)

    assert "ベースライン" in ran.out.replace("\r\n ", "")
    assert "" == ran.err


def test_beside_lines_of_json_the_error_stream_says_it(secpolicy: Secpolicy, town: Path) -> None:
    ran = check(secpolicy, "--format", "jsonl")

    assert "os-supported" not in ran.out
    assert "ベースラインにある1件を示していない" in ran.err


@pytest.mark.parametrize("kind", ["lines", "csv", "github", "gitlab", "jsonl"])
def test_other_tools_are_given_it_with_a_mark_on_request(secpolicy: Secpolicy, town: Path, kind: str) -> None:
    ran = check(secpolicy, "--show", "baseline", "--format", kind)
    [line] = [line for line in ran.out.replace(',\n    "check_name"', ', "check_name"').splitlines() if "os-supported#" in line or '"supported"' in line]

    assert "違反（ベースライン）" in line or '"baselined": true' in line
    assert "示していない" not in ran.out + ran.err


@pytest.mark.parametrize(("kind", "mark"), [("table", "ベースライン"), ("markdown", "ベースライン"), ("csv", "違反（ベースライン）")])
def test_a_table_of_groups_lists_it_on_request(secpolicy: Secpolicy, town: Path, kind: str, mark: str) -> None:
    hidden, shown = (check(secpolicy, "--group-by", "clause", "--format", kind, *more).out for more in ((), ("--show", "baseline")))

    assert "os-supported#" not in hidden
    assert "ベースラインにある1件を示していない" in hidden.replace("\n", "")
    assert "os-supported#" in shown
    assert mark in shown
    assert "示していない" not in shown


def test_the_totals_still_add_up(secpolicy: Secpolicy, town: Path) -> None:
    plain, with_it = report(secpolicy("check", *ONLY, "--format", "json")), report(check(secpolicy, "--format", "json"))
    listed = [finding for group in with_it["deadlines"] for finding in group["findings"]]
    open_ = sum(plain["totals"]["judgements"][verdict] for verdict in ("FAIL", "UNKNOWN"))

    assert plain["totals"]["judgements"] == with_it["totals"]["judgements"]
    assert 1 == with_it["totals"]["of_which"]["baselined"] == len(with_it["baselined"])
    assert open_ == len(listed) + len(with_it["baselined"]) + len(with_it["waived"]) + sum(one["verdict"] != "PASS" for one in with_it["review"])
    assert ["hidden"] == [entry["state"] for entry in with_it["baseline"]]
    jsonschema.validate(with_it, json.loads((ROOT / "secpolicy/reporting/exchange/report.schema.json").read_text(encoding="utf-8")))


def test_the_totals_of_the_page_add_up(secpolicy: Secpolicy, town: Path) -> None:
    page = check(secpolicy, "--format", "html").out
    [row] = re.findall(r'data-total="FAIL">.*?</tr>', page, re.DOTALL)
    before, waived, after, *places = (int(cell.replace(",", "")) for cell in re.findall(r"<td>([\d,]+)</td>", row))

    assert before - waived == after == sum(places)
    assert 3 == len(places)


def test_sarif_tells_what_is_new(secpolicy: Secpolicy, town: Path) -> None:
    town.write_text(TEXT + NEW, encoding="utf-8")
    [run] = report(check(secpolicy, "--format", "sarif"))["runs"]
    states = {result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: result["baselineState"] for result in run["results"]}

    assert ("unchanged", "new") == (states["device:old.os"], states["device:new.os"])


def test_it_refuses_to_grow_by_itself(secpolicy: Secpolicy, town: Path) -> None:
    town.write_text(TEXT + NEW, encoding="utf-8")
    before = (town.parent / "baseline.yaml").read_text(encoding="utf-8")
    ran = secpolicy("baseline", "write", *ONLY)
    [id_] = re.findall(r"--accept ([0-9a-f]{10})", ran.err)

    assert 2 == ran.code
    assert before == (town.parent / "baseline.yaml").read_text(encoding="utf-8")
    assert 0 == secpolicy("baseline", "write", *ONLY, "--accept", id_, "--because", "令和9年度に更改する").code
    assert 'because: "令和9年度に更改する"' in (town.parent / "baseline.yaml").read_text(encoding="utf-8")
    assert "変わらない" in secpolicy("baseline", "write", *ONLY).out


@pytest.mark.parametrize(
    ("given", "id_"),
    [
        (("--accept", "0123456789"), "usage-baseline-because"), (("--because", "x"), "usage-baseline-because"),
        (("--accept", "0123456789", "--because", "x"), "usage-baseline-no-such"),
    ],
)  # fmt: skip
def test_what_cannot_be_accepted_is_a_usage_error(secpolicy: Secpolicy, town: Path, given: tuple[str, ...], id_: str) -> None:
    ran = secpolicy("baseline", "write", *ONLY, *given)

    assert 2 == ran.code
    assert f"[{id_}]" in ran.err


def test_what_a_statute_demands_cannot_be_accepted(secpolicy: Secpolicy, town: Path) -> None:
    open_ = [one for group in report(secpolicy("check", *ONLY, "--format", "json"))["deadlines"] for one in group["findings"]]
    bound = next(one["id"] for one in open_ if "policy-established" in one["rule"])
    ran = secpolicy("baseline", "write", *ONLY, "--accept", bound, "--because", "x")

    assert 2 == ran.code
    assert "[usage-baseline-bound]" in ran.err


def test_what_no_longer_occurs_is_warned_about_and_pruned(secpolicy: Secpolicy, town: Path) -> None:
    town.write_text(TEXT.replace("Windows 10", "Windows 11").replace("22H2", "25H2"), encoding="utf-8")
    warned = secpolicy("check", "--as-of", "2026-11-30", "--baseline", "baseline.yaml").out
    pruned = secpolicy("baseline", "prune", *ONLY)

    assert "もう生じていない" in re.sub(r"\s", "", warned)
    assert "1件を除いた（残り 0件）" in pruned.out
    assert "entries: []" in (town.parent / "baseline.yaml").read_text(encoding="utf-8")


def test_changed_facts_make_a_finding_new_again(secpolicy: Secpolicy, town: Path) -> None:
    town.write_text(TEXT.replace("product: Windows 10, version: 22H2", "product: Windows 10, version: 21H2"), encoding="utf-8")
    ran = check(secpolicy)

    assert 1 == ran.code
    assert "新しい指摘とした" in re.sub(r"\s", "", ran.out)


def test_a_baseline_that_is_not_there_is_refused(secpolicy: Secpolicy, town: Path) -> None:
    assert 5 == secpolicy("check", *ONLY, "--baseline", "none.yaml").code
    assert 5 == secpolicy("baseline", "prune", *ONLY, "-o", "none.yaml").code


def test_the_inventory_may_name_its_baseline(secpolicy: Secpolicy, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (town.parent / "known").mkdir()
    (town.parent / "baseline.yaml").rename(town.parent / "known" / "findings.yaml")
    town.write_text(TEXT.replace("vocabulary: 1\n", "vocabulary: 1\nbaseline: known/findings.yaml\n"), encoding="utf-8")
    monkeypatch.chdir(town.parents[1])
    name = f"{town.parent.name}/inventory.yaml"
    (town.parents[1] / "empty.yaml").write_text("baseline: 1\nentries: []\n", encoding="utf-8")
    only = ("--as-of", "2026-11-30", "--only", "os-supported")

    assert 0 == secpolicy("check", name, *only).code
    assert 1 == secpolicy("check", name, *only, "--baseline", "empty.yaml").code
    assert "変わらない" in secpolicy("baseline", "write", name, *ONLY).out
    assert "findings.yaml から 0件を除いた" in secpolicy("baseline", "prune", name, *ONLY).out


def test_comparing_two_days_takes_no_notice_of_a_baseline(secpolicy: Secpolicy, town: Path) -> None:
    town.write_text(TEXT.replace("vocabulary: 1\n", "vocabulary: 1\nbaseline: baseline.yaml\n"), encoding="utf-8")
    ran = secpolicy("diff", "inventory.yaml", "--as-of", "2020-01-01", "--to-as-of", "2026-11-30", "--only", "os-supported", "--format", "json")

    assert "supported" in {change["after"]["duty"] for change in report(ran)["changes"]}


def test_a_baseline_that_the_inventory_names_and_is_not_there_is_refused_at_that_line(secpolicy: Secpolicy, town: Path) -> None:
    town.write_text(TEXT.replace("vocabulary: 1\n", "vocabulary: 1\nbaseline: none.yaml\n"), encoding="utf-8")
    ran = secpolicy("check", *ONLY)

    assert 5 == ran.code
    assert ran.err.startswith("inventory.yaml:2:11: ")
    assert "[no-such-file]" in ran.err


def test_a_baseline_of_another_organisation_is_refused_and_stays_as_it_is(secpolicy: Secpolicy, town: Path) -> None:
    def owned(code: str, name: str) -> str:
        return TEXT.replace("vocabulary: 1\n", f"vocabulary: 1\norganisation: {{code: {code}, name: {name}}}\n")

    file = town.parent / "baseline.yaml"
    file.unlink()
    town.write_text(owned("132012", "見本町"), encoding="utf-8")
    secpolicy("baseline", "write", *ONLY)
    before = file.read_text(encoding="utf-8")
    town.write_text(owned("132021", "隣町"), encoding="utf-8")
    ran = [check(secpolicy), secpolicy("baseline", "write", *ONLY), secpolicy("baseline", "prune", *ONLY)]
    line = next(at for at, text in enumerate(before.splitlines(), 1) if text == 'organisation: "132012"')

    assert [5, 5, 5] == [one.code for one in ran]
    assert [True] * 3 == [one.err.startswith(f"baseline.yaml:{line}:15: `132012` のベースラインで、`隣町` のものではない") for one in ran]
    assert before == file.read_text(encoding="utf-8")


def test_a_baseline_may_say_whose_it_is_by_name(secpolicy: Secpolicy, town: Path) -> None:
    town.write_text(TEXT.replace("vocabulary: 1\n", "vocabulary: 1\norganisation: {code: 132012, name: 見本町}\n"), encoding="utf-8")
    file = town.parent / "baseline.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("baseline: 1\n", "baseline: 1\norganisation: 見本町\n"), encoding="utf-8")

    assert "" == check(secpolicy).err
    assert "変わらない" in secpolicy("baseline", "write", *ONLY).out


def test_no_report_takes_the_place_of_the_baseline(secpolicy: Secpolicy, town: Path) -> None:
    ran = check(secpolicy, "--output", "json:baseline.yaml")

    assert 2 == ran.code
    assert "[usage-output-is-input]" in ran.err


def test_a_baseline_is_of_one_inventory(secpolicy: Secpolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "secpolicy.yaml").write_text("inventories: [a.yaml, b.yaml]\n", encoding="utf-8")

    assert 2 == secpolicy("baseline", "write", *ONLY).code
    assert 0 == secpolicy("baseline", "write", "b.yaml", *ONLY).code


def test_without_a_part_the_command_shows_its_help(secpolicy: Secpolicy) -> None:
    assert "write" in secpolicy("baseline", "--help").out


def test_a_part_that_is_misspelt_is_told_with_what_was_meant(secpolicy: Secpolicy) -> None:
    ran = secpolicy("baseline", "prun")

    assert 2 == ran.code
    assert "`prune` の誤りではないか" in ran.err

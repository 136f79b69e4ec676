"""Mistakes that people make when they call a command: each is told with its cause and what to do, in both languages, and never with a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secpolicy.base.text import LANGUAGES
from tests.cli.conftest import Ran

Secpolicy = Callable[..., Ran]

MISTAKES = {
    "usage-no-such-command-meant": ["chek", "baseline wirte", "remediation red"],
    "usage-no-such-command": ["zzzzzz"],
    "usage-without-command": ["baseline", "remediation"],
    "usage-no-such-option-meant": ["check --formt json", "--versoin", "what-if --sett a=b"],
    "usage-no-such-option": ["-V", "check -x"],
    "usage-needs-value": ["check --format", "timeline --until", "plan --to", "rules --why", "explain --finding", "schema --validate"],
    "usage-takes-no-value": ["check --exit-zero=1", "test --strict=yes"],
    "usage-empty-value": ["check --profile=", ("check", "--waivers", ""), ("rules", "--why", "")],
    "usage-empty-argument": [("check", ""), ("diff", "", "inventory.yaml")],
    "usage-missing": ["diff", "new", "new rule", "remediation read"],
    "usage-extra": ["coverage x", "schema x", "diff a b c", "remediation read a b"],
    "usage-bad-choice-meant": ["check --format jsn", "rules --severity hgh", "coverage --by chaptr", "schema --of reprt", "new rul a/b/c"],
    "usage-bad-choice": ["check --format pdf", "timeline --format xlsx", "new term a/b/c"],
    "usage-format-twice": ["check --format json --format csv", "coverage --format json --format table", "plan --to beta --format json --format json"],
    "usage-no-such-model-meant": ["plan --to bta"],
    "usage-no-such-model": ["plan --to gamma"],
    "usage-plan-to": ["plan", "plan beta"],
    "usage-no-such-profile-meant": ["check --profile stndard", "coverage --profile stndard", "rules --profile stndard"],
    "usage-no-such-profile": ["check --profile folder"],
    "usage-no-such-day": ["check --as-of 2026-02-30", "timeline --until 令和8年11月31日", "rules --as-of 2026-13-01"],
    "usage-not-a-day": ["check --as-of tomorrow", "test --strict --as-of 30", "check --as-of 2026-11"],
    "usage-only-with": ["explain os-supported --profile nope", "explain os-supported --as-of 2026-11-30", "test --as-of 2026-11-30"],
    "usage-sheet-of-finding": ["explain --finding abcd --sheet"],
    "usage-no-table": ["check --columns id --format lines", "check --group-by owner --format json", "check --table-style grid --format html"],
    "usage-no-such-duty": ["check --only os-supported#nope", "explain os-supported#nope", "rules --why os-supported#nope"],
    "usage-output-of-nothing": ["check --output json:-"],
    "usage-one-inventory": ["check a b", "timeline a b", "baseline write a b"],
    "usage-no-such-finding": ["explain --finding zzzz"],
    "usage-no-such-subject": ["diff inventory.yaml inventory.yaml --only qqqqqq:zz"],
}
CALLS = [(id_, given.split() if isinstance(given, str) else given) for id_, listed in MISTAKES.items() for given in listed]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventory.yaml").write_text("vocabulary: 1\norganisation: {name: 見本町}\ndevices: none\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("id_", "given"), CALLS, ids=[" ".join(given) for _, given in CALLS])
def test_a_mistake_is_told_with_its_cause_and_what_to_do(secpolicy: Secpolicy, monkeypatch: pytest.MonkeyPatch, id_: str, given: list[str], lang: str) -> None:
    monkeypatch.setenv("SECPOLICY_LANG", lang)
    ran = secpolicy(*given)
    says, advice = ran.err.splitlines()

    assert (2, "") == (ran.code, ran.out)
    assert says.startswith("secpolicy: ")
    assert says.endswith(f" [{id_}]")
    assert advice.startswith({"ja": "   対処: ", "en": "   help: "}[lang])


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ("chek", "`check` の誤りではないか"),
        ("check --formt json", "`--format` の誤りではないか"),
        ("check --format jsn", "`json` の誤りではないか"),
        ("plan --to bta", "`beta` の誤りではないか"),
        ("check --profile stndard", "`standard` の誤りではないか"),
        ("timeline --until", "`secpolicy timeline --help` で使い方を示す"),
        ("baseline", "prune、write のどれかを書く"),
    ],
)
def test_what_was_probably_meant_is_named(secpolicy: Secpolicy, given: str, advice: str) -> None:
    assert advice in secpolicy(*given.split()).err


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("given", ["check --fail-on must, --as-of 2026-11-30 --only os-supported", "what-if --set wlans= --only os-supported"])
def test_a_comma_too_many_and_an_undeclared_value_are_no_mistakes(secpolicy: Secpolicy, given: str) -> None:
    assert "usage" not in secpolicy(*given.split()).err


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("value", ["x", "[a"])
def test_a_value_of_a_parameter_that_cannot_be_read_is_shown_as_it_was_written(secpolicy: Secpolicy, value: str) -> None:
    ran = secpolicy("check", "--parameter", f"interval.audit={value}")

    assert (2, "") == (ran.code, ran.out)
    assert ran.err.startswith(f"--parameter interval.audit={value}: ")
    assert 2 == len(ran.err.splitlines())


@pytest.mark.usefixtures("town")
def test_what_several_files_are_refused_for_is_told_at_once(secpolicy: Secpolicy) -> None:
    Path("empty.yaml").write_bytes(b"")
    ran = secpolicy("schema", "--validate", "nofile.yaml", "--validate", "inventory.yaml", "--validate", "empty.yaml")

    assert 5 == ran.code
    assert ["nofile.yaml", "empty.yaml"] == [line.partition(":")[0] for line in ran.err.splitlines() if line.endswith("]")]


@pytest.mark.usefixtures("town")
def test_both_sides_of_a_comparison_are_told_of(secpolicy: Secpolicy) -> None:
    ran = secpolicy("diff", "a.yaml", "b.yaml")

    assert (5, 2) == (ran.code, ran.err.count("[no-such-file]"))


@pytest.mark.usefixtures("town")
def test_a_list_of_rules_tells_of_all_its_options_at_once(secpolicy: Secpolicy) -> None:
    ran = secpolicy("rules", "--profile", "zzzzzz", "--edition", "2024-1", "--as-of", "soon", "--parameter", "zzzzzz=1")

    assert (2, 4) == (ran.code, ran.err.count("対処: "))


@pytest.mark.usefixtures("town")
def test_the_inventory_of_a_finding_may_be_named_by_its_option(secpolicy: Secpolicy) -> None:
    Path("inventory.yaml").rename("town.yaml")
    day = ("--as-of", "2026-11-30")
    found = secpolicy("check", "town.yaml", *day, "--only", "os-supported", "--format", "csv").out.splitlines()[1].partition(",")[0]

    assert 0 == secpolicy("explain", "--finding", found, "--inventory", "town.yaml", *day).code


@pytest.mark.usefixtures("town")
def test_which_of_several_listed_inventories_a_baseline_is_of_must_be_said(secpolicy: Secpolicy) -> None:
    Path("inventory.yaml").rename("a.yaml")
    Path("b.yaml").write_bytes(Path("a.yaml").read_bytes())
    Path("secpolicy.yaml").write_text("inventories: [a.yaml, b.yaml]\n", encoding="utf-8")
    ran = secpolicy("baseline", "write")

    assert (2, "") == (ran.code, ran.out)
    assert ran.err.splitlines()[0].endswith("[usage-one-of-listed]")


@pytest.mark.usefixtures("town")
def test_what_was_not_judged_of_several_inventories_is_told_with_the_name_of_each(secpolicy: Secpolicy) -> None:
    Path("inventory.yaml").rename("a.yaml")
    Path("b.yaml").write_bytes(Path("a.yaml").read_bytes())
    Path("secpolicy.yaml").write_text("inventories: [a.yaml, b.yaml]\n", encoding="utf-8")
    ran = secpolicy("check", "--format", "jsonl", "--exit-zero")

    assert ["a.yaml", "b.yaml"] == [line.partition(": ")[0] for line in ran.err.splitlines() if "#" in line]

"""What is wrong is told at once: with the header of an inventory, with several inventories, and with how a command was called."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Secpolicy = Callable[..., Ran]

SOUND = """\
vocabulary: 1
organisation: {name: 見本町}
devices: none
"""
HEADER = """\
vocabulary: 1
organisation: {name: 見本町}
profile: ours.yaml
waivers: gone.yaml
overlay: nowhere
baseline: lost.yaml
"""
DAY = ("--as-of", "2026-11-30")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Writes files into the folder in which commands run."""
    monkeypatch.chdir(tmp_path)

    def write(**files: str) -> None:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    return write


def problems(ran: Ran) -> list[str]:
    """Where each problem is, and its id."""
    return [f"{place} {id_}" for place, id_ in re.findall(r"^(\S+): .*\[([a-z-]+)\]$", ran.err, re.MULTILINE)]


def test_every_key_of_the_header_that_leads_nowhere_is_told(secpolicy: Secpolicy, town: Callable[..., None]) -> None:
    town(inventory=HEADER)
    ran = secpolicy("check", "inventory.yaml", *DAY)

    assert [
        "inventory.yaml:3:10 no-such-profile",
        "inventory.yaml:4:10 no-such-file",
        "inventory.yaml:5:10 overlay-not-found",
        "inventory.yaml:6:11 no-such-file",
    ] == problems(ran)
    assert (5, "", 4) == (ran.code, ran.out, ran.err.count("対処: "))


def test_the_header_is_told_of_although_a_file_that_is_included_cannot_be_read(secpolicy: Secpolicy, town: Callable[..., None]) -> None:
    town(inventory=HEADER.replace("waivers", "include"))

    assert ["3:10 no-such-profile", "4:10 no-such-file", "5:10 overlay-not-found", "6:11 no-such-file"] == [
        problem.partition(":")[2] for problem in problems(secpolicy("check", "inventory.yaml", *DAY))
    ]


def test_a_folder_is_told_of_whole_although_one_of_its_files_cannot_be_read(secpolicy: Secpolicy, town: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    town(**{"city/a": HEADER.replace("overlay: nowhere\n", "").replace("waivers: gone.yaml\n", ""), "city/b": "devices: [\n"})

    assert ["city/b.yaml:1:10 unclosed-bracket", "city/a.yaml:3:10 no-such-profile", "city/a.yaml:4:11 no-such-file"] == problems(
        secpolicy("check", "city", *DAY)
    )


def test_slips_further_below_are_told_with_those_of_the_header(secpolicy: Secpolicy, town: Callable[..., None]) -> None:
    town(inventory="vocabulary: 1\nprofile: ours\nwaivers: gone.yaml\ndevices:\n  - {id: a, kindd: terminal}\n")

    assert ["2:10 no-such-profile", "3:10 no-such-file", "5:13 unknown-field-meant"] == [
        problem.partition(":")[2] for problem in problems(secpolicy("check", "inventory.yaml", *DAY))
    ]


@pytest.mark.parametrize("command", [("timeline",), ("plan", "--to", "beta"), ("what-if", "--set", "wlans=none"), ("rules", "--inventory")])
def test_other_commands_tell_of_the_header_at_once_too(secpolicy: Secpolicy, town: Callable[..., None], command: tuple[str, ...]) -> None:
    town(inventory=HEADER.replace("waivers: gone.yaml\n", ""))
    ran = secpolicy(*command, "inventory.yaml", *DAY)

    assert ["inventory.yaml:3:10 no-such-profile", "inventory.yaml:4:10 overlay-not-found"] == problems(ran)
    assert (5, "") == (ran.code, ran.out)


@pytest.mark.parametrize("command", [("check",), ("timeline",), ("plan", "--to", "beta"), ("what-if", "--set", "wlans=none")])
def test_what_is_wrong_with_every_inventory_that_is_listed_is_told(secpolicy: Secpolicy, town: Callable[..., None], command: tuple[str, ...]) -> None:
    town(a=SOUND + "profile: ours\n", b=SOUND, c=SOUND + "devises: none\nvlan: none\n", secpolicy="inventories: [c.yaml, b.yaml, a.yaml]\n")
    ran = secpolicy(*command, *DAY)

    assert ["c.yaml:4:1 unknown-key-meant", "c.yaml:5:1 unknown-key-meant", "a.yaml:4:10 no-such-profile"] == problems(ran)
    assert (5, secpolicy(*command, "b.yaml", *DAY).out) == (ran.code, ran.out)


WRONG = {
    "--only": (("nope", "os-suported", "qqqqqq:zz", "device:pc"), [
        "usage-no-such-rule", "usage-no-such-rule-meant", "usage-no-such-subject-meant", "usage-no-such-subject"]),
    "--edition": (("2024-1", "dx-pln=2020-12", "zz=1"), ["usage-no-such-edition", "usage-no-such-guideline-meant", "usage-no-such-guideline"]),
    "--parameter": (("zz=1", "interval.audti=2", "interval.audit"), [
        "usage-no-such-parameter", "usage-no-such-parameter-meant", "usage-parameter-without-value"]),
    "--fail-on": (("mst,zzzzzz",), ["usage-fail-on-meant", "usage-fail-on"]),
    "--columns": (("verdct,zzzzzz,rule",), ["usage-no-such-column-meant", "usage-no-such-column"]),
    "--sort": (("-verdct,zzzzzz",), ["usage-no-such-column-meant", "usage-no-such-column"]),
    "--output": (("jsn:a.json", "a.json", "json:no/a.json"), ["usage-output-format-meant", "usage-output", "usage-output-folder"]),
}  # fmt: skip


@pytest.mark.parametrize("option", WRONG)
def test_all_that_an_option_names_and_there_is_not_is_told(secpolicy: Secpolicy, town: Callable[..., None], option: str) -> None:
    town(inventory=SOUND)
    values, expected = WRONG[option]
    ran = secpolicy("check", "inventory.yaml", *DAY, *(word for value in values for word in (option, value)))

    assert sorted(f"secpolicy {id_}" for id_ in expected) == sorted(problems(ran))
    assert (2, "", len(expected)) == (ran.code, ran.out, ran.err.count("対処: "))


def test_options_that_are_wrong_are_told_together(secpolicy: Secpolicy, town: Callable[..., None]) -> None:
    town(inventory=SOUND)
    ran = secpolicy("check", "inventory.yaml", "--as-of", "31st", "--columns", "zzzzzz", "--fail-on", "zzzzzz", "--output", "a")

    assert {"usage-output", "usage-not-a-day", "usage-no-such-column", "usage-fail-on"} == {problem.removeprefix("secpolicy ") for problem in problems(ran)}
    assert 2 == ran.code


def test_all_values_to_suppose_that_make_no_sense_are_told(secpolicy: Secpolicy, town: Callable[..., None]) -> None:
    town(inventory=SOUND)

    assert 2 == secpolicy("what-if", "inventory.yaml", "--set", "x", "--set", "y").err.count("[suppose-form]")


def test_changes_that_cannot_fail_a_comparison_are_all_told(secpolicy: Secpolicy, town: Callable[..., None]) -> None:
    town(inventory=SOUND)
    ran = secpolicy("diff", "inventory.yaml", "--to-as-of", "2027-01-01", "--fail-on", "newer,fixed,worse")

    assert ["secpolicy usage-fail-on-meant", "secpolicy usage-fail-on"] == problems(ran)


def test_an_edition_that_there_is_not_is_no_edition_of_a_reading(secpolicy: Secpolicy) -> None:
    ran = secpolicy("explain", "os-supported", "--edition", "2024-1")

    assert (2, ["secpolicy usage-no-such-edition"]) == (ran.code, problems(ran))


def test_a_form_that_holds_one_outcome_is_not_printed_for_two(secpolicy: Secpolicy, town: Callable[..., None]) -> None:
    town(a=SOUND, b=SOUND, secpolicy="inventories: [a.yaml, b.yaml]\n")
    ran = secpolicy("timeline", *DAY, "--format", "json")

    assert (2, "", ["secpolicy usage-format-of-many"]) == (ran.code, ran.out, problems(ran))

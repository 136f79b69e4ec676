"""secpolicy timeline: from when to when, in which forms, and what is left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

SAMPLE = str(Path(__file__).parents[2] / "samples" / "mihon-city" / "inventory.yaml")
ASKED = ("timeline", SAMPLE, "--as-of", "2026-11-30", "--only", "os-supported", "--only", "beta-organisation")
Secpolicy = Callable[..., Any]


def turns(ran: Any) -> list[dict[str, Any]]:
    assert 0 == ran.code, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)["turns"]
    return found


def test_it_tells_the_days_to_the_end_of_the_fiscal_year_after_the_next(secpolicy: Secpolicy) -> None:
    ran = secpolicy(*ASKED, "--format", "json")
    days = [turn["day"] for turn in turns(ran)]

    assert "2029-03-31" == json.loads(ran.out)["until"]
    assert days == sorted(days)
    assert ("2027-01-13", "R9.1.13", 2026, "PASS", "FAIL", "deadline") == tuple(
        turns(ran)[0][name] for name in ("day", "japanese_day", "fiscal_year", "before", "after", "why")
    )


@pytest.mark.parametrize(("until", "last"), [("2027-01-12", ""), ("2027-01-13", "2027-01-13"), ("令和9年4月1日", "2027-04-01")])
def test_the_last_day_can_be_chosen(secpolicy: Secpolicy, until: str, last: str) -> None:
    assert last == max((turn["day"] for turn in turns(secpolicy(*ASKED, "--until", until, "--format", "json"))), default="")


@pytest.mark.parametrize("until", ["2026-11-30", "2020-01-01", "2047-01-01", "someday"])
def test_a_last_day_that_makes_no_sense_is_a_usage_error(secpolicy: Secpolicy, until: str) -> None:
    assert 2 == secpolicy(*ASKED, "--until", until).code


def test_what_rests_on_unread_clauses_is_counted_and_shown_on_request(secpolicy: Secpolicy) -> None:
    asked = ("timeline", SAMPLE, "--as-of", "2026-11-30", "--only", "software-current")
    hidden, shown = secpolicy(*asked, "--format", "json"), secpolicy(*asked, "--show", "review", "--format", "json")

    assert [] == turns(hidden)
    assert 0 < json.loads(hidden.out)["not_shown"] == len(turns(shown))
    assert "--show review" in secpolicy(*asked).out


def test_one_thing_can_be_asked_about(secpolicy: Secpolicy) -> None:
    found = turns(secpolicy("timeline", SAMPLE, "--as-of", "2026-11-30", "--only", "device:pc-koseki.os", "--format", "json"))

    assert {"device:pc-koseki.os"} == {subject["ref"] for turn in found for subject in turn["subjects"]}


def test_the_calendar_has_an_event_on_each_day_on_which_something_turns(secpolicy: Secpolicy) -> None:
    days = {turn["day"].replace("-", "") for turn in turns(secpolicy(*ASKED, "--format", "json"))}
    ran = secpolicy(*ASKED, "--format", "ics")

    assert days == {line.partition(":")[2] for line in ran.out.splitlines() if line.startswith("DTSTART")}
    assert ran.out.startswith("BEGIN:VCALENDAR\r\n")


def test_markdown_has_a_table_for_each_fiscal_year(secpolicy: Secpolicy) -> None:
    ran = secpolicy(*ASKED, "--format", "markdown", "--lang", "en")

    assert ["### fiscal year 2026", "### fiscal year 2027", "### fiscal year 2028"] == [
        line.rpartition(" ")[0] for line in ran.out.splitlines() if line.startswith("### ")
    ]


AGING = """vocabulary: 1
declared_on: 2026-10-01
profile: ours.yaml
systems: none
devices:
  - {id: old, kind: terminal, os: {product: Windows 10, version: 22H2, edition: pro, extended_support: none}, software: none}
  - {id: new, kind: terminal, os: {product: Windows 11, version: {value: 25H2, checked_on: 2026-08-31}, edition: pro}, software: none}
services:
  - {id: sns, kind: social_media, approvals: none, stages_covered: {value: none, checked_on: 2026-07-20}}
"""
OURS = "profile: ours\nextends: standard\nlongest_fact_age: 6 months\nown_deadlines: {critical: 45日, high: 60日, medium: 75日}\n"
ONLY = ("--only", "os-supported", "--only", "use-approved", "--only", "servers-powered")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An inventory whose facts grow too old, and a profile with days of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventory.yaml").write_text(AGING, encoding="utf-8")
    (tmp_path / "ours.yaml").write_text(OURS, encoding="utf-8")
    return tmp_path


def words_on(secpolicy: Secpolicy, day: date) -> dict[tuple[str, tuple[str, ...]], str]:
    """How what is open stands on a day, as check says it: the breaches that are not due yet apart."""
    report = json.loads(secpolicy("check", "inventory.yaml", "--as-of", day.isoformat(), *ONLY, "--format", "json").out)
    found = [finding for group in report["deadlines"] for finding in group["findings"]] + [one for one in report["review"] if one["verdict"] != "PASS"]
    return {
        (f"{one['rule']}#{one['duty']}", tuple(subject["ref"] for subject in one["subjects"])):
        "NOT_DUE" if one["verdict"] == "FAIL" and one["deadline"]["state"] == "due" else one["verdict"]
        for one in found
    }  # fmt: skip


def test_facts_grow_old_and_own_deadlines_pass_as_checking_every_day_finds(secpolicy: Secpolicy, town: Path) -> None:
    first, last = date(2026, 11, 10), date(2027, 4, 5)
    found = turns(secpolicy("timeline", "inventory.yaml", "--as-of", str(first), "--until", str(last), *ONLY, "--show", "review", "--format", "json"))
    at: dict[str, dict[tuple[str, tuple[str, ...]], str]] = {}
    for turn in found:
        at.setdefault(turn["day"], {})[f"{turn['rule']}#{turn['duty']}", tuple(one["ref"] for one in turn["subjects"])] = turn["after"]
    told, days = words_on(secpolicy, first), [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    differing = []
    for day in [one for one in days if str(one) in at or str(one + timedelta(days=1)) in at or one.day == 1]:
        told = {key: word for key, word in {**told, **at.get(str(day), {})}.items() if word not in ("PASS", "NOT_APPLICABLE")}
        if told != words_on(secpolicy, day):
            differing.append(day)

    assert {"age", "deadline"} <= {turn["why"] for turn in found}
    assert [] == differing


def test_a_fact_is_told_to_grow_old_on_the_first_day_that_it_does(secpolicy: Secpolicy, town: Path) -> None:
    asked = ("timeline", "inventory.yaml", "--as-of", "2026-11-10", "--until", "2027-04-05", "--only", "device:new.os", "--format")
    aged = [turn for turn in turns(secpolicy(*asked, "json")) if turn["rule"].endswith("os-supported") and turn["why"] == "age"]

    assert [("2027-03-01", "PASS", "UNKNOWN")] == [(turn["day"], turn["before"], turn["after"]) for turn in aged]
    assert "申告のないものとする" in secpolicy(*asked, "markdown").out


def test_a_duty_that_is_left_out_has_no_turns(secpolicy: Secpolicy, town: Path) -> None:
    asked = (
        "timeline",
        "inventory.yaml",
        "--as-of",
        "2020-01-01",
        "--until",
        "2026-04-05",
        "--profile",
        "standard",
        "--only",
        "os-supported",
        "--format",
        "json",
    )
    assert [] != turns(secpolicy(*asked))

    (town / "ours").mkdir()
    (town / "ours" / "pack.yaml").write_text("pack: ours\ntitle: {ja: 自, en: ours}\n", encoding="utf-8")
    left_out = "adjustments:\n  - {rule: local-government/technical/os-supported, left_out: true, because: 別に見る}\n"
    (town / "ours" / "adjustments.yaml").write_text(left_out, encoding="utf-8")
    (town / "inventory.yaml").write_text(AGING.replace("systems", "overlay: ours\nsystems"), encoding="utf-8")

    assert [] == turns(secpolicy(*asked))

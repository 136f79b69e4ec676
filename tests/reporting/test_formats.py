"""The formats that other tools read: valid for their schemas and parsers, with totals that add up."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest

from secpolicy.judging.finding import VERDICTS
from secpolicy.reporting.exchange import as_annotations, as_ics, as_jsonl, as_junit
from secpolicy.reporting.not_judged import not_judged
from secpolicy.reporting.report import Report, shown_findings
from secpolicy.reporting.tables import as_csv
from secpolicy.reporting.terminal import as_lines

SCHEMA = json.loads((Path(__file__).parents[2] / "secpolicy/reporting/exchange/report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report(report_of: Callable[..., Report]) -> Report:
    return report_of("mihon-city")


def test_junit_counts_every_judgement_and_every_duty_not_judged_once(report: Report) -> None:
    root = ET.fromstring(as_junit.as_junit(report))

    assert sum(report.judged.totals().values()) + len(not_judged(report)) == int(root.get("tests", "0")) == len(list(root.iter("testcase")))


def test_junit_fails_for_what_the_gate_may_fail_for(report: Report) -> None:
    root = ET.fromstring(as_junit.as_junit(report))
    shown = [finding for finding in report.judged.findings if not finding.review and finding.waiver is None]

    assert sum(1 for finding in shown if finding.verdict == "FAIL") == len(list(root.iter("failure")))
    assert sum(1 for finding in shown if finding.verdict == "UNKNOWN") == len(list(root.iter("error")))


def test_a_calendar_has_an_event_for_every_row_with_a_day(report: Report) -> None:
    text = as_ics.as_ics(report)
    unfolded = text.replace("\r\n ", "")
    uids = re.findall(r"UID:(.*)\r", unfolded)
    dated = [finding for finding in (*shown_findings(report), *report.judged.upcoming) if finding.deadline.day is not None and not finding.review]
    rows = {(finding.rule, finding.duty, finding.verdict, finding.deadline.day, finding.deadline.until) for finding in dated}
    ends = [fate for fate in report.judged.waivers if fate.state in ("applied", "expiring", "not_yet")]

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert len(rows) + len(ends) == len(uids) == len(set(uids)) > 5
    assert len(dated) == as_ics.as_ics(report._replace(details=True)).count("BEGIN:VEVENT") - len(ends)


def test_a_calendar_is_in_the_order_of_days(report: Report) -> None:
    days = re.findall(r"DTSTART;VALUE=DATE:(\d+)", as_ics.as_ics(report))

    assert sorted(days) == days


def test_csv_begins_with_a_mark_and_has_a_row_for_every_finding(report: Report) -> None:
    text = as_csv.as_csv(report)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff")
    assert len(report.judged.findings) + 1 == len(rows) - len(not_judged(report))
    assert {len(as_csv.COLUMNS)} == {len(row) for row in rows}


@pytest.mark.parametrize("text", ["=1+1", "+81", "-x", "@sum", "\tx"])
def test_text_that_looks_like_a_formula_is_inert(text: str) -> None:
    assert f"'{text}" == as_csv.inert(text)


def test_a_negative_number_of_days_stays_a_number() -> None:
    assert "-412" == as_csv.inert("-412")


def test_json_lines_hold_one_finding_each(report: Report) -> None:
    lines = as_jsonl.as_jsonl(report).splitlines()

    assert sorted(finding.id for finding in report.judged.findings) == sorted(json.loads(line)["id"] for line in lines)
    assert len(report.judged.findings) == len(lines)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_json_line_is_a_finding_of_the_schema(report_of: Callable[..., Report], lang: str) -> None:
    validator = jsonschema_rs.Draft202012Validator({"$ref": "#/$defs/finding", "$defs": SCHEMA["$defs"]}, validate_formats=True)
    lines = as_jsonl.as_jsonl(report_of("mihon-city", lang=lang)).splitlines()

    assert [] == [fault.message for line in lines for fault in validator.iter_errors(json.loads(line))]
    assert not validator.is_valid({**json.loads(lines[0]), "verdict": "PERHAPS"})


def test_annotations_stand_at_file_and_line(report: Report) -> None:
    commands = as_annotations.as_github(report).splitlines()

    assert report.words.says("absent-line", n=len(report.judged.absent), duties="").rstrip() in commands.pop()
    assert all(re.match(r"::(error|warning|notice) file=[^,]+,line=\d+,endLine=\d+,col=\d+,title=[^:]+::.", command) for command in commands)


def test_code_quality_has_unique_fingerprints(report: Report) -> None:
    entries = json.loads(as_annotations.as_gitlab(report))

    assert len(entries) == len({entry["fingerprint"] for entry in entries}) > 10


def test_lines_end_with_the_totals(report: Report) -> None:
    last = as_lines.as_lines(report).splitlines()[-1]

    assert str(sum(report.judged.totals().values())) in last.replace(",", "")
    assert all(report.words.says(verdict) in last for verdict in VERDICTS if report.judged.totals()[verdict])

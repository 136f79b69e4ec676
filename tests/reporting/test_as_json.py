"""JSON: what the schema promises, what adds up, and in which order things stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from secpolicy.judging.finding import NO_DEADLINE, Deadline, Finding
from secpolicy.reporting.exchange.as_json import as_json
from secpolicy.reporting.report import Report

ROOT = Path(__file__).parents[2]
CITIES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/inventory.yaml"))
SCHEMA = json.loads((ROOT / "secpolicy/reporting/exchange/report.schema.json").read_text(encoding="utf-8"))
APART = ("upcoming", "review", "waived", "errors")
DAY = date(2026, 11, 30)
READ: list[tuple[Report, dict[str, Any]]] = []


def written(report: Report) -> dict[str, Any]:
    """The report as a program reads it, after the schema has accepted it: once for each report, since it takes seconds."""
    document: dict[str, Any] | None = next((document for known, document in READ if known is report), None)
    if document is None:
        document = json.loads(as_json(report))
        validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
        assert [] == [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(document)]
        READ.append((report, document))
    return document


def findings(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every finding of a document, wherever it stands."""
    return [finding for group in document["deadlines"] for finding in group["findings"]] + [finding for part in APART for finding in document[part]]


@pytest.fixture
def with_deadlines(about: Any) -> Callable[..., Report]:
    """The report with one breach for each deadline, and nothing else: `with_deadlines(report, one, other)`."""

    def told(report: Report, *deadlines: Deadline) -> Report:
        breach = next(finding for finding in report.judged.findings if finding.verdict == "FAIL" and not finding.review and finding.waiver is None)
        made = tuple(about(breach, f"{at}")._replace(deadline=deadline, missing=()) for at, deadline in enumerate(deadlines))
        return report._replace(judged=report.judged._replace(findings=made, upcoming=()))

    return told


@pytest.fixture(params=CITIES)
def report(request: pytest.FixtureRequest, report_of: Any) -> Report:
    """Each sample city in turn."""
    found: Report = report_of(request.param)
    return found


def test_the_schema_is_one_and_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert [] == [place for place, part in objects(SCHEMA) if part.get("additionalProperties", True) is True]


def objects(part: Any, place: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of an object, with its place."""
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield place, part
        for key, inner in part.items():
            yield from objects(inner, f"{place}.{key}")
    elif isinstance(part, list):
        for at, inner in enumerate(part):
            yield from objects(inner, f"{place}[{at}]")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("show", [(), ("all",)])
def test_every_sample_validates(report_of: Any, lang: str, show: tuple[str, ...]) -> None:
    for city in CITIES:
        document = written(report_of(city, lang=lang)._replace(show=show))

        assert ("all" in show) == ("judgements" in document)


def test_a_key_that_the_schema_does_not_know_is_refused(report: Report) -> None:
    document = written(report) | {"more": 1}

    with pytest.raises(jsonschema.ValidationError, match="more"):
        jsonschema.validate(document, SCHEMA)


def test_totals_add_up_to_duties_and_clauses_checked_by_hand(report: Report) -> None:
    document = written(report)
    totals = document["totals"]
    by_duty = sum(sum(row["judgements"].values()) for row in totals["by_duty"])

    assert sum(totals["judgements"].values()) == by_duty + len(document["not_checked"])
    assert totals["judgements"]["NOT_CHECKED"] == len(document["not_checked"])


def test_each_verdict_adds_up_over_the_duties(report: Report) -> None:
    totals = written(report)["totals"]
    for verdict in ("PASS", "FAIL", "UNKNOWN", "NOT_APPLICABLE", "ERROR"):
        assert totals["judgements"][verdict] == sum(row["judgements"].get(verdict, 0) for row in totals["by_duty"])


def test_what_is_marked_is_contained_in_the_totals_not_added(report: Report) -> None:
    document = written(report)
    of_which = document["totals"]["of_which"]

    assert of_which["waived"] == len(document["waived"])
    assert of_which["planned"] == len(document["planned"])
    assert (
        of_which["review"]
        == sum(document["totals"]["review"].values())
        == sum(sum(row["judgements"].values()) for row in document["totals"]["by_duty"] if row["review"])
    )
    assert max(of_which.values()) <= sum(document["totals"]["judgements"].values())


def test_every_fail_and_unknown_stands_in_one_place(report: Report) -> None:
    document = written(report)
    open_ = [finding["id"] for finding in findings(document) if finding["verdict"] in ("FAIL", "UNKNOWN")]

    assert len(open_) == len(set(open_))
    assert len(open_) == document["totals"]["judgements"]["FAIL"] + document["totals"]["judgements"]["UNKNOWN"]


def test_deadlines_hold_neither_review_nor_waived(report: Report) -> None:
    for group in written(report)["deadlines"]:
        for finding in group["findings"]:
            assert (finding["verdict"] in ("FAIL", "UNKNOWN"), finding["review"], finding["waiver"]) == (True, False, None)


def test_days_are_the_distance_from_the_day(report: Report) -> None:
    document = written(report)
    for group in document["deadlines"] + [finding["deadline"] for finding in findings(document)]:
        if group["deadline"] is None:
            assert group["days"] is None
        else:
            assert date.fromisoformat(group["deadline"]) - report.as_of == timedelta(days=group["days"])


@pytest.mark.parametrize(("days", "state"), [(-1, "overdue"), (0, "due"), (1, "due")])
def test_only_a_day_before_is_overdue(report_of: Any, days: int, state: str, with_deadlines: Any) -> None:
    report = with_deadlines(report_of("mihon-city"), Deadline("day", DAY + timedelta(days=days), basis="law"))
    [group] = written(report)["deadlines"]

    assert (days, state, "law") == (group["days"], group["state"], group["basis"])


def test_deadlines_stand_in_order_of_day_then_at_once_unknown_none_and_vague(report_of: Any, with_deadlines: Any) -> None:
    late, soon = Deadline("day", DAY - timedelta(days=1), basis="law"), Deadline("day", DAY + timedelta(days=9), basis="plan")
    vague, unknown = Deadline("about", basis="plan", about="2030"), Deadline("unknown", basis="asset")
    report = with_deadlines(report_of("mihon-city"), vague, NO_DEADLINE, unknown, Deadline("at_once", basis="guideline"), soon, late)
    groups = written(report)["deadlines"]
    expected = [("2026-11-29", "law", "overdue"), ("2026-12-09", "plan", "due"), (None, "at_once", "at_once"), (None, "asset", "unknown"), (None, None, "none"),
                (None, "plan", "none")]  # fmt: skip

    assert expected == [(group["deadline"], group["basis"], group["state"]) for group in groups]
    assert [None] * 5 + ["2030"] == [group["about"] for group in groups]


def test_the_day_of_an_interval_is_its_lower_end(report_of: Any, with_deadlines: Any) -> None:
    report = with_deadlines(report_of("mihon-city"), Deadline("day", DAY, DAY + timedelta(days=30), "asset"))
    [group] = written(report)["deadlines"]

    assert ("2026-11-30", True, "2026-12-30") == (group["deadline"], group["until_at_least"], group["until"])


def test_findings_of_one_day_stand_together_whatever_would_settle_it(report_of: Any, with_deadlines: Any) -> None:
    report = report_of("mihon-city")
    place = next(finding.missing for finding in report.judged.findings if finding.missing)
    report = with_deadlines(report, Deadline("unknown", basis="asset", missing=place[:1]), Deadline("unknown", basis="asset"))
    [group] = written(report)["deadlines"]

    assert [1, 0] == [len(finding["deadline"]["missing"]) for finding in group["findings"]]


def test_what_conforms_is_upcoming_and_a_duty_still_to_be_done_is_due(report_of: Any, about: Any) -> None:
    report = report_of("mihon-city")
    passed: Finding = next(finding for finding in report.judged.upcoming if not finding.review)
    due, done = about(passed, "a")._replace(state="due"), about(passed, "b")._replace(state="done")
    document = written(report._replace(judged=report.judged._replace(upcoming=(done, due))))

    assert {due.id: "due", done.id: "upcoming"} == {finding["id"]: finding["deadline"]["state"] for finding in document["upcoming"]}


def test_an_error_stands_apart_with_its_message(report_of: Any) -> None:
    report = report_of("mihon-city")
    broken = report.judged.findings[0]._replace(verdict="ERROR", reason="TypeError: none", review=False, waiver=None)
    document = written(report._replace(judged=report.judged._replace(findings=(broken,))))

    assert [("TypeError: none", None)] == [(finding["message"], finding["reason"]) for finding in document["errors"]]


def test_a_proven_route_names_each_hop_with_its_line(report_of: Any) -> None:
    routed = [finding for finding in findings(written(report_of("mihon-city"))) if finding["routes"] and finding["verdict"] == "FAIL"]
    hops = [hop for finding in routed for route in finding["routes"] for hop in route["hops"]]

    assert routed
    assert {"samples/mihon-city/inventory.yaml"} == {hop["file"] for hop in hops}
    assert all(hop["line"] > 1 for hop in hops)


def test_a_cut_says_what_to_close_and_what_to_declare(report_of: Any) -> None:
    cuts = [finding["cut"] for finding in findings(written(report_of("mihon-city"))) if finding["cut"]]

    assert cuts
    assert {part["action"] for cut in cuts for part in cut} <= {"close", "declare"}


def test_a_fact_that_a_catalog_lacks_belongs_into_no_file(report: Report) -> None:
    for finding in findings(written(report)):
        for place in finding["missing"]:
            assert place["place"].startswith("catalog.") == (place["file"] is None)


def test_an_unknown_names_what_is_missing(report: Report) -> None:
    assert [] == [finding["id"] for finding in findings(written(report)) if finding["verdict"] == "UNKNOWN" and not finding["missing"]]


def test_waivers_tell_what_became_of_them_and_why(report_of: Any) -> None:
    document = written(report_of("mihon-city"))
    applied = {waiver["finding"] for waiver in document["waivers"] if waiver["state"] in ("applied", "expiring")}

    assert ["expiring", "expired", "refused", "not_yet", "unused"] == [waiver["state"] for waiver in document["waivers"]]
    assert [None, None, "waiver-of-statute", None, None] == [waiver["why"] and waiver["why"]["id"] for waiver in document["waivers"]]
    assert applied == {finding["id"] for finding in document["waived"]}


def test_editions_are_those_of_the_guidelines_used(report: Report) -> None:
    document = written(report)
    cited = {clause["guideline"]: clause["edition"] for finding in findings(document) for clause in finding["clauses"]}

    assert cited.items() <= document["editions"].items()
    assert list(document["editions"]) == sorted(document["editions"])


def test_a_number_that_nobody_read_is_null(report: Report) -> None:
    clauses = {(clause["clause"], clause["edition"], clause["number"]) for finding in findings(written(report)) for clause in finding["clauses"]}
    numbers = {(clause.id, edition): read for clause in report.rulebook.clauses.values() for edition, _, read in clause.numbers}

    assert all((number is None) == (numbers.get((clause, edition), "unread") == "unread") for clause, edition, number in clauses)


def test_judgements_of_all_name_the_findings_kept(report: Report) -> None:
    document = written(report._replace(show=("all",)))
    kept = [id_ for row in document["judgements"] for id_ in row["findings"]]

    assert sorted(kept) == sorted(finding["id"] for finding in findings(document))


def test_the_same_report_is_the_same_text_in_utf_8(report: Report) -> None:
    text = as_json(report)

    assert text == as_json(report)
    assert "\\u" not in text
    assert text.endswith("}\n")

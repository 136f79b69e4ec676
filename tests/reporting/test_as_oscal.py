"""OSCAL: valid for NIST's schemas, with names that stay the same and lead somewhere, and with what OSCAL has no word for told apart."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from secpolicy.judging.finding import Deadline
from secpolicy.reporting.oscal.as_oscal_ar import as_oscal_ar
from secpolicy.reporting.oscal.as_oscal_poam import as_oscal_poam
from secpolicy.reporting.report import Report

ROOT = Path(__file__).parents[2]
CITIES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/inventory.yaml"))
ReportOf = Callable[..., Report]


def faults(document: dict[str, Any], schema: str) -> list[str]:
    """What NIST's schema says against a document."""
    rules = json.loads((ROOT / f"tests/schemas/oscal_{schema}_schema.json").read_text(encoding="utf-8"))
    return [f"{fault.instance_path}: {fault.message}" for fault in jsonschema_rs.Draft7Validator(rules, validate_formats=True).iter_errors(document)]


def results(report: Report) -> dict[str, Any]:
    text = as_oscal_ar(report)
    assert text is not None
    written: dict[str, Any] = json.loads(text)["assessment-results"]
    return written


def only_result(report: Report) -> dict[str, Any]:
    [result] = results(report)["results"]
    found: dict[str, Any] = result
    return found


def poam(report: Report) -> dict[str, Any]:
    text = as_oscal_poam(report)
    assert text is not None
    written: dict[str, Any] = json.loads(text)["plan-of-action-and-milestones"]
    return written


def enclosed_plan(document: dict[str, Any]) -> dict[str, Any]:
    """The assessment plan that the results name and hold."""
    [resource] = [one for one in document["back-matter"]["resources"] if f"#{one['uuid']}" == document["import-ap"]["href"]]
    plan: dict[str, Any] = json.loads(base64.b64decode(resource["base64"]["value"]))
    return plan


def named(part: dict[str, Any], name: str) -> str | None:
    """A property of ours by name."""
    return next((prop["value"] for prop in part.get("props", []) if prop["name"] == name), None)


def keyed(part: Any) -> Iterator[tuple[str, str]]:
    """Every text of a document with its key."""
    if isinstance(part, dict):
        for key, inner in part.items():
            yield from [(key, inner)] if isinstance(inner, str) else keyed(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from keyed(inner)


@pytest.fixture(scope="module")
def report(report_of: ReportOf) -> Report:
    return report_of("mihon-city")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("city", CITIES)
def test_every_document_is_valid(report_of: ReportOf, city: str, lang: str) -> None:
    report = report_of(city, lang=lang)
    document = results(report)

    assert [] == faults({"assessment-results": document}, "assessment-results")
    assert [] == faults(enclosed_plan(document), "assessment-plan")
    assert [] == faults({"plan-of-action-and-milestones": poam(report)}, "poam")


def test_the_schema_refuses_what_it_does_not_know(report: Report) -> None:
    document = poam(report)
    document["poam-items"][0]["until"] = "2026-11-30"

    assert 1 == len(faults({"plan-of-action-and-milestones": document}, "poam"))


@pytest.mark.parametrize("write", [results, poam])
def test_every_name_is_a_version_5_uuid_given_once_and_leads_somewhere(report: Report, write: Callable[[Report], dict[str, Any]]) -> None:
    pairs = list(keyed(write(report)))
    given = [text for key, text in pairs if key == "uuid"]
    asked = {text for key, text in pairs if key.endswith("-uuid")}

    assert {5} == {uuid.UUID(name).version for name in given}
    assert [] == [name for name, number in Counter(given).items() if number > 1]
    assert asked
    assert set() == asked - set(given)


def test_the_same_report_is_written_the_same(report: Report) -> None:
    assert as_oscal_ar(report) == as_oscal_ar(report)
    assert as_oscal_poam(report) == as_oscal_poam(report)


def test_a_finding_keeps_its_name_on_another_day_and_an_observation_does_not(report: Report, report_of: ReportOf) -> None:
    days = [poam(report), poam(report_of("mihon-city", as_of=date(2026, 12, 1)))]
    findings, risks, seen = [[{one["uuid"] for one in day[name]} for day in days] for name in ("findings", "risks", "observations")]

    assert days[0]["uuid"] != days[1]["uuid"]
    assert len(findings[0] & findings[1]) > len(findings[0]) // 2
    assert len(risks[0] & risks[1]) > len(risks[0]) // 2
    assert set() == seen[0] & seen[1]


def test_another_organisation_has_other_names(report_of: ReportOf) -> None:
    one, other = ({text for key, text in keyed(results(report_of(city))) if key == "uuid"} for city in CITIES[:2])

    assert set() == one & other


def test_a_deadline_is_the_end_of_its_day_in_japan(report: Report) -> None:
    days = {finding.id: finding.deadline.day for finding in report.judged.findings if finding.deadline.form == "day"}
    risks = {named(risk, "finding"): risk.get("deadline") for risk in poam(report)["risks"]}
    dated = {id_: text for id_, text in risks.items() if text is not None}

    assert dated
    assert {id_: f"{days[id_]}T23:59:59+09:00" for id_ in dated} == dated
    assert set() == {id_ for id_ in risks if days.get(str(id_)) and id_ not in dated}


def test_no_time_but_the_day_of_judging_and_declared_days_is_written(report: Report) -> None:
    document = results(report)
    times = {key: text for key, text in keyed(document) if re.match(r"\d{4}-\d\d-\d\dT", text) and key not in ("deadline", "expires")}

    assert "2026-11-30T00:00:00+09:00" == document["metadata"]["last-modified"] == times["collected"]
    assert {"T00:00:00+09:00", "T23:59:59+09:00"} == {text[10:] for text in times.values()}


def test_a_failure_is_not_satisfied_for_it_and_a_doubt_for_another_reason(report: Report) -> None:
    found = Counter((named(one, "verdict"), named(one, "review"), one["target"]["status"]["state"], one["target"]["status"]["reason"])
                    for one in only_result(report)["findings"])  # fmt: skip

    expected = {
        ("PASS", None, "satisfied", "pass"),
        ("PASS", "true", "satisfied", "pass"),
        ("FAIL", None, "not-satisfied", "fail"),
        ("FAIL", "true", "not-satisfied", "other"),
        ("UNKNOWN", None, "not-satisfied", "other"),
        ("UNKNOWN", "true", "not-satisfied", "other"),
    }

    assert expected == set(found)


def test_every_finding_stands_once_for_each_of_its_clauses(report: Report) -> None:
    expected = {finding.id: len(finding.clauses) for finding in (*report.judged.findings, *report.judged.upcoming)}
    written = Counter(named(one, "finding") for one in only_result(report)["findings"])
    del written[None]

    assert expected == written


def test_a_duty_that_everything_meets_is_satisfied(report: Report) -> None:
    met = {key for key, verdicts in report.judged.counts.items() if key[1] and verdicts.get("PASS") and not set(verdicts) - {"PASS", "NOT_APPLICABLE"}}
    written = {(named(one, "rule"), named(one, "duty")) for one in only_result(report)["findings"] if named(one, "judgements")}

    assert met
    assert met == written


def test_what_is_for_review_is_no_risk(report: Report) -> None:
    review = {finding.id for finding in report.judged.findings if finding.review}

    assert review
    assert set() == review & {named(risk, "finding") for risk in only_result(report)["risks"]}
    assert set() == review & {named(item, "finding") for item in poam(report)["poam-items"]}


def test_every_open_finding_has_an_item_that_says_what_to_do(report: Report) -> None:
    open_ = {finding.id for finding in report.judged.findings if finding.verdict in ("FAIL", "UNKNOWN") and not finding.review}
    items = poam(report)["poam-items"]

    assert open_ == {named(item, "finding") for item in items}
    assert [] == [item for item in items if not item["remarks"].strip("-")]


def test_a_waived_failure_is_an_approved_deviation_with_what_is_done_instead(report: Report) -> None:
    [waived] = [finding for finding in report.judged.findings if finding.waiver is not None]
    [risk] = [risk for risk in poam(report)["risks"] if named(risk, "finding") == waived.id]

    assert "deviation-approved" == risk["status"]
    assert [("2026-04-01T00:00:00+09:00", "deviation-approved")] == [(entry["start"], entry["status-change"]) for entry in risk["risk-log"]["entries"]]
    assert waived.waiver.instead == risk["mitigating-factors"][0]["description"]


def test_a_waiver_that_has_ended_is_logged_and_its_risk_is_open(report: Report) -> None:
    [expired] = [fate for fate in report.judged.waivers if fate.state == "expired"]
    [risk] = [risk for risk in poam(report)["risks"] if named(risk, "finding") == expired.finding]
    log = [(entry["start"], entry["status-change"]) for entry in risk["risk-log"]["entries"]]

    assert "open" == risk["status"]
    assert [("2025-10-14T00:00:00+09:00", "deviation-approved"), ("2026-09-30T23:59:59+09:00", "open")] == log


def test_a_route_is_mended_by_the_parts_of_its_cut(report: Report) -> None:
    [cut, *_] = [finding for finding in report.judged.findings if finding.ways is not None and finding.ways.cut and finding.verdict == "FAIL"]
    report = report._replace(judged=report.judged._replace(findings=(cut._replace(review=False, waiver=None),)))
    [risk] = poam(report)["risks"]

    assert cut.ways is not None
    assert cut.ways.cut is not None
    assert len(cut.ways.cut) == len(risk["remediations"][0]["tasks"])


def test_text_of_the_organisation_is_no_markup(report: Report, telling: Any) -> None:
    breach = next(finding for finding in report.judged.findings if finding.verdict == "FAIL" and not finding.review)
    breach = telling(breach, says="a *b*\n<c>  `d` ")._replace(deadline=Deadline("none"))
    [risk] = poam(report._replace(judged=report.judged._replace(findings=(breach,))))["risks"]

    assert r"a \*b\* &lt;c&gt; \`d\`" == risk["description"]


def test_what_was_not_judged_is_logged(report: Report) -> None:
    log = {named(entry, "not-judged"): entry["description"] for entry in only_result(report)["assessment-log"]["entries"]}

    assert {"by-hand", "not-applicable", "planned"} <= set(log)
    assert len(report.judged.by_hand) == log["by-hand"].count(", ") + 1


def test_the_plan_names_the_files_by_their_hashes(report: Report) -> None:
    [resource] = enclosed_plan(results(report))["assessment-plan"]["back-matter"]["resources"]

    assert list(report.header.inputs) == [(link["href"], link["hashes"][0]["value"]) for link in resource["rlinks"]]


@pytest.mark.parametrize("write", [as_oscal_ar, as_oscal_poam])
def test_what_a_baseline_sets_aside_is_still_open_and_marked(report: Report, write: Callable[[Report], str | None]) -> None:
    first, *others = [finding for finding in report.judged.findings if finding.verdict == "FAIL" and not finding.review and finding.waiver is None]
    aside = report._replace(judged=report.judged._replace(findings=tuple(others), baselined=(first,)))
    [document] = json.loads(write(aside) or "").values()
    results = document["results"][0] if "results" in document else document
    marked = {prop["value"] for one in results["findings"] for prop in one["props"] if prop["name"] == "finding"
              and any(other["name"] == "baselined" for other in one["props"])}  # fmt: skip

    assert {first.id} == marked


def test_there_is_no_plan_of_action_if_nothing_is_open(report: Report) -> None:
    assert as_oscal_poam(report._replace(judged=report.judged._replace(findings=()))) is None


def test_there_are_no_results_if_nothing_was_judged(report: Report) -> None:
    nothing = report.judged._replace(findings=(), upcoming=(), counts={}, things={}, planned=(), absent=(), by_hand=(), waivers=())

    assert as_oscal_ar(report._replace(judged=nothing)) is None

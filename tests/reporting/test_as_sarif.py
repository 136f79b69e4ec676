"""SARIF: valid for the schema of OASIS, and what peers agree on: kinds, levels, suppressions, taxonomies, addresses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from secpolicy.reporting.exchange.as_sarif import as_sarif
from secpolicy.reporting.report import Report

ROOT = Path(__file__).parents[2]
CITIES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/inventory.yaml"))
SCHEMA = json.loads((ROOT / "tests/schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
ReportOf = Callable[..., Report]


def only_run(report: Report) -> dict[str, Any]:
    """The run of a log that the schema has accepted."""
    log = json.loads(as_sarif(report))
    faults = [f"{fault.instance_path}: {fault.message}" for fault in jsonschema_rs.Draft4Validator(SCHEMA, validate_formats=True).iter_errors(log)]
    assert faults == []
    [run] = log["runs"]
    found: dict[str, Any] = run
    return found


def result_of(run: dict[str, Any], id_: str) -> dict[str, Any]:
    [result] = [result for result in run["results"] if result.get("partialFingerprints") == {"secpolicyFinding/v1": id_}]
    found: dict[str, Any] = result
    return found


@pytest.fixture(scope="module")
def report(report_of: ReportOf) -> Report:
    return report_of("mihon-city")


@pytest.fixture(scope="module")
def run(report: Report) -> dict[str, Any]:
    return only_run(report)


@pytest.mark.parametrize("show", [(), ("all",)])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("city", CITIES)
def test_every_sample_is_valid(report_of: ReportOf, city: str, lang: str, show: tuple[str, ...]) -> None:
    assert lang == only_run(report_of(city, lang=lang)._replace(show=show))["language"]


def test_the_kind_says_what_was_found(run: dict[str, Any]) -> None:
    kinds = {(result["kind"], result["properties"]["verdict"]) for result in run["results"]}

    assert {("fail", "FAIL"), ("open", "UNKNOWN"), ("pass", "PASS"), ("review", "FAIL"), ("review", "UNKNOWN")} <= kinds
    assert {"fail", "open", "pass", "review"} == {kind for kind, _ in kinds}


def test_the_full_report_counts_what_passes_and_what_does_not_apply(report: Report) -> None:
    results = only_run(report._replace(show=("all",)))["results"]
    counted = Counter({kind: sum(result.get("occurrenceCount", 0) for result in results if result["kind"] == kind) for kind in ("pass", "notApplicable")})
    totals = report.judged.totals()

    assert {"pass": totals["PASS"], "notApplicable": totals["NOT_APPLICABLE"]} == counted


def test_only_what_fails_has_a_level_and_its_strength_gives_it(run: dict[str, Any]) -> None:
    levels = {(result["kind"], result["properties"]["strength"], result["level"]) for result in run["results"]}
    of_failures = {(strength, level) for kind, strength, level in levels if kind == "fail"}

    assert {"none"} == {level for kind, _, level in levels if kind != "fail"}
    assert {("must", "error"), ("should", "warning")} <= of_failures
    assert len(of_failures) == len(dict(of_failures))


def test_a_rule_is_found_by_its_index(run: dict[str, Any]) -> None:
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]

    assert rules == sorted(set(rules))
    assert [result["ruleId"] for result in run["results"]] == [rules[result["ruleIndex"]] for result in run["results"]]


def test_rules_are_told_in_both_languages(run: dict[str, Any]) -> None:
    [translated] = run["translations"]
    pairs = list(zip(run["tool"]["driver"]["rules"], translated["rules"], strict=True))

    assert ("ja", "en") == (run["tool"]["driver"]["language"], translated["language"])
    assert all(one["id"] == other["id"] and one["help"]["text"] != other["help"]["text"] for one, other in pairs)
    assert all(other["help"]["markdown"].isascii() or "…" in other["help"]["markdown"] for _, other in pairs)


def test_a_rule_has_what_github_sorts_and_tells_by(run: dict[str, Any]) -> None:
    rules = run["tool"]["driver"]["rules"]

    assert all({"shortDescription", "fullDescription", "help", "defaultConfiguration"} <= set(rule) for rule in rules)
    assert {"9.5", "8.0", "5.5", "3.0"} >= {rule["properties"]["security-severity"] for rule in rules}
    assert all("security" in rule["properties"]["tags"] and len(rule["properties"]["tags"]) <= 10 for rule in rules)


def test_a_waived_failure_is_suppressed_with_reason_place_and_end(report: Report, run: dict[str, Any]) -> None:
    [waived] = [finding for finding in report.judged.findings if finding.waiver is not None]
    [suppressed] = [result for result in run["results"] if "suppressions" in result]
    [suppression] = suppressed["suppressions"]

    assert suppressed == result_of(run, waived.id)
    assert ("external", "accepted", waived.waiver.reason) == (suppression["kind"], suppression["status"], suppression["justification"])
    assert waived.waiver.location.line == suppression["location"]["physicalLocation"]["region"]["startLine"]
    assert "2027-03-31" == suppression["properties"]["until"]


def test_every_result_points_at_clauses_that_the_run_lists(run: dict[str, Any]) -> None:
    listed = {(taxonomy["name"], taxon["id"]) for taxonomy in run["taxonomies"] for taxon in taxonomy["taxa"]}
    asked = {(taxon["toolComponent"]["name"], taxon["id"]) for result in run["results"] for taxon in result["taxa"]}

    assert asked
    assert set() == asked - listed
    assert [taxonomy["name"] for taxonomy in run["taxonomies"]] == [one["name"] for one in run["tool"]["driver"]["supportedTaxonomies"]]


def test_fingerprints_are_the_ids_of_findings_and_unique(report: Report, run: dict[str, Any]) -> None:
    given = [result["partialFingerprints"]["secpolicyFinding/v1"] for result in run["results"]]

    assert {finding.id for finding in report.judged.findings} <= set(given)
    assert len(set(given)) == len(given)


def test_columns_count_characters_and_places_are_told_from_the_root(report: Report, run: dict[str, Any]) -> None:
    locations = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]

    assert "unicodeCodePoints" == run["columnKind"]
    assert {document.source.name for document in report.inventory.documents} == {location["uri"] for location in locations}
    assert {"%SRCROOT%"} == {location["uriBaseId"] for location in locations} == set(run["originalUriBaseIds"])


def test_a_deadline_is_told_and_what_is_overdue_ranks_first(report: Report, run: dict[str, Any]) -> None:
    dated = {finding.id: finding.deadline.day for finding in report.judged.findings if finding.deadline.form == "day" and finding.deadline.day}
    told = {id_: result_of(run, id_) for id_ in dated}
    overdue = {result["rank"] for id_, result in told.items() if dated[id_] < report.as_of}

    assert {id_: day.isoformat() for id_, day in dated.items()} == {id_: result["properties"]["deadline"] for id_, result in told.items()}
    assert {100.0} == overdue == {max(result["rank"] for result in run["results"])}


def test_a_route_is_a_flow_through_its_hops(report: Report, run: dict[str, Any]) -> None:
    routed = [finding for finding in report.judged.findings if finding.verdict == "FAIL" and finding.ways is not None and finding.ways.reached]
    flows = [result_of(run, finding.id)["codeFlows"][0]["threadFlows"][0]["locations"] for finding in routed]

    assert routed
    assert all(flow and all(step["location"]["message"]["text"] for step in flow) for flow in flows)


def test_what_a_doubt_waits_for_is_told_by_place(report: Report, run: dict[str, Any]) -> None:
    doubts = [finding for finding in report.judged.findings if finding.verdict == "UNKNOWN" and finding.missing]

    assert doubts
    assert [] == [finding.id for finding in doubts if not result_of(run, finding.id).get("relatedLocations")]


def test_a_rule_that_went_wrong_is_told_of_the_run(report: Report) -> None:
    broken = report.judged.findings[0]._replace(verdict="ERROR", reason="went wrong")
    [invocation] = only_run(report._replace(judged=report.judged._replace(findings=(broken,))))["invocations"]

    assert not invocation["executionSuccessful"]
    assert ["went wrong"] == [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]

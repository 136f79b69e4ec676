"""JUnit XML as continuous integration reads it: a suite per pack, a case per judgement, and a skipped one per duty that was not judged."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter

from secpolicy.judging.finding import FAIL, UNKNOWN, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.not_judged import NotJudged, not_judged, verdict_of
from secpolicy.reporting.subjects import subject_text

_CONTROLS = {code: "\ufffd" for code in range(32) if code not in (9, 10, 13)}


def as_junit(report: r.Report, width: int = 0) -> str:
    """FAIL is a failure, UNKNOWN and ERROR an error told apart by type, the rest skipped with its reason; totals equal the children."""
    root = ET.Element("testsuites", name="secpolicy")
    suites: dict[str, ET.Element] = {}
    findings = (*report.judged.findings, *report.judged.baselined)
    shown = Counter((finding.rule, finding.duty, finding.verdict) for finding in findings)
    for finding in findings:
        _case(report, _suite(root, suites, finding.rule), finding)
    for (rule, duty), verdicts in sorted(report.judged.counts.items()):
        for verdict, number in verdicts.items():
            left = number - shown[rule, duty, verdict]
            for position in range(left):
                case = ET.SubElement(_suite(root, suites, rule), "testcase", classname=rule, name=f"{duty or rule} {position + 1}")
                if verdict != "PASS":
                    ET.SubElement(case, "skipped", message=report.words.says(verdict))
    for one in not_judged(report):
        _skipped(report, _suite(root, suites, one.rule.id), one)
    for element in (root, *suites.values()):
        _total(element)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, suites: dict[str, ET.Element], rule: str) -> ET.Element:
    pack = rule.split("/", 1)[0].split(" ", 1)[0]
    if pack not in suites:
        suites[pack] = ET.SubElement(root, "testsuite", name=pack)
    return suites[pack]


def _case(report: r.Report, suite: ET.Element, finding: Finding) -> None:
    at = r.location_of(report, finding)
    name = subject_text(report, finding)
    case = ET.SubElement(suite, "testcase", classname=finding.rule, name=f"{finding.duty} {name}".translate(_CONTROLS), file=at.file, line=str(at.line))
    properties = ET.SubElement(case, "properties")
    for key, value in (
        ("finding", finding.id),
        ("deadline", finding.deadline.day.isoformat() if finding.deadline.day else finding.deadline.form),
        ("clause", f"{finding.clauses[0].guideline} {finding.clauses[0].id}"),
    ):
        ET.SubElement(properties, "property", name=key, value=value)
    text = r.message(report, finding).translate(_CONTROLS)
    if finding.waiver is not None:
        ET.SubElement(case, "skipped", message=f"{report.words.says('part-waived', n='')}: {finding.waiver.reason}")
    elif finding in report.judged.baselined:
        ET.SubElement(case, "skipped", message=f"{report.words.says('block-baseline')}: {text}")
    elif finding.review:
        ET.SubElement(case, "skipped", message=f"{report.words.says('block-review')}: {text}")
    elif finding.verdict == FAIL:
        ET.SubElement(case, "failure", message=text, type=finding.strength).text = f"{at}: {text}"
    elif finding.verdict == UNKNOWN:
        ET.SubElement(case, "error", message=text, type="unknown").text = f"{at}: {text}"
    elif finding.verdict == "ERROR":
        ET.SubElement(case, "error", message=finding.reason, type="rule-error").text = f"{at}: {finding.reason}"


def _skipped(report: r.Report, suite: ET.Element, one: NotJudged) -> None:
    case = ET.SubElement(suite, "testcase", classname=one.rule.id, name=one.duty)
    if one.file:
        case.set("file", one.file)
        case.set("line", str(one.line))
    ET.SubElement(case, "skipped", message=f"{verdict_of(report, one.form)}: {one.why}".translate(_CONTROLS))


def _total(element: ET.Element) -> None:
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(1 for case in cases if case.find(tag) is not None)))

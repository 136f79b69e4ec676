"""CSV for spreadsheets: one finding or duty not judged a row, UTF-8 with a mark so that Excel reads Japanese; text that begins like a formula is made inert."""

from __future__ import annotations

import csv
import io

from secpolicy.judging.finding import Finding
from secpolicy.model.entity import place_name
from secpolicy.reporting import report as r
from secpolicy.reporting import set_aside
from secpolicy.reporting.clause_names import clause_name
from secpolicy.reporting.not_judged import NotJudged, not_judged, title_of, verdict_of
from secpolicy.reporting.subjects import subject_text
from secpolicy.reporting.to_declare import is_row, place_text

COLUMNS = ("id", "verdict", "state", "severity", "strength", "rule", "title", "subject", "ref", "count", "message", "fix", "deadline", "basis", "days",
           "clause", "file", "line", "missing", "waiver")  # fmt: skip

# With these a spreadsheet begins a formula, with the wide ones where Japanese is typed.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(report: r.Report, width: int = 0) -> str:
    """Findings, review and waived ones included, in the order of the table, then with no id the duties that were not judged, and how many findings are hidden.

    The first character is the byte order mark.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([report.words.says(f"csv-{name}") for name in COLUMNS])
    findings = sorted((*report.judged.findings, *set_aside.also_shown(report)), key=lambda finding: r.sort_key(report, finding))
    rows = [*(row(report, finding) for finding in findings), *(row_of_not_judged(report, one) for one in not_judged(report)), *_row_of_hidden(report)]
    writer.writerows([inert(value) for value in cells] for cells in rows)
    return "\ufeff" + text.getvalue()


def row(report: r.Report, finding: Finding) -> list[str]:
    """The cells of one finding, in the order of COLUMNS."""
    words = report.words
    rule = report.rulebook.by_id[finding.rule]
    at, day = r.location_of(report, finding), finding.deadline.day
    missing = [place_text(report, place) if is_row(place) else place_name(place) for place in finding.missing]
    mark = "baselined" if set_aside.is_baselined(report, finding) else "review" if finding.review else "plain"
    verdict = words.says(f"csv-{mark}", verdict=words.says(finding.verdict))
    return [
        finding.id, verdict, words.says(f"state-{finding.state}") if finding.state else "", words.says(f"severity-{rule.severity}"),
        words.says(f"strength-{finding.strength}"), f"{finding.rule}#{finding.duty}", rule.title[0 if report.lang == "ja" else 1],
        subject_text(report, finding), " ".join(finding.names), str(finding.things),
        r.message(report, finding), r.fix(report, finding), day.isoformat() if day else "",
        words.says(f"basis-{finding.deadline.basis}").strip("（） ()") if finding.deadline.basis else "", str((day - report.as_of).days) if day else "",
        clause_name(report, finding.clauses[0]), at.file, str(at.line), words.join(missing),
        finding.waiver.reason if finding.waiver is not None else "",
    ]  # fmt: skip


def row_of_not_judged(report: r.Report, one: NotJudged) -> list[str]:
    """The cells of a duty that was not judged: why, and on which line that was decided."""
    words = report.words
    told = {
        "verdict": verdict_of(report, one.form), "severity": words.says(f"severity-{one.rule.severity}"), "strength": words.says(f"strength-{one.strength}"),
        "rule": one.name, "title": title_of(report, one), "count": "0", "message": one.why, "clause": one.clause,
        "file": one.file, "line": str(one.line or ""),
    }  # fmt: skip
    return [told.get(name, "") for name in COLUMNS]


def _row_of_hidden(report: r.Report) -> list[list[str]]:
    """A row that says how many findings a baseline hides; none if it hides none, or they are shown."""
    if not (text := set_aside.untold_text(report)):
        return []
    file = report.judged.baseline[0].entry.location.file
    told = {"verdict": report.words.says("block-baseline"), "count": str(len(report.judged.baselined)), "message": text, "file": file}
    return [[told.get(name, "") for name in COLUMNS]]


def inert(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA) and not text.lstrip("-").isdigit() else text

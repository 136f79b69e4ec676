"""One finding a line, `path:line:column: 違反 rule#duty subject message`, for editors, hooks and grep."""

from __future__ import annotations

from secpolicy.judging.finding import UNKNOWN, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.subjects import subject_text


def as_lines(report: r.Report, width: int = 0) -> str:
    """The findings in order of place, then what was not judged and why, then the totals and what is hidden."""
    words = report.words
    lines = []
    known = _shown_of_baseline(report)
    for finding in (*r.shown_findings(report), *known):
        place = r.location_of(report, finding)
        name = subject_text(report, finding)
        text = r.message(report, finding)
        deadline = f" [{r.deadline_text(report, finding.deadline)}]" if finding.deadline.form == "day" and finding.verdict != UNKNOWN else ""
        lines.append((place, f"{place}: {_verdict(report, finding, known)} {finding.rule}#{finding.duty} {name}: {text}{deadline}"))
    lines.sort()
    totals = report.judged.totals()
    counted = words.join(words.says("count-of", verdict=words.says(verdict), n=number) for verdict, number in totals.items() if number)
    hidden = len(report.judged.baselined) - len(known)
    last = [
        *_not_judged(report),
        words.says("lines-totals", n=sum(totals.values()), counts=counted),
        *([words.says("baseline-hides", n=hidden)] if hidden else []),
    ]
    return "\n".join([*(line for _, line in lines), *last]) + "\n"


def _shown_of_baseline(report: r.Report) -> list[Finding]:
    if not report.judged.baselined:
        return []
    from secpolicy.reporting.set_aside import also_shown

    return also_shown(report)


def _verdict(report: r.Report, finding: Finding, known: list[Finding]) -> str:
    verdict = report.words.says(finding.verdict)
    return report.words.says("csv-baselined", verdict=verdict) if any(one is finding for one in known) else verdict


def _not_judged(report: r.Report) -> list[str]:
    lines = [r.absent_line(report)] if report.judged.absent else []
    if not report.judged.left_out:
        return lines
    from secpolicy.reporting.not_judged import left_out_lines

    return [*left_out_lines(report), *lines]

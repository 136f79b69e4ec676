"""By what a report was made: tool, packs, inputs and waivers with their hashes, the day, the editions and the profile."""

from __future__ import annotations

from collections import Counter

from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import editions_used


def provenance(report: r.Report, whole: bool = False) -> list[tuple[str, str]]:
    """Names and texts, in the order in which an auditor asks for them; `whole` leaves out the editions, for they are listed elsewhere."""
    words, header, index = report.words, report.header, 0 if report.lang == "ja" else 1
    waivers = {file for file, _ in header.waivers}
    files = [("made-waivers" if file in waivers else "made-input", f"{file} {digest}") for file, digest in header.inputs]
    rows = [
        ("made-of", r.organisation_name(report)),
        ("made-day", words.day(report.as_of)),
        ("made-profile", f"{report.profile.title[index]} ({report.profile.name})"),
        *([] if whole else [("made-editions", _editions(report))]),
        ("made-tool", f"secpolicy {header.tool}"),
        ("made-packs", header.packs),
        *files,
    ]
    return [(words.says(id_), text) for id_, text in rows]


def editions(report: r.Report) -> list[str]:
    """The edition of every guideline that something in the report rests on; the guideline with the most duties first."""
    used = editions_used(report)
    rules = {rule.id: rule for rule in report.rulebook.rules}
    duties = Counter(rules[rule].cites[0].guideline for rule, _ in report.judged.counts if rule in rules)
    return [_edition(report, guideline, used[guideline]) for guideline in sorted(used, key=lambda id_: (-duties[id_], id_))]


def _editions(report: r.Report) -> str:
    first, *others = editions(report) or [report.words.says("nothing")]
    return report.words.says("made-edition-and-others", first=first, n=len(others)) if others else first


def _edition(report: r.Report, guideline: str, edition: str) -> str:
    index, book = 0 if report.lang == "ja" else 1, report.rulebook.guidelines[guideline]
    issue = book.edition(edition)
    return report.words.says("made-edition", guideline=book.title[index], edition=issue.name[index] if issue else edition)

"""One A4 page for the head of the organisation: how it stands, what is due when, what to decide now, and by what it was judged. In Markdown."""

from __future__ import annotations

from secpolicy.judging.finding import FAIL, UNKNOWN, VERDICTS
from secpolicy.reporting import report as r
from secpolicy.reporting.first_steps import MOST, first_steps
from secpolicy.reporting.grouping import grouped, overall
from secpolicy.reporting.markdown import escaped, table
from secpolicy.reporting.not_judged import counted_text
from secpolicy.reporting.provenance import editions, provenance
from secpolicy.reporting.set_aside import hidden_text
from secpolicy.reporting.totals import overdue_text, unknown_text

_LONGEST = 60  # characters of a cell; the whole text stands in the other reports


def as_summary(report: r.Report, width: int = 0) -> str:
    """The page. `width` is for reports that are drawn."""
    words = report.words
    lines = [f"# {escaped(words.says('xlsx-heading', name=r.organisation_name(report)))}", ""]
    lines += [
        f"- {escaped(text)}"
        for text in (words.day(report.as_of), overdue_text(report), unknown_text(report, False), counted_text(report), hidden_text(report))
        if text
    ]
    lines += ["", f"## {words.says('summary-decide')}", "", *_steps(report)]
    lines += [f"## {words.says('summary-verdicts')}", "", *_verdicts(report)]
    lines += [f"## {words.says('summary-days')}", "", *_days(report)]
    first, *others = editions(report)
    made = {words.says("made-editions"): [words.says("summary-editions", first=first, n=len(others)) if others else first]}
    for name, text in provenance(report, True)[2:]:
        made.setdefault(name, []).append(_short(text))
    lines += [f"## {words.says('xlsx-made')}", "", *(f"- {escaped(f'{name}: {words.join(texts)}')}" for name, texts in made.items())]
    return "\n".join(lines).rstrip() + "\n"


def _steps(report: r.Report) -> list[str]:
    """What to do first."""
    words, steps = report.words, first_steps(report)
    cells = []
    for step in steps[:MOST]:
        finding = step.row.first
        when = finding.deadline.day.isoformat() if finding.deadline.day else words.says(f"block-{r.block_of(finding, report.as_of)}")
        severity = words.says(f"severity-{report.rulebook.by_id[finding.rule].severity}")
        cells.append([escaped(_cut(text)) for text in (when, severity, step.subject, r.message(report, finding), step.fix)])
    if not cells:
        return [words.says("summary-nothing-first"), ""]
    lines = table([words.says(f"csv-{name}") for name in ("deadline", "severity", "subject", "message", "fix")], cells)
    return [*lines, words.says("summary-more", n=len(steps) - MOST), ""] if len(steps) > MOST else lines


def _verdicts(report: r.Report) -> list[str]:
    """The judgements by verdict, and by whether they rest on unread clauses; how many breaches are left after waivers."""
    whole, words = overall(report, grouped(report, "deadline")), report.words
    names = [verdict for verdict in VERDICTS if verdict != "ERROR" or whole.verdicts[verdict]]
    heads = [words.says("group-column"), words.says("group-column-judgements"), *(words.says(name) for name in names)]
    parts = [("group-overall", whole.verdicts), *(_by_reading(report) if whole.review else ())]
    rows = [[words.says(id_), *(f"{number:,}" for number in (sum(counts.values()), *(counts[name] for name in names)))] for id_, counts in parts]
    lines = table(heads, rows, range(1, len(heads)))
    return [*lines, words.says("summary-waived", n=whole.waived, after=whole.after_waivers), ""] if whole.waived else lines


def _by_reading(report: r.Report) -> list[tuple[str, dict[str, int]]]:
    """The judgements that rest on unread clauses, and the others."""
    return [("markdown-column-review", report.judged.totals(review=True)), ("markdown-column-rest", report.judged.totals(review=False))]


def _days(report: r.Report) -> list[str]:
    """How many breaches and doubts are due when; those for review and those waived are left out."""
    words = report.words
    rows = []
    for block, members in r.blocks(report, r.shown_findings(report)):
        findings = [finding for row in members for finding in row.findings]
        numbers = [sum(1 for finding in findings if finding.verdict == verdict) for verdict in (FAIL, UNKNOWN)]
        rows.append([words.says(f"block-{block}"), *(f"{number:,}" for number in numbers)])
    return table([words.says("csv-deadline"), words.says(FAIL), words.says(UNKNOWN)], rows, (1, 2)) if rows else [words.says("nothing"), ""]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _short(text: str) -> str:
    """A text of the provenance, hashes by their first digits: the page is for a person, the whole ones stand in the other reports."""
    return " ".join(word[:12] if len(word) == 64 and word.isalnum() else word for word in text.split(" "))

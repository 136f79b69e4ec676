"""How it stands in numbers: totals by verdict, before and after waivers, what of them stands apart, and how much is overdue or unknown."""

from __future__ import annotations

from collections import Counter

from secpolicy.judging.finding import ERROR, FAIL, UNKNOWN, VERDICTS, Finding
from secpolicy.reporting import report as r
from secpolicy.reporting.set_aside import is_in_use
from secpolicy.reporting.to_declare import is_row, place_text, row_words

Counts = dict[str, int]

_COLUMNS = ("before", "waived", "after", "listed", "review")


def columns_of(report: r.Report) -> tuple[str, ...]:
    """The columns of the totals; one more while a baseline is in use."""
    return (*_COLUMNS, "baselined") if is_in_use(report) else _COLUMNS


def totals_of(report: r.Report) -> list[tuple[str, str, tuple[int | None, ...]]]:
    """Per verdict: before waivers, waived, after; and where what is left of fail and unknown stands: listed, for review, or in the baseline."""
    totals, rows, columns = report.judged.totals(), [], columns_of(report)
    listed, review, baselined = r.shown_findings(report), under_review(report), report.judged.baselined
    waived, of_review = [finding for finding in report.judged.findings if finding.waiver is not None], report.judged.totals(review=True)
    for verdict in VERDICTS:
        taken, *places = (sum(finding.verdict == verdict for finding in findings) for findings in (waived, listed, review, baselined))
        where = places[: len(columns) - 3] if verdict in (FAIL, UNKNOWN) else [None, of_review[verdict], None][: len(columns) - 3]
        rows.append((verdict, report.words.says(verdict), (totals[verdict], taken, totals[verdict] - taken, *where)))
    sums = tuple(sum(row[2][column] or 0 for row in rows) for column in range(len(columns)))
    return [*rows, ("sum", report.words.says("markdown-sum"), sums)]


def under_review(report: r.Report) -> list[Finding]:
    """What rests on clauses that nobody has read."""
    return [finding for finding in report.judged.findings if finding.review and finding.waiver is None and finding.verdict in (FAIL, UNKNOWN)]


def totals_texts(report: r.Report) -> list[str]:
    """All judgements by verdict, and what of them is marked; which of them rest on unread clauses and which do not; which of the latter are listed.

    They add up: the parts with the rest are all, and what is listed with what it is said to leave out is all that fails or is unknown in the rest.
    """
    words, judged = report.words, report.judged
    parts: dict[str, Counts] = {"totals": judged.totals(), "totals-review": judged.totals(review=True), "totals-rest": judged.totals(review=False)}
    shown = [name for name in parts if name == "totals" or any(parts["totals-review"].values())]
    texts = [words.says(f"summary-{name}", n=f"{sum(parts[name].values()):,}", counts=_counts(report, parts[name], name == "totals")) for name in shown]
    marked = _marked(report, {name: n for name, n in of_which(report).items() if name not in ("review", "done")})
    texts[0] += words.says("summary-of-which", parts=marked) if marked else ""
    listed = Counter(finding.verdict for finding in r.shown_findings(report))
    waived = sum(1 for finding in judged.findings if finding.waiver is not None and not finding.review)
    left = _marked(report, {"waived": waived, "baselined": sum(1 for finding in judged.baselined if not finding.review)})
    without = words.says("summary-without", parts=left) if left else ""
    if listed or left:
        texts.append(
            words.says("summary-listed" if listed else "summary-none-listed", n=f"{listed.total():,}", counts=_counts(report, dict(listed)), without=without)
        )
    return texts


def _counts(report: r.Report, counts: Counts, whole: bool = False) -> str:
    """Numbers by verdict; those that are nothing only if the `whole` is told, and of errors not even then."""
    shown = [verdict for verdict in VERDICTS if counts.get(verdict) or (whole and verdict != ERROR)]
    texts = [report.words.says("count-of", verdict=report.words.says(verdict), n=f"{counts[verdict]:,}") for verdict in shown]
    return ("　" if report.lang == "ja" else ", ").join(texts)


def _marked(report: r.Report, numbers: Counts) -> str:
    return report.words.join(report.words.says(f"part-{name}", n=f"{n:,}") for name, n in numbers.items() if n)


def of_which(report: r.Report) -> Counts:
    """Judgements that are marked in some way. Each is contained in the totals by verdict, never added to them."""
    judged = report.judged
    return {
        "waived": sum(1 for finding in judged.findings if finding.waiver is not None),
        "review": sum(sum(judged.counts[key].values()) for key in judged.reviews),
        "planned": len(judged.planned),
        "due": judged.states["due"],
        "done": judged.states["done"],
        **({"baselined": len(judged.baselined)} if judged.baseline else {}),
    }


def overdue_text(report: r.Report) -> str:
    """How many duties are overdue, and since when the first."""
    late = [finding for finding in r.shown_findings(report) if r.block_of(finding, report.as_of) == "overdue" and finding.verdict == FAIL]
    days = sorted(finding.deadline.day for finding in late if finding.deadline.day is not None)
    if not days:
        return report.words.says("summary-none-overdue")
    return report.words.says("summary-overdue", n=len(late), day=days[0], days=(report.as_of - days[0]).days)


def unknown_text(report: r.Report, named: bool = True) -> str:
    """How much is unknown and what it waits for; `named`: with what most of it waits for."""
    doubtful, words = [finding for finding in r.shown_findings(report) if finding.verdict == UNKNOWN], report.words
    if not doubtful:
        return words.says("summary-none-unknown")
    waited = Counter(place for finding in doubtful for place in dict.fromkeys(finding.missing))
    facts = [place_text(report, place) for place, _ in waited.most_common() if not is_row(place)]
    rows = [row_words(place) for place, _ in waited.most_common() if is_row(place)]
    waiting = [(id_, names) for id_, names in (("summary-facts", facts), ("summary-rows", rows)) if names]
    texts = [words.says(id_, n=len(names), most=words.says("summary-most", most=words.join(names[:2])) if named else "") for id_, names in waiting]
    return words.says("summary-unknown", n=len(doubtful), waiting=words.join(texts))

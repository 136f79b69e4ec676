"""What a baseline hides and what has become of its entries, for every report to say."""

from __future__ import annotations

from secpolicy.judging.finding import Finding
from secpolicy.reporting import report as r

SHOW = "baseline"


def is_in_use(report: r.Report) -> bool:
    """Whether a baseline was applied: an empty one hides nothing."""
    return bool(report.judged.baseline)


def is_shown(report: r.Report) -> bool:
    """Whether the reader asked to see what it hides."""
    return SHOW in report.show or "all" in report.show


def baselined(report: r.Report) -> list[Finding]:
    """The findings that it hides, in the order of the table."""
    return sorted(report.judged.baselined, key=lambda finding: r.sort_key(report, finding))


def is_baselined(report: r.Report, finding: Finding) -> bool:
    """Whether a finding is one that the baseline hides."""
    return any(one is finding for one in report.judged.baselined)


def also_shown(report: r.Report) -> list[Finding]:
    """The findings that it hides, if the reader asked for them: for reports that list them among the others, each with a mark."""
    return baselined(report) if is_shown(report) else []


def untold_text(report: r.Report) -> str:
    """What `hidden_text` says, unless they are shown."""
    return "" if is_shown(report) else hidden_text(report)


def hidden_text(report: r.Report) -> str:
    """How many findings are hidden, and how to see them; empty if none is."""
    hidden = len(report.judged.baselined)
    return report.words.says("baseline-hides", n=hidden) if hidden else ""


def fate_texts(report: r.Report) -> list[str]:
    """The entries that hide nothing: new again, no longer needed, or never to be hidden."""
    words = report.words
    return [
        words.says(f"baseline-entry-{fate.state}", id=fate.entry.id, duty=f"{fate.entry.rule}#{fate.entry.duty}", subject=fate.entry.subject,
                   place=fate.entry.location.short)
        for fate in report.judged.baseline
        if fate.state != "hidden"
    ]  # fmt: skip

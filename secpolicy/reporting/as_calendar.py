"""iCalendar (RFC 5545) of deadlines and of the ends of waivers: one all-day event each, for the calendar of an office."""

from __future__ import annotations

from datetime import date, timedelta

from secpolicy.model.entity import label
from secpolicy.reporting import report as r

_OCTETS = 73  # of a content line before it is folded; RFC 5545 allows 75


def as_calendar(report: r.Report, width: int = 0) -> str:
    """Deadlines of findings and of what is coming up, and ends of waivers; the stamp is the day of judging."""
    stamp = f"{report.as_of:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//secpolicy//secpolicy//JA", "CALSCALE:GREGORIAN"]
    findings = [finding for finding in (*r.shown_findings(report), *report.judged.upcoming) if finding.deadline.day is not None and not finding.review]
    for finding in findings:
        name = label(finding.subjects[0], report.lang) if finding.subjects else report.words.says("inventory-as-a-whole")
        summary = f"{report.words.says(finding.verdict)} {_title(report, finding.rule)} {name}"
        assert finding.deadline.day is not None
        lines += _event(f"{finding.id}@secpolicy", stamp, finding.deadline.day, summary, r.message(report, finding))
    for waived in report.judged.waivers:
        if waived.waiver.until is not None and waived.state in ("applied", "expiring", "not_yet"):
            key = r.hash_of(f"{waived.waiver.rule}#{waived.waiver.duty} {waived.waiver.subject}")
            summary = f"{report.words.says('block-waivers')} {_title(report, waived.waiver.rule)} {waived.waiver.subject}"
            lines += _event(f"waiver-{key}@secpolicy", stamp, waived.waiver.until, summary, waived.waiver.reason)
    return "\r\n".join(part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)) + "\r\n"


def _title(report: r.Report, rule: str) -> str:
    return next((known.title[0 if report.lang == "ja" else 1] for known in report.rulebook.rules if known.id == rule), rule)


def _event(uid: str, stamp: str, day: date, summary: str, description: str) -> list[str]:
    end = day + timedelta(days=1)
    return [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}",
        f"SUMMARY:{_text(summary)}", f"DESCRIPTION:{_text(description)}", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """A content line in pieces of at most 75 octets, never broken inside a character."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += octets
    return [*pieces, piece]

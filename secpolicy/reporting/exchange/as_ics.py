"""iCalendar (RFC 5545) of deadlines and of the ends of waivers: all-day events for the calendar of an office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from secpolicy.base.record import Record
from secpolicy.reporting import report as r
from secpolicy.reporting import set_aside
from secpolicy.reporting.exchange.notations import hash_of
from secpolicy.reporting.not_judged import counted_text, left_out_lines

_OCTETS = 73  # of a content line before it is folded; RFC 5545 allows 75


class Event(Record):
    """Something on a whole day. `uid`: the same on every run for the same thing."""

    day: date
    uid: str
    summary: str
    description: str


def as_ics(report: r.Report, width: int = 0) -> str:
    """Deadlines of findings and of what is coming up, and ends of waivers, by day; the stamp is the day of judging."""
    about = "\n".join(text for text in (counted_text(report), *left_out_lines(report), set_aside.untold_text(report)) if text)
    return calendar(report, [*_deadlines(report), *_waivers(report)], about)


def calendar(report: r.Report, found: Iterable[Event], about: str = "") -> str:
    """A calendar of events by day, named after the organisation; `about`: what its owner has to know of what is not in it."""
    name = report.words.says("ics-name", name=r.organisation_name(report))
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//secpolicy//secpolicy//{report.lang.upper()}", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(name)}"]
    head += [f"X-WR-CALDESC:{_text(about)}"] if about else []
    events = [line for event in sorted(found) for line in _lines(event, report.as_of)]
    return "\r\n".join(part for line in [*head, *events, "END:VCALENDAR"] for part in _folded(line)) + "\r\n"


def _deadlines(report: r.Report) -> Iterable[Event]:
    """One event for the things of one duty that are due on one day: a hundred terminals are one entry in the calendar."""
    findings = [*r.shown_findings(report), *set_aside.also_shown(report), *(finding for finding in report.judged.upcoming if not finding.review)]
    for _, rows in r.blocks(report, findings):
        for row in rows:
            first, day = row.first, row.first.deadline.day
            if day is None:
                continue
            apart = first.names if report.details else ()
            key = hash_of(" ".join((first.rule, first.duty, first.verdict, str(day), str(first.deadline.until), *apart)))
            summary = f"{report.words.says(first.verdict)} {_title(report, first.rule)} {r.subjects_text(report, row)}"
            duty = f"{first.rule}#{first.duty} [{first.id}]"
            yield Event(day, f"{key}@secpolicy", summary, f"{''.join(r.row_message(report, row))}\n{duty}")


def _waivers(report: r.Report) -> Iterable[Event]:
    for fate in report.judged.waivers:
        waiver = fate.waiver
        if waiver.until is not None and fate.state in ("applied", "expiring", "not_yet"):
            key = hash_of(f"{waiver.rule}#{waiver.duty} {waiver.subject}")
            summary = f"{report.words.says('ics-waiver')} {_title(report, waiver.rule)} {waiver.subject}"
            yield Event(waiver.until, f"waiver-{key}@secpolicy", summary, f"{waiver.reason}\n{waiver.rule}#{waiver.duty}")


def _title(report: r.Report, rule: str) -> str:
    return next((known.title[0 if report.lang == "ja" else 1] for known in report.rulebook.rules if known.id == rule), rule)


def _lines(event: Event, as_of: date) -> list[str]:
    end = event.day + timedelta(days=1)
    return [
        "BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{as_of:%Y%m%d}T000000Z", f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}",
        f"SUMMARY:{_text(event.summary)}", f"DESCRIPTION:{_text(event.description)}", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


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

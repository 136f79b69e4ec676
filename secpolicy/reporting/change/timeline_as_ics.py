"""The timeline as a calendar: one all-day event for each row, on the day from which the verdict is another."""

from __future__ import annotations

from secpolicy.reporting.change import timeline as t
from secpolicy.reporting.exchange.as_ics import Event, calendar
from secpolicy.reporting.exchange.notations import hash_of


def timeline_as_ics(timeline: t.Timeline, width: int = 0) -> str:
    """What turns when, for the calendar of an office. `width` is for reports that are drawn."""
    return calendar(timeline.report, [_event(timeline, row) for row in t.rows(timeline)])


def _event(timeline: t.Timeline, row: t.Row) -> Event:
    key = hash_of("\n".join((row.first.day.isoformat(), row.first.before.word, row.first.after.word, *(str(turn.key) for turn in row.turns))))
    summary = f"{t.change_text(timeline, row)} {t.title(timeline, row)} {t.subjects_text(timeline, row)}"
    return Event(row.first.day, f"turn-{key}@secpolicy", summary, "\n".join(t.reason_lines(timeline, row)))

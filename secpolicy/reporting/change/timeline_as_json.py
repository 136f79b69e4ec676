"""The timeline as JSON for other programs: every turn with the finding that tells about it."""

from __future__ import annotations

import json

from secpolicy.base.dates import fiscal_year_of, japanese_day
from secpolicy.judging.course import Turn
from secpolicy.model.entity import ref
from secpolicy.reporting.change import timeline as t
from secpolicy.reporting.exchange.finding_as_json import Json, Writing, finding_as_json, writing_of
from secpolicy.reporting.subjects import in_whole

FORMAT_VERSION = 1


def timeline_as_json(timeline: t.Timeline, width: int = 0) -> str:
    """First and last day, the days on which something was judged, and every turn. `width` is for reports that are drawn."""
    writing = writing_of(timeline.report)
    course, turns = timeline.course, t.told(timeline)
    document = {
        "format_version": FORMAT_VERSION,
        "tool": "secpolicy",
        "version": timeline.report.header.tool,
        "lang": timeline.report.lang,
        "as_of": course.first.isoformat(),
        "until": course.last.isoformat(),
        "profile": timeline.report.profile.name,
        "inputs": [{"file": file, "sha256": digest} for file, digest in timeline.report.header.inputs],
        "judged_on": [day.isoformat() for day in course.judged_on],
        "not_shown": len(course.turns) - len(turns),
        "turns": [_turn(writing, turn) for turn in turns],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _turn(writing: Writing, turn: Turn) -> Json:
    rule, duty, _ = turn.key
    subjects = turn.after.subjects or turn.before.subjects
    return {
        "day": turn.day.isoformat(),
        "japanese_day": japanese_day(turn.day),
        "fiscal_year": fiscal_year_of(turn.day),
        "rule": rule,
        "duty": duty or None,
        "subjects": [{"ref": ref(subject), "name": in_whole(writing.report, subject)} for subject in subjects],
        "before": turn.before.word,
        "after": turn.after.word,
        "why": turn.why,
        "review": turn.review,
        "finding": finding_as_json(writing, turn.finding) if turn.finding is not None else None,
    }

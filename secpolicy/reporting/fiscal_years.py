"""What falls in this and the next two fiscal years: deadlines, ends of support, of contracts and of waivers, duties that come into force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from secpolicy.base.dates import fiscal_year_end, fiscal_year_of
from secpolicy.base.record import Record
from secpolicy.judging.course import course
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import FAIL, PASS, UNKNOWN, Finding
from secpolicy.model.entity import Entity, label, ref
from secpolicy.reporting import report as r

YEARS = 3
# Days of an inventory that no duty need look at: the field, and what it is called here.
_FIELDS = (("support_ends", "html-event-support"), ("extended_support_ends", "html-event-extended"), ("ends_on", "html-event-contract"))


class Event(Record):
    """Something on a day. `kind` is a message id; `link` the id of a finding, if there is one."""

    day: date
    kind: str
    text: str
    link: str = ""


class Year(Record):
    """A fiscal year with its events by day, and how many fall in each month, April first."""

    year: int
    events: tuple[Event, ...]
    months: tuple[int, ...]


def fiscal_years(report: r.Report) -> tuple[Year, ...]:
    """This fiscal year and the next two; what lies before the day of judging is left to the findings."""
    first = fiscal_year_of(report.as_of)
    coming = sorted(event for event in _events(report) if event.day >= report.as_of and fiscal_year_of(event.day) < first + YEARS)
    # Several duties of one rule that fall on one day for the same things are one line.
    events = [event for event, before in zip(coming, (None, *coming), strict=False) if before is None or event[:3] != before[:3]]
    return tuple(_year(year, tuple(event for event in events if fiscal_year_of(event.day) == year)) for year in range(first, first + YEARS))


def _year(year: int, events: tuple[Event, ...]) -> Year:
    months = [sum(event.day.month == month for event in events) for month in (*range(4, 13), 1, 2, 3)]
    return Year(year, events, tuple(months))


def last_day(report: r.Report) -> date:
    """The last day of the last fiscal year that is shown."""
    return fiscal_year_end(fiscal_year_of(report.as_of) + YEARS - 1)


def _events(report: r.Report) -> Iterable[Event]:
    yield from _deadlines(report)
    yield from _declared(report)
    for fate in report.judged.waivers:
        if fate.waiver.until is not None and fate.state in ("applied", "expiring", "not_yet"):
            text = f"{fate.waiver.rule}#{fate.waiver.duty} ({fate.waiver.subject})"
            yield Event(fate.waiver.until, "html-event-waiver", text, fate.finding)
    rules = {rule.id: rule for rule in report.rulebook.rules}
    for plan in report.judged.planned:
        yield Event(plan.until, "html-event-planned", rules[plan.rule].title[0 if report.lang == "ja" else 1])


def _deadlines(report: r.Report) -> Iterable[Event]:
    """The deadlines of findings and of what conforms now, folded as in every report."""
    rules = {rule.id: rule for rule in report.rulebook.rules}
    near = {one.id for one in report.judged.upcoming}
    folded = report._replace(details=False)
    for kind, findings in (("deadline", r.shown_findings(report)), ("upcoming", _turning(report))):
        for _, rows in r.blocks(folded, findings):
            for row in rows:
                if row.first.deadline.form == "day" and row.first.deadline.day is not None:
                    title = rules[row.first.rule].title[0 if report.lang == "ja" else 1]
                    text = report.words.says("html-event-duty", title=title, subjects=r.subjects_text(report, row))
                    listed = kind == "deadline" or row.first.id in near
                    yield Event(row.first.deadline.day, f"html-event-{kind}", text, row.first.id if listed else "")


def _turning(report: r.Report) -> list[Finding]:
    """What conforms now and will not, as `secpolicy timeline` tells it: also what lies beyond the notice of the profile."""
    facts = Facts(report.rulebook, report.inventory, report.profile, report.as_of)
    asked = {rule for rule, _ in report.judged.counts}
    turns = course(facts, last_day(report) + timedelta(days=1), [rule for rule in report.rulebook.rules if rule.id in asked]).turns
    about = report.judged.about
    fallen = [turn for turn in turns if turn.before.word == PASS and turn.after.word in (FAIL, UNKNOWN) and not turn.review]
    return [turn.after.finding for turn in fallen if turn.after.finding is not None and (not about or about.intersection(turn.key[2]))]


def _declared(report: r.Report) -> Iterable[Event]:
    """Ends of support and of contracts as declared or as the catalog has them."""
    things = [entity for population in report.inventory.populations.values() for entity in population.members]
    things += [record for records in report.inventory.records.values() for record in records]
    found: dict[tuple[date, str, str], list[Entity]] = {}
    for entity in things:
        for field, kind in _FIELDS:
            day = entity.value(field) if field in entity.kind.index else None
            if isinstance(day, date):
                found.setdefault((day, kind, label(entity, report.lang)), []).append(entity)
    for (day, kind, name), entities in found.items():
        refs = sorted(ref(entity) for entity in entities)
        shown = refs if len(refs) <= 3 else [*refs[:2], report.words.says("and-more", n=len(refs) - 2)]
        yield Event(day, kind, f"{name} ({report.words.join(shown)})")

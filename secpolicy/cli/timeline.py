"""secpolicy timeline: on which days to come a verdict turns into another, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from secpolicy.base.dates import Period
from secpolicy.cli.changing import FORMATS, command_of, comparing_options, for_each, show
from secpolicy.cli.commands import usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, day_of, judged_setting, report_of, rules_asked, setting_at, setting_of, subjects_asked
from secpolicy.judging.course import Course, course
from secpolicy.judging.facts import Facts
from secpolicy.model.profile import Profile
from secpolicy.model.stretches import Mapping
from secpolicy.reporting.change.timeline import Timeline
from secpolicy.reporting.fiscal_years import last_day

_MOST_YEARS = 20


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["inventory"], required=False, nargs=-1, metavar=says("metavar-inventories")),
        click.Option(["--until"], metavar=says("metavar-day"), help=says("timeline-option-until")),
        *comparing_options(context),
    ]
    return command_of(context, "timeline", options, _timeline, (*FORMATS, "ics"))


def _timeline(context: Context, inventory: tuple[str, ...], until: str | None, format_: str, shows: str | None, **given: Any) -> int:
    def one(path: str, asked: Asked) -> None:
        last = _last(until, asked.as_of) if until else None
        documents, setting = setting_at(context, path, asked)
        report = report_of(context, setting, asked, judged_setting(setting, asked), {})
        until_day = last or last_day(report)
        days = _days_of_ageing(documents, setting.profile, asked.as_of, until_day)
        settings = [(day, setting_of(context, documents, asked._replace(as_of=day))) for day in days]
        facts, *aged = (Facts(one.rulebook, one.inventory, one.profile, day) for day, one in ((asked.as_of, setting), *settings))
        found = course(facts, until_day, rules_asked(setting, asked), aged)
        show(format_, "timeline", Timeline(report, _about(found, subjects_asked(setting, asked)), shows == "review"))

    return for_each(context, inventory, given, format_, one)


def _days_of_ageing(documents: tuple[Mapping, ...], profile: Profile, first: date, last: date) -> list[date]:
    """The days from which on the inventory holds less, for the profile no longer relies on some of its facts."""
    if profile.longest_fact_age is None:
        return []
    from secpolicy.model.trust import days_of_ageing

    return days_of_ageing(documents, Period(*profile.longest_fact_age), first, last)


def _last(until: str, first: date) -> date:
    last = day_of(until)
    if not first < last or last.year > first.year + _MOST_YEARS:
        raise usage_problem("usage-until", value=until, first=first, years=_MOST_YEARS)
    return last


def _about(found: Course, subjects: frozenset[str]) -> Course:
    """The turns that are about some subjects, if any are named."""
    return found._replace(turns=tuple(turn for turn in found.turns if subjects.intersection(turn.key[2]))) if subjects else found

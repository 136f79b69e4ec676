"""From a file to what was judged of it: what `check` and every command that compares judgements start with."""

from __future__ import annotations

from typing import Any

from secpolicy import __version__
from secpolicy.base.location import Source
from secpolicy.cli.choosing import failing
from secpolicy.cli.context import Context
from secpolicy.cli.setting import Asked, Setting, baseline_of, rules_asked, setting_at, subjects_asked
from secpolicy.judging.finding import Judged
from secpolicy.judging.gate import exit_code
from secpolicy.judging.judge import judge, only_about, set_apart
from secpolicy.judging.waiving import with_waivers
from secpolicy.model.declared import Inventory
from secpolicy.model.text_files import file_text
from secpolicy.model.waivers import waivers_of
from secpolicy.reporting.report import Header, Report


def judged_setting(setting: Setting, asked: Asked) -> Judged:
    """What was judged of a setting on the day, waivers applied, narrowed to what `--only` names."""
    rulebook, inventory, profile = setting
    subjects = subjects_asked(setting, asked)
    judged = judge(rulebook, inventory, profile, asked.as_of, rules_asked(setting, asked), keep_all=bool(subjects) or asked.keep_all)
    if profile.own_deadlines:
        from secpolicy.judging.own_deadlines import with_own_deadlines

        judged = with_own_deadlines(judged, rulebook, inventory, profile, asked.as_of)
    judged = with_waivers(judged, waivers_of(inventory), rulebook, inventory, profile, asked.as_of)
    if subjects:
        return only_about(judged, subjects)
    return set_apart(judged) if asked.keep_all else judged


def judged_report(context: Context, path: str, asked: Asked, given: dict[str, Any]) -> Report:
    """Read, judge and apply waivers: the whole path from a file to a report."""
    documents, setting = setting_at(context, path, asked)
    baseline = baseline_of(documents, asked)
    judged = judged_setting(setting, asked)
    if baseline:
        judged = _set_aside(judged, baseline, setting, asked)
    report = report_of(context, setting, asked, judged, given)
    return report._replace(header=_with_input(report.header, baseline)) if baseline else report


def _set_aside(judged: Judged, baseline: str, setting: Setting, asked: Asked) -> Judged:
    """What is left once the findings of a baseline are set aside. Of what `--only` leaves out, no entry is said to be gone."""
    from secpolicy.judging.baselining import with_baseline
    from secpolicy.model.baseline import owner_of, read_baseline

    left = with_baseline(judged, read_baseline(baseline, setting.rulebook.house, owner_of(setting.inventory)), setting.rulebook)
    return left._replace(baseline=tuple(fate for fate in left.baseline if fate.state != "gone")) if asked.only else left


def _with_input(header: Header, path: str) -> Header:
    return header._replace(files=(*header.files, file_text(path)))


def report_of(context: Context, setting: Setting, asked: Asked, judged: Judged, given: dict[str, Any]) -> Report:
    """What was judged of a setting as a report. `given`: the options of check that decide how it is shown and what fails."""
    rulebook, inventory, profile = setting
    fail_on = failing(given["fail_on"]) if given.get("fail_on") is not None else profile.fail_on
    code = exit_code(judged, profile, fail_on)
    ambiguous = int(given.get("ambiguous_width") or 1)
    show, details = given.get("show") or (), bool(given.get("details"))
    return Report(header_of(setting), rulebook, inventory, profile, asked.as_of, judged, context.words, code, show, details, ambiguous)


def header_of(setting: Setting) -> Header:
    """What was judged, by what: everything the outcome depends on."""
    waiving = frozenset(waiver.location.file for waiver in waivers_of(setting.inventory))
    return Header(__version__, setting.rulebook.digest, read_files(setting.inventory), waiving)


def read_files(inventory: Inventory) -> tuple[Source, ...]:
    """The files that an inventory was made from: its own, and the lists that it names."""
    return (*(document.source for document in inventory.documents), *(one.source for one in inventory.lists.values()))

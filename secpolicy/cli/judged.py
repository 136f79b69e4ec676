"""From a file to what was judged of it: what `check` and every command that compares judgements start with."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from secpolicy import __version__
from secpolicy.base.dates import Period, looks_like_a_day, moved, read_day
from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record
from secpolicy.cli.choosing import ambiguous_width, editions_of, failing, profile_named, rules_named, with_parameters
from secpolicy.cli.commands import Gathering, usage_problem
from secpolicy.cli.context import Context
from secpolicy.judging.finding import Judged
from secpolicy.judging.gate import exit_code
from secpolicy.judging.judge import judge, only_about, set_apart
from secpolicy.judging.waiving import with_waivers
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of, header_path, header_problem, read_documents
from secpolicy.model.inventory import build_inventory
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.stretches import Mapping
from secpolicy.model.text_files import decoded, file_text
from secpolicy.model.waivers import waivers_of
from secpolicy.reporting.report import Header, Report

if TYPE_CHECKING:
    from secpolicy.model.trust import Demand

JAPAN = timezone(timedelta(hours=9))  # a fixed offset: Windows has no zone database


class Asked(Record):
    """The options that decide what is judged.

    `sets_aside`: what a baseline lists does not count. `keep_all`: of every judgement it will be asked whose it is. `one_of_many`: so are other inventories.
    """

    profile: str | None
    as_of: date
    editions: tuple[str, ...]
    waivers: str | None
    unread: str | None
    only: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    baseline: str | None = None
    sets_aside: bool = False
    keep_all: bool = False
    one_of_many: bool = False


def asked_by(given: dict[str, Any]) -> Asked:
    """What the options of a command ask for."""
    return Asked(given["profile"], day_of(given["as_of"]), given["edition"], given["waivers"], given["unread"], given["only"], given.get("parameter") or (),
                 given.get("baseline"), "baseline" in given)  # fmt: skip


class Setting(Record):
    """An inventory as it was read, and the rules and the profile that it is judged by."""

    rulebook: Rulebook
    inventory: Inventory
    profile: Profile


def inventories(given: tuple[str, ...]) -> tuple[str, ...]:
    """What to judge: as given, else inventory.yaml, inventory/, or what secpolicy.yaml lists. Raises Refused."""
    if len(given) > 1:
        raise usage_problem("usage-one-inventory", n=len(given))
    if given:
        return given
    for path in ("inventory.yaml", "inventory"):
        if os.path.exists(path):
            return (path,)
    if os.path.isfile("secpolicy.yaml"):
        from secpolicy.cli.listing import listed

        return listed()
    raise usage_problem("usage-no-inventory")


def setting_at(context: Context, path: str, asked: Asked) -> tuple[tuple[Mapping, ...], Setting]:
    """The documents of an inventory (`-`: the standard input) and their setting. Raises Refused with everything that is wrong with them."""
    gathering = Gathering()
    documents = gathering.tried(lambda: documents_at(path, asked.waivers))
    if documents is None:
        from secpolicy.cli.mistakes import refuse_what_else_is_wrong

        gathering.tried(lambda: refuse_what_else_is_wrong(context, path, asked))
        raise gathering.refused()
    setting = setting_of(context, documents, asked)
    if asked.only:
        from secpolicy.cli.mistakes import refuse_unknown

        refuse_unknown(setting, asked)
    return documents, setting


def setting_of(context: Context, documents: tuple[Mapping, ...], asked: Asked) -> Setting:
    """The inventory that documents make up, with the organisation's own pack and profile if it names them. Raises Refused."""
    gathering = Gathering()
    rulebook, profile = rules_and_profile(context, documents, asked, gathering)
    if rulebook is None:  # without the organisation's own kinds, its inventory cannot be read
        raise gathering.refused()
    demand = _demand(profile, asked.as_of) if profile is not None else None
    inventory = gathering.tried(lambda: build_inventory(documents, rulebook.vocabulary, rulebook.catalogs, demand))
    if profile is None or inventory is None or gathering.problems:
        raise gathering.refused()
    return Setting(rulebook, inventory, profile)


def rules_and_profile(
    context: Context, documents: tuple[Mapping, ...], asked: Asked, gathering: Gathering
) -> tuple[Rulebook | None, Profile | None]:  # fmt: skip
    """What the header names, each looked at whatever is wrong with the others; None where it cannot be had."""
    gathering.tried(lambda: baseline_of(documents, asked))
    rulebook = own = gathering.tried(lambda: context.with_overlay(documents))
    if own is None:  # a profile and options may rest on that pack: only whether the profile is there can be told
        gathering.tried(lambda: _refuse_missing_profile(context.rulebook, documents, asked))
        return None, None
    if asked.parameters:
        rulebook = gathering.tried(lambda: with_parameters(own, asked.parameters)) or own
    profile = gathering.tried(lambda: _profile(own, documents, asked))
    if profile is None:  # perhaps not all that is asked for has been looked at
        gathering.tried(lambda: editions_of(own, asked.editions))
    overlay = header_path(documents, "overlay")
    if overlay and profile is not None:
        profile = profile._replace(packs=(*profile.packs, os.path.basename(os.path.abspath(overlay))))
    return rulebook, profile


def baseline_of(documents: tuple[Mapping, ...], asked: Asked) -> str | None:
    """The file of the baseline: the one of the command line, else the one that the inventory names. Raises Refused if that is not there."""
    if asked.baseline or not asked.sets_aside:
        return asked.baseline
    named = header_path(documents, "baseline")
    if named is not None and not os.path.exists(named):
        raise Refused([header_problem(documents, "baseline", "no-such-file", {"path": named.replace(os.sep, "/")})])
    return named


def narrowed(context: Context, paths: tuple[str, ...], asked: Asked) -> tuple[str, ...]:
    """Of several inventories those that have what `--only` names; all of them if nothing is named. Raises Refused if none has it."""
    if not (asked.one_of_many and asked.only):
        return paths
    from secpolicy.cli.mistakes import holding

    return holding(context, paths, asked)


def documents_at(path: str, waivers: str | None = None) -> tuple[Mapping, ...]:
    """The files of an inventory; `-` is the standard input. Raises Refused."""
    if path != "-":
        try:
            return read_documents(path, None, waivers)
        except OSError as error:  # a folder that may not be looked into
            from secpolicy.base.reasons import reason_of

            raise Refused([Problem(Location(path.replace(os.sep, "/")), "cannot-read", {"path": path, "reason": reason_of(error)})]) from None
    return documents_of(decoded(sys.stdin.buffer.read() if sys.stdin is not None else b"", "-"), "-")


def day_of(text: str | None) -> date:
    """The day of judging: as given, else today in Japan. The only look at the clock."""
    if text is None:
        return datetime.now(JAPAN).date()
    span = read_day(text)
    if span is None or span[0] != span[1]:
        raise usage_problem("usage-no-such-day" if span is None and looks_like_a_day(text) else "usage-not-a-day", value=text)
    if not 1950 <= span[0].year <= 2200:
        raise usage_problem("usage-day-out-of-range", value=text)
    return span[0]


def _demand(profile: Profile, as_of: date) -> Demand | None:
    """What the profile asks of facts; None if it takes them as they are."""
    if profile.longest_fact_age is None and not profile.evidence:
        return None
    from secpolicy.model.trust import Demand

    oldest = moved(as_of, Period(*profile.longest_fact_age), -1) if profile.longest_fact_age is not None else None
    return Demand(oldest, profile.evidence)


def _refuse_missing_profile(rulebook: Rulebook, documents: tuple[Mapping, ...], asked: Asked) -> None:
    named = header_path(documents, "profile")
    if asked.profile is None and named and os.path.basename(named) not in rulebook.profiles and not os.path.isfile(named):
        name = named.replace(os.sep, "/")
        raise Refused([header_problem(documents, "profile", "no-such-profile", {"name": name, "known": sorted(rulebook.profiles)})])


def _profile(rulebook: Rulebook, documents: tuple[Mapping, ...], asked: Asked) -> Profile:
    _refuse_missing_profile(rulebook, documents, asked)
    profile = profile_named(rulebook, asked.profile or header_path(documents, "profile") or "standard", asked.editions)
    unread = {"off": "ignore"}.get(asked.unread or "", asked.unread) or profile.unread
    return profile._replace(unread=unread)


def rules_asked(setting: Setting, asked: Asked) -> tuple[Rule, ...] | None:
    """The rules that `--only` names; None if it names none."""
    names = [word for word in asked.only if ":" not in word and word not in setting.rulebook.vocabulary.kinds]
    return rules_named(setting.rulebook, names) if names else None


def subjects_asked(setting: Setting, asked: Asked) -> frozenset[str]:
    """The things that `--only` names."""
    return frozenset(word for word in asked.only if ":" in word or word in setting.inventory.vocabulary.kinds)


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
    ambiguous = int(given.get("ambiguous_width") or ambiguous_width())
    show, details = given.get("show") or (), bool(given.get("details"))
    return Report(header_of(setting), rulebook, inventory, profile, asked.as_of, judged, context.words, code, show, details, ambiguous)


def header_of(setting: Setting) -> Header:
    """What was judged, by what: everything the outcome depends on."""
    waiving = frozenset(waiver.location.file for waiver in waivers_of(setting.inventory))
    return Header(__version__, setting.rulebook.digest, read_files(setting.inventory), waiving)


def read_files(inventory: Inventory) -> tuple[Source, ...]:
    """The files that an inventory was made from: its own, and the lists that it names."""
    return (*(document.source for document in inventory.documents), *(one.source for one in inventory.lists.values()))

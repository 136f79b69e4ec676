"""What is asked, and of what: the options that decide what is judged, and an inventory with the rules and the profile that it is judged by."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Any

from secpolicy.base.dates import Period, looks_like_a_day, moved, read_day
from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.record import Record
from secpolicy.cli.choosing import editions_of, profile_named, rules_named, with_parameters
from secpolicy.cli.commands import refuse_uses, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.gathering import Gathering
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of, header_path, header_problem, read_documents
from secpolicy.model.entity import ref
from secpolicy.model.inventory import build_inventory
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.model.stretches import Mapping
from secpolicy.model.text_files import decoded, file_text

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


def setting_at(context: Context, path: str, asked: Asked) -> tuple[tuple[Mapping, ...], Setting]:
    """The documents of an inventory (`-`: the standard input) and their setting. Raises Refused with everything that is wrong with them."""
    gathering = Gathering()
    documents = gathering.tried(lambda: documents_at(path, asked.waivers))
    if documents is None:
        gathering.tried(lambda: _refuse_what_else_is_wrong(context, path, asked))
        raise gathering.refused()
    setting = setting_of(context, documents, asked)
    _refuse_unknown(setting, asked)
    return documents, setting


def setting_of(context: Context, documents: tuple[Mapping, ...], asked: Asked) -> Setting:
    """The inventory that documents make up, with the organisation's own pack and profile if it names them. Raises Refused."""
    gathering = Gathering()
    rulebook, profile = _rules_and_profile(context, documents, asked, gathering)
    if rulebook is None:  # without the organisation's own kinds, its inventory cannot be read
        raise gathering.refused()
    demand = _demand(profile, asked.as_of) if profile is not None else None
    inventory = gathering.tried(lambda: build_inventory(documents, rulebook.vocabulary, rulebook.catalogs, demand))
    if profile is None or inventory is None or gathering.problems:
        raise gathering.refused()
    return Setting(rulebook, inventory, profile)


def _rules_and_profile(
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


def _refuse_what_else_is_wrong(context: Context, path: str, asked: Asked) -> None:
    """Raises Refused with what else is wrong with an inventory of which a file could not be read, as far as the others tell."""
    files = [os.path.join(path, name) for name in sorted(os.listdir(path)) if name.endswith((".yaml", ".yml"))] if os.path.isdir(path) else [path]
    # Another file in the place of the waivers: if these are all that cannot be read, the rest can be looked at as it is.
    documents = Gathering().tried(lambda: read_documents(path, None, files[0])) if path != "-" and files else None
    if documents is not None:
        setting_of(context, documents, asked)
        return
    gathering = Gathering()
    read = [Gathering().tried(partial(_document_at, file)) for file in files]
    _rules_and_profile(context, tuple(document for found in read if found for document in found), asked, gathering)
    gathering.end()


def _document_at(file: str) -> tuple[Mapping, ...]:
    return documents_of(file_text(file).text, file)


def baseline_of(documents: tuple[Mapping, ...], asked: Asked) -> str | None:
    """The file of the baseline: the one of the command line, else the one that the inventory names. Raises Refused if that is not there."""
    if asked.baseline or not asked.sets_aside:
        return asked.baseline
    named = header_path(documents, "baseline")
    if named is not None and not os.path.exists(named):
        raise Refused([header_problem(documents, "baseline", "no-such-file", {"path": named.replace(os.sep, "/")})])
    return named


def documents_at(path: str, waivers: str | None = None) -> tuple[Mapping, ...]:
    """The files of an inventory; `-` is the standard input. Raises Refused."""
    if path != "-":
        try:
            return read_documents(path, None, waivers)
        except OSError as error:  # a folder that may not be looked into
            raise Refused([Problem(Location(path.replace(os.sep, "/")), "cannot-read", {"path": path, "reason": error.strerror or str(error)})]) from None
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
    return _things_asked(setting.inventory, asked)


def _things_asked(inventory: Inventory, asked: Asked) -> frozenset[str]:
    return frozenset(word for word in asked.only if ":" in word or word in inventory.vocabulary.kinds)


def _things_held(inventory: Inventory) -> set[str]:
    """What `--only` may name: every thing, and every kind."""
    held = (*(population.members for population in inventory.populations.values()), *inventory.records.values(), inventory.always.values())
    return {*map(ref, (entity for alike in held for entity in alike)), *inventory.vocabulary.kinds}


def _refuse_unknown(setting: Setting, asked: Asked) -> None:
    """Raises Refused if `--only` names rules that there are not, or things that the inventory does not have."""
    if asked.only:
        gathering = Gathering()
        gathering.tried(lambda: rules_asked(setting, asked))
        if not asked.one_of_many:
            gathering.tried(lambda: refuse_things(asked, (setting.inventory,)))
        gathering.end()


def refuse_things(asked: Asked, inventories: tuple[Inventory, ...]) -> None:
    """Raises Refused if `--only` names things that none of the inventories has."""
    subjects = frozenset().union(*(_things_asked(inventory, asked) for inventory in inventories))
    if not subjects:
        return
    known = sorted(set().union(*map(_things_held, inventories)))
    unknown = [(subject, closest(subject, known)) for subject in sorted(subjects.difference(known))]
    refuse_uses(("usage-no-such-subject-meant" if meant else "usage-no-such-subject", {"subject": subject, "meant": meant}) for subject, meant in unknown)

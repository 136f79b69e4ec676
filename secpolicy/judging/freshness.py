"""How fresh the reference data is by which was judged: what nobody has compared with its source for longer than the profile allows.

It is no judgement of the organisation: it is told beside the findings, outside totals and gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from secpolicy.base.dates import Period, moved
from secpolicy.base.record import Record
from secpolicy.model.declared import Inventory
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook


class Checked(Record):
    """Something that was compared with its source on a day (ISO; empty: nobody says when). `what`: edition, parameter, table or list."""

    what: str
    name: str
    day: str
    packs: frozenset[str]
    file: str
    line: int


def reference_data(rulebook: Rulebook) -> Iterator[Checked]:
    """Every edition, parameter with values of its own, and table of the catalog."""
    packs: dict[str, set[str]] = {}
    files: dict[str, str] = {}
    for clause in rulebook.clauses.values():
        packs.setdefault(clause.guideline, set()).add(clause.pack)
        files[clause.guideline] = min(files.get(clause.guideline, clause.file), clause.file)
    for guideline in rulebook.guidelines.values():
        for edition in guideline.editions if guideline.id in packs else ():
            yield Checked("edition", f"{guideline.id} {edition.id}", edition.last_checked, frozenset(packs[guideline.id]), files[guideline.id], 0)
    for one in rulebook.parameters.values():
        if one.values and (one.last_checked or not one.table):  # the day of what is taken from a table stands there
            yield Checked("parameter", one.name, one.last_checked, frozenset((one.pack,)), one.file, one.line)
    for head in rulebook.catalogs.heads:
        yield Checked("table", head.table, head.last_checked, frozenset((head.pack,)), head.file, 0)


def aged(rulebook: Rulebook, profile: Profile, as_of: date) -> tuple[Checked, ...]:
    """What the profile uses and was last checked longer ago than it allows, the oldest first."""
    oldest = oldest_allowed(profile, as_of).isoformat()
    return tuple(one for one in in_use(rulebook, profile) if one.day < oldest)


def in_use(rulebook: Rulebook, profile: Profile) -> tuple[Checked, ...]:
    """All that the profile uses, the oldest first."""
    used = (one for one in reference_data(rulebook) if not one.packs.isdisjoint(profile.packs) and _is_used(one, rulebook, profile))
    return tuple(sorted(used, key=lambda one: (one.day, one.what, one.name, one.file)))


def aged_lists(inventory: Inventory, profile: Profile, as_of: date) -> tuple[Checked, ...]:
    """The organisation's own lists that were looked up longer ago than the profile allows, or nobody says when."""
    oldest = oldest_allowed(profile, as_of)
    old = [one for one in inventory.lists.values() if one.checked_on is None or one.checked_on < oldest]
    days = [one.checked_on.isoformat() if one.checked_on is not None else "" for one in old]
    return tuple(Checked("list", one.name, day, frozenset(), one.source.name, 0) for one, day in zip(old, days, strict=True))


def oldest_allowed(profile: Profile, as_of: date) -> date:
    """The first day that is still within the profile's limit."""
    return moved(as_of, Period(*profile.longest_age), -1)


def _is_used(one: Checked, rulebook: Rulebook, profile: Profile) -> bool:
    """Of editions only those by which is judged: an old issue of a guideline stays as it was."""
    if one.what != "edition":
        return True
    guideline, _, edition = one.name.partition(" ")
    return edition == (profile.editions.get(guideline) or rulebook.guidelines[guideline].editions[-1].id)

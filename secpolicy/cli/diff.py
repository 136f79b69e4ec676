"""secpolicy diff: what changed between two inventories, or one inventory at two revisions, days, editions or profiles."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import click

from secpolicy.base.problem import closest
from secpolicy.base.record import Record
from secpolicy.cli.changing import command_of, comparing_options, show
from secpolicy.cli.choosing import words_of
from secpolicy.cli.commands import Gathering, refuse_uses, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.git_revision import at_revision
from secpolicy.cli.judged import Asked, asked_by, day_of, judged_report
from secpolicy.cli.mistakes import refuse_things
from secpolicy.reporting.change.changes import Comparison, Side, comparison, told

FAILS = ("new", "worse", "lapsed")
FAILED = 1
_GIT = "git:"


class _Place(Record):
    """Where an inventory is to be read: its path, and the revision if it is an earlier state."""

    written: str
    path: str
    revision: str = ""


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["old"], required=True, metavar=says("metavar-old")),
        click.Argument(["new"], required=False, metavar=says("metavar-new")),
        *comparing_options(context),
        click.Option(["--to-as-of"], metavar=says("metavar-day"), help=says("diff-option-to-as-of")),
        click.Option(["--to-edition"], multiple=True, metavar=says("metavar-edition"), help=says("diff-option-to-edition")),
        click.Option(["--to-profile"], metavar=says("metavar-profile"), help=says("diff-option-to-profile")),
        click.Option(["--to-waivers"], metavar=says("metavar-file"), help=says("diff-option-to-waivers")),
        click.Option(["--fail-on"], metavar=says("metavar-changes"), help=says("diff-option-fail-on")),
    ]
    return command_of(context, "diff", options, _diff)


def _diff(context: Context, old: str, new: str | None, **given: Any) -> int:
    fails = _fails(given["fail_on"])
    asked = asked_by(given)._replace(one_of_many=True)
    then = _asked_then(asked, given)
    if new is None and then == asked:
        raise usage_problem("usage-diff-with-what")
    places, gathering = _places(old, new or old), Gathering()
    before, after = (gathering.tried(partial(_side, context, place, what)) for place, what in zip(places, (asked, then), strict=True))
    if before is None or after is None:
        raise gathering.refused()
    refuse_things(asked, (before.report.inventory, after.report.inventory))
    found = comparison("diff-title", before, after, given["shows"] == "review")
    show(given["format_"], "changes", found)
    return FAILED if _has(found, fails) else 0


def _fails(fail_on: str | None) -> tuple[str, ...]:
    fails = words_of(fail_on) if fail_on is not None else ()
    unknown = [(word, closest(word, FAILS)) for word in fails if word not in FAILS]
    refuse_uses(("usage-fail-on-meant" if meant else "usage-fail-on", {"value": word, "meant": meant, "known": list(FAILS)}) for word, meant in unknown)
    return fails


def _has(found: Comparison, fails: tuple[str, ...]) -> bool:
    """Whether a change that is asked about is there; what rests on an unread clause fails nothing."""
    return any(change.kind in fails and not change.shown.review for change in told(found))


def _asked_then(asked: Asked, given: dict[str, Any]) -> Asked:
    """What is asked of the new side: the same, but for the options that say otherwise."""
    return asked._replace(
        as_of=day_of(given["to_as_of"]) if given["to_as_of"] else asked.as_of,
        editions=given["to_edition"] or asked.editions,
        profile=given["to_profile"] or asked.profile,
        waivers=given["to_waivers"] or asked.waivers,
    )


def _places(old: str, new: str) -> tuple[_Place, _Place]:
    """Both sides; one that names a revision alone stands for the file of the other."""
    first, second = _place(old), _place(new)
    path = first.path or second.path
    if not path:
        raise usage_problem("usage-diff-without-path", revision=old)
    return first._replace(path=first.path or path), second._replace(path=second.path or path)


def _place(written: str) -> _Place:
    if not written.startswith(_GIT) or os.path.exists(written):
        return _Place(written, written)
    revision, _, path = written.removeprefix(_GIT).partition(":")
    if not revision:  # without one, the file as it is now would be compared with itself
        raise usage_problem("usage-git-form", written=written)
    return _Place(written, path, revision)


def _side(context: Context, place: _Place, asked: Asked) -> Side:
    if not place.revision:
        return Side(place.written, judged_report(context, place.path, asked, {}))
    # The cache knows a pack of the organisation's own by its path, and at a revision the same path is another pack.
    uncached = Context(context.words, context.rulebook, True, context.verify)
    with at_revision(place.revision):
        called = place.written if place.path in place.written else f"{place.written}:{place.path}"
        return Side(called, judged_report(uncached, place.path, asked, {}))

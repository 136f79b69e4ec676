"""secpolicy new rule: a rule and its cases to start from, which load as they are and fail where they are to be rewritten."""

from __future__ import annotations

import os
import re
import sys

import click

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.reasons import reason_of
from secpolicy.base.text import Words
from secpolicy.cli.choosing import terminal_width
from secpolicy.cli.commands import common_options, help_option, usage_problem
from secpolicy.cli.context import Context, load
from secpolicy.cli.rule_folders import refuse_no_folder
from secpolicy.model.clauses import Clause
from secpolicy.model.folders import data_folder
from secpolicy.model.rulebook import Rulebook
from secpolicy.reporting.prose import Line, hanging

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAMES = 3  # pack, topic, name
_LABEL = re.compile(r" *\d\. \S+ +")


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["what"], type=click.Choice(("rule",)), metavar="rule"),
        click.Argument(["name"], metavar=says("metavar-new-rule")),
        click.Option(["--rules"], metavar=says("metavar-folder"), help=says("new-option-rules")),
        *common_options(context),
        help_option(context.words),
    ]
    return click.Command("new", params=options, callback=lambda **given: _new(context, **given), help=says("help-new"), add_help_option=False)


def _new(context: Context, what: str, name: str, rules: str | None) -> int:
    parts = name.split("/")
    if len(parts) != _NAMES or not all(_SLUG.fullmatch(part) for part in parts):
        raise usage_problem("usage-new-name", name=name)
    pack, topic, rule = parts
    folder = _folder_of(pack, rules)
    rulebook = _rulebook_with(context, folder)
    beside = os.path.join(folder, topic, rule)
    _refuse_to_overwrite([f"{beside}.rule", f"{beside}.test.yaml"], rulebook, name)
    clause = _clause_to_cite(rulebook, pack)
    edition = rulebook.guidelines[clause.guideline].editions[-1].id
    words = context.words
    told = {"name": rule, "guideline": clause.guideline, "clause": clause.id, "edition": edition}
    os.makedirs(os.path.dirname(beside), exist_ok=True)
    _write(f"{beside}.rule", words.says("new-rule-file", **told))
    _write(f"{beside}.test.yaml", words.says("new-cases-file", **told))
    sys.stdout.write(_what_next(words, beside, name))
    return 0


def _folder_of(pack: str, rules: str | None) -> str:
    """The folder of a pack: what --rules names or holds, else the working folder or its `rules/`. Raises Refused."""
    if rules is not None:
        refuse_no_folder(rules)
    places = [rules, os.path.join(rules, pack)] if rules is not None else [pack, os.path.join("rules", pack)]
    for place in places:
        if os.path.basename(os.path.abspath(place)) == pack and os.path.isfile(os.path.join(place, "pack.yaml")):
            return place
    raise usage_problem("usage-no-such-pack", pack=pack, places=[place.replace(os.sep, "/") for place in places])


def _rulebook_with(context: Context, folder: str) -> Rulebook:
    """The shipped packs with that one, if it is not among them."""
    if os.path.abspath(os.path.dirname(folder)) == os.path.abspath(data_folder("rules")):
        return context.rulebook
    return load(context.no_cache, context.verify, (folder,))


def _refuse_to_overwrite(files: list[str], rulebook: Rulebook, id_: str) -> None:
    for file in files:
        if os.path.exists(file):
            raise usage_problem("usage-already-there", path=file.replace(os.sep, "/"))
    if found := [rule for rule in rulebook.rules if rule.id == id_]:
        raise usage_problem("usage-already-there", path=found[0].file)


def _clause_to_cite(rulebook: Rulebook, pack: str) -> Clause:
    """The first clause of the pack, else of the packs it uses: a rule cannot be without one."""
    for name in (pack, *rulebook.packs[pack].uses):
        for clause in rulebook.clauses.values():
            if clause.pack == name and clause.checked_by in ("", "rule") and not clause.until:
                return clause
    raise Refused([Problem(Location(f"{pack}/clauses"), "new-without-clause", {"pack": pack})], exit_code=2)


def _write(path: str, text: str) -> None:
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise usage_problem("usage-cannot-write", path=path, reason=reason_of(error)) from None


def _what_next(words: Words, beside: str, name: str) -> str:
    """The six things that a new rule is, and which of them are there now."""
    lines = words.says("new-written", path=beside.replace(os.sep, "/"), name=name).splitlines()
    return hanging((_split(line) for line in lines), terminal_width())


def _split(line: str) -> Line:
    """A numbered line as its label, behind which further lines stand, and its text."""
    label = _LABEL.match(line)
    return (label[0], line[label.end() :]) if label else ("", line)

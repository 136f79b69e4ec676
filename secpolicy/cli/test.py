"""secpolicy test: run the cases that lie beside rules, and say which did not come out as expected."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem
from secpolicy.base.text import Words, printable, told
from secpolicy.cli.choosing import rules_named
from secpolicy.cli.commands import common_options, help_option, usage_problem
from secpolicy.cli.context import Context, load
from secpolicy.cli.judged import day_of
from secpolicy.cli.rule_folders import is_pack, refuse_no_pack
from secpolicy.model.folders import data_folder
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.testing.run import Outcome, Tested, run_rules

FAILED = 7


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["rule"], required=False, nargs=-1, metavar=says("metavar-rules")),
        click.Option(["--rules"], metavar=says("metavar-folder"), help=says("test-option-rules")),
        click.Option(["--strict"], is_flag=True, help=says("test-option-strict")),
        click.Option(["--mutate"], is_flag=True, help=says("test-option-mutate")),
        click.Option(["--as-of"], metavar=says("metavar-day"), help=says("test-option-as-of")),
        *common_options(context),
        help_option(context.words),
    ]
    return click.Command("test", params=options, callback=lambda **given: _test(context, **given), help=says("help-test"), add_help_option=False)


def _test(context: Context, rule: tuple[str, ...], rules: str | None, mutate: bool, strict: bool, as_of: str | None) -> int:
    if as_of is not None and not strict:
        raise usage_problem("usage-only-with", name="--as-of", other="--strict")
    day = day_of(as_of) if as_of is not None else None
    rulebook, root, all_rules = _rulebook(context, rules)
    chosen = rules_named(rulebook, rule) if rule else all_rules
    if mutate:
        from secpolicy.cli.mutating import mutated

        return mutated(context.words, rulebook, chosen, root)
    tested = run_rules(rulebook, chosen, root)
    problems = [*tested.problems, *(_without(rulebook, id_) for id_ in tested.without)]
    if strict:
        from secpolicy.testing.strict import strict_problems

        problems += strict_problems(rulebook, chosen, root, day)
    failed = [outcome for outcome in tested.outcomes if not outcome.passed]
    lines = [_failure(context.words, outcome) for outcome in failed]
    lines += [told(problem, context.words) for problem in sorted(problems, key=lambda problem: problem.location)]
    sys.stdout.write("\n".join([*lines, _totals(context.words, tested, len(chosen), len(problems))]) + "\n")
    return FAILED if failed or problems or not tested.cases else 0


def _rulebook(context: Context, folder: str | None) -> tuple[Rulebook, str, tuple[Rule, ...]]:
    """The rulebook, the folder that names of rule files begin from, and its rules: ours, those of a folder of packs, or those of one overlay."""
    if folder is None:
        return context.rulebook, os.path.dirname(data_folder("rules")), context.rulebook.rules
    refuse_no_pack(folder)
    path = os.path.abspath(folder)
    if is_pack(path):
        rulebook = load(context.no_cache, context.verify, (path,))
        return rulebook, os.path.dirname(path), tuple(one for one in rulebook.rules if one.pack == os.path.basename(path))
    from secpolicy.checking.load import load_rulebook

    rulebook = load_rulebook(path)
    return rulebook, os.path.dirname(path), rulebook.rules


def _without(rulebook: Rulebook, id_: str) -> Problem:
    [rule] = rulebook.rule(id_)
    return Problem(Location(rule.file, rule.line, 1, rule.line, 2), "rule-without-cases", {"rule": id_, "file": rule.file.removesuffix(".rule") + ".test.yaml"})


def _failure(words: Words, outcome: Outcome) -> str:
    """One duty that came out otherwise: only what differs is shown."""
    keys = [key for key in outcome.expected if outcome.expected[key] != outcome.found.get(key)]
    keys += [key for key in outcome.found if key not in outcome.expected]
    return printable(words.says("test-failure", place=outcome.location.short, duty=f"{outcome.rule}#{outcome.duty}", case=outcome.case,
                                expected=_told(words, outcome.expected, keys), found=_told(words, outcome.found, keys)))  # fmt: skip


def _told(words: Words, values: dict[str, Any], keys: list[str]) -> str:
    """What was expected or found, in the words of a case: `fail`, `missing: links, wlans`."""
    return "; ".join(str(values[key]) if key == "verdict" else f"{key}: {words.shown(values[key])}" for key in keys if key in values) or words.says("nothing")


def _totals(words: Words, tested: Tested, rules: int, problems: int) -> str:
    if not tested.cases and not problems:
        return words.says("test-nothing", rules=rules)
    outcomes = len(tested.outcomes)
    passed = sum(outcome.passed for outcome in tested.outcomes)
    return words.says("test-totals", rules=rules, cases=tested.cases, n=outcomes, passed=passed, failed=outcomes - passed, problems=problems)

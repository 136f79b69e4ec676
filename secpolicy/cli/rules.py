"""secpolicy rules: which rules there are, and where everything that decides one of them comes from."""

from __future__ import annotations

import sys
from typing import Any

import click

from secpolicy.base.text import printable
from secpolicy.cli.choosing import profile_named, rules_named, terminal_width, with_parameters
from secpolicy.cli.commands import Gathering, common_options, format_option, help_option, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, day_of, setting_at
from secpolicy.cli.outputs import hand_over
from secpolicy.judging.facts import Facts
from secpolicy.reporting.rules.standing import READINGS, facts_of

SEVERITIES = ("critical", "high", "medium", "low")


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    strengths = tuple(context.rulebook.house.choices["strength"].labels)
    options: list[click.Parameter] = [
        click.Argument(["text"], required=False, nargs=-1, metavar=says("metavar-texts")),
        click.Option(["--pack"], multiple=True, type=click.Choice(tuple(context.rulebook.packs)), help=says("rules-option-pack")),
        click.Option(["--severity"], multiple=True, type=click.Choice(SEVERITIES), help=says("rules-option-severity")),
        click.Option(["--strength"], multiple=True, type=click.Choice(strengths), help=says("rules-option-strength")),
        click.Option(["--read"], multiple=True, type=click.Choice(tuple(reversed(READINGS))), help=says("rules-option-read")),
        click.Option(["--profile"], metavar=says("metavar-profile"), help=says("rules-option-profile")),
        click.Option(["--edition"], multiple=True, metavar=says("metavar-edition"), help=says("option-edition")),
        click.Option(["--as-of"], metavar=says("metavar-day"), help=says("option-as-of")),
        click.Option(["--why"], metavar=says("metavar-rule"), help=says("rules-option-why")),
        click.Option(["--inventory"], metavar=says("metavar-inventory"), help=says("rules-option-inventory")),
        click.Option(["--parameter"], multiple=True, metavar=says("metavar-parameter"), help=says("option-parameter")),
        format_option(context.words, ("table", "json")),
        *common_options(context),
        help_option(context.words),
    ]
    return click.Command("rules", params=options, callback=lambda **given: _rules(context, **given), help=says("help-rules"), add_help_option=False)


def _rules(context: Context, why: str | None, format_: str, **given: Any) -> int:
    facts = _facts(context, given)
    text = printable(_why(context, why, facts, format_) if why is not None else _list(context, facts, format_, given))
    if format_ == "table":
        sys.stdout.write(text)
    else:
        hand_over(text)
    return 0


def _facts(context: Context, given: dict[str, Any]) -> Facts:
    """What decides rules: of an inventory, with its settings and the overlay it names; else of a profile alone."""
    gathering = Gathering()
    day = gathering.tried(lambda: day_of(given["as_of"]))
    if given["inventory"] is None:
        rulebook = gathering.tried(lambda: with_parameters(context.rulebook, given["parameter"])) if given["parameter"] else context.rulebook
        profile = gathering.tried(lambda: profile_named(context.rulebook, given["profile"] or "standard", given["edition"]))
        if day is None or rulebook is None or profile is None:
            raise gathering.refused()
        return facts_of(rulebook, profile, day)
    if day is None:
        raise gathering.refused()
    asked = Asked(given["profile"], day, given["edition"], None, None, (), given["parameter"])
    _, setting = setting_at(context, given["inventory"], asked)
    return Facts(setting.rulebook, setting.inventory, setting.profile, day)


def _list(context: Context, facts: Facts, format_: str, given: dict[str, Any]) -> str:
    from secpolicy.cli.pages import page_of_terminal
    from secpolicy.reporting.rules import rule_list

    wanted = rule_list.Wanted(given["text"], given["pack"], given["severity"], given["strength"], given["read"], given["profile"] is not None)
    found = rule_list.rules_wanted(facts, wanted)
    if format_ == "json":
        return rule_list.as_json(found, facts)
    return rule_list.as_table(found, facts, context.words, page_of_terminal())


def _why(context: Context, name: str, facts: Facts, format_: str) -> str:
    from secpolicy.reporting.rules import rule_sources

    rules = rules_named(facts.rulebook, (name,))
    if len(rules) > 1:
        raise usage_problem("usage-rule-ambiguous", name=name, ids=[rule.id for rule in rules])
    sources = rule_sources.sources_of(rules[0], facts)
    return rule_sources.as_json(sources) if format_ == "json" else rule_sources.as_text(sources, context.words, terminal_width())

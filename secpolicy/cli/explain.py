"""secpolicy explain: the reading of a rule, or what a finding rests on, judged again."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from secpolicy.cli.choosing import editions_of, rules_named, terminal_width
from secpolicy.cli.commands import Gathering, common_options, help_option, refuse_uses, usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, day_of, documents_at, inventories, judged_report
from secpolicy.cli.outputs import hand_over
from secpolicy.model.documents import header_path

_LEAST = 4  # characters of a finding's id
_OF_FINDINGS = ("profile", "as_of", "waivers", "unread")  # options that decide what is judged, which a rule by itself is not


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["name"], required=False, nargs=-1, metavar=says("metavar-explain")),
        click.Option(["--finding"], metavar=says("metavar-finding"), help=says("option-finding")),
        click.Option(["--inventory"], metavar=says("metavar-inventory"), help=says("explain-option-inventory")),
        click.Option(["--sheet"], is_flag=True, help=says("option-sheet")),
        click.Option(["--profile"], metavar=says("metavar-profile"), help=says("option-profile")),
        click.Option(["--as-of"], metavar=says("metavar-day"), help=says("option-as-of")),
        click.Option(["--edition"], multiple=True, metavar=says("metavar-edition"), help=says("option-edition")),
        click.Option(["--waivers"], metavar=says("metavar-file"), help=says("option-waivers")),
        click.Option(["--unread"], type=click.Choice(("review", "enforce", "off")), help=says("option-unread")),
        *common_options(context),
        help_option(context.words),
    ]
    return click.Command("explain", params=options, callback=lambda **given: _explain(context, **given), help=says("help-explain"), add_help_option=False)


def _explain(context: Context, name: tuple[str, ...], finding: str | None, sheet: bool, **given: Any) -> int:
    if finding is not None:
        return _explain_finding(context, name, finding, sheet, given)
    if len(name) != 1:
        raise usage_problem("usage-explain")
    refuse_uses(("usage-only-with", {"name": f"--{key.replace('_', '-')}", "other": "--finding"}) for key in _OF_FINDINGS if given[key] is not None)
    documents = documents_at(given["inventory"]) if given["inventory"] is not None else ()
    rulebook = context.with_overlay(documents)
    rules = rules_named(rulebook, name)
    if len(rules) > 1:
        raise usage_problem("usage-rule-ambiguous", name=name[0], ids=[rule.id for rule in rules])
    [rule] = rules
    editions = dict(rulebook.profiles["standard"][2]) | editions_of(rulebook, given["edition"])
    if sheet:
        from secpolicy.cli.sheets import sheet_of

        hand_over(sheet_of(rulebook, rule, context.words.lang, header_path(documents, "overlay")))
    else:
        from secpolicy.reporting.prose import hanging
        from secpolicy.reporting.reading.rule_text import reading

        click.echo(hanging(reading(rule, rulebook, editions, context.words.lang), terminal_width()), nl=False)
    return 0


def _explain_finding(context: Context, name: tuple[str, ...], finding: str, sheet: bool, given: dict[str, Any]) -> int:
    from secpolicy.reporting.terminal.as_explanation import as_explanation

    if len(finding) < _LEAST:
        raise usage_problem("usage-finding-too-short", id=finding)
    if sheet:
        raise usage_problem("usage-sheet-of-finding")
    asked = Asked(given["profile"], day_of(given["as_of"]), given["edition"], given["waivers"], given["unread"], ())
    gathering = Gathering()
    for path in inventories(name if name or given["inventory"] is None else (given["inventory"],)):
        report = gathering.tried(partial(judged_report, context, path, asked, {}))
        if report is None:
            continue
        found = [one for one in (*report.judged.findings, *report.judged.upcoming) if one.id.startswith(finding)]
        if len(found) > 1:
            raise usage_problem("usage-finding-ambiguous", id=finding, ids=[one.id for one in found])
        if found:
            click.echo(as_explanation(report, found[0], terminal_width()), nl=False)
            return 0
    gathering.end()
    raise usage_problem("usage-no-such-finding", id=finding)

"""secpolicy plan: what stands between today's inventory and another model of the network."""

from __future__ import annotations

from typing import Any

import click

from secpolicy.base.problem import closest
from secpolicy.cli.changing import command_of, comparing_options, for_each, show, supposing
from secpolicy.cli.commands import usage_problem
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, Setting, judged_setting, report_of, setting_at, setting_of
from secpolicy.judging.facts import Facts
from secpolicy.judging.unmet import Fixed, Lacking, Unmet
from secpolicy.model.supposing import Supposed
from secpolicy.reporting.change.changes import Side, comparison
from secpolicy.reporting.change.plan import Plan

HOLDER, FIELD = "network", "model"  # what an inventory declares its model by


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["inventory"], required=False, nargs=-1, metavar=says("metavar-inventories")),
        click.Option(["--to", "target"], metavar=says("metavar-model"), help=says("plan-option-to")),
        *comparing_options(context),
    ]
    return command_of(context, "plan", options, _plan)


def _plan(context: Context, inventory: tuple[str, ...], target: str | None, format_: str, shows: str | None, **given: Any) -> int:
    if target is None:
        raise usage_problem("usage-plan-to", known=[*context.rulebook.vocabulary.choices[FIELD].labels])
    value = _model(context, target)

    def one(path: str, asked: Asked) -> None:
        documents, setting = setting_at(context, path, asked)
        planned = setting_of(context, supposing(context, documents, asked, [Supposed(f"{HOLDER}.{FIELD}={value}", f"{HOLDER}.{FIELD}", value)]), asked)
        if planned.profile.expects_model:  # the profile of the model that is left behind would expect that one
            planned = planned._replace(profile=planned.profile._replace(expects_model=value))
        sides = [Side(path, report_of(context, one, asked, judged_setting(one, asked), {})) for one in (setting, planned)]
        found = comparison("plan-title", sides[0], sides[1], shows == "review")
        show(format_, "plan", Plan(value, _declared(setting), _fits(planned, asked), found))

    return for_each(context, inventory, given, format_, one)


def _model(context: Context, written: str) -> str:
    """The value of the model that is meant, by its name or by a label."""
    choice = context.rulebook.vocabulary.choices[FIELD]
    spelled = {word: value for value, labels in choice.labels.items() for word in (value, *labels)} | choice.spellings
    if written not in spelled:
        meant = closest(written, [*spelled])
        raise usage_problem("usage-no-such-model-meant" if meant else "usage-no-such-model", model=written, meant=meant, known=[*choice.labels])
    return spelled[written]


def _declared(setting: Setting) -> str | None:
    network = setting.inventory.singles[HOLDER]
    value = network.value(FIELD) if network is not None else None
    return value if isinstance(value, str) else None


def _fits(setting: Setting, asked: Asked) -> dict[str, tuple[Unmet, ...] | None]:
    """For each model, what the placement lacks to be it, as the duties say that ask which model a network is."""
    facts = Facts(setting.rulebook, setting.inventory, setting.profile, asked.as_of)
    network = setting.inventory.singles[HOLDER]
    duties = [
        duty.condition
        for rule in setting.rulebook.rules
        if rule.pack in setting.profile.packs and rule.subjects == ((HOLDER, HOLDER),) and not rule.lets and any(facts.clause(cite) for cite in rule.cites)
        for duty in rule.duties
        if duty.form == "require" and duty.condition is not None and duty.condition[0] == "or" and FIELD in _fields(duty.condition)
    ]
    if network is None or not duties:
        return {}
    models = setting.rulebook.vocabulary.choices[FIELD].labels
    return {value: Lacking(facts, Fixed(FIELD, value)).parts(("and", tuple(duties)), network) for value in models}


def _fields(node: Any) -> set[str]:
    """The fields of the network itself that a condition reads."""
    if not isinstance(node, tuple):
        return set()
    own = {node[2]} if len(node) > 2 and node[0] == "field" and node[1] == ("name", HOLDER) else set()
    return own.union(*map(_fields, node))

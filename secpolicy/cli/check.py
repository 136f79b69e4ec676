"""secpolicy check: judge an organisation's inventory and report what was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from secpolicy.cli.choosing import ambiguous_width, failing, terminal_width
from secpolicy.cli.commands import EXIT_CODES, Gathering, common_options, format_option, help_option, refuse_uses
from secpolicy.cli.context import Context
from secpolicy.cli.judged import Asked, asked_by, inventories, judged_report, narrowed
from secpolicy.cli.layouts import WITH_LAYOUT, keeps_all, layout_of, layout_options, plan_of, refuse_without_table, told_gone, told_lost, write_departments
from secpolicy.cli.outputs import FOLDERS, Target, hand_over, refuse_inputs, targets, tell, write
from secpolicy.cli.start import leave_unread
from secpolicy.reporting.report import Report

IN_CP932 = "csv-cp932"
NO_TEXT = ("xlsx",)  # what no terminal can show
MODULES = {
    "table": "terminal.as_table", "lines": "terminal.as_lines", "json": "exchange.as_json", "jsonl": "exchange.as_jsonl", "csv": "tables.as_csv",
    "markdown": "paper.as_markdown", "sarif": "exchange.as_sarif", "junit": "exchange.as_junit", "github": "exchange.as_annotations",
    "gitlab": "exchange.as_annotations", "ics": "exchange.as_ics", "xlsx": "workbook.as_xlsx", "html": "html.as_html",
    "oscal-ar": "oscal.as_oscal_ar", "oscal-poam": "oscal.as_oscal_poam", IN_CP932: "tables.as_csv_cp932", "summary": "paper.as_summary",
}  # fmt: skip
FORMATS = tuple(MODULES)
CONSOLE = ("table", "lines", "github")
_CAN_FOLLOW = (*CONSOLE, "jsonl", "markdown", "summary")  # forms of which several may stand one after the other
_SILENT = ("jsonl", *FOLDERS)  # forms that hold nothing but findings


# A writer has nothing to give (None) where a format cannot say that there is nothing to tell.
Writer = Callable[[Report, int], str | bytes | None]


class _Run:
    """What is to become of every inventory: what is asked of it, the form to print, and the files to write."""

    __slots__ = ("asked", "chosen", "given", "outputs")

    def __init__(self, asked: Asked, chosen: str, outputs: list[Target], given: dict[str, Any]) -> None:
        self.asked, self.chosen, self.outputs, self.given = asked, chosen, outputs, given


def command(context: Context) -> click.Command:
    """The command with its options, said in the reader's language."""
    says = context.words.says
    options: list[click.Parameter] = [
        click.Argument(["inventory"], required=False, nargs=-1, metavar=says("metavar-inventories")),
        click.Option(["--profile"], metavar=says("metavar-profile"), help=says("option-profile")),
        click.Option(["--as-of"], metavar=says("metavar-day"), help=says("option-as-of")),
        click.Option(["--edition"], multiple=True, metavar=says("metavar-edition"), help=says("option-edition")),
        click.Option(["--parameter"], multiple=True, metavar=says("metavar-parameter"), help=says("option-parameter")),
        click.Option(["--waivers"], metavar=says("metavar-file"), help=says("option-waivers")),
        click.Option(["--baseline"], metavar=says("metavar-file"), help=says("option-baseline")),
        format_option(context.words, FORMATS, None, "option-format"),
        click.Option(["--output"], multiple=True, metavar=says("metavar-output"), help=says("option-output")),
        click.Option(["--fail-on"], metavar=says("metavar-fail-on"), help=says("option-fail-on")),
        click.Option(["--exit-zero"], is_flag=True, help=says("option-exit-zero")),
        click.Option(["--show"], multiple=True, type=click.Choice(("pass", "na", "review", "baseline", "all")), help=says("option-show")),
        click.Option(["--only"], multiple=True, metavar=says("metavar-only"), help=says("option-only")),
        click.Option(["--details"], is_flag=True, help=says("option-details")),
        click.Option(["--unread"], type=click.Choice(("review", "enforce", "off")), help=says("option-unread")),
        click.Option(["--color"], type=click.Choice(("auto", "always", "never")), default="auto", help=says("option-color")),
        click.Option(["--ambiguous-width"], type=click.Choice(("1", "2")), default=str(ambiguous_width()), help=says("option-ambiguous")),
        *layout_options(context.words),
        *common_options(context),
        help_option(context.words),
    ]
    return click.Command("check", params=options, callback=lambda **given: _check(context, **given), help=says("help-check"), add_help_option=False)


def _check(context: Context, inventory: tuple[str, ...], format_: str | None, output: tuple[str, ...], exit_zero: bool, **given: Any) -> int:
    words = context.words
    chosen = format_ or ("lines" if os.environ.get("PRE_COMMIT") == "1" else "table")
    paths, run = _called(context, inventory, chosen, output, given)
    paths = narrowed(context, paths, run.asked)
    refusals, codes = Gathering(), []
    for path in paths:
        codes.append(refusals.tried(partial(_report, context, path, run)))
    refusals.end()
    code = min((code for code in codes if code is not None), key=EXIT_CODES.index)
    if exit_zero and code in (1, 3, 4):
        tell(words.says("exit-would-be", code=code, meaning=words.says(f"exit-{code}")) + "\n")
        return 0
    return code


def _called(context: Context, inventory: tuple[str, ...], chosen: str, output: tuple[str, ...], given: dict[str, Any]) -> tuple[tuple[str, ...], _Run]:
    """The inventories, and what is to become of each. Raises Refused with everything that is wrong with how the command was called."""
    gathering = Gathering()
    paths = gathering.tried(lambda: inventories(inventory)) or ()
    outputs = gathering.tried(lambda: targets(output, (*FORMATS, *FOLDERS), len(paths)))
    asked = gathering.tried(lambda: asked_by(given))
    layout = gathering.tried(lambda: layout_of(given))
    gathering.tried(lambda: refuse_without_table(given, {chosen, *(kind for kind, _ in outputs or ())}))
    plan = gathering.tried(lambda: plan_of(context, given))
    if given["fail_on"] is not None:
        gathering.tried(lambda: failing(given["fail_on"]))
    if chosen in NO_TEXT and sys.stdout.isatty():
        gathering.tried(lambda: refuse_uses([("usage-no-text", {"format": chosen})]))
    if len(paths) > 1 and chosen not in _CAN_FOLLOW:
        gathering.tried(lambda: refuse_uses([("usage-format-of-many", {"format": chosen, "n": len(paths), "known": list(_CAN_FOLLOW)})]))
    if asked is None or outputs is None or gathering.problems:
        raise gathering.refused()
    asked = asked._replace(keep_all=keeps_all(given), one_of_many=len(paths) > 1)
    return paths, _Run(asked, chosen, outputs, given | {"layout": layout, "plan": plan})


def _report(context: Context, path: str, run: _Run) -> int:
    """Judge an inventory, and print and write what was found; the exit code. Raises Refused."""
    says = context.words.says
    report = judged_report(context, path, run.asked, run.given)._replace(layout=run.given["layout"], plan=run.given["plan"])
    refuse_inputs(run.outputs, (file.name for file in report.header.files))
    try:
        _print(writer(run.chosen, report)(report, terminal_width()), run.given["color"], says, run.chosen)
    except BrokenPipeError:
        leave_unread()
    for kind, target in run.outputs:
        if kind in FOLDERS:
            write_departments(report, target)
            continue
        write(target, writer(kind, report)(report, 80), says, kind)
        if lost := told_lost(report, kind, target):
            tell(lost)
    if apart := told_gone(report) + _told_apart(report, {run.chosen, *(kind for kind, _ in run.outputs)}, f"{path}: " if run.asked.one_of_many else ""):
        tell(apart)
    return report.exit_code


def _told_apart(report: Report, kinds: set[str], start: str) -> str:
    """What was not judged and what a baseline hides, if no report of the run is in a form that can say it. `start`: what each line begins with."""
    if kinds - {*_SILENT} or not (report.judged.left_out or report.judged.absent or report.judged.baselined):
        return ""
    from secpolicy.reporting.not_judged import closing
    from secpolicy.reporting.set_aside import untold_text

    return "".join(f"{start}{line}\n" for line in (*closing(report), untold_text(report)) if line)


def writer(kind: str, report: Report) -> Writer:
    """The function that writes a format, for reports laid out as always or as asked for; only its module is loaded."""
    import importlib

    module = importlib.import_module(f"secpolicy.reporting.{'tables.as_groups' if report.layout and kind in WITH_LAYOUT else MODULES[kind]}")
    write: Writer = getattr(module, f"as_{kind.replace('-', '_')}")
    return write


def _print(content: str | bytes | None, color: str, says: Callable[..., str], kind: str) -> None:
    if content is None:
        tell(says("nothing-to-write", format=kind, path="-") + "\n")
    elif isinstance(content, bytes):
        if kind == IN_CP932 and sys.stdout.isatty():
            sys.stdout.write(content.decode("cp932").replace("\r\n", "\n"))
        else:
            sys.stdout.buffer.write(content)
    elif kind not in CONSOLE:
        hand_over(content)
    else:
        sys.stdout.write(_coloured(content, color, says, kind))


def _coloured(text: str, when: str, says: Callable[..., str], kind: str) -> str:
    """Verdicts in colour on a terminal; never in a file or a pipe unless asked for."""
    if kind not in ("table", "lines") or when == "never" or (when == "auto" and (not sys.stdout.isatty() or "NO_COLOR" in os.environ)):
        return text
    colours = {says(verdict): code for verdict, code in (("FAIL", "31"), ("UNKNOWN", "33"), ("ERROR", "35"))}
    if kind == "lines":
        return "\n".join(_line_coloured(line, colours) for line in text.split("\n"))
    for word, code in colours.items():  # a cell has the gap between two columns behind it, a word at the beginning of a sentence has not
        text = text.replace(f"\n{word}  ", f"\n\x1b[{code}m{word}\x1b[0m  ")
    return text


def _line_coloured(line: str, colours: dict[str, str]) -> str:
    """A line `path:line:column: verdict ...` with its verdict in colour; any other as it is."""
    place, _, told = line.partition(": ")
    word, _, rest = told.partition(" ")
    return f"{place}: \x1b[{colours[word]}m{word}\x1b[0m {rest}" if word in colours and place.count(":") > 1 else line

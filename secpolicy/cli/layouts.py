"""How auditors and officers ask for tables and workbooks: --group-by, --columns, --sort, --table-style and --plan."""

from __future__ import annotations

from typing import Any

import click

from secpolicy.base.problem import closest
from secpolicy.base.text import Words
from secpolicy.cli.commands import refuse_uses
from secpolicy.cli.context import Context
from secpolicy.reporting.report import Report, shown_findings

# Written here too, so that a check without them loads nothing that draws; a test compares them with what the writers know.
GROUPS = ("deadline", "clause", "system", "department", "owner")
STYLES = ("simple", "plain", "grid", "outline", "simple_grid", "simple_outline", "heavy_grid", "heavy_outline", "presto", "pretty", "psql", "orgtbl",
          "github", "pipe", "rst", "tsv")  # fmt: skip
COLUMNS = ("id", "verdict", "state", "severity", "strength", "rule", "title", "subject", "ref", "count", "message", "fix", "deadline", "basis", "days",
           "clause", "file", "line", "missing", "waiver", "system", "department", "owner", "place", "content")  # fmt: skip
WITH_LAYOUT = ("table", "markdown", "csv")
LAID_OUT = (*WITH_LAYOUT, "csv-cp932")


def layout_options(words: Words) -> list[click.Parameter]:
    """The options, said in the reader's language."""
    says = words.says
    return [
        click.Option(["--group-by"], type=click.Choice(GROUPS), help=says("option-group-by")),
        click.Option(["--columns"], metavar=says("metavar-columns"), help=says("option-columns", known=list(COLUMNS))),
        click.Option(["--sort"], metavar=says("metavar-columns"), help=says("option-sort")),
        click.Option(["--table-style"], type=click.Choice(STYLES), help=says("option-table-style")),
        click.Option(["--plan"], metavar=says("metavar-file"), help=says("option-plan")),
    ]


def layout_of(given: dict[str, Any]) -> Any:
    """The layout that was asked for; None if the report is to be laid out as always. Raises Refused."""
    if not any(given.get(name) for name in ("group_by", "columns", "sort", "table_style")):
        return None
    from secpolicy.reporting.layout import Layout

    columns, sort = (tuple(word for word in (given.get(name) or "").split(",") if word) for name in ("columns", "sort"))
    unknown = [(word, closest(word, COLUMNS)) for word in (*columns, *(word.removeprefix("-") for word in sort)) if word not in COLUMNS]
    refuse_uses(
        ("usage-no-such-column-meant" if meant else "usage-no-such-column", {"word": word, "meant": meant, "known": list(COLUMNS)})
        for word, meant in dict.fromkeys(unknown)
    )
    return Layout(given.get("group_by") or "deadline", columns, sort, given.get("table_style") or "simple")


def refuse_without_table(given: dict[str, Any], kinds: set[str]) -> None:
    """Raises Refused if a layout is asked for and no form of the run is laid out by it."""
    if not kinds & {*LAID_OUT}:
        asked = [f"--{name.replace('_', '-')}" for name in ("group_by", "columns", "sort", "table_style") if given.get(name)]
        refuse_uses(("usage-no-table", {"name": name, "formats": sorted(kinds), "known": list(LAID_OUT)}) for name in asked)


def plan_of(context: Context, given: dict[str, Any]) -> Any:
    """The remedies of the plan that was named, by the id of the finding; None if there is none. Raises Refused."""
    if not given.get("plan"):
        return None
    from secpolicy.model.plan import read_plan

    return read_plan(given["plan"], context.rulebook.house)


def told_gone(report: Report) -> str:
    """A line that names what is planned for findings that are no longer listed; empty if there is none."""
    if not report.plan:
        return ""
    listed = {finding.id for finding in shown_findings(report)}
    gone = [id_ for id_ in report.plan or {} if id_ not in listed]
    return report.words.says("plan-gone", n=len(gone), ids=gone) + "\n" if gone else ""


def told_lost(report: Report, kind: str, target: str) -> str:
    """A line for every character that an output in cp932 had to replace."""
    if kind != "csv-cp932":
        return ""
    from secpolicy.reporting.tables.as_csv_cp932 import lost_in_csv

    return "".join(report.words.says("lost-in-cp932", path=target, **lost._asdict()) + "\n" for lost in lost_in_csv(report))


def write_departments(report: Report, folder: str) -> None:
    """A sheet for every department, into a folder of their own. Raises Refused."""
    from secpolicy.cli.files import write_folder
    from secpolicy.reporting.paper.as_departments import as_departments

    write_folder(folder, {name: text.encode() for name, text in as_departments(report).items()})


def keeps_all(given: dict[str, Any]) -> bool:
    """Whether totals need to know of every judgement whose it is."""
    return given.get("group_by") in ("system", "department", "owner")

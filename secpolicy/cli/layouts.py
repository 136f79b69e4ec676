"""How an auditor asks for tables: --group-by, --columns, --sort and --table-style."""

from __future__ import annotations

from typing import Any

import click

from secpolicy.base.text import Words
from secpolicy.cli.commands import usage_problem

# Written here too, so that a check without them loads nothing that draws; a test compares them with what the writers know.
GROUPS = ("deadline", "clause", "system", "department", "owner")
STYLES = ("simple", "plain", "grid", "outline", "simple_grid", "simple_outline", "heavy_grid", "heavy_outline", "presto", "pretty", "psql", "orgtbl",
          "github", "pipe", "rst", "tsv")  # fmt: skip
COLUMNS = ("id", "verdict", "state", "severity", "strength", "rule", "title", "subject", "ref", "count", "message", "fix", "deadline", "basis", "days",
           "clause", "file", "line", "missing", "waiver", "system", "department", "owner", "place", "content")  # fmt: skip
WITH_LAYOUT = ("table", "markdown", "csv")


def layout_options(words: Words) -> list[click.Parameter]:
    """The options, said in the reader's language."""
    says = words.says
    return [
        click.Option(["--group-by"], type=click.Choice(GROUPS), help=says("option-group-by")),
        click.Option(["--columns"], help=says("option-columns", known=list(COLUMNS))),
        click.Option(["--sort"], help=says("option-sort")),
        click.Option(["--table-style"], type=click.Choice(STYLES), help=says("option-table-style")),
    ]


def layout_of(given: dict[str, Any]) -> Any:
    """The layout that was asked for; None if the report is to be laid out as always. Raises Refused."""
    if not any(given.get(name) for name in ("group_by", "columns", "sort", "table_style")):
        return None
    from secpolicy.reporting.grouping import Layout

    columns, sort = (tuple(word for word in (given.get(name) or "").split(",") if word) for name in ("columns", "sort"))
    for word in (*columns, *(word.removeprefix("-") for word in sort)):
        if word not in COLUMNS:
            from secpolicy.base.problem import closest

            meant = closest(word, COLUMNS)
            raise usage_problem("usage-no-such-column-meant" if meant else "usage-no-such-column", word=word, meant=meant, known=list(COLUMNS))
    return Layout(given.get("group_by") or "deadline", columns, sort, given.get("table_style") or "simple")


def keeps_all(given: dict[str, Any]) -> bool:
    """Whether totals need to know of every judgement whose it is."""
    return given.get("group_by") in ("system", "department", "owner")

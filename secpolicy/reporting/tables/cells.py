"""The columns that tables can have, each with its text for a row of folded findings and the value it is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secpolicy.judging.finding import VERDICTS
from secpolicy.reporting import report as r
from secpolicy.reporting.belonging import SHARED, Belonging, groups_of
from secpolicy.reporting.grouping import BY_SUBJECT
from secpolicy.reporting.set_aside import is_baselined
from secpolicy.reporting.tables import as_csv
from secpolicy.reporting.terminal import as_table
from secpolicy.reporting.to_declare import missing_names

OF_FINDINGS = as_csv.COLUMNS
COLUMNS = (*OF_FINDINGS, *BY_SUBJECT, "place", "content")
BY_DEFAULT = ("verdict", "title", "subject", "content")
NUMBERS = ("count", "days", "line")
_FIRST_ALSO = ("ref", "id")  # of which a folded row shows one and counts the others


class Cells:
    """Writes the cells of rows for one report."""

    def __init__(self, report: r.Report) -> None:
        self.report, self.belonging = report, Belonging(report.inventory)
        self.index = {name: position for position, name in enumerate(OF_FINDINGS)}

    def texts(self, row: r.Row, names: tuple[str, ...], drawn: bool = True) -> list[str]:
        """The cells of a row; if it is to be drawn, the default columns say as much as the ordinary table does."""
        of_first = as_csv.row(self.report, row.first)
        whole = dict(zip(BY_DEFAULT, as_table.cells(self.report, row), strict=True)) if drawn and names == BY_DEFAULT else {}
        if whole and is_baselined(self.report, row.first):
            whole["verdict"] += f"\n{self.report.words.says('block-baseline')}"
        return [whole[name] if name in whole else self._text(row, name, of_first) for name in names]

    def _text(self, row: r.Row, name: str, of_first: list[str]) -> str:
        words, others = self.report.words, len(row.findings) - 1
        if name in BY_SUBJECT:
            return self._whose(row, name)
        if name == "content":
            return as_table.cells(self.report, row)[3]
        if name == "place":
            return r.location_of(self.report, row.first).short
        if name == "count":
            return str(sum(finding.things for finding in row.findings))
        text = of_first[self.index[name]]
        if others and name == "subject":
            return r.subjects_text(self.report, row)
        if others and name in _FIRST_ALSO:
            return words.says("cell-and-others", text=text, n=others)
        if others and name == "message":
            return "\n".join(r.row_message(self.report, row))
        if others and name == "missing":
            return words.join(missing_names(self.report, row.findings))
        return text

    def _whose(self, row: r.Row, kind: str) -> str:
        words = self.report.words
        names: list[str] = []
        for finding in row.findings:
            answer = groups_of(self.belonging, kind, finding, self.report.lang)
            names += answer if isinstance(answer, tuple) else [] if answer == SHARED else [words.says(f"group-{answer}-{kind}")]
        return words.join(dict.fromkeys(names))

    def sorted(self, rows: list[r.Row], by: tuple[str, ...]) -> list[r.Row]:
        """Rows in the order of some columns, the first counting most; `-deadline` is the other way round. What has no value comes last."""
        for word in reversed(by):
            rows = _by(self._value(word.removeprefix("-")), rows, word.startswith("-"))
        return rows

    def _value(self, name: str) -> Callable[[r.Row], Any]:
        """What rows are compared by; None if a row has nothing there."""
        rules = {rule.id: rule for rule in self.report.rulebook.rules}
        if name == "severity":
            return lambda row: r.SEVERITIES.index(rules[row.first.rule].severity)
        if name == "strength":
            return lambda row: list(self.report.rulebook.house.choices["strength"].labels).index(row.first.strength)
        if name == "verdict":
            return lambda row: VERDICTS.index(row.first.verdict)
        if name in ("deadline", "days"):
            return lambda row: row.first.deadline.day
        if name == "count":
            return lambda row: sum(finding.things for finding in row.findings)
        if name in ("line", "place"):
            return lambda row: r.location_of(self.report, row.first)[:2]
        return lambda row: self.texts(row, (name,), False)[0] or None


def _by(value: Callable[[r.Row], Any], rows: list[r.Row], backwards: bool) -> list[r.Row]:
    with_value = [row for row in rows if value(row) is not None]
    return [*sorted(with_value, key=value, reverse=backwards), *(row for row in rows if value(row) is None)]

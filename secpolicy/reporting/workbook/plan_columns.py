"""Reading back what people wrote into the plan columns of a workbook: every faulty cell named, nothing taken unless all is well."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from secpolicy.base.dates import looks_like_a_day, read_day
from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.reasons import reason_of
from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.judging.waiving import BINDING
from secpolicy.model.plan import Remedy, in_yaml
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.text_files import decoded
from secpolicy.model.yaml_reader import read_text
from secpolicy.reporting.workbook.as_xlsx import FINDINGS, KEYS, PLAN

_ID = re.compile(r"[0-9a-f]{10}")
_TEXTS, _DAYS = PLAN[:2], PLAN[2:]
_NO_VALUE = ("f", "e")  # a formula, an error
_MOST_ROWS = 100_000
_LARGEST = 256 << 20


class Read(Record):
    """What a workbook holds: the remedies, and those of them that ask for a waiver, with the reason."""

    remedies: tuple[Remedy, ...]
    waivers: tuple[tuple[Remedy, str], ...]


def read_workbook(path: str, languages: Iterable[Words], rulebook: Rulebook) -> Read:
    """The plan in a workbook that `check` wrote in one of the languages and people filled in. Raises Refused with every problem."""
    shown = path.replace("\\", "/")
    sheet, words = _sheet(path, shown, tuple(languages))
    reader = _Reader(shown, sheet, words, rulebook)
    rows = sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS))
    columns = reader.columns(next(rows, ()))
    if not reader.problems:
        for row in rows:
            reader.row({name: row[at] for name, at in columns.items() if at < len(row)})
    if reader.problems:
        raise Refused(reader.problems)
    return Read(tuple(reader.remedies.values()), tuple(reader.waivers))


def waivers_as_yaml(asked: Iterable[tuple[Remedy, str]], comments: Iterable[str]) -> str:
    """Drafts of waivers: without an approval none of them has any effect, so that a person has to decide."""
    lines = [*(f"# {comment}" for comment in comments), "waivers:"]
    for remedy, reason in asked:
        assert remedy.due is not None
        fields: dict[str, str | date] = {"rule": remedy.rule, "subject": remedy.subject, "reason": reason, "until": remedy.due}
        lines += [f"{'  - ' if name == 'rule' else '    '}{name}: {in_yaml(value)}" for name, value in fields.items()]
        lines += ["    instead: 不明", "    approvals: 不明"]
    return "\n".join(lines) + "\n"


def _sheet(path: str, shown: str, languages: tuple[Words, ...]) -> tuple[Any, Words]:
    """The sheet of findings, and the language it is written in."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if sum(part.file_size for part in zipfile.ZipFile(path).infolist()) > _LARGEST:
            raise Refused([Problem(Location(shown), "file-too-large", {"limit": "256 MiB"})])
        book = openpyxl.load_workbook(path)
    except FileNotFoundError:
        raise Refused([Problem(Location(shown), "no-such-file", {"path": shown})]) from None
    except OSError as error:
        raise Refused([Problem(Location(shown), "cannot-read", {"path": shown, "reason": reason_of(error)})]) from None
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError):  # what is no workbook fails in many ways
        raise Refused([Problem(Location(shown), "workbook-unreadable", {})]) from None
    for words in languages:
        if (title := words.says(FINDINGS)) in book.sheetnames:
            return book[title], words
    raise Refused([Problem(Location(shown), "workbook-no-sheet", {"sheet": languages[0].says(FINDINGS)})])


class _Reader:
    """Reads rows one by one and collects what is wrong."""

    def __init__(self, file: str, sheet: Any, words: Words, rulebook: Rulebook) -> None:
        self.file, self.sheet, self.words = file, sheet, words
        self.rules = {rule.id: rule for rule in rulebook.rules}
        self.guidelines = rulebook.guidelines
        self.problems: list[Problem] = []
        self.remedies: dict[str, Remedy] = {}
        self.waivers: list[tuple[Remedy, str]] = []

    def columns(self, heads: Iterable[Any]) -> dict[str, int]:
        """Where each column stands: people may have moved or added some."""
        at = {str(cell.value): cell.column - 1 for cell in heads if cell.value is not None}
        for name in (*KEYS, "csv-verdict", *PLAN):
            if (head := self.words.says(name)) not in at:
                self.problems.append(Problem(Location(self.file), "workbook-no-column", {"sheet": self.sheet.title, "head": head}))
        return {name: at[head] for name in (*KEYS, "csv-verdict", *PLAN) if (head := self.words.says(name)) in at}

    def row(self, cells: dict[str, Any]) -> None:
        """One row; rows in which nothing is planned are passed over."""
        if all(cells[name].value is None for name in PLAN if name in cells) or len(cells) < len(PLAN):
            return
        before = len(self.problems)
        id_, rule, subject = (str(cells[name].value or "") for name in KEYS)
        owner, policy = (self._text(cells[name]) for name in _TEXTS)
        due, done = (self._day(cells[name]) for name in _DAYS)
        if not _ID.fullmatch(id_):
            self._problem(cells["csv-id"], "workbook-bad-id")
        elif id_ in self.remedies:
            self._problem(cells["csv-id"], "workbook-id-twice", id=id_)
        remedy = Remedy(id_, rule, subject, owner, policy, due, done)
        reason = self._reason(policy)
        if reason is not None:
            self._waiver(cells, remedy, reason)
        if len(self.problems) == before and not remedy.is_empty:
            self.remedies[id_] = remedy
            self.waivers += [(remedy, reason)] if reason else []

    def _reason(self, policy: str) -> str | None:
        """The reason of an application for a waiver; None if it is none."""
        word = self.words.says("plan-waiver-word")
        found = re.match(rf"\s*{re.escape(word)}\s*(?:[:：](.*))?$", policy, re.DOTALL | re.IGNORECASE)
        return None if found is None else (found[1] or "").strip()

    def _waiver(self, cells: dict[str, Any], remedy: Remedy, reason: str) -> None:
        """What an application must say, and what no waiver can do."""
        rule = self.rules.get(remedy.rule.partition("#")[0])
        if cells["csv-verdict"].value == self.words.says("UNKNOWN"):
            self._problem(cells["plan-policy"], "workbook-waiver-of-unknown")
        elif rule is None:
            self._problem(cells["csv-rule"], "workbook-unknown-rule", rule=remedy.rule)
        elif any(self.guidelines[cite.guideline].authority in BINDING for cite in rule.cites):
            self._problem(cells["plan-policy"], "workbook-waiver-of-statute")
        if not reason:
            self._problem(cells["plan-policy"], "workbook-waiver-without-reason", word=self.words.says("plan-waiver-word"))
        if remedy.due is None and cells["plan-due"].value is None:
            self._problem(cells["plan-due"], "workbook-waiver-without-day")

    def _text(self, cell: Any) -> str:
        if cell.data_type in _NO_VALUE:
            self._problem(cell, "workbook-formula")
            return ""
        text = (cell.value.date().isoformat() if isinstance(cell.value, datetime) else str(cell.value or "")).strip()
        try:
            read_text(Source(self.file, decoded(f"text: {in_yaml(text)}".encode(), self.file)))
        except Refused as refused:
            self._problem(cell, "workbook-unreadable-text", reason=refused.problems[0].id)
        return text

    def _day(self, cell: Any) -> date | None:
        """The day in a cell, as a date or as any text that the inventory takes for one."""
        value = cell.value
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        day, fault = None, "workbook-not-a-day"
        if cell.data_type in _NO_VALUE:
            fault = "workbook-formula"
        elif isinstance(value, datetime):
            day, fault = value.date(), "" if value.time() == time.min else "workbook-time-of-day"
        elif isinstance(value, str) and (span := read_day(value.strip())) is not None:
            day, fault = span[0], "" if span[0] == span[1] else "workbook-not-one-day"
        elif isinstance(value, str) and looks_like_a_day(value.strip()):
            fault = "workbook-no-such-day"
        if fault:
            self._problem(cell, fault, value=value)
        return day

    def _problem(self, cell: Any, id_: str, **values: Any) -> None:
        """A problem with a cell, named by its sheet and its coordinate."""
        place = f"{self.file} {self.sheet.title}!{cell.coordinate}"
        self.problems.append(Problem(Location(place), id_, {name: str(value) for name, value in values.items()}))

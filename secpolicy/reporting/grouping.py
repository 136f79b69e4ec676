"""Judgements in groups: by deadline, clause, system, department or owner, with totals that are checked before anything is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from secpolicy.base.record import Record
from secpolicy.judging.finding import ERROR, FAIL, UNKNOWN, VERDICTS, Finding
from secpolicy.model.clauses import Clause
from secpolicy.model.entity import label
from secpolicy.reporting import report as r
from secpolicy.reporting import set_aside
from secpolicy.reporting.belonging import SHARED, Belonging, groups_of
from secpolicy.reporting.clause_names import edition_of
from secpolicy.reporting.rules.standing import facts_of, standing_of

GROUPS = ("deadline", "clause", "system", "department", "owner")
BY_SUBJECT = ("system", "department", "owner")  # only a run that kept every judgement can tell whose they are
_JOINED = 2  # a thing of more owners than that is everybody's

Key = tuple[Any, ...]


class Group(Record):
    """Judgements that belong together. `waived` and `review` are contained in the verdicts; `findings` are those to deal with."""

    title: str
    verdicts: Counter[str]
    waived: int
    review: int
    findings: tuple[Finding, ...]

    @property
    def judgements(self) -> int:
        return self.verdicts.total()

    @property
    def after_waivers(self) -> int:
        """Breaches that no waiver covers."""
        return self.verdicts[FAIL] - self.waived


def grouped(report: r.Report, group_by: str) -> tuple[Group, ...]:
    """Every judgement in exactly one group, in order; groups without judgements are left out."""
    judged, sorting = report.judged, _Sorting(report, group_by)
    boxes: dict[Key, list[Finding]] = {}
    verdicts: dict[Key, Counter[str]] = {}
    review: Counter[Key] = Counter()
    left = {key: Counter(counts) for key, counts in judged.counts.items()}
    for finding in judged.kept or (*judged.findings, *judged.baselined):
        key = sorting.key(finding)
        boxes.setdefault(key, []).append(finding)
        verdicts.setdefault(key, Counter())[finding.verdict] += 1
        review[key] += (finding.rule, finding.duty) in judged.reviews
        left[finding.rule, finding.duty][finding.verdict] -= 1
    for duty, counts in left.items():
        if counts.total():
            key = sorting.key_of_duty(*duty)
            verdicts.setdefault(key, Counter()).update(counts)
            review[key] += counts.total() if duty in judged.reviews else 0
    wanted = {finding.id for finding in opened(report)}
    groups = []
    for key in sorted(verdicts):
        findings = boxes.get(key, [])
        waived = sum(1 for finding in findings if finding.waiver is not None)
        groups.append(Group(sorting.titles[key], verdicts[key], waived, review[key], tuple(one for one in findings if one.id in wanted)))
    _check(report, groups)
    return tuple(groups)


def overall(report: r.Report, groups: Iterable[Group]) -> Group:
    """All groups as one."""
    verdicts: Counter[str] = Counter()
    members = tuple(groups)
    for group in members:
        verdicts.update(group.verdicts)
    findings = tuple(finding for group in members for finding in group.findings)
    return Group(report.words.says("group-overall"), verdicts, sum(one.waived for one in members), sum(one.review for one in members), findings)


def opened(report: r.Report) -> list[Finding]:
    """The findings to deal with, and those for review or of a baseline if they are asked for."""
    shown = {"review", "all"} & set(report.show)
    return [
        finding for finding in (*report.judged.findings, *set_aside.also_shown(report))
        if finding.verdict in (FAIL, UNKNOWN, ERROR) and finding.waiver is None and (shown or not finding.review)
    ]  # fmt: skip


def folded(report: r.Report, findings: Iterable[Finding]) -> list[r.Row]:
    """The findings of a group in rows: those of one duty with one verdict and one deadline are one row, unless --details."""
    rows: dict[Key, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: r.sort_key(report, finding)):
        key: Key = (finding.rule, finding.duty, finding.verdict, _mark(report, finding), finding.deadline.form, finding.deadline.day, finding.deadline.until)
        rows.setdefault((*key, finding.names) if report.details else key, []).append(finding)
    return [r.Row(tuple(members)) for members in rows.values()]


def _mark(report: r.Report, finding: Finding) -> tuple[bool, bool]:
    return finding.review, set_aside.is_baselined(report, finding)


def _check(report: r.Report, groups: list[Group]) -> None:
    """Totals that do not add up are a fault of the program: nothing is printed then."""
    totals, whole = report.judged.totals(), overall(report, groups)
    waived = sum(1 for finding in report.judged.findings if finding.waiver is not None)
    review = sum(sum(report.judged.counts[key].values()) for key in report.judged.reviews)
    if {verdict: whole.verdicts[verdict] for verdict in VERDICTS} != totals or (whole.waived, whole.review) != (waived, review):
        raise AssertionError("the groups do not add up to the judgements")


def _clause_title(report: r.Report, clause: Clause) -> str:
    """Guideline, number if it is known, and title: short, for the edition stands in the head of the report."""
    index = 0 if report.lang == "ja" else 1
    edition = edition_of(report, clause.guideline)
    parts = (report.rulebook.guidelines[clause.guideline].title[index], clause.number_in(edition), clause.title[index])
    return " ".join(part for part in parts if part)


class _Sorting:
    """Into which group a judgement goes; `titles` holds those of the groups met."""

    def __init__(self, report: r.Report, group_by: str) -> None:
        self.report, self.group_by = report, group_by
        self.titles: dict[Key, str] = {}
        self.belonging = Belonging(report.inventory)
        self.facts = facts_of(report.rulebook, report.profile)
        self.rules = {rule.id: rule for rule in report.rulebook.rules}
        self.order = {name: position for position, name in enumerate(self._names())}
        self.clauses = {key: position for position, key in enumerate(report.rulebook.clauses)}

    def key(self, finding: Finding) -> Key:
        if self.group_by == "deadline":
            if finding.verdict not in (FAIL, UNKNOWN):
                return self.key_of_duty(finding.rule, finding.duty)
            block = r.block_of(finding, self.report.as_of)
            return self._titled((r.BLOCKS.index(block),), f"block-{block}")
        if self.group_by == "clause":
            return self._clause(finding.clauses[0])
        names = groups_of(self.belonging, self.group_by, finding, self.report.lang)
        return self._whose(names)

    def key_of_duty(self, rule: str, duty: str) -> Key:
        """The group of judgements of which only the number is known: what holds, does not apply, or is checked by hand."""
        if self.group_by == "deadline":
            return self._titled((len(r.BLOCKS),), "group-without-deadline")
        if self.group_by == "clause":
            if rule in self.rules:
                return self._clause(standing_of(self.rules[rule], self.facts).clauses[0])
            guideline, _, clause = rule.partition(" ")
            return self._clause(self.report.rulebook.clauses[guideline, clause])
        return self._whose(SHARED)

    def _clause(self, clause: Clause) -> Key:
        key = (self.clauses[clause.guideline, clause.id],)
        if key not in self.titles:
            self.titles[key] = _clause_title(self.report, clause)
        return key

    def _whose(self, names: tuple[str, ...] | str) -> Key:
        if isinstance(names, str) or len(names) > _JOINED:
            several = not isinstance(names, str)
            return self._titled((1, 0) if several else (2 + (names == SHARED), 0), "group-several" if several else f"group-{names}-{self.group_by}")
        key = (0, self.order.get(names[0], len(self.order)), *names)
        self.titles[key] = self.report.words.join(names)
        return key

    def _titled(self, key: Key, id_: str) -> Key:
        if key not in self.titles:
            self.titles[key] = self.report.words.says(id_)
        return key

    def _names(self) -> list[str]:
        """The names of groups in the order of the inventory."""
        populations, lang = self.report.inventory.populations, self.report.lang
        if self.group_by == "owner":
            posts = (thing.value(field) for kind, field in (("department", "head"), ("system", "manager")) for thing in populations[kind].members)
            return list(dict.fromkeys(post for post in posts if isinstance(post, str)))
        return [label(thing, lang) for thing in populations[self.group_by].members] if self.group_by in BY_SUBJECT else []

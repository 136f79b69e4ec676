"""What every OSCAL document of ours (NIST, 1.2.1) is made of: names that stay, texts, properties, the organisation and the tool."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from secpolicy.base.record import Record
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import Finding
from secpolicy.model.clauses import Clause
from secpolicy.model.rulebook import Rule
from secpolicy.reporting import report as r
from secpolicy.reporting.exchange.finding_as_json import Json
from secpolicy.reporting.exchange.notations import beginning_of, end_of, uri
from secpolicy.reporting.markdown import escaped
from secpolicy.reporting.rules.standing import facts_of
from secpolicy.reporting.subjects import in_whole

VERSION = "1.2.1"
NAMESPACE = "urn:secpolicy:oscal"  # of our properties, facets and media; it is a name, nothing is fetched from it
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)


class Writing(Record):
    """A report on its way to OSCAL: its rules by id, what tells clauses of an edition, and the organisation by its code and name."""

    report: r.Report
    rules: dict[str, Rule]
    facts: Facts
    owner: tuple[str, str]

    def says(self, id_: str, **values: Any) -> str:
        """A message in the reader's language."""
        return self.report.words.says(id_, **values)

    @property
    def side(self) -> int:
        """Which of a pair of texts is read."""
        return 0 if self.report.lang == "ja" else 1


def writing_of(report: r.Report) -> Writing:
    """What the functions of these files work from."""
    organisation = report.inventory.singles.get("organisation")
    told = [organisation.value(name) if organisation is not None else None for name in ("code", "name")]
    code, name = (text if isinstance(text, str) else "" for text in told)
    return Writing(report, {rule.id: rule for rule in report.rulebook.rules}, facts_of(report.rulebook, report.profile, report.as_of), (code, name))


def identifier(writing: Writing, *names: str) -> str:
    """A version-5 UUID: the same organisation and names give the same on every run and day, and another organisation gives another."""
    return str(uuid.uuid5(_NAMES, "\n".join((*writing.owner, *names))))


def of_this_run(writing: Writing, *names: str) -> str:
    """An identifier that changes with whatever the outcome depends on."""
    report = writing.report
    hashes = [digest for _, digest in report.header.inputs]
    judged_by = (report.header.tool, report.header.packs, report.profile.name, *(f"{key} {value}" for key, value in sorted(report.profile.editions.items())))
    return identifier(writing, *names, report.as_of.isoformat(), report.lang, *judged_by, *hashes)


def line(text: str) -> str:
    """A text on one line in which no character is markup; a hyphen stands for an empty one."""
    return escaped(" ".join(text.split())) or "-"


def value(text: str) -> str:
    """A text as a property's value: as it is, on one line."""
    return " ".join(text.split()) or "-"


def properties(pairs: Iterable[tuple[str, str | None]]) -> Json:
    """Properties in our namespace under `props`, without those that have no value; nothing if none has."""
    props = [{"name": name, "ns": NAMESPACE, "value": value(text)} for name, text in pairs if text]
    return {"props": props} if props else {}


def control_id(clause: Clause) -> str:
    """A clause as a control: guideline and clause in one word."""
    return f"{clause.guideline}.{clause.id}".replace("/", ".")


def objective_id(clause: Clause, rule: str, duty: str) -> str:
    """A duty as an objective of a clause it rests on."""
    return f"{control_id(clause)}_obj.{rule}.{duty}".replace("/", ".")


def metadata(writing: Writing, title: str) -> Json:
    """The head of a document. It was last changed on the day of judging: the clock is not asked."""
    parties = [{"uuid": party(writing), "type": "organization", "name": value(organisation(writing))}]
    approvers = dict.fromkeys(approval.by for approval in approvals(writing))
    parties += [{"uuid": approver(writing, name), "type": "person", "name": value(name)} for name in approvers]
    return {
        "title": line(writing.says(title, name=organisation(writing))),
        "last-modified": beginning_of(writing.report.as_of),
        "version": writing.report.as_of.isoformat(),
        "oscal-version": VERSION,
        **properties([("language", writing.report.lang), ("profile", writing.report.profile.name), ("exit-code", str(writing.report.exit_code))]),
        "parties": parties,
    }


def organisation(writing: Writing) -> str:
    """The organisation's name, or that it has none."""
    return writing.owner[1] or writing.says("unnamed")


def party(writing: Writing) -> str:
    """The organisation as a party."""
    return identifier(writing, "organisation")


def approver(writing: Writing, name: str) -> str:
    """Who approved a waiver, as a party."""
    return identifier(writing, "approver", name)


def approvals(writing: Writing) -> list[Any]:
    """The approvals of all waivers that have a name and a day."""
    waivers = [fate.waiver for fate in writing.report.judged.waivers]
    return [approval for waiver in waivers for approval in waiver.approvals if approval.by and approval.date is not None]


def origins(writing: Writing) -> list[Json]:
    """Everything in these documents was found by the tool."""
    return [{"actors": [{"type": "tool", "actor-uuid": identifier(writing, "tool")}]}]


def assets(writing: Writing) -> Json:
    """The tool with its rules, and what it ran on, of which nothing is known."""
    tool = identifier(writing, "tool")
    version = [("version", writing.report.header.tool), ("packs-sha256", writing.report.header.packs)]
    component = {"uuid": tool, "type": "software", "title": "secpolicy", "description": line(writing.says("oscal-tool")), **properties(version),
                 "status": {"state": "operational"}}  # fmt: skip
    platform = {"uuid": identifier(writing, "platform"), "title": "secpolicy", "uses-components": [{"component-uuid": tool}]}
    return {"components": [component], "assessment-platforms": [platform]}


def whole(writing: Writing) -> Json:
    """The organisation's systems as one, for findings about the inventory as a whole."""
    description = line(writing.says("oscal-whole", name=organisation(writing)))
    return {"uuid": identifier(writing, "whole"), "type": "this-system", "title": line(organisation(writing)), "description": description,
            "status": {"state": "operational"}}  # fmt: skip


def sources(writing: Writing) -> list[Json]:
    """The files that were read, by their hashes."""
    return [{"href": uri(file), "media-type": "application/yaml", "hashes": [{"algorithm": "SHA-256", "value": digest}]}
            for file, digest in writing.report.header.inputs]  # fmt: skip


def subject_name(writing: Writing, finding: Finding) -> str:
    """What a finding is about, in words."""
    report = writing.report
    return report.words.join(in_whole(report, one) for one in finding.subjects) if finding.subjects else report.words.says("inventory-as-a-whole")


def deadline(finding: Finding) -> Json:
    """A deadline that is a day, as the end of that day; nothing for one that is not."""
    day = finding.deadline.day if finding.deadline.form == "day" else None
    return {"deadline": end_of(day)} if day is not None else {}

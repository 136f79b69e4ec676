"""The plan that people keep for findings: who does what by when, carried from one workbook to the next in plan.yaml."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.places import locate
from secpolicy.model.readers import Readers
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.model.yaml_reader import read_file

KEY = "plan"


class Remedy(Record):
    """What is planned for one finding. Texts that nobody wrote are empty."""

    finding: str
    rule: str = ""
    subject: str = ""
    owner: str = ""
    policy: str = ""
    due: date | None = None
    done: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned at all."""
        return not (self.owner or self.policy or self.due or self.done)


def read_plan(path: str, house: Vocabulary) -> dict[str, Remedy]:
    """The remedies of a plan by the id of the finding. Raises Refused with every problem."""
    content = read_file(path)
    raw = content.get(KEY) if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or not (isinstance(raw, list) or (isinstance(raw, str) and raw in RESERVED)):
        raise Refused([Problem(Location(path.replace("\\", "/")), "plan-not-a-plan", {})])
    readers = Readers(house)
    remedies: dict[str, Remedy] = {}
    for position, entry in enumerate(raw if isinstance(raw, list) else []):
        if not isinstance(entry, Mapping):
            at = locate(content, (KEY, position))
            readers.problems.append(Problem(at, "not-a-mapping", {"known": list(Remedy._fields)}, content.source.line(at.line)))
            continue
        remedy = _remedy(readers.entity(house.kinds["remedy"], entry), readers)
        if not remedy.finding or remedy.finding in remedies:
            at = locate(content, (KEY, position))
            id_ = "plan-twice" if remedy.finding else "plan-without-finding"
            readers.problems.append(Problem(at, id_, {"finding": remedy.finding}, content.source.line(at.line)))
        remedies[remedy.finding] = remedy
    if readers.problems:
        raise Refused(readers.problems)
    return remedies


def _remedy(entity: Entity, readers: Readers) -> Remedy:
    days = []
    for name in ("due", "done"):
        value = entity.value(name)
        if not isinstance(value, date | None) and value is not UNDECLARED:
            readers.problem(entity, name, "plan-not-one-day")
        days.append(value if isinstance(value, date) else None)
    finding, rule, subject, owner, policy = (entity.text(name) for name in Remedy._fields[:5])
    return Remedy(finding, rule, subject, owner, policy, *days)


def plan_as_yaml(remedies: Iterable[Remedy], comment: str) -> str:
    """A plan as a file that `read_plan` reads back."""
    lines = [f"# {comment}"]
    entries = list(remedies)
    lines.append(f"{KEY}:" if entries else f"{KEY}: []")
    for remedy in entries:
        written = [(name, value) for name, value in zip(Remedy._fields, remedy, strict=True) if value]
        lines += [f"{'  - ' if name == 'finding' else '    '}{name}: {in_yaml(value)}" for name, value in written]
    return "\n".join(lines) + "\n"


def in_yaml(value: str | date) -> str:
    """A value as YAML holds it; a word that is reserved is marked as text."""
    if isinstance(value, date):
        return value.isoformat()
    quoted = json.dumps(value, ensure_ascii=False)
    return f"{{value: {quoted}, text: true}}" if value in RESERVED else quoted

"""To which information system, department and responsible post a finding belongs: only what the inventory declares, nothing guessed from names."""

from __future__ import annotations

from secpolicy.judging.finding import Finding
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import UNDECLARED, Entity, label
from secpolicy.reporting.subjects import whole

# What ties a thing to a system: the thing's own fields, and the fields of systems that name the thing.
TO_SYSTEM = {"device": ("dedicated_to",), "account": ("of",), "monitoring": ("of",), "work": ("of",), "incident": ("of",), "activity": ("of",)}
FROM_SYSTEM = {"device": "runs_on", "service": "hosted_on", "contract": "contracts", "document": "documents", "information": "holds"}
# The fields that name a department, the information held, and the post in charge.
DEPARTMENT, HOLDS, POSTS = "department", "holds", ("manager", "head")
# Things of which somebody is in charge; what is of another kind belongs to the organisation as a whole unless it says otherwise.
OWNED = ("device", "service", "account", "information", "medium")
UNDECLARED_OWNER, SHARED = "undeclared", "shared"


class Belonging:
    """Answers for the things of one inventory; asked for once per report."""

    __slots__ = ("_by_post", "_inventory", "_systems_of")

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._systems_of: dict[int, list[Entity]] = {}
        for system in inventory.populations["system"].members:
            for field in FROM_SYSTEM.values():
                for thing in _things(system, field):
                    self._systems_of.setdefault(id(thing), []).append(system)
        departments = inventory.populations["department"].members
        self._by_post = {post: department for department in reversed(departments) if isinstance(post := department.value("head"), str)}

    def systems(self, thing: Entity) -> tuple[Entity, ...] | str:
        """The systems that a thing is, serves or runs; else why there are none."""
        if thing.kind.name == "system":
            return (thing,)
        fields = TO_SYSTEM.get(thing.kind.name, ())
        named = [one for field in fields for one in _things(thing, field) if one.kind.name == "system"]
        found = tuple(dict.fromkeys([*named, *self._systems_of.get(id(thing), ())]))
        if found:
            return found
        said = bool(fields) and all(thing.value(field) is not UNDECLARED for field in fields)
        return SHARED if said else _lacking(thing)

    def departments(self, thing: Entity) -> tuple[Entity, ...] | str:
        """The departments in charge: named, headed by the post in charge, of the thing's systems, or of the information it holds; the first that there are."""
        if thing.kind.name == "department":
            return (thing,)
        named = _things(thing, DEPARTMENT)
        if not named and (post := self._post(thing)) in self._by_post:
            named = [self._by_post[post]]
        if named:
            return tuple(dict.fromkeys(named))
        systems = self.systems(thing)
        around = [other for other in systems if other is not thing] if isinstance(systems, tuple) else []
        for others in (around, _things(thing, HOLDS)):
            answers = [answer for answer in map(self.departments, others) if isinstance(answer, tuple)]
            if answers:
                return tuple(dict.fromkeys(department for answer in answers for department in answer))
        return _lacking(thing)

    def owners(self, thing: Entity) -> tuple[str, ...] | str:
        """The posts in charge: of the thing, of its systems, or at the head of its departments; the first that there are."""
        if post := self._post(thing):
            return (post,)
        systems, departments = self.systems(thing), self.departments(thing)
        for others in (systems, departments):
            posts = [post for other in others if isinstance(other, Entity) and (post := self._post(other))]
            if posts:
                return tuple(dict.fromkeys(posts))
        return _lacking(thing)

    def _post(self, thing: Entity) -> str:
        return next((value for field in POSTS if field in thing.kind.index and isinstance(value := thing.value(field), str)), "")


def groups_of(belonging: Belonging, kind: str, finding: Finding, lang: str) -> tuple[str, ...] | str:
    """The names of the systems, departments or owners of all subjects of a finding; else UNDECLARED_OWNER or SHARED."""
    ask = {"system": belonging.systems, "department": belonging.departments, "owner": belonging.owners}[kind]
    names: list[str] = []
    lacking = SHARED
    for subject in finding.subjects:
        answer = ask(whole(subject))
        if isinstance(answer, tuple):
            names += [one if isinstance(one, str) else label(one, lang) for one in answer]
        elif answer == UNDECLARED_OWNER:
            lacking = UNDECLARED_OWNER
    return tuple(dict.fromkeys(names)) or lacking


def _lacking(thing: Entity) -> str:
    return UNDECLARED_OWNER if thing.kind.name in OWNED else SHARED


def _things(thing: Entity, field: str) -> list[Entity]:
    """The things that a field names; none if it has no such field or says nothing."""
    if field not in thing.kind.index:
        return []
    value = thing.value(field)
    members = value if isinstance(value, tuple) else getattr(value, "members", None) or (value,)
    return [member for member in members if isinstance(member, Entity)]

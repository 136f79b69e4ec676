"""Small rulebooks and inventories: rules and terms as texts, checked against the real vocabulary, with clauses made for the tests."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from secpolicy.base.location import Location, Source
from secpolicy.checking.names import Names, TermHead
from secpolicy.checking.rules import checked_rule, checked_term
from secpolicy.judging.compile import compiled
from secpolicy.judging.facts import Facts
from secpolicy.judging.finding import Finding, Judged
from secpolicy.judging.frame import Frame
from secpolicy.judging.judge import judge
from secpolicy.language import syntax as s
from secpolicy.language.parse import parse
from secpolicy.model.catalog import Catalogs
from secpolicy.model.clauses import Clause, Edition, Guideline, Parameter
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of
from secpolicy.model.entity import Entity, place_name, ref
from secpolicy.model.inventory import build_inventory
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import PackHead, Rulebook
from secpolicy.model.telling import Telling
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary

TODAY = date(2026, 11, 30)
PROFILE = Profile("small", ("小", "small"), {}, ("small",), unread="enforce")
NETWORK = ("segments", "endpoints", "links", "devices", "systems", "services", "media", "telework")
PRODUCTS = ({"product": "Windows 10", "version": "22H2", "support_ends": "2025-10-14"}, {"product": "Ubuntu", "support_ends": "2026-12-31"})


@cache
def vocabulary() -> Vocabulary:
    """The real vocabulary, read once."""
    return load_vocabulary()


def clause(name: str, guideline: str = "guide", **changes: Any) -> Clause:
    """A clause that exists in every edition, is a must and was read."""
    telling = Telling.of_one("clause", f"{guideline}/{name}", ("条", "clause"), (), (), ("", ""))
    plain = Clause(guideline, name, "", "", "", "must", "text", "", "", (), "", (), "", "", "small", "clauses.yaml", 1, telling)
    return plain._replace(**changes)


def parameter(name: str, type_: str, *values: tuple[str, Any], setting: str = "") -> Parameter:
    """A parameter by its values, each from a day or an edition, or by the setting it is read from."""
    told = tuple((start, value, "guide a/all", "text") for start, value in values)
    return Parameter(name, (name, name), (type_, None), ("", ""), told, setting, "", "small", "parameters.yaml", 1)


def _guideline(name: str, authority: str, *editions: str) -> Guideline:
    return Guideline(name, (name, name), "", authority, tuple(Edition(id_, (id_, id_), "", "") for id_ in editions))


GUIDELINES = (_guideline("guide", "guideline", "2024-10", "2025-03", "2026-03"), _guideline("law", "statute", "2026-04"), _guideline("plan", "plan", "2020-12"))
CLAUSES = (
    clause("a/all"), clause("a/new", since="2025-03"), clause("a/old", until="2024-10"), clause("a/unread", read="unread"),
    clause("a/should", strength="should"), clause("a/hand", checked_by="hand"), clause("a/all", "law"), clause("a/later", "law", in_force="2027-07-01"),
    clause("a/recent", "law", in_force="2026-07-01"), clause("a/all", "plan"),
)  # fmt: skip


def rule(body: str, name: str = "small-rule", cites: str = "guide a/all", due: str = "due none") -> str:
    """The text of a rule: its scope and duties, without head and foot. A duty needs no message."""
    lines = [line + (' ja "誤" en "wrong"' if line.strip().startswith(("require", "forbid", "repeat")) else "") for line in body.strip().splitlines()]
    cited = "\n".join(f"cites {cite}" for cite in cites.split(", "))
    return f'rule {name}\ntitle ja "題" en "title"\n{cited}\nseverity high\n' + "\n".join(lines) + f"\n{due}\n"


def term(name: str, kind: str, means: str, cites: str = "") -> str:
    """The text of a term."""
    cited = f"cites {cites}\n" if cites else ""
    return f'term {name}\ntitle ja "題" en "title"\n{cited}of {kind}\nmeans {means}\n'


def rulebook_of(*texts: str, parameters: tuple[Parameter, ...] = (), clauses: tuple[Clause, ...] = CLAUSES) -> Rulebook:
    """A rulebook of one pack, `small/topic`, that the checker has nothing against."""
    parsed = []
    for text in texts:
        word, name = text.split()[:2]
        file = f"{name}.rule" if word == "rule" else f"{name.replace('_', '-')}.term"
        source = Source(file, text)
        parsed.append((source, parse(source)))
    heads = {term.name: TermHead(term.name, term.kind) for _, term in parsed if isinstance(term, s.Term)}
    library = {guideline.id: guideline for guideline in GUIDELINES}, {(one.guideline, one.id): one for one in clauses}
    rules, terms = [], []
    for source, syntax in parsed:
        names = Names(vocabulary(), heads, {one.name: one for one in parameters}, source)
        if isinstance(syntax, s.Term):
            terms.append(checked_term(syntax, "small", names, library))
        else:
            rules.append(checked_rule(syntax, "small", "topic", names, library))
        assert not names.problems, names.problems
    tables = {"products": {"rows": list(PRODUCTS)}}
    pack = PackHead("small", ("小", "small"), ())
    house = Vocabulary({}, {}, {})
    return Rulebook(vocabulary(), (pack,), GUIDELINES, clauses, parameters, Catalogs(tables), tuple(rules), tuple(terms), {}, lambda: house, {}, "")


def inventory_of(text: str, none: tuple[str, ...] = ()) -> Inventory:
    """An inventory in which the lists named `none`, unless they are given, are declared to be nothing."""
    given = {line.partition(":")[0] for line in text.splitlines()}
    lines = [f"{key}: none" for key in none if key not in given]
    catalogs = Catalogs({"products": {"rows": list(PRODUCTS)}})
    return build_inventory(documents_of("\n".join(["vocabulary: 1", *lines, text, ""]), "x.yaml"), vocabulary(), catalogs)


def things(inventory: Inventory) -> dict[str, Entity]:
    """Everything in an inventory, by name."""
    members = [member for population in inventory.populations.values() for member in population.members]
    records = [record for records in inventory.records.values() for record in records]
    return {ref(entity): entity for entity in (*members, *records, *inventory.always.values())}


def facts_of(rulebook: Rulebook, inventory: Inventory, as_of: date = TODAY, profile: Profile = PROFILE, **overrides: Any) -> Facts:
    """The facts of a run."""
    return Facts(rulebook, inventory, profile, as_of, {name.replace("__", "."): value for name, value in overrides.items()})


def value_of(expression: str, inventory: Inventory, subject: str, *texts: str, parameters: tuple[Parameter, ...] = (), as_of: date = TODAY) -> Any:
    """What an expression gives for a thing, which it names by its kind."""
    thing = things(inventory)[subject]
    kind = thing.kind.name
    rulebook = rulebook_of(rule(f"for {kind}\nlet found = {expression}\nrequire d: exists({kind}.note)"), *texts, parameters=parameters)
    frame = Frame(facts_of(rulebook, inventory, as_of), (kind,))
    answer = compiled(rulebook.rules[0].lets[0][1], frame)
    scope = frame.scope()
    scope[0] = thing
    return answer(scope)


def holds(expression: str, inventory: Inventory, subject: str, *texts: str, parameters: tuple[Parameter, ...] = (), as_of: date = TODAY) -> Any:
    """What a condition gives for a thing: true, false, or the names of the facts that would decide it."""
    answer = value_of(expression, inventory, subject, *texts, parameters=parameters, as_of=as_of)
    return sorted(missing(answer)) if not isinstance(answer, bool) and answer is not None else answer


def missing(value: Any) -> tuple[str, ...]:
    """The facts that a value, or a finding, waits for, by name."""
    return tuple(place_name(place) for place in value.missing)


def judged(rulebook: Rulebook, inventory: Inventory, as_of: date = TODAY, profile: Profile = PROFILE, **overrides: Any) -> Judged:
    """The outcome of a run that keeps every judgement."""
    return judge(rulebook, inventory, profile, as_of, overrides={name.replace("__", "."): value for name, value in overrides.items()}, keep_all=True)


def verdicts(outcome: Judged, duty: str = "d") -> dict[str, str]:
    """The verdict of one duty by subject."""
    return {" ".join(finding.names): finding.verdict for finding in outcome.findings if finding.duty == duty}


def the(outcome: Judged, subject: str | None = None, duty: str = "d") -> Finding:
    """The one finding of a duty, or the one about a subject."""
    [found] = [finding for finding in outcome.findings if finding.duty == duty and subject in (None, " ".join(finding.names))]
    return found


def at(line: int, file: str = "x.yaml") -> Location:
    """Any place."""
    return Location(file, line, 1, line, 2)

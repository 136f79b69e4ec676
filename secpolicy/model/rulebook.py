"""All packs together, checked and ready to judge: rules and terms as trees of plain tuples, with clauses, parameters and catalogs."""

from typing import Any, Self

from secpolicy.base.record import Record
from secpolicy.model.catalog import Catalogs, looked_up
from secpolicy.model.clauses import Clause, Edition, Guideline, Pair, Parameter
from secpolicy.model.packed import unpacked
from secpolicy.model.vocabulary import Vocabulary

Node = tuple[Any, ...]
Template = tuple[Any, ...]  # texts and (node, type) pairs, in order


class Cite(Record):
    """A clause that a rule rests on, from or until an edition (empty: always)."""

    guideline: str
    clause: str
    since: str
    until: str


class Route(Record):
    """A way that must not exist. `target`: a node, or None for any of `target_kind` where `target_where`."""

    both_ways: bool
    start: Node
    target: Node | None
    target_kind: str
    target_where: Node | None
    over: Node | None
    avoiding: tuple[tuple[str, Node | None], ...]


class Duty(Record):
    """One demand of a rule. `form`: require, forbid, forbid_route, repeat. `interval`: ("fiscal",) or a node."""

    form: str
    label: str
    condition: Node | None
    route: Route | None
    interval: Node | None
    by: Node | None
    says: tuple[Template, Template]


class Adjustment(Record):
    """One entry of an `adjustments.yaml`. `form`: value, severity, strength, note, left_out.

    `rule` and `duty` (empty: all of them), or `parameter`, say what it is about; `value` is a constant of the parameter, the word of a rank,
    or a pair of texts. `pack`: the overlay that says so.
    """

    form: str
    rule: str
    duty: str
    parameter: str
    value: Any
    because: str
    pack: str
    file: str
    line: int

    @property
    def place(self) -> str:
        """file:line."""
        return f"{self.file}:{self.line}" if self.line else self.file


class Noted(Record):
    """A note that an overlay adds to a rule, with the title of the overlay."""

    text: Pair
    of: Pair


class Rule(Record):
    """A subject, one or more duties, and a deadline. `due`: (condition or None, deadline) in order; the last has no condition.

    `called`: what readers call a `let`. An overlay may raise the `strength` that the clauses give, and add `notes`.
    """

    pack: str
    topic: str
    name: str
    title: Pair
    cites: tuple[Cite, ...]
    note: Pair
    severity: str
    subjects: tuple[tuple[str, str], ...]
    where: Node | None
    lets: tuple[tuple[str, Node, Any], ...]
    duties: tuple[Duty, ...]
    due: tuple[tuple[Node | None, Node], ...]
    fix: tuple[Template, Template]
    file: str
    line: int
    called: tuple[tuple[str, Pair], ...] = ()
    strength: str = ""
    notes: tuple[Noted, ...] = ()

    @property
    def id(self) -> str:
        """pack/topic/name."""
        return f"{self.pack}/{self.topic}/{self.name}"


class Term(Record):
    """A word that a guideline defines, as a predicate over one kind; false before the edition from which its clause exists."""

    pack: str
    name: str
    title: Pair
    cites: tuple[Cite, ...]
    kind: str
    means: Node
    file: str
    line: int


class PackHead(Record):
    """A pack's name, title and the packs whose terms and clauses it uses."""

    name: str
    title: Pair
    uses: tuple[str, ...]


class Rulebook:
    """Everything that packs say, looked up by name. `words`: the texts of each language, packed, since a run speaks one."""

    __slots__ = ("adjustments", "by_id", "catalogs", "clauses", "digest", "guidelines", "house", "left_out", "packs", "parameters", "profiles", "rules",
                 "terms", "vocabulary", "words")  # fmt: skip

    def __init__(self, vocabulary: Vocabulary, packs: tuple[PackHead, ...], guidelines: tuple[Guideline, ...], clauses: tuple[Clause, ...],  # noqa: PLR0913
                 parameters: tuple[Parameter, ...], catalogs: Catalogs, rules: tuple[Rule, ...], terms: tuple[Term, ...],
                 profiles: dict[str, Any], house: Vocabulary, words: dict[str, bytes], digest: str,
                 adjustments: tuple[Adjustment, ...] = ()) -> None:  # fmt: skip
        self.vocabulary, self.house, self.words, self.digest, self.catalogs = vocabulary, house, words, digest, catalogs
        self.packs = {pack.name: pack for pack in packs}
        self.guidelines = {guideline.id: guideline for guideline in guidelines}
        self.clauses = {(clause.guideline, clause.id): clause for clause in clauses}
        self.parameters = {parameter.name: parameter for parameter in parameters}
        self.rules = rules
        self.by_id = {rule.id: rule for rule in rules}
        self.terms = {term.name: term for term in terms}
        self.profiles = profiles
        self.adjustments = adjustments
        self.left_out = {(one.rule, one.duty): one for one in adjustments if one.form == "left_out"}

    def rule(self, name: str) -> list[Rule]:
        """The rules that a full id, or any unambiguous ending of it, may mean."""
        exact = self.by_id.get(name)
        return [exact] if exact is not None else [rule for rule in self.rules if rule.id.endswith("/" + name)]

    def texts(self, lang: str) -> dict[str, tuple[str, str]]:
        """The words of a language by message id."""
        texts: dict[str, tuple[str, str]] = unpacked(self.words[lang])
        return texts

    def as_data(self) -> tuple[Any, ...]:
        """The rulebook as nested tuples and dicts, for the pack cache."""
        parts = (tuple(table.values()) for table in (self.packs, self.guidelines, self.clauses, self.parameters))
        catalogs = self.catalogs.as_data(looked_up(self.vocabulary))
        return (self.vocabulary.as_data(), *parts, self.rules, tuple(self.terms.values()), catalogs, self.profiles, self.house.as_data(),
                self.words, self.digest, self.adjustments)  # fmt: skip

    @classmethod
    def from_data(cls, data: tuple[Any, ...]) -> Self:
        """The inverse of `as_data`."""
        vocabulary, packs, guidelines, clauses, parameters, rules, terms, catalogs, profiles, house, words, digest, adjustments = data
        return cls(
            Vocabulary.from_data(vocabulary),
            tuple(PackHead(*pack) for pack in packs),
            tuple(_guideline(guideline) for guideline in guidelines),
            tuple(Clause(*clause) for clause in clauses),
            tuple(Parameter(*parameter) for parameter in parameters),
            Catalogs.from_data(catalogs),
            tuple(_rule(rule) for rule in rules),
            tuple(_term(term) for term in terms),
            profiles,
            Vocabulary.from_data(house),
            words,
            digest,
            tuple(Adjustment(*one) for one in adjustments),
        )


def _guideline(data: tuple[Any, ...]) -> Guideline:
    guideline = Guideline(*data)
    return guideline._replace(editions=tuple(Edition(*edition) for edition in guideline.editions))


def _term(data: tuple[Any, ...]) -> Term:
    term = Term(*data)
    return term._replace(cites=tuple(Cite(*cite) for cite in term.cites))


_CITES, _DUTIES, _NOTES = (Rule._fields.index(name) for name in ("cites", "duties", "notes"))


def _rule(data: tuple[Any, ...]) -> Rule:
    parts = list(data)
    parts[_CITES] = tuple([Cite._make(cite) for cite in data[_CITES]])
    parts[_DUTIES] = tuple([_duty(duty) for duty in data[_DUTIES]])
    parts[_NOTES] = tuple([Noted._make(note) for note in data[_NOTES]])
    return Rule._make(parts)


def _duty(data: tuple[Any, ...]) -> Duty:
    duty = Duty._make(data)
    return duty._replace(route=Route(*duty.route)) if duty.route is not None else duty

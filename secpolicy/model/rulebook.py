"""All packs together, checked and ready to judge: rules and terms as trees of plain tuples, with clauses, parameters and catalogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Self

from secpolicy.base.record import Record, columns, records
from secpolicy.model.catalog import Catalogs, looked_up
from secpolicy.model.clauses import Clause, Edition, Guideline, Pair, Parameter
from secpolicy.model.packed import Scattered, in_parts
from secpolicy.model.telling import Telling
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
    """A subject, one or more duties, and a deadline. `id`: pack/topic/name. `due`: (condition or None, deadline) in order; the last has no condition.

    An overlay may raise the `strength` that the clauses give, and add `notes`.
    """

    id: str
    pack: str
    cites: tuple[Cite, ...]
    severity: str
    subjects: tuple[tuple[str, str], ...]
    where: Node | None
    lets: tuple[tuple[str, Node, Any], ...]
    duties: tuple[Duty, ...]
    due: tuple[tuple[Node | None, Node], ...]
    line: int
    telling: Telling
    strength: str = ""
    notes: tuple[Noted, ...] = ()

    @property
    def topic(self) -> str:
        """The folder in which it stands."""
        return self.id.split("/")[1]

    @property
    def name(self) -> str:
        """Its name among those of its topic."""
        return self.id.rpartition("/")[2]

    @property
    def title(self) -> Pair:
        """The good state, as people name it."""
        told: Pair = self.telling.of("title", self.id)
        return told

    @property
    def note(self) -> Pair:
        """How the clauses were read where they leave it open."""
        told: Pair = self.telling.of("note", self.id)
        return told

    def says(self, label: str, lang: str) -> Template:
        """What is wrong, where a duty is not met."""
        told: dict[str, Template] = self.telling.of(f"says {lang}", self.id)
        return told[label]

    @property
    def fix(self) -> tuple[Template, Template]:
        """What to do about it."""
        told: tuple[Template, Template] = self.telling.of("fix", self.id)
        return told

    @property
    def called(self) -> tuple[tuple[str, Pair], ...]:
        """What readers call a `let`."""
        told: tuple[tuple[str, Pair], ...] = self.telling.of("called", self.id)
        return told

    @property
    def file(self) -> str:
        """The file in which it stands."""
        told: str = self.telling.of("file", self.id)
        return told

    @property
    def tree(self) -> Node:
        """Everything in which names of terms, parameters and fields stand, in order."""
        duties = tuple((*duty, self.says(duty.label, "ja"), self.says(duty.label, "en")) for duty in self.duties)
        return self.where, self.lets, duties, self.due, self.fix


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
    """Everything that packs say, looked up by name. `words`: the texts of each language by message id. `house` gives a vocabulary that few runs read."""

    __slots__ = ("_house", "adjustments", "by_id", "catalogs", "clauses", "digest", "guidelines", "left_out", "packs", "parameters", "profiles", "rules",
                 "terms", "vocabulary", "words")  # fmt: skip

    def __init__(self, vocabulary: Vocabulary, packs: tuple[PackHead, ...], guidelines: tuple[Guideline, ...], clauses: tuple[Clause, ...],  # noqa: PLR0913
                 parameters: tuple[Parameter, ...], catalogs: Catalogs, rules: tuple[Rule, ...], terms: tuple[Term, ...],
                 profiles: dict[str, Any], house: Callable[[], Vocabulary], words: dict[str, dict[str, Any]], digest: str,
                 adjustments: tuple[Adjustment, ...] = ()) -> None:  # fmt: skip
        self.vocabulary, self._house, self.words, self.digest, self.catalogs = vocabulary, house, words, digest, catalogs
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

    @property
    def house(self) -> Vocabulary:
        """The kinds of secpolicy's own files: clauses, parameters, profiles, plans, baselines."""
        return self._house()

    def rule(self, name: str) -> list[Rule]:
        """The rules that a full id, or any unambiguous ending of it, may mean."""
        exact = self.by_id.get(name)
        return [exact] if exact is not None else [rule for rule in self.rules if rule.id.endswith("/" + name)]

    def texts(self, lang: str) -> dict[str, tuple[str, str]]:
        """The words of a language by message id."""
        return self.words[lang]

    def as_data(self) -> dict[str, Any]:
        """The rulebook as plain data for the pack cache, in parts: a run speaks one language, shows few texts and looks up few rows."""
        named: dict[str, dict[Any, Any]] = {
            "packs": self.packs,
            "guidelines": self.guidelines,
            "clauses": self.clauses,
            "parameters": self.parameters,
            "terms": self.terms,
        }
        return {
            "vocabulary": self.vocabulary.as_data(),
            **{name: _as_columns(tuple(table.values())) for name, table in named.items()},
            "rules": _as_columns(self.rules),
            "adjustments": _as_columns(self.adjustments),
            "profiles": self.profiles,
            "house": self.house.as_data(),
            "digest": self.digest,
            "languages": tuple(self.words),
            **self.catalogs.as_data(looked_up(self.vocabulary)),
            **Telling.parts("rule", ((rule.id, rule.telling) for rule in self.rules)),
            **Telling.parts("clause", ((f"{clause.guideline}/{clause.id}", clause.telling) for clause in self.clauses.values())),
            **{part: texts for lang, words in self.words.items() for part, texts in in_parts(f"words {lang}", words).items()},
        }

    @classmethod
    def from_data(cls, parts: dict[str, Any]) -> Self:
        """The inverse of `as_data`."""
        return cls(
            Vocabulary.from_data(parts["vocabulary"]),
            _from_columns(PackHead, parts["packs"]),
            _from_columns(Guideline, parts["guidelines"]),
            _from_columns(Clause, parts["clauses"], Telling("clause", parts)),
            _from_columns(Parameter, parts["parameters"]),
            Catalogs.from_data(parts),
            _from_columns(Rule, parts["rules"], Telling("rule", parts)),
            _from_columns(Term, parts["terms"]),
            parts["profiles"],
            cache(lambda: Vocabulary.from_data(parts["house"])),
            {lang: Scattered(f"words {lang}", parts) for lang in parts["languages"]},
            parts["digest"],
            _from_columns(Adjustment, parts["adjustments"]),
        )


_TELL = (Rule, Clause)
# Fields that hold records.
_HELD: dict[Any, dict[str, Any]] = {Guideline: {"editions": Edition}, Term: {"cites": Cite}, Rule: {"cites": Cite, "duties": Duty, "notes": Noted}}
_ROUTE = Duty._fields.index("route")


def _as_columns(rows: Sequence[Any]) -> list[Any]:
    """Records of one class as columns: sooner read than a tuple for each. What they hold is one table, with the row at which each one's end."""
    table: list[Any] = [*columns(rows)]
    for name in _HELD.get(type(rows[0]), ()) if rows else ():
        position = rows[0]._fields.index(name)
        held = table[position]
        table[position] = tuple(accumulate(map(len, held))), columns(one for many in held for one in many)
    if rows and type(rows[0]) in _TELL:
        table[rows[0]._fields.index("telling")] = None  # in parts of their own
    return table


def _from_columns(cls: Any, table: Sequence[Any], telling: Telling | None = None) -> tuple[Any, ...]:
    """The inverse of `_as_columns`."""
    if not table:
        return ()
    table = [*table]
    for name, of in _HELD.get(cls, {}).items():
        position = cls._fields.index(name)
        ends, held = table[position]
        members = _from_columns(of, held)
        table[position] = [members[start:end] for start, end in pairwise((0, *ends))]
    if cls in _TELL:
        table[cls._fields.index("telling")] = [telling] * len(table[0])
    if cls is Duty:
        table[_ROUTE] = [Route(*route) if route is not None else None for route in table[_ROUTE]]
    return records(cls, table)

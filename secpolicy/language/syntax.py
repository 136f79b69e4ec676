"""What can be written: the syntax of rules and terms, as plain values with their places. Meaning comes later, in `checking`."""

from __future__ import annotations

from secpolicy.base.location import Location
from secpolicy.base.record import Record


class Texts(Record):
    """One text in two languages, each with its place; None if it was left out."""

    ja: str | None
    en: str | None
    at: Location


class Path(Record):
    """A name and the fields that follow it: link.limits.port."""

    names: tuple[str, ...]
    at: Location


class Literal(Record):
    """A value written out. `form`: date, span, number, year."""

    form: str
    value: str
    unit: str
    at: Location


class OneOf(Record):
    """A list written out: (a, b, c)."""

    members: tuple[Expr, ...]
    at: Location


class Operation(Record):
    """and, or, not, implies, has, in, + and - with their parts."""

    operator: str
    parts: tuple[Expr, ...]
    at: Location


class Comparison(Record):
    """One of = != < <= > >= between two expressions."""

    operator: str
    left: Expr
    right: Expr
    at: Location


class Function(Record):
    """count, distinct, latest, earliest, exists, share, those of expressions."""

    name: str
    arguments: tuple[Expr, ...]
    at: Location


class Fold(Record):
    """A function over the members of a list for which a condition holds; `it` is the member."""

    name: str
    path: Path
    condition: Expr
    at: Location


class Quantified(Record):
    """some, no: whether the inventory has a thing of a kind for which a condition holds."""

    quantifier: str
    kind: str
    name: str
    condition: Expr
    at: Location


Expr = Path | Literal | OneOf | Operation | Comparison | Function | Fold | Quantified


class Selection(Record):
    """A kind and the condition on it, as in `any segment where`, `over link where`, `avoiding endpoint where`."""

    kind: str
    condition: Expr | None
    at: Location


class Route(Record):
    """A way from (or between) a bound name and a target: another name, or any of a kind."""

    both_ways: bool
    start: Path
    target: Path | Selection
    over: Selection
    avoiding: tuple[Selection, ...]
    at: Location


class DeadlineForm(Record):
    """at_once, none, about (a year or month), fiscal_year_end (a year, or of a day), day (an expression)."""

    form: str
    value: str | Expr | None
    at: Location


class Due(Record):
    """Deadlines by condition; the last has none."""

    cases: tuple[tuple[Expr | None, DeadlineForm], ...]
    at: Location


class Interval(Record):
    """fiscal (once in each fiscal year), span (a literal) or parameter (a path)."""

    form: str
    value: Literal | Path | None
    at: Location


class Duty(Record):
    """One demand. `form`: require, forbid, forbid_route, repeat."""

    form: str
    label: str
    condition: Expr | Route
    interval: Interval | None
    by: DeadlineForm | None
    texts: Texts
    at: Location


class Cite(Record):
    """A clause of a guideline, optionally from or until an edition."""

    guideline: str
    clause: str
    since: str | None
    until: str | None
    at: Location


class Subject(Record):
    """A kind that a rule is asked of, and the name it is bound to."""

    kind: str
    name: str
    at: Location


class Rule(Record):
    """A subject, one or more duties, and a deadline. `lets`: name, expression, what readers call it."""

    name: str
    title: Texts
    cites: tuple[Cite, ...]
    note: Texts | None
    severity: str
    subjects: tuple[Subject, ...]
    where: Expr | None
    lets: tuple[tuple[str, Expr, Texts, Location], ...]
    duties: tuple[Duty, ...]
    due: Due
    fix: Texts | None
    at: Location


class Term(Record):
    """A word that a guideline defines, as a predicate over one kind."""

    name: str
    title: Texts
    cites: tuple[Cite, ...]
    kind: str
    means: Expr
    at: Location

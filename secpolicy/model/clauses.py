"""Guidelines, their editions and their clauses, as packs hold them in clauses/*.yaml."""

from typing import Any

from secpolicy.base.record import Record
from secpolicy.model.telling import Telling

Pair = tuple[str, str]
Constant = tuple[Any, ...]  # a value as plain data, which a cache can hold: ("number", "2"), ("span", 12, 0, 0, False)
PROFILE = "profile."  # before a setting that is the profile's, not the inventory's


class Edition(Record):
    """A dated issue of a guideline. `last_checked` is an ISO day or empty."""

    id: str
    name: Pair
    source: str
    last_checked: str


class Guideline(Record):
    """A law, ordinance, notice, guideline or plan with its editions, oldest first."""

    id: str
    title: Pair
    publisher: str
    authority: str
    editions: tuple[Edition, ...]

    def edition(self, id_: str) -> Edition | None:
        """The edition of that id, or None."""
        return next((edition for edition in self.editions if edition.id == id_), None)


class Clause(Record):
    """One numbered demand. Days are ISO texts or empty.

    `in_force` and `days` are all the days that rules may take from it: ISO days, and fiscal years at whose end something is due. `part_of` names
    the row of the survey that clauses share which are split from another. `gathers`: a guideline and a chapter or clause of it that this one sums up.
    """

    guideline: str
    id: str
    chapter: str
    since: str
    until: str
    strength: str
    read: str
    confidence: str
    part_of: str
    gathers: tuple[str, ...]
    in_force: str
    days: tuple[str, ...]
    kind: str
    checked_by: str
    pack: str
    file: str
    line: int
    telling: Telling

    @property
    def title(self) -> Pair:
        """What it demands, in our own words."""
        told: Pair = self._told("title")
        return told

    @property
    def numbers(self) -> tuple[tuple[str, str, str], ...]:
        """Editions, the number that it has in each, and how far that was read: it may exist in an edition whose number nobody has read."""
        told: tuple[tuple[str, str, str], ...] = self._told("numbers")
        return told

    @property
    def slugs(self) -> tuple[str, ...]:
        """Its rows of the survey; none if it is split from another."""
        told: tuple[str, ...] = self._told("slugs")
        return told

    @property
    def because(self) -> Pair:
        """Why no rule decides it."""
        told: Pair = self._told("because")
        return told

    def _told(self, text: str) -> Any:
        return self.telling.of(text, f"{self.guideline}/{self.id}")

    def exists_in(self, edition: str) -> bool:
        """Whether the guideline has this clause in an edition (ids of editions sort by date)."""
        return (not self.since or edition >= self.since) and (not self.until or edition <= self.until)

    def number_in(self, edition: str) -> str:
        """The clause's number in an edition if it was read there, else empty."""
        return next((text for of, text, read in self.numbers if of == edition and read != "unread"), "")


class Parameter(Record):
    """A value that changes with an edition (`guideline edition`) or a day, or that the organisation sets in its `settings`, or the profile.

    `values`: (start, constant, cited guideline and clause, how far it was read), as written; `type` as in the vocabulary. `stricter`: more,
    less or either, if an overlay may set another. `own`: what an overlay or the command line sets. `table`: the table of the catalog whose rows its
    values are, if they are.
    """

    name: str
    title: Pair
    type: tuple[object, ...]
    unit: Pair
    values: tuple[tuple[str, Constant, str, str], ...]
    setting: str
    last_checked: str
    pack: str
    file: str
    line: int
    stricter: str = ""
    own: Constant | None = None
    table: str = ""

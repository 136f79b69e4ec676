"""What an organisation declares about itself, as it is known once it has been read: every thing by kind, and the lists that nobody wrote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from secpolicy.base.record import Record
from secpolicy.base.truth import Place
from secpolicy.model.entity import Entity
from secpolicy.model.readers import Reading
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from secpolicy.model.official_lists import OfficialList


class Population(Record):
    """All things of one kind. `phantoms` stand for what may exist undeclared, each with the list that would tell."""

    members: tuple[Entity, ...] = ()
    phantoms: tuple[tuple[Entity, Place], ...] = ()


class Doubted(Record):
    """A fact that counts as undeclared. `why`: the message id of the reason; `day`: when it was checked, if somebody says so."""

    place: Place
    why: str
    day: date | None


class Inventory:
    """The declared facts of one organisation."""

    __slots__ = ("always", "declared_on", "documents", "doubted", "header", "lists", "populations", "readings", "records", "singles", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, documents: tuple[Mapping, ...]) -> None:
        self.vocabulary, self.documents = vocabulary, documents
        self.populations: dict[str, Population] = {}
        self.singles: dict[str, Entity | None] = {}
        self.always: dict[str, Entity] = {}
        self.records: dict[str, list[Entity]] = {}
        self.readings: list[Reading] = []
        self.doubted: tuple[Doubted, ...] = ()
        self.lists: dict[str, OfficialList] = {}
        self.header: dict[str, str] = {}
        self.declared_on: date | None = None

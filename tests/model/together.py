"""Inventories of several texts, and what is told of them: the things of a kind, and problems with their places."""

from __future__ import annotations

import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of
from secpolicy.model.entity import ref
from secpolicy.model.inventory import build_inventory
from secpolicy.model.vocabulary import Vocabulary


def refs(inventory: Inventory, kind: str) -> list[str]:
    return [ref(entity) for entity in inventory.populations[kind].members]


def found(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(problem.id, problem.location.line, problem.location.column) for problem in problems]


def together(vocabulary: Vocabulary, *texts: str) -> Inventory:
    """The inventory of several files read together: a.yaml, b.yaml and so on."""
    documents = tuple(document for name, text in zip("abc", texts, strict=False) for document in documents_of(text, f"{name}.yaml"))
    return build_inventory(documents, vocabulary, Catalogs({}))


def refused(vocabulary: Vocabulary, *texts: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        together(vocabulary, *texts)
    return [(str(problem.location), problem.id) for problem in caught.value.problems]

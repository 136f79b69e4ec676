"""Small inventories with the real vocabulary, built from a text."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of
from secpolicy.model.inventory import build_inventory
from secpolicy.model.vocabulary import Vocabulary
from secpolicy.model.vocabulary_files import load_vocabulary

Built = Callable[..., Inventory]
Refusal = Callable[[str], list[Problem]]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def built(vocabulary: Vocabulary) -> Built:
    """The inventory of a text; `tables` are those of the catalog. The text begins in line 2, behind `vocabulary: 1`."""

    def build(text: str, tables: dict[str, dict[str, Any]] | None = None) -> Inventory:
        documents = documents_of("vocabulary: 1\n" + dedent(text).lstrip("\n"), "x.yaml")
        return build_inventory(documents, vocabulary, Catalogs(tables or {}))

    return build


@pytest.fixture(scope="session")
def problems_of(built: Built) -> Refusal:
    """The problems for which a text is refused; none if it is not."""

    def problems(text: str) -> list[Problem]:
        try:
            built(text)
        except Refused as refused:
            return refused.problems
        return []

    return problems

"""An inventory as tests want it: read and built, without the profile, lists and waivers that a command would look for."""

from __future__ import annotations

from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import read_documents
from secpolicy.model.inventory import build_inventory
from secpolicy.model.vocabulary import Vocabulary


def load_inventory(path: str, vocabulary: Vocabulary, catalogs: Catalogs, name: str | None = None) -> Inventory:
    """The inventory in a file, or in all *.yaml of a folder read together. Raises Refused with every problem."""
    return build_inventory(read_documents(path, name), vocabulary, catalogs)

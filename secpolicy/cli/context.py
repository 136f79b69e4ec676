"""What every command starts from: the words, and the rulebook from the pack cache."""

from __future__ import annotations

import os
from typing import Any

from secpolicy import __version__
from secpolicy.base.problem import Refused
from secpolicy.base.text import Words
from secpolicy.model.documents import header_path, header_problem
from secpolicy.model.folders import VOCABULARY, WORDS, data_folder
from secpolicy.model.pack_cache import cached
from secpolicy.model.rulebook import Rulebook
from secpolicy.model.stretches import Mapping


class Context:
    """The words of the run's language, the rulebook, and how the cache is to be used."""

    __slots__ = ("no_cache", "rulebook", "verify", "words")

    def __init__(self, words: Words, rulebook: Rulebook, no_cache: bool = False, verify: bool = False) -> None:
        self.words, self.rulebook, self.no_cache, self.verify = words, rulebook, no_cache, verify

    def with_overlay(self, documents: tuple[Mapping, ...]) -> Rulebook:
        """The rulebook, with the organisation's own pack if the header of its inventory names one. Raises Refused."""
        folder = header_path(documents, "overlay")
        if folder is None:
            return self.rulebook
        if not os.path.isfile(os.path.join(folder, "pack.yaml")):
            message = "no-overlay" if os.path.isdir(folder) else "overlay-is-a-file" if os.path.exists(folder) else "overlay-not-found"
            raise Refused([header_problem(documents, "overlay", message, {"path": folder.replace(os.sep, "/")})])
        return load(self.no_cache, self.verify, (folder,))


def context_for(lang: str, no_cache: bool = False, verify: bool = False) -> Context:
    """The shipped packs, from the cache if nothing has changed. Raises Refused if one is not sound."""
    rulebook = load(no_cache, verify)
    return Context(Words(lang, rulebook.texts(lang)), rulebook, no_cache, verify)


def load(no_cache: bool = False, verify: bool = False, overlays: tuple[str, ...] = ()) -> Rulebook:
    """The rulebook of the packs that this installation carries, and of an organisation's own. Raises Refused."""
    rules, profiles = data_folder("rules"), data_folder("profiles")

    def build() -> Any:
        from secpolicy.checking.load import load_rulebook

        return load_rulebook(rules, profiles, overlays).as_data()

    name, folders = "overlay" if overlays else "shipped", (*overlays, rules, profiles, VOCABULARY, WORDS)
    return Rulebook.from_data(cached(name, __version__, folders, build, not no_cache, verify))

"""What every command starts from: the words, and the rulebook from the pack cache."""

from __future__ import annotations

from typing import Any

from secpolicy import __version__
from secpolicy.base.text import Words
from secpolicy.model.folders import data_folder
from secpolicy.model.pack_cache import cached
from secpolicy.model.rulebook import Rulebook


class Context:
    """The words of the run's language, and the rulebook."""

    __slots__ = ("rulebook", "words")

    def __init__(self, words: Words, rulebook: Rulebook) -> None:
        self.words, self.rulebook = words, rulebook


def context_for(lang: str, no_cache: bool = False, verify: bool = False) -> Context:
    """The shipped packs, from the cache if nothing has changed. A pack that is not sound is refused with exit code 6."""
    from secpolicy.base.problem import Refused

    try:
        rulebook = load(no_cache, verify)
    except Refused as refused:
        from secpolicy.cli.commands import refuse
        from secpolicy.model.words import load_words

        refused.exit_code = 6
        raise SystemExit(refuse(refused, load_words(lang))) from None
    return Context(Words(lang, {id_: tuple(text) for id_, text in rulebook.words[lang].items()}), rulebook)


def load(no_cache: bool = False, verify: bool = False) -> Rulebook:
    """The rulebook of the packs that this installation carries."""
    from secpolicy.model.vocabulary import FOLDER
    from secpolicy.model.words import FOLDER as WORDS

    rules, profiles = data_folder("rules"), data_folder("profiles")

    def build() -> Any:
        from secpolicy.checking.load import load_rulebook

        return load_rulebook(rules, profiles).as_data()

    return Rulebook.from_data(cached("shipped", __version__, (rules, profiles, FOLDER, WORDS), build, not no_cache, verify))

"""The head of an inventory: for which vocabulary it is written, when it was declared, the files it names, and the defaults of its kinds."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from secpolicy.base.dates import looks_like_a_day, read_day
from secpolicy.base.problem import Problem, closest
from secpolicy.model.documents import is_path
from secpolicy.model.places import problem_at
from secpolicy.model.readers import Lent, Readers
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import Mapping, location_of_start
from secpolicy.model.vocabulary import Kind, Vocabulary

HEADER = ("vocabulary", "declared_on", "include", "defaults", "profile", "waivers", "overlay", "baseline", "lists")


class Head:
    """What the heads of some documents say together; what is wrong with them goes to `problems`.

    `trial` holds the references of the defaults, which perhaps no thing takes: they are resolved for their problems alone.
    """

    __slots__ = ("declared_on", "defaults", "paths", "problems", "trial", "vocabulary")

    def __init__(self, documents: tuple[Mapping, ...], vocabulary: Vocabulary, problems: list[Problem]) -> None:
        self.vocabulary, self.problems = vocabulary, problems
        self.trial = Readers(vocabulary, problems)
        self.declared_on: date | None = None
        self.paths: dict[str, str] = {}
        self.defaults: dict[str, Lent] = {}
        for document in documents:
            self._read(document)
        versions = [document["vocabulary"] for document in documents if "vocabulary" in document]
        if all(isinstance(version, str) and version in RESERVED for version in versions):
            self._refuse(documents[0], (), "vocabulary-missing")

    def _read(self, document: Mapping) -> None:
        for key, raw in document.items():
            if key in HEADER:
                self._value(document, key, raw)
            elif key not in self.vocabulary.by_key:
                self._unknown_key(document, key)
        self._declared_on(document)
        self._defaults(document)

    def _value(self, document: Mapping, key: str, raw: Any) -> None:
        if key in ("profile", "waivers", "overlay", "baseline") and is_path(raw):
            self.paths[key] = os.path.join(os.path.dirname(document.source.name), raw)
        elif key in ("profile", "overlay", "baseline", "vocabulary", "declared_on") and not isinstance(raw, str):
            self._refuse(document, (key,), "not-a-single-value")
        elif key == "vocabulary" and raw not in RESERVED and raw != "1":
            self._refuse(document, (key,), "vocabulary-version", value=raw)

    def _unknown_key(self, document: Mapping, key: str) -> None:
        spelled = {word: kind.key for kind in self.vocabulary.kinds.values() for word in (kind.name, kind.ja)}
        meant = spelled.get(key) or closest(key, [*HEADER, *self.vocabulary.by_key])
        self._refuse(document, (key,), "unknown-key-meant" if meant else "unknown-key", True, key=key, meant=meant)

    def _declared_on(self, document: Mapping) -> None:
        raw = document.get("declared_on")
        if isinstance(raw, str) and raw not in RESERVED:
            if (span := read_day(raw)) is None:
                self._refuse(document, ("declared_on",), "no-such-day" if looks_like_a_day(raw) else "not-a-date", value=raw)
            else:
                self.declared_on = span[1]

    def _defaults(self, document: Mapping) -> None:
        blocks = document.get("defaults", "")
        if isinstance(blocks, str) and blocks in RESERVED:
            return
        if not isinstance(blocks, Mapping):
            self._refuse(document, ("defaults",), "not-a-mapping", known=["device", "system"])
            return
        for name, block in blocks.items():
            kind = self.vocabulary.kinds.get(name) or self.vocabulary.by_key.get(name)
            if kind is None:
                meant = closest(name, [*self.vocabulary.kinds])
                self._refuse(document, ("defaults", name), "unknown-kind-meant" if meant else "unknown-kind", True, kind=name, meant=meant)
            elif isinstance(block, Mapping):
                self._default(document, name, kind, block)
            elif not isinstance(block, str) or block not in RESERVED:
                self._refuse(document, ("defaults", name), "not-a-mapping", known=kind.writable[:8])

    def _default(self, document: Mapping, name: str, kind: Kind, block: Mapping) -> None:
        """Read once by itself, so that a slip in the block is reported even if no thing takes a value from it."""
        if kind.name in self.defaults:
            first = location_of_start(self.defaults[kind.name].block).short
            self._refuse(document, ("defaults", name), "written-twice", True, key=f"defaults.{name}", first=first)
        self.defaults[kind.name] = self.trial.lent(kind, block)

    def _refuse(self, document: Mapping, path: tuple[Any, ...], message: str, of_key: bool = False, **values: Any) -> None:
        self.problems.append(problem_at(document, path, message, of_key, **values))

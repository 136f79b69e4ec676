"""Reading the words of messages: base/words/<lang>*.yaml, one entry per message id."""

from __future__ import annotations

import os
from typing import Any

from secpolicy.base.text import Words
from secpolicy.model.folders import WORDS


def load_words(lang: str) -> Words:
    """The words of a language. An entry is a text, or {says, help}."""
    from secpolicy.model.yaml_reader import read_file

    texts: dict[str, tuple[str, str]] = {}
    for name in sorted(os.listdir(WORDS)):
        if name.endswith(".yaml") and name.removesuffix(".yaml").partition("-")[0] == lang:
            texts |= {id_: _entry(raw) for id_, raw in read_file(os.path.join(WORDS, name)).items()}
    return Words(lang, texts)


def _entry(raw: Any) -> tuple[str, str]:
    return (raw, "") if isinstance(raw, str) else (raw["says"], raw.get("help", ""))

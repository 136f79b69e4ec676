"""The shape of an organisation's own pack: whether each of its files has the form of what it should be, before anybody asks what it means.

Looked at only when a pack is compiled; jsonschema is loaded for it.
"""

from __future__ import annotations

import json
import os
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import Problem, Refused
from secpolicy.base.record import Record
from secpolicy.checking.conformance import schema_problems
from secpolicy.language.parse import parse
from secpolicy.model.pack import ADJUSTMENTS, pack_files
from secpolicy.model.stretches import Mapping
from secpolicy.model.text_files import file_text
from secpolicy.model.yaml_reader import read_text

PARTS = ("clauses", "parameters", "catalog", "vocabulary")
_AT_THE_TOP = {"pack.yaml": "head", ADJUSTMENTS: "adjustments"}


class Formed(Record):
    """The YAML files of a pack by the part that they belong to (`head`: pack.yaml, `adjustments`), and everything that keeps a file from being read."""

    documents: dict[str, list[Mapping]]
    problems: list[Problem]


def formed(folder: str, root: str) -> Formed:
    """The files of a pack that can be read; names are printed relative to `root`."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "pack_files.schema.json"), encoding="utf-8") as file:
        definitions = json.load(file)["$defs"]
    found = Formed({part: [] for part in (*_AT_THE_TOP.values(), *PARTS)}, [])
    for path in pack_files(folder):
        part = _part_of(os.path.relpath(path, folder))
        if part is None:
            continue
        try:
            source = file_text(path, os.path.relpath(path, root))
            if part == "rule":
                parse(source)
                continue
            content = read_text(source)
        except Refused as refused:
            found.problems.extend(refused.problems)
            continue
        if isinstance(content, Mapping):
            found.documents[part].append(content)
            found.problems.extend(schema_problems(content, _schema(part, definitions), as_written=True))
        else:
            found.problems.append(Problem(Location(source.name), "empty-file", {}))
    return found


def _part_of(path: str) -> str | None:
    """What a file of a pack should hold; None: nothing that a pack is made of."""
    if path.endswith((".rule", ".term")):
        return "rule"
    folder, name = os.path.split(path)
    if not folder:
        return _AT_THE_TOP.get(name)
    return folder if folder in PARTS else None


def _schema(part: str, definitions: dict[str, Any]) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{part}", "$defs": definitions}

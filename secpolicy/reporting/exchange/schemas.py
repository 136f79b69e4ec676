"""The JSON Schemas of what commands print with --format json, each whole in itself."""

from __future__ import annotations

import json
import os
from typing import Any

OF_REPORTS = ("report", "diff", "timeline", "plan")
_FOLDER = os.path.dirname(os.path.abspath(__file__))
_SHARED = "report.schema.json#/"


def report_schema_text(name: str) -> str:
    """One of OF_REPORTS as text. What the files beside this one share with the report's schema stands in it."""
    schema = _read(name)
    if name != "report":
        schema = _here(schema)
        schema["$defs"] = {**_read("report")["$defs"], **schema.get("$defs", {})}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _read(name: str) -> dict[str, Any]:
    with open(os.path.join(_FOLDER, f"{name}.schema.json"), encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def _here(part: Any) -> Any:
    """The same with references into this document."""
    if isinstance(part, list):
        return [_here(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: f"#/{one.removeprefix(_SHARED)}" if key == "$ref" and one.startswith(_SHARED) else _here(one) for key, one in part.items()}

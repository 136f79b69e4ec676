"""Problems at places of documents, with the line on which they stand."""

from __future__ import annotations

from typing import Any

from secpolicy.base.problem import Problem
from secpolicy.model.entity import location_of_start
from secpolicy.model.places import locate
from secpolicy.model.stretches import Mapping, Stretch


def problem_at(stretch: Mapping | Stretch, path: tuple[str | int, ...], message: str, of_key: bool = False, **values: Any) -> Problem:
    """A problem with the value at `path`, or with its key; an empty path means the mapping itself."""
    from secpolicy.model.yaml_slips import meant_as_mapping

    location = locate(stretch, path, of_key) if path else location_of_start(stretch)
    return meant_as_mapping(Problem(location, message, values, stretch.source.line(location.line)), stretch.source)

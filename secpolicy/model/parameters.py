"""A value for a parameter, read by the parameter's type, wherever it is given: in a pack, an overlay, a case, or on the command line."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from secpolicy.base.dates import Period
from secpolicy.base.location import Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.model.clauses import Parameter
from secpolicy.model.entity import UNDECLARED, Entity
from secpolicy.model.readers import Readers
from secpolicy.model.scalars import RESERVED
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary import Kind, Type, Vocabulary, restored

_VALUE = Kind("value", "", "", "", "once", (), (), False, {}, {})


def constant_read(parameter: Parameter, holder: Entity, field: str, vocabulary: Vocabulary) -> tuple[tuple[Any, ...] | None, list[Problem]]:
    """The constant that stands in a field of an entity's mapping, and what is wrong with it; there must be one."""
    assert isinstance(holder.source, Mapping)
    type_ = restored(parameter.type)
    readers = Readers(vocabulary)
    raw = holder.source[field]
    if isinstance(raw, str) and raw in RESERVED:
        readers.problem(holder, field, "parameter-without-value", name=parameter.name)
        return None, readers.problems
    value = readers.value(type_, raw, holder, field)
    return (None if readers.problems or value is UNDECLARED else constant(value, type_)), readers.problems


def constant_of_text(parameter: Parameter, text: str, shown: str, vocabulary: Vocabulary) -> tuple[Any, ...]:
    """The constant that a text is, as YAML would read it: `2`, `1年`, `[a, b]`. `shown`: where it was given. Raises Refused (exit code 2)."""
    from secpolicy.model.yaml_reader import read_text

    content = read_text(Source(shown, f"value: {text}\n"))
    assert isinstance(content, Mapping)
    found, problems = constant_read(parameter, Entity(_VALUE, content), "value", vocabulary)
    if found is None:
        raise Refused(problems, exit_code=2)
    return found


def constant(value: Any, type_: Type) -> tuple[Any, ...]:
    """A value as a constant of the rule tree: plain data that a cache can hold."""
    if type_.name == "list":
        return "list", tuple(constant(member, type_.of) for member in value)
    if isinstance(value, date):
        return "day", value.isoformat()
    if isinstance(value, Period):
        return ("span", *value)
    if isinstance(value, bool):
        return "truth", value
    if isinstance(value, int | Fraction):
        return "number", str(value)
    return ("choice", type_.of, value) if type_.name == "choice" else ("text", value)

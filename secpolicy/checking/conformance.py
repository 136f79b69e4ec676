"""Whether a file fits the JSON Schema: what an editor would underline, said in our words and placed by our reader.

jsonschema is loaded here and only when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from secpolicy.base.problem import Problem, closest
from secpolicy.base.record import Record
from secpolicy.model.places import locate
from secpolicy.model.stretches import Mapping
from secpolicy.model.written_forms import Schema, core_value

_MOST_NAMED = 12


class Named(Record):
    """What a schema calls its value, in both languages."""

    ja: str
    en: str


class _Fault(Record):
    """An error of jsonschema and the schema as a whole, in which its references are looked up."""

    error: Any
    schema: Schema


def schema_problems(document: Mapping, schema: Schema, as_written: bool = False) -> list[Problem]:
    """What keeps a file from fitting the schema, in order of place; empty if it fits. `as_written`: the schema knows texts only."""
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(schema).iter_errors(document if as_written else as_editors_read(document))
    leaves = [_Fault(leaf, schema) for error in errors for leaf in _leaves(error)]
    problems = {(problem.location, problem.id, str(problem.values)): problem for fault in leaves for problem in _problems(fault, document)}
    return sorted(problems.values(), key=lambda problem: problem.location)


def as_editors_read(value: Any) -> Any:
    """The values that YAML 1.2 makes of the texts that our reader keeps as they are."""
    if isinstance(value, dict):
        return {key: as_editors_read(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_editors_read(part) for part in value]
    return core_value(value)


def _leaves(error: Any) -> Iterator[Any]:
    """The errors that matter: of a choice between forms, those of the form that was meant; the choice itself if none was."""
    branch = _meant(error)
    if branch is None:
        yield error
    else:
        for inner in branch:
            yield from _leaves(inner)


def _meant(error: Any) -> list[Any] | None:
    """The errors of the form that comes closest to what is written, if one has the same shape."""
    if error.validator != "anyOf":
        return None
    branches: dict[int, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    alike = [branch for branch in branches.values() if not any(map(_is_of_another_shape, branch))]
    return min(alike, key=lambda branch: sum(map(_weight, branch)), default=None)


def _is_of_another_shape(error: Any) -> bool:
    """Whether an error concerns the whole value, not something in it."""
    if error.validator == "required" and error.validator_value == ["value"]:
        return True  # only evidence must have a value: keys without one are no evidence
    if error.relative_path or error.validator in ("required", "additionalProperties"):
        return False
    return _meant(error) is None


def _weight(error: Any) -> int:
    if error.validator == "additionalProperties":
        return len(_extra_keys(error))
    branch = _meant(error)
    return 1 if branch is None else sum(map(_weight, branch))


def _extra_keys(error: Any) -> list[str]:
    patterns = error.schema.get("patternProperties", {})
    return [key for key in error.instance if key not in error.schema.get("properties", {}) and not any(re.search(pattern, key) for pattern in patterns)]


def _problems(fault: _Fault, document: Mapping) -> Iterable[Problem]:
    return _BY_KEYWORD.get(fault.error.validator, _other)(fault, document)


def _problem(document: Mapping, path: Iterable[str | int], message: str, of_key: bool = False, **values: Any) -> Problem:
    location = locate(document, tuple(path), of_key)
    return Problem(location, message, values, document.source.line(location.line))


def _unknown_keys(fault: _Fault, document: Mapping) -> Iterator[Problem]:
    known = list(fault.error.schema.get("properties", {}))
    for key in _extra_keys(fault.error):
        meant = closest(key, known)
        message = "schema-additionalProperties-meant" if meant else "schema-additionalProperties"
        yield _problem(document, (*fault.error.absolute_path, key), message, True, key=key, meant=meant, known=known[:_MOST_NAMED])


def _missing_key(fault: _Fault, document: Mapping) -> Iterator[Problem]:
    for key in fault.error.validator_value:
        if key not in fault.error.instance:
            yield _problem(document, fault.error.absolute_path, "schema-required", key=key)


def _no_form(fault: _Fault, document: Mapping) -> Iterator[Problem]:
    """The value has none of the forms: a word outside a choice, a malformed date, a list where one value belongs."""
    error = fault.error
    if any(inner.validator == "not" for inner in error.context):
        yield _problem(document, error.absolute_path, "schema-not")
        return
    schema: Schema = next((one for one in (error.schema, *(inner.schema for inner in reversed(error.context))) if "title" in one), {})
    english, _, written = schema.get("description", "").partition(": ")
    values: dict[str, Any] = {"what": Named(schema.get("title", ""), english)}
    shape = next((f"-{name}" for kind, name in ((dict, "mapping"), (list, "list")) if isinstance(error.instance, kind)), "")
    if not shape:
        values["value"] = _text_at(document, error.absolute_path)
    if names := list(dict.fromkeys(_offered(schema, fault.schema))):
        yield _problem(document, error.absolute_path, f"schema-anyOf{shape}-choice", **values, choices=names[:_MOST_NAMED])
    elif written:
        yield _problem(document, error.absolute_path, f"schema-anyOf{shape}-type", **values, written=written)
    else:
        yield _problem(document, error.absolute_path, f"schema-anyOf{shape}", **values)


def _wrong_word(fault: _Fault, document: Mapping) -> Iterator[Problem]:
    allowed = [value for value in fault.error.validator_value if isinstance(value, str)]
    yield _problem(document, fault.error.absolute_path, "schema-enum", choices=allowed)


def _of_another_type(fault: _Fault, document: Mapping) -> Iterator[Problem]:
    wanted = fault.error.validator_value
    if wanted == "object":
        yield from _too_few(fault, document)
    else:
        yield _problem(document, fault.error.absolute_path, "shape-list" if wanted == "array" else "not-a-single-value")


def _of_another_form(fault: _Fault, document: Mapping) -> Iterator[Problem]:
    error = fault.error
    english, _, written = error.schema.get("description", "").partition(": ")
    values = {"what": Named(error.schema.get("title", ""), english), "value": error.instance, "written": written}
    yield _problem(document, error.absolute_path, "schema-anyOf-type", **values)


def _too_few(fault: _Fault, document: Mapping) -> Iterator[Problem]:
    known = list(fault.error.schema.get("properties", {}))[:_MOST_NAMED]
    yield _problem(document, fault.error.absolute_path, "shape-fields" if known else "shape-mapping", known=known)


def _other(fault: _Fault, document: Mapping) -> Iterator[Problem]:
    yield _problem(document, fault.error.absolute_path, "schema-other", keyword=fault.error.validator)


_BY_KEYWORD: dict[str, Callable[[_Fault, Mapping], Iterable[Problem]]] = {
    "additionalProperties": _unknown_keys, "required": _missing_key, "anyOf": _no_form, "enum": _wrong_word,
    "type": _of_another_type, "pattern": _of_another_form, "minProperties": _too_few,
}  # fmt: skip


def _text_at(document: Any, path: Iterable[str | int]) -> str:
    """A value as it is written: an editor's number may have lost its zeros."""
    for step in path:
        document = document[step]
    return str(document)


def _offered(schema: Schema, whole: Schema) -> Iterator[str]:
    """The names of a choice that a schema leads to."""
    if "const" in schema:
        yield schema["const"]
    if "$ref" in schema:
        yield from _offered(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    for form in schema.get("anyOf", ()):
        yield from _offered(form, whole)

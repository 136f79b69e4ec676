"""Reading YAML: libyaml's events folded into plain values, refusing what an office does not mean to write.

Every scalar stays text: its meaning is the business of the vocabulary, never of YAML's guesses. Mappings remember where they stand in the
file, nothing else does; `locate` reads that slice again when somebody needs the place of a value. Limits are checked while events arrive,
since libyaml's own time grows with the square of open brackets. Loaded only for what block_reader.py leaves to it: PyYAML takes its time.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused
from secpolicy.model.stretches import MAX_VALUES, Mapping, Stretch, column_of, location_of
from secpolicy.model.text_files import file_text
from secpolicy.model.yaml_slips import ideographic_indent, syntax_problem, wide_colons

MAX_DEPTH = 64
MAX_REPEATED = 1_000_000  # what aliases may add: a few lines of them stand for as many values as one likes

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = re.compile(r"!\S*")
_TRAILING = ("\u3000", "\u00a0")  # spaces that YAML takes for text


class Unreadable(Exception):
    """Raised inside this module to leave a file at its first syntax error."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.id)
        self.problem = problem


def read_file(path: str, name: str | None = None) -> Any:
    """The content of a YAML file as mappings, lists and texts. Raises Refused with every problem found."""
    return read_text(file_text(path, name))


def read_text(source: Source) -> Any:
    """Mappings, lists and texts of one YAML document; None if it is empty. Raises Refused with every problem found."""
    problems: list[Problem] = []
    try:
        content = _fold(source, problems)
    except Unreadable as stop:
        problems.append(stop.problem)
    except yaml.YAMLError as error:
        problems.append(syntax_problem(source, error))
    for problem in wide_colons(source):
        problems = [other for other in problems if other.location.line != problem.location.line] + [problem]
    if problems:
        once = {(problem.location, problem.id): problem for problem in problems}
        raise Refused([once[key] for key in sorted(once)])
    return content


def _fold(source: Source, problems: list[Problem]) -> Any:  # noqa: C901, PLR0915  one loop: a call for each event would take longer than the event
    """Build the document from events; soft faults go to `problems`, the first hard one is raised."""
    get = _Loader(source.text).get_event
    scalar, mapping_start, sequence_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    mapping_end, sequence_end, alias = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent
    stack: list[tuple[Any, Any, tuple[int, str | None]]] = []
    anchors: dict[str, tuple[Any, int]] = {}
    repeated: list[tuple[Mapping, str, Any]] = []
    no_key = object()
    root: Any = None
    here: Any = None
    key: Any = no_key
    count = repeats = documents = 0
    opened: tuple[int, str | None] = (0, None)
    while (event := get()) is not None:
        found = type(event)
        if found is scalar:
            value: Any = event.value
            if value[-1:] in _TRAILING:
                value = value.rstrip(" \u3000\u00a0")
            count += 1
            if event.tag is not None and not event.implicit[1]:
                problems.append(_tag_problem(source, event))
            if event.anchor:
                anchors[event.anchor] = (value, 1)
        elif found is mapping_start or found is sequence_start:
            if event.tag is not None:
                problems.append(_tag_problem(source, event))
            if len(stack) >= MAX_DEPTH:
                raise Unreadable(_at(source, event, "too-deep", limit=MAX_DEPTH))
            if found is mapping_start:
                value = Mapping()
                value.start, value.source = event.start_mark.index, source
            else:
                value = []
            count += 1
        elif found is mapping_end or found is sequence_end:
            if found is mapping_end:
                here.end = event.end_mark.index
            size, anchor = count - opened[0], opened[1]
            if anchor:
                anchors[anchor] = (here, size)
            here, key, opened = stack.pop()
            continue
        elif found is alias:
            if event.anchor not in anchors:
                is_open = event.anchor in (opened[1], *(outer[1] for _, _, outer in stack))
                raise Unreadable(_at(source, event, "alias-to-itself" if is_open else "unknown-alias", anchor=event.anchor))
            value, size = anchors[event.anchor]
            count += size
            repeats += size
        elif found is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise Unreadable(_at(source, event, "two-documents"))
            continue
        else:
            continue
        if count > MAX_VALUES:
            raise Unreadable(_at(source, event, "too-many-values", limit=f"{MAX_VALUES:,}"))
        if repeats > MAX_REPEATED:
            raise Unreadable(_at(source, event, "too-many-repeats", limit=f"{MAX_REPEATED:,}"))
        if here is None:
            root = value
        elif type(here) is list:
            here.append(value)
        elif key is no_key:
            if type(value) is not str or found is alias:
                raise Unreadable(_at(source, event, "key-is-no-text"))
            if value in here:
                repeated.append((here, value, event))
            elif value == "<<" and event.implicit[0]:
                problems.append(_at(source, event, "merge-key"))
            elif value.startswith("\u3000"):
                problems.append(ideographic_indent(source, event.start_mark.line + 1))
            key = value
            continue
        else:
            here[key] = value
            key = no_key
        if found is mapping_start or found is sequence_start:
            stack.append((here, key, opened))
            opened = (count, event.anchor)
            here, key = value, no_key
    problems += [_at(source, event, "duplicate-key", key=word, first=locate(mapping, (word,), of_key=True).line) for mapping, word, event in repeated]
    return root


def locate(stretch: Mapping | Stretch, path: tuple[str | int, ...], of_key: bool = False) -> Location:
    """Where the value at `path` stands, read again from the mapping's slice; where it is absent, the deepest mapping on the way.

    `of_key` asks for the key instead of the value.
    """
    node = _node_of(stretch)
    if node is None:
        return location_of(stretch)
    where, offset = node
    key: Any = None
    for step in path:
        found = _child(where, step)
        if found is None:
            return _first_key(stretch.source.name, where, offset)
        key, where = found
    if of_key and path and key is not None:
        where = key
    start, end = where.start_mark, where.end_mark
    if isinstance(where, yaml.MappingNode | yaml.SequenceNode):
        return _first_key(stretch.source.name, where, offset)
    return Location(stretch.source.name, start.line + 1 + offset, start.column + 1, end.line + 1 + offset, end.column + 1)


def read_again(stretch: Stretch) -> Mapping:
    """The mapping that stands there, with places of its own."""
    found = _fold(Source(stretch.source.name, _padded(stretch)), [])
    assert isinstance(found, Mapping)
    return found


def _padded(stretch: Mapping | Stretch) -> str:
    """The slice with its first line as far to the right as it stands in the file."""
    return " " * column_of(stretch) + stretch.source.text[stretch.start : stretch.end]


def _node_of(stretch: Mapping | Stretch) -> tuple[Any, int] | None:
    """The mapping's slice composed into nodes, and the number of lines before it."""
    try:
        return yaml.compose(_padded(stretch), Loader=_Loader), stretch.source.place(stretch.start)[0] - 1
    except yaml.YAMLError:
        pass  # an alias whose anchor stands outside the slice: compose the whole file and look the mapping up
    try:
        found = _node_at(yaml.compose(stretch.source.text, Loader=_Loader), stretch.start)
    except yaml.YAMLError:
        return None
    return (found, 0) if found is not None else None


def _node_at(node: Any, index: int) -> Any:
    """The mapping node that begins at a character of the file; None if none does."""
    while node is not None and not (isinstance(node, yaml.MappingNode) and node.start_mark.index == index):
        children = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
        node = next((child for child in children if child.start_mark.index <= index < child.end_mark.index), None)
    return node


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Key and value nodes of one step down, or None."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return (None, node) if step == 0 else None


def _first_key(name: str, node: Any, offset: int) -> Location:
    """A collection is shown at its first line only; a scalar that should have been a mapping, where it stands."""
    start = node.start_mark
    width = node.end_mark.column if node.end_mark.line == start.line else start.column + 1
    return Location(name, start.line + 1 + offset, start.column + 1, start.line + 1 + offset, width + 1)


def _at(source: Source, event: Any, message: str, **values: Any) -> Problem:
    start, end = event.start_mark, event.end_mark
    location = Location(source.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    return Problem(location, message, values, source.line(location.line))


def _tag_problem(source: Source, event: Any) -> Problem:
    """The tag as it is written, which libyaml has resolved."""
    found = _TAG.match(source.text, event.start_mark.index)
    return _at(source, event, "tag", tag=found[0] if found else event.tag)

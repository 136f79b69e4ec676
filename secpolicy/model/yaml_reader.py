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
_NO_KEY = object()


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


def _fold(source: Source, problems: list[Problem]) -> Any:
    """Build the document from events; soft faults go to `problems`, the first hard one is raised."""
    return _Folding(source, problems).folded()


class _Folding:
    """A document while its events arrive. `here`: the collection that is open, `key`: the key of it that waits for its value.

    `opened`: how many values there were when `here` began, and its anchor; `stack`: the same of the collections around it.
    """

    __slots__ = ("anchors", "count", "documents", "here", "key", "opened", "problems", "repeated", "repeats", "root", "source", "stack")

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source, self.problems = source, problems
        self.root: Any = None
        self.here: Any = None
        self.key: Any = _NO_KEY
        self.opened: tuple[int, str | None] = (0, None)
        self.stack: list[tuple[Any, Any, tuple[int, str | None]]] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.repeated: list[tuple[Mapping, str, Any]] = []
        self.count = self.repeats = self.documents = 0

    def folded(self) -> Any:
        """The content of the document. Raises Unreadable at the first hard fault."""
        steps = {
            yaml.ScalarEvent: self._scalar, yaml.MappingStartEvent: self._begin_mapping, yaml.MappingEndEvent: self._end_mapping,
            yaml.SequenceStartEvent: self._begin_list, yaml.SequenceEndEvent: self._end, yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }  # fmt: skip
        get = _Loader(self.source.text).get_event
        while (event := get()) is not None:
            if (step := steps.get(type(event))) is not None:
                step(event)
        for mapping, word, event in self.repeated:
            self._fault(event, "duplicate-key", key=word, first=locate(mapping, (word,), of_key=True).line)
        return self.root

    def _scalar(self, event: Any) -> None:
        value = event.value
        if value[-1:] in _TRAILING:
            value = value.rstrip(" \u3000\u00a0")
        if event.tag is not None and not event.implicit[1]:
            self.problems.append(_tag_problem(self.source, event))
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self._put(value, event, 1)

    def _begin_mapping(self, event: Any) -> None:
        value = Mapping()
        value.start, value.source = event.start_mark.index, self.source
        self._begin(value, event)

    def _begin_list(self, event: Any) -> None:
        self._begin([], event)

    def _begin(self, value: Any, event: Any) -> None:
        if event.tag is not None:
            self.problems.append(_tag_problem(self.source, event))
        if len(self.stack) >= MAX_DEPTH:
            raise self._refusal(event, "too-deep", limit=MAX_DEPTH)
        self._put(value, event, 1)
        self.stack.append((self.here, self.key, self.opened))
        self.opened = (self.count, event.anchor)
        self.here, self.key = value, _NO_KEY

    def _end_mapping(self, event: Any) -> None:
        self.here.end = event.end_mark.index
        self._end(event)

    def _end(self, event: Any) -> None:
        before, anchor = self.opened
        if anchor:
            self.anchors[anchor] = (self.here, self.count - before)
        self.here, self.key, self.opened = self.stack.pop()

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            is_open = event.anchor in (self.opened[1], *(outer[1] for _, _, outer in self.stack))
            raise self._refusal(event, "alias-to-itself" if is_open else "unknown-alias", anchor=event.anchor)
        value, size = self.anchors[event.anchor]
        self.repeats += size
        self._put(value, event, size)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._refusal(event, "two-documents")

    def _put(self, value: Any, event: Any, size: int) -> None:
        """A value into what is open; `size`: how many values it stands for."""
        self.count += size
        if self.count > MAX_VALUES:
            raise self._refusal(event, "too-many-values", limit=f"{MAX_VALUES:,}")
        if self.repeats > MAX_REPEATED:
            raise self._refusal(event, "too-many-repeats", limit=f"{MAX_REPEATED:,}")
        here = self.here
        if here is None:
            self.root = value
        elif type(here) is list:
            here.append(value)
        elif self.key is _NO_KEY:
            self._put_key(value, event)
        else:
            here[self.key] = value
            self.key = _NO_KEY

    def _put_key(self, value: Any, event: Any) -> None:
        if type(value) is not str or type(event) is yaml.AliasEvent:
            raise self._refusal(event, "key-is-no-text")
        if value in self.here:
            self.repeated.append((self.here, value, event))
        elif value == "<<" and event.implicit[0]:
            self._fault(event, "merge-key")
        elif value.startswith("\u3000"):
            self.problems.append(ideographic_indent(self.source, event.start_mark.line + 1))
        self.key = value

    def _fault(self, event: Any, message: str, **values: Any) -> None:
        self.problems.append(_at(self.source, event, message, **values))

    def _refusal(self, event: Any, message: str, **values: Any) -> Unreadable:
        return Unreadable(_at(self.source, event, message, **values))


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

"""Places of values: what was read line by line is found where libyaml finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from secpolicy.base.location import Location, Source
from secpolicy.model import yaml_reader
from secpolicy.model.block_reader import BlockReader, Entries
from secpolicy.model.places import locate, read_again
from secpolicy.model.stretches import Mapping, Stretch, location_of_start
from tests.model.two_readers import MANY, cities

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/*.yaml"))


def stretches(ours: Any, theirs: Any) -> Iterator[tuple[Mapping, Mapping]]:
    """The mappings that know where they stand, as both readers give them."""
    if isinstance(ours, Mapping) and hasattr(ours, "source"):
        yield ours, theirs
    if isinstance(ours, dict):
        for key, part in ours.items():
            yield from stretches(part, theirs[key])
    elif isinstance(ours, list | Entries):
        for part, other in zip(ours, theirs, strict=True):
            yield from stretches(part, other)


def ways(value: Any) -> Iterator[tuple[str | int, ...]]:
    """The way to everything in a value, and some that lead to nothing."""
    yield ()
    for step, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        for way in ways(part):
            yield (step, *way)
    yield from (("none",), (0,), (9,), ("none", "b"))


def both(text: str) -> tuple[Mapping, Any]:
    return BlockReader(Source("x.yaml", text)).document(), yaml_reader.read_text(Source("x.yaml", text))


@MANY
@given(cities())
def test_a_value_is_found_where_libyaml_finds_it(text: str) -> None:
    for ours, theirs in stretches(*both(text)):
        assert location_of_start(theirs) == location_of_start(ours)

        for way in ways(theirs):
            for of_key in (False, True):
                assert yaml_reader.locate(theirs, way, of_key) == locate(ours, way, of_key), (text, way)


@MANY
@given(cities())
def test_what_is_read_again_is_what_it_was(text: str) -> None:
    for ours, theirs in stretches(*both(text)):
        again = read_again(Stretch(ours.start, ours.end, ours.source))

        assert theirs == again
        assert (ours.start, ours.end) == (again.start, again.end)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_everything_in_a_sample_stands_where_libyaml_says(path: Path) -> None:
    [(document, whole_file), *found] = stretches(*both(path.read_text(encoding="utf-8")))
    asked = [(ours, theirs, way) for ours, theirs in found for way in ways(theirs)][::11]
    asked += [(document, whole_file, (key,)) for key in [*document][:5]]

    assert [yaml_reader.locate(theirs, way) for _, theirs, way in asked] == [locate(ours, way) for ours, _, way in asked]


@pytest.mark.parametrize(
    "things",
    [
        "{name: 'x, id: 1', id: 2}",
        '{name: "{id: 1", id: 2}',
        "{name: it's, id: 2}",
        "{of: {id: 1}, id: 2}",
        "{of: {id: 1}}",
        "{ids: 1, x.id: 2, id: 3}",
        "{of: [id], id:  2}",
    ],
)
def test_a_key_is_found_behind_what_looks_like_it(things: str) -> None:
    _, (ours, theirs) = stretches(*both(f"a:\n- {things}\n"))

    assert yaml_reader.locate(theirs, ("id",)) == locate(ours, ("id",))
    assert yaml_reader.locate(theirs, ("id",), of_key=True) == locate(ours, ("id",), of_key=True)


def test_what_is_not_read_line_by_line_is_found_by_libyaml() -> None:
    source = Source("x.yaml", "a:\n  b: |\n    c: 1\n  c: 2\n")
    content = yaml_reader.read_text(source)

    assert Location("x.yaml", 4, 6, 4, 7) == locate(content, ("a", "c"))
    assert content["a"] == read_again(Stretch(content["a"].start, content["a"].end, source))


def test_what_is_unusual_behind_what_has_been_read_is_found_by_libyaml() -> None:
    document = BlockReader(Source("x.yaml", "a: 1\nb:\n- c: 2\n- {c: &x d, e: f}\n")).document()

    assert Location("x.yaml", 4, 16, 4, 17) == locate(document, ("b", 1, "e"))

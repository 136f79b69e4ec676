"""Plain data as bytes and back: nothing is lost, what is equal is written once."""

from __future__ import annotations

import gc
import os
import tempfile
from typing import Any

import pytest

from secpolicy.base.dates import Period
from secpolicy.model.packed import Parts, Scattered, checksum, in_parts, packed, unpacked


@pytest.mark.parametrize("value", [(), ("a", ("a", "b")), {"k": [("a",), ("a",)]}, (b"x", None, 12345678901), [(1, "a"), (True, "a")]])
def test_what_is_packed_comes_back(value: Any) -> None:
    assert repr(value) == repr(unpacked(packed(value)))


def test_a_named_tuple_comes_back_as_a_plain_one() -> None:
    assert (6, 0, 0, False) == unpacked(packed(Period(months=6)))


def test_equal_tuples_and_texts_are_written_once() -> None:
    many = [("field", ("name", "".join(("dev", "ice")))) for _ in range(100)]

    assert len(packed(many)) < 25 * len(packed(many[:1]))


def test_damaged_bytes_are_refused() -> None:
    with pytest.raises((EOFError, TypeError, ValueError)):
        unpacked(packed(("a", "b"))[:-3])


def parts(damage: bytes = b"b") -> Parts:
    """Two parts behind a head of three bytes, which are "a" and ("b",); in the second, something may stand for the b."""
    contents = packed("a"), packed(("b",))
    first, second = map(len, contents)
    places = {"first": (0, first, checksum(contents[0])), "second": (first, second, checksum(contents[1]))}
    written = b"..." + contents[0] + contents[1].replace(b"b", damage)
    with tempfile.TemporaryFile() as file:
        file.write(written)
        file.flush()
        return Parts(os.dup(file.fileno()), 3, places, lambda: {"first": "A", "second": ("B",)})


def test_a_part_is_read_when_it_is_asked_for() -> None:
    found = parts()

    assert {} == found
    assert (("b",), {"second": ("b",)}) == (found["second"], found)


@pytest.mark.parametrize("damage", [b"c", b"\0", b""])
def test_when_a_part_is_damaged_all_are_taken_anew(damage: bytes) -> None:
    found = parts(damage)

    assert ["a", ("B",), "A"] == [found[name] for name in ("first", "second", "first")]


def test_all_parts_can_be_had_without_their_file() -> None:
    found = parts()
    first = found["first"]

    assert {"first": first, "second": ("b",)} == found.all()


def test_a_part_that_there_is_not_is_missing() -> None:
    with pytest.raises(KeyError):
        parts()["third"]


def test_parts_close_their_file_even_if_they_go_in_a_cycle() -> None:
    found = parts()
    descriptor = found._descriptor
    found["itself"] = found
    del found
    gc.collect()

    with pytest.raises(OSError, match="descriptor"):
        os.fstat(descriptor)


def test_values_are_found_in_the_parts_of_their_beginnings() -> None:
    parts = in_parts("words", {"deadline": 1, "depth": 2, "a": 3})
    words = Scattered("words", parts)

    assert {"words de": {"deadline": 1, "depth": 2}, "words a": {"a": 3}} == parts
    assert [1, 3, 1] == [words[key] for key in ("deadline", "a", "deadline")]


@pytest.mark.parametrize("key", ["density", "other", ""])
def test_a_value_that_is_in_no_part_is_missing(key: str) -> None:
    with pytest.raises(KeyError):
        Scattered("words", in_parts("words", {"deadline": 1}))[key]

"""Plain data as bytes and back: nothing is lost, what is equal is written once."""

from __future__ import annotations

import io
from typing import Any

import pytest

from secpolicy.base.dates import Period
from secpolicy.model.packed import Parts, packed, unpacked


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


def parts() -> Parts:
    """Two parts behind a head of three bytes."""
    contents = packed("a"), packed(("b",))
    places = {"first": (0, len(contents[0])), "second": (len(contents[0]), len(contents[1]))}
    return Parts(io.BytesIO(b"..." + b"".join(contents)), 3, places)


def test_a_part_is_read_when_it_is_asked_for() -> None:
    found = parts()

    assert {} == found
    assert (("b",), {"second": ("b",)}) == (found["second"], found)


def test_all_parts_can_be_had_without_their_file() -> None:
    found = parts()
    first = found["first"]

    assert {"first": first, "second": ("b",)} == found.all()


def test_a_part_that_there_is_not_is_missing() -> None:
    with pytest.raises(KeyError):
        parts()["third"]

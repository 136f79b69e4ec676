"""Records: what a NamedTuple gives, at a lower price."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import secpolicy
from secpolicy.base.record import Record, columns, plain, records


class _Hop(Record):
    """A step of a way."""

    start: str
    end: str = "here"
    length: int = 1

    @property
    def way(self) -> str:
        """Both ends."""
        return f"{self.start} {self.end}"


HOP: Any = _Hop  # as if nothing were known of its type


class _Known(NamedTuple):
    start: str
    end: str = "here"
    length: int = 1


class _Named(_Hop):
    __slots__ = ()


def test_a_record_is_made_by_position_by_name_and_by_default() -> None:
    assert _Hop("a", "b", 2) == _Hop(length=2, start="a", end="b") == ("a", "b", 2)
    assert ("a", "here", 1) == _Hop("a")


def test_a_record_does_what_a_named_tuple_does() -> None:
    ours, theirs = _Hop("a", length=3), _Known("a", length=3)

    assert (ours.start, ours.end, ours.length, ours.way) == (theirs.start, theirs.end, theirs.length, "a here")
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(end="b") == theirs._replace(end="b") == ("a", "b", 3)
    assert _Hop._make(["x", "y", 0]) == _Known._make(["x", "y", 0])
    assert (_Hop._fields, _Hop._field_defaults) == (_Known._fields, _Known._field_defaults)
    assert repr(ours) == repr(theirs).replace("_Known", "_Hop")
    assert hash(ours) == hash(theirs)
    assert not hasattr(ours, "__dict__")


def test_a_record_can_be_taken_apart() -> None:
    start, *rest = _Hop("a", "b")
    match _Hop("a", "b"):
        case _Hop(first, second):
            matched = first, second

    assert ("a", ["b", 1], ("a", "b")) == (start, rest, matched)


@pytest.mark.parametrize("wrong", [HOP, lambda: HOP("a", "b", 1, 2), lambda: HOP("a", width=1), lambda: HOP._make(["a"])])
def test_what_does_not_fit_the_fields_is_refused(wrong: Callable[[], Any]) -> None:
    with pytest.raises(TypeError):
        wrong()


def test_a_field_that_there_is_not_cannot_be_replaced() -> None:
    hop: Any = _Hop("a")

    with pytest.raises(ValueError, match="width"):
        hop._replace(width=2)


def test_a_record_cannot_be_changed() -> None:
    hop: Any = _Hop("a")

    with pytest.raises(AttributeError):
        hop.start = "b"


def test_what_inherits_from_a_record_has_its_fields() -> None:
    assert ("a here", 1, "_Named") == (_Named("a").way, _Named("a").length, type(_Named("a")).__name__)


def test_many_records_come_back_from_their_columns() -> None:
    hops = (_Hop("a", "b", 2), _Hop("b"))

    assert (("a", "b"), ("b", "here"), (2, 1)) == columns(hops)
    assert [("a b", 2), ("b here", 1)] == [(hop.way, hop.length) for hop in records(_Hop, columns(hops))]


def test_no_records_have_no_columns() -> None:
    assert () == columns(()) == records(_Hop, ())


def test_columns_are_of_one_length() -> None:
    with pytest.raises(ValueError, match="shorter"):
        records(_Hop, (("a", "b"), ("c",), (1, 2)))


def test_a_record_is_plain_without_its_class_and_the_classes_of_what_it_holds() -> None:
    held: Any = (_Hop("b"),)

    assert "('a', (('b', 'here', 1),), 1)" == repr(plain(_Hop("a", held)))


# Calls of `made`, at which neither the type checker nor the class looks


def calls_of_made() -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Module, class and values of each."""
    folder = Path(secpolicy.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        module = ".".join(file.relative_to(folder.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(text)) if "made(" in text else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "made":
                yield module, *node.args


def out_of_place(fields: tuple[str, ...], values: list[ast.expr]) -> list[tuple[str, str]]:
    """Fields with what stands for them, where that is called like another field."""
    named = [getattr(value, "id", None) or getattr(value, "attr", None) for value in values]
    return [(field, name) for field, name in zip(fields, named, strict=True) if name in fields and name != field]


@pytest.mark.parametrize(("module", "cls", "values"), [pytest.param(*call, id=f"{call[0]}:{call[1].lineno}") for call in calls_of_made()])
def test_a_record_that_is_made_unchecked_has_every_value_in_its_place(module: str, cls: ast.expr, values: ast.expr) -> None:
    fields = getattr(import_module(module), ast.unparse(cls))._fields

    assert isinstance(values, ast.Tuple)
    assert len(fields) == len(values.elts)
    assert [] == out_of_place(fields, values.elts)


@pytest.mark.parametrize(("values", "wrong"), [("(start, end)", []), ("(end, a.start)", [("start", "end"), ("end", "start")]), ("(a, 1)", [])])
def test_a_value_called_like_another_field_is_out_of_place(values: str, wrong: list[tuple[str, str]]) -> None:
    written = ast.parse(values, mode="eval").body

    assert isinstance(written, ast.Tuple)
    assert wrong == out_of_place(("start", "end"), written.elts)

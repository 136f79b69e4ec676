"""Named tuples that cost little to define (docs/decisions/0016).

`typing.NamedTuple` writes the constructor of each class as source and compiles it: 0.1 ms for each class on every start, and a check defines seventy.
Here all classes of as many fields share the code of one constructor, and all classes the getters. To the type checker a record is a NamedTuple
and nothing else. So it is where annotations are read when they are asked for (Python 3.14), since there the fields are not known while the class
is made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["Record", "columns", "made", "plain", "records"]

if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple as Record
else:
    from collections import _tuplegetter
    from types import FunctionType

    _new = tuple.__new__
    # By number of fields; a longer record needs another line. Written out, since to make them from text takes as long as all the rest.
    _CONSTRUCTORS = (
        lambda _cls: _new(_cls, ()),
        lambda _cls, a: _new(_cls, (a,)),
        lambda _cls, a, b: _new(_cls, (a, b)),
        lambda _cls, a, b, c: _new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, i: _new(_cls, (a, b, c, d, e, f, g, h, i)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j: _new(_cls, (a, b, c, d, e, f, g, h, i, j)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u, v)),
    )

    _GETTERS = tuple(_tuplegetter(position, f"Field {position}") for position in range(len(_CONSTRUCTORS)))

    def _made(cls: Any, values: Any) -> Any:
        made = _new(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
        return made

    def _replaced(self: Any, /, **changes: Any) -> Any:
        changed = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"{type(self).__name__} has no field {', '.join(changes)}")
        return changed

    def _as_dict(self: Any) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _shown(self: Any) -> str:
        return f"{type(self).__name__}({', '.join(f'{field}={value!r}' for field, value in zip(self._fields, self, strict=True))})"

    # What `typing.NamedTuple` gives its classes.
    _GIVEN = {"_make": classmethod(_made), "_replace": _replaced, "_asdict": _as_dict, "__repr__": _shown, "__slots__": ()}

    class _Defining(type):
        """Makes of the annotations of a class the fields of a tuple, which is its only base: to look through another would cost more."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:  # the class below
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            body.update(zip(fields, _GETTERS, strict=False))
            code = _CONSTRUCTORS[len(fields)].__code__.replace(co_varnames=("_cls", *fields), co_qualname=f"{name}.__new__")
            body["__new__"] = FunctionType(code, globals(), "__new__", tuple(defaults.values()))
            body["_fields"], body["__match_args__"], body["_field_defaults"] = fields, fields, defaults
            return type(name, (tuple,), _GIVEN | body)

    class Record(metaclass=_Defining):
        """The base that records are written with."""


_Kind = TypeVar("_Kind", bound=tuple[Any, ...])


if TYPE_CHECKING:

    def made(cls: type[_Kind], values: tuple[Any, ...]) -> _Kind:
        """A record of all its values in order: half the time of calling its class, for what is made by the thousand.

        Nothing looks whether the values fit, but for tests/base/test_record.py, which reads every such call.
        """
else:
    made = tuple.__new__


def records(cls: type[_Kind], columns: Iterable[Iterable[Any]]) -> tuple[_Kind, ...]:
    """The records of a class whose fields are columns: many at once, which costs less than one after the other. As many columns as fields."""
    return tuple(map(tuple.__new__, repeat(cls), zip(*columns, strict=True)))


def columns(records: Iterable[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    """The fields of many records, each as a column; none if there is no record."""
    return tuple(zip(*records, strict=True))


def plain(value: Any) -> Any:
    """Records as plain tuples, all the way down through tuples: as they come back from a cache."""
    return tuple([plain(part) for part in value]) if isinstance(value, tuple) else value

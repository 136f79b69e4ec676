"""Named tuples that cost little to define (docs/decisions/0016).

`typing.NamedTuple` writes the constructor of each class as source and compiles it: 0.1 ms for each class on every start, and a check defines seventy.
Here all classes of as many fields share the code of one constructor. To the type checker a record is a NamedTuple and nothing else. So it is where
annotations are read when they are asked for (Python 3.14), since there the fields are not known while the class is made.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

__all__ = ["Record"]

if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple as Record
else:
    from collections import namedtuple
    from types import FunctionType

    _MODELS: dict[int, dict[str, Any]] = {}  # a named tuple of so many fields: its constructor and the getters of its fields

    def _model(size: int) -> dict[str, Any]:
        if size not in _MODELS:
            model = namedtuple("_", [f"field{position}" for position in range(size)])
            _MODELS[size] = {**vars(model), "__new__": model.__new__}
        return _MODELS[size]

    class _Defining(type):
        """Makes of the annotations of a class the fields of a tuple."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if bases == (tuple,) or bases[0] is not Record:  # the class below itself, and what inherits from a record
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            model = _model(len(fields))
            for position, field in enumerate(fields):
                body[field] = model[f"field{position}"]
            constructor = model["__new__"]
            code = constructor.__code__.replace(co_varnames=("_cls", *fields))
            body["__new__"] = FunctionType(code, constructor.__globals__, "__new__", tuple(defaults.values()))
            body["__slots__"], body["_fields"], body["__match_args__"], body["_field_defaults"] = (), fields, fields, defaults
            return super().__new__(cls, name, bases, body)

    class Record(tuple, metaclass=_Defining):
        """What `typing.NamedTuple` gives its classes."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Any) -> Record:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, /, **changes: Any) -> Record:
            changed = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return changed

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{field}={value!r}' for field, value in zip(self._fields, self, strict=True))})"

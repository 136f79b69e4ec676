"""English sentences from parts: conditions that can be told as one, lists with “and” and “or”."""

from __future__ import annotations

from collections.abc import Iterable

from secpolicy.base.record import Record
from secpolicy.reporting.reading.naming import Told

IT = "it"
_TOO_LONG, _TOO_MANY = 150, 3
_NEITHER = {"does not include": "includes neither", "includes neither": "includes neither", "is not": "is neither", "is neither": "is neither"}


class Said(Record):
    """A condition in words: what it is said of, the verb, and what is said. Neighbours that share all but one can be told as one.

    `form` tells how `parts` are joined; `there`: it tells of another thing, of which several conditions hold.
    """

    subjects: tuple[str, ...]
    verb: str
    objects: tuple[str, ...] = ()
    joint: str = ""
    form: str = ""
    parts: tuple[Said, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(part for part in (listed(self.subjects, "or"), self._without_subject) if part)

    @property
    def _without_subject(self) -> str:
        return f"{self.verb} {listed_once(self.objects, self.joint)}".rstrip()

    @property
    def predicate(self) -> str:
        """The same without its subject, if that is the thing in question: what can follow “that”; else empty."""
        return self._without_subject if self.subjects == (IT,) else ""

    @property
    def closed(self) -> str:
        """The same as one part of “…, and …”."""
        return f"either {self.text}" if self.form == "or" else self.text

    @property
    def is_heavy(self) -> bool:
        """Whether it is better told as a list."""
        if len(self.parts) > _TOO_MANY:
            return True
        if self.form == "and":
            return any(part.form in ("or", "implies", "there") for part in self.parts) or len(self.text) > _TOO_LONG
        return self.form == "or" and (any(part.is_heavy or part.form == "there" for part in self.parts) or len(self.text) > _TOO_LONG)


def sentence(text: str) -> Said:
    """A condition that is told on its own."""
    return Said((), text)


def told(said: Said) -> Told:
    """A condition, as a list where one sentence would be hard to read."""
    if said.form == "implies":
        first, second = said.parts
        return told(second).after(f"if {first.text}, then ")
    if not said.is_heavy:
        return Told(said.text)
    lead = "all of the following hold" if said.form == "and" else "at least one of the following holds"
    return Told(lead, tuple(f"({i}) {part.text}" for i, part in enumerate(said.parts, 1)))


def as_one(one: Said, other: Said, form: str) -> Said | None:
    """Two conditions as one where that says the same: includes A or B, includes neither A nor B, “from” or “to” is the Internet."""
    if not one.subjects or not other.subjects or one.form or other.form:
        return None
    if one.subjects == other.subjects and one.objects and other.objects:
        objects = one.objects + other.objects
        neither = _NEITHER.get(one.verb)
        if form == "and" and neither is not None and neither == _NEITHER.get(other.verb):
            return one._replace(verb=neither, objects=objects, joint="nor")
        if one.verb == other.verb and one.joint in ("", form) and (other.verb == "includes" or (form == "or" and other.verb == "is")):
            return one._replace(objects=objects, joint=form)
    both_named = IT not in one.subjects + other.subjects
    if form == "or" and both_named and (one.verb, one.objects) == (other.verb, other.objects) and one.joint in ("", "or"):
        return one._replace(subjects=one.subjects + other.subjects)
    return None


def listed(parts: Iterable[str], joint: str) -> str:
    """A, B and C."""
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def listed_once(parts: tuple[str, ...], joint: str) -> str:
    """The same; what all end with, from “ of ”, is said once: “from” or “to” of this connection."""
    _, of, shared = parts[0].rpartition(" of ") if parts else ("", "", "")
    if len(parts) > 1 and of and all(part.endswith(of + shared) for part in parts):
        return listed((part.removesuffix(of + shared) for part in parts), joint) + of + shared
    return listed(parts, joint)

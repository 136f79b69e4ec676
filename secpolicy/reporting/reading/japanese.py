"""Japanese sentences from parts: conditions that can be told as one, how an ending goes on, lists with 及び and 又は."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from secpolicy.base.dates import ERAS
from secpolicy.base.record import Record
from secpolicy.reporting.reading.naming import Told, merged

_TOO_LONG, _TOO_MANY = 90, 3
_LETTERS = "アイウエオカキクケコサシスセソ"
_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Endings that go on irregularly, longest first; every other verb goes on by its last sound.
_GOES_ON = (
    ("ていない", "ておらず"), ("でいない", "でおらず"), ("ていなかった", "ておらず"), ("しない", "せず"),
    ("でない", "でなく"), ("がない", "がなく"), ("もない", "もなく"), ("くない", "くなく"), ("ない", "ず"),
    ("ている", "ており"), ("でいる", "でおり"), ("ていた", "ており"), ("でいた", "でおり"), ("する", "し"),
)  # fmt: skip
_LAST_SOUND = dict(zip("うくぐすつぬぶむ", "いきぎしちにびみ", strict=True))
_OF_BOTH = {  # how an ending goes on where it is said of two things at once
    ending: both
    for single, both in (("を含まない", "のいずれも含まない"), ("に該当する", "のいずれにも該当する"), ("に該当しない", "のいずれにも該当しない"))
    for ending in (single, both)
}
_PHRASE = re.compile("[ぁ-ん]")
_DROPS_RU = "いきしちにひみりぎじびぴえけせてねへめれげぜでべぺ"


class Said(Record):
    """A condition in words. Neighbours that share all but subject or object can be told as one.

    `form` tells how `parts` are joined; `shut` is the same told so that no 、かつ、 of its own can be mistaken for one of its surroundings.
    `inner`: what holds of the thing that is or is not there, if that can be a list of its own; `of`: that thing, with its がある.
    """

    subjects: tuple[str, ...]
    particle: str
    objects: tuple[str, ...]
    ending: str
    can_merge: bool = True
    joint: str = ""
    form: str = ""
    parts: tuple[Said, ...] = ()
    shut: str = ""
    inner: Said | None = None
    of: str = ""

    @property
    def text(self) -> str:
        """The condition in its plain form, which is also the form before a noun."""
        return f"{listed(self.subjects, self.joint)}{self.particle}{listed(self.objects, self.joint)}{self.ending}"

    @property
    def closed(self) -> str:
        """The same as one part of 「…、かつ、…」: alternatives are shut in by いずれか."""
        if self.form != "or":
            return self.shut or self.text
        return "、".join(part.text + "か" for part in self.parts) + "のいずれかである"

    @property
    def is_heavy(self) -> bool:
        """Whether it is better told as a list."""
        if len(self.parts) > _TOO_MANY:
            return True
        if self.form == "and":
            return any(part.form in ("or", "implies") or part.shut for part in self.parts) or len(self.text) > _TOO_LONG
        return self.form == "or" and (any(part.is_heavy for part in self.parts) or len(self.text) > _TOO_LONG)


def sentence(text: str) -> Said:
    """A condition that is told on its own."""
    return Said((), "", (), text, can_merge=False)


def told(said: Said) -> Told:
    """A condition in its plain form, as a list where one sentence would be hard to read."""
    if said.form == "implies":
        first, second = said.parts
        then = told(second)
        return Told(f"{first.text}ときは、{then.text}", then.parts)
    if said.inner is not None and said.inner.is_heavy:
        return told(said.inner).ending(said.of)
    if not said.is_heavy:
        return Told(said.text)
    return Told(_lead(said), tuple(line for i, part in enumerate(said.parts) for line in _item(_NUMBERS[i], part)))


def _lead(said: Said) -> str:
    return "次のすべてを満たす" if said.form == "and" else "次のいずれかを満たす"


def _item(number: str, said: Said) -> tuple[str, ...]:
    """A condition as one of a list; what must be there may have a list of its own."""
    if said.inner is None or not said.inner.is_heavy:
        return (f"{number} {said.text}。",)
    return f"{number} {_lead(said.inner)}{said.of}。", *(f"　{letter} {part.text}。" for letter, part in zip(_LETTERS, said.inner.parts, strict=False))


def all_of(parts: Iterable[Said]) -> Said:
    """かつ."""
    told_as_one = merged(parts, lambda one, other: _as_one(one, other, "及び"))
    if len(told_as_one) == 1:
        return told_as_one[0]
    *first, last = told_as_one
    text = "、".join(goes_on(part.closed) for part in first) + f"、かつ、{last.closed}"
    return Said((), "", (), text, can_merge=False, form="and", parts=told_as_one)


def any_of(parts: Iterable[Said]) -> Said:
    """又は."""
    told_as_one = merged(parts, lambda one, other: _as_one(one, other, "又は"))
    if len(told_as_one) == 1:
        return told_as_one[0]
    *first, last = told_as_one
    text = "、".join((part.shut or part.text) + "か" for part in first) + f"、又は、{last.shut or last.text}"
    return Said((), "", (), text, can_merge=False, form="or", parts=told_as_one)


def given(first: Said, second: Said) -> Said:
    """…ときは、…."""
    return Said((), "", (), f"{first.text}ときは、{second.text}", can_merge=False, form="implies", parts=(first, second))


def _as_one(one: Said, other: Said, joint: str) -> Said | None:
    """Two conditions as one: 起点又は終点が…, …にA及びBを含む. A thing that is two things at once is never told so."""
    both = _OF_BOTH.get(one.ending) if joint == "及び" else None
    if both is not None and both == _OF_BOTH.get(other.ending) and one.subjects == other.subjects:
        return one._replace(objects=one.objects + other.objects, ending=both, joint=joint)
    if not (one.can_merge and other.can_merge) or (one.particle, one.ending) != (other.particle, other.ending):
        return None
    if one.subjects == other.subjects and one.objects != other.objects and one.joint in ("", joint) and (joint == "又は" or one.particle == "に"):
        return one._replace(objects=one.objects + other.objects, joint=joint)
    if one.objects == other.objects and one.subjects != other.subjects and one.subjects and other.subjects and one.joint in ("", joint):
        return one._replace(subjects=one.subjects + other.subjects, joint=joint)
    return None


def listed(parts: tuple[str, ...], joint: str) -> str:
    """A、B及びC; what all begin with, up to の, is said once."""
    if len(parts) < 2:
        return "".join(parts)
    shared = parts[0][: parts[0].rfind("の") + 1]
    if shared and all(part.startswith(shared) and part != shared for part in parts):
        return shared + listed(tuple(part.removeprefix(shared) for part in parts), joint)
    return "、".join(parts[:-1]) + joint + parts[-1]


def goes_on(text: str) -> str:
    """A plain form as it stands before a comma: ある → あり, でない → でなく, 備えている → 備えており."""
    for ending, instead in _GOES_ON:
        if text.endswith(ending):
            return text.removesuffix(ending) + instead
    if text.endswith("る"):
        return text[:-1] if text[-2] in _DROPS_RU else text[:-1] + "り"
    return text[:-1] + _LAST_SOUND[text[-1]]


def must_not(text: str) -> str:
    """A plain form as what is forbidden."""
    for ending, instead in (("である", "であっ"), ("がある", "があっ"), ("ている", "てい")):
        if text.endswith(ending):
            return f"{text.removesuffix(ending)}{instead}てはならない。"
    return f"{text}ことがあってはならない。"


def day_in_words(day: date) -> str:
    """令和8年4月1日."""
    for era, (offset, first) in ERAS.items():
        if day >= first:
            year = day.year - offset
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return day.isoformat()


def part_of(part: Fraction) -> str:
    """の3割, の4分の3."""
    return f"の{part * 10}割" if (part * 10).denominator == 1 else f"の{part.denominator}分の{part.numerator}"


def quoted(label: str) -> str:
    """A label in brackets if it would not read as a noun."""
    return f"「{label}」" if label.isdigit() or is_phrase(label) else label


def is_phrase(label: str) -> bool:
    """Whether a label holds more hiragana than の: 取り扱う情報, おそれあり."""
    return _PHRASE.search(label.replace("の", "")) is not None

"""Values of an inventory as people read them: labels for keys, days in both calendars, what is undeclared or uncertain said as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secpolicy.base.dates import Period
from secpolicy.base.record import plain
from secpolicy.base.text import Words
from secpolicy.base.truth import AtLeast, Between, Place, Unknown
from secpolicy.model.entity import Entity
from secpolicy.reporting.subjects import called
from secpolicy.reporting.to_declare import is_row

if TYPE_CHECKING:
    from secpolicy.reporting.report import Report


def value_text(report: Report, value: Any, type_: Any) -> str:
    """A value of a type as people read it."""
    words = report.words
    if type(value) is Unknown:
        return words.says("undeclared")
    if value is None or value == ():
        return words.says("nothing")
    if type(value) is Between:
        low = value_text(report, value.low, type_) if value.low is not None else ""
        high = value_text(report, value.high, type_) if value.high is not None else ""
        return words.says("between", low=low, high=high)
    if type(value) in (tuple, AtLeast):
        members = value if type(value) is tuple else value.members
        inner = type_[1] if type_ and type_[0] == "list" else type_
        parts = list(dict.fromkeys(value_text(report, member, inner) for member in members))
        shown = words.join(parts) if parts else words.says("undeclared")
        return words.says("at-least", members=shown) if type(value) is AtLeast and parts else shown
    if isinstance(value, Entity):
        return called(report, value)
    if type_ and type_[0] == "choice":
        labels = report.rulebook.vocabulary.choices[type_[1]].labels.get(value)
        return labels[0 if report.lang == "ja" else 1] if labels else str(value)
    if isinstance(value, Period):
        return period_text(words, value)
    if type_ and type_[0] == "fiscal year":
        return words.says("fiscal-year", year=value)
    return words.shown(value)


def declared_at(report: Report, place: Place) -> str:
    """What is declared at a place; the word for undeclared if nothing is. A row that a table lacks is not there."""
    if is_row(place):
        return report.words.says("nothing")
    if type(place.holder) is not Entity or place.path not in place.holder.kind.index:
        return report.words.says("undeclared")
    field = place.holder.kind.fields[place.holder.kind.index[place.path]]
    value = place.holder.values[place.holder.kind.index[place.path]]
    return report.words.says("undeclared") if type(value).__name__ == "_Undeclared" else value_text(report, value, plain(field.type))


def period_text(words: Words, period: Period) -> str:
    """A period as people read it: 6か月, 1年, 90日."""
    if period.yearly:
        return words.says("each-fiscal-year")
    years, months = divmod(period.months, 12)
    lengths = {"month": period.months if months else 0, "year": years, "day": period.days, "minute": period.minutes}
    unit, n = next(((unit, n) for unit, n in lengths.items() if n), ("day", 0))
    return words.says(f"{unit}s", n=n)

"""The English reading of conditions: one function per form of node, so that a new form fails loudly."""

from __future__ import annotations

from collections.abc import Callable

from secpolicy.model.rulebook import Node
from secpolicy.reporting.reading.english import IT, Said, as_one, listed, sentence, told
from secpolicy.reporting.reading.naming import Scope, Told, apart, as_existence, as_share, is_negative, merged
from secpolicy.reporting.reading.values_en import VALUES, value

_NUMBERS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_EXISTS = {"date": "recorded", "text": "stated", "choice": "set", "period": "set", "whole number": "set", "fiscal year": "set", "parameter": "set",
           "number": "set"}  # fmt: skip
_ENTRIES = {"list": ("at least one entry in", "no entry in"), "record": ("an entry for", "no entry for")}
_DAYS = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after"}


def said(node: Node, scope: Scope, affirmed: bool = True) -> Said:
    """A condition in words, or its opposite."""
    return CONDITIONS[node[0]](node, scope, affirmed)


def described(kind: str, name: str, test: Node | None, scope: Scope) -> tuple[Said | None, str]:
    """What holds of some things of a kind, and what they are called; the name alone may say it all: document “DX policy”."""
    sort, condition = apart(test, name, scope.kind(kind))
    noun = scope.noun(kind)
    labels = listed((f"“{scope.choice(label[1], label[2])}”" for label in sort), "or")
    return (said(condition, scope.about(name, f"that {noun}")) if condition is not None else None), f"{noun} {labels}".rstrip()


def attached(condition: Said | None, noun: str) -> str:
    """A noun before what holds of it."""
    if condition is None:
        return noun
    if condition.predicate:
        return f"{noun} that {condition.predicate}"
    of_it = [part for part in condition.parts if part.predicate] if condition.form == "and" else []
    if not of_it:
        return f"{noun} for which {condition.text}"
    rest = [part for part in condition.parts if not part.predicate]
    return f"{noun} that {', '.join(part.predicate for part in of_it)}, and for which {' and '.join(part.closed for part in rest)}"


def related(condition: Said | None, noun: str) -> Told:
    """The same, as a list where one sentence would be hard to read."""
    if condition is None or not condition.is_heavy:
        return Told(attached(condition, noun))
    return told(condition).after(f"{noun} for which ")


def with_article(noun: str) -> str:
    """A noun with a or an."""
    return ("an " if noun[0] in "aeiouAEIOU" else "a ") + noun


def _fold(node: Node, scope: Scope) -> str:
    _, function, path, test = node
    which = {"count": "the number of ", "share": "the share of ", "those": "", "latest": "the latest of ", "earliest": "the earliest of "}[function]
    return f"{which}those of {value(path, scope)} for which {said(test, _inside(path, scope)).text}"


def _inside(path: Node, scope: Scope) -> Scope:
    return scope.about("it", f"that one of {value(path, scope)}")


def _and(node: Node, scope: Scope, affirmed: bool) -> Said:
    return _joined("and" if affirmed else "or", node, scope, affirmed)


def _or(node: Node, scope: Scope, affirmed: bool) -> Said:
    return _joined("or" if affirmed else "and", node, scope, affirmed)


def _joined(form: str, node: Node, scope: Scope, affirmed: bool) -> Said:
    parts = merged((said(part, scope, affirmed) for part in node[1]), lambda one, other: as_one(one, other, form))
    if len(parts) == 1:
        return parts[0]
    texts = [part.closed if form == "and" else part.text for part in parts]
    joint = "and" if form == "and" else "or else" if any(part.form for part in parts) else "or"
    if all(part.predicate for part in parts):
        return Said((IT,), f"{', '.join(part.predicate for part in parts[:-1])}, {joint} {parts[-1].predicate}", form=form, parts=parts)
    return Said((), f"{', '.join(texts[:-1])}, {joint} {texts[-1]}", form=form, parts=parts)


def _not(node: Node, scope: Scope, affirmed: bool) -> Said:
    return said(node[1], scope, not affirmed)


def _implies(node: Node, scope: Scope, affirmed: bool) -> Said:
    first, second = said(node[1][0], scope), said(node[1][1], scope, affirmed)
    if not affirmed:
        return Said((), f"{first.closed}, and {second.closed}", form="and", parts=(first, second))
    return Said((), f"if {first.text}, then {second.text}", form="implies", parts=(first, second))


def _compare(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, operator, left, right, _ = node
    exists = as_existence(node)
    if exists is not None:
        return _members(left, scope, exists == affirmed)
    if right == ("name", scope.focus):
        left, right = right, left
    subject = _subject(left, scope)
    if operator in ("=", "!="):
        same, other = ("is the same as", "differs from") if left[0] == right[0] == "field" else ("is", "is not")
        return Said((subject,), same if (operator == "=") == affirmed else other, (value(right, scope),))
    relation = (_DAYS if scope.is_time(left) or scope.is_time(right) else _NUMBERS)[operator]
    verb = f"is {'' if affirmed else 'not '}{relation}"
    if share := as_share(left, right):
        return Said((_subject(share.left, scope),), verb, (f"{share.part} of {value(share.right, scope)}",))
    return Said((subject,), verb, (value(right, scope),))


def _subject(node: Node, scope: Scope) -> str:
    return IT if node in (("name", scope.focus), ("single", scope.focus)) else value(node, scope)


def _members(node: Node, scope: Scope, exists: bool) -> Said:
    """Whether a list has a member for which something holds. That none is not so is better told of all."""
    _, _, path, test = node
    inside = _inside(path, scope)
    members = value(path, scope)
    if not exists and is_negative(test):
        each = said(test, inside, affirmed=False)
        return sentence(f"each of {members} {each.predicate}" if each.predicate else f"for each of {members}, {each.text}")
    condition = said(test, inside)
    return sentence(f"{'at least one' if exists else 'none'} of {members} {condition.predicate or f'is such that {condition.text}'}")


def _has(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, many, one, _ = node
    if one == ("name", scope.focus):
        return Said((IT,), f"is {'' if affirmed else 'not '}among", (value(many, scope),))
    return Said((value(many, scope),), "includes" if affirmed else "does not include", (value(one, scope),))


def _in(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, one, many, _ = node
    subject = _subject(one, scope)
    if many[0] != "list":
        return Said((subject,), f"is {'' if affirmed else 'not '}among", (value(many, scope),))
    members = tuple(value(member, scope) for member in many[1])
    if len(members) == 1:
        return Said((subject,), "is" if affirmed else "is not", members)
    return Said((subject,), "is", members, "or") if affirmed else Said((subject,), "is neither", members, "nor")


def _exists(node: Node, scope: Scope, affirmed: bool) -> Said:
    of = node[1]
    if of[0] == "name" and of[1] in scope.called:  # a name that the rule gave may be of several things, or of none
        return sentence(f"there is {'' if affirmed else 'no '}{value(of, scope)}")
    if of[0] == "field" and of[1][0] == "done" and of[2] == "date":
        return sentence(f"there is {'a' if affirmed else 'no'} record of {value(of[1], scope).removeprefix('the latest ')}")
    type_ = scope.field(of).type.name if of[0] == "field" else of[0]
    if type_ in _ENTRIES:
        entry = _ENTRIES[type_][0 if affirmed else 1]
        return Said((IT,), "has", (f"{entry} {value(of, scope)}",)) if _is_own(of, scope) else sentence(f"there is {entry} {value(of, scope)}")
    return Said((value(of, scope),), f"is {'' if affirmed else 'not '}{_EXISTS.get(type_, 'given')}")


def _is_own(node: Node, scope: Scope) -> bool:
    """Whether a field is one of the thing in question, or of a record inside it."""
    while node[0] == "field":
        node = node[1]
    return scope.focus != "" and node in (("name", scope.focus), ("single", scope.focus))


def _quantified(node: Node, scope: Scope, affirmed: bool) -> Said:
    quantifier, kind, name, test = node
    condition, noun = described(kind, name, test, scope)
    whole = attached(condition, noun)
    text = f"there is {with_article(whole)}" if (quantifier == "some") == affirmed else f"there is no {whole}"
    return sentence(text)._replace(form="there" if condition is not None and condition.form else "")


def _holds(node: Node, scope: Scope, affirmed: bool) -> Said:
    """A yes/no field. What stands in a record inside a thing is said of the thing: the limits of a link are facts about the link."""
    base = node[1]
    field = scope.field(node)
    phrases = field.holds if affirmed else field.fails
    if not phrases or not phrases[1]:
        return _is_yes(node, scope, affirmed)
    return Said((_subject(base[1] if base[0] == "field" and scope.in_inline_record(node) else base, scope),), phrases[1])


def _is_yes(node: Node, scope: Scope, affirmed: bool) -> Said:
    return Said((value(node, scope),), "is", (scope.words.says("yes" if affirmed else "no"),))


def _is_term(node: Node, scope: Scope, affirmed: bool) -> Said:
    return Said((_subject(node[1], scope),), "is" if affirmed else "is not", (value(node, scope),))


CONDITIONS: dict[str, Callable[[Node, Scope, bool], Said]] = {
    "and": _and, "or": _or, "not": _not, "implies": _implies, "compare": _compare, "has": _has, "in": _in, "exists": _exists,
    "some": _quantified, "no": _quantified, "field": _holds, "term": _is_term, "name": _is_yes, "parameter": _is_yes, "entry": _is_yes, "truth": _is_yes,
}  # fmt: skip
VALUES["fold"] = _fold  # here, because its members are told by a condition

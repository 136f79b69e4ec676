"""The Japanese reading of conditions: one function per form of node, so that a new form fails loudly."""

from __future__ import annotations

from collections.abc import Callable

from secpolicy.model.rulebook import Node
from secpolicy.reporting.reading.japanese import Said, all_of, any_of, given, is_phrase, listed, part_of, sentence
from secpolicy.reporting.reading.naming import Scope, apart, as_existence, as_share, is_negative, mentions, owner_of
from secpolicy.reporting.reading.values_ja import VALUES, value

_NUMBERS = {"<": ("未満である", "未満でない"), "<=": ("以下である", "以下でない"), ">": ("を超える", "を超えない"), ">=": ("以上である", "以上でない")}
_DAYS = {"<": ("より前である", "より前でない"), "<=": ("以前である", "以前でない"), ">": ("より後である", "より後でない"), ">=": ("以後である", "以後でない")}
_RECORDED, _WRITTEN, _SET = ("記録されている", "記録されていない"), ("記載されている", "記載されていない"), ("定められている", "定められていない")
_EXISTS = {"date": _RECORDED, "text": _WRITTEN, "choice": _SET, "period": _SET, "whole number": _SET, "parameter": _SET,
           "list of text": _WRITTEN}  # fmt: skip


def said(node: Node, scope: Scope, affirmed: bool = True) -> Said:
    """A condition in words, or its opposite."""
    return CONDITIONS[node[0]](node, scope, affirmed)


def described(kind: str, name: str, test: Node | None, scope: Scope) -> tuple[Said | None, str]:
    """What holds of some things of a kind, and what they are called; the name alone may say it all: 文書「DX全体方針」."""
    sort, condition = apart(test, name, scope.kind(kind))
    noun = scope.noun(kind)
    labels = listed(tuple(f"「{scope.choice(label[1], label[2])}」" for label in sort), "又は")
    return (said(condition, scope.about(name, f"その{noun}")) if condition is not None else None), noun + labels


def attached(condition: Said | None, noun: str) -> str:
    """A noun behind what holds of it."""
    return f"{condition.text}{noun}" if condition is not None else noun


def _and(node: Node, scope: Scope, affirmed: bool) -> Said:
    parts = [said(part, scope, affirmed) for part in node[1]]
    return all_of(parts) if affirmed else any_of(parts)


def _or(node: Node, scope: Scope, affirmed: bool) -> Said:
    parts = [said(part, scope, affirmed) for part in node[1]]
    return any_of(parts) if affirmed else all_of(parts)


def _not(node: Node, scope: Scope, affirmed: bool) -> Said:
    return said(node[1], scope, not affirmed)


def _implies(node: Node, scope: Scope, affirmed: bool) -> Said:
    first, second = node[1]
    if affirmed:
        return given(said(first, scope), said(second, scope))
    return all_of([said(first, scope), said(second, scope, affirmed=False)])


def _compare(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, operator, left, right, _ = node
    exists = as_existence(node)
    if exists is not None:
        return _members(left, scope, exists == affirmed)
    if operator in ("=", "!="):
        return _equals(left, right, scope, (operator == "=") == affirmed)
    endings = (_DAYS if scope.is_time(left) or scope.is_time(right) else _NUMBERS)[operator]
    if share := as_share(left, right):
        return Said((value(share.left, scope),), "が", (value(share.right, scope) + part_of(share.part),), endings[0 if affirmed else 1], can_merge=affirmed)
    return Said((value(left, scope),), "が", (value(right, scope),), endings[0 if affirmed else 1], can_merge=affirmed)


def _equals(left: Node, right: Node, scope: Scope, affirmed: bool) -> Said:
    ending = "である" if affirmed else "でない"
    for one, other in ((left, right), (right, left)):
        if one == ("name", scope.focus):
            return Said((), "", (value(other, scope),), ending, can_merge=affirmed)
    if right[0] == "field":
        return Said((value(left, scope),), "が", (value(right, scope) + "と",), "同じである" if affirmed else "異なる", can_merge=False)
    return Said((value(left, scope),), "が", (value(right, scope),), ending, can_merge=affirmed)


def _members(node: Node, scope: Scope, exists: bool) -> Said:
    """Whether a list has a member for which something holds. That none is not so is better told of all."""
    _, _, path, test = node
    members, within = value(path, scope), inside(path, scope)
    if not exists and is_negative(test):
        each = said(test, within, affirmed=False)
        return sentence(f"{members}のすべてについて、{each.text}" if each.subjects or each.form else f"{members}がすべて{each.text}")
    if one_of := _choices(test):
        ending = "を含む" if exists else "を含まない" if len(one_of) == 1 else "のいずれも含まない"
        return Said((members,), "に", tuple(f"「{scope.choice(*choice)}」" for choice in one_of), ending, can_merge=False, joint="又は" if exists else "及び")
    condition = said(test, within)
    if path[0] == "field" and path[1] == ("name", scope.focus) and not condition.form and not is_phrase(members):
        return Said((f"{condition.text}{members}",), "が", (), "ある" if exists else "ない", can_merge=False)
    return Said((f"{members}のうち、{condition.text}もの",), "が", (), "ある" if exists else "ない", can_merge=False)


def _choices(test: Node) -> tuple[tuple[str, str], ...]:
    """The choices, if a member is asked only whether it is one of some: the list includes one of them."""
    if test[0] == "in" and test[1] == ("name", "it") and test[2][0] == "list":
        members = test[2][1]
    elif test[:3] == ("compare", "=", ("name", "it")):
        members = (test[3],)
    else:
        return ()
    return tuple(member[1:3] for member in members) if all(member[0] == "choice" for member in members) else ()


def inside(path: Node, scope: Scope) -> Scope:
    """The scope of a fold's condition, in which the member is understood."""
    return scope.about("it", "その" + (scope.field(path).ja if path[0] == "field" else value(path, scope)))


def _fold(node: Node, scope: Scope) -> str:
    _, function, path, test = node
    if function == "those":
        return f"{value(path, scope)}のうち、{said(test, inside(path, scope)).text}もの"
    members = f"{value(path, scope)}（{said(test, inside(path, scope)).text}ものに限る。）"
    return members + {"count": "の数", "share": "の割合", "latest": "のうち最も遅い日", "earliest": "のうち最も早い日"}[function]


def _has(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, many, one, _ = node
    if mentions(one, scope.focus) and (one[0] == "name" or not mentions(many, scope.focus)):
        subjects = () if one[0] == "name" else (value(one, scope),)
        return Said(subjects, "が" if subjects else "", (value(many, scope),), "に含まれる" if affirmed else "に含まれない", can_merge=affirmed)
    member = f"「{scope.choice(one[1], one[2])}」" if one[0] == "choice" else value(one, scope)
    return Said((value(many, scope),), "に", (member,), "を含む" if affirmed else "を含まない", can_merge=affirmed)


def _in(node: Node, scope: Scope, affirmed: bool) -> Said:
    _, one, many, _ = node
    subjects = () if one == ("name", scope.focus) else (value(one, scope),)
    particle = "が" if subjects else ""
    if many[0] != "list":
        return Said(subjects, particle, (value(many, scope),), "に含まれる" if affirmed else "に含まれない", can_merge=affirmed)
    ending = "である" if affirmed else "でない" if len(many[1]) == 1 else "のいずれでもない"
    return Said(subjects, particle, (value(many, scope),), ending, can_merge=False)


def _exists(node: Node, scope: Scope, affirmed: bool) -> Said:
    of = node[1]
    type_ = _type_of(of, scope)
    if of[0] == "field" and of[1][0] == "done" and of[2] == "date":
        type_, subject = "record", value(of[1], scope).replace("直近の", "") + "の実施記録"
    else:
        subject = value(of, scope) + ("の記録" if type_ == "record" else "")
    return Said((subject,), "が", (), _EXISTS.get(type_, ("ある", "ない"))[0 if affirmed else 1], can_merge=affirmed)


def _type_of(of: Node, scope: Scope) -> str:
    """What decides the verb of an existence; a list is one of texts, of things, or of something else."""
    if of[0] != "field":
        return str(of[0])
    type_ = scope.field(of).type
    return f"list of {type_.of.name}" if type_.name == "list" else type_.name


def _quantified(node: Node, scope: Scope, affirmed: bool) -> Said:
    quantifier, kind, name, test = node
    condition, noun = described(kind, name, test, scope)
    ending = "がある" if (quantifier == "some") == affirmed else "がない"
    if condition is not None and condition.objects and not condition.subjects and condition.ending == "である":
        return sentence(f"{listed(condition.objects, condition.joint)}に{noun}{ending}")
    if condition is None or not condition.form:
        return sentence(attached(condition, noun) + ending)
    shut = f"{noun}（{condition.text}ものに限る。）{ending}"
    if condition.form == "and":
        bare = [part for part in condition.parts if part.objects and not part.subjects]
        rest = [part for part in condition.parts if part not in bare[:1]]
        if bare and bare[0].ending == "である" and len(rest) == 1 and not rest[0].form:
            return sentence(f"{listed(bare[0].objects, bare[0].joint)}に、{rest[0].text}{noun}{ending}")
        if bare:
            shut = f"{bare[0].text}{noun}であって、{all_of(rest).text}もの{ending}"
            return sentence(shut)._replace(shut=shut)
    return sentence(shut if condition.is_heavy else attached(condition, noun) + ending)._replace(shut=shut, inner=condition, of=noun + ending)


def _holds(node: Node, scope: Scope, affirmed: bool) -> Said:
    """A yes/no field. What stands in a record inside a thing is said of the thing: the limits of a link are facts about the link."""
    _, base, _, _ = node
    field = scope.field(node)
    owner = owner_of(base[1] if base[0] == "field" and scope.in_inline_record(node) else base, scope, value)
    phrases = field.holds if affirmed else field.fails
    phrase = phrases[0] if phrases else f"{field.ja}が「{scope.words.says('yes' if affirmed else 'no')}」である"
    particle = ("について" if "が" in phrase else "が") if owner else ""
    return Said((owner,) if owner else (), particle, (), phrase, can_merge=False)


def _is_term(node: Node, scope: Scope, affirmed: bool) -> Said:
    owner = owner_of(node[1], scope, value)
    ending = "に該当する" if affirmed else "に該当しない"
    return Said((owner,) if owner else (), "が" if owner else "", (value(node, scope),), ending, can_merge=affirmed)


def _is_yes(node: Node, scope: Scope, affirmed: bool) -> Said:
    return Said((value(node, scope),), "が", (), f"「{scope.words.says('yes' if affirmed else 'no')}」である", can_merge=affirmed)


CONDITIONS: dict[str, Callable[[Node, Scope, bool], Said]] = {
    "and": _and, "or": _or, "not": _not, "implies": _implies, "compare": _compare, "has": _has, "in": _in, "exists": _exists,
    "some": _quantified, "no": _quantified, "field": _holds, "term": _is_term, "name": _is_yes, "parameter": _is_yes, "entry": _is_yes, "truth": _is_yes,
}  # fmt: skip
VALUES["fold"] = _fold  # here, because its members are told by a condition

"""Type checking of expressions: from syntax to a tree whose names are resolved, as plain tuples that a cache can hold.

A node is (operation, *parts); the operations are those of `judging/compile.py`, one function each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secpolicy.base.dates import Period
from secpolicy.base.problem import closest
from secpolicy.checking.names import DATE, NUMBER, NUMBERS, PERIOD, TEXT, TRUTH, WRONG, Names, Node
from secpolicy.language import syntax as s
from secpolicy.model.pack import constant
from secpolicy.model.vocabulary import Type

Checked = tuple[Node, Type]
NOTHING: Node = ("nothing",)


def condition(expr: s.Expr, names: Names) -> Node:
    """The tree of an expression that must be a yes/no."""
    node, type_ = checked(expr, names)
    if type_ not in (TRUTH, WRONG):
        names.problem(expr.at, "not-a-condition", type=str(type_))
    return node


def checked(expr: s.Expr, names: Names, expected: Type | None = None) -> Checked:
    """The tree and type of an expression. `expected` tells what a bare word may be a value of."""
    return _CHECKS[type(expr)](expr, names, expected)


def element(type_: Type) -> Type:
    """The type of a list's members; of anything else the type itself."""
    return type_.of if type_.name == "list" else type_


def _literal(expr: s.Literal, names: Names, expected: Type | None) -> Checked:
    if expr.form == "date":
        from secpolicy.base.dates import read_day

        if read_day(expr.value) is None:
            names.problem(expr.at, "no-such-day", value=expr.value)
        return ("day", expr.value), DATE
    if expr.form == "number":
        return ("number", expr.value), NUMBER
    count = int(expr.value)
    period = {"days": Period(days=count), "months": Period(months=count), "years": Period(months=12 * count)}[expr.unit]
    return constant(period, PERIOD), PERIOD


def _path(expr: s.Path, names: Names, expected: Type | None) -> Checked:
    first, rest = expr.names[0], expr.names[1:]
    if first == "param":
        return _parameter(expr, names)
    if first == "today" and not rest:
        return ("today",), DATE
    if not rest and first not in names.bound and expected is not None and _labels(expected, names).get(first):
        return _word(expr, names, expected)  # a value may be called like a kind: sanitising.place = security_cloud
    node: Node
    if first in names.bound:
        node, type_ = ("name", first), names.bound[first]
    elif (single := names.vocabulary.kinds.get(first)) is not None and single.written == "once":
        node, type_ = ("single", first), Type("ref", (first,))
    elif (always := _always(first, names)) is not None:
        node, type_ = ("always", first), Type("ref", (always,))
    else:
        return _word(expr, names, expected)
    for position, name in enumerate(rest):
        if node[0] == "done?":
            base: Any = node[1]  # narrowed to a word by mypy; behind `done?` stands a node
            node, type_ = _done(base, name, expr, names)
        else:
            node, type_ = _step(node, type_, name, expr, names, last=position == len(rest) - 1)
        if type_ is WRONG:
            return NOTHING, WRONG
    if node[0] == "done?":
        names.problem(expr.at, "done-without-kind")
        return NOTHING, WRONG
    return node, type_


def _always(name: str, names: Names) -> str | None:
    return next((kind.name for kind in names.vocabulary.kinds.values() if name in kind.always), None)


def _labels(type_: Type, names: Names) -> dict[str, tuple[str, str]]:
    wanted = element(type_)
    return names.vocabulary.choices[wanted.of].labels if wanted.name == "choice" else {}


def _word(expr: s.Path, names: Names, expected: Type | None) -> Checked:
    """A bare word: a value of the choice that is expected here, or a slip."""
    word = expr.names[0]
    wanted = element(expected) if expected is not None else None
    if wanted is WRONG:
        return NOTHING, WRONG
    if wanted is not None and wanted.name == "choice" and len(expr.names) == 1:
        choice = names.vocabulary.choices[wanted.of]
        if word in choice.labels:
            return ("choice", choice.name, word), wanted
        meant = closest(word, [*choice.labels])
        names.problem(expr.at, "not-a-choice-meant" if meant else "not-a-choice", value=word, choice=choice, choices=choice.offered(""), meant=meant)
        return NOTHING, WRONG
    if wanted is not None and wanted.name == "text" and len(expr.names) == 1:
        return ("text", word), TEXT
    meant = closest(word, [*names.bound, *names.vocabulary.kinds])
    names.problem(expr.at, "unknown-name-meant" if meant else "unknown-name", name=word, meant=meant)
    return NOTHING, WRONG


def _parameter(expr: s.Path, names: Names) -> Checked:
    name = ".".join(expr.names[1:])
    parameter = names.parameters.get(name)
    if parameter is None:
        meant = closest(name, [*names.parameters])
        names.problem(expr.at, "unknown-parameter-meant" if meant else "unknown-parameter", name=name, meant=meant)
        return NOTHING, WRONG
    names.used.add(("parameter", name))
    return ("parameter", name), restored(parameter.type)


def restored(data: Any) -> Type:
    """A type from the plain tuples of a cache."""
    return Type(data[0], restored(data[1])) if data[0] == "list" else Type(*data)


def _done(base: Node, name: str, expr: s.Path, names: Names) -> Checked:
    activity = names.vocabulary.kinds["activity"]
    choice = names.vocabulary.choices[activity.fields[activity.index["kind"]].type.of]
    if name not in choice.labels:
        meant = closest(name, [*choice.labels])
        names.problem(expr.at, "not-a-choice-meant" if meant else "not-a-choice", value=name, choice=choice, choices=choice.offered(""), meant=meant)
        return NOTHING, WRONG
    names.used.add(("field", "activity.of"))
    return ("done", base, name), Type("ref", ("activity",))


def _step(node: Node, type_: Type, name: str, expr: s.Path, names: Names, last: bool) -> Checked:
    """One field, term or entry further along a path."""
    if type_.name == "map":
        choice = names.vocabulary.choices[type_.of[0]]
        if name not in choice.labels:
            names.problem(expr.at, "not-a-choice", value=name, choice=choice, choices=choice.offered(""), meant=None)
            return NOTHING, WRONG
        return ("entry", node, name), type_.of[1]
    kinds = names.kinds_of(type_)
    if name == "done" and kinds and not last and not any(kind.is_record for kind in kinds):
        return ("done?", node), type_
    having = tuple(kind for kind in kinds if name in kind.index)
    if having:
        field = having[0].fields[having[0].index[name]]
        names.used |= {("field", f"{kind.name}.{name}") for kind in having}
        found = field.type if type_.name != "list" else Type("list", element(field.type))
        return ("field", node, name, tuple(kind.name for kind in having)), found
    term = names.terms.get(name)
    if term is not None and any(kind.name == term.kind for kind in kinds):
        names.used.add(("term", name))
        return ("term", node, name), TRUTH if type_.name != "list" else Type("list", TRUTH)
    if not kinds:
        names.problem(expr.at, "no-fields", path=".".join(expr.names), type=str(type_))
        return NOTHING, WRONG
    known = [field.name for kind in kinds for field in kind.fields] + [t.name for t in names.terms.values() if any(k.name == t.kind for k in kinds)]
    meant = closest(name, known)
    names.problem(expr.at, "unknown-field-meant" if meant else "unknown-field", kind=kinds[0], field=name, meant=meant, known=known[:12])
    return NOTHING, WRONG


def _one_of(expr: s.OneOf, names: Names, expected: Type | None) -> Checked:
    members = [checked(member, names, expected) for member in expr.members]
    kinds = [type_ for _, type_ in members if type_ is not WRONG]
    return ("list", tuple(node for node, _ in members)), Type("list", kinds[0]) if kinds else WRONG


def _operation(expr: s.Operation, names: Names, expected: Type | None) -> Checked:
    if expr.operator in ("and", "or", "implies", "not"):
        parts = tuple(condition(part, names) for part in expr.parts)
        return ((expr.operator, parts[0]) if expr.operator == "not" else (expr.operator, parts)), TRUTH
    left, right = expr.parts
    if expr.operator in ("has", "in"):
        many, one = (left, right) if expr.operator == "has" else (right, left)
        return _membership(expr, many, one, names)
    return _arithmetic(expr, checked(left, names), checked(right, names), names)


def _membership(expr: s.Operation, many: s.Expr, one: s.Expr, names: Names) -> Checked:
    if expr.operator == "has":
        many_node, many_type = checked(many, names)
        one_node, one_type = checked(one, names, element(many_type))
    else:
        one_node, one_type = checked(one, names)
        many_node, many_type = checked(many, names, one_type)
        if one_type.name == "list":
            names.problem(one.at, "list-not-allowed", operator="in")
    if not alike(element(many_type), element(one_type), names):
        names.problem(expr.at, "unlike-types", left=str(element(many_type)), right=str(one_type))
    order = _order(element(many_type), names)
    return ("has", many_node, one_node, order) if expr.operator == "has" else ("in", one_node, many_node, order), TRUTH


def _arithmetic(expr: s.Operation, left: Checked, right: Checked, names: Names) -> Checked:
    (a, a_type), (b, b_type) = left, right
    if WRONG in (a_type, b_type):
        return NOTHING, WRONG
    if a_type == DATE and b_type == PERIOD:
        return ("moved", expr.operator, a, b), DATE
    if a_type == DATE and b_type == DATE and expr.operator == "-":
        return ("difference", a, b), PERIOD
    if a_type.name in NUMBERS and b_type.name in NUMBERS:
        return ("sum", expr.operator, a, b), NUMBER
    names.problem(expr.at, "no-arithmetic", left=str(a_type), right=str(b_type), operator=expr.operator)
    return NOTHING, WRONG


def _comparison(expr: s.Comparison, names: Names, expected: Type | None) -> Checked:
    # The side that is no bare word says what the bare word on the other side is a value of.
    if _is_word(expr.left, names) and not _is_word(expr.right, names):
        right, right_type = checked(expr.right, names)
        left, left_type = checked(expr.left, names, right_type)
    else:
        left, left_type = checked(expr.left, names)
        right, right_type = checked(expr.right, names, left_type)
    if WRONG in (left_type, right_type):
        return NOTHING, WRONG
    if not alike(left_type, right_type, names) or "list" in (left_type.name, right_type.name):
        names.problem(expr.at, "unlike-types", left=str(left_type), right=str(right_type))
    order = _order(left_type, names)
    if expr.operator not in ("=", "!=") and not order and left_type not in (DATE, PERIOD) and left_type.name not in NUMBERS:
        names.problem(expr.at, "no-order", type=str(left_type))
    return ("compare", expr.operator, left, right, order), TRUTH


def _order(type_: Type, names: Names) -> str:
    """The ordered choice whose values are compared, or nothing."""
    return type_.of if type_.name == "choice" and names.vocabulary.choices[type_.of].ordered else ""


def _is_word(expr: s.Expr, names: Names) -> bool:
    return isinstance(expr, s.Path) and len(expr.names) == 1 and expr.names[0] not in names.bound and expr.names[0] not in ("today", *names.vocabulary.kinds)


def alike(left: Type, right: Type, names: Names) -> bool:
    """Whether values of the two types can be equal."""
    if WRONG in (left, right) or left == right:
        return True
    if left.name in NUMBERS and right.name in NUMBERS:
        return True
    mine, theirs = {kind.name for kind in names.kinds_of(left)}, {kind.name for kind in names.kinds_of(right)}
    if mine & theirs and left.name != "list" and right.name != "list":
        return True
    if left.name == right.name == "choice":
        return bool(set(names.vocabulary.choices[left.of].labels) & set(names.vocabulary.choices[right.of].labels))
    return {left.name, right.name} == {"choice", "text"}


def _function(expr: s.Function, names: Names, expected: Type | None) -> Checked:
    arguments = [checked(argument, names) for argument in expr.arguments]
    node, type_ = arguments[0]
    if any(found is WRONG for _, found in arguments):
        return NOTHING, WRONG
    if expr.name in ("latest", "earliest"):
        for argument, (_, found) in zip(expr.arguments, arguments, strict=True):
            if element(found) != DATE:
                names.problem(argument.at, "dates-wanted", function=expr.name, type=str(found))
        return (expr.name, tuple(part for part, _ in arguments)), DATE
    if len(arguments) > 1:
        names.problem(expr.at, "one-argument", function=expr.name)
    if expr.name == "exists":
        return ("exists", node), TRUTH
    if type_.name != "list" and not names.kinds_of(type_):
        names.problem(expr.at, "list-wanted", function=expr.name, type=str(type_))
    if expr.name == "distinct":
        kinds = names.vocabulary.choices[element(type_).of].labels if element(type_).name == "choice" else ()
        return ("distinct", node, len(kinds)), type_
    if expr.name == "share":
        names.problem(expr.at, "share-without-where")
    return ("count", node), NUMBER


def _fold(expr: s.Fold, names: Names, expected: Type | None) -> Checked:
    node, type_ = checked(expr.path, names)
    if type_ is WRONG:
        return NOTHING, WRONG
    if type_.name != "list" and not names.kinds_of(type_):
        names.problem(expr.path.at, "list-wanted", function=expr.name, type=str(type_))
    outer = names.bound.get("it")
    names.bound["it"] = element(type_)
    test = condition(expr.condition, names)
    if outer is None:
        del names.bound["it"]
    else:
        names.bound["it"] = outer
    if expr.name in ("latest", "earliest") and element(type_) != DATE:
        names.problem(expr.path.at, "dates-wanted", function=expr.name, type=str(type_))
    return ("fold", expr.name, node, test), DATE if expr.name in ("latest", "earliest") else NUMBER


def _quantified(expr: s.Quantified, names: Names, expected: Type | None) -> Checked:
    kind = names.vocabulary.subject(expr.kind)
    if kind is None:
        meant = closest(expr.kind, [*names.vocabulary.kinds])
        names.problem(expr.at, "unknown-kind-meant" if meant else "unknown-kind", kind=expr.kind, meant=meant)
        return NOTHING, WRONG
    outer = names.bound.get(expr.name)
    names.bound[expr.name] = names.entity_type(kind)
    test = condition(expr.condition, names)
    if outer is None:
        del names.bound[expr.name]
    else:
        names.problem(expr.at, "name-bound-twice", name=expr.name)
        names.bound[expr.name] = outer
    return (expr.quantifier, expr.kind, expr.name, test), TRUTH


_CHECKS: dict[type, Callable[[Any, Names, Type | None], Checked]] = {
    s.Literal: _literal,
    s.Path: _path,
    s.OneOf: _one_of,
    s.Operation: _operation,
    s.Comparison: _comparison,
    s.Function: _function,
    s.Fold: _fold,
    s.Quantified: _quantified,
}

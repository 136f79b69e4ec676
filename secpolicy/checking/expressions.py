"""Type checking of expressions: from syntax to a tree whose names are resolved, as plain tuples that a cache can hold.

A node is (operation, *parts); the operations are those of `judging/compile.py`, one function each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from secpolicy.base.dates import Period
from secpolicy.base.problem import closest
from secpolicy.checking.names import DATE, NUMBER, NUMBERS, PERIOD, TRUTH, WRONG, Names, Node
from secpolicy.checking.paths import NOTHING, Checked, element, path_checked
from secpolicy.language import syntax as s
from secpolicy.model.parameters import constant
from secpolicy.model.vocabulary import Type


def condition(expr: s.Expr, names: Names) -> Node:
    """The tree of an expression that must be a yes/no."""
    node, type_ = checked(expr, names)
    if type_ not in (TRUTH, WRONG):
        names.problem(expr.at, "not-a-condition", type=str(type_))
    return node


def checked(expr: s.Expr, names: Names, expected: Type | None = None) -> Checked:
    """The tree and type of an expression. `expected` tells what a bare word may be a value of."""
    return _CHECKS[type(expr)](expr, names, expected)


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


def _one_of(expr: s.OneOf, names: Names, expected: Type | None) -> Checked:
    members = [checked(member, names, expected) for member in expr.members]
    kinds = [type_ for _, type_ in members if type_ is not WRONG]
    for member, (_, type_) in zip(expr.members, members, strict=True):
        if kinds and not alike(kinds[0], type_, names):
            names.problem(member.at, "unlike-types", left=str(kinds[0]), right=str(type_))
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
    if {_unit(left), _unit(right)} == {"days", "months"}:
        names.problem(expr.at, "months-with-days")
    order = _order(left_type, names)
    if expr.operator not in ("=", "!=") and not order and left_type not in (DATE, PERIOD) and left_type.name not in NUMBERS:
        names.problem(expr.at, "no-order", type=str(left_type))
    return ("compare", expr.operator, left, right, order), TRUTH


def _unit(node: Node) -> str:
    """What a length of time surely counts: a difference of days counts days, a written length what it says. A declared one may count either."""
    if node[0] == "difference":
        return "days"
    if node[0] == "span":
        months, days, *_ = node[1:]
        return "" if months and days else "months" if months else "days"
    return ""


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
    if expr.name in ("share", "those"):
        names.problem(expr.at, "share-without-where", function=expr.name)
    return ("count", node), NUMBER


def _fold(expr: s.Fold, names: Names, expected: Type | None) -> Checked:
    node, type_ = _everything(expr.path, names) or checked(expr.path, names)
    if type_ is WRONG:
        return NOTHING, WRONG
    if type_.name != "list" and not names.kinds_of(type_):
        names.problem(expr.path.at, "list-wanted", function=expr.name, type=str(type_))
    with names.meaning("it", element(type_)):
        test = condition(expr.condition, names)
    if expr.name in ("latest", "earliest") and element(type_) != DATE:
        names.problem(expr.path.at, "dates-wanted", function=expr.name, type=str(type_))
    return ("fold", expr.name, node, test), {"latest": DATE, "earliest": DATE, "those": Type("list", element(type_))}.get(expr.name, NUMBER)


def _everything(path: s.Path, names: Names) -> Checked | None:
    """All things of a kind, if that is what a path says: the kind's name alone, of which the inventory holds a list, and nothing else has that name."""
    kind = names.vocabulary.kinds.get(path.names[0]) if len(path.names) == 1 else None
    if kind is None or kind.written == "once" or path.names[0] in names.bound:
        return None
    return ("all", kind.name), Type("list", names.entity_type(kind))


def _quantified(expr: s.Quantified, names: Names, expected: Type | None) -> Checked:
    kind = names.vocabulary.subject(expr.kind)
    if kind is None:
        meant = closest(expr.kind, [*names.vocabulary.kinds])
        names.problem(expr.at, "unknown-kind-meant" if meant else "unknown-kind", kind=expr.kind, meant=meant)
        return NOTHING, WRONG
    with names.meaning(expr.name, names.entity_type(kind)) as is_taken:
        test = condition(expr.condition, names)
    if is_taken:
        names.problem(expr.at, "name-bound-twice", name=expr.name)
    return (expr.quantifier, expr.kind, expr.name, test), TRUTH


_CHECKS: dict[type, Callable[[Any, Names, Type | None], Checked]] = {
    s.Literal: _literal,
    s.Path: path_checked,
    s.OneOf: _one_of,
    s.Operation: _operation,
    s.Comparison: _comparison,
    s.Function: _function,
    s.Fold: _fold,
    s.Quantified: _quantified,
}

"""Rules with one small fault each: a fault that no case notices says that a case is missing beside the rule.

Mutation testing after R. A. DeMillo, R. J. Lipton and F. G. Sayward, Hints on Test Data Selection (Computer 11, 1978).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import copy
from typing import Any

from secpolicy.base.record import Record
from secpolicy.model.rulebook import Duty, Node, Route, Rule, Rulebook, Term
from secpolicy.testing.cases import case_file_of, load_cases
from secpolicy.testing.run import Prepared, outcomes_of, prepared
from secpolicy.testing.spelling import spelled

_TRUE: Node = ("truth", True)
_BORDER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
_LISTS = ("and", "or", "implies", "list", "latest", "earliest")
_CHILDREN = {
    "field": (1,), "entry": (1,), "done": (1,), "term": (1,), "not": (1,), "compare": (2, 3), "has": (1, 2), "in": (1, 2), "moved": (2, 3),
    "difference": (1, 2), "sum": (2, 3), "exists": (1,), "count": (1,), "distinct": (1,), "fold": (2, 3), "some": (3,), "no": (3,),
}  # fmt: skip
_SIGNS = {"+": "-", "-": "+"}
_OTHER = {"and": "or", "or": "and", "latest": "earliest", "earliest": "latest"}
# Where the operands, or the test of a member, are themselves conditions.
_LOGIC = ("and", "or", "implies", "not")
_TESTS = (("fold", 3), ("some", 3), ("no", 3))
_ONE_DAY: Node = ("span", 0, 1, 0, False)
_AGES: Node = ("span", 1200, 0, 0, False)
Ready = dict[str, list[Prepared]]


class Mutant(Record):
    """A rule with one fault. `duty`: the label of the duty it is in; `where`, `due` or `let name` if every duty feels it."""

    duty: str
    description: str
    rule: Rule


def survivors(rulebook: Rulebook, rule: Rule, root: str, ready: Ready | None = None) -> list[str]:
    """The faults of a rule that none of its cases notices, as `pack/topic/name#duty: before -> after`. Raises Refused if a case cannot be read.

    `ready` keeps the cases of rules, by id, from one call to the next.
    """
    cases = _cases(rulebook, rule, root, ready)
    labels = {duty.label for duty in rule.duties}
    left = [mutant for mutant in faulty(rule) if not is_noticed(rulebook, mutant.rule, cases)]
    return [f"{rule.id}{'#' if mutant.duty in labels else ' '}{mutant.duty}: {mutant.description}" for mutant in left]


def survivors_in_term(rulebook: Rulebook, term: Term, root: str, ready: Ready | None = None) -> list[str]:
    """The faults of a term that no case of any rule that leans on it notices, as `pack/term: before -> after`."""
    tried = [(rule, _cases(rulebook, rule, root, ready)) for rule in rulebook.rules if term.name in _terms_of(rule.tree, rulebook)]
    left = []
    for text, means in changes(term.means, is_condition=True):
        faulty_book = copy(rulebook)
        faulty_book.terms = {**rulebook.terms, term.name: term._replace(means=means)}
        noticing = next((pair for pair in tried if is_noticed(faulty_book, *pair)), None)
        if noticing is None:
            left.append(f"{term.pack}/{term.name}: {text}")
        else:  # the rule that noticed one fault is the likeliest to notice the next
            tried.sort(key=lambda pair: pair is not noticing)
    return left


def is_noticed(rulebook: Rulebook, rule: Rule, cases: list[Prepared]) -> bool:
    """Whether a case comes out differently from what it expects."""
    return any(not outcome.passed for case in cases for outcome in outcomes_of(rulebook, rule, case))


def _cases(rulebook: Rulebook, rule: Rule, root: str, ready: Ready | None) -> list[Prepared]:
    if ready is not None and rule.id in ready:
        return ready[rule.id]
    path = case_file_of(rule, root)
    cases = [prepared(rulebook, case) for case in load_cases(path, rule.file, rulebook.vocabulary)] if os.path.isfile(path) else []
    if ready is not None:
        ready[rule.id] = cases
    return cases


def _terms_of(tree: Any, rulebook: Rulebook) -> set[str]:
    """The terms that a tree names, and those that they name."""
    if not isinstance(tree, tuple) or not tree:
        return set()
    found = set().union(*(_terms_of(part, rulebook) for part in tree))
    if len(tree) == 3 and tree[0] == "term":
        found |= {tree[2]} | _terms_of(rulebook.terms[tree[2]].means, rulebook)
    return found


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Every rule that differs from this one by one fault, with what was changed."""
    for mutant in faulty(rule):
        yield f"{mutant.duty}: {mutant.description}", mutant.rule


def faulty(rule: Rule) -> Iterator[Mutant]:
    """The same, telling where the fault is; a fault in one duty leaves the others out."""
    yield from _in_scope(rule)
    for duty in rule.duties:
        alone = rule._replace(duties=(duty,))
        for text, changed in _in_duty(duty):
            yield Mutant(duty.label, text, alone._replace(duties=(changed,)))


def _in_scope(rule: Rule) -> Iterator[Mutant]:
    if rule.where is not None:
        yield Mutant("where", "left out", rule._replace(where=None))
        for text, where in changes(rule.where, is_condition=True):
            yield Mutant("where", text, rule._replace(where=where))
    for position, (name, node, type_) in enumerate(rule.lets):
        for text, changed in changes(node):
            yield Mutant(f"let {name}", text, rule._replace(lets=(*rule.lets[:position], (name, changed, type_), *rule.lets[position + 1 :])))
    for position, (when, form) in enumerate(rule.due):
        before, after = rule.due[:position], rule.due[position + 1 :]
        for text, deadline in _deadlines(form):
            yield Mutant("due", text, rule._replace(due=(*before, (when, deadline), *after)))
        for text, condition in changes(when, is_condition=True) if when is not None else ():
            yield Mutant("due", text, rule._replace(due=(*before, (condition, form), *after)))


def _in_duty(duty: Duty) -> Iterator[tuple[str, Duty]]:
    for text, by in _deadlines(duty.by) if duty.by is not None else ():
        yield f"by {text}", duty._replace(by=by)
    if duty.route is not None:
        for text, route in _routes(duty.route):
            yield text, duty._replace(route=route)
        return
    assert duty.condition is not None
    for text, condition in changes(duty.condition, is_condition=duty.form != "repeat"):
        yield text, duty._replace(condition=condition)
    if duty.interval == ("fiscal",):
        yield "every fiscal year -> every 12 months", duty._replace(interval=("span", 12, 0, 0, False))
    elif duty.interval is not None and duty.interval[0] == "parameter":
        for instead in (_ONE_DAY, _AGES):
            yield f"every {spelled(duty.interval)} -> every {spelled(instead)}", duty._replace(interval=instead)
    elif duty.interval is not None:
        for text, interval in changes(duty.interval):
            yield text, duty._replace(interval=interval)


def _deadlines(form: Node) -> Iterator[tuple[str, Node]]:
    if form[0] == "year_end":
        for step in (-1, 1):
            yield f"end of fiscal year {form[1]} -> {int(form[1]) + step}", ("year_end", str(int(form[1]) + step))
    elif form[0] in ("day", "fiscal_year_end"):
        yield f"{form[0]} {spelled(form[1])} -> one day later", (form[0], ("moved", "+", form[1], _ONE_DAY))
        for text, node in changes(form[1]):
            yield text, (form[0], node)
    elif form[0] == "at_once":
        yield "at once -> none", ("none",)


def _routes(route: Route) -> Iterator[tuple[str, Route]]:
    yield ("between -> from" if route.both_ways else "from -> between"), route._replace(both_ways=not route.both_ways)
    if route.target_where is not None:
        yield "any where left out", route._replace(target_where=None)
        for text, node in changes(route.target_where, is_condition=True):
            yield f"any: {text}", route._replace(target_where=node)
    if route.over is not None:
        yield "over where left out", route._replace(over=None)
        for text, node in changes(route.over, is_condition=True):
            yield f"over: {text}", route._replace(over=node)
    for position, (kind, condition) in enumerate(route.avoiding):
        before, after = route.avoiding[:position], route.avoiding[position + 1 :]
        yield f"avoiding {kind} left out", route._replace(avoiding=(*before, *after))
        for text, node in changes(condition, is_condition=True) if condition is not None else ():
            yield f"avoiding {kind}: {text}", route._replace(avoiding=(*before, (kind, node), *after))


def changes(node: Node, is_condition: bool = False) -> Iterator[tuple[str, Node]]:
    """The tree with one fault in it, for every place where one can be, each with what was done to which part."""
    yield from _of_node(node, is_condition)
    if node[0] in _LISTS:
        for position, part in enumerate(node[1]):
            for text, changed in changes(part, node[0] in _LOGIC):
                if changed != _TRUE or node[0] != "and":  # that part was left out already
                    yield text, (node[0], (*node[1][:position], changed, *node[1][position + 1 :]))
    for index in _CHILDREN.get(node[0], ()):
        inner = node[0] in _LOGIC or (node[0], index) in _TESTS
        for text, changed in changes(node[index], inner):
            yield text, (*node[:index], changed, *node[index + 1 :])


def _of_node(node: Node, is_condition: bool) -> Iterator[tuple[str, Node]]:
    """What may be put in the place of a node itself."""
    operation = node[0]
    if operation in ("and", "or", "list", "latest", "earliest"):
        yield from _other_lists(node)
        return
    for changed in _compared(node) if operation == "compare" else _in_condition(node) if is_condition else _other_values(node):
        yield f"{spelled(node)} -> {spelled(changed)}", changed


def _other_lists(node: Node) -> Iterator[tuple[str, Node]]:
    """One member fewer, and the list under the opposite operation."""
    operation, parts = node
    for position, part in enumerate(parts) if len(parts) > 1 else ():
        left = (*parts[:position], *parts[position + 1 :])
        yield f"{spelled(part)} left out of {operation}", left[0] if len(left) == 1 and operation in _LOGIC else (operation, left)
    if operation in _OTHER:
        yield f"{spelled(node)} -> {_OTHER[operation]}", (_OTHER[operation], parts)


def _compared(node: Node) -> Iterator[Node]:
    _, operator, *rest = node
    if operator in _BORDER:
        yield ("compare", _BORDER[operator], *rest)
    yield ("compare", _OPPOSITE[operator], *rest)


def _in_condition(node: Node) -> Iterator[Node]:
    if node[0] == "not":
        yield node[1]
    elif node[0] == "implies":
        yield node[1][1]
        yield ("not", node[1][0])
    else:
        yield ("not", node)
        if node[0] == "exists":
            yield _TRUE


def _other_values(node: Node) -> Iterator[Node]:
    operation = node[0]
    if operation == "number":
        yield from (("number", str(int(node[1]) + step)) for step in (-1, 1))
    elif operation in ("day", "today"):
        yield from (("moved", sign, node, _ONE_DAY) for sign in ("-", "+"))
    elif operation == "span":
        yield from (("span", node[1], node[2] + step, *node[3:]) for step in (-1, 1))
    elif operation == "moved":
        yield ("moved", _SIGNS[node[1]], *node[2:])
        if node[3][0] != "span":
            yield node[2]
    elif operation == "sum":
        yield ("sum", _SIGNS[node[1]], *node[2:])
    elif operation == "difference":
        yield ("difference", node[2], node[1])
    elif operation == "distinct":
        yield node[1]
    elif operation == "fold":
        yield ("fold", node[1], node[2], _TRUE)

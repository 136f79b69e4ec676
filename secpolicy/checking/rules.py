"""Type checking of rules and terms: scope, duties, routes, deadlines, texts and citations."""

from __future__ import annotations

import os
import re
from typing import Any

from secpolicy.base.location import Location
from secpolicy.base.problem import closest
from secpolicy.base.record import plain
from secpolicy.checking.expressions import checked, condition
from secpolicy.checking.names import DATE, PERIOD, TEXT, WRONG, Names, Node
from secpolicy.checking.paths import NOTHING, element
from secpolicy.language import syntax as s
from secpolicy.model.clauses import Clause, Guideline
from secpolicy.model.rulebook import Cite, Duty, Route, Rule, Template, Term
from secpolicy.model.telling import Telling
from secpolicy.model.vocabulary import Kind, Type

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")
Library = tuple[dict[str, Guideline], dict[tuple[str, str], Clause]]


def checked_term(term: s.Term, pack: str, names: Names, library: Library) -> Term:
    """The tree of a term; problems go to `names`."""
    kind = _kind(term.kind, term.at, names)
    if kind is not None:
        names.bound[term.kind] = names.entity_type(kind)
    means = condition(term.means, names) if kind is not None else NOTHING
    file_name = os.path.basename(term.at.file).removesuffix(".term").replace("-", "_")
    if file_name != term.name:
        names.problem(term.at, "name-and-file", name=term.name, file=file_name)
    return Term(pack, term.name, _pair(term.title), _cites(term.cites, names, library), term.kind, means, term.at.file, term.at.line)


def checked_rule(rule: s.Rule, pack: str, topic: str, names: Names, library: Library) -> Rule:
    """The tree of a rule; problems go to `names`."""
    file_name = os.path.basename(rule.at.file).removesuffix(".rule")
    if file_name != rule.name:
        names.problem(rule.at, "name-and-file", name=rule.name, file=file_name)
    for subject in rule.subjects:
        kind = _kind(subject.kind, subject.at, names)
        names.bind(subject.name, names.entity_type(kind) if kind is not None else WRONG, subject.at)
    where = condition(rule.where, names) if rule.where is not None else None
    lets = [_let(let, names) for let in rule.lets]
    _check_labels(rule, names)
    duties = [_duty(duty, names) for duty in rule.duties]
    due = _due(rule.due, names)
    route_names = {"route"} if any(duty.form == "forbid_route" for duty in rule.duties) else set()
    fix = (_template(rule.fix, "ja", names, route_names), _template(rule.fix, "en", names, route_names)) if rule.fix else ((), ())
    called = tuple((name, _pair(texts)) for name, _, texts, _ in rule.lets if texts.ja or texts.en)
    ja, en = ({duty.label: says[side] for duty, says in duties} for side in (0, 1))
    note = _pair(rule.note) if rule.note else ("", "")
    id_ = f"{pack}/{topic}/{rule.name}"
    telling = Telling.of_one("rule", id_, _pair(rule.title), note, ja, en, fix, called, rule.at.file)
    return Rule(
        id_, pack, _cites(rule.cites, names, library), rule.severity,
        tuple((subject.kind, subject.name) for subject in rule.subjects), where, tuple(lets), tuple(duty for duty, _ in duties), due, rule.at.line, telling,
    )  # fmt: skip


def _let(let: tuple[str, s.Expr, s.Texts, Location], names: Names) -> tuple[str, Node, Any]:
    """A name with the tree and type of what it stands for; what follows may use it."""
    name, expr, _, at = let
    node, type_ = checked(expr, names)
    names.bind(name, type_, at)
    return name, node, plain(type_)


def _check_labels(rule: s.Rule, names: Names) -> None:
    labels: set[str] = set()
    for duty in rule.duties:
        if duty.label in labels:
            names.problem(duty.at, "label-twice", label=duty.label)
        labels.add(duty.label)


def _kind(name: str, at: Location, names: Names) -> Kind | None:
    kind = names.vocabulary.subject(name)
    if kind is None:
        known = [*names.vocabulary.kinds, *(record for record in names.vocabulary.records if "." not in record)]
        meant = closest(name, known)
        names.problem(at, "unknown-kind-meant" if meant else "unknown-kind", kind=name, meant=meant)
    return kind


def _cites(cites: tuple[s.Cite, ...], names: Names, library: Library) -> tuple[Cite, ...]:
    guidelines, clauses = library
    for cite in cites:
        guideline = guidelines.get(cite.guideline)
        if guideline is None:
            meant = closest(cite.guideline, [*guidelines])
            names.problem(cite.at, "unknown-guideline-meant" if meant else "unknown-guideline", guideline=cite.guideline, meant=meant)
            continue
        if (cite.guideline, cite.clause) not in clauses:
            meant = closest(cite.clause, [clause for of, clause in clauses if of == cite.guideline])
            names.problem(cite.at, "unknown-clause-meant" if meant else "unknown-clause", guideline=cite.guideline, clause=cite.clause, meant=meant)
        for edition in (cite.since, cite.until):
            if edition is not None and guideline.edition(edition) is None:
                known = [known.id for known in guideline.editions]
                names.problem(cite.at, "unknown-edition", guideline=cite.guideline, edition=edition, known=known)
    return tuple(Cite(cite.guideline, cite.clause, cite.since or "", cite.until or "") for cite in cites)


def _duty(duty: s.Duty, names: Names) -> tuple[Duty, tuple[Template, Template]]:
    """The duty, and what it says."""
    by = _deadline(duty.by, names) if duty.by is not None else None
    if isinstance(duty.condition, s.Route):
        route, reached = _route(duty.condition, names)
        free = {"route"}
        bound = reached is not None and reached not in names.bound
        if reached is not None and bound:
            names.bound[reached] = Type("ref", (reached,))
        says = _says(duty.texts, names, free)
        if reached is not None and bound:
            del names.bound[reached]
        return Duty(duty.form, duty.label, None, route, None, by), says
    interval: Node | None = None
    if duty.form == "repeat":
        node, type_ = checked(duty.condition, names)
        if type_ not in (DATE, WRONG):
            names.problem(duty.condition.at, "dates-wanted", function="since", type=str(type_))
        interval = _interval(duty.interval, names)
    else:
        node = condition(duty.condition, names)
    return Duty(duty.form, duty.label, node, None, interval, by), _says(duty.texts, names, set())


def _interval(interval: s.Interval | None, names: Names) -> Node:
    if interval is None or interval.form == "fiscal" or interval.value is None:
        return ("fiscal",)
    node, type_ = checked(interval.value, names)
    if type_ not in (PERIOD, WRONG):
        names.problem(interval.at, "period-wanted", type=str(type_))
    return node


def _route(route: s.Route, names: Names) -> tuple[Route, str | None]:
    start = _place(route.start, names)
    target: Node | None = None
    target_kind, target_where = "", None
    if isinstance(route.target, s.Path):
        target = _place(route.target, names)
    else:
        target_kind = route.target.kind
        target_where = _selection(route.target, names, "place")
    over = _selection(route.over, names, "hop")
    avoiding = tuple((selection.kind, _selection(selection, names, "place")) for selection in route.avoiding)
    return Route(route.both_ways, start, target, target_kind, target_where, over, avoiding), target_kind or None


def _place(path: s.Path, names: Names) -> Node:
    node, type_ = checked(path, names)
    if type_ is not WRONG and not any("place" in kind.route for kind in names.kinds_of(type_)):
        names.problem(path.at, "not-a-place", name=".".join(path.names))
    return node


def _selection(selection: s.Selection, names: Names, role: str) -> Node | None:
    kind = _kind(selection.kind, selection.at, names)
    if kind is None:
        return None
    if role not in kind.route:
        names.problem(selection.at, f"not-a-{role}", name=selection.kind)
    if selection.condition is None:
        return None
    with names.meaning(selection.kind, names.entity_type(kind)):
        return condition(selection.condition, names)


def _due(due: s.Due, names: Names) -> tuple[tuple[Node | None, Node], ...]:
    """Deadlines by condition; where a condition decides, each side is a day, or an unknown condition would give no span of days."""
    for _, form in due.cases:
        if len(due.cases) > 1 and form.form not in ("day", "fiscal_year_end"):
            names.problem(form.at, "when-without-date")
    return tuple((condition(when, names) if when is not None else None, _deadline(form, names)) for when, form in due.cases)


def _deadline(deadline: s.DeadlineForm, names: Names) -> Node:
    if deadline.form in ("at_once", "none"):
        return (deadline.form,)
    if deadline.form == "about":
        return ("about", deadline.value)
    if deadline.form == "fiscal_year_end" and isinstance(deadline.value, str):
        return ("year_end", deadline.value)
    assert deadline.value is not None
    assert not isinstance(deadline.value, str)
    node, type_ = checked(deadline.value, names)
    if element(type_) not in (DATE, WRONG):
        names.problem(deadline.at, "deadline-not-a-date", type=str(type_))
    return (deadline.form, node)


def _pair(texts: s.Texts) -> tuple[str, str]:
    return texts.ja or texts.en or "", texts.en or texts.ja or ""


def _says(texts: s.Texts, names: Names, free: set[str]) -> tuple[Template, Template]:
    return _template(texts, "ja", names, free), _template(texts, "en", names, free)


def _template(texts: s.Texts, lang: str, names: Names, free: set[str]) -> Template:
    """The parts of a message: texts, and (node, type) for what stands in braces; `route` stays a word."""
    text = _pair(texts)[0 if lang == "ja" else 1]
    parts: list[Any] = []
    position = 0
    for found in _PLACEHOLDER.finditer(text):
        parts.append(text[position : found.start()])
        position = found.end()
        name = found[1]
        if name in free:
            parts.append((("route",), ("text", None)))
        elif not _PATH.fullmatch(name):
            names.problem(texts.at, "placeholder", name=name)
        else:
            before = len(names.problems)
            node, type_ = checked(s.Path(tuple(name.split(".")), texts.at), names)
            if len(names.problems) > before:
                del names.problems[before + 1 :]
            elif type_ == TEXT and node[0] == "text":
                names.problem(texts.at, "placeholder", name=name)
            parts.append((node, plain(type_)))
    parts.append(text[position:])
    return tuple(part for part in parts if part != "")

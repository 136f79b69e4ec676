"""Type checking of paths: which name, field, term, parameter or value a word and the fields behind it mean."""

from __future__ import annotations

from typing import Any

from secpolicy.base.problem import closest
from secpolicy.checking.names import DATE, TEXT, TRUTH, WRONG, Names, Node
from secpolicy.language import syntax as s
from secpolicy.model.vocabulary import Kind, Type, restored

Checked = tuple[Node, Type]
NOTHING: Node = ("nothing",)


def element(type_: Type) -> Type:
    """The type of a list's members; of anything else the type itself."""
    return type_.of if type_.name == "list" else type_


def path_checked(expr: s.Path, names: Names, expected: Type | None) -> Checked:
    """The tree and type of a path. `expected` tells what a bare word may be a value of."""
    first, rest = expr.names[0], expr.names[1:]
    if first == "param":
        return _parameter(expr, names)
    if first == "today" and not rest:
        return ("today",), DATE
    if not rest and first not in names.bound and expected is not None and _labels(expected, names).get(first):
        return _word(expr, names, expected)  # a value may be called like a kind: sanitising.place = security_cloud
    begun = _begun(first, names)
    return _word(expr, names, expected) if begun is None else _followed(*begun, expr, names)


def _begun(name: str, names: Names) -> Checked | None:
    """What a path begins with: a name that is bound, a thing that an inventory has once, or a place that is always there; None if nothing is so called."""
    if name in names.bound:
        return ("name", name), names.bound[name]
    if (single := names.vocabulary.kinds.get(name)) is not None and single.written == "once":
        return ("single", name), Type("ref", (name,))
    always = _always(name, names)
    return (("always", name), Type("ref", (always,))) if always is not None else None


def _followed(node: Node, type_: Type, expr: s.Path, names: Names) -> Checked:
    """The tree and type at the end of a path."""
    if type_ is WRONG:
        return NOTHING, WRONG
    for name in expr.names[1:]:
        if node[0] == "done?":
            base: Any = node[1]  # narrowed to a word by mypy; behind `done?` stands a node
            node, type_ = _done(base, name, expr, names)
        else:
            node, type_ = _step(node, type_, name, expr, names)
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


def _done(base: Node, name: str, expr: s.Path, names: Names) -> Checked:
    activity = names.vocabulary.kinds["activity"]
    choice = names.vocabulary.choices[activity.fields[activity.index["kind"]].type.of]
    if name not in choice.labels:
        meant = closest(name, [*choice.labels])
        names.problem(expr.at, "not-a-choice-meant" if meant else "not-a-choice", value=name, choice=choice, choices=choice.offered(""), meant=meant)
        return NOTHING, WRONG
    names.used.add(("field", "activity.of"))
    return ("done", base, name), Type("ref", ("activity",))


def _step(node: Node, type_: Type, name: str, expr: s.Path, names: Names) -> Checked:
    """One field, term or entry further along a path."""
    if type_.name == "map":
        choice = names.vocabulary.choices[type_.of[0]]
        if name not in choice.labels:
            names.problem(expr.at, "not-a-choice", value=name, choice=choice, choices=choice.offered(""), meant=None)
            return NOTHING, WRONG
        return ("entry", node, name), type_.of[1]
    kinds = names.kinds_of(type_)
    if name == "done" and kinds and not any(kind.is_record for kind in kinds):
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
    return _lost(kinds, type_, name, expr, names)


def _lost(kinds: tuple[Kind, ...], type_: Type, name: str, expr: s.Path, names: Names) -> Checked:
    """A step that leads nowhere, with what was probably meant."""
    if not kinds:
        names.problem(expr.at, "no-fields", path=".".join(expr.names), type=str(type_))
        return NOTHING, WRONG
    known = [field.name for kind in kinds for field in kind.fields] + [t.name for t in names.terms.values() if any(k.name == t.kind for k in kinds)]
    meant = closest(name, known)
    names.problem(expr.at, "unknown-field-meant" if meant else "unknown-field", kind=kinds[0], field=name, meant=meant, known=known[:12])
    return NOTHING, WRONG

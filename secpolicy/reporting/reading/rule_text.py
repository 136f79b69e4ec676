"""A rule read out in Japanese or English, generated from its typed tree: nothing of it is typed by hand but titles, notes and fixes."""

from __future__ import annotations

import re
from collections.abc import Callable

from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.model.rulebook import Cite, Duty, Node, Rule, Rulebook, Template, Term
from secpolicy.reporting import prose
from secpolicy.reporting.reading import sentences_en, sentences_ja
from secpolicy.reporting.reading.naming import Scope, Told, terms_in


class Tongue(Record):
    """The sentences of one language."""

    in_rule: Callable[[Rule, Scope], Scope]
    subjects: Callable[[Rule, Scope], Told]
    let: Callable[[str, Node, Scope], Told]
    duty: Callable[[Duty, Scope], Told]
    due: Callable[[Rule, Scope], str]
    term: Callable[[Term, Scope], Told]
    template: Callable[[Template, Scope], str]
    constant: Callable[[Node, str, Scope], str]


class Line(Record):
    """A labelled sentence of a reading, with the list that goes with it; a demand also has the label of its duty."""

    label: str
    text: str
    parts: tuple[str, ...] = ()
    duty: str = ""


_SIGN = re.compile(r"\s*(\(\d+\)|[①-⑳])? *")  # what an item of a list begins with: (1), ①, or a blank
_NAMES = ("in_rule", "subjects", "let", "duty", "due", "term", "template", "constant")
TONGUES = {lang: Tongue(*(getattr(module, name) for name in _NAMES)) for lang, module in (("ja", sentences_ja), ("en", sentences_en))}


def reading(rule: Rule, rulebook: Rulebook, editions: dict[str, str], lang: str) -> list[prose.Line]:
    """The lines of a rule as `explain` shows it, under the editions (guideline -> edition; else the latest)."""
    scope = scope_of(rulebook, editions, lang)
    words = scope.words
    lines = reading_lines(rule, scope)
    width = max(len(line.label) for line in lines)
    told = [("", words.says("reading-title", name=rule.name, title=rule.title[scope.side]))]
    for line in lines:
        told += _laid_out(line, width, scope)
    for term, sentence in term_sentences(rule, scope):
        told.append(("", words.says("reading-term", name=term.name, text=sentence.text)))
        told += [_part("    ", part) for part in sentence.parts]
    return told


def scope_of(rulebook: Rulebook, editions: dict[str, str], lang: str) -> Scope:
    """The scope in which nothing is bound yet."""
    return Scope(rulebook, Words(lang, rulebook.texts(lang)), editions)


def reading_lines(rule: Rule, scope: Scope) -> list[Line]:
    """The labelled sentences of a rule, in order."""
    tongue, words = TONGUES[scope.words.lang], scope.words
    inside = tongue.in_rule(rule, scope)
    lines = [Line("grounds", ground(cite, scope)) for cite in rule.cites]
    lines.append(Line("severity", words.says(f"severity-{rule.severity}")))
    lines.append(Line("strength", strength(rule, scope)))
    lines.append(Line("subject", *tongue.subjects(rule, inside)))
    lines += [Line("let", *tongue.let(name, node, inside)) for name, node, _ in rule.lets]
    for duty in rule.duties:
        told = tongue.duty(duty, inside)
        lines.append(Line(duty.form, told.text, told.parts, duty.label))
    lines.append(Line("due", tongue.due(rule, inside)))
    if fix := tongue.template(rule.fix[scope.side], inside):
        lines.append(Line("fix", fix))
    if note := rule.note[scope.side]:
        lines.append(Line("note", note))
    lines += [Line("own-note", words.says("reading-own-note", text=note.text[scope.side], overlay=note.of[scope.side])) for note in rule.notes]
    return [line._replace(label=words.says(f"label-{line.label}")) for line in lines]


def ground(cite: Cite, scope: Scope) -> str:
    """A clause as an officer would cite it: guideline, edition, number or the remark that nobody has read it, title."""
    words, clause = scope.words, scope.rulebook.clauses[cite.guideline, cite.clause]
    edition = scope.edition(cite.guideline)
    text = words.says(
        "reading-clause", guideline=scope.rulebook.guidelines[cite.guideline].title[scope.side], edition=scope.edition_name(cite.guideline, edition),
        number=_number(cite, scope), title=clause.title[scope.side],
    )  # fmt: skip
    if cite.since:
        text = words.says("reading-since", text=text, edition=scope.edition_name(cite.guideline, cite.since))
    return words.says("reading-until", text=text, edition=scope.edition_name(cite.guideline, cite.until)) if cite.until else text


def _number(cite: Cite, scope: Scope) -> str:
    clause, edition = scope.rulebook.clauses[cite.guideline, cite.clause], scope.edition(cite.guideline)
    if not _exists(cite, scope):
        return scope.words.says("reading-absent")
    if number := clause.number_in(edition):
        return f"{number}{scope.pad}".rstrip(" ")
    return scope.words.says("chapter-unread", chapter=clause.chapter) if clause.chapter else scope.words.says("number-unread")


def strength(rule: Rule, scope: Scope) -> str:
    """How strongly the clauses demand it; a rule has one strength."""
    labels = scope.rulebook.house.choices["strength"].labels
    if rule.strength:
        return labels[rule.strength][scope.side]
    found = dict.fromkeys(scope.rulebook.clauses[cite.guideline, cite.clause].strength for cite in rule.cites)
    return scope.words.join(labels[strength][scope.side] for strength in found)


def term_sentences(rule: Rule, scope: Scope) -> list[tuple[Term, Told]]:
    """What the words of a rule mean, and the words of those words."""
    names: list[str] = []
    waiting = list(terms_in(rule.tree))
    while waiting:
        name = waiting.pop(0)
        if name not in names:
            names.append(name)
            waiting += terms_in(scope.rulebook.terms[name].means)
    return [(scope.rulebook.terms[name], term_sentence(scope.rulebook.terms[name], scope)) for name in names]


def term_sentence(term: Term, scope: Scope) -> Told:
    """What a word means, and from which edition if it has not always meant it; in an edition without its clause nothing is so called."""
    told = TONGUES[scope.words.lang].term(term, scope)
    if term.cites and not any(_exists(cite, scope) for cite in term.cites):
        return Told(scope.words.says("reading-nothing", text=told.text), told.parts)
    dated = [cite for cite in term.cites if cite.since]
    if not dated:
        return told
    return Told(scope.words.says("reading-since", text=told.text, edition=scope.edition_name(dated[0].guideline, dated[0].since)), told.parts)


def _exists(cite: Cite, scope: Scope) -> bool:
    edition = scope.edition(cite.guideline)
    within = (not cite.since or edition >= cite.since) and (not cite.until or edition <= cite.until)
    return within and scope.rulebook.clauses[cite.guideline, cite.clause].exists_in(edition)


def _laid_out(line: Line, width: int, scope: Scope) -> list[prose.Line]:
    text = scope.words.says("reading-duty", label=line.duty, text=line.text) if line.duty else line.text
    margin = "  " + scope.pad * width + " "
    return [(f"  {line.label.ljust(width, scope.pad)} ", text), *(_part(margin, part) for part in line.parts)]


def _part(margin: str, part: str) -> prose.Line:
    sign = _SIGN.match(part)
    head = sign[0] if sign is not None else ""
    return margin + head, part.removeprefix(head)

"""The sheet (点検票) of a rule in Markdown: its reading, clauses in every edition, parameters, messages, and its cases as examples.

What a person writes in a file (names of duties, terms and settings) stands in code spans; the rest is prose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from secpolicy.base.text import Words
from secpolicy.model.clauses import PROFILE, Clause
from secpolicy.model.rulebook import Node, Rule, Rulebook
from secpolicy.reporting.markdown import code, escaped, table
from secpolicy.reporting.reading.naming import Scope, parameters_in
from secpolicy.reporting.reading.rule_text import TONGUES, reading_lines, scope_of, term_sentences

_INDENTED = "　 "


def sheet(rule: Rule, rulebook: Rulebook, lang: str, examples: Iterable[tuple[str, dict[str, str]]]) -> str:
    """The sheet of a rule, each guideline read in its latest edition.

    `examples`: what a case is called, and the verdict word that it expects of each duty.
    """
    scope = scope_of(rulebook, {}, lang)
    words = scope.words
    lines = [f"# {escaped(rule.title[scope.side])}", "", f"{words.says('sheet-rule')} {code(rule.id)}", ""]
    for line in reading_lines(rule, scope):
        duty = f"{code(line.duty)} " if line.duty else ""
        lines += [f"- **{line.label}** {duty}{escaped(line.text)}", *_parts(line.parts)]
    lines.append("")
    tables = (_clauses(rule, scope), _terms(rule, scope), _parameters(rule, scope), _messages(rule, scope), _examples(rule, examples, scope))
    for heading, found in zip(("clauses", "terms", "parameters", "messages", "cases"), tables, strict=True):
        if found:
            lines += [f"## {words.says(f'sheet-{heading}')}", "", *found]
    return "\n".join(lines).rstrip("\n") + "\n"


def _parts(parts: Iterable[str]) -> list[str]:
    """What goes with a sentence, as a list below it; what is indented there, as one below that."""
    return [f"{'    ' if part[0] in _INDENTED else '  '}- {escaped(part.strip())}" for part in parts]


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], words: Words) -> list[str]:
    return table([words.says(f"sheet-{head}") for head in heads], rows) if rows else []


def _clauses(rule: Rule, scope: Scope) -> list[str]:
    lines: list[str] = []
    for cite in rule.cites:
        clause = scope.rulebook.clauses[cite.guideline, cite.clause]
        read = scope.rulebook.house.choices["reading"].labels[clause.read][scope.side]
        title = scope.words.says("sheet-clause", guideline=scope.rulebook.guidelines[cite.guideline].title[scope.side], title=clause.title[scope.side])
        lines += [f"**{escaped(title)}** {scope.words.says('sheet-content', read=read)}", ""]
        lines += _table(("edition", "number", "number-read"), _editions(clause, scope), scope.words)
    return lines


def _editions(clause: Clause, scope: Scope) -> list[tuple[str, ...]]:
    """A clause in every edition: its number there and how far the number was read."""
    labels, words, none = scope.rulebook.house.choices["reading"].labels, scope.words, scope.words.says("sheet-none")
    numbers = {edition: (escaped(number), labels[read][scope.side]) for edition, number, read in clause.numbers if read != "unread"}
    rows: list[tuple[str, ...]] = []
    for edition in scope.rulebook.guidelines[clause.guideline].editions:
        number = numbers.get(edition.id, (none, labels["unread"][scope.side]))
        rows.append((escaped(edition.name[scope.side]), *(number if clause.exists_in(edition.id) else (words.says("sheet-not-there"), none))))
    return rows


def _terms(rule: Rule, scope: Scope) -> list[str]:
    lines = []
    for term, told in term_sentences(rule, scope):
        lines += [f"- {code(term.name)} {escaped(told.text)}", *_parts(told.parts)]
    return [*lines, ""] if lines else []


def _parameters(rule: Rule, scope: Scope) -> list[str]:
    trees = (rule.tree, *(term.means for term, _ in term_sentences(rule, scope)))
    names = tuple(dict.fromkeys(name for tree in trees for name in parameters_in(tree)))
    rows = [row for name in names for row in values_of(name, scope)]
    return [*_table(("parameter", "from", "value", "cites", "value-read"), rows, scope.words), *_tables_of(names, scope)]


def _tables_of(names: Iterable[str], scope: Scope) -> list[str]:
    """The tables from whose rows the values are, each with its file and its day; a source is in the language of its publisher."""
    tables = dict.fromkeys(scope.rulebook.parameters[name].table for name in names)
    heads = [head for table in tables for head in scope.rulebook.catalogs.files_of(table)]
    told = [scope.words.says("sheet-table", table=code(head.table), file=code(head.file), day=head.last_checked) for head in heads]
    return [*(f"- {line}" for line in told), ""] if told else []


def values_of(name: str, scope: Scope) -> list[tuple[str, ...]]:
    """The history of a parameter, oldest first; where the clause it cites says how far it was read, so says the value."""
    parameter, words, labels = scope.rulebook.parameters[name], scope.words, scope.rulebook.house.choices["reading"].labels
    title, none = escaped(parameter.title[scope.side]), words.says("sheet-none")
    if parameter.setting:
        profile = parameter.setting.startswith(PROFILE)
        path = parameter.setting.removeprefix(PROFILE) if profile else f"settings.{parameter.setting}"
        return [(title, none, words.says("sheet-profile" if profile else "sheet-setting", path=code(path)), none, none)]
    rows: list[tuple[str, ...]] = []
    for start, node, cites, read in sorted(parameter.values, key=lambda value: value[0]):
        guideline, _, edition = start.rpartition(" ")
        since = scope.edition_name(guideline, edition) if guideline else edition
        clause = scope.rulebook.clauses.get(_cited(cites))
        source = cites
        if clause:
            source = words.says("sheet-clause", guideline=scope.rulebook.guidelines[clause.guideline].title[scope.side], title=clause.title[scope.side])
        how = labels[read or (clause.read if clause else "unread")][scope.side]
        value = TONGUES[words.lang].constant(_node(node), name, scope)
        rows.append(("" if rows else title, *(escaped(text) for text in (since, value, source, how))))
    return rows


def _cited(cites: str) -> tuple[str, str]:
    guideline, _, clause = cites.partition(" ")
    return guideline, clause


def _node(constant: object) -> Node:
    assert isinstance(constant, tuple)
    return constant


def _messages(rule: Rule, scope: Scope) -> list[str]:
    tongue = TONGUES[scope.words.lang]
    inside = tongue.in_rule(rule, scope)
    rows = [(code(duty.label), escaped(tongue.template(rule.says(duty.label, scope.words.lang), inside))) for duty in rule.duties]
    return _table(("duty", "message"), rows, scope.words)


def _examples(rule: Rule, examples: Iterable[tuple[str, dict[str, str]]], scope: Scope) -> list[str]:
    """The cases and their verdicts; which duty a verdict is of, only where a rule has several."""
    words, several = scope.words, len(rule.duties) > 1
    rows = []
    for name, expected in examples:
        verdicts = {duty: words.says(verdict.upper()) for duty, verdict in expected.items()}
        told = [words.says("sheet-expectation", duty=code(duty), verdict=verdict) if several else verdict for duty, verdict in verdicts.items()]
        rows.append((escaped(name), words.join(told)))
    return _table(("case", "expected"), rows, words)

"""The pages about rules that are kept in docs/: an index of all sheets, and a glossary of kinds, fields, choices and terms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from secpolicy.base.text import Words
from secpolicy.model.rulebook import Rule, Rulebook, Term
from secpolicy.model.vocabulary import ANY, Choice, Kind, Type
from secpolicy.reporting.markdown import code, escaped, table
from secpolicy.reporting.reading.naming import Scope
from secpolicy.reporting.reading.rule_text import scope_of, strength, term_sentence


def page_of(rule: Rule) -> str:
    """Where the sheet of a rule lies, from the folder of all sheets."""
    return f"{rule.id}.md"


def index_page(rulebook: Rulebook, lang: str) -> str:
    """All rules by pack and topic, each with a link to its sheet."""
    scope = scope_of(rulebook, {}, lang)
    says, side = scope.words.says, scope.side
    lines = [f"# {says('pages-index')}", "", says("pages-index-about", rules=len(rulebook.rules), packs=len({rule.pack for rule in rulebook.rules})), ""]
    for pack, of_pack in groupby(rulebook.rules, key=lambda rule: rule.pack):
        lines += [f"## {escaped(rulebook.packs[pack].title[side])} {code(pack)}", ""]
        for topic, of_topic in groupby(of_pack, key=lambda rule: rule.topic):
            rows = [_index_row(rule, scope) for rule in of_topic]
            lines += [f"### {code(topic)}", "", *table([says(f"pages-{head}") for head in ("rule", "strength", "severity", "read")], rows)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _index_row(rule: Rule, scope: Scope) -> tuple[str, ...]:
    """The strength and the severity of a rule, and how far the least read of its clauses was read."""
    readings = scope.rulebook.house.choices["reading"].labels
    reads = [scope.rulebook.clauses[cite.guideline, cite.clause].read for cite in rule.cites]
    least = max(reads, key=[*readings].index)
    link = f"[{escaped(rule.title[scope.side])}]({page_of(rule)})"
    return link, strength(rule, scope), scope.words.says(f"severity-{rule.severity}"), readings[least][scope.side]


def glossary_page(rulebook: Rulebook, lang: str) -> str:
    """What the kinds, fields and choices of the inventory and the terms of the rules are called, in both languages."""
    scope = scope_of(rulebook, {}, lang)
    words, vocabulary = scope.words, rulebook.vocabulary
    lines = [f"# {words.says('pages-glossary')}", "", words.says("pages-glossary-about"), "", f"## {words.says('pages-terms')}", ""]
    for term in sorted(rulebook.terms.values(), key=lambda term: (term.kind, term.name)):
        lines += _term(term, scope)
    for heading, kinds in (("pages-kinds", vocabulary.kinds), ("pages-records", {name: one for name, one in vocabulary.records.items() if "." not in name})):
        lines += ["", f"## {words.says(heading)}", ""]
        for kind in kinds.values():
            lines += _kind(kind, rulebook, words)
    lines += [f"## {words.says('pages-choices')}", ""]
    for choice in sorted(vocabulary.choices.values(), key=lambda choice: choice.name):
        lines += _choice(choice, words)
    return "\n".join(lines).rstrip("\n") + "\n"


def _term(term: Term, scope: Scope) -> list[str]:
    told = term_sentence(term, scope)
    parts = [f"{'    ' if part[0] in '　 ' else '  '}- {escaped(part.strip())}" for part in told.parts]
    return [f"- **{escaped(term.title[0])}** {escaped(term.title[1])} {code(term.name)} {escaped(told.text)}", *parts]


def _kind(kind: Kind, rulebook: Rulebook, words: Words) -> list[str]:
    name = kind.name if kind.is_record else kind.key
    rows = [(code(path), escaped(ja), escaped(en), _type(type_, rulebook, words)) for path, ja, en, type_ in _fields(kind, rulebook)]
    heads = [words.says(f"pages-{head}") for head in ("field", "ja", "en", "type")]
    return [f"### {escaped(kind.ja)} {code(name)}", "", escaped(kind.en), "", *table(heads, rows)]


def _fields(kind: Kind, rulebook: Rulebook, before: str = "") -> Iterator[tuple[str, str, str, Type]]:
    """The fields of a kind; those of a record that stands inside it are told with it."""
    for field in kind.fields:
        inner = field.type.of if field.type.name == "list" else field.type
        yield f"{before}{field.name}", field.ja, field.en, field.type
        if inner.name == "record" and "." in inner.of:
            yield from _fields(rulebook.vocabulary.records[inner.of], rulebook, f"{before}{field.name}.")


def _type(type_: Type, rulebook: Rulebook, words: Words) -> str:
    """A type in words; a choice leads to its values, a reference and a record to what they are."""
    vocabulary = rulebook.vocabulary
    side = 0 if words.lang == "ja" else 1
    if type_.name == "list":
        return words.says("pages-type-list", of=_type(type_.of, rulebook, words))
    if type_.name == "map":
        return words.says("pages-type-map", key=_choice_link(type_.of[0], words), of=_type(type_.of[1], rulebook, words))
    if type_.name == "choice":
        return _choice_link(type_.of, words)
    if type_.name == "ref":
        named = [words.says("pages-type-anything") if name == ANY else (vocabulary.kinds[name].ja, vocabulary.kinds[name].en)[side] for name in type_.of]
        return words.says("pages-type-ref", of=escaped(words.join(named)))
    if type_.name == "record":
        record = vocabulary.records[type_.of]
        return words.says("pages-type-record", of=escaped((record.ja, record.en)[side])) if "." not in type_.of else words.says("pages-type-inside")
    return words.says(f"pages-type-{type_.name.replace(' ', '-').replace('/', '-')}")


def _choice_link(name: str, words: Words) -> str:
    return f"[{words.says('pages-type-choice')}](#{_anchor(name)})"


def _anchor(name: str) -> str:
    return "choice-" + name.replace(".", "-").replace("_", "-")


def _choice(choice: Choice, words: Words) -> list[str]:
    rows = [(code(value), escaped(ja), escaped(en)) for value, (ja, en) in choice.labels.items()]
    heads = [words.says(f"pages-{head}") for head in ("value", "ja", "en")]
    return [f'<a id="{_anchor(choice.name)}"></a>', "", f"### {escaped(choice.ja)} {code(choice.name)}", "", *table(heads, rows)]

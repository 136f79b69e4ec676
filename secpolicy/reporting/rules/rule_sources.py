"""Why a rule is judged as it is: where its pack, its selection, its clauses, terms and parameters come from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.base.truth import Place, Unknown
from secpolicy.judging.facts import Facts
from secpolicy.model.clauses import PROFILE, Clause, Pair, Parameter
from secpolicy.model.entity import locate_place
from secpolicy.model.parameters import constant
from secpolicy.model.rulebook import Adjustment, Cite, Node, Rule, Term
from secpolicy.model.vocabulary import restored
from secpolicy.reporting.prose import EMPTY, Line, hanging, labelled
from secpolicy.reporting.reading.naming import Scope, parameters_in, terms_in
from secpolicy.reporting.rules.rule_list import rule_as_data
from secpolicy.reporting.rules.standing import Standing, authority_of, both, choice_label, in_words, number_text, standing_of


class Start(Record):
    """One value of a parameter, and whether it is the one that holds on the day and under the editions."""

    start: str
    value: Node
    cites: str
    read: str
    holds: bool


class Sources(Record):
    """Everything that decides a rule before an inventory is looked at."""

    standing: Standing
    terms: tuple[Term, ...]
    parameters: tuple[Parameter, ...]
    facts: Facts

    @property
    def in_force(self) -> date | None:
        """The day from which its clauses are in force, if one has such a day."""
        days = [date.fromisoformat(clause.in_force) for clause in self.standing.clauses if clause.in_force]
        return max(days) if days else None

    @property
    def unread(self) -> str:
        """What becomes of it because of a clause that nobody has read: `none` if all were read, else as the profile says."""
        return self.facts.profile.unread if self.standing.read == "unread" else "none"


def sources_of(rule: Rule, facts: Facts) -> Sources:
    """The sources of a rule and of every term it uses, directly or through other terms."""
    rulebook = facts.rulebook
    names = list(terms_in(rule.tree))
    for name in names:  # grows: a term may use others
        names += [other for other in terms_in(rulebook.terms[name]) if other not in names]
    terms = tuple(rulebook.terms[name] for name in names)
    parameters = dict.fromkeys(name for tree in (rule.tree, *terms) for name in parameters_in(tree))
    return Sources(standing_of(rule, facts), terms, tuple(rulebook.parameters[name] for name in parameters), facts)


def starts_of(parameter: Parameter, facts: Facts) -> list[Start]:
    """The values of a parameter, oldest first."""
    holding = ""
    for start, *_ in sorted(parameter.values):
        guideline, _, edition = start.rpartition(" ")
        if (facts.edition(guideline) >= edition) if guideline else (facts.as_of.isoformat() >= start):
            holding = start
    return [Start(start, value, cites, read, start == holding) for start, value, cites, read in sorted(parameter.values)]


def as_text(sources: Sources, words: Words, width: int) -> str:
    """The sources one under the other, each with its file and line, for a console of `width` columns."""
    rule, facts = sources.standing.rule, sources.facts
    lines = [("", f"{rule.id}  {in_words(rule.title, words)}"), ("  ", f"{rule.file}:{rule.line}"), *_selection(sources, words)]
    lines += _part("why-clauses", (line for cite in rule.cites for line in _clause(cite, facts, words)), words)
    lines += _part("why-terms", (line for term in sources.terms for line in _term(term, facts, words)), words)
    lines += _part("why-parameters", (line for parameter in sources.parameters for line in _parameter(parameter, facts, words)), words)
    return hanging(lines, width)


def _part(heading: str, lines: Iterable[Line], words: Words) -> list[Line]:
    """Lines under their heading; no heading where there are none."""
    found = [*lines]
    return [EMPTY, ("■ ", words.says(heading)), *found] if found else []


def _selection(sources: Sources, words: Words) -> list[Line]:
    standing, facts = sources.standing, sources.facts
    rule, profile = standing.rule, facts.profile
    pack = facts.rulebook.packs[rule.pack]
    lines = [labelled(words, "why-pack", pack=pack.name, title=in_words(pack.title, words))]
    strength = choice_label(facts.rulebook, "strength", standing.strength, words)
    why = words.says(f"why-not-{standing.why_not}") if standing.why_not else ""
    title = in_words(profile.title, words)
    lines.append(labelled(words, "why-left-out" if why else "why-selected", profile=profile.name, title=title, strength=strength, why=why))
    lines.append(labelled(words, "why-unread", told=words.says(f"why-unread-{sources.unread}")))
    adjusted = [one for one in facts.rulebook.adjustments if one.rule == rule.id]
    from_where = "why-severity-raised" if any(one.form == "severity" for one in adjusted) else "why-severity"
    lines.append(labelled(words, from_where, severity=words.says(f"severity-{rule.severity}")))
    lines += [_adjusted(one, facts, words) for one in adjusted]
    if (day := sources.in_force) is not None:
        lines.append(labelled(words, "why-in-force", day=day, state=words.says("why-planned" if day > facts.as_of else "why-begun")))
    return lines


def _adjusted(one: Adjustment, facts: Facts, words: Words) -> Line:
    """What an overlay changes of the rule, why, and where that is written."""
    told = {"rank": "", "duty": one.duty, "pack": one.pack, "because": one.because, "place": one.place}
    if one.form == "remark":
        told["rank"] = in_words(one.value, words)
    elif one.form != "left_out":
        told["rank"] = words.says(f"severity-{one.value}") if one.form == "severity" else choice_label(facts.rulebook, "strength", one.value, words)
    label = {"remark": "why-noted", "left_out": "why-omitted"}.get(one.form, "why-adjusted")
    return labelled(words, label, told=words.says(f"why-adjusted-{one.form}", **told))


def _clause(cite: Cite, facts: Facts, words: Words) -> list[Line]:
    """A cited clause: where it stands in the edition, how strong and how far read; or that the edition does not have it."""
    rulebook = facts.rulebook
    clause = rulebook.clauses[cite.guideline, cite.clause]
    guideline = rulebook.guidelines[cite.guideline]
    edition = facts.edition(cite.guideline)
    issue = guideline.edition(edition)
    name = in_words(issue.name, words) if issue else edition
    head = words.says("why-clause", guideline=in_words(guideline.title, words), edition=name, number=number_text(clause, edition, words),
                      title=in_words(clause.title, words))  # fmt: skip
    facets = [choice_label(rulebook, "strength", clause.strength, words), choice_label(rulebook, "guideline.authority", authority_of(rulebook, clause), words),
              choice_label(rulebook, "reading", clause.read, words)]  # fmt: skip
    if facts.clause(cite) is None:
        facets.insert(0, words.says("not-in-edition-since", span=_span(cite, clause, words)))
    return [("- ", head), ("    ", words.join(facets)), ("    ", f"{cite.guideline} {cite.clause}  {clause.file}:{clause.line}")]


def _span(cite: Cite, clause: Clause, words: Words) -> str:
    """From and until which edition a citation holds."""
    return words.says("edition-span", since=max(cite.since, clause.since), until=min(filter(None, (cite.until, clause.until)), default=""))


def _term(term: Term, facts: Facts, words: Words) -> list[Line]:
    line = words.says("why-term", title=in_words(term.title, words), name=term.name)
    if term.cites and not any(facts.clause(cite) for cite in term.cites):
        line += f"  {words.says('why-term-absent')}"
    return [("- ", line), ("    ", f"{term.file}:{term.line}")]


def _parameter(parameter: Parameter, facts: Facts, words: Words) -> list[Line]:
    """Who says what of a parameter, from the first to be heard to the last; ○ marks the value that holds."""
    lines = []
    scope = Scope(facts.rulebook, words, facts.profile.editions)
    own = [one for one in facts.rulebook.adjustments if one.form == "value" and one.parameter == parameter.name]
    for one in own:
        told = {
            "by": words.says("why-by-overlay", pack=one.pack) if one.pack else words.says("why-by-command"),
            "value": constant_text(one.value, parameter, scope),
        }
        lines.append(words.says("why-own-holds" if one is own[0] else "why-own", place=one.place, because=one.because, **told))
    holds = not own
    if parameter.setting.startswith(PROFILE):
        lines.append(words.says("why-set-by-profile", key=parameter.setting.removeprefix(PROFILE)))
    elif parameter.setting:
        lines.append(_setting(parameter, facts, words, holds))
    for start in starts_of(parameter, facts):
        value = constant_text(start.value, parameter, scope)
        read = choice_label(facts.rulebook, "reading", start.read, words) if start.read else words.says("why-read-as-clause")
        id_ = "why-value-holds" if start.holds and holds else "why-value"
        lines.append(words.says(id_, start=start.start, value=value, cites=start.cites, read=read))
    heads = facts.rulebook.catalogs.files_of(parameter.table)
    tables = (words.says("why-table", table=head.table, source=head.source, day=head.last_checked, file=head.file) for head in heads)
    head = words.says("why-parameter", title=in_words(parameter.title, words), name=parameter.name)
    return [("- ", head), *(("    ", line) for line in (*lines, f"{parameter.file}:{parameter.line}", *tables))]


def _setting(parameter: Parameter, facts: Facts, words: Words, holds: bool) -> str:
    """What the inventory's settings say of a parameter, and where; or that they are to say it."""
    path = f"settings.{parameter.setting}"
    settings = facts.inventory.singles.get("settings")
    if settings is None:
        return words.says("why-set-by-organisation", path=path)
    value = facts.setting(parameter.setting)
    place = locate_place(Place(settings, parameter.setting), facts.inventory.documents).short
    if type(value) is Unknown:
        return words.says("why-setting-missing", path=path, place=place)
    shown = (
        constant_text(constant(value, restored(parameter.type)), parameter, Scope(facts.rulebook, words, {})) if value is not None else words.says("nothing")
    )
    return words.says("why-setting-holds" if holds else "why-setting", path=path, value=shown, place=place)


def constant_text(node: Node, parameter: Parameter, scope: Scope) -> str:
    """A value of a parameter as people read it, with its unit."""
    words = scope.words
    if node[0] == "list":
        return words.join(constant_text(member, parameter, scope) for member in node[1])
    if node[0] == "choice":
        return scope.choice(node[1], node[2])
    if node[0] == "span":
        return scope.period(node)
    if node[0] == "day":
        return words.day(date.fromisoformat(node[1]))
    if parameter.type[0] == "fiscal year":
        return words.says("fiscal-year", year=node[1])
    unit = in_words(parameter.unit, words)
    return f"{words.shown(node[1])}{unit if words.lang == 'ja' or not unit else f' {unit}'}"


def as_json(sources: Sources) -> str:
    """The same for programs."""
    facts, standing = sources.facts, sources.standing
    pack = facts.rulebook.packs[standing.rule.pack]
    told = {
        **rule_as_data(standing, facts), "pack": {"id": pack.name, "title": both(pack.title)}, "profile": facts.profile.name, "unread": sources.unread,
        "in_force": sources.in_force.isoformat() if sources.in_force else None,
        "terms": [{"name": term.name, "title": both(term.title), "place": f"{term.file}:{term.line}"} for term in sources.terms],
        "parameters": [_parameter_as_data(parameter, facts) for parameter in sources.parameters],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _parameter_as_data(parameter: Parameter, facts: Facts) -> dict[str, Any]:
    title: Pair = parameter.title
    values = [
        {"start": start.start, "value": _plain(start.value), "cites": start.cites, "read": start.read or None, "holds": start.holds}
        for start in starts_of(parameter, facts)
    ]
    set_by = "profile" if parameter.setting.startswith(PROFILE) else "organisation" if parameter.setting else None
    setting = parameter.setting.removeprefix(PROFILE) or None
    own = [{"value": _plain(one.value), "by": one.pack or None, "because": one.because or None, "place": one.place}
           for one in facts.rulebook.adjustments if one.form == "value" and one.parameter == parameter.name]  # fmt: skip
    return {
        "name": parameter.name,
        "own": own,
        "title": both(title),
        "set_by": set_by,
        "setting": setting,
        "values": values,
        "table": parameter.table or None,
        "place": f"{parameter.file}:{parameter.line}",
    }


def _plain(node: Node) -> Any:
    """A constant for JSON: numbers stay as written, so that no fraction is rounded."""
    if node[0] == "list":
        return [_plain(member) for member in node[1]]
    if node[0] == "span":
        return dict(zip(("months", "days", "minutes", "yearly"), node[1:], strict=True))
    return node[2] if node[0] == "choice" else node[1]

"""How rules and clauses stand under a profile, before any inventory is looked at: selected or not, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from secpolicy.base.record import Record
from secpolicy.base.text import Words
from secpolicy.judging.facts import Facts
from secpolicy.model.clauses import Clause
from secpolicy.model.declared import Inventory
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rule, Rulebook

READINGS = ("unread", "secondary", "text")  # the least that was read comes first


class Standing(Record):
    """A rule under a profile. `clauses` are those it rests on in the editions; `why_not` is empty if its duties are judged."""

    rule: Rule
    clauses: tuple[Clause, ...]
    cited: tuple[Clause, ...]
    why_not: str

    @property
    def strength(self) -> str:
        """The strength of the first clause, as for judging, unless an overlay raises it."""
        return self.rule.strength or (self.clauses or self.cited)[0].strength

    @property
    def read(self) -> str:
        """How far the least read of its clauses was read."""
        return min((clause.read for clause in self.clauses or self.cited), key=READINGS.index)


def facts_of(rulebook: Rulebook, profile: Profile, as_of: date = date.min) -> Facts:
    """The facts that need no inventory: editions, clauses, parameters."""
    return Facts(rulebook, Inventory(rulebook.vocabulary, ()), profile, as_of)


def standing_of(rule: Rule, facts: Facts) -> Standing:
    """Whether a profile has a rule judged; the reasons are tried in the order in which judging drops rules."""
    profile, library = facts.profile, facts.rulebook.clauses
    clauses = tuple(clause for clause in (facts.clause(cite) for cite in rule.cites) if clause is not None)
    cited = tuple(library[cite.guideline, cite.clause] for cite in rule.cites)
    why_not = ""
    if rule.pack not in profile.packs:
        why_not = "pack"
    elif not clauses:
        why_not = "edition"
    elif (rule.strength or clauses[0].strength) not in profile.strengths:
        why_not = "strength"
    elif profile.authorities and authority_of(facts.rulebook, clauses[0]) not in profile.authorities:
        why_not = "authority"
    elif profile.unread == "ignore" and any(clause.read == "unread" for clause in clauses):
        why_not = "unread"
    elif all((rule.id, duty.label) in facts.rulebook.left_out for duty in rule.duties):
        why_not = "left-out"
    return Standing(rule, clauses, cited, why_not)


def authority_of(rulebook: Rulebook, clause: Clause) -> str:
    """The legal force of the guideline that a clause stands in."""
    return rulebook.guidelines[clause.guideline].authority


def choice_label(rulebook: Rulebook, choice: str, value: str, words: Words) -> str:
    """What people call a value of secpolicy's own files: strength, reading, authority."""
    labels = rulebook.house.choices[choice].labels.get(value)
    return labels[_side(words)] if labels else value


def number_text(clause: Clause, edition: str, words: Words) -> str:
    """The clause's number in an edition, else its chapter with the remark that nobody has read the number."""
    if number := clause.number_in(edition):
        return number
    return words.says("chapter-unread", chapter=clause.chapter) if clause.chapter else words.says("number-unread")


def in_words(pair: tuple[str, str], words: Words) -> str:
    """The text of a pair in the reader's language."""
    return pair[_side(words)]


def both(pair: tuple[str, str]) -> dict[str, str]:
    """A pair of texts for JSON."""
    return {"ja": pair[0], "en": pair[1]}


def clause_as_data(clause: Clause, facts: Facts) -> dict[str, Any]:
    """A clause for JSON, as it stands in the edition."""
    edition = facts.edition(clause.guideline)
    return {
        "guideline": clause.guideline, "clause": clause.id, "title": both(clause.title), "edition": edition, "in_edition": clause.exists_in(edition),
        "number": clause.number_in(edition) or None, "chapter": clause.chapter or None, "strength": clause.strength,
        "authority": authority_of(facts.rulebook, clause), "read": clause.read, "in_force": clause.in_force or None, "place": f"{clause.file}:{clause.line}",
    }  # fmt: skip


def _side(words: Words) -> int:
    return 0 if words.lang == "ja" else 1

"""secpolicy test --mutate: the faults of rules that no case beside them notices."""

from __future__ import annotations

import re
import sys

from secpolicy.base.text import Words, printable
from secpolicy.model.rulebook import Rule, Rulebook
from secpolicy.testing.survey import MOST_EQUIVALENT, Survey, surveyed

MET, FAILED = 0, 7
# What was done, where it is told in English rather than in the words of the rule language.
_DONE = (
    (re.compile(r"(.*) left out of (\w+)"), "mutant-left-out-of"), (re.compile(r"(.*?) ?left out"), "mutant-left-out"),
    (re.compile(r"(.*) -> one day later"), "mutant-later"), (re.compile(r"(.*) -> (.*)"), "mutant-instead"),
)  # fmt: skip


def mutated(words: Words, rulebook: Rulebook, rules: tuple[Rule, ...], root: str) -> int:
    """Print every fault that survives, and how many were tried; the exit code. Terms are tried with the whole of their pack."""
    whole = {rule.pack for rule in rules} - {rule.pack for rule in rulebook.rules if rule not in rules}
    survey = surveyed(rulebook, rules, tuple(term for term in rulebook.terms.values() if term.pack in whole), root)
    lines = [words.says("mutant-survives", place=place, **in_words(words, text)) for text, place in survey.surviving]
    lines += [words.says("mutant-equivalent", because=because, **in_words(words, text)) for text, because in survey.equivalent]
    lines += [words.says("mutant-killed", **in_words(words, text)) for text, _ in survey.killed]
    if survey.has_too_many_equivalents:
        lines.append(words.says("mutant-too-many", n=len(survey.equivalent), most=MOST_EQUIVALENT))
    sys.stdout.write(printable("\n".join([*lines, _totals(words, survey, len(rules))])) + "\n")
    return FAILED if survey.surviving or survey.killed or survey.has_too_many_equivalents or not survey.faults else MET


def in_words(words: Words, text: str) -> dict[str, str]:
    """Of `pack/topic/name#duty: what was done`, the duty and what was done, in the reader's language."""
    duty, _, done = text.partition(": ")
    for form, id_ in _DONE:
        if match := form.fullmatch(done):
            return {"duty": duty, "change": words.says(id_, what=match[1] or "where", of=match[match.lastindex or 1])}
    return {"duty": duty, "change": done}


def _totals(words: Words, survey: Survey, rules: int) -> str:
    left, equivalent = len(survey.surviving), len(survey.equivalent)
    percent = f"{(left + equivalent) * 100 / survey.faults:.1f}" if survey.faults else "0.0"
    return words.says("mutant-totals", rules=rules, n=f"{survey.faults:,}", left=left, equivalent=equivalent, percent=percent)

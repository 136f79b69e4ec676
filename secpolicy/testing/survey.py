"""All faults of some rules and terms, and which of them no case notices: what `secpolicy test --mutate` shows."""

from __future__ import annotations

import os

from secpolicy.base.record import Record
from secpolicy.model.rulebook import Rule, Rulebook, Term
from secpolicy.testing.cases import case_file_of, equivalents_in
from secpolicy.testing.mutate import Ready, changes, faulty, survivors, survivors_in_term

MOST_EQUIVALENT = 3  # of a hundred faults


class Survey(Record):
    """How many faults were tried. `surviving`: as `pack/topic/name#duty: before -> after`, each with the file and line of its rule or term.

    `equivalent`: those that case files list as such, with the reason; `killed`: listed, but noticed after all.
    """

    faults: int
    surviving: tuple[tuple[str, str], ...]
    equivalent: tuple[tuple[str, str], ...]
    killed: tuple[tuple[str, str], ...]

    @property
    def has_too_many_equivalents(self) -> bool:
        """Whether more is listed as equivalent than anybody would believe."""
        return len(self.equivalent) * 100 > self.faults * MOST_EQUIVALENT


def surveyed(rulebook: Rulebook, rules: tuple[Rule, ...], terms: tuple[Term, ...], root: str) -> Survey:
    """Every fault of rules and terms, tried on the cases beside the rules. `root` is the folder that names of files begin from."""
    ready: Ready = {}
    faults, found = 0, {}
    for rule in rules:
        faults += sum(1 for _ in faulty(rule))
        found.update(dict.fromkeys(survivors(rulebook, rule, root, ready), f"{rule.file}:{rule.line}"))
    for term in terms:
        faults += sum(1 for _ in changes(term.means, is_condition=True))
        found.update(dict.fromkeys(survivors_in_term(rulebook, term, root, ready), f"{term.file}:{term.line}"))
    listed = dict(pair for rule in rules for pair in _equivalents(rule, root))
    return Survey(
        faults,
        tuple((text, place) for text, place in found.items() if text not in listed),
        tuple((text, because) for text, because in listed.items() if text in found),
        tuple((text, because) for text, because in listed.items() if text not in found),
    )


def _equivalents(rule: Rule, root: str) -> tuple[tuple[str, str], ...]:
    path = case_file_of(rule, root)
    return equivalents_in(path, rule.file.removesuffix(".rule") + ".test.yaml") if os.path.isfile(path) else ()

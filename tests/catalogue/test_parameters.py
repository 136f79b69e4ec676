"""No number or interval is asked of an organisation for nothing: every parameter of every pack is read."""

from __future__ import annotations

from pathlib import Path

from secpolicy.checking.load import load_rulebook
from secpolicy.reporting.reading.naming import parameters_in

ROOT = Path(__file__).parents[2]


def test_every_parameter_is_read_by_a_rule_or_a_term() -> None:
    rulebook = load_rulebook(str(ROOT / "rules"), str(ROOT / "profiles"))
    read = {name for tree in (*(rule.tree for rule in rulebook.rules), *rulebook.terms.values()) for name in parameters_in(tree)}

    assert read
    assert [] == sorted(rulebook.parameters.keys() - read)

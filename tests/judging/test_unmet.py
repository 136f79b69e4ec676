"""What a condition lacks: false and undecided parts, alternatives, terms, and the one field that is taken as given."""

from __future__ import annotations

import pytest

from secpolicy.judging.unmet import Fixed, Lacking
from tests.judging.small import facts_of, inventory_of, rule, rulebook_of, term, things

TERMS = (
    term("inside", "network", "network.main_terminals = lgwan and some(segment where segment.tier = internet)"),
    term("outside", "network", "network.main_terminals = internet", cites="guide a/all"),
    term("absent", "network", "network.main_terminals = internet", cites="guide a/old"),
)


def lacks(condition: str, text: str, model: str = "beta") -> list[tuple[str, tuple[str, ...]]] | None:
    """The form of each part that is lacking, with the facts that would decide it; None: it can never hold."""
    rulebook = rulebook_of(rule(f"for network\nrequire d: {condition}"), *TERMS)
    inventory = inventory_of(f"network: {{{text}}}\nsegments: [{{id: a, tier: lgwan}}]")
    node = rulebook.rules[0].duties[0].condition
    assert node is not None
    found = Lacking(facts_of(rulebook, inventory), Fixed("model", model)).parts(node, things(inventory)["network"])
    return None if found is None else [(part.node[0], tuple(place.path for place in part.missing)) for part in found]


@pytest.mark.parametrize(
    ("condition", "text", "expected"),
    [
        ("network.model = beta", "model: alpha", []),
        ("network.model = alpha", "model: alpha", None),
        ("network.model = beta and network.outside", "main_terminals: internet", []),
        ("network.model = beta and network.outside", "main_terminals: lgwan", [("compare", ())]),
        ("network.model = beta and network.outside", "model: beta", [("compare", ("main_terminals",))]),
        ("network.inside", "main_terminals: internet", [("compare", ()), ("some", ())]),
        ("network.inside or network.outside", "main_terminals: none", [("compare", ())]),
        ("network.outside or network.device_identification", "main_terminals: lgwan", [("field", ("device_identification",))]),
        ("network.model = alpha or network.model = beta and network.inside", "main_terminals: lgwan", [("some", ())]),
        ("network.absent", "main_terminals: internet", [("term", ())]),
        ("not network.outside", "main_terminals: internet", [("not", ())]),
    ],
)
def test_a_condition_lacks_the_parts_that_do_not_hold(condition: str, text: str, expected: list[tuple[str, tuple[str, ...]]] | None) -> None:
    assert expected == lacks(condition, text)

"""The OSCAL assessment plan that results must name: the clauses, the duties as their objectives, and the files that were read."""

from __future__ import annotations

from secpolicy.model.clauses import Clause
from secpolicy.reporting.clause_names import clause_name
from secpolicy.reporting.exchange.finding_as_json import Json
from secpolicy.reporting.oscal import document as o

Duties = list[tuple[str, str, tuple[Clause, ...]]]


def plan(writing: o.Writing, duties: Duties) -> Json:
    """A whole assessment-plan document. The inventory stands for the system security plan, by the hashes of its files."""
    resource = {"uuid": o.of_this_run(writing, "inventory"), "title": o.line(writing.says("inventory-as-a-whole")), "rlinks": o.sources(writing)}
    local = {"components": [o.whole(writing)], "objectives-and-methods": _objectives(writing, duties)}
    return {
        "assessment-plan": {
            "uuid": o.of_this_run(writing, "assessment-plan"),
            "metadata": o.metadata(writing, "oscal-plan-title"),
            "import-ssp": {"href": f"#{resource['uuid']}"},
            "local-definitions": local,
            "reviewed-controls": reviewed(writing, duties),
            "assessment-subjects": [{"type": "component", "include-all": {}}],
            "assessment-assets": o.assets(writing),
            "back-matter": {"resources": [resource]},
        }
    }


def reviewed(writing: o.Writing, duties: Duties) -> Json:
    """The clauses that duties were judged by, and these duties as their objectives."""
    controls = sorted({o.control_id(clause) for _, _, clauses in duties for clause in clauses})
    objectives = sorted({o.objective_id(clause, rule, duty) for rule, duty, clauses in duties for clause in clauses})
    description = {"description": o.line(writing.says("oscal-reviewed", n=len(controls)))}
    return {
        "control-selections": [{**description, "include-controls": [{"control-id": one} for one in controls]}],
        "control-objective-selections": [{"include-objectives": [{"objective-id": one} for one in objectives]}],
    }


def _objectives(writing: o.Writing, duties: Duties) -> list[Json]:
    """Each clause with the duties that rest on it as parts, in the words of the rule's title."""
    found: dict[str, tuple[Clause, list[Json]]] = {}
    for rule, duty, clauses in duties:
        for clause in clauses:
            part = {"id": o.objective_id(clause, rule, duty), "name": "assessment-objective", "title": o.line(writing.rules[rule].title[writing.side]),
                    **o.properties([("rule", rule), ("duty", duty)])}  # fmt: skip
            found.setdefault(o.control_id(clause), (clause, []))[1].append(part)
    return [
        {"control-id": name, "description": o.line(clause_name(writing.report, clause)), **o.properties([("read", clause.read), ("strength", clause.strength)]),
         "parts": parts}
        for name, (clause, parts) in sorted(found.items())
    ]  # fmt: skip

"""What a SARIF run says of the tool: duties as its rules, their texts in the other language, and clauses as taxonomies."""

from __future__ import annotations

from secpolicy.model.clauses import Clause
from secpolicy.model.rulebook import Rule
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import edition_of
from secpolicy.reporting.exchange.finding_as_json import Json
from secpolicy.reporting.markdown import escaped
from secpolicy.reporting.rules.standing import facts_of, standing_of

LEVELS = {"must": "error", "principle": "error", "should": "warning", "example": "note", "target": "note"}
_SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0"}  # the bands of CVSS, which GitHub sorts by
_OTHER = {"ja": "en", "en": "ja"}


class Duties:
    """The duties that results name, in order, each with its strength where a finding tells it."""

    __slots__ = ("_positions", "keys", "strengths")

    def __init__(self, keys: list[tuple[str, str]], strengths: dict[tuple[str, str], str]) -> None:
        self.keys, self.strengths = keys, strengths
        self._positions = {key: position for position, key in enumerate(keys)}

    def position(self, rule: str, duty: str) -> int:
        """Where a duty stands among the rules of the run."""
        return self._positions[rule, duty]


def driver(report: r.Report, duties: Duties) -> Json:
    """The tool with its rules in the reader's language."""
    rules = {rule.id: rule for rule in report.rulebook.rules}
    return {
        "name": "secpolicy",
        "version": report.header.tool,
        "semanticVersion": report.header.tool,
        "language": report.lang,
        "supportedTaxonomies": [{"name": taxonomy["name"]} for taxonomy in taxonomies(report, duties)],
        "rules": [_rule(rules[rule], duty, duties, report.lang) for rule, duty in duties.keys],
    }


def translation(report: r.Report, duties: Duties) -> Json:
    """The same rules in the other language, in the same order."""
    rules = {rule.id: rule for rule in report.rulebook.rules}
    lang = _OTHER[report.lang]
    return {
        "name": "secpolicy",
        "language": lang,
        "translationMetadata": {"name": f"secpolicy ({lang})", "shortDescription": {"text": lang}},
        "associatedComponent": {"name": "secpolicy"},
        "rules": [{"id": f"{rule}#{duty}", **_texts(rules[rule], lang)} for rule, duty in duties.keys],
    }


def _rule(rule: Rule, duty: str, duties: Duties, lang: str) -> Json:
    level = LEVELS[duties.strengths.get((rule.id, duty), "must")]
    return {
        "id": f"{rule.id}#{duty}",
        "name": rule.name,
        **_texts(rule, lang),
        "defaultConfiguration": {"level": level},
        "properties": {"security-severity": _SCORES[rule.severity], "severity": rule.severity, "tags": ["security", rule.pack, rule.topic]},
    }


def _texts(rule: Rule, lang: str) -> Json:
    """Title, note and what to do; an ellipsis stands for what only a finding can fill in."""
    side = 0 if lang == "ja" else 1
    title, note = rule.title[side], rule.note[side]
    advice = "".join(part if isinstance(part, str) else "…" for part in rule.fix[side]) or title
    return {
        "shortDescription": {"text": title},
        "fullDescription": {"text": note or title},
        "help": {"text": f"{title}\n\n{advice}", "markdown": f"**{escaped(title)}**\n\n{escaped(advice)}"},
    }


def taxonomies(report: r.Report, duties: Duties) -> list[Json]:
    """The guidelines in the editions used, with the clauses that these duties rest on."""
    side = 0 if report.lang == "ja" else 1
    facts = facts_of(report.rulebook, report.profile, report.as_of)
    rules = {rule.id: rule for rule in report.rulebook.rules}
    cited = {clause for rule in {rule for rule, _ in duties.keys} for clause in standing_of(rules[rule], facts).clauses}
    return [
        {
            "name": guideline,
            "fullName": report.rulebook.guidelines[guideline].title[side],
            **_publisher(report, guideline),
            "version": edition_of(report, guideline),
            "language": report.lang,
            "isComprehensive": False,
            "taxa": [_taxon(clause, edition_of(report, guideline), side) for clause in sorted(cited, key=lambda one: one.id) if clause.guideline == guideline],
        }
        for guideline in sorted({clause.guideline for clause in cited})
    ]


def _publisher(report: r.Report, guideline: str) -> Json:
    """Who issued it; packs give that name in Japanese alone, which an English report leaves out."""
    name = report.rulebook.guidelines[guideline].publisher
    return {"organization": name} if report.lang == "ja" or name.isascii() else {}


def _taxon(clause: Clause, edition: str, side: int) -> Json:
    return {"id": clause.id, "name": clause.title[side], "properties": {"number": clause.number_in(edition) or None, "read": clause.read}}

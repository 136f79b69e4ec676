"""The whole report as one HTML file for people: nothing is loaded from elsewhere, and without scripts everything can be read."""

from __future__ import annotations

import base64
import hashlib
import os
from collections import Counter
from typing import Any

import jinja2
import markupsafe

from secpolicy.base.record import Record
from secpolicy.judging.finding import FAIL, UNKNOWN, Finding
from secpolicy.judging.routes import Walked
from secpolicy.model.clauses import Clause
from secpolicy.model.entity import label
from secpolicy.model.rulebook import Rule
from secpolicy.reporting import report as r
from secpolicy.reporting.clause_names import clause_with_remark, edition_name, editions_used
from secpolicy.reporting.fiscal_years import fiscal_years, last_day
from secpolicy.reporting.html.lead import lead
from secpolicy.reporting.html.network_drawing import network_drawing
from secpolicy.reporting.html.tables import tables
from secpolicy.reporting.rules.standing import choice_label
from secpolicy.reporting.to_declare import belongs_at, place_text
from secpolicy.reporting.totals import columns_of, of_which, totals_of, under_review
from secpolicy.reporting.value_texts import declared_at

_FOLDER = os.path.dirname(__file__)


class Shown(Record):
    """A finding as it is shown. `rest` are titles with texts; `search` is what the filter looks through, in small letters."""

    id: str
    verdict: str
    severity: str
    rule: str
    title: str
    subject: str
    refs: str
    message: str
    deadline: str
    place: str
    rest: tuple[tuple[str, tuple[str, ...]], ...]
    search: str


class Section(Record):
    """Findings under a heading."""

    name: str
    title: str
    about: str
    findings: tuple[Shown, ...]


class Entry(Record):
    """A clause with the findings that rest on it."""

    title: str
    counts: str
    links: tuple[tuple[str, str], ...]


def as_html(report: r.Report, width: int = 0) -> str:
    """The report as an HTML document. `width` is for reports that are drawn."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
                                     lstrip_blocks=True, auto_reload=False)  # fmt: skip
    style, script = _source("style.css"), _source("script.js")
    sections = _sections(report)
    content = {
        "lang": report.lang, "says": report.words.says, "style": style, "script": script, "style_hash": _hash(style), "script_hash": _hash(script),
        "name": _organisation(report), "heads": _heads(report), "totals": totals_of(report),
        "columns": [report.words.says(f"html-column-{name}") for name in columns_of(report)],
        "parts": report.words.join(report.words.says(f"part-{name}", n=f"{n:,}") for name, n in of_which(report).items()),
        "verdicts": (FAIL, UNKNOWN), "severities": r.SEVERITIES, "sections": sections, "clauses": _by_clause(report), "tables": tables(report),
        "drawing": network_drawing(report), "years": fiscal_years(report), "until": last_day(report), "day": report.words.day,
        "as_of": report.as_of, "header": report.header, "lead": lead(report),
        "overdue": next((len(section.findings) for section in sections if section.name == "overdue"), 0),
    }  # fmt: skip
    return environment.get_template("report.html.j2").render(content)


def _source(name: str) -> Any:
    """A style or script of ours, which goes into the page as it is."""
    with open(os.path.join(_FOLDER, name), encoding="utf-8", newline="") as file:
        return markupsafe.Markup(file.read())


def _hash(source: str) -> str:
    """By which the browser knows a style or script as ours; it runs no other."""
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _side(report: r.Report) -> int:
    return 0 if report.lang == "ja" else 1


def _organisation(report: r.Report) -> str:
    organisation = report.inventory.singles.get("organisation")
    named = organisation is not None and isinstance(organisation.value("name"), str)
    return label(organisation, report.lang) if organisation is not None and named else report.words.says("unnamed")


def _heads(report: r.Report) -> list[tuple[str, tuple[str, ...]]]:
    """What was judged, for which day, by what."""
    words, side = report.words, _side(report)
    main = _most_cited(report)
    editions = tuple(words.says("markdown-edition", guideline=report.rulebook.guidelines[id_].title[side], edition=edition_name(report, id_))
                     for id_ in sorted(editions_used(report), key=lambda id_: id_ != main))  # fmt: skip
    rows = [
        ("markdown-as-of", (words.day(report.as_of),)),
        ("markdown-profile", (f"{report.profile.title[side]} ({report.profile.name})",)),
        ("markdown-editions", editions),
        ("markdown-gate", (words.says("markdown-exit", code=report.exit_code, meaning=words.says(f"exit-{report.exit_code}")),)),
    ]
    return [(words.says(id_), texts) for id_, texts in rows]


def _most_cited(report: r.Report) -> str:
    """The guideline on which most rules rest: its edition is the one that people ask for."""
    asked = {rule for rule, _ in report.judged.counts}
    cited = Counter(cite.guideline for rule in report.rulebook.rules if rule.id in asked for cite in rule.cites)
    return max(cited, key=lambda id_: (cited[id_], id_), default="")


def _sections(report: r.Report) -> list[Section]:
    """The blocks by deadline, then what stands apart."""
    says = report.words.says
    rules = {rule.id: rule for rule in report.rulebook.rules}
    findings = r.shown_findings(report)
    sections = [Section(block, says(f"block-{block}"), "", _shown(report, rows, rules)) for block, rows in r.blocks(report, findings)]
    apart = [
        ("errors", "", [finding for finding in report.judged.findings if finding.verdict == "ERROR"]),
        ("upcoming", "", [finding for finding in report.judged.upcoming if not finding.review]),
        ("waived", "html-about-waived", [finding for finding in report.judged.findings if finding.waiver is not None]),
        ("baseline", "html-about-baseline", list(report.judged.baselined)),
        ("review", "markdown-about-review", under_review(report)),
    ]
    for name, about, rest in apart:
        rows = [row for _, rows in r.blocks(report, rest) for row in rows]
        if rows:
            title = says("html-waived") if name == "waived" else says(f"block-{name}")
            sections.append(Section(name, title, says(about) if about else "", _shown(report, rows, rules)))
    return sections


def _shown(report: r.Report, rows: list[r.Row], rules: dict[str, Rule]) -> tuple[Shown, ...]:
    return tuple(_finding(report, finding, rules[finding.rule]) for row in rows for finding in row.findings)


def _finding(report: r.Report, finding: Finding, rule: Rule) -> Shown:
    words = report.words
    basis = words.says(f"basis-{finding.deadline.basis}") if finding.deadline.basis and finding.deadline.form != "none" else ""
    deadline = r.deadline_text(report, finding.deadline) + basis
    subject = r.subjects_text(report, r.Row((finding,)))
    message = r.message(report, finding)
    duty = f"{finding.rule}#{finding.duty}"
    refs = words.join(finding.names)
    place = str(r.location_of(report, finding).short)
    search = " ".join((finding.id, duty, rule.title[_side(report)], subject, refs, message, place)).lower()
    return Shown(finding.id, finding.verdict, rule.severity, duty, rule.title[_side(report)], subject, refs, message, deadline, place,
                 tuple(_rest(report, finding)), search)  # fmt: skip


def _rest(report: r.Report, finding: Finding) -> list[tuple[str, tuple[str, ...]]]:
    """What stands under the message: only what there is."""
    words, ways = report.words, finding.ways
    strength = choice_label(report.rulebook, "strength", finding.strength, words)
    routes = tuple(_route(report, walked) for walked in (ways.reached if ways is not None else ()))
    shorter = tuple(" → ".join(hop.id for hop in r.walked_once(walked)) for walked in (ways.also_possible if ways is not None else ()))
    cut = tuple(words.says("cut-declare" if part.declare else "cut-close", hop=r.hop_text(report, part.hop)) for part in (ways and ways.cut) or ())
    parts = [
        ("html-fix", (r.fix(report, finding),) if finding.verdict == FAIL and r.fix(report, finding) else ()),
        ("html-evidence", _facts(report, finding.grounds.evidence)),
        ("html-missing", _facts(report, finding.missing)),
        ("html-routes", routes),
        ("html-shorter", shorter),
        ("html-cut", cut),
        ("html-breach", _facts(report, ways.proves_breach) if ways is not None else ()),
        ("html-pass", _facts(report, ways.proves_pass) if ways is not None else ()),
        ("html-dated-by", _facts(report, finding.grounds.dated_by)),
        ("html-dated-missing", _facts(report, finding.deadline.missing)),
        ("html-clauses", tuple(clause_with_remark(report, clause) for clause in finding.clauses)),
        ("markdown-column-strength", (strength,)),
    ]
    return [(words.says(id_), texts) for id_, texts in parts if texts]


def _route(report: r.Report, walked: Walked) -> str:
    hops = " → ".join(r.hop_text(report, hop) for hop in r.walked_once(walked))
    return report.words.says("html-route", reached=label(walked.reached, report.lang), route=hops)


def _facts(report: r.Report, places: tuple[Any, ...]) -> tuple[str, ...]:
    """Facts with what is declared, and where that stands or belongs."""
    says = report.words.says
    return tuple(says("html-fact", name=place_text(report, place), value=declared_at(report, place), place=belongs_at(report, place, True))
                 for place in dict.fromkeys(places))  # fmt: skip


def _by_clause(report: r.Report) -> list[Entry]:
    """The clauses that listed findings rest on, in the order of the guidelines, with links to the findings."""
    found: dict[Clause, list[Finding]] = {}
    for _, rows in r.blocks(report, r.shown_findings(report)):
        for row in rows:
            for finding in row.findings:
                for clause in finding.clauses:
                    found.setdefault(clause, []).append(finding)
    order = {key: place for place, key in enumerate(report.rulebook.clauses)}
    return [_entry(report, clause, found[clause]) for clause in sorted(found, key=lambda clause: order[clause.guideline, clause.id])]


def _entry(report: r.Report, clause: Clause, findings: list[Finding]) -> Entry:
    words = report.words
    counts = [(verdict, sum(finding.verdict == verdict for finding in findings)) for verdict in (FAIL, UNKNOWN)]
    told = words.join(words.says("html-count-of", verdict=words.says(verdict), n=n) for verdict, n in counts if n)
    rules = {rule.id: rule.title[_side(report)] for rule in report.rulebook.rules}
    links = tuple((finding.id, words.says("html-link", verdict=words.says(finding.verdict), title=rules[finding.rule],
                                          subject=r.subjects_text(report, r.Row((finding,))))) for finding in findings)  # fmt: skip
    return Entry(clause_with_remark(report, clause), told, links)

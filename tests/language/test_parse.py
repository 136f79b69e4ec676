"""What each construct becomes, and that each stands where it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secpolicy.base.location import Location, Source
from secpolicy.language import syntax as s
from secpolicy.language.parse import parse, parse_without_places

ROOT = Path(__file__).parents[2]
RULE = """rule all-of-it
title    ja "題名" en "title"
cites    one chapter/clause
cites    one chapter/section/other-clause from 2025-03
cites    two a/b until 2024-10
cites    two a/c from 2024-10 until 2026-03
note     ja "解釈"
         en "reading"
severity low

for      segment inner, device where inner.tier = mynumber
let      first = device.procured_on
let      last = first + 5 years
         ja "末日" en "last day"
require  plain: device.locks
         ja "文" en "text"
require  dated: device.locks by at once
         ja "文" en "text"
forbid   wrong: device.shared
forbid   crossing: route between inner and any segment where segment.tier != mynumber
                   over link where not link.designated
                   avoiding endpoint where endpoint.class = closed
                   avoiding device
                   by 2027-03-31
         en "text"
forbid   outlet: route from device to the_internet over link
         ja "文"
repeat   yearly: every fiscal year since device.done.audit.date
repeat   often: every 6 months since device.done.audit.date
repeat   set: every param.interval.audit since device.done.audit.date

due      last when device.locks otherwise end of fiscal year of first when device.shared otherwise end of fiscal year 2027
fix      ja "是正" en "remedy"
"""


def rule(text: str = RULE) -> s.Rule:
    found = parse(Source("rules/x.rule", text))
    assert isinstance(found, s.Rule)
    return found


def expression(text: str) -> Any:
    found = parse(Source("x.term", f'term x title ja "甲" of link means {text}'))
    assert isinstance(found, s.Term)
    return found.means


def due(text: str) -> s.DeadlineForm:
    whole = RULE.partition("due ")[0] + f"due {text}"
    return rule(whole).due.cases[0][1]


def bare(node: Any) -> Any:
    """A construct without its places, as nested tuples: the type's name and the parts."""
    if isinstance(node, Location):
        return None
    if isinstance(node, tuple):
        parts = tuple(bare(part) for part in node if not isinstance(part, Location))
        return (type(node).__name__, *parts) if hasattr(node, "_fields") else parts
    return node


def test_the_head_of_a_rule() -> None:
    found = rule()

    assert ("all-of-it", "low") == (found.name, found.severity)
    assert ("題名", "title") == (found.title.ja, found.title.en)
    assert ("解釈", "reading") == (found.note.ja, found.note.en) if found.note else None
    assert ("是正", "remedy") == (found.fix.ja, found.fix.en) if found.fix else None


def test_citations_with_and_without_editions() -> None:
    cites = [cite[:4] for cite in rule().cites]

    assert [
        ("one", "chapter/clause", None, None),
        ("one", "chapter/section/other-clause", "2025-03", None),
        ("two", "a/b", None, "2024-10"),
        ("two", "a/c", "2024-10", "2026-03"),
    ] == cites


def test_subjects_with_and_without_a_name_of_their_own() -> None:
    found = rule()

    assert [("segment", "inner"), ("device", "device")] == [subject[:2] for subject in found.subjects]
    assert ("Comparison", "=", ("Path", ("inner", "tier")), ("Path", ("mynumber",))) == bare(found.where)


def test_a_rule_may_have_no_where_no_note_no_let_and_no_fix() -> None:
    found = rule('rule a title ja "甲" cites b c/d severity high for link require e: link.clipboard due none')

    assert (None, None, (), None) == (found.where, found.note, found.lets, found.fix)


def test_lets_in_their_order() -> None:
    assert [("first", (None, None)), ("last", ("末日", "last day"))] == [(name, texts[:2]) for name, _, texts, _ in rule().lets]


def test_duties_in_their_order_with_their_forms() -> None:
    found = [(duty.form, duty.label) for duty in rule().duties]

    forms = ["require", "require", "forbid", "forbid_route", "forbid_route", "repeat", "repeat", "repeat"]
    assert found == list(zip(forms, ["plain", "dated", "wrong", "crossing", "outlet", "yearly", "often", "set"], strict=True))


def test_texts_may_lack_either_language_or_both() -> None:
    texts = {duty.label: (duty.texts.ja, duty.texts.en) for duty in rule().duties}

    assert {"plain": ("文", "text"), "crossing": (None, "text"), "outlet": ("文", None), "wrong": (None, None)}.items() <= texts.items()


def test_a_duty_may_have_a_deadline_of_its_own() -> None:
    by = {duty.label: bare(duty.by) for duty in rule().duties if duty.by is not None}

    assert {"dated": ("DeadlineForm", "at_once", None), "crossing": ("DeadlineForm", "day", ("Literal", "date", "2027-03-31", ""))} == by


def test_routes() -> None:
    both, one = (duty.condition for duty in rule().duties if duty.form == "forbid_route")

    assert isinstance(both, s.Route)
    assert isinstance(one, s.Route)
    assert (True, ("Path", ("inner",)), "segment", "link") == (both.both_ways, bare(both.start), getattr(both.target, "kind", ""), both.over.kind)
    assert [("endpoint", True), ("device", False)] == [(selection.kind, selection.condition is not None) for selection in both.avoiding]
    assert (False, ("Path", ("device",)), ("Path", ("the_internet",)), None, ()) == (
        one.both_ways, bare(one.start), bare(one.target), one.over.condition, one.avoiding,
    )  # fmt: skip


def test_intervals() -> None:
    found = [bare(duty.interval) for duty in rule().duties if duty.interval is not None]

    assert [
        ("Interval", "fiscal", None),
        ("Interval", "span", ("Literal", "span", "6", "months")),
        ("Interval", "parameter", ("Path", ("param", "interval", "audit"))),
    ] == found


def test_deadlines_by_condition_in_order_the_last_without_one() -> None:
    found = [(bare(when), form.form, bare(form.value)) for when, form in rule().due.cases]

    assert [
        (("Path", ("device", "locks")), "day", ("Path", ("last",))),
        (("Path", ("device", "shared")), "fiscal_year_end", ("Path", ("first",))),
        (None, "fiscal_year_end", "2027"),
    ] == found


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("none", "none", None),
        ("at once", "at_once", None),
        ("about 2030", "about", "2030"),
        ("about 2030-04", "about", "2030-04"),
        ("end of fiscal year 2022", "fiscal_year_end", "2022"),
        ("end of fiscal year of first + 1 years", "fiscal_year_end", ("Operation", "+", (("Path", ("first",)), ("Literal", "span", "1", "years")))),
        ("2027-03-31", "day", ("Literal", "date", "2027-03-31", "")),
        ("first + 5 days", "day", ("Operation", "+", (("Path", ("first",)), ("Literal", "span", "5", "days")))),
    ],
)
def test_a_deadline(text: str, form: str, value: Any) -> None:
    found = due(text)

    assert (form, value) == (found.form, bare(found.value))


A, B, C = (("Path", (name,)) for name in "abc")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a", A),
        ("a.b.c", ("Path", ("a", "b", "c"))),
        ("a and b or c", ("Operation", "or", (("Operation", "and", (A, B)), C))),
        ("a or b and c", ("Operation", "or", (A, ("Operation", "and", (B, C))))),
        ("(a or b) and c", ("Operation", "and", (("Operation", "or", (A, B)), C))),
        ("a and b and c", ("Operation", "and", (A, B, C))),
        ("a and b implies c", ("Operation", "implies", (("Operation", "and", (A, B)), C))),
        ("a implies b or c", ("Operation", "implies", (A, ("Operation", "or", (B, C))))),
        ("not a and b", ("Operation", "and", (("Operation", "not", (A,)), B))),
        ("not not a", ("Operation", "not", (("Operation", "not", (A,)),))),
        ("not a = b", ("Operation", "not", (("Comparison", "=", A, B),))),
        ("a = b and c", ("Operation", "and", (("Comparison", "=", A, B), C))),
        ("a has b", ("Operation", "has", (A, B))),
        ("a in b", ("Operation", "in", (A, B))),
        ("a in (b, c)", ("Operation", "in", (A, ("OneOf", (B, C))))),
        ("a - b - c", ("Operation", "-", (("Operation", "-", (A, B)), C))),
        ("a - (b - c)", ("Operation", "-", (A, ("Operation", "-", (B, C))))),
        ("a + 1 <= b", ("Comparison", "<=", ("Operation", "+", (A, ("Literal", "number", "1", ""))), B)),
        ("a >= 6 months", ("Comparison", ">=", A, ("Literal", "span", "6", "months"))),
        ("a < 2027-03-31", ("Comparison", "<", A, ("Literal", "date", "2027-03-31", ""))),
        ("exists(a)", ("Function", "exists", (A,))),
        ("latest(a, b)", ("Function", "latest", (A, B))),
        ("count(distinct(a))", ("Function", "count", (("Function", "distinct", (A,)),))),
        ("count(a where b)", ("Fold", "count", A, B)),
        ("earliest(a where it.b)", ("Fold", "earliest", A, ("Path", ("it", "b")))),
        ("some(link where a)", ("Quantified", "some", "link", "link", A)),
        ("no(link other where a)", ("Quantified", "no", "link", "other", A)),
    ],
)
def test_an_expression(text: str, meant: Any) -> None:
    assert meant == bare(expression(text))


@pytest.mark.parametrize("sign", ["=", "!=", "<", "<=", ">", ">="])
def test_a_comparison(sign: str) -> None:
    assert ("Comparison", sign, A, B) == bare(expression(f"a {sign} b"))


def expressions(node: Any) -> Iterator[Any]:
    if isinstance(node, s.Path | s.Literal | s.OneOf | s.Operation | s.Comparison | s.Function | s.Fold | s.Quantified):
        yield node
    if isinstance(node, tuple):
        for part in node:
            yield from expressions(part)


def cut(source: Source, at: Location) -> str:
    """The text between the two ends of a place."""
    lines = source.text.split("\n")[at.line - 1 : at.end_line]
    lines[-1] = lines[-1][: at.end_column - 1]
    lines[0] = lines[0][at.column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize("file", sorted((ROOT / "rules").rglob("*.rule")), ids=lambda file: file.stem)
def test_every_expression_stands_where_it_says(file: Path) -> None:
    """Cut out and parsed alone, it is the same expression; so a caret never points beside what it means."""
    source = Source(file.name, file.read_text(encoding="utf-8"))
    for node in expressions(parse(source)):
        if isinstance(node, s.OneOf):
            continue  # a list is no expression of its own

        assert bare(node) == bare(expression(cut(source, node.at)))


@pytest.mark.parametrize("file", [*sorted((ROOT / "rules").rglob("*.term")), *sorted((ROOT / "rules").rglob("*.rule"))], ids=lambda file: file.stem)
def test_without_places_a_file_means_the_same(file: Path) -> None:
    source = Source(file.name, file.read_text(encoding="utf-8"))
    placed, quick = parse(source), parse_without_places(source)

    assert bare(placed) == bare(quick)
    assert (placed.at.file, placed.at.line) == (quick.at.file, quick.at.line)


def test_a_term() -> None:
    found = parse(Source("x.term", 'term a_b title ja "甲" en "a" cites one c/d from 2025-03 of link means link.clipboard'))

    assert isinstance(found, s.Term)
    assert ("a_b", "link", ("Path", ("link", "clipboard"))) == (found.name, found.kind, bare(found.means))
    assert [("one", "c/d", "2025-03", None)] == [cite[:4] for cite in found.cites]

"""What expressions answer: three truths, paths through lists and past what is missing, terms, folds and quantifiers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secpolicy.base.dates import Period
from secpolicy.base.truth import AtLeast, Between, Unknown
from secpolicy.judging.compile import compiled
from secpolicy.judging.frame import Frame
from tests.judging.small import facts_of, holds, inventory_of, missing, parameter, rule, rulebook_of, term, things, value_of

TRUTHS: dict[str, Any] = {"device.encrypted": True, "device.portable": False, "device.remote_wipe": ["device:a.remote_wipe"]}
YES, NO, OPEN = TRUTHS
DEVICE = inventory_of("devices: [{id: a, encrypted: true, portable: false}]")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (f"{YES} and {YES}", True), (f"{YES} and {NO}", False), (f"{NO} and {OPEN}", False), (f"{OPEN} and {NO}", False),
        (f"{YES} and {OPEN}", TRUTHS[OPEN]), (f"{OPEN} and {OPEN}", TRUTHS[OPEN]),
        (f"{OPEN} and device.internet_facing", ["device:a.internet_facing", *TRUTHS[OPEN]]),
        (f"{NO} or {NO}", False), (f"{NO} or {YES}", True), (f"{YES} or {OPEN}", True), (f"{OPEN} or {YES}", True),
        (f"{NO} or {OPEN}", TRUTHS[OPEN]), (f"{OPEN} or device.internet_facing", ["device:a.internet_facing", *TRUTHS[OPEN]]),
        (f"not {YES}", False), (f"not {NO}", True), (f"not {OPEN}", TRUTHS[OPEN]),
        (f"{YES} implies {NO}", False), (f"{NO} implies {OPEN}", True), (f"{OPEN} implies {YES}", True), (f"{OPEN} implies {NO}", TRUTHS[OPEN]),
        (f"{YES} implies {OPEN}", TRUTHS[OPEN]),
    ],
)  # fmt: skip
def test_the_tables_of_kleene(condition: str, expected: Any) -> None:
    assert expected == holds(condition, DEVICE, "device:a")


def test_a_yes_or_no_declared_to_be_nothing_is_not_yes() -> None:
    inventory = inventory_of("devices: [{id: a, encrypted: none, portable: false}]")

    assert holds("device.encrypted and device.portable", inventory, "device:a") is False
    assert holds("device.encrypted or device.portable", inventory, "device:a") is False
    assert holds("not device.encrypted", inventory, "device:a") is True


SYSTEMS = inventory_of("""\
segments: [{id: tax, tier: mynumber}, {id: desk, tier: lgwan}, {id: new}]
devices:
  - {id: one, os: {product: Ubuntu}, software: [{product: a}, {product: b}]}
  - {id: two}
  - {id: three, software: none}
  - {id: four, software: [{product: c}, 不明]}
systems:
  - {id: both, segments: [tax, desk], runs_on: [one, three]}
  - {id: doubt, segments: [tax, new], runs_on: [one, two]}
  - {id: open, segments: [desk, 不明], runs_on: [four]}
  - {id: empty, segments: none, runs_on: none}
  - {id: missing}
""")


@pytest.mark.parametrize(
    ("system", "tiers"),
    [("both", ("mynumber", "lgwan")), ("empty", None)],
)
def test_a_path_through_a_list_finds_what_every_member_has(system: str, tiers: Any) -> None:
    assert tiers == value_of("system.segments.tier", SYSTEMS, f"system:{system}")


def test_a_member_without_a_declared_value_is_in_doubt_by_itself() -> None:
    found = value_of("system.segments.tier", SYSTEMS, "system:doubt")

    assert "mynumber" == found[0]
    assert ("segment:new.tier",) == missing(found[1])


def test_an_open_list_stays_open_and_an_undeclared_one_unknown() -> None:
    found = value_of("system.segments.tier", SYSTEMS, "system:open")

    assert (AtLeast, ("lgwan",), ("system:open.segments",)) == (type(found), found.members, missing(found))
    assert Unknown is type(value_of("system.segments.tier", SYSTEMS, "system:missing"))
    assert ["system:missing.segments"] == holds("system.segments.tier has lgwan", SYSTEMS, "system:missing")


def test_lists_of_the_members_are_put_end_to_end_and_none_adds_nothing() -> None:
    assert ("a", "b") == value_of("system.runs_on.software.product", SYSTEMS, "system:both")
    assert 2 == value_of("count(system.runs_on.software)", SYSTEMS, "system:both")


def test_an_undeclared_list_among_lists_may_have_any_number_of_members() -> None:
    counted = value_of("count(system.runs_on.software)", SYSTEMS, "system:doubt")

    assert (2, None, ("device:two.software",)) == (counted.low, counted.high, missing(counted))
    assert ["device:two.software"] == holds("system.runs_on.software.product has z", SYSTEMS, "system:doubt")
    assert holds("system.runs_on.software.product has a", SYSTEMS, "system:doubt") is True


def test_an_open_list_among_lists_is_open() -> None:
    found = value_of("system.runs_on.software.product", SYSTEMS, "system:open")

    assert (("c",), ("device:four.software",)) == (found.members, missing(found))


def test_a_record_that_is_missing_in_some_members_is_named_whole() -> None:
    inventory = inventory_of("devices: [{id: a, login: {password: {min_length: 8}}}, {id: b}, {id: c, login: none}]\nsystems: [{id: s, runs_on: [a, b, c]}]")

    assert {"device:a.login.factors", "device:b.login.factors"} == set(missing(value_of("system.runs_on.login.factors", inventory, "system:s")))
    assert ("device:b.login.password.min_length",) == missing(value_of("device.login.password.min_length", inventory, "device:b"))


def test_what_is_missing_behind_an_undeclared_reference_is_the_reference() -> None:
    inventory = inventory_of("services: [{id: a}]")

    assert ["service:a.contract"] == holds("exists(service.contract.form)", inventory, "service:a")
    assert ["service:a.exit.plan"] == holds("exists(service.exit.plan.established_on)", inventory, "service:a")


def test_a_record_behind_an_undeclared_reference_is_not_named() -> None:
    inventory = inventory_of("links: [{id: a}]\nservices: none")

    assert ["link:a.to"] == holds("exists(link.to.login.factors)", inventory, "link:a")


def test_a_thing_whose_kind_lacks_the_field_has_nothing_there() -> None:
    inventory = inventory_of("segments: [{id: s, tier: lgwan}]\nendpoints: [{id: e}]\nlinks: [{id: a, from: s, to: e}]")

    assert value_of("link.to.tier", inventory, "link:a") is None
    assert holds("link.to.tier = lgwan", inventory, "link:a") is False


def test_an_entry_of_a_map_is_told_none_missing_or_inside_something_missing() -> None:
    def interval(text: str) -> Any:
        found = value_of("settings.intervals.audit", inventory_of(f"organisation: {{name: x}}\n{text}"), "organisation")
        return list(missing(found)) if type(found) is Unknown else found

    assert Period(months=6) == interval("settings: {intervals: {audit: 6 months}}")
    assert interval("settings: {intervals: {audit: none}}") is None
    assert interval("settings: {intervals: none}") is None
    assert interval("settings: none") is None
    assert ["settings.intervals.audit"] == interval("settings: {intervals: {log_review: 1 month}}")
    assert ["settings.intervals.audit"] == interval("settings: {log_retention: 1 year}")
    assert ["settings.intervals.audit"] == interval("")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count(device.software)", 2), ("count(distinct(device.software.product))", 2), ("distinct(device.software.product)", ("a", "b")),
        ("count(device.software where it.product = a)", 1), ("today", date(2026, 11, 30)), ("today + 1 months", date(2026, 12, 31)),
        ("today - 30 days", date(2026, 10, 31)), ("today - 2026-11-01", Period(days=29)), ("latest(2026-01-01, today)", date(2026, 11, 30)),
        ("earliest(2026-01-01, today)", date(2026, 1, 1)), ("count(device.software) + 1 - 2", 1), ("exists(device.software)", True),
        ("count(device) = 1", True), ("param.number", 3), ("param.list has a", True),
    ],
)  # fmt: skip
def test_functions(expression: str, expected: Any) -> None:
    parameters = (
        parameter("number", "whole number", ("2026-01-01", ("number", "3"))),
        parameter("list", "list", ("2026-01-01", ("list", (("text", "a"),))))._replace(type=("list", ("text", None))),
    )

    assert expected == value_of(expression, SYSTEMS, "device:one", parameters=parameters)


def test_a_choice_with_an_order_is_compared_by_it_and_an_old_value_spans_several() -> None:
    inventory = inventory_of('systems: [{id: a, confidentiality: c2}, {id: b, confidentiality: "3"}]')

    assert holds("system.confidentiality >= c2", inventory, "system:a") is True
    assert holds("system.confidentiality >= c2", inventory, "system:b") is True
    assert ["system:b.confidentiality"] == holds("system.confidentiality >= c3b", inventory, "system:b")
    assert holds("system.confidentiality in (c3c, c3b, c3a)", inventory, "system:b") is True
    assert holds("system.confidentiality in (c1, c2)", inventory, "system:b") is False


def test_a_fold_inside_a_fold_has_an_it_of_its_own() -> None:
    inventory = inventory_of("""\
devices:
  - {id: a, software: [{product: x, approvals: [{by: 甲, requested_by: 甲}]}, {product: y, approvals: [{by: 甲, requested_by: 乙}]}]}
  - {id: b, software: [{product: x, approvals: [{by: 甲, requested_by: 乙}]}, {product: y}]}""")
    same = "count(device.software where count(it.approvals where it.by = it.requested_by) = 0 and it.product = y)"

    assert 1 == value_of(same, inventory, "device:a")
    assert Between(0, 1, value_of(same, inventory, "device:b").missing) == value_of(same, inventory, "device:b")
    assert ("device:b.software.y.approvals",) == missing(value_of(same, inventory, "device:b"))


def test_a_fold_over_days_that_may_count_knows_what_is_sure() -> None:
    inventory = inventory_of("devices: [{id: a, software: [{product: x, updated_on: 2026-04-01, licensed: true}, {product: y, updated_on: 2026-05-01}]}]")

    assert date(2026, 5, 1) == value_of("latest(device.software.updated_on where it <= today)", inventory, "device:a")
    assert value_of("latest(device.software.updated_on where it > today)", inventory, "device:a") is None


NEW = term("new_on_it", "device", "device.in_service_on >= 2026-04-01", "guide a/new")


def test_a_term_is_asked_of_a_thing_of_its_kind() -> None:
    inventory = inventory_of("devices: [{id: a, in_service_on: 2026-05-01}, {id: b, in_service_on: 2020-01-01}, {id: c}]")

    assert holds("device.new_on_it", inventory, "device:a", NEW) is True
    assert holds("device.new_on_it and device.new_on_it", inventory, "device:a", NEW) is True
    assert holds("device.new_on_it", inventory, "device:b", NEW) is False
    assert ["device:c.in_service_on"] == holds("device.new_on_it", inventory, "device:c", NEW)


def test_a_term_is_false_before_the_edition_that_has_its_clause() -> None:
    inventory = inventory_of("devices: [{id: a, in_service_on: 2026-05-01}]")
    rulebook = rulebook_of(rule("for device\nrequire d: device.new_on_it"), NEW)

    def answer(edition: str) -> Any:
        facts = facts_of(rulebook, inventory)
        facts.profile = facts.profile._replace(editions={"guide": edition})
        frame = Frame(facts, ("device",))
        condition = rulebook.rules[0].duties[0].condition
        assert condition is not None
        return compiled(condition, frame)([things(inventory)["device:a"]])

    assert answer("2024-10") is False
    assert answer("2025-03") is True


def test_a_term_is_no_statement_about_a_thing_of_another_kind() -> None:
    inventory = inventory_of("segments: [{id: s, tier: lgwan}]\nendpoints: [{id: e}]\nlinks: [{id: a, from: s, to: e}, {id: b, to: none}, {id: c}]")
    inside = term("not_school", "segment", "segment.tier != school")

    assert value_of("link.from.not_school", inventory, "link:a", inside) is True
    assert value_of("link.to.not_school", inventory, "link:a", inside) is None
    assert value_of("link.to.not_school", inventory, "link:b", inside) is None
    assert ["link:c.to"] == holds("link.to.not_school", inventory, "link:c", inside)


def test_a_term_of_many_things_is_many_truths() -> None:
    inside = term("my_number", "segment", "segment.tier = mynumber")

    assert (True, False) == value_of("system.segments.my_number", SYSTEMS, "system:both", inside)
    assert 1 == value_of("count(system.segments where it.my_number)", SYSTEMS, "system:both", inside)


def test_what_was_last_done_about_each_of_many_things() -> None:
    inventory = inventory_of("""\
devices: [{id: a}, {id: b}, {id: c}]
systems: [{id: s, runs_on: [a, b, c]}]
activities: {maintenance: [{date: 2026-04-01, of: a, outcome: good}, {date: 2026-05-01, of: b}]}""")

    assert (date(2026, 4, 1), date(2026, 5, 1)) == value_of("system.runs_on.done.maintenance.date", inventory, "system:s")
    assert "good" == value_of("system.runs_on.done.maintenance.outcome", inventory, "system:s")[0]


def test_a_list_written_out_leaves_out_what_is_none() -> None:
    inventory = inventory_of("organs: [{id: a, created_on: none}]")

    assert date(2026, 4, 1) == value_of("latest((organ.created_on, 2026-04-01))", inventory, "organ:a")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("some(segment where segment.tier = mynumber)", True),
        ("some(segment where segment.tier = school)", ["segment:new.tier"]),
        ("no(segment where segment.tier = mynumber)", False),
        ("no(segment where segment.tier = school)", ["segment:new.tier"]),
        ("some(segment where segment.tier = mynumber and system.segments has segment)", True),
        ("some(segment s where s.tier = lgwan and system.segments has s)", ["segment:new.tier"]),
        ("some(medium where medium.kind = usb_memory)", ["media"]),
        ("no(medium where medium.kind = usb_memory and system.segments.tier has school)", ["media"]),
        ("some(medium where medium.kind = usb_memory and count(system.segments) > 9)", False),
        ("some(endpoint where endpoint = the_internet)", True),
        ("count(those(segment where it.tier = mynumber)) = 1", ["segment:new.tier"]),
        ("exists(those(segment where it.tier = mynumber))", True),
        ("exists(those(segment where today < 2000-01-01))", False),
        ("exists(those(medium where it.kind = usb_memory))", ["media"]),
        ("count(segment where it.tier = mynumber) = 1", ["segment:new.tier"]),
        ("count(segment where it.tier = mynumber) >= 1", True),
        ("count(segment where it.tier = school) > 1", False),
        ("count(segment where system.segments has it) = 2", True),
        ("count(medium where it.kind = usb_memory) >= 0", True),
        ("count(medium where it.kind = usb_memory) = 0", ["media"]),
        ("count(endpoint where it = the_internet) >= 1", True),
        ("share(segment where it.tier = lgwan) <= 1", True),
        ("some(endpoint where endpoint.class = public_secure)", ["endpoints"]),
    ],
)  # fmt: skip
def test_whether_there_is_such_a_thing(condition: str, expected: Any) -> None:
    assert expected == holds(condition, SYSTEMS, "system:doubt")

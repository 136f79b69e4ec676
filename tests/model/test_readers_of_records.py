"""Readers of what has parts: records, lists, maps, values with evidence, fields by name, and defaults."""

from __future__ import annotations

import pytest

from secpolicy.base.dates import Period
from secpolicy.base.truth import AtLeast
from secpolicy.model.entity import UNDECLARED
from secpolicy.model.stretches import Mapping
from tests.model.conftest import Built, Refusal
from tests.model.one_device import device, slip, value


def test_a_record_belongs_to_the_thing_it_stands_in(built: Built) -> None:
    record = value(built, "os", "{product: Windows 11, version: 24H2}")

    assert ("Windows 11", "device:pc-01.os") == (record.value("product"), repr(record))


def test_records_of_a_list_are_known_by_their_key_or_place(built: Built) -> None:
    software = value(built, "software", "[{product: LibreOffice}, {version: '2'}]")

    assert ["device:pc-01.software.LibreOffice", "device:pc-01.software.2"] == [repr(record) for record in software]


def test_a_list_of_one_is_written_without_brackets(built: Built) -> None:
    assert ("wire_lock",) == value(built, "controls", "wire_lock")


def test_one_record_is_a_list_of_one(built: Built) -> None:
    assert ["device:pc-01.software.LibreOffice"] == [repr(record) for record in value(built, "software", "{product: LibreOffice}")]


def test_an_empty_list_declares_nothing(built: Built) -> None:
    assert value(built, "controls", "[]") == ()


@pytest.mark.parametrize("word", ["不明", "unknown", ""])
def test_a_list_with_an_unknown_member_names_at_least_the_others(built: Built, word: str) -> None:
    found = value(built, "controls", f"[wire_lock, '{word}']")

    assert (AtLeast, ("wire_lock",), "controls") == (type(found), found.members, found.missing[0].path)


@pytest.mark.parametrize("word", ["none", "なし"])
@pytest.mark.parametrize("field", ["controls", "segments"])
def test_nothing_is_no_member_of_a_list(problems_of: Refusal, field: str, word: str) -> None:
    assert "none-in-list" == slip(problems_of, field, f"[{word}]")[0]


def test_a_member_that_says_it_is_nothing_is_left_out(built: Built) -> None:
    assert ("wire_lock",) == value(built, "controls", "[wire_lock, {value: none, by: 係長}]")


def test_a_text_in_the_place_of_a_record_is_answered_with_its_fields(problems_of: Refusal) -> None:
    id_, column, values = slip(problems_of, "os", "Windows 11")

    assert ("not-a-mapping", 9, "product") == (id_, column, values["known"][0])


def test_a_full_width_colon_in_the_place_of_a_record_is_told_as_such(problems_of: Refusal) -> None:
    [found] = problems_of("devices:\n  - id: pc-01\n    os:\n      product：Windows\n")

    assert ("full-width-colon", 5) == (found.id, found.location.line)


def test_a_map_is_read_by_name_or_label(built: Built) -> None:
    settings = built("settings:\n  intervals: {log_review: 3か月, 研修: 1年, drill: 不明}\n").singles["settings"]

    assert settings is not None
    assert {"log_review": Period(months=3), "training": Period(months=12), "drill": UNDECLARED} == settings.value("intervals")


@pytest.mark.parametrize(
    ("text", "id_"),
    [("{log_reviw: 3か月}", "not-a-choice-meant"), ("{宴会: 1年}", "not-a-choice"), ("3か月", "not-a-mapping"), ("{drill: すぐ}", "not-a-period")],
)
def test_a_slip_in_a_map_is_told(problems_of: Refusal, text: str, id_: str) -> None:
    assert [id_] == [problem.id for problem in problems_of(f"settings:\n  intervals: {text}\n")]


# Evidence


@pytest.mark.parametrize(
    ("field", "written", "plain"),
    [
        ("encrypted", "{value: true, checked_on: 2026-04-01}", "true"),
        ("count", "{value: ２４, by: 係長}", "24"),
        ("owner", "{value: 支給, source: 台帳}", "issued"),
        ("controls", "{value: [wire_lock, locked_store], by: 係長}", "[wire_lock, locked_store]"),
        ("controls", "{value: wire_lock, by: 係長}", "[wire_lock]"),
        ("controls", "{value: none, by: 係長}", "none"),
        ("os", "{value: none, by: 係長}", "none"),
        ("site", "{value: 不明, by: 係長}", "不明"),
        ("name", "{value: '', by: 係長}", "''"),
    ],
)
def test_any_value_may_carry_its_evidence(built: Built, field: str, written: str, plain: str) -> None:
    assert value(built, field, plain) == value(built, field, written)


@pytest.mark.parametrize("field", ["segments", "controls", "site", "os"])
def test_what_is_unknown_may_say_who_could_not_tell(built: Built, field: str) -> None:
    assert value(built, field, "{value: 不明, by: 係長}") is UNDECLARED


def test_a_member_that_is_said_to_be_unknown_leaves_the_list_open(built: Built) -> None:
    assert ("wire_lock",) == value(built, "controls", "[wire_lock, {value: 不明, by: 係長}]").members


def test_a_record_with_evidence_is_read_from_inside_it(built: Built) -> None:
    assert "Windows 11" == value(built, "os", "{value: {product: Windows 11}, by: 係長}").value("product")


def test_records_of_a_list_with_evidence_are_read_from_inside_it(built: Built) -> None:
    software = value(built, "software", "{value: [{product: A}, {version: '2'}], by: 係長}")

    assert ["device:pc-01.software.A", "device:pc-01.software.2"] == [repr(record) for record in software]


def test_a_reference_with_evidence_is_followed(built: Built) -> None:
    inventory = built("sites:\n  - id: honcho\ndevices:\n  - {id: pc-01, site: {value: honcho, by: 係長}, segments: {value: [], by: 係長}}\n")

    assert ("site:honcho", ()) == (repr(device(inventory).value("site")), device(inventory).value("segments"))


@pytest.mark.parametrize(
    ("field", "written", "id_"),
    [
        ("count", "{value: [1, 2], by: 係長}", "not-a-single-value"),
        ("count", "{value: 1, reason: 概数}", "not-a-single-value"),
        ("os", "{value: Windows 11, by: 係長}", "not-a-mapping"),
        ("os", "{value: [a], by: 係長}", "not-a-mapping"),
        ("count", "{value: 1, checked_on: 先日}", "not-a-date"),
        ("count", "{value: 1, by: [係長]}", "not-a-single-value"),
    ],
)
def test_evidence_does_not_change_what_a_field_takes(problems_of: Refusal, field: str, written: str, id_: str) -> None:
    assert id_ == slip(problems_of, field, written)[0]


# Names of fields


@pytest.mark.parametrize(("name", "meant"), [("encrypte", "encrypted"), ("台数", "count"), ("記憶装置の暗号化", "encrypted")])
def test_a_field_that_was_meant_is_guessed_also_by_its_label(problems_of: Refusal, name: str, meant: str) -> None:
    id_, column, values = slip(problems_of, name, "1")

    assert ("unknown-field-meant", 5, meant) == (id_, column, values["meant"])


def test_a_field_that_nothing_resembles_is_answered_with_those_there_are(problems_of: Refusal) -> None:
    id_, _, values = slip(problems_of, "color", "red")

    assert ("unknown-field", True, False) == (id_, "encrypted" in values["known"], "support_ends" in values["known"])


def test_a_field_that_follows_from_others_cannot_be_written(problems_of: Refusal) -> None:
    id_, column, values = slip(problems_of, "os", "{product: X, support_ends: 2026-01-01}")

    assert ("computed-field", 22, "support_ends") == (id_, column, values["field"])


# Defaults


def test_a_default_is_taken_where_a_thing_says_nothing(built: Built) -> None:
    inventory = built("defaults:\n  device: {encrypted: true, owner: issued}\ndevices:\n  - {id: a}\n  - {id: b, encrypted: false, owner: 不明}\n")
    values = [(one.value("encrypted"), one.value("owner")) for one in inventory.populations["device"].members]

    assert [(True, "issued"), (False, UNDECLARED)] == values


def test_a_default_may_say_that_there_is_nothing(built: Built) -> None:
    assert device(built("defaults:\n  device: {controls: none}\ndevices:\n  - {id: a}\n")).value("controls") is None


def test_a_slip_in_a_default_is_told_once_and_at_its_own_line(problems_of: Refusal) -> None:
    problems = problems_of("defaults:\n  device: {encrypted: 済, colour: red}\ndevices:\n  - {id: a}\n  - {id: b}\n")

    assert [("not-yes-or-no", 3), ("unknown-field", 3)] == [(problem.id, problem.location.line) for problem in problems]


def test_a_mapping_read_by_hand_can_lack_a_place() -> None:
    assert not hasattr(Mapping(), "source")


@pytest.mark.parametrize(("os", "problem"), [("{product: W, nope: x}", "unknown-field"), ("{product: W, updated_on: soon}", "not-a-date")])
def test_what_is_wrong_in_records_written_alike_is_told_of_each(problems_of: Refusal, os: str, problem: str) -> None:
    found = problems_of("devices:\n" + "".join(f"  - {{id: pc-{number}, os: {os}}}\n" for number in range(3)))

    assert [(problem, line) for line in (3, 4, 5)] == [(one.id, one.location.line) for one in found]

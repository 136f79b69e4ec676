"""Reading cases: what is given and what the case adds, joined; and what cannot be read is refused with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from secpolicy.base.problem import Problem, Refused
from secpolicy.testing.cases import Case

Read = Callable[..., tuple[Case, ...]]


def refused(cases_of: Read, cases: str, head: str = "") -> list[Problem]:
    with pytest.raises(Refused) as caught:
        cases_of(cases, head)
    assert 7 == caught.value.exit_code
    return caught.value.problems


def test_a_case_takes_day_editions_and_parameters_of_the_file_unless_it_has_its_own(cases_of: Read) -> None:
    head = "editions: {one: 2020-01, two: 2024-01}\nparameters: {a: 1, b: 2}\n"
    first, second = cases_of("  - {name: 甲, expect: {}}\n  - {name: 乙, today: 2027-04-01, editions: {two: 2025-01}, parameters: {b: 3}}\n", head)

    assert (date(2026, 11, 30), {"one": "2020-01", "two": "2024-01"}, {"a": "1", "b": "2"}) == (first.today, first.editions, first.parameters)
    assert (date(2027, 4, 1), {"one": "2020-01", "two": "2025-01"}, {"a": "1", "b": "3"}) == (second.today, second.editions, second.parameters)


def test_things_are_joined_by_id_and_the_case_wins(cases_of: Read) -> None:
    head = "given:\n  devices: [{id: a, kind: server}, {id: b, kind: server}]\n"
    [case] = cases_of("  - {name: 甲, devices: [{id: b, kind: terminal}, {id: c}]}\n", head)

    assert [{"id": "a", "kind": "server"}, {"id": "b", "kind": "terminal"}, {"id": "c"}] == case.document["devices"]


def test_what_exists_once_is_joined_by_field(cases_of: Read) -> None:
    head = "given: {organisation: {name: 見本市, kind: city}}\n"
    [case] = cases_of("  - {name: 甲, organisation: {kind: town}}\n", head)

    assert {"name": "見本市", "kind": "town"} == case.document["organisation"]


def test_what_is_written_by_kind_is_joined_by_kind(cases_of: Read) -> None:
    head = "given: {activities: {audit: [{date: 2026-01-01}], training: none}}\n"
    [case] = cases_of("  - {name: 甲, activities: {audit: none}}\n", head)

    assert {"audit": "none", "training": "none"} == case.document["activities"]


def test_a_list_declared_to_be_nothing_takes_the_place_of_what_was_given(cases_of: Read) -> None:
    [case] = cases_of("  - {name: 甲, devices: none}\n", "given: {devices: [{id: a}]}\n")

    assert "none" == case.document["devices"]


def test_none_and_absent_name_one_key_or_several(cases_of: Read) -> None:
    head = "given:\n  devices: [{id: a}]\n  links: [{id: b}]\n  none: [systems, media]\n"
    first, second = cases_of("  - {name: 甲, none: devices, absent: [links, media]}\n  - {name: 乙, absent: devices, systems: [{id: c}]}\n", head)

    assert {"vocabulary": "1", "devices": "none", "systems": "none"} == first.document
    assert {"vocabulary": "1", "links": [{"id": "b"}], "systems": [{"id": "c"}], "media": "none"} == second.document


def test_defaults_may_be_given(cases_of: Read) -> None:
    [case] = cases_of("  - {name: 甲}\n", "given: {defaults: {device: {kind: terminal}}, declared_on: 2026-04-01}\n")

    assert {"defaults", "declared_on"} <= set(case.document)


def test_an_expectation_is_a_word_or_a_mapping(cases_of: Read) -> None:
    [case] = cases_of("  - {name: 甲, expect: {a: pass, b: {verdict: fail, missing: [x], route: y, deadline: 2027-03-31, state: due, subjects: [z]}}}\n")

    assert ("pass", None, None, None, None, None) == case.expect["a"]
    assert ("fail", ("y",), ("x",), "2027-03-31", "due", ("z",)) == case.expect["b"]


def test_a_case_stands_where_it_begins(cases_of: Read) -> None:
    _, second = cases_of("  - name: 甲\n    expect: {}\n  - name: 乙\n    expect: {}\n")

    assert "encrypted.test.yaml:6" == second.location.short


@pytest.mark.parametrize(
    ("cases", "id_", "line"),
    [
        ("  - {name: 甲, today: 先月}\n", "case-without-day", 4),
        ("  - {name: 甲, expect: {a: passes}}\n", "case-unknown-word", 4),
        ("  - name: 甲\n    expect:\n      a: {verdict: pass, reason: x}\n", "case-unknown-word", 6),
        ("  - name: 甲\n    devises: []\n", "unknown-key", 5),
        ("  - name: 甲\n    profile: audit\n", "unknown-key", 5),
    ],
)
def test_a_case_that_cannot_be_read_is_refused(cases_of: Read, cases: str, id_: str, line: int) -> None:
    [problem] = refused(cases_of, cases)

    assert (id_, line) == (problem.id, problem.location.line)
    assert problem.line


def test_a_word_that_a_file_of_cases_does_not_know_is_refused(cases_of: Read) -> None:
    [problem] = refused(cases_of, "  - {name: 甲}\n", "given: {}\ngivn: {}\n")

    assert ("case-unknown-word", "givn", 4) == (problem.id, problem.values["word"], problem.location.line)


def test_all_problems_of_a_file_come_together(cases_of: Read) -> None:
    problems = refused(cases_of, "  - {name: 甲, expect: {a: passes}}\n  - {name: 乙, expect: {a: failed}}\n")

    assert ["passes", "failed"] == [problem.values["word"] for problem in problems]


def test_a_file_that_is_no_mapping_is_refused(written: Callable[..., Path]) -> None:
    file = written("encrypted", "")
    file.write_text("- a\n", encoding="utf-8")
    from secpolicy.model.vocabulary import Vocabulary
    from secpolicy.testing.cases import load_cases

    with pytest.raises(Refused) as caught:
        load_cases(str(file), "x.test.yaml", Vocabulary({}, {}, {}))

    assert ["empty-file"] == [problem.id for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("cases", "head", "ids", "line"),
    [
        ("  - 甲\n", "", ["shape-fields"], 4),
        ("  - {name: 甲, expect: pass}\n", "", ["shape-mapping"], 4),
        ("  - {name: 甲, expect: {locked: [pass]}}\n", "", ["shape-fields"], 4),
        ("  - {name: 甲, editions: 2026-03, parameters: [a]}\n", "", ["shape-mapping", "shape-mapping"], 4),
        ("  - {name: 甲}\n", "editions: [a]\n", ["shape-mapping"], 3),
        ("  - {name: 甲}\n", "given: 機器はない\n", ["shape-mapping"], 3),
        ("  甲: {expect: {}}\n", "", ["case-list"], 4),
        ("", "", ["case-list"], 3),
    ],
)
def test_what_has_another_shape_is_refused_at_its_line(cases_of: Read, cases: str, head: str, ids: list[str], line: int) -> None:
    problems = refused(cases_of, cases, head)

    assert ids == [problem.id for problem in problems]
    assert line == problems[0].location.line

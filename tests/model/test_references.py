"""References between things: ids become what they name, in either order and any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from secpolicy.base.problem import Problem
from secpolicy.base.truth import AtLeast
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import Entity

Built = Callable[..., Inventory]
Refusal = Callable[[str], list[Problem]]

PLACES = """\
segments:
  - {id: naibu, tier: lgwan}
  - {id: jumin, tier: mynumber}
sites:
  - {id: honcho}
endpoints:
  - {id: naibu-gai, kind: other}
"""


def device(built: Built, text: str) -> Entity:
    return built(PLACES + f"devices:\n  - {{id: pc-01, {text}}}\n").populations["device"].members[0]


def slip(problems_of: Refusal, text: str) -> tuple[str, int, dict[str, Any]]:
    [found] = problems_of(PLACES + text)
    return found.id, found.location.column, found.values


def test_an_id_becomes_the_thing_it_names(built: Built) -> None:
    assert "site:honcho" == repr(device(built, "site: honcho").value("site"))


def test_a_thing_may_be_named_before_it_is_listed(built: Built) -> None:
    inventory = built("links:\n  - {id: a, from: naibu, to: the_internet}\nsegments:\n  - {id: naibu}\n")
    link = inventory.populations["link"].members[0]

    assert ["segment:naibu", "endpoint:the_internet"] == [repr(link.value("from")), repr(link.value("to"))]


def test_ids_of_a_list_keep_their_order(built: Built) -> None:
    assert ["segment:jumin", "segment:naibu"] == [repr(one) for one in device(built, "segments: [jumin, naibu]").value("segments")]


def test_a_single_id_is_a_list_of_one(built: Built) -> None:
    assert ["segment:naibu"] == [repr(one) for one in device(built, "segments: naibu").value("segments")]


@pytest.mark.parametrize("word", ["不明", "unknown"])
def test_a_list_that_may_hold_more_says_where(built: Built, word: str) -> None:
    found = device(built, f"segments: [naibu, {word}]").value("segments")

    assert (AtLeast, ["segment:naibu"], "segments") == (type(found), [repr(one) for one in found.members], found.missing[0].path)


def test_a_list_with_evidence_that_may_hold_more_says_where(built: Built) -> None:
    found = device(built, "segments: {value: [naibu, 不明], by: 係長}").value("segments")

    assert (("segments",), ["segment:naibu"]) == (tuple(place.path for place in found.missing), [repr(one) for one in found.members])


def test_the_kind_may_stand_before_the_id(built: Built) -> None:
    inventory = built(PLACES + "links:\n  - {id: a, from: 'segment:naibu', to: 'endpoint:naibu-gai'}\n")

    assert "endpoint:naibu-gai" == repr(inventory.populations["link"].members[0].value("to"))


def test_an_id_in_another_normal_form_is_the_same_id(built: Built) -> None:
    name = "データ"
    inventory = built(f"sites:\n  - {{id: {unicodedata.normalize('NFD', name)}}}\ndevices:\n  - {{id: pc, site: {name}}}\n")

    assert f"site:{name}" == repr(inventory.populations["device"].members[0].value("site"))


def test_a_misspelt_id_is_guessed(problems_of: Refusal) -> None:
    id_, column, values = slip(problems_of, "devices:\n  - {id: pc-01, segments: [jumin, nabu]}\n")

    assert ("unknown-reference-meant", 35, "naibu") == (id_, column, values["meant"])


def test_an_id_that_nothing_has_says_where_to_list_it(problems_of: Refusal) -> None:
    id_, _, values = slip(problems_of, "devices:\n  - {id: pc-01, site: kyoiku}\n")

    assert ("unknown-reference", "sites") == (id_, values["key"])


def test_an_id_that_nothing_has_is_told_where_any_kind_may_stand(problems_of: Refusal) -> None:
    id_, _, values = slip(problems_of, "activities:\n  audit: [{date: 2026-05-01, of: [kyoiku]}]\n")

    assert ("unknown-reference-anywhere", {"value": "kyoiku"}) == (id_, values)


def test_an_id_of_another_kind_is_told_as_such(problems_of: Refusal) -> None:
    id_, _, values = slip(problems_of, "devices:\n  - {id: pc-01, segments: honcho}\n")

    assert ("reference-to-other-kind", "site", ["segment"]) == (id_, values["kind"].name, [kind.name for kind in values["kinds"]])


def test_an_id_that_two_kinds_share_is_asked_for(problems_of: Refusal) -> None:
    id_, _, values = slip(problems_of, "devices:\n  - {id: naibu}\nlinks:\n  - {id: a, from: naibu, to: jumin}\n")

    assert ("ambiguous-reference", ["segment:naibu", "device:naibu"]) == (id_, values["choices"])


@pytest.mark.parametrize("text", ["site: [honcho]", "segments: [[naibu]]"])
def test_a_list_is_no_id(problems_of: Refusal, text: str) -> None:
    assert "not-a-single-value" == slip(problems_of, f"devices:\n  - {{id: pc-01, {text}}}\n")[0]


def test_what_can_be_named_anywhere_can_be_what_exists_once(built: Built) -> None:
    inventory = built("organisation: {name: 見本市}\nactivities:\n  audit: [{date: 2026-05-01, of: [organisation]}]\n")

    assert ["organisation"] == [repr(one) for one in inventory.populations["activity"].members[0].value("of")]


def test_what_is_declared_not_to_exist_cannot_be_named(problems_of: Refusal) -> None:
    assert "unknown-reference-anywhere" == slip(problems_of, "network: none\nactivities:\n  audit: [{date: 2026-05-01, of: [network]}]\n")[0]


# Things written in place of an id


def test_a_thing_written_in_place_joins_its_kind_and_is_known_by_its_place(built: Built) -> None:
    inventory = built("services:\n  - {id: mail, contract: {court: 見本地裁}}\n")

    assert ["service:mail.contract"] == [repr(one) for one in inventory.populations["contract"].members]


def test_a_thing_written_in_place_may_have_an_id(built: Built) -> None:
    inventory = built("services:\n  - {id: mail, contract: {id: k1}}\n")

    assert ["service:mail.contract.k1"] == [repr(one) for one in inventory.populations["contract"].members]


def test_several_things_written_in_one_list_are_numbered(built: Built) -> None:
    inventory = built("devices:\n  - id: pc-01\n    holds: [{name: 甲}, {name: 乙}]\n")

    assert ["device:pc-01.holds.1", "device:pc-01.holds.2"] == [repr(one) for one in inventory.populations["information"].members]


def test_one_thing_written_in_a_list_needs_no_number(built: Built) -> None:
    inventory = built("devices:\n  - id: pc-01\n    holds: [{name: 甲}]\n")

    assert ["device:pc-01.holds"] == [repr(one) for one in inventory.populations["information"].members]


def test_references_of_a_thing_written_in_place_are_followed(built: Built) -> None:
    inventory = built("suppliers:\n  - id: abc\nservices:\n  - {id: mail, contract: {supplier: abc}}\n")

    assert "supplier:abc" == repr(inventory.populations["contract"].members[0].value("supplier"))


def test_where_several_kinds_may_stand_only_an_id_can(problems_of: Refusal) -> None:
    assert ("in-place-of-many", 19, {}) == slip(problems_of, "links:\n  - {id: a, from: {tier: lgwan}, to: jumin}\n")

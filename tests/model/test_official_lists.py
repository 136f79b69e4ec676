"""Numbers looked up on the lists that an organisation keeps beside its inventory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import UNDECLARED
from secpolicy.model.vocabulary_files import load_vocabulary
from tests.loaded import load_inventory

VOCABULARY = load_vocabulary()
HEAD = "vocabulary: 1\ndeclared_on: 2026-11-01\nlists: {ismap: ismap.csv}\n"
LIST = '名称,登録番号\n見本メール, C-0001 \n"見本予約（市,町）",C-0002\n\n'
Built = Callable[..., Inventory]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    monkeypatch.chdir(tmp_path)

    def build(text: str, head: str = HEAD, content: str = LIST) -> Inventory:
        Path("ismap.csv").write_text(content, encoding="utf-8")
        Path("inventory.yaml").write_text(head + text, encoding="utf-8")
        return load_inventory("inventory.yaml", VOCABULARY, Catalogs({}))

    return build


def listed(inventory: Inventory) -> list[Any]:
    return [record.value("listed") for record in inventory.records["listing"]]


def services(*listings: str) -> str:
    return "services:\n" + "".join(f"  - {{id: s{number}, listings: [{{{text}}}]}}\n" for number, text in enumerate(listings))


def test_a_number_is_listed_if_the_list_holds_it_whatever_its_width_and_case(built: Built) -> None:
    text = services("scheme: ismap, number: C-0001", "scheme: ismap, number: ｃ－０００２", "scheme: ismap, number: C-0003", "scheme: ismap, number: none")

    assert [True, True, False, False] == listed(built(text))


def test_a_number_that_nobody_declared_leaves_open_whether_it_is_listed(built: Built) -> None:
    assert [UNDECLARED, True] == listed(built(services("scheme: ismap", "scheme: ismap, listed: true")))


def test_a_scheme_without_a_list_is_left_as_it_was_declared(built: Built) -> None:
    assert [UNDECLARED, False] == listed(built(services("scheme: jc_star, number: C-0001", "scheme: jc_star, number: C-0001, listed: false")))


def test_without_any_list_nothing_is_looked_up(built: Built) -> None:
    assert [UNDECLARED] == listed(built(services("scheme: ismap, number: C-0001"), "vocabulary: 1\nlists: none\n"))


def test_the_list_is_right_and_what_was_declared_is_told_as_read_otherwise(built: Built) -> None:
    inventory = built(services("scheme: ismap, number: C-0009, listed: true", "scheme: ismap, number: C-0001, listed: true"))

    assert [False, True] == listed(inventory)
    assert [("listed", "true", "false (ismap.csv)")] == [(one.place.path, one.written, one.read) for one in inventory.readings]


def test_layers_of_lgwan_asp_have_a_list_of_their_own(built: Built) -> None:
    text = "services: [{id: a, kind: lgwan_asp, asp: {layers: [{layer: application, number: C-0001}, {layer: hosting, number: H-0001}]}}]\n"
    [service] = built(text, HEAD.replace("ismap:", "lgwan_asp:")).populations["service"].members

    assert [True, False] == [layer.value("listed") for layer in service.value("asp").value("layers")]


def test_a_list_is_as_old_as_its_evidence_says_else_as_its_inventory(built: Built) -> None:
    dated = HEAD.replace("ismap.csv", "{value: ismap.csv, checked_on: 2026-09-30, source: 公開されたリスト}")

    assert date(2026, 11, 1) == built("").lists["ismap"].checked_on
    assert date(2026, 9, 30) == built("", dated).lists["ismap"].checked_on
    assert None is built("", "vocabulary: 1\nlists: {ismap: ismap.csv}\n").lists["ismap"].checked_on


def test_a_mark_of_utf_8_and_lines_of_windows_change_nothing(built: Built) -> None:
    assert [True] == listed(built(services("scheme: ismap, number: C-0002"), content="\ufeff" + LIST.replace("\n", "\r\n")))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\n \n", "\n , \n"], ids=repr)
def test_quotes_that_nothing_needs_change_nothing(built: Built, end: str) -> None:
    """Without any, a list is read without the module csv."""
    rows = ["名称 ,登録番号 ", " 見本メール, C-0001 ", "'見本予約',Ｃ－０００２", ",C-0003"]
    quoted = [f'"{row}"'.replace(",", '","') for row in rows]
    text = services(*(f"scheme: ismap, number: C-000{number}" for number in range(1, 5)))

    assert [[True, True, True, False]] * 2 == [listed(built(text, content="\n\n" + end.join(lines))) for lines in (rows, quoted)]

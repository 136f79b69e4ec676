"""Rows that an organisation adds to a table: beside the shipped ones, or in the place of those that speak of the same."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from secpolicy.base.truth import Between, Unknown
from secpolicy.checking.load import load_rulebook
from secpolicy.model.documents import documents_of
from secpolicy.model.inventory import build_inventory
from secpolicy.model.rulebook import Rulebook

SHIPPED = """table: products
title: {ja: 製品, en: products}
source: 見本
licence: 見本
last_checked: 2026-08-22
rows:
  - {product: Windows Server, version: "2025", support_ends: 2034-10-10}
  - {product: Windows Server, version: "2025", support_ends: 2034-11-14}
  - {product: Windows 11, version: 24H2, edition: enterprise, support_ends: 2027-10-12}
  - {product: Windows 11, version: 24H2, edition: pro, support_ends: 2026-10-13}
"""
OWN = "table: products\ntitle: {ja: 製品}\nsource: メーカーの告知\nlast_checked: 2026-11-20\nrows:\n"


def rulebook(folder: Path, rows: str) -> Rulebook:
    """The sample pack with a table, and an overlay with rows of its own."""
    shutil.copytree(Path(__file__).parent / "pack", folder / "rules" / "sample")
    for pack, text in (("rules/sample", SHIPPED), ("own", OWN + rows)):
        (folder / pack / "catalog").mkdir(parents=True)
        (folder / pack / "catalog" / "products.yaml").write_text(text, encoding="utf-8")
    (folder / "own" / "pack.yaml").write_text("pack: own\ntitle: {ja: 庁内, en: own}\n", encoding="utf-8")
    return load_rulebook(str(folder / "rules"), None, (str(folder / "own"),))


def support_ends(book: Rulebook, software: str) -> Any:
    text = f"vocabulary: 1\ndevices: [{{id: pc, os: {{{software}}}}}]\n"
    inventory = build_inventory(documents_of(text, "inventory.yaml"), book.vocabulary, book.catalogs)
    return inventory.populations["device"].members[0].value("os").value("support_ends")


def span(value: Any) -> tuple[date, date]:
    assert isinstance(value, Between)
    return value.low, value.high


def test_a_row_for_a_product_that_the_table_lacks_is_added(tmp_path: Path) -> None:
    book = rulebook(tmp_path, '  - {product: 庁内システム, version: "3", support_ends: 2027-03-31}\n')

    assert date(2027, 3, 31) == support_ends(book, 'product: 庁内システム, version: "3"')
    assert date(2026, 10, 13) == support_ends(book, "product: Windows 11, version: 24H2, edition: pro")


def test_candidates_that_disagree_leave_a_span_until_a_row_of_ones_own_settles_it(tmp_path: Path) -> None:
    before = rulebook(tmp_path / "before", "  - {product: 庁内システム, support_ends: 2027-03-31}\n")
    after = rulebook(tmp_path / "after", '  - {product: windows server, version: "2025", support_ends: 2034-11-14}\n')

    assert isinstance(support_ends(before, 'product: Windows Server, version: "2025"'), Between)
    assert date(2034, 11, 14) == support_ends(after, 'product: Windows Server, version: "2025"')


def test_a_row_of_ones_own_leaves_the_other_editions_alone(tmp_path: Path) -> None:
    book = rulebook(tmp_path, "  - {product: Windows 11, version: 24H2, edition: pro, support_ends: 2027-01-12}\n")

    assert date(2027, 1, 12) == support_ends(book, "product: Windows 11, version: 24H2, edition: pro")
    assert date(2027, 10, 12) == support_ends(book, "product: Windows 11, version: 24H2, edition: enterprise")
    assert isinstance(support_ends(book, "product: Windows 11, version: 24H2"), Between)


SERVER = 'product: Windows Server, version: "2025"'
DATACENTER = '  - {product: Windows Server, version: "2025", edition: datacenter, support_ends: 2035-01-31}\n'


def test_a_row_of_ones_own_that_names_an_edition_counts_for_that_edition(tmp_path: Path) -> None:
    book = rulebook(tmp_path, DATACENTER)

    assert date(2035, 1, 31) == support_ends(book, f"{SERVER}, edition: Datacenter")
    assert (date(2034, 10, 10), date(2034, 11, 14)) == span(support_ends(book, f"{SERVER}, edition: standard"))
    assert (date(2034, 10, 10), date(2035, 1, 31)) == span(support_ends(book, SERVER))


def test_a_row_of_ones_own_for_a_release_counts_for_that_release(tmp_path: Path) -> None:
    book = rulebook(tmp_path, '  - {product: Windows Server, version: "2025.4", support_ends: 2030-01-31}\n')

    assert date(2030, 1, 31) == support_ends(book, 'product: Windows Server, version: "2025.4"')
    assert (date(2034, 10, 10), date(2034, 11, 14)) == span(support_ends(book, 'product: Windows Server, version: "2025.5"'))


def test_of_two_rows_of_ones_own_the_one_that_says_more_counts_where_it_surely_fits(tmp_path: Path) -> None:
    book = rulebook(tmp_path, DATACENTER + '  - {product: Windows Server, version: "2025", support_ends: 2034-11-14}\n')

    assert date(2035, 1, 31) == support_ends(book, f"{SERVER}, edition: datacenter")
    assert date(2034, 11, 14) == support_ends(book, f"{SERVER}, edition: standard")
    assert (date(2034, 11, 14), date(2035, 1, 31)) == span(support_ends(book, SERVER))


@pytest.mark.parametrize(("end", "known"), [("none", None), ("not announced", Unknown)])
def test_a_row_of_ones_own_may_say_that_there_is_no_end_or_none_announced(tmp_path: Path, end: str, known: Any) -> None:
    value = support_ends(rulebook(tmp_path, f"  - {{product: Windows 11, support_ends: {end}}}\n"), "product: Windows 11, version: 24H2")

    assert (value is None) if known is None else isinstance(value, known)


def test_each_file_of_a_table_keeps_its_source_and_its_day(tmp_path: Path) -> None:
    heads = rulebook(tmp_path, "  - {product: 庁内システム, support_ends: 2027-03-31}\n").catalogs.heads

    assert [("sample", "見本", "2026-08-22"), ("own", "メーカーの告知", "2026-11-20")] == [(head.pack, head.source, head.last_checked) for head in heads]

"""Paths as other tools want them."""

from __future__ import annotations

from datetime import date

import pytest

from secpolicy.reporting.exchange.notations import beginning_of, end_of, path_from_root, uri


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("inventory.yaml", "inventory.yaml"),
        ("./city/inventory.yaml", "city/inventory.yaml"),
        (r"city\inventory.yaml", "city/inventory.yaml"),
        ("市/台帳 1.yaml", "%E5%B8%82/%E5%8F%B0%E5%B8%B3%201.yaml"),
        ("/srv/city/inventory.yaml", "file:///srv/city/inventory.yaml"),
        (r"C:\city\inventory 1.yaml", "file:///C:/city/inventory%201.yaml"),
        ("-", "-"),
    ],
)
def test_a_path_is_an_address(path: str, address: str) -> None:
    assert address == uri(path)


@pytest.mark.parametrize(("path", "plain"), [("./a/b.yaml", "a/b.yaml"), (r"a\b.yaml", "a/b.yaml"), ("市/台帳.yaml", "市/台帳.yaml")])
def test_a_path_stands_from_the_root(path: str, plain: str) -> None:
    assert plain == path_from_root(path)


def test_a_day_lasts_from_its_first_to_its_last_second_in_japan() -> None:
    day = date(2026, 11, 30)

    assert ("2026-11-30T00:00:00+09:00", "2026-11-30T23:59:59+09:00") == (beginning_of(day), end_of(day))

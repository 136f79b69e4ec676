"""Computed fields: what follows from declared facts and from the catalog, and what stays in doubt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from secpolicy.base.truth import Between, Unknown
from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.entity import UNDECLARED, place_name

Built = Callable[..., Inventory]

PRODUCTS = {
    "products": {
        "rows": [
            {"product": "Windows 11", "version": "24H2", "edition": "Pro", "support_ends": "2026-10-13"},
            {"product": "Windows 11", "version": "24H2", "edition": "Enterprise", "support_ends": "2027-10-12"},
            {"product": "AlmaLinux", "version": "9", "support_ends": "2032-05-31"},
            {"product": "AlmaLinux", "version": "8", "support_ends": "2029-05-31"},
            {"product": "Android", "version": "17", "support_ends": "not announced"},
            {"product": "Android", "version": "13", "support_ends": "2026-03-02"},
            {"product": "Postfix", "version": "3.10", "support_ends": "none"},
            {"product": "Postfix", "version": "3.9", "support_ends": "2026-02-02"},
            {"product": "ChromeOS", "version": "1", "support_ends": "not announced"},
            {"product": "ChromeOS", "version": "2", "support_ends": "none"},
        ]
    },
    "endpoints": {"rows": [{"known_as": "juki_net", "class": "closed", "reaches_internet": "false"}, {"known_as": "eltax", "class": "closed"}]},
    "local-governments": {"rows": [{"code": "999997", "kind": "city", "prefecture": "見本県"}]},
}


def ends(built: Built, os: str) -> Any:
    """The end of support of a device's operating system."""
    inventory = built(f"devices:\n  - {{id: pc-01, os: {os}}}\n", PRODUCTS)
    return inventory.populations["device"].members[0].value("os").value("support_ends")


def missing(value: Any) -> list[str]:
    return [place_name(place) for place in value.missing]


# From the catalog


@pytest.mark.parametrize(
    ("os", "day"),
    [
        ("{product: Windows 11, version: 24H2, edition: Pro}", date(2026, 10, 13)),
        ("{product: ｗｉｎｄｏｗｓ 11, version: 24h2, edition: PRO}", date(2026, 10, 13)),
        ("{product: AlmaLinux, version: '9.4'}", date(2032, 5, 31)),
        ("{product: AlmaLinux, version: '9', edition: minimal}", date(2032, 5, 31)),
        ("{product: Postfix, version: '3.10'}", None),
    ],
)
def test_the_row_that_fits_gives_the_day(built: Built, os: str, day: date | None) -> None:
    assert day == ends(built, os)


def test_rows_that_only_an_undeclared_edition_tells_apart_make_a_span(built: Built) -> None:
    found = ends(built, "{product: Windows 11, version: 24H2}")

    assert (date(2026, 10, 13), date(2027, 10, 12), ["device:pc-01.os.edition"]) == (found.low, found.high, missing(found))


def test_of_things_alike_each_is_asked_for_what_it_lacks_itself(built: Built) -> None:
    devices = "".join(f"  - {{id: pc-0{number}, os: {{product: Windows 11, version: 24H2}}}}\n" for number in (1, 2))
    members = built(f"devices:\n{devices}", PRODUCTS).populations["device"].members

    assert ["device:pc-01.os.edition", "device:pc-02.os.edition"] == [name for device in members for name in missing(device.value("os").value("support_ends"))]


def test_rows_that_nothing_undeclared_tells_apart_ask_for_the_catalog(built: Built) -> None:
    found = ends(built, "{product: Windows 11, version: 24H2, edition: none}")

    assert isinstance(found, Between)


@pytest.mark.parametrize(("product", "low", "high"), [("Android", date(2026, 3, 2), None), ("Postfix", None, date(2026, 2, 2))])
def test_a_row_without_a_day_leaves_its_end_open(built: Built, product: str, low: date | None, high: date | None) -> None:
    found = ends(built, f"{{product: {product}}}")

    assert (low, high, ["device:pc-01.os.version"]) == (found.low, found.high, missing(found))


@pytest.mark.parametrize(
    "os", ["{product: Solaris, version: '11'}", "{product: Android, version: '17'}", "{product: Windows 11, version: 23H2}", "{product: ChromeOS}"]
)
def test_what_the_catalog_does_not_know_is_asked_of_the_catalog(built: Built, os: str) -> None:
    found = ends(built, os)

    assert isinstance(found, Unknown)
    assert missing(found)[0].startswith("catalog.products.")


def test_a_product_that_nobody_named_is_asked_for(built: Built) -> None:
    assert ["device:pc-01.os.product"] == missing(ends(built, "{version: '10'}"))


def test_without_a_catalog_nothing_is_known(built: Built) -> None:
    inventory = built("devices:\n  - {id: pc-01, os: {product: Windows 11}}\n")

    assert isinstance(inventory.populations["device"].members[0].value("os").value("support_ends"), Unknown)


def test_a_field_that_may_be_declared_stays_undeclared_where_the_catalog_has_nothing(built: Built) -> None:
    inventory = built("endpoints:\n  - {id: a}\n  - {id: b, known_as: mynaportal}\n  - {id: c, known_as: eltax}\n", PRODUCTS)

    assert [(UNDECLARED, UNDECLARED), (UNDECLARED, UNDECLARED), ("closed", None)] == [
        (one.value("class"), one.value("reaches_internet")) for one in inventory.populations["endpoint"].members
    ]


def test_the_catalog_fills_what_nobody_declared(built: Built) -> None:
    inventory = built("endpoints:\n  - {id: a, known_as: juki_net}\n  - {id: b, known_as: juki_net, class: other}\n", PRODUCTS)

    assert [("closed", False), ("other", False)] == [(one.value("class"), one.value("reaches_internet")) for one in inventory.populations["endpoint"].members]


def test_what_exists_once_is_filled_too(built: Built) -> None:
    organisation = built("organisation: {code: '999997'}\n", PRODUCTS).singles["organisation"]

    assert organisation is not None
    assert ("city", "見本県") == (organisation.value("kind"), organisation.value("prefecture"))


def test_rows_are_looked_up_without_regard_to_case_and_width() -> None:
    catalogs = Catalogs(PRODUCTS)

    assert [2, 0, 0] == [len(catalogs.rows("products", "product", word)) for word in ("windows 11", "solaris", None)]


def test_a_product_that_ended_nobody_knows_when_ended_by_the_day_it_was_found_out(built: Built) -> None:
    table = {
        "products": {
            "rows": [
                {"product": "Old", "version": "1", "support_ends": "ended by 2026-08-22"},
                {"product": "Old", "version": "2", "support_ends": "2027-01-31"},
            ]
        }
    }
    devices = built("devices:\n  - {id: a, os: {product: Old, version: '1'}}\n  - {id: b, os: {product: Old}}\n", table).populations["device"].members
    one, either = [device.value("os").value("support_ends") for device in devices]

    assert (None, date(2026, 8, 22)) == (one.low, one.high)
    assert (None, date(2027, 1, 31)) == (either.low, either.high)


LIFETIMES = {"certificate-lifetimes": {"rows": [
    {"issued_from": "2026-03-15", "longest": "200 days"}, {"issued_from": "none", "longest": "398 days"}, {"issued_from": "2027-03-15", "longest": "100 days"},
]}}  # fmt: skip


@pytest.mark.parametrize(
    ("issued", "longest"),
    [
        ("2026-03-14", (398, 398)),
        ("2026-03-15", (200, 200)),
        ("2027-03-15", (100, 100)),
        ("2026-03", (200, 398)),
        ("2026-04", (200, 200)),
        ("2027", (100, 200)),
    ],
)
def test_a_row_holds_from_its_first_day_until_the_next_one_begins(built: Built, issued: str, longest: tuple[int, int]) -> None:
    [domain] = built(f"domains: [{{id: d, certificates: [{{host: www, issued_on: {issued}}}]}}]\n", LIFETIMES).populations["domain"].members
    found = domain.value("certificates")[0].value("longest")
    low, high = (found.low, found.high) if type(found) is Between else (found, found)

    assert longest == (low.days, high.days)


def test_without_a_day_it_is_asked_for_and_before_the_first_row_a_row_is(built: Built) -> None:
    later = {"certificate-lifetimes": {"rows": LIFETIMES["certificate-lifetimes"]["rows"][:1]}}
    text = "domains: [{id: d, certificates: [{host: www}, {host: mail, issued_on: 2020-01-01}]}]\n"
    undated, early = built(text, later).populations["domain"].members[0].value("certificates")

    assert [["domain:d.certificates.1.issued_on"], ["catalog.certificate-lifetimes.2020-01-01"]] == [missing(one.value("longest")) for one in (undated, early)]


# The owner of a record


def test_a_record_belongs_to_the_thing_in_which_it_stands(built: Built) -> None:
    inventory = built("devices:\n  - {id: pc-01, os: {product: X}}\n")

    assert ["device:pc-01"] == [repr(record.value("of")) for record in inventory.records["software"]]

"""What counts as reference data that is too old, and by whose limit."""

from __future__ import annotations

from datetime import date

from secpolicy.base.dates import Period
from secpolicy.base.location import Source
from secpolicy.judging.freshness import aged, aged_lists, oldest_allowed
from secpolicy.model.catalog import Catalogs, Head
from secpolicy.model.clauses import Edition
from secpolicy.model.official_lists import OfficialList
from secpolicy.model.profile import Profile
from secpolicy.model.rulebook import Rulebook
from tests.judging.small import CLAUSES, GUIDELINES, PROFILE, TODAY, inventory_of, parameter, rulebook_of

LAST_DAY_ALLOWED = "2025-11-30"
TOO_OLD = "2025-11-29"


def checked_on(day: str, *, of_parameter: str = LAST_DAY_ALLOWED, pack: str = "small", editions: tuple[str, ...] = ()) -> Rulebook:
    """A rulebook with one table checked on a day, one parameter, and editions of `guide` each checked on a day of its own."""
    one = parameter("limit", "number", ("2020-04-01", ("number", "1")))._replace(last_checked=of_parameter)
    book = rulebook_of(parameters=(one,))
    book.catalogs = Catalogs({}, (Head("products", pack, "catalog/products.yaml", "見本", "", day),))
    issues = tuple(Edition(edition.id, edition.name, "", day) for edition, day in zip(GUIDELINES[0].editions, editions or (LAST_DAY_ALLOWED,) * 3, strict=True))
    fresh = {one.id: one._replace(editions=tuple(edition._replace(last_checked=LAST_DAY_ALLOWED) for edition in one.editions)) for one in GUIDELINES}
    book.guidelines = {**fresh, "guide": GUIDELINES[0]._replace(editions=issues)}
    return book


def names(book: Rulebook, profile: Profile = PROFILE, as_of: date = TODAY) -> list[str]:
    return [f"{one.what} {one.name}" for one in aged(book, profile, as_of)]


def test_what_was_checked_on_the_last_day_allowed_is_fresh_and_a_day_before_it_is_not() -> None:
    assert [] == names(checked_on(LAST_DAY_ALLOWED))
    assert ["table products"] == names(checked_on(TOO_OLD))


def test_what_nobody_ever_checked_is_older_than_all_else() -> None:
    assert ["parameter limit", "table products"] == names(checked_on(TOO_OLD, of_parameter=""))


def test_the_limit_is_that_of_the_profile() -> None:
    two_years = PROFILE._replace(longest_age=tuple(Period(months=24)))

    assert [] == names(checked_on(TOO_OLD), two_years)
    assert date(2024, 11, 30) == oldest_allowed(two_years, TODAY)


def test_of_a_pack_that_the_profile_does_not_select_nothing_is_told() -> None:
    assert [] == names(checked_on(TOO_OLD, pack="other"))


def test_only_the_edition_by_which_is_judged_must_be_fresh() -> None:
    book = checked_on(LAST_DAY_ALLOWED, editions=(TOO_OLD, TOO_OLD, LAST_DAY_ALLOWED))

    assert [] == names(book)
    assert ["edition guide 2024-10"] == names(book, PROFILE._replace(editions={"guide": "2024-10"}))


def test_a_parameter_that_the_organisation_sets_has_no_age() -> None:
    book = rulebook_of(parameters=(parameter("own", "period", setting="within.publication"),), clauses=CLAUSES)

    assert "parameter own" not in names(book)


def test_a_list_of_the_organisations_own_ages_too() -> None:
    inventory = inventory_of("")
    inventory.lists = {
        name: OfficialList(name, Source(f"{name}.csv", ""), day, frozenset())
        for name, day in {"fresh": date(2025, 11, 30), "old": date(2025, 11, 29), "never": None}.items()
    }

    assert [("old", "2025-11-29"), ("never", "")] == [(one.name, one.day) for one in aged_lists(inventory, PROFILE, TODAY)]

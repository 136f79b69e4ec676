"""One reader per type: what an office writes, what it means, and what is asked for when it means nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from secpolicy.base.dates import YEARLY, Period
from secpolicy.base.location import Source
from secpolicy.base.truth import Between
from secpolicy.model.entity import UNDECLARED
from secpolicy.model.readers import Readers
from secpolicy.model.vocabulary import Choice, Field, Kind, Type, Vocabulary
from secpolicy.model.yaml_reader import read_text
from tests.model.conftest import Built, Refusal
from tests.model.one_device import slip, value

COUNTRY = Choice("country", "国", "country", {f"land_{number}": (f"国{number}", f"land {number}") for number in range(50)})


# Reserved words


@pytest.mark.parametrize("word", ["", "~", "null", "不明", "unknown"])
@pytest.mark.parametrize("field", ["name", "encrypted", "count", "owner", "procured_on", "locks_after", "os", "controls", "site", "segments"])
def test_a_word_for_unknown_leaves_any_field_undeclared(built: Built, field: str, word: str) -> None:
    assert value(built, field, word) is UNDECLARED


@pytest.mark.parametrize("word", ["none", "なし"])
@pytest.mark.parametrize("field", ["name", "encrypted", "count", "owner", "procured_on", "locks_after", "os", "controls", "site", "segments"])
def test_a_word_for_nothing_declares_any_field_to_be_nothing(built: Built, field: str, word: str) -> None:
    assert value(built, field, word) is None


def test_a_text_that_means_the_word_itself_says_so(built: Built) -> None:
    assert "不明" == value(built, "name", "{value: 不明, text: true}")


# Simple types


@pytest.mark.parametrize("word", ["true", "yes", "はい", "有", "あり", "○", "〇", "Yes"])
def test_yes_is_written_in_many_ways(built: Built, word: str) -> None:
    assert value(built, "encrypted", word) is True


@pytest.mark.parametrize("word", ["false", "no", "いいえ", "無", "×", "NO"])
def test_no_is_written_in_many_ways(built: Built, word: str) -> None:
    assert value(built, "encrypted", word) is False


@pytest.mark.parametrize(("text", "number"), [("24", 24), ("0", 0), ("2,400", 2400), ("２４", 24), ("012", 12)])
def test_a_whole_number_is_read_as_counted(built: Built, text: str, number: int) -> None:
    assert number == value(built, "count", text)


@pytest.mark.parametrize("text", ["-3", "24台", "1.5", "0x1F", "9" * 5000])
def test_what_is_no_count_is_refused(problems_of: Refusal, text: str) -> None:
    assert ("not-a-whole-number", 12, {"value": text}) == slip(problems_of, "count", text)


@pytest.mark.parametrize("text", ["2026-04-01", "令和8年4月1日", "2026/4/1", "２０２６-０４-０１"])
def test_a_date_is_read_as_meant(built: Built, text: str) -> None:
    assert date(2026, 4, 1) == value(built, "procured_on", text)


def test_a_date_known_to_the_month_is_a_span_that_asks_for_the_day(built: Built) -> None:
    found = value(built, "procured_on", "2019-04")

    assert (Between, date(2019, 4, 1), date(2019, 4, 30), "procured_on") == (type(found), found.low, found.high, found.missing[0].path)


@pytest.mark.parametrize(("text", "id_"), [("2026-02-30", "no-such-day"), ("令和8年13月1日", "no-such-day"), ("昨年度末", "not-a-date")])
def test_what_is_no_day_is_refused(problems_of: Refusal, text: str, id_: str) -> None:
    assert (id_, 18, {"value": text}) == slip(problems_of, "procured_on", text)


@pytest.mark.parametrize(("text", "period"), [("15分", Period(minutes=15)), ("6 months", Period(months=6)), ("毎年度", YEARLY)])
def test_a_period_is_read_in_its_unit(built: Built, text: str, period: Period) -> None:
    assert period == value(built, "locks_after", text)


def test_what_is_no_period_is_refused(problems_of: Refusal) -> None:
    assert ("not-a-period", 18, {"value": "すぐ"}) == slip(problems_of, "locks_after", "すぐ")


@pytest.mark.parametrize(
    ("text", "amount"), [("12000000", 12_000_000), ("1,200万円", 12_000_000), ("３.５億円", 350_000_000), ("5千円", 5_000), ("2百万", 2_000_000)]
)
def test_money_is_read_in_yen(built: Built, text: str, amount: int) -> None:
    inventory = built(f"figures:\n  operating_cost:\n    - {{fiscal_year: 2026, amount: '{text}'}}\n")

    assert amount == inventory.populations["figure"].members[0].value("amount")


@pytest.mark.parametrize("text", ["約30億", "30ドル", "1" * 5000])
def test_what_is_no_money_is_refused(problems_of: Refusal, text: str) -> None:
    problems = problems_of(f"figures:\n  operating_cost:\n    - {{fiscal_year: 2026, amount: '{text}'}}\n")

    assert ["not-money"] == [problem.id for problem in problems]


@pytest.mark.parametrize(("text", "year"), [("2026", 2026), ("令和8年度", 2026)])
def test_a_fiscal_year_is_named_by_its_first_year(built: Built, text: str, year: int) -> None:
    assert year == built(f"figures:\n  population:\n    - fiscal_year: {text}\n").populations["figure"].members[0].value("fiscal_year")


def test_what_is_no_fiscal_year_is_refused(problems_of: Refusal) -> None:
    assert ["not-a-fiscal-year"] == [problem.id for problem in problems_of("figures:\n  population:\n    - fiscal_year: 来年度\n")]


def read_alone(type_: Type, raw: Any, vocabulary: Vocabulary) -> tuple[Any, list[str]]:
    """A value read by one type, outside any kind of the vocabulary; and the ids of its problems."""
    kind = Kind("alone", "alone", "", "", "once", (), (Field("x", type_, "", ""),), False, {}, {})
    mapping = read_text(Source("x.yaml", f"x: {raw}\n"))
    readers = Readers(vocabulary)
    entity = readers.entity(kind, mapping)
    return entity.value("x"), [problem.id for problem in readers.problems]


@pytest.mark.parametrize(
    ("text", "number"), [("99.5", Fraction("99.5")), ("99.5%", Fraction("0.995")), ("-2", Fraction(-2)), ("1,000", Fraction(1000)), ("1e3", Fraction(1000))]
)
def test_a_number_is_exact(vocabulary: Vocabulary, text: str, number: Fraction) -> None:
    assert (number, []) == read_alone(Type("number"), text, vocabulary)


@pytest.mark.parametrize("text", ["半分", "1/0", "%", "1e999999999", "9" * 5000])
def test_what_is_no_number_is_refused(vocabulary: Vocabulary, text: str) -> None:
    assert (UNDECLARED, ["not-a-number"]) == read_alone(Type("number"), f'"{text}"', vocabulary)


@pytest.mark.parametrize("name", ["number", "money", "fiscal year", "period", "whole number", "yes/no", "date"])
def test_a_list_is_no_single_value_of_any_type(vocabulary: Vocabulary, name: str) -> None:
    assert (UNDECLARED, ["not-a-single-value"]) == read_alone(Type(name), "[a, b]", vocabulary)


def test_a_raw_value_is_left_as_it_is(vocabulary: Vocabulary) -> None:
    assert ({"a": ["b"]}, []) == read_alone(Type("raw"), "{a: [b]}", vocabulary)


def test_what_was_read_otherwise_than_written_is_listed(built: Built) -> None:
    inventory = built("devices:\n  - {id: pc-01, count: ２４, procured_on: R8.4.1, in_service_on: 2026-04-01}\n")

    assert [("count", "２４", "24"), ("procured_on", "R8.4.1", "2026-04-01")] == [(one.place.path, one.written, one.read) for one in inventory.readings]


# Choices


@pytest.mark.parametrize("text", ["lgwan", "LGWAN接続系", "ＬＧＷＡＮ接続系", "LGWAN tier", "ｌｇｗａｎ"])
def test_a_choice_is_written_by_name_or_label(built: Built, text: str) -> None:
    assert "lgwan" == built(f"segments:\n  - id: a\n    tier: {text}\n").populations["segment"].members[0].value("tier")


@pytest.mark.parametrize(("text", "chosen"), [("3B", "c3b"), ("２", "c2"), ("自治体機密性3A", "c3a")])
def test_a_choice_has_spellings_of_its_own(built: Built, text: str, chosen: str) -> None:
    assert chosen == value(built, "confidentiality", text)


def test_a_value_of_an_old_policy_is_a_span_of_new_ones(built: Built) -> None:
    found = value(built, "confidentiality", "3")

    assert ("c3c", "c3a") == (found.low, found.high)


def test_a_misspelt_choice_is_guessed(problems_of: Refusal) -> None:
    id_, _, values = slip(problems_of, "owner", "isued")

    assert ("not-a-choice-meant", "issued") == (id_, values["meant"])


@pytest.mark.parametrize(("text", "offered"), [("rented", ["issued", "personal", "supplier"]), ("職員", ["支給", "私物", "事業者"])])
def test_other_words_are_answered_with_the_choices_in_their_language(problems_of: Refusal, text: str, offered: list[str]) -> None:
    id_, _, values = slip(problems_of, "owner", text)

    assert ("not-a-choice", offered) == (id_, values["choices"])


def test_of_a_very_long_list_of_choices_the_first_are_offered() -> None:
    assert ("land_0", "land_39", "…", 41) == ((offered := COUNTRY.offered("x"))[0], offered[39], offered[40], len(offered))


def test_a_list_is_no_choice(problems_of: Refusal) -> None:
    assert ("not-a-single-value", 12, {}) == slip(problems_of, "owner", "[issued, personal]")

"""The shipped tables say what their sources count, and leave out nothing that an inventory can declare."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from secpolicy.checking.load import load_rulebook
from secpolicy.model.rulebook import Rulebook

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(str(RULES))


def cells(rulebook: Rulebook, table: str, column: str) -> list[str]:
    return [row[column] for row in rulebook.catalogs.table(table)]


def test_seventeen_businesses_are_of_the_first_plan_and_twenty_of_the_next(rulebook: Rulebook) -> None:
    lists = [value for _, value, _, _ in rulebook.parameters["standardised.businesses"].values]

    assert [17, 20] == [len(value[1]) for value in lists]


def test_thirty_one_procedures_are_27_of_municipalities_and_4_of_prefectures(rulebook: Rulebook) -> None:
    numbers: Counter[str] = Counter()
    for row in rulebook.catalogs.table("online-procedures"):
        numbers[row["concerns"]] += int(row["number"])

    assert {"municipality": 27, "prefecture": 4} == numbers


def test_every_function_that_can_be_declared_is_either_required_or_an_option(rulebook: Rulebook) -> None:
    declared = [*rulebook.vocabulary.choices["security_cloud.functions"].labels]

    assert sorted(declared) == sorted(cells(rulebook, "security-cloud-functions", "function"))
    assert {"true": 19, "false": 4} == Counter(cells(rulebook, "security-cloud-functions", "required"))


def test_every_row_of_the_functions_is_read_by_a_parameter(rulebook: Rulebook) -> None:
    read = [word for parameter in rulebook.parameters.values() if parameter.table == "security-cloud-functions" for _, _, word in parameter.values[0][1][1]]

    assert sorted(cells(rulebook, "security-cloud-functions", "function")) == sorted(read)


def test_a_method_of_disposal_names_how_it_destroys_or_erases_but_for_optical_media(rulebook: Rulebook) -> None:
    told = {(row["storage"], row["method"]) for row in rulebook.catalogs.table("disposal-methods") if {"destruction", "command"} & row.keys()}
    every = {(row["storage"], row["method"]) for row in rulebook.catalogs.table("disposal-methods")}

    assert {("optical", "destroy")} == every - told


@pytest.mark.parametrize("column", ["source", "licence", "last_checked"])
def test_every_shipped_table_says_where_it_is_from(rulebook: Rulebook, column: str) -> None:
    lacking = [head.file for head in rulebook.catalogs.heads if not getattr(head, column)]

    assert [] == lacking

"""The code of a local government: six digits, of which the last follows from the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from secpolicy.model.scalars import SCALARS, Otherwise, Slip, check_digit
from secpolicy.model.yaml_reader import read_file

CATALOG = Path(__file__).parents[2] / "rules" / "local-government" / "catalog" / "local-governments.yaml"
CODES = [row["code"] for row in read_file(str(CATALOG))["rows"]]
read_code = SCALARS["government code"]


def test_the_check_digits_of_all_local_governments_follow_from_their_codes() -> None:
    assert len(CODES) > 1700
    assert CODES == [code[:5] + check_digit(code[:5]) for code in CODES]


@pytest.mark.parametrize("code", ["010006", "131016", "999997"])
def test_any_other_check_digit_is_refused_and_the_right_one_named(code: str) -> None:
    others = [code[:5] + digit for digit in "0123456789" if digit != code[5]]

    assert [Slip("wrong-check-digit", {"value": other, "digit": code[5]}) for other in others] == [read_code(other) for other in others]


@pytest.mark.parametrize("text", ["10006", "01000", "0100061", "01000A", "見本市"])
def test_what_has_not_six_digits_is_no_code(text: str) -> None:
    assert Slip("not-a-government-code", {"value": text}) == read_code(text)


def test_a_code_in_full_width_digits_is_read_and_said_to_be() -> None:
    assert Otherwise("010006", "010006") == read_code("０１０００６")

"""Words, widths and carets: what an office reads on its console."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secpolicy.base.location import Location, Source
from secpolicy.base.problem import Problem, Refused, closest
from secpolicy.base.text import Words, columns, listed, printable, told, wrapped

TEXTS = {
    "yes": ("はい", ""),
    "no": ("いいえ", ""),
    "nothing": ("なし", ""),
    "help-word": ("対処", ""),
    "slip": ("`{value}` は誤り", "`{meant}` ではないか"),
    "plain": ("誤り", ""),
    "of": ("{value}", ""),
    "findings": ("{n} {n|finding|findings} {lost}", "{n|mend it|mend them}"),
}
JA, EN = Words("ja", TEXTS), Words("en", TEXTS)


class Labelled(NamedTuple):
    name: str
    ja: str
    en: str


TIER = Labelled("tier", "層", "tier of the network")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "はい"),
        (False, "いいえ"),
        (None, "なし"),
        (24, "24"),
        ("naibu", "naibu"),
        (date(2026, 11, 30), "2026-11-30（R8.11.30）"),
        (["a", "b"], "a、b"),
        ((1, None), "1、なし"),
        (TIER, "層"),
        ([TIER, TIER], "層、層"),
        (Labelled("tier", "", ""), "tier"),
        (Fraction(1, 2), "1/2"),
    ],
)
def test_a_value_is_shown_as_people_read_it(value: object, shown: str) -> None:
    assert shown == JA.says("of", value=value)


@pytest.mark.parametrize(("value", "shown"), [(date(2026, 11, 30), "2026-11-30"), (["a", "b"], "a, b"), (TIER, "tier of the network")])
def test_english_has_its_own_days_lists_and_labels(value: object, shown: str) -> None:
    assert shown == EN.says("of", value=value)


def test_words_without_an_id_are_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        JA.says("no-such-id")


def at(line: int, column: int, end: int, end_line: int | None = None) -> Location:
    return Location("inventory.yaml", line, column, line if end_line is None else end_line, end)


def slip(location: Location, line: str | None) -> Problem:
    return Problem(location, "slip", {"value": "tire", "meant": "tier"}, line)


def test_a_problem_is_told_with_its_line_a_caret_and_what_to_do() -> None:
    text = told(slip(at(12, 5, 9), "    tire: lgwan"), JA)

    assert text == "inventory.yaml:12:5: `tire` は誤り [slip]\n   12 |     tire: lgwan\n      |     ^^^^\n   対処: `tier` ではないか"


def test_the_caret_stands_under_wide_characters() -> None:
    text = told(slip(at(3, 3, 5), "領域機器: x"), JA)

    assert "      |     ^^^^" == text.split("\n")[2]


def test_a_value_of_several_lines_is_marked_at_its_beginning() -> None:
    text = told(slip(at(3, 3, 9, end_line=5), "  limits:"), JA)

    assert "      |   ^" == text.split("\n")[2]


def test_a_tab_is_shown_as_an_arrow() -> None:
    text = told(slip(at(1, 1, 2), "\tid: a"), JA)

    assert "    1 | →id: a" == text.split("\n")[1]


def test_of_a_long_line_the_part_around_the_caret_is_shown() -> None:
    line = "x" * 500 + "tire" + "y" * 500
    _, shown, caret, _ = told(slip(at(1, 501, 505), line), JA).split("\n")

    assert ("tire", 120) == (shown[caret.index("^") : caret.rindex("^") + 1], len(shown) - len("    1 | "))


def test_a_problem_of_the_whole_file_has_no_line() -> None:
    assert "inventory.yaml: 誤り [plain]" == told(Problem(Location("inventory.yaml"), "plain", {}), JA)


def test_a_problem_without_a_readable_line_tells_its_place_only() -> None:
    assert "inventory.yaml:3:1: 誤り [plain]" == told(Problem(at(3, 1, 2), "plain", {}), JA)


def test_places_are_short_in_tables() -> None:
    assert ["inventory.yaml:3", "inventory.yaml"] == [at(3, 1, 2).short, Location("inventory.yaml").short]


def test_a_source_has_lines_without_their_ends_and_none_before_the_first_or_behind_the_last() -> None:
    source = Source("x", "a\r\nb")

    assert ["", "a", "b", "", ""] == [source.line(number) for number in range(5)]


def test_refused_input_names_its_problems_to_whoever_catches_it() -> None:
    refused = Refused([Problem(at(3, 1, 2), "plain", {"value": 1})])

    assert (5, "inventory.yaml:3:1 plain {'value': 1}") == (refused.exit_code, str(refused))


@pytest.mark.parametrize(("word", "meant"), [("tire", "tier"), ("segmnet", "segment"), ("printer", None), ("ti", None)])
def test_the_word_that_was_meant_is_guessed_if_it_is_near(word: str, meant: str | None) -> None:
    assert meant == closest(word, ["tier", "segment"])


@pytest.mark.parametrize(("text", "wide"), [("LGWAN", 5), ("庁内LAN", 7), ("ｶﾅ", 2), ("か\u3099", 2), ("α①", 2)])
def test_columns_count_wide_characters_twice(text: str, wide: int) -> None:
    assert wide == columns(text)


def test_consoles_may_draw_ambiguous_characters_wide() -> None:
    assert 4 == columns("α①", ambiguous=2)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("庁内の端末", 4, ["庁内", "の端", "末"]),
        ("領域である。次", 10, ["領域であ", "る。次"]),
        ("あ（い）う", 6, ["あ", "（い）", "う"]),
        ("device:pc-01 は 違反", 14, ["device:pc-01", "は 違反"]),
        ("要申告: ab", 6, ["要申", "告: ab"]),
        ("（あい）, b", 8, ["（あ", "い）, b"]),
        ("あ .ab", 5, ["あ", ".ab"]),
        ("a-very-long-id", 6, ["a-", "very-", "long-", "id"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("一行目\n二行目", 20, ["一行目", "二行目"]),
        ("", 10, [""]),
        ("。、", 1, ["。", "、"]),
    ],
)
def test_text_is_wrapped_as_japanese_is_set(text: str, width: int, lines: list[str]) -> None:
    assert lines == wrapped(text, width)


WRITTEN = st.text(st.sampled_from("あ領（）。、 abc-:,)\nα"), max_size=60)


def test_a_text_in_a_list_has_its_further_lines_indented() -> None:
    assert ["- 一二三", "  四五"] == listed("一二三四五", 8)


@given(WRITTEN, st.integers(8, 40))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    kept = "".join(wrapped(text, width))

    assert "".join(text.split()) == "".join(kept.split())


@given(WRITTEN, st.integers(8, 40))
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    assert max(columns(line) for line in wrapped(text, width)) <= width


@pytest.mark.parametrize(("text", "shown"), [("庁内①α", "庁内①α"), ("5—6 😀", "5―6 〓"), ("a–b\u00a0c", "a-b c")])
def test_what_the_console_lacks_is_replaced(text: str, shown: str) -> None:
    assert shown == printable(text)


@given(st.text())
def test_every_text_can_be_printed_in_cp932(text: str) -> None:
    assert printable(text).encode("cp932")[:0] == b""


@pytest.mark.parametrize(("n", "told"), [(0, "0 findings"), (1, "1 finding"), (2, "2 findings"), ("1", "1 finding"), ("1,001", "1,001 findings")])
def test_a_word_goes_with_its_number(n: object, told: str) -> None:
    assert f"{told} lost" == EN.says("findings", n=n, lost="lost")


def test_what_to_do_goes_with_a_number_too() -> None:
    assert ("mend it", "mend them") == (EN.help("findings", n=1), EN.help("findings", n=2))


def test_a_value_that_nobody_gave_is_not_passed_over() -> None:
    with pytest.raises(KeyError, match="lost"):
        EN.says("findings", n=2)


@pytest.mark.parametrize(("text", "lines"), [("aaa β′", ["aaa", "β′"]), ("aaa “b”", ["aaa", "“b”"]), ("あいα′う", ["あい", "α′", "う"])])
def test_primes_and_quotes_stay_with_what_they_mark(text: str, lines: list[str]) -> None:
    assert lines == wrapped(text, 5 if text.startswith("aaa") else 4, 2)

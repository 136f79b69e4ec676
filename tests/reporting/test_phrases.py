"""Phrases of which readings are made: values, deadlines, verbs that go on, answers, and conditions that become a list."""

from __future__ import annotations

import re

import pytest

from secpolicy.model.rulebook import Node, Rulebook
from secpolicy.model.vocabulary_files import load_vocabulary
from secpolicy.reporting.reading import values_en, values_ja
from secpolicy.reporting.reading.japanese import all_of, any_of, goes_on, listed, must_not, quoted, sentence, told
from secpolicy.reporting.reading.rule_text import reading_lines, scope_of

LANGUAGES = ("ja", "en")
DEVICE = ("name", "device")
BOUGHT = ("field", DEVICE, "procured_on", ("device",))
USED = ("field", DEVICE, "in_service_on", ("device",))
SOFTWARE = ("field", DEVICE, "software", ("device",))
APPROVED = ("exists", ("field", ("name", "it"), "approvals", ("software",)))
INTERVALS = ("field", ("single", "settings"), "intervals", ("settings",))


@pytest.mark.parametrize(
    ("node", "ja", "en"),
    [
        (("number", "3"), "3", "3"),
        (("text", "x"), "「x」", "“x”"),
        (("truth", True), "はい", "yes"),
        (("difference", USED, BOUGHT), "調達日から供用開始日までの期間", "the time from “procured on” to “in service since”"),
        (("sum", "+", ("number", "1"), ("number", "2")), "1と2の和", "1 plus 2"),
        (("moved", "-", BOUGHT, ("span", 1, 0, 0, False)), "調達日の1か月前の日", "1 month before “procured on”"),
        (("latest", (BOUGHT, USED)), "調達日又は供用開始日のいずれか遅い日", "the later of “procured on” and “in service since”"),
        (("count", SOFTWARE), "ソフトウェアの数", "the number of “software on it”"),
        (("entry", INTERVALS, "log_review"), "自団体の基準値の実施の間隔（ログの点検）", "“intervals” of the own settings for log review"),
        (
            ("fold", "count", ("all", "device"), ("exists", ("field", ("name", "it"), "procured_on", ("device",)))),
            "機器（調達日が記録されているものに限る。）の数",
            "the number of those of the devices for which “procured on” is recorded",
        ),
        (
            ("fold", "those", SOFTWARE, APPROVED),
            "ソフトウェアのうち、導入の許可があるもの",
            "those of “software on it” for which it has at least one entry in “permission to install”",
        ),
        (
            ("fold", "share", SOFTWARE, APPROVED),
            "ソフトウェア（導入の許可があるものに限る。）の割合",
            "the share of those of “software on it” for which it has at least one entry in “permission to install”",
        ),
    ],
)
def test_values_are_told_in_both_languages(rulebook: Rulebook, node: Node, ja: str, en: str) -> None:
    scopes = [scope_of(rulebook, {}, lang).about("device", "x") for lang in LANGUAGES]

    assert (ja, en) == (values_ja.value(node, scopes[0]), values_en.value(node, scopes[1]))


@pytest.mark.parametrize(
    ("deadline", "ja", "en"),
    [
        (("about", "2030"), "2030年ごろ（時期未定）", "about 2030"),
        (("year_end", "2022"), "2022年度末（令和5年3月31日）", "the end of fiscal year 2022 (2023-03-31)"),
        (("fiscal_year_end", BOUGHT), "調達日の属する年度の末日", "the end of the fiscal year of “procured on”"),
        (("at_once",), "直ちに", "At once"),
    ],
)
def test_deadlines_are_told_in_both_languages(rulebook: Rulebook, deadline: Node, ja: str, en: str) -> None:
    [named] = rulebook.rule("printers-secured")
    rule = named._replace(due=((None, deadline),))
    told_due = [next(line.text for line in reading_lines(rule, scope_of(rulebook, {}, lang)) if line.label in ("期限", "Due")) for lang in LANGUAGES]

    assert [ja, en] == told_due


@pytest.mark.parametrize(
    ("plain", "going_on"),
    [
        ("層が教育系である", "層が教育系であり"),
        ("層が教育系でない", "層が教育系でなく"),
        ("記録がない", "記録がなく"),
        ("暗号化されていない", "暗号化されておらず"),
        ("暗号化がされていなかった", "暗号化がされておらず"),
        ("備えている", "備えており"),
        ("切替えをしない", "切替えをせず"),
        ("複写できない", "複写できず"),
        ("複写できる", "複写でき"),
        ("7日を超える", "7日を超え"),
        ("住民情報に係る", "住民情報に係り"),
        ("含む", "含み"),
        ("通す", "通し"),
        ("扱う", "扱い"),
    ],
)
def test_sentences_go_on_as_verbs_do(plain: str, going_on: str) -> None:
    assert going_on == goes_on(plain)


def test_every_phrase_of_the_vocabulary_can_go_on() -> None:
    """A phrase ends in the plain form of a verb, an adjective or である; how each goes on was read once."""
    vocabulary = load_vocabulary()
    holders = (*vocabulary.kinds.values(), *vocabulary.records.values())
    phrases = [phrase[0] for kind in holders for field in kind.fields for phrase in (field.holds, field.fails) if phrase]
    wrong = [phrase for phrase in phrases if not re.search("(り|く|ず|おり|し|え|れ|き|み|い|せ|け|べ)$", goes_on(phrase))]

    assert wrong == []


@pytest.mark.parametrize("side", [0, 1], ids=LANGUAGES)
def test_a_yes_or_no_says_both_answers(side: int) -> None:
    vocabulary = load_vocabulary()
    silent = [
        f"{kind.name}.{field.name}"
        for kind in (*vocabulary.kinds.values(), *vocabulary.records.values())
        for field in kind.fields
        if field.type.name == "yes/no" and not (field.holds and field.holds[side] and field.fails and field.fails[side])
    ]

    assert silent == []


def test_alternatives_among_other_conditions_are_shut_in() -> None:
    one, two, three = sentence("Aである"), sentence("Bである"), sentence("Cである")

    assert "Aであるか、Bであるかのいずれかであり、かつ、Cである" == all_of([any_of([one, two]), three]).text


def test_many_conditions_become_a_list() -> None:
    parts = told(all_of([any_of([sentence("Aである"), sentence("Bである")]), sentence("Cである")]))

    assert ("次のすべてを満たす", ("① Aであるか、又は、Bである。", "② Cである。")) == parts


def test_what_a_list_shares_is_said_once() -> None:
    assert "当該接続の起点又は終点" == listed(("当該接続の起点", "当該接続の終点"), "又は")


@pytest.mark.parametrize(
    ("plain", "forbidden"),
    [
        ("接続がある", "接続があってはならない。"),
        ("懸念を残している", "懸念を残していてはならない。"),
        ("承認がない", "承認がないことがあってはならない。"),
    ],
)
def test_what_is_forbidden_must_not_be(plain: str, forbidden: str) -> None:
    assert forbidden == must_not(plain)


@pytest.mark.parametrize(("label", "shown"), [("破壊", "破壊"), ("メールのテキスト化", "メールのテキスト化"), ("おそれあり", "「おそれあり」"), ("2", "「2」")])
def test_labels_that_are_no_nouns_stand_in_brackets(label: str, shown: str) -> None:
    assert shown == quoted(label)

"""Words of messages: both languages agree, every message is raised somewhere, and every placeholder is given where it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from secpolicy.base.text import LANGUAGES
from secpolicy.model.folders import WORDS
from secpolicy.model.words import load_words
from secpolicy.model.yaml_reader import read_file

SOURCE = Path(WORDS).parents[1]
TREES = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted(SOURCE.rglob("*.py"))]
FILES = {lang: sorted(file for file in Path(WORDS).glob("*.yaml") if file.name.startswith(lang)) for lang in LANGUAGES}
TEXTS = {lang: load_words(lang).texts for lang in LANGUAGES}
PROBLEMS = set(read_file(f"{WORDS}/ja.yaml"))


def placeholders(text: tuple[str, str]) -> set[str]:
    return {name.partition("|")[0] for name in names_in(text)}


def names_in(text: tuple[str, str]) -> list[str]:
    """What stands in braces; of a word that goes with a number, `n|finding|findings`."""
    return [name for part in text for _, name, _, _ in Formatter().parse(part) if name is not None]


def constants(node: ast.AST) -> set[str]:
    """The texts that a message may be: a constant, or one of the two sides of a choice."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def keys(node: ast.Dict) -> set[str]:
    return {text for key in node.keys if key is not None for text in constants(key)}


def assignments(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names and what they are given, also where several are given at once."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = [*zip(target.elts, value.elts, strict=True)]
            yield from ((name.id, given) for name, given in pairs if isinstance(name, ast.Name))


def values_given(call: ast.Call, function: ast.AST) -> set[str] | None:
    """The named values that a call gives; None if they cannot be read off it."""
    names = {keyword.arg for keyword in call.keywords if keyword.arg is not None}
    if len(names) < len(call.keywords):
        return None
    for argument in call.args:
        if isinstance(argument, ast.Dict):
            names |= keys(argument)
        elif isinstance(argument, ast.Name) and argument.id == "values":
            names |= {key for name, value in assignments(function) if name == "values" and isinstance(value, ast.Dict) for key in keys(value)}
    return names


def raised() -> Iterator[tuple[str, set[str]]]:
    """Every message that a call names, with the values it gives."""
    for function in (node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        variables: dict[str, set[str]] = {}
        for name, value in assignments(function):
            variables.setdefault(name, set()).update(constants(value))
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if getattr(call.func, "attr", "") in ("encode", "decode") or (values := values_given(call, function)) is None:
                continue
            messages = [text for part in call.args for text in constants(part) | variables.get(getattr(part, "id", ""), set())]
            yield from ((message, values) for message in messages if message in PROBLEMS)


def forms() -> list[re.Pattern[str]]:
    """The ids that are put together from a constant beginning and what follows, such as not-a-place and not-a-hop."""
    joined = [node.values for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = [[str(part.value) if isinstance(part, ast.Constant) else None for part in values] for values in joined]
    return [re.compile("".join(".+" if part is None else re.escape(part) for part in found)) for found in parts if found and found[0]]


def test_both_languages_have_the_same_files_and_ids() -> None:
    ja, en = ({file.name.removeprefix(lang): list(read_file(str(file))) for file in FILES[lang]} for lang in ("ja", "en"))

    assert {name: sorted(ids) for name, ids in ja.items()} == {name: sorted(ids) for name, ids in en.items()}


def test_no_id_stands_in_two_files() -> None:
    ids = [id_ for file in FILES["ja"] for id_ in read_file(str(file))]

    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("id_", TEXTS["ja"])
def test_both_languages_have_the_same_placeholders(id_: str) -> None:
    assert placeholders(TEXTS["ja"][id_]) == placeholders(TEXTS["en"][id_])


@pytest.mark.parametrize("id_", TEXTS["en"])
def test_a_word_that_goes_with_a_number_has_one_form_for_one_and_one_for_many(id_: str) -> None:
    words = [name.split("|") for name in names_in(TEXTS["en"][id_]) if "|" in name]

    assert [] == [parts for parts in words if len(parts) != 3 or parts[1] == parts[2]]
    assert {parts[0] for parts in words} <= {*names_in(TEXTS["en"][id_])}


# Numbers of which there are never one: of these a message is told only where there are several, or they are limits.
SEVERAL = {"subject-of", "subjects-of", "things-count", "usage-one-inventory", "usage-one-of-listed", "usage-format-of-many", "usage-output-of-many",
           "too-many-pairs"}  # fmt: skip


@pytest.mark.parametrize("id_", sorted(set(TEXTS["en"]) - SEVERAL))
def test_no_plural_stands_behind_a_number_that_may_be_one(id_: str) -> None:
    assert [] == [found for part in TEXTS["en"][id_] for found in re.findall(r"\{(?:n|days|rules|cases|things|rows|years|packs|problems)\} [a-z]+s\b", part)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_can_be_printed_on_the_console_of_an_office(lang: str) -> None:
    for file in FILES[lang]:
        assert file.read_text(encoding="utf-8").encode("cp932")


@pytest.mark.parametrize("id_", sorted(PROBLEMS))
def test_a_message_is_one_sentence_without_a_full_stop(id_: str) -> None:
    for lang in LANGUAGES:
        says, advice = TEXTS[lang][id_]
        assert not says.endswith(("。", "."))
        assert "。" not in says
        assert not advice.endswith(("。", "."))


@pytest.mark.parametrize("id_", sorted(PROBLEMS))
def test_an_english_message_begins_in_lower_case(id_: str) -> None:
    says, advice = TEXTS["en"][id_]

    assert [text[:1] for text in (says, advice)] == [text[:1].lower() for text in (says, advice)]


def test_every_problem_that_has_words_is_raised_somewhere() -> None:
    named = {node.value for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    patterns = forms()
    lost = [id_ for id_ in PROBLEMS if id_ not in named and not any(pattern.fullmatch(id_) for pattern in patterns)]

    assert lost == []


def test_every_placeholder_is_given_where_its_message_is_raised() -> None:
    lacking = {(message, name) for message, values in raised() for name in placeholders(TEXTS["ja"][message]) - values}

    assert lacking == set()


def test_most_problems_are_seen_to_be_raised_by_a_call() -> None:
    """Else the test above would hold because it sees nothing."""
    seen = {message for message, _ in raised()}

    assert len(seen) >= len(PROBLEMS) * 9 // 10


def test_every_problem_that_is_raised_has_words() -> None:
    """The first text in kebab case that `Problem`, `_refuse`, `problem` and their like are given is a message."""
    raisers = re.compile(r"Problem|problem|_problem|_refuse|_refuse_at|_at|_of|_report")
    calls = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {
        text
        for call in calls
        if raisers.fullmatch(getattr(call.func, "id", getattr(call.func, "attr", "")))
        for part in call.args
        for text in constants(part)
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", text)
    }

    assert named - set(TEXTS["ja"]) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_message_says_what_stands_in_its_file(lang: str) -> None:
    expected = {"ja": "領域に `tire` という項目はない", "en": "segment has no field `tire`"}[lang]
    kind = {"ja": "領域", "en": "segment"}[lang]

    assert expected == load_words(lang).says("unknown-field-meant", kind=kind, field="tire", meant="tier")


def test_an_entry_may_be_a_text_alone() -> None:
    assert ("適合", "") == TEXTS["ja"]["PASS"]

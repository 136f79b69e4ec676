"""Profiles: what an organisation chooses to judge by, in a file of its own or by a shipped name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secpolicy.base.problem import Refused
from secpolicy.model.folders import data_folder
from secpolicy.model.pack import house_vocabulary
from secpolicy.model.profile import Profile, load_profiles, profile_from_file
from secpolicy.model.vocabulary import Vocabulary

STANDARD = Profile("standard", ("標準", "standard"), {"guide": "2026-03"}, ("pack",))
KNOWN = {"standard": tuple(STANDARD)}


@pytest.fixture(scope="module")
def house() -> Vocabulary:
    return house_vocabulary()


def read(folder: Path, text: str, house: Vocabulary) -> Profile:
    path = folder / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    return profile_from_file(str(path), KNOWN, house)


def refused(folder: Path, text: str, house: Vocabulary) -> list[str]:
    with pytest.raises(Refused) as caught:
        read(folder, text, house)
    assert 5 == caught.value.exit_code
    return [problem.id for problem in caught.value.problems]


def test_a_profile_of_ones_own_changes_what_it_says_of_another(tmp_path: Path, house: Vocabulary) -> None:
    text = "profile: ours\nextends: standard\neditions: {plan: 2020-12}\nunread: enforce\nnotice: 90日\n"
    expected = STANDARD._replace(
        name="ours", title=("ours", "ours"), editions={"guide": "2026-03", "plan": "2020-12"}, unread="enforce", notice=(0, 90, 0, False)
    )

    assert expected == read(tmp_path, text, house)


def test_a_profile_is_called_by_its_file_if_it_has_no_name(tmp_path: Path, house: Vocabulary) -> None:
    assert ("ours", ("ours", "ours")) == read(tmp_path, "packs: [pack]\n", house)[:2]


@pytest.mark.parametrize(
    ("title", "pair"),
    [("{ja: 当市}", ("当市", "当市")), ("{en: ours}", ("ours", "ours")), ("{ja: 当市, en: ours}", ("当市", "ours")), ("none", ("ours", "ours"))],
)
def test_a_title_in_one_language_serves_for_both(tmp_path: Path, house: Vocabulary, title: str, pair: tuple[str, str]) -> None:
    assert pair == read(tmp_path, f"title: {title}\n", house).title


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("strengths: [must, 推奨]", "strengths", ("must", "should")),
        ("strengths: [must, 不明]", "strengths", ("must",)),
        ("strengths: none", "strengths", ()),
        ("strengths: 不明", "strengths", ("must", "principle", "should", "example", "target")),
        ("fail_on: [must, unknown]", "fail_on", ("must", "unknown")),
        ("fail_on: must, future", "fail_on", ("must", "future")),
        ("fail_on: none", "fail_on", ()),
        ("notice: none", "notice", (0, 180, 0, False)),
        ("unread: off", "unread", "ignore"),
        ("editions: none", "editions", {}),
        ("editions: {guide: 2024-10}", "editions", {"guide": "2024-10"}),
        ("expects_model: beta", "expects_model", "beta"),
    ],
)
def test_what_is_chosen_is_plain_data(tmp_path: Path, house: Vocabulary, text: str, field: str, value: Any) -> None:
    assert value == getattr(read(tmp_path, text + "\n", house), field)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["empty-file"]),
        ("- a\n", ["empty-file"]),
        ("editions: 2026-03\n", ["not-a-mapping"]),
        ("unread: soon\n", ["not-a-choice"]),
        ("extends: none-such\n", ["unknown-profile"]),
        ("profile: ours\nextends: ours\n", ["unknown-profile"]),
        ("title: 当市\n", ["not-a-mapping"]),
    ],
)
def test_a_slip_in_a_profile_is_told(tmp_path: Path, house: Vocabulary, text: str, ids: list[str]) -> None:
    assert ids == refused(tmp_path, text, house)


def test_profiles_of_a_folder_may_extend_each_other(tmp_path: Path, house: Vocabulary) -> None:
    (tmp_path / "base.yaml").write_text("packs: [a]\n", encoding="utf-8")
    (tmp_path / "more.yaml").write_text("extends: base\nunread: enforce\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("notes", encoding="utf-8")
    found = {name: Profile(*content) for name, content in load_profiles(str(tmp_path), house).items()}

    assert {"base": (("a",), "review"), "more": (("a",), "enforce")} == {name: (profile.packs, profile.unread) for name, profile in found.items()}


def test_every_shipped_profile_chooses_packs_that_are_shipped(house: Vocabulary) -> None:
    packs = {path.name for path in Path(data_folder("rules")).iterdir()}
    lost = [(name, pack) for name, content in load_profiles(data_folder("profiles"), house).items() for pack in Profile(*content).packs if pack not in packs]

    assert lost == []

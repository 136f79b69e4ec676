"""What every command starts from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from secpolicy.checking import load as loading
from secpolicy.cli.context import load
from secpolicy.model import pack_cache
from secpolicy.model.folders import data_folder
from secpolicy.model.rulebook import Rulebook


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the cache lies, of a rulebook that is soon built: one without packs."""
    empty = loading.load_rulebook(data_folder("profiles"), data_folder("profiles"))
    monkeypatch.setattr(loading, "load_rulebook", lambda *folders: empty)
    monkeypatch.setattr(pack_cache, "_place", lambda name, folder: str(tmp_path / "x.packs"))
    return tmp_path / "x.packs"


def told(rulebook: Rulebook) -> tuple[object, ...]:
    """What is there of a rulebook without packs."""
    return rulebook.digest, rulebook.profiles, [*rulebook.vocabulary.kinds], rulebook.texts("ja")["help-check"]


def test_a_cache_of_the_right_length_with_damage_in_it_is_built_again(place: Path) -> None:
    built, written = told(load()), place.read_bytes()
    behind_head = 24 + int.from_bytes(written[:8], "big")
    place.write_bytes(written[:behind_head] + bytes(len(written) - behind_head))

    assert [built, built] == [told(load()), told(load())]
    assert written == place.read_bytes()


def test_a_folder_without_a_cache_has_none_to_forget(place: Path) -> None:
    pack_cache.forget("shipped", (data_folder("rules"),))

    assert not place.exists()


def test_damage_that_cannot_be_removed_is_passed_by(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built, written = told(load()), place.read_bytes()
    behind_head = 24 + int.from_bytes(written[:8], "big")
    damaged = written[:behind_head] + bytes(len(written) - behind_head)
    place.write_bytes(damaged)

    def refuse(path: str) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(os, "unlink", refuse)

    assert built == told(load())
    assert damaged == place.read_bytes()


def test_what_cannot_be_made_into_a_rulebook_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rulebook, "as_data", lambda self: {})

    with pytest.raises(KeyError):
        load()

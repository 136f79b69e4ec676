"""The one cache: it saves work, and is never trusted further than the files it was made of."""

from __future__ import annotations

import marshal
import os
from pathlib import Path
from typing import Any

import pytest

from secpolicy.model import pack_cache
from secpolicy.model.pack_cache import cached


class Building:
    """A way to build data that counts how often it was used."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Any:
        self.times += 1
        return ("data", self.times)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack, and a cache folder of its own."""
    monkeypatch.setattr(pack_cache, "_place", lambda name, folder: str(tmp_path / f"{name}.packs"))
    rules = tmp_path / "rules"
    (rules / "topic" / "__pycache__").mkdir(parents=True)
    (rules / "topic" / "a.rule").write_text("rule a", encoding="utf-8")
    (rules / "topic" / "a.test.yaml").write_text("cases: []", encoding="utf-8")
    (rules / "pack.yaml").write_text("pack: rules", encoding="utf-8")
    return rules


def test_data_is_built_once(folder: Path) -> None:
    build = Building()

    assert [("data", 1)] * 3 == [cached("x", "1.0", (str(folder),), build) for _ in range(3)]


def test_data_is_built_again_when_a_file_has_changed(folder: Path) -> None:
    build = Building()
    cached("x", "1.0", (str(folder),), build)
    (folder / "topic" / "a.rule").write_text("rule other", encoding="utf-8")

    assert ("data", 2) == cached("x", "1.0", (str(folder),), build)


def test_a_case_that_has_changed_changes_nothing(folder: Path) -> None:
    build = Building()
    cached("x", "1.0", (str(folder),), build)
    (folder / "topic" / "a.test.yaml").write_text("cases: [{name: more}]", encoding="utf-8")

    assert ("data", 1) == cached("x", "1.0", (str(folder),), build)


def test_a_file_that_was_only_touched_is_the_same(folder: Path) -> None:
    build = Building()
    cached("x", "1.0", (str(folder),), build)
    os.utime(folder / "pack.yaml", ns=(1, 1))

    assert ("data", 1) == cached("x", "1.0", (str(folder),), build)


def test_a_change_that_size_and_time_hide_is_seen_by_verifying(folder: Path) -> None:
    build = Building()
    before = (folder / "pack.yaml").stat().st_mtime_ns
    cached("x", "1.0", (str(folder),), build)
    (folder / "pack.yaml").write_text("pack: RULES", encoding="utf-8")
    os.utime(folder / "pack.yaml", ns=(before, before))

    assert [("data", 1), ("data", 2)] == [cached("x", "1.0", (str(folder),), build, verify=verify) for verify in (False, True)]


def test_another_version_builds_its_own(folder: Path) -> None:
    build = Building()
    cached("x", "1.0", (str(folder),), build)

    assert ("data", 2) == cached("x", "1.1", (str(folder),), build)


def test_without_the_cache_nothing_is_read_or_written(folder: Path) -> None:
    build = Building()

    assert [("data", 1), ("data", 2)] == [cached("x", "1.0", (str(folder),), build, use=False) for _ in range(2)]


@pytest.mark.parametrize("damage", [b"", b"not marshal", marshal.dumps(("other",)), marshal.dumps((1, 2, 3, 4))])
def test_a_damaged_cache_is_built_again(folder: Path, damage: bytes) -> None:
    build = Building()
    cached("x", "1.0", (str(folder),), build)
    (folder.parent / "x.packs").write_bytes(damage)

    assert ("data", 2) == cached("x", "1.0", (str(folder),), build)


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_cache, "_place", lambda name, folder: str(Path(folder).parent / "none" / "x.packs"))

    assert ("data", 1) == cached("x", "1.0", (str(folder),), Building())


def test_a_half_written_cache_is_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: str, target: str) -> None:
        raise OSError

    monkeypatch.setattr(os, "replace", fail)
    cached("x", "1.0", (str(folder),), Building())

    assert [path.name for path in folder.parent.iterdir()] == ["rules"]


def test_without_a_safe_place_data_is_built_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = Building()
    monkeypatch.setattr(pack_cache, "_place", lambda name, folder: None)

    assert [("data", 1), ("data", 2)] == [cached("x", "1.0", (str(folder),), build) for _ in range(2)]


# Where it lies


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache folder, of a user who may not write to the installed package."""
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    return tmp_path / "secpolicy"


def place() -> str | None:
    return pack_cache._place("shipped", "/rules")


def test_it_lies_in_the_package_where_that_can_be_written() -> None:
    found = place()

    assert found is not None
    assert Path(found).parent.name == "__pycache__"


def test_else_it_lies_in_a_folder_of_the_user_alone(home: Path) -> None:
    found = place()

    assert found is not None
    assert (home, 0o700) == (Path(found).parent, home.stat().st_mode & 0o777)


def test_a_folder_that_others_may_write_is_refused(home: Path) -> None:
    home.mkdir()
    home.chmod(0o777)

    assert place() is None


def test_a_folder_of_somebody_else_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: -1)

    assert place() is None


def test_a_place_that_is_no_folder_is_refused(home: Path) -> None:
    home.write_text("", encoding="utf-8")

    assert place() is None


def test_a_package_that_cannot_be_entered_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: str, mode: int) -> bool:
        raise OSError

    monkeypatch.setattr(os, "access", fail)

    assert str(home) in str(place())

"""The one cache: it saves work, and is never trusted further than the files it was made of."""

from __future__ import annotations

import marshal
import os
import shutil
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
        return built(self.times)


def built(times: int) -> dict[str, Any]:
    """The parts that the so-manieth building gives."""
    return {"first": times, "second": ("data", times)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack, and a cache folder of its own."""
    monkeypatch.setattr(pack_cache, "_place", lambda name, folder: str(tmp_path / f"{name}.packs"))
    rules = tmp_path / "rules"
    (rules / "topic" / "__pycache__").mkdir(parents=True)
    (rules / "topic" / "a.rule").write_text("rule a", encoding="utf-8")
    (rules / "topic" / "a.test.yaml").write_text("cases: []", encoding="utf-8")
    (rules / "pack.yaml").write_text("pack: rules", encoding="utf-8")
    for changed in (rules, rules / "topic"):
        os.utime(changed, ns=(1, 1))  # long ago: two changes within one tick of the clock look like one
    return rules


def read(folder: Path, build: Building, version: str = "1.0", **options: bool) -> dict[str, Any]:
    """Both parts of what the cache gives."""
    parts = cached("x", version, (str(folder),), build, **options)
    return {name: parts[name] for name in ("first", "second")}


def test_data_is_built_once(folder: Path) -> None:
    build = Building()

    assert [built(1)] * 3 == [read(folder, build) for _ in range(3)]


def test_data_is_built_again_when_a_file_has_changed(folder: Path) -> None:
    build = Building()
    read(folder, build)
    (folder / "topic" / "a.rule").write_text("rule other", encoding="utf-8")

    assert built(2) == read(folder, build)


def test_data_is_built_again_when_a_file_comes(folder: Path) -> None:
    build = Building()
    read(folder, build)
    (folder / "topic" / "b.rule").write_text("rule b", encoding="utf-8")

    assert built(2) == read(folder, build)


@pytest.mark.parametrize("gone", ["topic/a.rule", "topic"])
def test_data_is_built_again_when_a_file_or_a_folder_goes(folder: Path, gone: str) -> None:
    build = Building()
    read(folder, build)
    shutil.rmtree(folder / gone) if (folder / gone).is_dir() else (folder / gone).unlink()

    assert built(2) == read(folder, build)


def test_what_comes_and_means_nothing_is_not_even_compared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = Building()
    read(folder, build)
    monkeypatch.setattr(pack_cache, "_digest", lambda files: pytest.fail("contents are read"))
    (folder / "topic" / "report.md").write_text("#", encoding="utf-8")

    assert [built(1)] * 2 == [read(folder, build) for _ in range(2)]


def test_a_case_that_has_changed_changes_nothing(folder: Path) -> None:
    build = Building()
    read(folder, build)
    (folder / "topic" / "a.test.yaml").write_text("cases: [{name: more}]", encoding="utf-8")

    assert built(1) == read(folder, build)


def test_a_file_that_was_only_touched_is_the_same(folder: Path) -> None:
    build = Building()
    read(folder, build)
    os.utime(folder / "pack.yaml", ns=(1, 1))

    assert built(1) == read(folder, build)


def test_a_change_that_size_and_time_hide_is_seen_by_verifying(folder: Path) -> None:
    build = Building()
    before = (folder / "pack.yaml").stat().st_mtime_ns
    read(folder, build)
    (folder / "pack.yaml").write_text("pack: RULES", encoding="utf-8")
    os.utime(folder / "pack.yaml", ns=(before, before))

    assert [built(1), built(2)] == [read(folder, build, verify=verify) for verify in (False, True)]


def test_parts_are_those_of_the_file_that_was_opened_when_another_takes_its_place(folder: Path) -> None:
    build = Building()
    read(folder, build)
    parts = cached("x", "1.0", (str(folder),), build)
    read(folder, build, "1.1")

    assert built(1) == {name: parts[name] for name in ("first", "second")}


def test_another_version_builds_its_own(folder: Path) -> None:
    build = Building()
    read(folder, build)

    assert built(2) == read(folder, build, "1.1")


def test_without_the_cache_nothing_is_read_or_written(folder: Path) -> None:
    build = Building()

    assert [built(1), built(2)] == [read(folder, build, use=False) for _ in range(2)]


@pytest.mark.parametrize("damage", [b"", b"not marshal", marshal.dumps(("other",)), marshal.dumps((1, 2, 3, 4))])
def test_a_damaged_cache_is_built_again(folder: Path, damage: bytes) -> None:
    build = Building()
    read(folder, build)
    (folder.parent / "x.packs").write_bytes(damage)

    assert built(2) == read(folder, build)


def test_a_cache_that_has_lost_its_end_is_built_again(folder: Path) -> None:
    build = Building()
    read(folder, build)
    place = folder.parent / "x.packs"
    place.write_bytes(place.read_bytes()[:-1])

    assert built(2) == read(folder, build)


def test_a_changed_bit_anywhere_is_noticed_and_mended_by_the_next_run(folder: Path) -> None:
    place = folder.parent / "x.packs"
    expected = read(folder, Building()), read(folder, Building()), place.read_bytes()
    found = []
    for position, byte in enumerate(expected[2]):
        place.write_bytes(expected[2][:position] + bytes([byte ^ 1]) + expected[2][position + 1 :])
        found.append((read(folder, Building()), read(folder, Building()), place.read_bytes()))

    assert [expected] * len(found) == found


def test_of_many_folders_only_the_newest_caches_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_cache, "_KEPT", 2)
    for number, name in enumerate(("overlay-1", "shipped-1", "overlay-2", "overlay-3")):
        monkeypatch.setattr(pack_cache, "_place", lambda _, __, name=name: str(folder.parent / f"{name}.packs"))
        read(folder, Building())
        os.utime(folder.parent / f"{name}.packs", ns=(number, number))

    assert {"overlay-2.packs", "overlay-3.packs", "shipped-1.packs"} == {path.name for path in folder.parent.glob("*.packs")}


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_cache, "_place", lambda name, folder: str(Path(folder).parent / "none" / "x.packs"))

    assert built(1) == read(folder, Building())


def test_a_half_written_cache_is_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: str, target: str) -> None:
        raise OSError

    monkeypatch.setattr(os, "replace", fail)
    read(folder, Building())

    assert [path.name for path in folder.parent.iterdir()] == ["rules"]


def test_without_a_safe_place_data_is_built_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = Building()
    monkeypatch.setattr(pack_cache, "_place", lambda name, folder: None)

    assert [built(1), built(2)] == [read(folder, build) for _ in range(2)]


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

"""secpolicy diff and what-if: what is compared with what, exit codes, and what is refused."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BEFORE = """vocabulary: 1
systems: none
devices:
  - {id: pc, kind: terminal, os: {product: Windows 10, version: 22H2, edition: pro, extended_support: none}, software: none}
"""
AFTER = BEFORE.replace("Windows 10", "不明")
DAY = ("--as-of", "2025-10-01", "--only", "os-supported")
Secpolicy = Callable[..., Any]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of which the last commit and the working tree differ."""
    folder = tmp_path / "town" / "daicho"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    file = folder / "inventory.yaml"
    file.write_text(BEFORE.replace("Windows 10", "Windows 11").replace("22H2", "25H2"), encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "one"]):
        subprocess.run(["git", *command], cwd=folder.parent, check=True)
    file.write_text(BEFORE, encoding="utf-8")
    return file


def kinds(ran: Any) -> list[tuple[str, str]]:
    """Kind and duty of each change."""
    changes = json.loads(ran.out)["changes"]
    return [(change["kind"], (change["after"] or change["before"])["duty"]) for change in changes]


def test_two_files_are_compared(secpolicy: Secpolicy, tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(BEFORE, encoding="utf-8")
    new.write_text(AFTER, encoding="utf-8")
    ran = secpolicy("diff", str(old), str(new), "--as-of", "2026-11-30", "--only", "os-supported", "--format", "json")

    assert (0, [("better", "supported")]) == (ran.code, kinds(ran))


@pytest.mark.parametrize(("folders", "place"), [(("city", "city"), " new.yaml:4 ["), (("city", "town"), " town/new.yaml:4 [")])
def test_places_are_seen_from_a_folder_only_if_both_lie_in_it(
    secpolicy: Secpolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folders: tuple[str, str], place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, name, text in zip(folders, ("old", "new"), (BEFORE.replace("pc,", "gone,"), BEFORE), strict=True):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    table = secpolicy("diff", f"{folders[0]}/old.yaml", f"{folders[1]}/new.yaml", "--as-of", "2026-11-30", "--only", "os-supported").out

    assert place in table


def test_the_same_file_is_compared_on_two_days(secpolicy: Secpolicy, town: Path) -> None:
    ran = secpolicy("diff", "inventory.yaml", *DAY, "--to-as-of", "2026-11-30", "--format", "json")

    assert [("new", "supported")] == kinds(ran)


@pytest.mark.parametrize("old", ["git:HEAD", "git:HEAD:inventory.yaml"])
def test_a_revision_is_compared_with_the_working_tree(secpolicy: Secpolicy, town: Path, old: str) -> None:
    ran = secpolicy("diff", old, "inventory.yaml", "--as-of", "2026-11-30", "--only", "os-supported", "--format", "json")

    assert [("new", "supported")] == kinds(ran)
    assert "git:HEAD:inventory.yaml" == json.loads(ran.out)["old"]["called"]
    assert [town] == list(town.parent.iterdir())


def test_two_profiles_are_compared(secpolicy: Secpolicy, town: Path) -> None:
    ran = secpolicy("diff", "inventory.yaml", "--as-of", "2026-11-30", "--only", "os-supported", "--to-profile", "statute-only", "--format", "json")

    assert [("dropped", "supported")] == kinds(ran)


@pytest.mark.parametrize(("fails", "code"), [("new", 1), ("worse,lapsed", 0), ("worse,new", 1)])
def test_a_change_that_is_asked_about_fails_the_run(secpolicy: Secpolicy, town: Path, fails: str, code: int) -> None:
    assert code == secpolicy("diff", "inventory.yaml", *DAY, "--to-as-of", "2026-11-30", "--fail-on", fails).code


def test_what_rests_on_unread_clauses_is_shown_on_request_and_fails_nothing(secpolicy: Secpolicy, town: Path) -> None:
    asked = ("diff", "git:HEAD", "inventory.yaml", "--as-of", "2026-11-30", "--only", "software-current", "--fail-on", "new,worse")
    hidden, shown = secpolicy(*asked), secpolicy(*asked, "--show", "review")

    assert (0, 0) == (hidden.code, shown.code)
    assert "示すべき変化はない" in hidden.out or "software-current" not in hidden.out


@pytest.mark.parametrize(
    ("given", "id_"),
    [
        (("inventory.yaml",), "usage-diff-with-what"), (("git:HEAD",), "usage-diff-with-what"), (("git:HEAD", "git:HEAD"), "usage-diff-without-path"),
        (("git:nope", "inventory.yaml"), "usage-git"), (("git:--help", "inventory.yaml"), "usage-git"),
        (("inventory.yaml", "--to-as-of", "x"), "usage-not-a-day"),
        (("inventory.yaml", "--to-as-of", "2027-01-01", "--fail-on", "fixed"), "usage-fail-on"),
    ],
)  # fmt: skip
def test_a_comparison_that_makes_no_sense_is_a_usage_error(secpolicy: Secpolicy, town: Path, given: tuple[str, ...], id_: str) -> None:
    ran = secpolicy("diff", *given)

    assert 2 == ran.code
    assert f"[{id_}]" in ran.err


def test_outside_a_repository_git_is_told_to_be_the_reason(secpolicy: Secpolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    ran = secpolicy("diff", "git:HEAD", "inventory.yaml")

    assert 2 == ran.code
    assert "git のリポジトリの中でない" in ran.err


def test_a_supposed_value_changes_verdicts_and_no_file(secpolicy: Secpolicy, town: Path) -> None:
    asked = ("what-if", "inventory.yaml", "--as-of", "2026-11-30", "--only", "os-supported")
    ran = secpolicy(*asked, "--set", "device:pc.os.product=Windows 11", "--set", "device:pc.os.version=25H2", "--format", "json")

    assert (0, [("fixed", "supported")]) == (ran.code, kinds(ran))
    assert BEFORE == town.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "id_", "at"),
    [
        ((), "usage-what-if-what", "secpolicy"),
        (("--set", "device:pc"), "suppose-form", "--set device:pc"),
        (("--set", "device:pd.os=none"), "suppose-no-thing-meant", "--set device:pd.os"),
        (("--set", "device:pc.oss=none"), "unknown-field-meant", "--set device:pc.oss"),
        (("--set", "device:pc.kind=terminol"), "not-a-choice-meant", "--set device:pc.kind"),
        (("--set", "device:pc.segments=nowhere"), "unknown-reference", "--set device:pc.segments"),
        (("--set", "device:pc.count=[x"), "unclosed-bracket", "--set device:pc.count"),
    ],
)
def test_a_value_that_cannot_stand_there_is_refused_at_its_option(secpolicy: Secpolicy, town: Path, given: tuple[str, ...], id_: str, at: str) -> None:
    ran = secpolicy("what-if", "inventory.yaml", "--as-of", "2026-11-30", *given)

    assert (2, "") == (ran.code, ran.out)
    assert f"[{id_}]" in ran.err
    assert ran.err.startswith(at)

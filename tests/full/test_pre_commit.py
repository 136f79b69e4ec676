"""The hooks under real pre-commit, in fresh git repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REST = "".join(f"{key}: none\n" for key in ("endpoints", "devices", "systems", "services", "media", "telework"))
SEGMENTS = "vocabulary: 1\nsegments: [{id: dam, name: 監視制御, tier: none}, {id: desk, name: 内部事務, tier: lgwan}]\n"
GOOD = f"{SEGMENTS}links: none\n{REST}"
BAD = f"{SEGMENTS}links: [{{id: hosyu, from: dam, to: desk, direction: both}}]\n{REST}"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"), "SECPOLICY_LANG": "ja", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The committed state of this repository as a source of hooks, and its revision."""
    source = tmp_path_factory.mktemp("source") / "secpolicy"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", source], check=True)
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=source, capture_output=True, text=True, check=True).stdout.strip()
    return source, revision


def repository(folder: Path, hooks: tuple[Path, str], hook: str, files: dict[str, str], args: str) -> Path:
    """A git repository with some files staged and one hook configured."""
    source, revision = hooks
    here = folder / "repository"
    here.mkdir()
    config = f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks: [{{id: {hook}, args: [{args}], verbose: true}}]\n"
    for name, text in {**files, ".pre-commit-config.yaml": config}.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
    run(here, "git", "init", "--quiet")
    run(here, "git", "add", "--all")
    return here


ONLY = "--only, tiers-declared, --as-of, '2026-11-30'"  # quoted, or YAML makes a date of it


def test_a_good_inventory_passes_and_a_bad_one_fails_with_its_line(tmp_path: Path, hooks: tuple[Path, str]) -> None:
    here = repository(tmp_path, hooks, "secpolicy-check-system", {"inventory.yaml": GOOD}, ONLY)
    passed = run(here, "pre-commit", "run")
    (here / "inventory.yaml").write_text(BAD, encoding="utf-8")
    run(here, "git", "add", "--all")
    failed = run(here, "pre-commit", "run")

    assert 0 == passed.returncode, passed.stdout + passed.stderr
    assert 1 == failed.returncode
    assert "inventory.yaml:3:" in failed.stdout


def test_a_commit_without_yaml_does_not_judge(tmp_path: Path, hooks: tuple[Path, str]) -> None:
    here = repository(tmp_path, hooks, "secpolicy-check-system", {"inventory.yaml": BAD}, ONLY)
    run(here, "git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "first", "--no-verify")
    (here / "notes.txt").write_text("x", encoding="utf-8")
    run(here, "git", "add", "--all")

    assert "Skipped" in run(here, "pre-commit", "run").stdout
    assert 1 == run(here, "pre-commit", "run", "--all-files").returncode


def test_two_inventories_are_judged_when_secpolicy_yaml_lists_them(tmp_path: Path, hooks: tuple[Path, str]) -> None:
    files = {"secpolicy.yaml": "inventories: [a/city.yaml, b/city.yaml]\n", "a/city.yaml": GOOD, "b/city.yaml": BAD}
    here = repository(tmp_path, hooks, "secpolicy-check-system", files, ONLY)
    failed = run(here, "pre-commit", "run")

    assert 1 == failed.returncode
    assert "b/city.yaml:3:" in failed.stdout
    assert "a/city.yaml:3:" not in failed.stdout


def test_the_hook_builds_an_environment_of_its_own(tmp_path: Path, hooks: tuple[Path, str]) -> None:
    here = repository(tmp_path, hooks, "secpolicy-check", {"inventory.yaml": BAD}, ONLY)
    failed = run(here, "pre-commit", "run")

    assert 1 == failed.returncode, failed.stdout + failed.stderr
    assert "inventory.yaml:3:" in failed.stdout

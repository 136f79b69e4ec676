"""The examples of docs/ci.md: they are YAML, name what exists, and their commands write what the next step reads."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
EXAMPLES: list[Any] = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


def example(key: str) -> dict[str, Any]:
    """The example that has a key."""
    [found] = [one for one in EXAMPLES if key in one]
    assert isinstance(found, dict)
    return found


def commands() -> dict[str, list[str]]:
    """What GitHub and GitLab are told to run, without what installs."""
    steps = example("jobs")["jobs"]["check"]["steps"]
    of_github = [step["run"] for step in steps if "run" in step]
    return {system: [line for line in lines if not line.startswith("pip ")] for system, lines in
            (("github", of_github), ("gitlab", example("secpolicy")["secpolicy"]["script"]))}  # fmt: skip


@pytest.fixture
def ran(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int]:
    """A repository with an inventory in which the commands of a system were run, and their exit code."""
    for file in (ROOT / "samples/mihon-city").iterdir():
        shutil.copy(file, tmp_path / file.name)
    (tmp_path / "summary").write_text("", encoding="utf-8")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "PYTHONIOENCODING": "utf-8"}
    [line] = commands()[request.param]
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, check=False)
    (tmp_path / "stdout").write_bytes(done.stdout)
    return tmp_path, done.returncode


@pytest.mark.parametrize("ran", ["github"], indirect=True)
def test_what_github_is_told_to_run_annotates_summarises_and_uploads(ran: tuple[Path, int]) -> None:
    folder, code = ran
    [upload] = [step for step in example("jobs")["jobs"]["check"]["steps"] if "upload-sarif" in step.get("uses", "")]

    assert 1 == code
    assert (folder / "stdout").read_text(encoding="utf-8").startswith("::")
    assert (folder / "summary").read_text(encoding="utf-8").startswith("# ")
    assert (folder / "summary").stat().st_size < 1_048_576
    assert (folder / upload["with"]["sarif_file"]).is_file()


@pytest.mark.parametrize("ran", ["gitlab"], indirect=True)
def test_what_gitlab_is_told_to_run_writes_its_reports(ran: tuple[Path, int]) -> None:
    folder, code = ran
    reports = example("secpolicy")["secpolicy"]["artifacts"]["reports"]

    assert 1 == code
    assert {"codequality", "junit"} == set(reports)
    assert [] == [name for name in reports.values() if not (folder / name).is_file()]


def test_the_hooks_that_are_named_exist() -> None:
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    named = {hook["id"] for repository in example("repos")["repos"] for hook in repository["hooks"]}

    assert named <= hooks
    assert "secpolicy-check-system" in hooks

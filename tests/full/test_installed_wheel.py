"""The wheel in a clean environment, without the network: does it run with nothing but what setup.cfg asks for?"""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement


def required_by(distributions: list[Distribution]) -> list[Distribution]:
    """What distributions require, and what that requires, extras aside."""
    found: dict[str, Distribution] = {}
    waiting = list(distributions)
    while waiting:
        for line in waiting.pop().requires or ():
            requirement = Requirement(line)
            if requirement.name not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
                found[requirement.name] = distribution(requirement.name)
                waiting.append(found[requirement.name])
    return list(found.values())


def copy_into(site_packages: Path, installed: Distribution) -> None:
    """Copies an installed distribution; its commands stay behind."""
    for file in installed.files or ():
        if ".." not in file.parts and file.suffix != ".pyc":
            (site_packages / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(file.locate()), site_packages / file)


def run(*command: str | Path, folder: Path) -> str:
    """What a command prints, run in a folder; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment into which only the wheel was installed; pip found its requirements already there."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=True)
    [site_packages] = home.glob("lib/python*/site-packages")
    for installed in required_by([distribution("secpolicy")]):
        copy_into(site_packages, installed)
    run(home / "bin" / "python", "-m", "pip", "install", "--no-index", wheel, folder=home)
    return home


def test_it_says_the_version_it_was_built_as(clean: Path, wheel: Path, tmp_path: Path) -> None:
    printed = run(clean / "bin" / "secpolicy", "--version", folder=tmp_path)

    assert wheel.name.split("-")[1] in printed


def test_it_checks_the_packaged_sample_from_another_folder(clean: Path, tmp_path: Path) -> None:
    [inventory] = clean.glob("lib/python*/site-packages/secpolicy/samples/mihon-city/inventory.yaml")

    printed = run(clean / "bin" / "secpolicy", "check", inventory, "--as-of", "2026-11-30", "--exit-zero", folder=tmp_path)

    assert "判定" in printed
    assert [] == list(tmp_path.iterdir())

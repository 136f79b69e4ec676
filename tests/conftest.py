"""What all tests share: the wheel, committed texts that `make accept` rewrites, and that nothing is skipped."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite committed reports and generated files instead of comparing them")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("accept"):
        items[:] = [item for item in items if "is_committed" in getattr(item, "fixturenames", ())]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a defect: the run fails, and the summary says which."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def is_committed(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Asserts that a committed file, named from the root, holds a text; under `--accept` writes it instead."""

    def compare(path: Path, text: str) -> None:
        file = ROOT / path
        if request.config.getoption("accept"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        committed = file.read_bytes().decode() if file.is_file() else "(there is no such file)"
        assert text == committed, f"{path} is stale: run `make accept` and read the difference"

    return compare


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that a release would hold, built by way of the source distribution and without a `build` folder of earlier days."""
    tree = tmp_path_factory.mktemp("tree")
    for folder in ("secpolicy", "rules", "profiles", "samples"):
        shutil.copytree(ROOT / folder, tree / folder)
    for file in ("setup.cfg", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, tree / file)
    build = subprocess.run([sys.executable, "-m", "build", "--no-isolation", tree], capture_output=True, text=True, check=False)
    assert build.returncode == 0, build.stdout + build.stderr

    [built] = (tree / "dist").glob("*.whl")
    return built

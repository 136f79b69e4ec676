"""What a check may load: start-up decides how long a hook takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = "samples/umibe-city/inventory.yaml"
HEAVY = ("lark", "jsonschema", "importlib.metadata", "importlib.resources", "openpyxl", "xlsxwriter", "jinja2", "networkx", "dataclasses", "difflib")
FOR_TABLES = ("tabulate", "wcwidth")


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends; the cache is warm."""
    code = (
        "import os, sys\n"
        "def told(code):\n    sys.stdout.flush(); print('LOADED', *sorted(sys.modules)); sys.stdout.flush(); real(code)\n"
        "real, os._exit = os._exit, told\n"
        f"sys.argv = ['secpolicy', *{list(arguments)!r}]\n"
        "from secpolicy.cli.start import main\nmain()\nprint('LOADED', *sorted(sys.modules))\n"
    )
    for _ in range(2):
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    return set(run.stdout.rpartition("LOADED ")[2].split())


@pytest.fixture(scope="module")
def idle() -> set[str]:
    """What Python loads before anything is asked of it; an editable install or a coverage hook may add to it."""
    run = subprocess.run([sys.executable, "-c", "import sys; print(*sorted(sys.modules))"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_a_check_in_lines_loads_nothing_it_does_not_need(idle: set[str]) -> None:
    modules = loaded("check", SAMPLE, "--as-of", "2026-11-30", "--format", "lines") - idle

    assert "yaml" in modules
    assert set() == modules & {*HEAVY, *FOR_TABLES}


def test_a_check_in_lines_loads_of_ours_neither_parser_nor_type_checker(idle: set[str]) -> None:
    modules = loaded("check", SAMPLE, "--as-of", "2026-11-30", "--format", "lines") - idle

    assert set() == {name for name in modules if name.startswith(("secpolicy.language", "secpolicy.checking", "secpolicy.testing"))}


def test_a_table_loads_tabulate_and_wcwidth_besides(idle: set[str]) -> None:
    modules = loaded("check", SAMPLE, "--as-of", "2026-11-30") - idle

    assert set(FOR_TABLES) <= modules
    assert set() == modules & {"lark", "jsonschema", "openpyxl", "xlsxwriter", "jinja2", "networkx"}


def test_the_version_is_told_before_click_is_loaded(idle: set[str]) -> None:
    assert set() == (loaded("--version") - idle) & {"click", "yaml"}

"""What a check may load: start-up decides how long a hook takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = "samples/umibe-city/inventory.yaml"
HEAVY = (
    "lark", "jsonschema", "importlib.metadata", "importlib.resources", "openpyxl", "xlsxwriter", "jinja2", "networkx", "dask", "dataclasses", "difflib",
    "argparse", "calendar", "locale", "json", "pathlib", "subprocess", "shutil", "logging", "asyncio", "pickle", "csv", "zoneinfo", "unittest",
    "tabulate", "wcwidth", "hashlib",
)  # fmt: skip


# A run that tells which modules of ours it has loaded and called nothing of.
WATCHED = """
import os, sys
called = set()
def watch(frame, event, argument):
    if event == "call" and frame.f_code.co_flags & 1:  # the body of a function, not of a class or a module
        called.add(frame.f_code.co_filename)
def told(code):
    sys.setprofile(None)
    ours = {name: module.__file__ for name, module in sys.modules.items() if name.startswith("secpolicy.")}
    print("LOADED", *sorted(name for name, file in ours.items() if file not in called and not file.endswith("__init__.py")))
    sys.stdout.flush()
    real(code)
real, os._exit = os._exit, told
sys.argv = ["secpolicy", "check", "samples/mihon-city/inventory.yaml", "--as-of", "2026-11-30", "--format", "lines"]
from secpolicy.cli.start import main
sys.setprofile(watch)
main()
"""


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends; the cache is warm."""
    return ran(*arguments)[1]


def ran(*arguments: str) -> tuple[str, set[str]]:
    """What a command prints, and the modules that it has loaded when it ends; the cache is warm."""
    code = (
        "import os, sys\n"
        "def told(code):\n    sys.stdout.flush(); print('LOADED', *sorted(sys.modules)); sys.stdout.flush(); real(code)\n"
        "real, os._exit = os._exit, told\n"
        f"sys.argv = ['secpolicy', *{list(arguments)!r}]\n"
        "from secpolicy.cli.start import main\nmain()\nprint('LOADED', *sorted(sys.modules))\n"
    )
    for _ in range(2):
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    printed, _, modules = run.stdout.rpartition("LOADED ")
    return printed, set(modules.split())


@pytest.fixture(scope="module")
def idle() -> set[str]:
    """What Python loads before anything is asked of it; an editable install or a coverage hook may add to it."""
    run = subprocess.run([sys.executable, "-c", "import sys; print(*sorted(sys.modules))"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def foreign(modules: set[str]) -> set[str]:
    """The packages of others among modules: neither ours nor Python's own, nor what compiled ones register of themselves."""
    found = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - {"secpolicy"}
    return {name for name in found if "cython" not in name and name != "_yaml"}


@pytest.fixture(scope="module")
def for_lines(idle: set[str]) -> set[str]:
    """What `check --format lines` loads; the cache is warm."""
    return loaded("check", SAMPLE, "--as-of", "2026-11-30", "--format", "lines") - idle


@pytest.fixture(scope="module")
def for_a_table(idle: set[str]) -> set[str]:
    """What `check` loads to draw its table; the cache is warm."""
    return loaded("check", SAMPLE, "--as-of", "2026-11-30") - idle


def test_a_check_in_lines_loads_no_package_but_click(for_lines: set[str]) -> None:
    assert {"click"} == foreign(for_lines)


@pytest.mark.parametrize("city", ["mihon-city", "yamaai-village"])
def test_a_check_of_any_sample_loads_no_package_but_click(idle: set[str], city: str) -> None:
    assert {"click"} == foreign(loaded("check", f"samples/{city}/inventory.yaml", "--as-of", "2026-11-30") - idle)


def test_a_file_with_something_unusual_is_read_by_libyaml_and_judged_alike(idle: set[str], tmp_path: Path) -> None:
    unusual = tmp_path / "inventory.yaml"
    unusual.write_text((ROOT / SAMPLE).read_text(encoding="utf-8").replace("vocabulary: 1", '"vocabulary": 1', 1), encoding="utf-8")
    (usual_lines, _), (lines, modules) = (ran("check", path, "--as-of", "2026-11-30", "--format", "lines") for path in (SAMPLE, str(unusual)))

    assert usual_lines.replace(SAMPLE, "") == lines.replace(str(unusual), "")
    assert {"click", "yaml"} == foreign(modules - idle)


def test_what_is_told_beside_the_report_loads_nothing_more(idle: set[str], for_lines: set[str]) -> None:
    assert for_lines == loaded("check", SAMPLE, "--as-of", "2026-11-30", "--format", "lines", "--exit-zero") - idle


def test_a_check_in_lines_loads_nothing_heavy(for_lines: set[str]) -> None:
    assert set() == for_lines & {*HEAVY}


def test_a_check_in_lines_loads_of_ours_neither_parser_nor_type_checker_nor_what_reads_packs(for_lines: set[str]) -> None:
    ours = {name for name in for_lines if name.startswith("secpolicy.")}

    assert {"secpolicy.base", "secpolicy.cli", "secpolicy.judging", "secpolicy.model", "secpolicy.reporting"} == {
        ".".join(name.split(".")[:2]) for name in ours
    }
    assert set() == ours & {f"secpolicy.model.{name}" for name in ("pack", "schema", "vocabulary_files", "words")}


def test_a_check_in_lines_loads_hardly_a_module_of_which_it_calls_nothing() -> None:
    ran("check", "samples/mihon-city/inventory.yaml", "--as-of", "2026-11-30", "--format", "lines")  # the cache is warm
    run = subprocess.run([sys.executable, "-c", WATCHED], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    assert {"secpolicy.base.problem", "secpolicy.model.profile"} == set(run.stdout.rpartition("LOADED ")[2].split())  # only their classes are used


def test_a_check_in_lines_loads_no_other_writer(for_lines: set[str]) -> None:
    ours = {name.removeprefix("secpolicy.reporting.") for name in for_lines if name.startswith("secpolicy.reporting.")}

    assert {"report", "subjects", "value_texts", "to_declare", "terminal", "terminal.as_lines"} == ours


def test_a_table_loads_no_more_packages(for_a_table: set[str]) -> None:
    assert {"click"} == foreign(for_a_table)


def test_only_a_table_with_rulings_loads_what_rules_it(idle: set[str]) -> None:
    asked = ("check", SAMPLE, "--as-of", "2026-11-30", "--group-by", "deadline")

    assert {"click"} == foreign(loaded(*asked) - idle)
    assert "tabulate" in loaded(*asked, "--table-style", "psql")


def test_the_version_is_told_before_click_is_loaded(idle: set[str]) -> None:
    assert set() == (loaded("--version") - idle) & {"click", "yaml", "typing", "secpolicy.model", "secpolicy.base"}

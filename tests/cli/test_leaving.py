"""How the process ends, whatever happens to it: the documented exit codes, closed pipes, narrow consoles, Ctrl-C."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VILLAGE = "samples/yamaai-village/inventory.yaml"
START = "import sys; from secpolicy.cli.start import main; main(sys.argv[1:])"
SMALL = """vocabulary: 1
declared_on: 2026-11-01
organisation: {code: "999997", name: 見本村, kind: village}
"""
WLANS = "wlans: [{{id: office, name: 庁内, security: {security}, authentication: eap_tls}}]\n"
ONLY = ("--only", "wlan-encrypted", "--as-of", "2026-11-30", "--format", "lines")


def run(*given: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run([sys.executable, "-c", START, *given], cwd=folder, env={**os.environ, **environment}, capture_output=True, check=False)


@pytest.mark.parametrize("option", [(), ("--exit-zero",)])
@pytest.mark.parametrize(
    ("code", "rest"),
    [
        (0, WLANS.format(security="wpa3_enterprise")),
        (1, WLANS.format(security="open")),
        (3, "wlans: none\n"),
        (4, ""),
    ],
)
def test_a_check_ends_with_what_the_gate_says(tmp_path: Path, code: int, rest: str, option: tuple[str, ...]) -> None:
    (tmp_path / "inventory.yaml").write_text(SMALL + rest, encoding="utf-8")
    done = run("check", "inventory.yaml", *ONLY, *option, folder=tmp_path)

    assert (0 if option else code) == done.returncode, done.stdout.decode() + done.stderr.decode()
    assert (f"終了コードは {code}（" in done.stderr.decode()) == bool(option and code)


def test_a_wrong_option_ends_with_2() -> None:
    assert 2 == run("check", VILLAGE, "--as-of", "someday").returncode


def test_an_inventory_that_is_not_there_ends_with_5() -> None:
    assert 5 == run("check", "nowhere.yaml").returncode


def test_a_fault_of_ours_ends_with_70_and_without_a_traceback() -> None:
    broken = START.replace("; main", "; import secpolicy.cli.commands as c; c.run = lambda given: 1 / 0; main")
    done = subprocess.run([sys.executable, "-c", broken, "rules"], cwd=ROOT, capture_output=True, check=False)

    assert 70 == done.returncode
    assert b"Traceback" not in done.stderr
    assert "内部エラー".encode() in done.stderr


def test_control_c_ends_with_130_and_without_a_word() -> None:
    interrupted = "import os, signal; signal.signal(signal.SIGINT, signal.default_int_handler); c.run = lambda given: os.kill(os.getpid(), signal.SIGINT)"
    waiting = START.replace("; main", f"; import secpolicy.cli.commands as c; {interrupted}; main")
    done = subprocess.run([sys.executable, "-c", waiting, "rules"], cwd=ROOT, capture_output=True, check=False)

    assert (130, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_who_leaves_changes_neither_code_nor_outputs(tmp_path: Path, form: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    output = tmp_path / "report.csv"
    command = [sys.executable, "-c", START, "check", VILLAGE, "--as-of", "2026-11-30", "--format", form, "--output", f"csv:{output}"]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)

    assert (1, b"") == (done.returncode, done.stderr)
    assert output.stat().st_size > 1000


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8"])
def test_a_console_shows_what_it_can(encoding: str) -> None:
    done = run("check", VILLAGE, "--as-of", "2026-11-30", PYTHONIOENCODING=encoding)

    assert (1, b"") == (done.returncode, done.stderr)
    assert done.stdout.decode(encoding).count("\n") > 100

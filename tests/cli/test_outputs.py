"""Where check writes: whole reports only, and none where a format has nothing to tell."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secpolicy.cli.outputs import is_replaced

SAMPLE = str(Path(__file__).parents[2] / "samples/mihon-city/inventory.yaml")
ABOUT = ("check", SAMPLE, "--as-of", "2026-11-30", "--lang", "en", "--format", "lines")


@pytest.mark.parametrize("older", [True, False])
def test_no_plan_of_action_stays_if_nothing_is_open(secpolicy: Callable[..., Any], tmp_path: Path, older: bool) -> None:
    path = tmp_path / "poam.json"
    if older:
        path.write_text("of last year", encoding="utf-8")
    ran = secpolicy(*ABOUT, "--only", "dx-plan/mail/password-zip-ended", "--output", f"oscal-poam:{path}")

    assert 0 == ran.code
    assert f"oscal-poam has no empty document: {path} is not written" in ran.err
    assert not path.exists()


def test_a_report_replaces_an_older_one_whole(secpolicy: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "poam.json"
    path.write_text("x" * 1_000_000, encoding="utf-8")
    secpolicy(*ABOUT, "--only", "mynumber-isolation", "--output", f"oscal-poam:{path}")

    assert path.read_text(encoding="utf-8").startswith("{")
    assert path.read_text(encoding="utf-8").endswith("}\n")
    assert [path] == list(tmp_path.iterdir())


def test_what_is_written_into_a_pipe_leaves_it_a_pipe(secpolicy: Callable[..., Any], tmp_path: Path) -> None:
    """Else root, as many jobs run, would lose /dev/stdout to a report."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    secpolicy(*ABOUT, "--only", "os-supported", "--output", f"json:{pipe}")
    reader.join(timeout=60)

    assert pipe.is_fifo()
    assert "secpolicy" == json.loads(received[0])["tool"]
    assert [pipe] == [*tmp_path.iterdir()]


@pytest.mark.parametrize(("path", "replaced"), [("/dev/stdout", False), ("/dev/null", False), ("report.json", True), ("dev/report.json", True)])
def test_only_a_file_is_replaced(path: str, replaced: bool) -> None:
    assert replaced == is_replaced(path)

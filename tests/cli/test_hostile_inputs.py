"""Files that nobody should give to the commands about change: each ends in a message with its place and a documented exit code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Secpolicy = Callable[..., Any]

GOOD = """vocabulary: 1
systems: none
devices:
  - {id: old, kind: terminal, os: {product: Windows 10, version: 22H2, edition: pro, extended_support: none}, software: none}
"""
FILES = {
    "empty": b"",
    "comment": b"# nothing\n",
    "null": b"null\n",
    "list": b"- a\n",
    "scalar": b"hello\n",
    "broken": b"a: [\n",
    "tab": b"a:\n\t- b\n",
    "binary": bytes(range(256)),
    "cp932": "項目: 値\n".encode("cp932"),
    "json": b'{"a": [1,}',
    "other-json": b'{"findings": []}',
    "twice": b"a: 1\na: 1\n",
    "alias": b"a: &a [*a]\n",
    "deep": b"a: " + b"[" * 2000 + b"]" * 2000,
    "zip": b"PK\x03\x04" + b"\0" * 50,
}
DAY = ("--as-of", "2026-11-30", "--only", "os-supported")
COMMANDS = {
    "check --baseline": ("check", "inventory.yaml", *DAY, "--baseline", "{}"),
    "baseline write": ("baseline", "write", "inventory.yaml", *DAY, "-o", "{}"),
    "baseline prune": ("baseline", "prune", "inventory.yaml", *DAY, "-o", "{}"),
    "timeline": ("timeline", "{}", *DAY),
    "timeline --waivers": ("timeline", "inventory.yaml", *DAY, "--waivers", "{}"),
    "plan": ("plan", "{}", *DAY, "--to", "beta"),
    "diff old": ("diff", "{}", "inventory.yaml", *DAY),
    "diff new": ("diff", "inventory.yaml", "{}", *DAY),
    "diff --to-waivers": ("diff", "inventory.yaml", *DAY, "--to-waivers", "{}"),
    "what-if": ("what-if", "{}", *DAY, "--set", "network.model=beta"),
    "check --plan": ("check", "inventory.yaml", *DAY, "--plan", "{}"),
    "remediation read": ("remediation", "read", "{}"),
}


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound inventory among files that are none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventory.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for name, content in FILES.items():
        (tmp_path / f"{name}.yaml").write_bytes(content)
    return tmp_path


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_hostile_file_is_refused_with_its_name_and_nothing_is_written(secpolicy: Secpolicy, town: Path, command: str) -> None:
    before = files_in(town)
    wrong = []
    for name in (*(f"{name}.yaml" for name in FILES), "folder", "no-folder/missing.yaml"):
        ran = secpolicy(*(word.format(name) for word in COMMANDS[command]))
        place = re.match(rf"({re.escape(name)}(:\d+:\d+)?|secpolicy): .*{'' if ran.err.startswith(name) else re.escape(name)}.*\[[a-z0-9-]+\]\n", ran.err)
        expected = 2 if (command, name) == ("baseline write", "no-folder/missing.yaml") else 5
        if ran.code != expected or ran.out or place is None or "Traceback" in ran.err:
            wrong.append((name, ran))

    assert [] == wrong
    assert before == files_in(town)


@pytest.mark.parametrize("old", ["git:no-such-revision", "git:HEAD:missing.yaml", "git:", "git::"])
def test_a_revision_outside_of_git_is_refused(secpolicy: Secpolicy, town: Path, old: str) -> None:
    ran = secpolicy("diff", old, "inventory.yaml", *DAY)

    assert (2, "") == (ran.code, ran.out)
    assert re.match(r"secpolicy: .*\[usage-[a-z-]+\]\n", ran.err)


SUPPOSED = [
    ("", "usage-empty-value"), ("=", "suppose-form"), ("network.model", "suppose-form"), ("network.model=[", "unclosed-bracket"),
    ("no.such.thing=1", "suppose-no-thing"), ("device:old=x", "suppose-whole"), ("network.model=\x01", "syntax"),
    ("a" * 5000 + "=1", "suppose-no-thing"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "id_"), SUPPOSED, ids=[f"{at} {id_}" for at, (_, id_) in enumerate(SUPPOSED)])
def test_a_supposition_that_makes_no_sense_is_refused(secpolicy: Secpolicy, town: Path, given: str, id_: str) -> None:
    ran = secpolicy("what-if", "inventory.yaml", *DAY, "--set", given)

    assert (2, "") == (ran.code, ran.out)
    assert f"[{id_}]" in ran.err

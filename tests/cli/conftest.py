"""Commands run in this process, and a small pack of rules to run them on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from secpolicy.cli.commands import run

PAGE = Path(__file__).parents[2] / "docs" / "overlay.md"
PACK = {
    "pack.yaml": "pack: own\ntitle: {ja: 独自の規則, en: our own}\n",
    "clauses/own.yaml": """
guideline: own-rules
title: {ja: 庁内規程, en: house rules}
publisher: 見本市
authority: notice
editions:
  2026-01: {name: {ja: 令和8年1月, en: January 2026}, source: 庁内, last_checked: 2026-11-01}
clauses:
  domains/name:
    title: {ja: ドメイン名, en: domain names}
    exists: {from: 2026-01}
    strength: must
    read: text
    confidence: H
""",
    "web/named.rule": """rule named
title    ja "ドメインの名称"
         en "Domains have names"
cites    own-rules domains/name
severity low

for      domain
require  name: exists(domain.name)
         ja "{domain} に名称がない。"
         en "{domain} has no name."

due      none
fix      ja "名称を付ける。"
         en "Give it a name."
""",
    "web/named.test.yaml": """rule: named
today: 2026-11-30
editions: {own-rules: 2026-01}
cases:
  - name: 名称があれば適合
    domains: [{id: a, name: x}]
    expect: {name: pass}
  - name: 名称がなければ違反
    domains: [{id: a, name: none}]
    expect: {name: fail}
""",
}


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    out: str
    err: str
    code: int


@pytest.fixture
def secpolicy(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command of secpolicy."""
    monkeypatch.setenv("SECPOLICY_LANG", "ja")

    def ran(*given: str) -> Ran:
        code = run(list(given))
        captured = capsys.readouterr()
        return Ran(captured.out, captured.err, code)

    return ran


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder with one pack of one rule, whose cases come out as expected."""
    for name, text in PACK.items():
        file = tmp_path / "rules" / "own" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "rules"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town of the page: its inventory and its own pack."""
    for name, text in re.findall(r"^`([^`\n]+)`\n\n```(?:yaml|)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path

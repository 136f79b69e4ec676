"""The shape of packs: what is shipped has it, so that the schema refuses nothing that is right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from secpolicy.checking.pack_forms import formed
from secpolicy.checking.tables import row_problems
from secpolicy.model.pack import house_vocabulary, load_pack
from secpolicy.model.vocabulary_files import load_vocabulary, vocabulary_files

ROOT = Path(__file__).parents[2]
PACKS = sorted(path.parent for path in (ROOT / "rules").glob("*/pack.yaml"))


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_a_shipped_pack_has_the_shape_of_a_pack(pack: Path) -> None:
    assert [] == formed(str(pack), str(ROOT)).problems


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_every_shipped_row_can_be_looked_up(pack: Path) -> None:
    vocabulary = load_vocabulary()
    packs = [load_pack(str(folder), vocabulary, house_vocabulary(), str(ROOT)) for folder in PACKS]

    assert [] == list(row_problems(formed(str(pack), str(ROOT)).documents["catalog"], vocabulary, packs))


def test_the_shipped_vocabulary_has_the_shape_that_a_pack_may_add(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(f"pack: {tmp_path.name}\ntitle: {{ja: 見本}}\n", encoding="utf-8")
    (tmp_path / "vocabulary").mkdir()
    for file in vocabulary_files():
        if not file.endswith("types.yaml"):
            shutil.copy(file, tmp_path / "vocabulary")

    assert [] == formed(str(tmp_path), str(tmp_path.parent)).problems

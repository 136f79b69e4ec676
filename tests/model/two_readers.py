"""What the two readers of YAML make of one text: line by line, and with libyaml; and texts to try them on."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from secpolicy.base.location import Source
from secpolicy.base.problem import Refused
from secpolicy.model.block_reader import BlockReader, Entries
from secpolicy.model.flow_reader import Unusual
from secpolicy.model.yaml_reader import read_text

MANY = settings(deadline=None, derandomize=True, database=None, max_examples=200)
NAMES = st.text(st.sampled_from("abz019領域ア_-."), min_size=1, max_size=5).filter(lambda name: name[0].isalpha())


def whole(value: Any) -> Any:
    """A value with all that is read only when it is asked for."""
    if isinstance(value, dict):
        return {key: whole(part) for key, part in value.items()}
    return [whole(part) for part in value] if isinstance(value, list | Entries) else value


def by_line(text: str) -> Any:
    """What the reader of blocks makes of a text; None if it leaves it to libyaml."""
    try:
        return whole(BlockReader(Source("x.yaml", text)).document())
    except Unusual:
        return None


def by_libyaml(text: str) -> Any:
    """What libyaml makes of a text; what was wrong with it, if it is refused."""
    try:
        return read_text(Source("x.yaml", text))
    except Refused as refused:
        return refused


def by_python(text: str) -> Any:
    """What the reader of YAML written in Python makes of a text, every scalar as it is written."""
    return stripped(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506  it makes texts of everything


def stripped(value: Any) -> Any:
    """Without the blanks of other widths behind texts, which only YAML takes for a part of them."""
    if isinstance(value, dict):
        return {stripped(key): stripped(part) for key, part in value.items()}
    if isinstance(value, list):
        return [stripped(part) for part in value]
    return value.rstrip(" \u3000\u00a0") if value[-1:] in ("\u3000", "\u00a0") else value


# Brackets as people write them: blanks, line ends and comments where they may stand


_TEXTS = st.sampled_from(
    ["a", "領域", "2026-04-01", "９時", "true", "x y", "ウ （エ）", "https://a.example/b", "12:30", "Backup & Restore", "it's", "a-b", "100%", "=", "~", "b.c",
     '"a"', '"領 [域], {a: b} # c"', "'it''s'", '"\\u3042\\"\\\\"', "''", '"9"', "' x '", '"a　"', "情報政策課長"]
)  # fmt: skip
_GAPS = st.sampled_from([""] * 6 + [" "] * 2 + ["\n    ", "\n      ", "  \n\n    ", " # 注記\n    ", '\n    # [注, {記: "\n    '])
_SPACED = st.sampled_from([" "] * 8 + ["\n    ", "\n      ", "   ", " # 注記 }]\n    "])


@st.composite
def brackets(draw: st.DrawFn, depth: int = 3) -> str:
    """A list or mapping in brackets."""
    is_mapping = draw(st.booleans())
    parts = []
    for number in range(draw(st.integers(0, 4))):
        value = draw(brackets(depth - 1)) if depth and draw(st.integers(0, 2)) == 0 else draw(_TEXTS)
        key = f"{draw(NAMES)}{number}: " if is_mapping else ""
        parts.append(f"{draw(_GAPS)}{key}{value}{draw(_GAPS)}")
    inner = "".join(part if number == 0 else f",{draw(_SPACED)}{part.lstrip()}" for number, part in enumerate(parts))
    return f"{{{inner}}}" if is_mapping else f"[{inner}]"


@st.composite
def cities(draw: st.DrawFn) -> str:
    """A file as an office writes it, by indentation and in brackets."""
    lines = ["# 台帳"]
    for number in range(draw(st.integers(1, 4))):
        lines.append(f"{draw(NAMES)}{number}:{draw(_below(1, 2))}")
    return "\n".join(lines) + "\n"


@st.composite
def _below(draw: st.DrawFn, column: int, depth: int) -> str:
    """What stands behind the colon of a key, and in the lines below it."""
    margin = "\n" + "  " * column
    comment = draw(st.sampled_from(["", "", "", "  # 注記", " "]))
    form = draw(st.sampled_from(["text", "brackets", "brackets", "list", "things", "mapping"] if depth else ["text", "brackets"]))
    if form == "text":
        return f" {draw(_TEXTS)}{comment}" if draw(st.integers(0, 5)) else comment
    if form == "brackets":
        return " " + draw(brackets(2)).replace("\n    ", margin + " ") + comment
    lines = [comment]
    if form == "list":
        lines += [f"{margin}- {draw(_TEXTS | brackets(1)).replace(chr(10) + '    ', margin + '   ')}" for _ in range(draw(st.integers(1, 3)))]
    elif form == "mapping":
        lines += [f"{margin}{draw(NAMES)}{number}:{draw(_below(column + 1, depth - 1))}" for number in range(draw(st.integers(1, 3)))]
    else:
        for _ in range(draw(st.integers(1, 3))):
            fields = [f"{draw(NAMES)}{number}:{draw(_below(column + 2, depth - 1))}" for number in range(draw(st.integers(1, 3)))]
            lines += [f"{margin}- {f'{margin}  '.join(fields)}"]
    return draw(st.sampled_from(["", "", "\n\n", "\n# 次"])).join(lines)

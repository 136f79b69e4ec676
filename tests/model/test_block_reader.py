"""Two readers of YAML, one content: what is read line by line is what libyaml, and the reader of YAML written in Python, make of the same text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from secpolicy.base.location import Source
from secpolicy.base.problem import Refused
from secpolicy.model.block_reader import BlockReader, Entries
from secpolicy.model.catalog import Catalogs
from secpolicy.model.declared import Inventory
from secpolicy.model.documents import documents_of, read_by_libyaml, read_documents
from secpolicy.model.entity import locate_value, ref
from secpolicy.model.inventory import build_inventory
from secpolicy.model.places import locate
from secpolicy.model.stretches import Mapping
from secpolicy.model.vocabulary_files import load_vocabulary
from secpolicy.model.yaml_reader import read_text
from tests.model.two_readers import MANY, NAMES, by_libyaml, by_line, by_python, whole

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/*.yaml"))
VOCABULARY = load_vocabulary()


# Ordinary documents, as a program would write them


WORDS = st.text(st.sampled_from("abz019領域ア（）/+-.,:# '\"[]{}&*!|>%@`?=~　"), max_size=8)
TREES = st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=10)
FACTS = st.dictionaries(NAMES, NAMES | st.lists(NAMES, max_size=2), min_size=1, max_size=2)
THINGS = st.dictionaries(NAMES, NAMES | st.lists(NAMES, max_size=2) | FACTS | st.lists(FACTS, max_size=2), min_size=1, max_size=3)
CITIES = st.dictionaries(NAMES, NAMES | st.lists(THINGS, max_size=3) | THINGS, min_size=1, max_size=3)
DOCUMENTS = st.dictionaries(NAMES, TREES, min_size=1, max_size=4)


@pytest.mark.parametrize("flow", [False, None], ids=["block", "mixed"])
def test_what_a_program_writes_is_read_as_it_was_meant(flow: bool | None) -> None:
    read = []

    @MANY
    @given(DOCUMENTS)
    def is_read(document: dict[str, Any]) -> None:
        text = yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False, default_flow_style=flow)
        meant = by_libyaml(text)
        found = by_line(text)

        assert found is None or found == meant
        assert isinstance(meant, Refused) or by_python(text) == meant
        read.append(found is not None)

    is_read()

    assert sum(read) > len(read) / 8


# Whatever else may stand in a file


FRAGMENTS = [
    ": ", ":", " #", "# ", "- ", "-", "|", ">", "'", '"', "[", "]", "{", "}", "&x ", "*x", "!x ", "? ", "---\n", "...\n", "%", "@", "\n", "\n  ", "\n    ",
    "\n- ", "\n\n", " ", "  ", "\t", "\u3000", "\u00a0", "：", "<<: ", "a: b", "\na: b", "\n  - a", "\n# c\n", "\n    # c\n", ",", "\\", "~", "=", "a",
]  # fmt: skip


@pytest.mark.parametrize("flow", [False, None], ids=["block", "mixed"])
def test_whatever_is_changed_in_a_file_is_read_alike_or_left_to_libyaml(flow: bool | None) -> None:
    @settings(MANY, max_examples=250)
    @given(CITIES, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3), st.sampled_from(["", *FRAGMENTS])), min_size=1, max_size=2))
    def is_read_alike(document: dict[str, Any], changes: list[tuple[int, int, str]]) -> None:
        text = yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False, default_flow_style=flow)
        for place, length, fragment in changes:
            at = place % len(text)
            text = text[:at] + fragment + text[at + length :]
        found = by_line(text)

        assert found is None or found == by_libyaml(text), text

    is_read_alike()


VILLAGE = """\
city: 見本市
segments:
- id: a
  tier: lgwan  # 層
- {id: b, tags: [x, "y z"]}
os:
  name: 甲
"""


def test_a_fifth_of_all_small_changes_is_read_without_libyaml_and_alike() -> None:
    """Every place and every change: what is tried, and so the share, is the same in every run."""
    cuts = [(place, length, "") for place in range(len(VILLAGE)) for length in (1, 2, 3)]
    changes = [*cuts, *((place, 0, fragment) for place in range(len(VILLAGE) + 1) for fragment in FRAGMENTS)]
    texts = [VILLAGE[:place] + fragment + VILLAGE[place + length :] for place, length, fragment in changes]
    read = [(text, found) for text in texts if (found := by_line(text)) is not None]

    assert [] == [text for text, found in read if found != by_libyaml(text)]
    assert len(read) > len(texts) / 5


@pytest.mark.parametrize(
    "text",
    [
        "", "# 台帳\n", "- a\n", "a: 1", "a: 1\na: 2\n", "a:\n  b: 1\n  b: 2\n", "a:\n- b: 1\n  b: 2\n", "a: |\n  b\n", "a: b\n  c\n", "a:\n  b\n",
        "a: \"b\n  c\"\n",
        "a: [b,\nc]\n", "a:\n-\n  b: 1\n", "a:\n-   b: 1\n", "a:\n- # b\n  c: 1\n", "a:\n- - b\n", "a: &x b\nc: *x\n", "--- \na: b\n", "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "a:\tb\n", "a: b\t\n", "a: [b,\t# c\n  d]\n", "a: b\r\nc: d\n", "a: b\rc: d\n",
        "a:\n- b: 1\n  c: 2\n- c: 1\n  b\n", "a:\n  b:\n c: 1\n", "a:\n  b:\n    c: 1\n   d: 2\n", "a:\n- b:\n    c: 1\n  - d\n", "a:\n  b:\n- c\n",
        "? a\n: b\n", "a:\n- b: 1\n c: 2\n", "a:\n  - b\n - c\n", "a：b\nc: d\n", "a: !x b\n",
        "a:\n" + "".join("  " * depth + "b:\n" for depth in range(1, 40)), "a: " + "[" * 40 + "]" * 40 + "\n",
    ],
)  # fmt: skip
def test_what_only_libyaml_should_read_is_left_to_it(text: str) -> None:
    assert by_line(text) is None


# Places


CITY = """\
vocabulary: 1  # 語彙の版
# 領域
segments:
- id: naibu
  name: "内部"  # 庁内
- {id: gaibu, tier: internet}

devices:
  - id: pc-01
    segments: [naibu]
    os:
      product: 甲
    login:
      factors:
      - kind: knowledge
      - kind: possession

  # 最後の機器
  - id: pc-02
    segments:
    - naibu
    - gaibu
activities:
  training:
  - date: 2026-04-01
    people: [{name: 全職員}]
organisation: {code: "999997"}
"""


def placed(inventory: Inventory) -> Iterator[tuple[str, Any]]:
    """Every thing and record with its place, and that of each of its fields."""
    things = [entity for population in inventory.populations.values() for entity in population.members]
    for entity in [*things, *(record for records in inventory.records.values() for record in records)]:
        yield ref(entity), locate_value(entity, (), inventory.documents)
        for field in entity.kind.fields:
            yield f"{ref(entity)}.{field.name}", locate_value(entity, (field.name,), inventory.documents)


def test_things_stand_where_libyaml_says() -> None:
    document = BlockReader(Source("x.yaml", CITY)).document()
    ours, theirs = (build_inventory((found,), VOCABULARY, Catalogs({})) for found in (document, read_text(document.source)))

    assert [*placed(theirs)] == [*placed(ours)]


def test_the_sample_of_this_file_is_read_line_by_line() -> None:
    assert isinstance(BlockReader(Source("x.yaml", CITY)).document()["devices"], Entries)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_sample_is_read_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert by_libyaml(text) == by_line(text)


# Line ends and tabs


def test_lines_may_end_with_two_characters() -> None:
    [ours] = documents_of(CITY.replace("\n", "\r\n"), "x.yaml")
    theirs = read_text(Source("x.yaml", CITY.replace("\n", "\r\n")))

    assert theirs == whole(ours)
    assert theirs.source.digest == ours.source.digest
    assert locate(theirs, ("devices", 1, "segments", 1)) == locate(ours, ("devices", 1, "segments", 1))


def test_what_is_unusual_is_read_anew_as_the_file_has_it() -> None:
    text = "a: 1\r\nb:\r\n- c: 2\r\n- d: |\r\n    e\r\n"
    [found] = read_by_libyaml(documents_of(text, "x.yaml"))

    assert (text, {"a": "1", "b": [{"c": "2"}, {"d": "e\n"}]}) == (found.source.text, found)


@pytest.mark.parametrize("text", ["a: b # c\td\n", "#\ta: b\nc: [d, # e\tf\n  g]\n", "a: b\n  #\tc: d\n", "a: 'b # c\td'\n"])
def test_tabs_may_stand_in_comments(text: str) -> None:
    assert by_libyaml(text) == by_line(text) == by_python(text)


# One file after the other


def test_a_list_with_something_unusual_at_its_end_is_read_by_libyaml() -> None:
    documents = documents_of("vocabulary: 1\nsegments:\n- id: a\n- id: b\n  name: |\n    内部\n", "x.yaml")
    segments = build_inventory(documents, VOCABULARY, Catalogs({})).populations["segment"].members

    assert isinstance(documents[0]["segments"], Entries)
    assert ["a", "内部\n"] == [segments[0].id, segments[1].value("name")]


def test_slips_in_several_files_are_told_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"vocabulary: 1\n{'devices' if name == 'a' else 'segments'}:\n- id: a\n- id: b\n  name: [x\n", encoding="utf-8")

    with pytest.raises(Refused) as caught:
        build_inventory(read_documents(str(tmp_path), "city"), VOCABULARY, Catalogs({}))

    assert ["city/a.yaml", "city/b.yaml"] == [problem.location.file for problem in caught.value.problems]


def test_equal_blocks_are_one_object_and_know_no_place() -> None:
    first, second = BlockReader(Source("x.yaml", "devices:\n- id: a\n  os:\n    product: 甲\n- id: b\n  os:\n    product: 甲\n")).document()["devices"]

    assert first["os"] is second["os"]
    assert isinstance(first["os"], Mapping)
    assert not hasattr(first["os"], "source")


@pytest.mark.parametrize("most", [1, 2, 5, 8])
def test_what_is_read_does_not_depend_on_how_much_is_kept(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secpolicy.model.block_reader._MOST_SHARED", most)

    assert by_line(CITY) == by_libyaml(CITY)


def test_equal_things_in_braces_stand_where_each_is_written() -> None:
    document = BlockReader(Source("x.yaml", "a:\n- {b: c}\n- {b: c}\nd:\n  e:\n  - {f: {}}\n  - {f: {}}\ng: [{b: c}, {b: c}]\n")).document()

    assert [2, 3] == [locate(thing, ("b",)).line for thing in document["a"]]
    assert [6, 7] == [locate(thing, ()).line for thing in document["d"]["e"]]
    assert [5, 13] == [locate(thing, ()).column for thing in document["g"]]

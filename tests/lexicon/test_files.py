"""What holds for every lexicon file, whoever wrote it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.lexicon import lexicon_folders
from pipeline.lexicon.loader import parse_yaml

FILES = sorted(lexicon_folders()[0].glob("*.yaml"))


def rows(path: Path) -> list[dict[str, Any]]:
    return list(parse_yaml(path)["entries"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_rows_with_unique_ids(path: Path) -> None:
    ids = [row["id"] for row in rows(path)]
    assert ids
    doubles = sorted({one for one in ids if ids.count(one) > 1})
    assert not doubles, f"give each row of {path.name} an id of its own: {doubles}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_two_keys_of_a_mapping_are_the_same(path: Path) -> None:
    """YAML keeps the last of two equal keys in silence: a word list would lose its first half."""

    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
        keys = [loader.construct_object(key) for key, _ in node.value]  # type: ignore[no-untyped-call]
        assert len(keys) == len(set(map(str, keys))), f"{path.name} line {node.start_mark.line + 1}: a key stands twice"
        return {
            key: loader.construct_object(value, deep=True) for key, (_, value) in zip(keys, node.value, strict=True)
        }  # type: ignore[no-untyped-call]

    Strict.add_constructor("tag:yaml.org,2002:map", mapping)
    yaml.load(path.read_text("utf-8"), Loader=Strict)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_invisible_characters(path: Path) -> None:
    odd = {c for c in path.read_text("utf-8") if unicodedata.category(c) in {"Cf", "Co", "Cn"} or c == "\u00a0"}
    assert not odd, f"{path.name} holds invisible characters {sorted(map(hex, map(ord, odd)))}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_ids_are_plain(path: Path) -> None:
    for row in rows(path):
        assert isinstance(row["id"], str), f"quote the id {row['id']!r} in {path.name}"
        assert row["id"].strip() == row["id"]

"""Parsed lexicons are kept, taken only for the same bytes, and never needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import cache, loader


class Parser:
    """Parses YAML and counts how often."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, content: bytes) -> Any:
        self.calls += 1
        return yaml.safe_load(content)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "cache"
    monkeypatch.setenv(cache.CACHE_FOLDER, str(home))
    return home


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "words.yaml"
    path.write_text("entries:\n- {id: a, words: [教务处]}\n", encoding="utf-8")
    return path


def test_a_file_is_parsed_once(folder: Path, file: Path) -> None:
    parse = Parser()
    first, second = cache.parsed(file, parse), cache.parsed(file, parse)
    assert first == second == {"entries": [{"id": "a", "words": ["教务处"]}]}
    assert parse.calls == 1
    assert [path.suffix for path in folder.iterdir()] == [".msgpack"]


def test_a_changed_file_is_parsed_anew_whatever_its_time(folder: Path, file: Path) -> None:
    parse = Parser()
    cache.parsed(file, parse)
    before = file.stat()
    file.write_bytes(file.read_bytes().replace("教务处".encode(), "总务处".encode()))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert cache.parsed(file, parse)["entries"][0]["words"] == ["总务处"]
    assert parse.calls == 2
    assert len(list(folder.iterdir())) == 1


def test_a_user_word_is_there_after_an_edit(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv(loader.USER_FOLDER, str(own))
    path = own / "words.yaml"
    for word in ("甲", "乙"):
        path.write_text(f"entries:\n- {{id: {word}}}\n", encoding="utf-8")
        assert loader.parse_yaml(path)["entries"] == [{"id": word}]


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\xc1" * 40, msgspec.msgpack.encode([1, 2, 3])])
def test_a_damaged_kept_file_is_replaced(folder: Path, file: Path, damage: bytes) -> None:
    parse = Parser()
    data = cache.parsed(file, parse)
    next(folder.iterdir()).write_bytes(damage)
    assert cache.parsed(file, parse) == data
    assert cache.parsed(file, parse) == data
    assert parse.calls == 2


def test_what_would_come_back_otherwise_is_not_kept(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "dates.yaml"
    path.write_text("day: 2025-09-01\n", encoding="utf-8")
    parse = Parser()
    assert cache.parsed(path, parse) == cache.parsed(path, parse) == yaml.safe_load(path.read_text())
    assert parse.calls == 2
    assert not list(folder.iterdir())


def test_nothing_is_kept_where_it_is_turned_off(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.CACHE_FOLDER, "")
    parse = Parser()
    assert cache.parsed(file, parse) == cache.parsed(file, parse)
    assert parse.calls == 2


def test_a_folder_that_cannot_be_made_is_done_without(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.CACHE_FOLDER, str(file / "below-a-file"))
    assert cache.parsed(file, Parser()) == yaml.safe_load(file.read_bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such permissions")
def test_a_folder_that_others_may_write_is_not_used(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    monkeypatch.setenv(cache.CACHE_FOLDER, str(shared))
    cache.parsed(file, Parser())
    assert not list(shared.iterdir())


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates() | st.binary(max_size=3)
)


@given(st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3)))
def test_any_yaml_comes_back_as_it_is_parsed(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    home = tmp_path_factory.mktemp("kept")
    path = home / "any.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.CACHE_FOLDER, str(home / "cache"))
        first = cache.parsed(path, yaml.safe_load)
        second = cache.parsed(path, yaml.safe_load)
    assert repr(first) == repr(second)

"""Files that appear whole or not at all."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from pipeline.batch import worker
from pipeline.batch.files import write_all_whole
from pipeline.model.errors import StoreError

_LONG = "学校安全工作实施方案" * 5


def test_several_files_are_written_at_once(tmp_path: Path) -> None:
    files = {tmp_path / f"{_LONG}{number}.json": f"{number}".encode() for number in range(3)}
    (tmp_path / f"{_LONG}1.json").write_bytes(b"before")
    write_all_whole(files)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_one_that_cannot_be_written_leaves_no_drafts(tmp_path: Path) -> None:
    files = {tmp_path / "一.json": b"1", tmp_path / "没有" / "二.json": b"2", tmp_path / "三.json": b"3"}
    with pytest.raises(StoreError, match=r"二\.json"):
        write_all_whole(files)
    assert not list(tmp_path.iterdir())


def test_one_that_cannot_be_put_in_its_place_leaves_no_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def refused(draft: Path, path: Path) -> None:
        if path.name == "二.json":
            raise PermissionError(13, "no")
        replace(draft, path)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(StoreError, match=r"二\.json"):
        write_all_whole({tmp_path / "一.json": b"1", tmp_path / "二.json": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["一.json"]


def test_after_a_file_cycles_are_looked_for_as_before(tmp_path: Path) -> None:
    before = gc.get_threshold()
    worker.process(str(tmp_path / "没有.txt"), "没有.txt")
    assert gc.get_threshold() == before

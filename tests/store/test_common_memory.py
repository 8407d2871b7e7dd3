"""Readers in several threads share what they remember, and never what another version of the base gave."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.store import KnowledgeBase
from pipeline.store.common_memory import CommonMemory
from pipeline.store.records import StoredFile

KEY = ("files",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(made, write=True) as kb:
        kb.put_file(StoredFile(path="甲.txt", status="failed", reason="空文件"))
    return made


@pytest.fixture
def common(path: Path) -> Iterator[CommonMemory]:
    memory = CommonMemory(path)
    yield memory
    memory.close()


def files(kb: KnowledgeBase, asked: list[int]) -> int:
    def make() -> int:
        asked.append(1)
        return len(kb.files())

    return kb.remember(KEY, make)


def test_what_one_reader_worked_out_the_other_has(path: Path, common: CommonMemory) -> None:
    asked: list[int] = []
    with KnowledgeBase.open(path, common=common) as one, KnowledgeBase.open(path, common=common) as other:
        with one.snapshot():
            assert files(one, asked) == 1
        with other.snapshot():
            assert files(other, asked) == 1
    assert len(asked) == 1


def test_after_a_change_both_read_anew_once(path: Path, common: CommonMemory) -> None:
    asked: list[int] = []
    with KnowledgeBase.open(path, common=common) as one, KnowledgeBase.open(path, common=common) as other:
        with one.snapshot():
            files(one, asked)
        with KnowledgeBase.open(path, write=True) as writer:
            writer.put_file(StoredFile(path="乙.txt", status="failed", reason="空文件"))
        for reader in (other, one, other):
            with reader.snapshot():
                assert files(reader, asked) == 2
    assert len(asked) == 2


def test_a_snapshot_begun_before_a_change_neither_takes_nor_leaves_what_is_new(
    path: Path, common: CommonMemory
) -> None:
    asked: list[int] = []
    with (
        KnowledgeBase.open(path, write=True) as writer,  # in WAL mode readers go on while it writes
        KnowledgeBase.open(path, common=common) as old,
        KnowledgeBase.open(path, common=common) as new,
    ):
        with old.snapshot():
            writer.put_file(StoredFile(path="乙.txt", status="failed", reason="空文件"))
            with new.snapshot():
                assert files(new, asked) == 2
            assert files(old, asked) == 1
        with new.snapshot():
            assert files(new, asked) == 2


def test_outside_a_snapshot_nothing_is_kept(path: Path, common: CommonMemory) -> None:
    asked: list[int] = []
    with KnowledgeBase.open(path, common=common) as kb:
        assert files(kb, asked) == files(kb, asked) == 1
    assert len(asked) == 2


def test_one_thread_works_while_the_others_wait(path: Path, common: CommonMemory) -> None:
    asked: list[int] = []
    start = threading.Barrier(4)

    def read() -> None:
        with KnowledgeBase.open(path, common=common) as kb, kb.snapshot():
            start.wait()
            assert files(kb, asked) == 1

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1

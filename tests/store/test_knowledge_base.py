"""The knowledge base as a whole: what is put in comes out, whatever the order, and nothing stays of what is removed."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.errors import StoreError, UsageError
from pipeline.store import KnowledgeBase, StoredFile
from tests.store.plans import plan

Dump = dict[str, list[tuple[object, ...]]]


def dump(path: Path) -> Dump:
    """Every row of every table, and what the index holds."""
    db = sqlite3.connect(path)
    tables = [
        row[0]
        for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%index%'")
        if row[0] != "passage_terms"
    ]
    rows = {table: sorted(db.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}
    rows["terms"] = list(db.execute("SELECT * FROM passage_terms"))
    db.close()
    return rows


@pytest.fixture
def store(tmp_path: Path) -> Callable[..., Path]:
    def make(*plans: str, name: str = "kb.sqlite") -> Path:
        path = tmp_path / name
        with KnowledgeBase.open(path, write=True) as kb:
            for words in plans:
                extraction, text = plan(words)
                kb.add(extraction, text)
        return path

    return make


def test_one_file_remains(store: Callable[..., Path]) -> None:
    path = store("one")
    assert [entry.name for entry in path.parent.iterdir()] == ["kb.sqlite"]


def test_facts_come_back(store: Callable[..., Path]) -> None:
    with KnowledgeBase.open(store("one", "two")) as kb:
        for words in ("one", "two"):
            extraction, text = plan(words)
            document = extraction.documents[0].id
            assert [f.fact for f in kb.facts(document=document)] == sorted(
                extraction.facts, key=lambda f: (f.spans[0].start, -f.spans[-1].end, f.id)
            )
            assert kb.source_text(document) == text
        fact = kb.fact("one-f1")
        assert fact is not None
        assert fact.words in fact.text
        assert fact.section == "一、工作职责"
        assert fact.due == "2025年底前"


def test_order_of_adding_is_not_seen(store: Callable[..., Path]) -> None:
    names = ("one", "two", "copy-of-one")
    dumps = [dump(store(*order, name=f"{number}.sqlite")) for number, order in enumerate(itertools.permutations(names))]
    assert all(other == dumps[0] for other in dumps)


def test_adding_twice_changes_nothing(store: Callable[..., Path]) -> None:
    assert dump(store("one", "one", name="a.sqlite")) == dump(store("one", name="b.sqlite"))


def test_a_changed_file_replaces_the_old_one(store: Callable[..., Path]) -> None:
    """Only the new state is left, as if the old one had never been."""
    assert dump(store("one", "one-changed", name="a.sqlite")) == dump(store("one-changed", name="b.sqlite"))


def test_removing_leaves_nothing(store: Callable[..., Path]) -> None:
    path = store("one", "two")
    with KnowledgeBase.open(path, write=True) as kb:
        assert kb.remove_file("two.txt")
        assert not kb.remove_file("two.txt")
    assert dump(path) == dump(store("one", name="b.sqlite"))


def test_a_copy_keeps_the_content(store: Callable[..., Path]) -> None:
    path = store("one", "copy-of-one")
    with KnowledgeBase.open(path, write=True) as kb:
        assert len(kb.documents()) == 1
        assert kb.remove_file("copy.txt")
        assert len(kb.documents()) == 1
        assert kb.documents()[0].path == "one.txt"


def test_failed_files_are_noted(store: Callable[..., Path]) -> None:
    path = store("one")
    with KnowledgeBase.open(path, write=True) as kb:
        kb.put_file(StoredFile(path="one.txt", status="failed", reason="文件已加密"))
    with KnowledgeBase.open(path) as kb:
        assert [(f.path, f.status, f.reason) for f in kb.files()] == [("one.txt", "failed", "文件已加密")]
        assert list(kb.facts()) == []


def test_a_failed_addition_leaves_the_store_as_it_was(store: Callable[..., Path]) -> None:
    path = store("one")
    before = dump(path)
    extraction, text = plan("two")
    with KnowledgeBase.open(path, write=True) as kb:
        with contextlib.suppress(KeyboardInterrupt), kb.transaction():
            kb.add(extraction, text)
            raise KeyboardInterrupt
        assert len(kb.documents()) == 1
    assert dump(path) == before


def test_readers_see_a_whole_state_while_another_writes(store: Callable[..., Path]) -> None:
    path = store("one")
    with KnowledgeBase.open(path, write=True) as writer, KnowledgeBase.open(path) as reader:
        with writer.transaction():
            writer.add(*plan("two"))
            assert len(reader.documents()) == 1
        assert len(reader.documents()) == 2
    with KnowledgeBase.open(path, write=True):
        pass
    assert [entry.name for entry in path.parent.iterdir()] == ["kb.sqlite"]


def test_a_second_writer_is_told(store: Callable[..., Path]) -> None:
    path = store("one")
    with KnowledgeBase.open(path, write=True), pytest.raises(StoreError, match="正由另一个任务写入"):
        KnowledgeBase.open(path, write=True)


def test_readers_cannot_write(store: Callable[..., Path]) -> None:
    with KnowledgeBase.open(store("one")) as kb, pytest.raises(StoreError, match="只读"):
        kb.remove_file("one.txt")


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="找不到知识库"):
        KnowledgeBase.open(tmp_path / "none.sqlite")


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kb.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="已损坏"):
        KnowledgeBase.open(path)
    with pytest.raises(StoreError, match="已损坏"):
        KnowledgeBase.open(path, write=True)
    assert path.read_bytes() == content


def test_newer_version(store: Callable[..., Path]) -> None:
    path = store("one")
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="请升级"):
        KnowledgeBase.open(path)


def test_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.close()
    for write in (False, True):
        with pytest.raises(StoreError, match="别的程序"):
            KnowledgeBase.open(path, write=write)


def test_unknown_document_and_type(store: Callable[..., Path]) -> None:
    with KnowledgeBase.open(store("one")) as kb:
        with pytest.raises(UsageError, match="没有这个文件"):
            list(kb.facts(document="无"))
        with pytest.raises(UsageError, match="没有这种事实"):
            list(kb.facts(type="wish"))
        assert kb.fact("none") is None


def test_foreign_keys_hold(store: Callable[..., Path]) -> None:
    db = sqlite3.connect(store("one", "two"))
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()

"""Bases of older programs open, keep their content, and are brought to the present schema in whole steps."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.model.errors import StoreError
from pipeline.store import KnowledgeBase, connection, schema
from pipeline.store.reviews import history, reviews
from tests.store.plans import plan
from tests.store.test_knowledge_base import dump

CASES = Path(__file__).parent / "cases"
OLD = sorted(CASES.glob("kb-v*.sqlite.gz"))
KEPT = ("contents", "files", "documents", "sections", "passages", "facts", "spans", "links", "actors", "fact_actors",
        "actor_links", "terms", "meta")  # fmt: skip


def unpacked(fixture: Path, folder: Path) -> Path:
    path = folder / "kb.sqlite"
    path.write_bytes(gzip.decompress(fixture.read_bytes()))
    return path


def layout(path: Path) -> list[tuple[str, ...]]:
    db = sqlite3.connect(path)
    rows = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    ).fetchall()
    db.close()
    return rows


@pytest.mark.parametrize("fixture", OLD, ids=lambda path: path.name)
@pytest.mark.parametrize("write", [False, True])
def test_an_old_base_is_brought_up_to_date(fixture: Path, write: bool, tmp_path: Path) -> None:
    path = unpacked(fixture, tmp_path)
    with KnowledgeBase.open(path, write=write) as kb:
        assert kb.db.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
        assert kb.db.execute("PRAGMA foreign_key_check").fetchall() == []
        extraction, _ = plan("one")
        assert {f.fact.id for f in kb.facts(document="one-d")} == {fact.id for fact in extraction.facts}
        held = reviews(kb)["one-f1"]
        assert (held.state, held.who, held.anchor.words) == ("doing", "李老师", "牵头负责全校控辍保学工作")
        assert [h.why for h in history(kb, "one-f1")] == ["已布置"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["kb.sqlite"]
    fresh = tmp_path / "fresh.sqlite"
    with KnowledgeBase.open(fresh, write=True) as kb:
        for name in ("one", "two"):
            kb.add(*plan(name))
    assert layout(path) == layout(fresh)
    old, new = dump(path), dump(fresh)
    # How texts are searched is written down with the index, which only whoever writes makes anew.
    kept = [table for table in KEPT if write or table != "meta"]
    assert {table: old[table] for table in kept} == {table: new[table] for table in kept}


def test_a_step_that_fails_leaves_the_base_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = unpacked(OLD[0], tmp_path)
    before = dump(path)
    broken = (schema.MIGRATIONS[0], schema.MIGRATIONS[1] + "INSERT INTO nowhere VALUES (1);")
    monkeypatch.setattr(connection, "MIGRATIONS", broken)
    with pytest.raises(StoreError, match="出错"):
        KnowledgeBase.open(path)
    assert dump(path) == before
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    db.close()


def test_two_at_once_take_a_step_once(tmp_path: Path) -> None:
    path = unpacked(OLD[0], tmp_path)

    def changes() -> int:
        db = connection.open_for_writing(path)
        try:
            return int(db.execute("SELECT count(*) FROM changes").fetchone()[0])
        finally:
            db.close()

    with ThreadPoolExecutor(4) as pool:
        assert [done.result() for done in [pool.submit(changes) for _ in range(4)]] == [1, 1, 1, 1]


def test_who_opens_waits_for_who_writes(tmp_path: Path) -> None:
    path = unpacked(OLD[-1], tmp_path)
    writer = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    writer.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.1, writer.execute, ["COMMIT"])
    done.start()
    connection.close_writer(connection.open_for_writing(path))
    done.join()
    writer.close()


def test_an_old_base_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = unpacked(OLD[0], tmp_path)
    monkeypatch.setattr(connection.os, "access", lambda *_: False)
    with pytest.raises(StoreError, match="旧版策图写成，需要升级一次"):
        KnowledgeBase.open(path)


@pytest.mark.parametrize("fixture", OLD, ids=lambda path: path.name)
def test_an_old_base_is_left_alone_where_it_may_not_be_changed(fixture: Path, tmp_path: Path) -> None:
    path = unpacked(fixture, tmp_path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="要先升级"):
        KnowledgeBase.open(path, migrate=False)
    assert path.read_bytes() == before
    KnowledgeBase.open(path).close()
    KnowledgeBase.open(path, migrate=False).close()

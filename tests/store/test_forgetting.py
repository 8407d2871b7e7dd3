"""A forgotten file leaves nothing: no row, no word in the indexes, no byte in the database file or beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipeline.model.errors import StoreError, UsageError
from pipeline.model.result import Duty
from pipeline.store import KnowledgeBase
from pipeline.store.forgetting import forget, would_forget
from pipeline.store.review_records import By
from pipeline.store.reviews import batches, orphans, review, reviews, undo
from tests.store.plans import Plan, numbered_plan, plan
from tests.store.test_knowledge_base import dump

LI = By(who="李老师", at="2025-06-15T08:00:00", why="鹓鶵核对")
# Characters that stand nowhere else: whatever of them is in the bytes was left behind.
SECRET = "翀翯小学工作要点\n一、鼋鼍\n蘅芜处负责{0}黼黻登记。\n"
MARKS = ("翀", "翯", "鼋", "鼍", "蘅芜", "黼", "黻", "鹓鶵")


def secret(text: str = SECRET.format("")) -> Plan:
    p = Plan("secret", text, title="翀翯小学工作要点", issuer="翀翯小学", path="密/翀翯.txt")
    p.section("一", "鼋鼍")
    p.fact(Duty, text[text.index("负责") : text.index("登记") + 2], actor="蘅芜处", actor_kind="org")
    return p


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(made, write=True) as kb:
        for number in range(30):
            kb.add(*numbered_plan(number))
        kb.add(*secret().done())
        kb.add(*plan("one"))
    return made


def left(path: Path) -> set[str]:
    """Which of the marks are in the bytes of the file or of one beside it."""
    data = b"".join(one.read_bytes() for one in path.parent.iterdir())
    pieces = {mark: mark.encode() for mark in MARKS}
    return {mark for mark, piece in pieces.items() if piece in data}


@pytest.mark.parametrize("named", ["翀翯小学工作要点", "密/翀翯.txt", "secret-d"])
def test_nothing_stays(path: Path, named: str) -> None:
    with KnowledgeBase.open(path, write=True) as kb:
        review(kb, "secret-f1", {"remark": "黼黻已查"}, LI)
    assert left(path) == set(MARKS)
    with KnowledgeBase.open(path, write=True) as kb:
        gone = forget(kb, named, with_reviews=True)
        assert (gone.paths, gone.titles, gone.facts, gone.reviews) == (("密/翀翯.txt",), ("翀翯小学工作要点",), 1, 1)
    assert left(path) == set()
    fresh = path.with_name("fresh") / "kb.sqlite"
    with KnowledgeBase.open(fresh, write=True) as kb:
        for number in range(30):
            kb.add(*numbered_plan(number))
        kb.add(*plan("one"))
    assert dump(path) == dump(fresh)


def test_an_earlier_version_of_the_file_leaves_nothing_either(path: Path) -> None:
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*secret(SECRET.format("全部").replace("鼋鼍", "鼍鼋").replace("一、鼍鼋", "一、鼋鼍与其他")).done())
        forget(kb, "密/翀翯.txt", with_reviews=False)
    assert left(path) == set()


def test_reviews_may_stay_to_be_checked(path: Path) -> None:
    with KnowledgeBase.open(path, write=True) as kb:
        review(kb, "secret-f1", {"state": "done"}, LI)
        forget(kb, "secret-d", with_reviews=False)
        assert [(o.fact, o.state) for o in orphans(kb)] == [("secret-f1", "done")]
    db = sqlite3.connect(path)
    assert db.execute("SELECT count(*) FROM facts WHERE id = 'secret-f1'").fetchone() == (0,)
    db.close()


def test_only_the_files_own_part_of_the_log_goes(path: Path) -> None:
    with KnowledgeBase.open(path, write=True) as kb:
        first = review(kb, "secret-f1", {"state": "done"}, LI)
        review(kb, "one-f1", {"state": "doing"}, LI)
        assert first is not None
        undo(kb, first, LI)
        forget(kb, "secret-d", with_reviews=True)
        assert list(reviews(kb)) == ["one-f1"]
        assert [b.number for b in batches(kb)] == [2]
        assert kb.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_copies_go_too(path: Path) -> None:
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*plan("copy-of-one"))
        assert would_forget(kb, "one.txt").paths == ("copy.txt", "one.txt")
        forget(kb, "one.txt", with_reviews=False)
        assert {f.path for f in kb.files()}.isdisjoint({"one.txt", "copy.txt"})


def test_what_is_not_there(path: Path) -> None:
    with KnowledgeBase.open(path, write=True) as kb, pytest.raises(UsageError, match="没有这个文件或方案"):
        forget(kb, "无此方案", with_reviews=False)
    with KnowledgeBase.open(path) as kb, pytest.raises((StoreError, sqlite3.Error)):
        forget(kb, "secret-d", with_reviews=False)


def test_a_reader_at_work_is_named(path: Path) -> None:
    """A reader in the middle of a query keeps the old pages alive: the user is told so."""
    with KnowledgeBase.open(path, write=True) as kb, KnowledgeBase.open(path) as reader:
        reader.db.execute("BEGIN")
        reader.db.execute("SELECT count(*) FROM facts").fetchone()
        kb.db.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(StoreError, match="另有程序正在读知识库"):
            forget(kb, "secret-d", with_reviews=False)
        reader.db.execute("COMMIT")
    with KnowledgeBase.open(path, write=True):
        pass
    assert left(path) == set()

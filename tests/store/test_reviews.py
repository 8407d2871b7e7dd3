"""What people say of facts: kept, logged, undone, and never lost when a file is extracted anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.errors import UsageError
from pipeline.model.result import Duty
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By, Edit
from pipeline.store.reviews import apply, batches, history, orphans, review, reviews, undo
from tests.store.plans import Plan, plan

LI = By(who="李老师", at="2025-09-01T09:00:00", why="例会核对")
ZHAO = By(who="赵主任", at="2025-09-02T10:30:00")


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        base.add(*plan("one"))
        yield base


def test_a_review_is_held_and_logged(kb: KnowledgeBase) -> None:
    assert review(kb, "one-f1", {"state": "进行中", "remark": " 已开过会 ", "actor": "德育处"}, LI) == 1
    held = reviews(kb)["one-f1"]
    assert (held.state, held.remark, held.corrections) == ("doing", "已开过会", {"actor": "德育处"})
    assert (held.verdict_word, held.who, held.at, held.orphan) == ("已修改", "李老师", LI.at, False)
    assert [(h.field, h.old, h.new, h.who, h.why) for h in history(kb, "one-f1")] == [
        ("state", None, "doing", "李老师", "例会核对"),
        ("remark", None, "已开过会", "李老师", "例会核对"),
        ("actor", None, "德育处", "李老师", "例会核对"),
    ]
    stored = kb.fact("one-f1")
    assert stored is not None
    assert isinstance(stored.fact, Duty)
    assert stored.fact.actor == "教导处", "the statement itself keeps its original value"


def test_what_is_not_new_makes_no_batch(kb: KnowledgeBase) -> None:
    assert review(kb, "one-f1", {"remark": None, "state": None}, LI) is None
    review(kb, "one-f1", {"remark": "好"}, LI)
    assert review(kb, "one-f1", {"remark": "好"}, ZHAO) is None
    assert len(batches(kb)) == 1


VERDICTS = [
    ({"review": "confirmed"}, "已确认"),
    ({"review": "已驳回"}, "已驳回"),
    ({"review": "已确认", "actor": "德育处"}, "已修改"),
    ({"review": "rejected", "actor": "德育处"}, "已驳回"),
    ({"remark": "再看"}, "未复核"),
]


@pytest.mark.parametrize(("changes", "word"), VERDICTS)
def test_verdicts(kb: KnowledgeBase, changes: dict[str, str | None], word: str) -> None:
    review(kb, "one-f1", changes, LI)
    assert reviews(kb, ["one-f1", "one-f2"])["one-f1"].verdict_word == word


REFUSED = [
    ("one-f1", {"state": "飞行中"}, "没有这种办理状态：飞行中"),
    ("one-f1", {"state": "已逾期"}, "没有这种办理状态"),
    ("one-f1", {"colour": "red"}, "职责没有可改的项目"),
    ("one-f1", {"person": "王"}, "职责没有可改的项目“姓名”"),
    ("one-f1", {"due": "2025-02-30"}, "不是日期"),
    ("one-f1", {"due": "明天"}, "不是日期"),
    ("one-f1", {"part": "围观"}, "“分工”不能是“围观”（可用 牵头、配合、负责）"),
    ("one-f1", {"remark": "长" * 4001}, "太长"),
    ("one-f3", {"value": "nan"}, "“数值”不对"),
    ("one-f3", {"value": "many"}, "“数值”不对"),
    ("one-f5", {"freq": "weekly"}, "“频率”不对"),
    ("none", {"remark": "x"}, "没有这个事实"),
]


@pytest.mark.parametrize(("fact", "changes", "message"), REFUSED)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    kb: KnowledgeBase, fact: str, changes: dict[str, str | None], message: str
) -> None:
    edits = [Edit(fact="one-f1", changes={"remark": "先写"}), Edit(fact=fact, changes=changes)]
    with pytest.raises(UsageError, match=message.replace("（", "[（]")):
        apply(kb, edits, LI)
    assert batches(kb) == []
    assert reviews(kb) == {}


@pytest.mark.parametrize("by", [By(who=" ", at=LI.at), By(who="李", at="昨天")])
def test_who_and_when_are_asked_for(kb: KnowledgeBase, by: By) -> None:
    with pytest.raises(UsageError):
        review(kb, "one-f1", {"remark": "x"}, by)


def test_undo_and_undoing_the_undo(kb: KnowledgeBase) -> None:
    review(kb, "one-f1", {"state": "doing", "remark": "一"}, LI)
    second = review(kb, "one-f1", {"state": "done", "remark": None}, ZHAO)
    assert second is not None
    third = undo(kb, second, ZHAO)
    assert (reviews(kb)["one-f1"].state, reviews(kb)["one-f1"].remark) == ("doing", "一")
    with pytest.raises(UsageError, match="已经撤回"):
        undo(kb, second, LI)
    undo(kb, third, LI)
    assert (reviews(kb)["one-f1"].state, reviews(kb)["one-f1"].remark) == ("done", "")
    assert [(b.kind, b.undoes, b.undone_by) for b in batches(kb)] == [
        ("review", None, None), ("review", None, None), ("undo", 2, 4), ("undo", 3, None),
    ]  # fmt: skip
    assert [h.undone for h in history(kb, "one-f1")] == [False] * 4 + [True] * 2 + [False] * 2


def test_undo_refuses_what_was_changed_since(kb: KnowledgeBase) -> None:
    first = review(kb, "one-f1", {"state": "doing", "remark": "一"}, LI)
    review(kb, "one-f1", {"state": "done"}, ZHAO)
    assert first is not None
    with pytest.raises(UsageError, match="状态后来改为“已完成”"):
        undo(kb, first, LI)
    assert reviews(kb)["one-f1"].state == "done"
    with pytest.raises(UsageError, match="没有第 9 批"):
        undo(kb, 9, LI)


def test_the_log_cannot_be_changed(kb: KnowledgeBase) -> None:
    review(kb, "one-f1", {"state": "doing"}, LI)
    with pytest.raises(sqlite3.IntegrityError, match="append only"):
        kb.db.execute("UPDATE changes SET new = 'done'")


VALUES = st.sampled_from([None, "todo", "doing", "done", "cancelled"])


@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(["one-f1", "one-f4"]), VALUES), min_size=1, max_size=8))
def test_undoing_all_batches_backwards_leads_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]]
) -> None:
    with KnowledgeBase.open(tmp_path_factory.mktemp("undo") / "kb.sqlite", write=True) as base:
        base.add(*plan("one"))
        made = [batch for fact, value in steps if (batch := review(base, fact, {"state": value}, LI))]
        for batch in reversed(made):
            undo(base, batch, ZHAO)
        assert all(held.state is None for held in reviews(base).values())


# --- extraction anew -------------------------------------------------------------------------------------------------

TEXT = "桐花小学工作计划\n一、教学\n教务处每月检查备课本一次。\n二、安全\n安保处负责校门值守。{more}"


def version(name: str, text: str, *duties: tuple[str, str]) -> tuple[object, str]:
    """A plan under one path; `duties` are (actor, words)."""
    p = Plan(name, text, title="桐花小学工作计划", issuer="桐花小学", path="plan.txt")
    for actor, words in duties:
        p.fact(Duty, words, actor=actor, actor_kind="org")
    return p.done()


CHECKS, GUARDS = ("教务处", "每月检查备课本一次"), ("安保处", "负责校门值守")
OLD = TEXT.format(more="")
GONE = OLD.replace("安保处负责校门值守。", "")
# What the file says and what is found in it the second time → where the review of 安保处's duty is then (None: 待核对).
AGAIN = [
    ("same", OLD, [CHECKS, GUARDS], ("new-f2", "words")),
    ("ids in another order", OLD, [GUARDS, CHECKS], ("new-f1", "words")),
    ("words longer", OLD, [CHECKS, ("安保处", "安保处负责校门值守")], ("new-f2", "near")),
    ("words shorter", OLD, [("安保处", "校门值守")], ("new-f1", "near")),
    ("text before it", "新增一段说明。" * 20 + OLD, [CHECKS, GUARDS], ("new-f2", "words")),
    ("blanks", OLD.replace("校门值守", "校门 值守"), [("安保处", "负责校门 值守")], ("new-f1", "words")),
    ("another party", OLD.replace("安保处", "总务处"), [("总务处", "负责校门值守")], None),
    ("party with its level", OLD.replace("安保处", "校安保处"), [("校安保处", "负责校门值守")], ("new-f1", "words")),
    ("gone", GONE, [CHECKS], None),
    ("far away, elsewhere said", GONE + "另。" * 2000 + "放假时安保处负责校门值守。", [GUARDS], None),
    ("the sentence moved", GONE + "另。" * 2000 + "安保处负责校门值守。", [GUARDS], ("new-f1", "near")),
]


@pytest.mark.parametrize(("text", "duties", "expected"), [row[1:] for row in AGAIN], ids=[row[0] for row in AGAIN])
def test_a_reviewed_fact_is_never_lost(
    tmp_path: Path, text: str, duties: list[tuple[str, str]], expected: tuple[str, str] | None
) -> None:
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        base.add(*version("old", OLD, CHECKS, GUARDS))  # type: ignore[arg-type]
        review(base, "old-f2", {"state": "done", "remark": "已落实"}, LI)
        base.add(*version("new", text, *duties))  # type: ignore[arg-type]
        held = list(reviews(base).values())
        assert [(h.state, h.remark) for h in held] == [("done", "已落实")]
        if expected is None:
            assert [(o.fact, o.anchor.words, o.anchor.path) for o in orphans(base)] == [
                ("old-f2", "负责校门值守", "plan.txt")
            ]
        else:
            assert (held[0].fact, held[0].matched) == expected
            assert orphans(base) == []
            assert len(history(base, expected[0])) == 2
        base.add(*version("old", OLD, CHECKS, GUARDS))  # type: ignore[arg-type]
        assert "old-f2" in reviews(base), "the file as it was brings the review back"
        assert orphans(base) == []


def test_two_reviews_never_meet_on_one_fact(tmp_path: Path) -> None:
    twice = "值周表\n一、早\n值周教师负责巡查楼道。\n二、晚\n值周教师负责巡查楼道。\n"
    both, one = ("值周教师", "负责巡查楼道"), twice.replace("二、晚\n值周教师负责巡查楼道。\n", "")
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        p = Plan("old", twice, title="值周表", path="plan.txt")
        p.fact(Duty, both[1], actor=both[0], actor_kind="post")
        p.fact(Duty, both[1], "二、晚", actor=both[0], actor_kind="post")
        base.add(*p.done())
        review(base, "old-f1", {"remark": "早"}, LI)
        review(base, "old-f2", {"remark": "晚"}, LI)
        base.add(*version("new", one, both))  # type: ignore[arg-type]
        assert {h.fact: h.remark for h in reviews(base).values()} == {"new-f1": "早", "old-f2": "晚"}
        assert [o.remark for o in orphans(base)] == ["晚"]


def test_a_removed_file_leaves_its_reviews_to_be_checked(kb: KnowledgeBase) -> None:
    review(kb, "one-f1", {"state": "doing"}, LI)
    kb.remove_file("one.txt")
    assert [(o.fact, o.orphan, o.anchor.document) for o in orphans(kb)] == [
        ("one-f1", True, "望江小学控辍保学工作方案")
    ]
    kb.add(*plan("one"))
    assert orphans(kb) == []


def test_a_copy_takes_over(kb: KnowledgeBase) -> None:
    """The reviewed file goes and its copy stays; when the copy changes the review goes with it."""
    review(kb, "one-f7", {"remark": "属实"}, LI)
    kb.add(*plan("copy-of-one"))
    kb.remove_file("one.txt")
    assert orphans(kb) == []
    kb.add(*version("new", OLD, CHECKS))  # type: ignore[arg-type]
    assert [h.orphan for h in reviews(kb).values()] == [False]

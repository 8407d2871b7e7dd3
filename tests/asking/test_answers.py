"""The queries over small plans with facts set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.asking import ask, deadlines, duties, marks, search, show, who
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.searchtext import normalised, searchable
from tests.store.plans import plan


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    path = tmp_path_factory.mktemp("kb") / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as base:
        for name in ("one", "two", "copy-of-one"):
            base.add(*plan(name))
    with KnowledgeBase.open(path) as base:
        yield base


def test_who(kb: KnowledgeBase) -> None:
    (row,) = who(kb, "控辍保学 辍学率")
    assert (row.answer, row.part, row.deadline) == ("教导处", "lead", "2025年底前（2025-12-31）")
    assert row.section == "一、工作职责"
    assert row.text == "教导处牵头负责全校控辍保学工作，2025年底前辍学率控制在1%以内。"
    assert row.path == "copy.txt"


def test_who_gives_nothing_for_what_is_not_there(kb: KnowledgeBase) -> None:
    assert who(kb, "游泳池") == []
    assert who(kb, "控辍保学 游泳池") == []


def test_duties_under_all_names(kb: KnowledgeBase) -> None:
    """教务处 is 教导处; the composite 教务处、总务处和各教研组 comes behind."""
    assert [row.answer for row in duties(kb, "教务处")] == ["牵头负责全校控辍保学工作", "配齐实验器材"]
    assert [row.answer for row in duties(kb, "教 导 处")] == ["牵头负责全校控辍保学工作", "配齐实验器材"]
    assert [row.answer for row in duties(kb, "总务处")] == ["配齐实验器材"]
    assert duties(kb, "保卫处") == []


def test_duties_of_a_person_say_through_what(kb: KnowledgeBase) -> None:
    rows = duties(kb, "王一舟")
    assert [(row.answer, row.person, row.position, row.group) for row in rows] == [
        ("负责图书馆的借阅登记工作", None, None, None),
        ("每周检查一次", "王一舟", "王校长", None),
        ("每学期召开两次会议。对劝返工作不力的，要约谈", "王一舟", "组长", "控辍保学领导小组"),
    ]
    # 李青 is 教导主任: the head of the 教导处 (教务处) answers for it, and the rows say so.
    rows = duties(kb, "李青")
    assert [(row.answer, row.position, row.group) for row in rows] == [
        ("牵头负责全校控辍保学工作", "教务主任", "教务处"),
        ("每学期召开两次会议。对劝返工作不力的，要约谈", "副组长", "控辍保学领导小组"),
    ]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, ["2025年底前（2025-12-31）：牵头负责全校控辍保学工作", "每周：每周检查一次"]),
        ("2025-12", "2025-12", ["2025年底前（2025-12-31）：牵头负责全校控辍保学工作", "每周：每周检查一次"]),
        ("2026", None, ["每周：每周检查一次"]),
        (None, "2025-12-30", ["每周：每周检查一次"]),
    ],
)
def test_deadlines(kb: KnowledgeBase, since: str | None, until: str | None, expected: list[str]) -> None:
    assert [row.answer for row in deadlines(kb, since, until)] == expected


def test_deadlines_refuse_nonsense(kb: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="看不懂"):
        deadlines(kb, "明天")
    with pytest.raises(UsageError, match="晚于"):
        deadlines(kb, "2026", "2025")


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("谁负责控辍保学？", ["教导处", "领导小组"]),
        ("控辍这块工作归哪个处室牵头", ["教导处", "领导小组"]),
        ("哪个部门配合控辍保学", []),
        ("控辍保学领导小组组长是谁", ["王一舟"]),
        ("谁是控辍保学领导小组副组长？", ["李青"]),
        ("消防安全领导小组组长是谁", []),
        ("控辍保学领导小组有哪些人", ["王一舟（组长）", "李青（副组长）"]),
        ("李青是什么职务", ["控辍保学领导小组副组长（教导主任）"]),
        ("辍学率要控制在多少以内？", ["辍学率1%以内"]),
        ("近视率要控制在多少", []),
        ("劝返不力的措施是什么", ["每学期召开两次会议。对劝返工作不力的，要约谈"]),
        ("控辍保学什么时候完成", ["2025年底前（2025-12-31）"]),
        ("哪些工作要在年底前完成？", ["牵头负责全校控辍保学工作", "辍学率控制在1%以内", "辍学率 1%以内"]),
        ("总务处要做什么", ["配齐实验器材"]),
        (
            "王一舟负责什么",
            ["负责图书馆的借阅登记工作", "每周检查一次", "每学期召开两次会议。对劝返工作不力的，要约谈"],
        ),
        ("保卫处要做什么", []),
        ("哪些文件提到图书馆", ["石桥中学教学管理办法"]),
        ("", []),
        ("？？？", []),
        ("的", []),
    ],
)
def test_ask(kb: KnowledgeBase, question: str, answers: list[str]) -> None:
    found = ask(kb, question)
    assert [row.answer for row in found.rows[: found.sure]] == answers


def test_nearest_stand_apart(kb: KnowledgeBase) -> None:
    result = ask(kb, "哪个部门配合控辍保学")
    assert result.rows == []
    assert "教导处牵头负责全校控辍保学工作，2025年底前辍学率控制在1%以内。" in [row.text for row in result.nearest]
    assert len(ask(kb, "哪个部门配合控辍保学", nearest=1).nearest) == 1
    assert ask(kb, "哪个部门配合控辍保学", nearest=0).nearest == []


def test_a_copy_answers_once(kb: KnowledgeBase) -> None:
    """望江小学's plan is there under two paths."""
    answers = [row.answer for row in ask(kb, "谁负责控辍保学").rows]
    assert len(answers) == len(set(answers))


def test_search_prefers_what_holds_the_word_itself(kb: KnowledgeBase) -> None:
    rows = search(kb, "辍学率")
    assert [row.type for row in rows[:2]] == ["target", "duty"] or rows[0].type == "target"
    assert {row.type for row in rows} == {"target", "duty", "indicator", "deadline"}


def test_search_falls_back_to_what_stands_above(kb: KnowledgeBase) -> None:
    """No sentence holds both words; the heading above holds one of them."""
    assert [row.answer for row in search(kb, "工作职责 检查")] == ["每周检查一次", "每周"]


def test_search_finds_headings_and_plain_sentences(kb: KnowledgeBase) -> None:
    assert [(row.type, row.text) for row in search(kb, "组织领导")] == [("section", "组织领导")]
    assert search(kb, "不存在的词") == []
    assert search(kb, "，。") == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_search_is_exact(kb: KnowledgeBase, data: st.DataObject) -> None:
    """Facts found are those whose sentence holds the word, no more and no fewer."""
    facts = list(kb.facts())
    text = normalised(data.draw(st.sampled_from([stored.text for stored in facts])))
    start = data.draw(st.integers(0, len(text) - 1))
    word = text[start : start + data.draw(st.integers(1, 4))]
    found = {row.fact for row in search(kb, word, limit=1000) if row.fact}
    if any(char.isalnum() for char in word) and word.isalnum():
        assert found == {stored.fact.id for stored in facts if word in searchable(stored.text)}


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="教务处 　工会Ａa９9%，。〇○", max_size=20),
    st.text(alphabet="教务工会Aa9〇", min_size=1, max_size=3),
)
def test_marks(text: str, word: str) -> None:
    """In order, apart from one another, and each holds the word."""
    ranges = marks(text, [word])
    assert all(a[1] <= b[0] for a, b in pairwise(ranges))
    assert all(normalised(word) in normalised(text[start:end]) for start, end in ranges)
    assert bool(ranges) == (normalised(word) in normalised(text))


def test_show(kb: KnowledgeBase) -> None:
    view = show(kb, "one-f1", around=10)
    text = plan("one")[1]
    shown = "".join(piece.text for piece in view.around)
    assert shown in text
    assert [piece.text for piece in view.around if piece.marked] == ["牵头负责全校控辍保学工作"]
    assert view.rule == "test.rule"
    assert view.line == 3
    assert [(tie.relation, tie.row.fact) for tie in view.ties] == [("due", "one-f2"), ("measured_by", "one-f3")]
    assert [tie.relation for tie in show(kb, "one-f2").ties] == ["due_of", "due_of", "due_of"]


def test_show_of_nothing(kb: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="没有这个事实"):
        show(kb, "f0")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet="谁哪个部门负责什么时候多少次组长是王一舟控辍保学年底前完成? ()*\"'：的要%A3教务处", max_size=25)
)
def test_any_question_is_borne(kb: KnowledgeBase, question: str) -> None:
    """Nothing a user types ends in an error, and the same question gives the same answer."""
    assert ask(kb, question) == ask(kb, question)
    search(kb, question)
    who(kb, question)
    duties(kb, question)

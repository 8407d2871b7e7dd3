"""Short lines with a name and what it is of, several parties in a row, numbers told by what stands right before them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.ordinals import told_of_another
from pipeline.asking.slots import labelled
from pipeline.lexicon import lexicons_pinned
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "竹溪街道值守.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("lines"), _PLAN)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("联络人员里应急办是谁", "贺　满"),
        ("卫东升在哪个组", "一组"),
        ("二组评分的有哪几个人", "石磊、方圆"),
        ("夜间值班由哪些部门负责", "水务站、城管队"),
        ("巡查记录单报上去由谁批", "党政办主任"),
        ("报表报到区应急局哪个科", "区应急局指挥科"),
        ("应急值守的具体责任人是谁", "分管副主任"),
        ("项目建设主体是谁", "区应急局"),
        ("队列整齐度打几分", "4分"),
        ("每起投诉扣几分", "3分"),
        ("拿了二等奖奖励几分", "3分"),
        ("街道有多少个沙袋", "480"),
    ],
)
def test_the_line_answers(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert answer in rows[0].answer, [row.answer for row in rows]


@pytest.mark.parametrize("question", ["谁负责天文台", "雨衣有多少件", "三组评分的有哪几个人"])
def test_what_no_line_tells(kb: KnowledgeBase, question: str) -> None:
    assert [row.answer for row in ask(kb, question).rows] == []


@pytest.mark.parametrize(
    ("text", "answer", "other"),
    [
        ("一等奖5分、二等奖3分", "5分", True),
        ("一等奖5分、二等奖3分", "3分", False),
        ("优秀奖5分、鼓励奖3分", "5分", False),
        ("一等奖5分", "5分", False),
    ],
)
@lexicons_pinned()
def test_a_clause_that_speaks_of_another_number(text: str, answer: str, other: bool) -> None:
    assert told_of_another("二等奖几分", text, answer) is other


@lexicons_pinned()
def test_numbers_that_are_said_of_the_same() -> None:
    assert labelled("卫生打几分", "卫生(2分)、纪律(3分)", ["2分", "3分"]) == ""
    assert labelled("走廊卫生整洁打几分", "走廊卫生整洁(2分)、纪律(3分)", ["2分", "3分"]) == "2分"

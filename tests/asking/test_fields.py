"""Fields and governing times: what stands below a short heading or behind a label, the month that leads a list, open parties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_WAYS = Path(__file__).parent / "ways"


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("week"), _WAYS / "桐花坪完小.txt")


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("months"), _WAYS / "青杠岭中学.txt")


def first(kb: KnowledgeBase, question: str) -> str:
    rows = ask(kb, question).rows
    return rows[0].answer if rows else ""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("诵读周的主题是什么", "听见春天"),
        ("诵读周在哪儿办", "风雨操场"),
        ("诵读周哪几天办", "4月20日"),
        ("童谣创作什么时候收稿", "4月12日"),
        ("诵读周主办单位是谁", "少先队大队部"),
        ("哪些人可以参加童谣创作", "二至五年级学生"),
        ("谁邀请家长代表", "宣传组"),
        ("话筒由哪个组借", "道具组"),
        ("音响谁负责", "午间广播员"),
        ("方案由谁解释", "少先队大队部"),
    ],
)
def test_fields(week: KnowledgeBase, question: str, answer: str) -> None:
    assert answer in first(week, question)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("气排球联谊赛在哪个月", "五月"),
        ("换届选举几月份搞", "五月"),
        ("什么时候看望退休教职工", "一月"),
        ("六十周年庆典什么时候办", "九月"),
        ("会费账目哪个月公示", "十一月"),
        ("联谊用球放在哪里", "器材室"),
        ("球衣摆放在什么地方", "工会活动室"),
        ("药箱用品多久清点一次", "半年"),
        ("突发情况要告诉谁", "校长"),
        ("补休时间由谁定", "县教体局"),
    ],
)
def test_governing_times(months: KnowledgeBase, question: str, answer: str) -> None:
    assert answer in first(months, question)


@pytest.mark.parametrize(
    "question", ["诵读周的奖杯在哪里买", "诵读周请哪位作家来", "校车司机是谁", "宿舍几点熄灯", "营养餐每天多少钱"]
)
def test_nothing_is_made_up(week: KnowledgeBase, question: str) -> None:
    assert first(week, question) == ""


@pytest.mark.parametrize("question", ["十周年画册谁设计", "气排球教练叫什么", "食堂哪个月装修", "会费每人交多少"])
def test_nothing_is_dated_that_is_not_there(months: KnowledgeBase, question: str) -> None:
    assert first(months, question) == ""

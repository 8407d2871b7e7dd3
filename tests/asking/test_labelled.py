"""Programmes: items with their fields below, and what a question asks of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.labels import are_names
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "柏树坪小学.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("programme"), _PLAN)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("科技节启动仪式谁负责", "向晓岚"),
        ("启动仪式在哪儿举行", "旗台前广场"),
        ("纸飞机比赛在哪里比", "风雨操场"),
        ("纸飞机比赛谁负责", "闵川"),
        ("科技节谁来计时", "蔺小松"),
        ("裁判提前多久领秒表", "30分钟"),
        ("作品坏了怎么办", "当场修补后再参赛"),
        ("奖状要哪些人签字", "班主任、科学教师"),
        ("参赛率不能超过多少", "75%"),
        ("科技节下午几点到几点活动", "14:30-16:00"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert answer in "".join(rows[0].answer.split()), (question, [row.answer for row in rows])


@pytest.mark.parametrize("question", ["科技节闭幕式谁主持", "航模比赛在哪里举行", "启动仪式要求几分钟内结束"])
def test_what_the_plan_does_not_say(kb: KnowledgeBase, question: str) -> None:
    assert [row.answer for row in ask(kb, question).rows] == []


def test_lines_of_names() -> None:
    assert are_names("向晓岚（外） 闵川（摄像）")
    assert not are_names("负责登记成绩")

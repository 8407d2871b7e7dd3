"""Things asked for by name: of what parts, under their heading, what is forbidden, to whom exactly; and what does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("named"), Path(__file__).parent / "ways" / "松溪坪中心校.txt")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("奖励性绩效分几部分", "岗位津贴"),
        ("绩效考核分成哪几个部分？", "超课时补助"),
        ("导师结对津贴怎么发", "按每月260元核定"),
        ("课后辅导补助如何计发？", "按实际课时计发"),
        ("学校不能收哪些费用", "资料费"),
        ("义务教育不得收取什么费用？", "借读费"),
        ("监督结果要向谁报告", "镇中心校"),
        ("诵读比赛谁主办", "松溪坪镇中心校"),
        ("诵读比赛的承办单位有哪些", "少先队大队部"),
        ("收费监督包括哪些内容", "服务性收费的公示"),
        ("节假日值班一天给多少钱", "一天80元"),
        ("评优乙等多少钱", "乙等400元"),
        ("夜间巡查一晚上给多少钱", "每人每晚60元"),
    ],
)
def test_named(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows
    assert answer in rows[0].text


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("节假日值班一天给多少钱", 80),
        ("节假日值班半天补多少", 40),
        ("评优乙等多少钱", 400),
        ("夜间巡查一晚上给多少钱", 60),
        ("夜间巡查缺岗扣多少", 30),
    ],
)
def test_the_number_meant(kb: KnowledgeBase, question: str, value: float) -> None:
    assert ask(kb, question).rows[0].value == value


@pytest.mark.parametrize(
    "question", ["食堂多久检查一次", "收费办法分几步实施", "不能报销哪些发票", "津贴从哪年开始发", "收费由哪个村监督"]
)
def test_what_the_plan_does_not_say(kb: KnowledgeBase, question: str) -> None:
    assert ask(kb, question).rows == []

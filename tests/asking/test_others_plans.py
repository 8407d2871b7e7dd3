"""What other bodies' plans say of a body that a question names; numbers of the year that is asked about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_GROUP = """松岭县教育局关于成立创建工作领导小组的通知
各学校：
一、领导小组
组  长：卢向东
副组长：沙小鸣、车建安
二、包联安排
实行局领导包联制度，卢向东包联松岭三中，沙小鸣包联柳溪镇中心小学，车建安包联枫桥镇中心小学。
"""
_SCHOOL = """柳溪镇中心小学2026年工作计划
一、主要工作
教务处每月检查一次教案。
总务处负责食堂管理。
"""
_GOALS = """松岭县学前教育实施意见
一、总体目标
到2026年，全县学前三年毛入园率达到91%，到2027年达到93%，到2030年达到96%。
2028年至2029年，新建幼儿园8所。
"""
_DUTY_ROSTER = """松岭县教育局关于2026年“五一”“端午”期间值班安排的通知
一、值班要求
带班领导保持手机24小时畅通，每天在岗人员不少于2人。
"""
_RULES = """枫桥镇中心小学教师考核办法
一、结果运用
考核优秀的，发给奖金1500元；基本合格的，由分管校长谈话。
语文教研组（组长：贺小云）每双周星期二开展集体备课，数学教研组（组长：邹一诚）每双周星期四开展集体备课。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    texts = {"小组": _GROUP, "计划": _SCHOOL, "目标": _GOALS, "值班": _DUTY_ROSTER, "考核": _RULES}
    yield from base_of_texts(tmp_path_factory.mktemp("others"), texts)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("柳溪镇中心小学是哪个局领导包联的", "沙小鸣"),
        ("柳溪镇中心小学食堂谁管", "总务处"),
        ("2027年毛入园率要达到多少", "93%"),
        ("2028年新建幼儿园多少所", "8所"),
        ("端午期间每天在岗人员不少于几人", "2人"),
        ("考核优秀的教师发多少奖金", "1500元"),
        ("语文教研组组长是谁", "贺小云"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, expected: str) -> None:
    assert [expected in row.answer for row in ask(kb, question).rows[:1]] == [True]


@pytest.mark.parametrize(
    "question",
    [
        "柳溪镇中心小学校车是谁包联的",
        "2028年毛入园率要达到多少",
        "国庆期间每天在岗人员不少于几人",
        "2025年五一每天在岗人员不少于几人",
        "考核合格的教师发多少奖金",
        "英语教研组组长是谁",
    ],
)
def test_not_said(kb: KnowledgeBase, question: str) -> None:
    assert not ask(kb, question).sure

"""Who sits in a group for an office, who leads a group that a heading names, and answers of the sort that is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "冰雪": """雾凇岭区冰雪节筹备工作方案
一、组织机构
冰雪节筹备工作领导小组
组长：祁连山
成员：苗雨荷（财务股）、闵秋水（后勤服务股）、鲍学文（宣传股）
二、工作组
（一）冰雕维护组
由绿化中心、区文化馆和各街道组成。绿化中心主任任组长。做好冰雕巡查，及时修补破损作品。
（二）游客疏导组
由交警中队、区城管所组成。交警中队中队长任组长。做好停车引导。
三、安排
周三上午9:10，在区文化馆召开各街道联络员、冰雕作者会议。
12月3日（周二）上午，参加市冰雪运动协作片研讨会。
每件冰雕作品配说明牌一块，每个街道最多报送8件作品，材料一式2份。
志愿者每次服务3小时，服务期为四至六周。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("seats"), _PLANS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("冰雪节筹备领导小组里财务股是谁", "苗雨荷"),
        ("后勤那边谁在冰雪节领导小组里", "闵秋水"),
        ("冰雪节筹备小组中宣传股是哪位", "鲍学文"),
        ("冰雪节冰雕维护组谁带头", "绿化中心主任"),
        ("冰雪节疏导游客的那个组谁当组长", "交警中队中队长"),
        ("街道联络员和冰雕作者几时碰头开会", "周三上午9:10"),
        ("冰雪节一个街道能报几件", "8件"),
        ("冰雪节志愿者服务一次几个小时", "3小时"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question, 5).rows
    assert rows
    assert answer in rows[0].answer


def test_a_length_of_weeks_is_no_answer_in_hours(tmp_path_factory: pytest.TempPathFactory) -> None:
    plan = {"冰": "雾凇岭区冰雪节方案\n一、安排\n志愿者冰雪宣讲活动持续四至六周。\n冰雕材料一式2份。\n"}
    for kb in base_of_texts(tmp_path_factory.mktemp("weeks"), plan):
        assert not ask(kb, "志愿者冰雪宣讲一次几个小时", 5).rows
        assert not ask(kb, "冰雕材料报几件", 5).rows

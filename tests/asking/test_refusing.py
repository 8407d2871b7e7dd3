"""Short questions of a matter that the plans do not speak of: what only looks like an answer is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan, base_of_texts

_PLAN = Path(__file__).parent / "ways" / "榆林坳学校.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("refusing"), _PLAN)


@pytest.mark.parametrize(
    "question",
    [
        # a length of time is no moment, a year no day
        "运动会什么时候开",
        "锻炼几号开始",
        "网上报名几月几号开始",
        # a rate is a share
        "绿化巩固率达到多少",
        "骨干教师比例多少",
        # words that stand across two others (确保|学生)
        "控辍保学归谁管",
        # another word for the one thing, and nothing of what is done
        "签到处理找谁",
        # a word that plans would write themselves
        "教室照明改造谁来做",
        # another post, a thing that is handed in, whom a platform works with
        "副校长分管什么",
        "后勤主管要做什么",
        "资料交给谁",
        # what only stands beside the word
        "办公室设在哪",
    ],
)
def test_nothing_is_made_of_a_weak_match(kb: KnowledgeBase, question: str) -> None:
    assert [row.answer for row in ask(kb, question, 5).rows] == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("近视率多少", "近视率23%"),
        ("教室谁改造", "教科处"),
        ("请假找谁批", "年级主任"),
        ("校长分管什么", "校长主持学校全面工作，抓好安全。"),
        ("每天锻炼多长时间", "体育锻炼一小时"),
        ("教室的改造最后归谁", "教科处"),
    ],
)
def test_what_the_plan_says_is_told(kb: KnowledgeBase, question: str, answer: str) -> None:
    assert [row.answer for row in ask(kb, question, 5).rows][:1] == [answer]


def test_a_sum_of_another_matter_of_the_plan_is_none(tmp_path: Path) -> None:
    plan = """雾凇岭镇中心小学年度计划
一、锻炼
体育组每学期开展一次柔韧测试，成绩记入档案。
班主任通知家长测试的日期。
二、教室
各班把图书角整理好。
三、屋面
学校修缮屋面防水层，预计经费9.4万元左右。
四、课桌
学校添置课桌，预计经费3.7万元左右。
"""
    for kb in base_of_texts(tmp_path, {"计划": plan}):
        assert [row.answer for row in ask(kb, "柔韧测试经费多少", 5).rows] == []
        assert "9.4万元" in ask(kb, "屋面防水层经费多少", 5).rows[0].answer

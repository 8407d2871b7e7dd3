"""Which school does something: whose plan says it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "雾凇": """雾凇岭镇中心小学社团工作计划
一、活动
每周四下午开放陶艺社团，由美术组负责。
向参加夜间排练的教师发放伙食津贴，标准为每次18元。
""",
    "苔藓": """苔藓沟镇初级中学社团工作计划
一、活动
每周二下午开放皮影社团，由语文组负责。
""",
    "局": """松枝县教育局社团活动指导意见
一、要求
各学校不得向学生收取皮影材料费。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("which_school"), _PLANS)


@pytest.mark.parametrize(
    ("question", "schools"),
    [
        ("哪所学校发夜间排练伙食津贴", ["雾凇岭镇中心小学"]),
        ("哪些学校开放社团", ["雾凇岭镇中心小学", "苔藓沟镇初级中学"]),
    ],
)
def test_schools(kb: KnowledgeBase, question: str, schools: list[str]) -> None:
    assert sorted(row.answer for row in ask(kb, question, 5).rows) == sorted(schools)


def test_each_with_the_sentence_that_says_it(kb: KnowledgeBase) -> None:
    row = ask(kb, "哪个中学开放皮影社团", 5).rows[0]
    assert (row.answer, "皮影" in row.text) == ("苔藓沟镇初级中学", True)


def test_plans_of_one_title_are_told_apart(tmp_path: Path) -> None:
    plan = "兴趣班安排\n一、内容\n{}\n二、时间\n每周三下午。\n\n{}\n2031年3月2日\n"
    texts = {
        "甲": plan.format("学校开设扎染兴趣班，由美术组负责。", "铁线蕨小学"),
        "乙": plan.format("学校开设独轮车兴趣班，由体育组负责。", "金银花小学"),
    }
    for kb in base_of_texts(tmp_path, texts):
        told = [ask(kb, f"哪所学校开设{what}兴趣班", 5).rows[0].answer for what in ("扎染", "独轮车")]
        assert told == ["铁线蕨小学", "金银花小学"]


def test_where_the_answers_tell_no_school_none_stands_in_their_place(kb: KnowledgeBase) -> None:
    result = ask(kb, "哪些学校不得收取皮影材料费", 5)
    assert result.sure
    assert "不得向学生收取" in result.rows[0].text

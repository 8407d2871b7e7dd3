"""Which row of a table, which clause of a list, which of two that are named has the most or the least."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "水塘": """榆树坪镇山塘安全管护名册
2031年山塘责任人一览表
序号\t山塘名称\t蓄水量(方)\t坝长(m)\t所在村\t管护员
1\t柏枝塘\t5200\t38\t东岭村\t卜青山
2\t荷叶塘\t8100\t24\t西岭村\t汤水生
3\t月牙塘\t3600\t45\t东岭村\t谷长河
合计\t\t16900\t107\t\t
""",
    "维修": """榆树坪镇泵站维修资金安排
2031年泵站维修资金表
学校	维修资金(元)	工期
松针泵站	9,800	三十天
竹叶泵站	1.2万	十二天
梨花泵站	10,500	二十天
""",
    "社团": """榆树坪中学社团招新办法
各社团招新计划见下表：
序号\t社团名称\t招新计划\t活动周期
01\t木偶社\t41\t2年
02\t剪纸社\t17\t2年
03\t鼓乐社\t29\t3年
""",
    "奖励": """榆树坪中学助学奖励办法
一、奖励比例
甲等奖励按班级人数的4%评定；乙等奖励按班级人数的9%评定；丙等奖励按班级人数的20%评定。
贴息贷款名额为7名，每人每年3000元；免息贷款名额为26名，每人每年1800元。
二、值守要求
值班校长每周巡查不少于6次，班主任每周巡查不少于3次，保安人员全天在岗。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("compared"), _PLANS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("哪口山塘的坝最长", "月牙塘"),  # a column of a table
        ("蓄水量最少的山塘是哪口", "月牙塘"),
        ("哪个山塘蓄水量最大", "荷叶塘"),
        ("哪个社团招的人最少", "剪纸社"),  # the one column of bare numbers
        ("哪座泵站的维修资金最多", "竹叶泵站"),  # 1.2万 against 10,500
        ("哪座泵站的维修资金最少", "松针泵站"),
        ("哪座泵站的工期最短", "竹叶泵站"),  # numerals
        ("哪等奖励评的班级人数最多", "丙等"),  # clauses of a list
        ("值班校长和班主任谁每周巡查更多", "值班校长"),  # two that are named
        ("班主任和值班校长哪个巡查次数少", "班主任"),
        ("贴息贷款和免息贷款哪个钱多", "贴息贷款"),  # the amount in the clause behind the one with the name
        ("贴息贷款和免息贷款哪个每人给得少", "免息贷款"),
        ("贴息贷款和免息贷款哪个名额多", "免息贷款"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question, 5).rows
    assert rows
    assert answer in rows[0].answer


@pytest.mark.parametrize("question", ["哪个村的稻田面积最大", "哪等奖励的证书最大", "门卫和校医谁的工资高"])
def test_nothing_to_compare(kb: KnowledgeBase, question: str) -> None:
    assert not ask(kb, question, 5).rows

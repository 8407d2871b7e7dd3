"""Lines that put a party beside what it is of, seats below the heading of their group, and who leads something that is no group."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.asking.grams import grams_of
from pipeline.asking.likeness import at_seats
from pipeline.lexicon import lexicons_pinned
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "体系": """苦楝湾中学平安建设责任分工
一、条线负责人
实验、危化品安全：卜云舟
饮食安全：汤小麦、谷雨禾
校产安全：陶仲远
二、工作要求
安全处每天检查饮食安全和实验安全，并向校长报告。
""",
    "招生": """青桐幼儿园招生简章
一、报名时间
6月18日上午，逾期不再受理。
二、报名地点
东风园：东风路6号门厅；石榴湾园：滨河路157号北区内；杏林园：学府街12号。
三、招生计划
东风园：小班60名；石榴湾园：小班90名；杏林园：小班30名。
""",
    "开学": """苦楝湾中学汛期复学工作方案
一、领导机构
（一）物资保障小组
组长：梁锦程
组员：孟阳春、向北川
（二）宣传引导小组
组长：石敬轩
组员：龙书悦、韦一鸣
二、检查
5月6日至7日县应急管理局、镇派出所带队，对校舍、河堤进行专项检查，并通报结果。
""",
    "演讲": """苦楝湾中学师德演讲比赛通知
一、参赛办法
各教研组推荐两名优胜者，并报名参加县师德演讲比赛。
二、评委设定
卜云舟、谷雨禾、汤小麦
三、奖励
获奖教师由教导处颁发证书。
""",
    "环卫": """石梁街道环卫力量摸底情况
东埠村\t31
西埠村\t27
果壳箱\t146
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("lines"), _PLANS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("平安建设里饮食安全由哪些人负责", "汤小麦、谷雨禾"),  # before whoever checks it
        ("平安建设分工里实验和危化品这块找谁", "卜云舟"),  # a label of two matters
        ("汛期复学宣传引导小组组长是谁", "石敬轩"),  # below the heading of the group
        ("汛期复学物资保障小组组长是谁", "梁锦程"),
        ("师德演讲比赛的评委都有谁", "卜云舟、谷雨禾、汤小麦"),  # names are all that stands below the heading
        ("东埠村有多少名环卫人员", "31"),  # a thing and its number; what is counted stands in the title
        ("石梁街道一共有多少个果壳箱", "146"),
        ("石榴湾园报名地点在哪里", "滨河路157号北区内"),  # a place behind its label
        ("报名地点东风园在哪", "东风路6号门厅"),
        ("校舍河堤专项检查由谁带队", "县应急管理局、镇派出所"),  # no seat of a group
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question, 5).rows
    assert rows
    assert rows[0].answer == answer


@pytest.mark.parametrize(
    "question", ["平安建设里燃气安全由谁负责", "汛期复学心理辅导小组组长是谁", "春游由谁带队", "南埠村有多少名环卫人员"]
)
def test_nobody(kb: KnowledgeBase, question: str) -> None:
    assert not ask(kb, question, 5).rows


@lexicons_pinned()
def test_a_seat_is_wholly_that_of_the_group_its_heading_names(kb: KnowledgeBase) -> None:
    name = "宣传引导小组"
    best = at_seats(kb, grams_of(kb, name, name, ()), ("组长",), ())[0]
    assert best.hit.text == "组长：石敬轩"
    assert best.score == pytest.approx(1.0)

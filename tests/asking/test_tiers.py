"""Of several values or parties in one sentence the one that holds for the case, the count or the role that a question names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.tiers import tier
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "枇杷岭小学.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("tiers"), _PLAN)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("四年级一周几节体育课", "3课时"),
        ("六年级一周几节体育课", "2课时"),
        ("全校有多少学生", "368人"),
        ("联片教研一学期搞几次", "1次"),
        ("校内观摩课一学期搞几次", "2次"),
        ("红领巾议事会什么时候改选", "开学第一周"),
        ("住校生几点起床", "6:40"),
        ("器材室安全的第一责任人是谁", "器材室保管员"),
        ("楼道安全工作领导小组副组长是谁", "分管后勤的副校长"),
        ("食品安全工作领导小组副组长是谁", "桑小满"),
        ("食品安全工作领导小组由谁牵头", "鲍青禾"),
        ("德育管理谁总负责", "校长"),
        ("德育管理由谁具体负责", "副校长"),
        ("少先队例会星期几开", "星期三"),
        ("护苗责任书跟谁签", "班主任"),
        ("家庭教育讲座开展多少次", "6次"),
        ("春季跳绳节什么时候办", "三月"),
        ("计数组谁负责", "蒲小舟、柏青"),
        ("会务组归谁负责", "总务处"),
        ("跳绳节开幕式几点开始", "8:40"),
        ("近视率每年要降多少", "0.8个百分点"),
        ("近视率要控制在多少", "18%"),
        ("路队评比多久一次", "每月"),
        ("路队讲评由谁主持", "值周教师"),
        ("外出研学什么时候申请", "提前三天"),
        ("护绿周的主题是什么", "一班一树"),
        ("器材箱多久擦洗一次", "2-3周"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert answer in rows[0].answer, (question, [row.answer for row in rows])


@pytest.mark.parametrize(
    ("asked", "told", "verdict"),
    [
        ("四年级几节课", "3-5年级每周3课时", 1),
        ("四年级几节课", "三至五年级每周3课时", 1),
        ("四年级几节课", "1-2年级每周4课时", -1),
        ("四年级几节课", "每周4课时", 0),
        ("3000元的采购谁审核", "2000元至8000元", 1),
        ("3000元的采购谁审核", "2000元以下", -1),
        ("采购谁审核", "2000元以下", 0),
    ],
)
def test_tier(asked: str, told: str, verdict: int) -> None:
    assert tier(asked, told) == verdict

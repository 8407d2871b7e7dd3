"""Which paper speaks of something: by the sentences most like the question where no sentence holds all its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "校车": """乌桕岭小学校车乘坐管理规定
一、学生须在车辆停稳后上下车，严禁将头手伸出窗外。
二、随车照管员清点人数并做好交接记录。
三、对因病停课未乘车的学生，照管员坚持每天电话联系家长，询问病情。
""",
    "食堂": """乌桕岭小学食堂食材采购办法
一、食材由总务处统一采购，不得使用过期原料。
二、验收时须两人在场并签字。
""",
    "请假": """乌桕岭小学教职工请假细则
一、女教师在哺乳期内每天可以离校一小时。
二、请假三天以上的由校长审批。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("papers"), _PLANS)


@pytest.mark.parametrize(
    ("question", "paper"),
    [
        ("哪份文件不让学生把手伸到窗外去", "校车"),  # no sentence holds all words
        ("哪个制度管食材验收时两人在场", "食堂"),
        ("老师哺乳期能离校是哪个细则定的", "请假"),  # the paper asked for at the end
        ("随车照管员的交接记录写在哪份规定里", "校车"),
        ("过期原料不许用，该看哪个文件", "食堂"),
    ],
)
def test_the_paper_that_speaks_of_it(kb: KnowledgeBase, question: str, paper: str) -> None:
    rows = ask(kb, question, 5).rows
    assert rows
    assert paper in rows[0].answer


@pytest.mark.parametrize("question", ["哪份文件规定了游泳馆的水温", "哪个方案要求给屋顶装光伏"])
def test_no_paper_speaks_of_it(kb: KnowledgeBase, question: str) -> None:
    assert not ask(kb, question, 5).rows


def test_where_only_the_clauses_together_tell(kb: KnowledgeBase) -> None:
    rows = ask(kb, "学生因病停课没乘车，照管员多久打一次电话问问", 5).rows
    assert rows
    assert "每天" in rows[0].answer

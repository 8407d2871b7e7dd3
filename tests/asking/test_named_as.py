"""Whom a sentence names as what is asked for, or charges in the very words of the question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "游泳馆": """雾凇岭镇游泳馆使用办法
一、管理
雾凇岭镇文体服务中心是场馆的产权单位，配备讲解人员对来访者进行引导。
救生员、检票员和参观团队应当服从场馆管理，团队的产权登记另行办理。
水质检测室为游泳馆水质的归口检测机构，下设采样点。
各镇属单位须提前预约场馆，说明产权归属和使用人数。
二、组织
参赛选手将报名表、承诺书和体检表寄至报名点，各参赛单位汇总后负责评选活动的初审和展示。
本届潜水比赛的裁判选派工作由雾凇岭镇水上运动协会负责。
本办法在施行中如有异议，由镇文体服务中心综合股负责解释。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("named_as"), _PLANS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("游泳馆场馆的产权单位是谁", "雾凇岭镇文体服务中心"),
        ("谁是场馆的产权单位", "雾凇岭镇文体服务中心"),
        ("游泳馆水质的归口检测机构是哪个", "水质检测室"),
        ("潜水比赛的裁判选派工作由谁负责", "雾凇岭镇水上运动协会"),
        ("游泳馆使用办法施行中如有异议由谁负责解释", "镇文体服务中心综合股"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question, 5).rows
    assert rows
    assert rows[0].answer == answer


def test_of_another_matter(kb: KnowledgeBase) -> None:
    assert not ask(kb, "滑雪场的产权单位是谁", 5).rows

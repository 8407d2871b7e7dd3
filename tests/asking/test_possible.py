"""What else might be meant stands behind the answers, apart from them, and only where there is an answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLAN = """云杉镇初级中学校园开放日实施方案
一、材料
报名表于3月8日前、照片于3月15日前交到教务处黎晓芸处。
二、接待
家长到校后先到南门登记，再由年级组长领到各班。
门卫谷文山登记车辆，后勤处安排停车。
三、总结
政教处在活动结束后一周内写出总结，报校长室审阅。
开放日办公室每月召开一次碰头会，每周报送一次进度。
四、天气
当日6:00前发布红色预警的，由教学处负责通过广播发布停课通知。
上课前发布红色预警的，由教学处负责灵活安排教学，并及时在校园网发布，一般不上新课。
安全处：预警信息的监控与发布
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("possible"), {"开放日": _PLAN})


@pytest.mark.parametrize(
    ("question", "sure", "possible"),
    [
        ("谁登记车辆", ["谷文山"], "后勤处"),
        ("谁带家长去班里", ["年级组长"], "各班"),
        ("总结报给谁", ["校长室"], "政教处"),
    ],
)
def test_what_else_its_sentence_tells(kb: KnowledgeBase, question: str, sure: list[str], possible: str) -> None:
    found = ask(kb, question)
    assert [row.answer for row in found.rows[: found.sure]] == sure
    assert any(possible in row.answer for row in found.rows[found.sure :])
    assert len(found.rows) <= 5


def test_what_is_said_in_full_is_said_once(kb: KnowledgeBase) -> None:
    answers = [row.answer for row in ask(kb, "进度多久报送一次").rows]
    assert len(answers) > 1
    assert not {"每周", "每月"} & set(answers)


def test_it_stands_in_a_sentence_of_the_plan(kb: KnowledgeBase) -> None:
    flat = "".join(_PLAN.split())
    for row in ask(kb, "照片什么时候交").rows:
        assert "".join(row.text.split()) in flat


def test_nothing_where_the_plan_does_not_say(kb: KnowledgeBase) -> None:
    found = ask(kb, "校车几点发车")
    assert (found.rows, found.sure) == ([], 0)


def test_cut_brackets_are_no_answer(kb: KnowledgeBase) -> None:
    answers = [row.answer for q in ("谁登记车辆", "谁审阅总结") for row in ask(kb, q).rows]
    assert answers
    assert all(one.count("（") == one.count("）") for one in answers)


def test_no_word_before_a_party_is_part_of_its_name(kb: KnowledgeBase) -> None:
    told = [row.answer for row in ask(kb, "预警信息的监控与发布由哪个处负责", 5).rows]
    assert told[0] == "安全处"
    assert "教学处" in told
    assert not [answer for answer in told if answer.startswith("由")]

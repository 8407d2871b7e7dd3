"""Deeds that answers must speak of: each row's questions and sentences both ways, and what it changes in answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.asking.telling_deeds import DeedRow
from pipeline.lexicon import load
from pipeline.store import KnowledgeBase
from pipeline.store.searchtext import flat
from tests.asking.question_sets import base_of_texts

_ROWS = load("telling_deeds", DeedRow)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row.id)
def test_rows(row: DeedRow) -> None:
    assert all((row.examples, row.near_misses, row.told, row.untold))
    assert all(re.search(row.asks, flat(question)) for question in row.examples)
    assert not any(re.search(row.asks, flat(question)) for question in row.near_misses)
    assert all(re.search(row.tells, flat(sentence)) for sentence in row.told)
    assert not any(re.search(row.tells, flat(sentence)) for sentence in row.untold)


_PLANS = {
    "滑雪": """雾凇岭镇中心小学冬季滑雪活动方案
一、组织
为丰富冬季生活，学校将开展滑雪月活动，现将有关事宜通知如下。
滑雪教练组名单在校园网公示，活动用车费用由镇财政列支。
二、要求
教师不得在活动期间从事有偿滑雪培训。
申请雪具补助的学生于12月10日前到总务处填写申请表。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("deeds"), _PLANS)


@pytest.mark.parametrize(
    "question", ["教师从事有偿滑雪培训给什么处分", "雪具补助几号打到学生卡上", "滑雪月活动经费由哪个部门承担"]
)
def test_what_speaks_of_another_deed_answers_nothing(kb: KnowledgeBase, question: str) -> None:
    rows = ask(kb, question, 5).rows
    assert not any("通知如下" in row.text or "不得" in row.text or "申请表" in row.text for row in rows)


def test_what_speaks_of_the_deed_answers(kb: KnowledgeBase) -> None:
    assert "镇财政" in ask(kb, "滑雪活动用车费用由谁承担", 5).rows[0].answer

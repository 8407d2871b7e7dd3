"""Questions that name what they ask for without an asking word, and answers that do not say what is asked."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from pipeline.asking import ask
from pipeline.asking.question import Question
from pipeline.asking.sorts import of_sort
from pipeline.lexicon import lexicons_pinned
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLAN = """枇杷湾小学自习与实验管理办法
一、自习室
学校在暑期向学生开放自习室，共有座位八十个。
学生因病停课的，班主任坚持每天电话联系，了解恢复情况。
二、实验
实验员每月登记仪器的使用情况，由教导主任审核公布。
为做好消防疏散演练，学校专门制定消防疏散演练方案。
消防疏散演练定于5月20日15:00进行，在学校操场集合。
实验合格证一律当面领取，合格证签发人为副校长蒲松龄。
根据伤员（学生）情况，或送山下学生服务中心休息康复，对重伤员（学生）直接送枇杷镇中心医院诊治。
三、招生
新生凭《枇杷湾小学2031年入学报名告知书》报名，网上报名由教导处审核。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("sorts"), {"管理办法": _PLAN})


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("消防疏散演练的时间", "5月20日"),  # no asking word
        ("消防疏散演练的集合地点", "学校操场"),
        ("因病停课的学生班主任多久打一次电话", "每天"),  # no number of a telephone
        ("重伤的学生送哪个医院", "枇杷镇中心医院"),  # not what the sentence names first
        ("实验合格证由谁签发", "副校长蒲松龄"),  # 签发人为…
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question, 5).rows
    assert rows
    assert answer in rows[0].answer


@pytest.mark.parametrize(
    "question",
    [
        "自习室的座位怎么预约",  # nothing is said of that deed
        "实验仪器多久保养一次",
        "网上报名几号开始",  # a year is no day
    ],
)
def test_nothing_is_said(kb: KnowledgeBase, question: str) -> None:
    assert not ask(kb, question, 5).rows


def test_the_body_of_the_sort_asked_for_in_the_sentence_of_another(kb: KnowledgeBase) -> None:
    question = "重伤的学生送哪个医院"
    row = ask(kb, question, 5).rows[0]
    other = msgspec.structs.replace(row, answer="山下学生服务中心")
    with_lexicons = lexicons_pinned()(of_sort)
    found = with_lexicons(Question(kind="any", about=question, text=question), [other])
    assert [one.answer for one in found] == ["枇杷镇中心医院"]


def test_a_sum_is_no_count(kb: KnowledgeBase) -> None:
    question = "自习室开放经费有多少"
    row = ask(kb, "重伤的学生送哪个医院", 5).rows[0]
    rows = [msgspec.structs.replace(row, answer=answer) for answer in ("座位80个", "开放经费1.2万元", "不超过65岁")]
    found = lexicons_pinned()(of_sort)(Question(kind="how_much", about=question, text=question), rows)
    assert [one.answer for one in found] == ["开放经费1.2万元"]

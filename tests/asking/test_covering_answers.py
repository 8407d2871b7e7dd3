"""Answers that no single sentence holds in the words of the question: cells of tables, names behind labels, the sentence above
an item, sentences that cover most of what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.coverage import grade
from pipeline.asking.cutting import content_words
from pipeline.asking.words import Term
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "石盘小学.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("covering"), _PLAN)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("家长课堂谁分管", "祁云霞"),
        ("义卖市集由哪个单位承办", "少先队"),
        ("家长课堂什么时候完成", "4月18日前"),
        ("展板布置是谁", "邬小川、汤远"),
        ("高年级作品谁登记", "邱蕊"),
        ("志愿者由谁培训", "镇团委"),
        ("擅自离岗怎么处理", "取消评优资格"),
        ("弄虚作假会受什么处分", "通报批评"),
        ("接待人员早上几点到岗", "7:40"),
        ("讲解考核不合格可以补测几次", "一次"),
        ("设立家长开放日是为了解决什么问题", "参与面不宽"),
        ("一班一品什么时候建成", "6月底前"),
        ("石盘小学是哪年办的", "1962年"),
        ("石盘小学有多少学生", "318人"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert answer in rows[0].answer + rows[0].text, (question, [row.answer for row in rows])


@pytest.mark.parametrize(
    "question",
    [
        "义卖市集的经费是多少",
        "家长课堂有多少个座位",
        "谁给志愿者买制服",
        "展板布置几点开始",
        "摄影展谁分管",
        "迟到早退怎么处理",
        "讲解考核多少分合格",
        "谁负责摄影展",
    ],
)
def test_what_the_plan_does_not_say(kb: KnowledgeBase, question: str) -> None:
    assert ask(kb, question).rows == []


@pytest.mark.parametrize(
    ("word", "others", "text", "least", "most"),
    [
        ("展板", (), "展板布置", 1.0, 1.0),
        ("海报", ("展板",), "展板布置", 0.8, 0.9),
        ("防汛物资", (), "储备防御暴雨洪汛的物资", 0.5, 0.7),
        ("实施办法", (), "制定实施暂行办法", 0.5, 0.7),
        ("展板", (), "义卖市集", 0.0, 0.0),
        ("家长", (), "", 0.0, 0.0),
    ],
)
def test_how_surely_a_word_is_meant(word: str, others: tuple[str, ...], text: str, least: float, most: float) -> None:
    assert least <= grade(Term(word=word, others=others), text) <= most


def test_names_by_numbers_stay_whole() -> None:
    """一班一品 is one word where the base has it, else its characters."""
    assert "一班一品" in list(content_words("一班一品建设", lambda word: word == "一班一品"))
    assert "一班一品" not in list(content_words("一班一品建设", lambda word: False))

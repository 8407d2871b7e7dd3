"""Clauses beside a question: who asks, or why, changes no answer; what says the matter stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.beside import asking_part
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "梨树坪小学.txt"
_SIDES = (
    "我是家长，",
    "上级来检查，",
    "最近天热，",
    "有位家长来电问，",
    "孩子在你们这里上学，",
    "别的学校都定了，我们",
)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("side"), _PLAN)


@pytest.mark.parametrize("side", _SIDES)
@pytest.mark.parametrize(
    ("question", "answer"),
    [("教师培训由谁考核", "教务处"), ("参观农业科技园是哪个月", "十月份"), ("食谱贴在哪里", "学校公示栏")],
)
def test_sides_change_no_answer(kb: KnowledgeBase, side: str, question: str, answer: str) -> None:
    assert ask(kb, side + question).rows[0].answer == answer


@pytest.mark.parametrize("side", _SIDES)
@pytest.mark.parametrize("question", ["校车几点发车", "营养餐每人补助多少", "谁负责"])
def test_sides_give_no_answer(kb: KnowledgeBase, side: str, question: str) -> None:
    assert ask(kb, side + question).rows == []


def test_a_clause_that_names_the_matter_stays(kb: KnowledgeBase) -> None:
    assert ask(kb, "教师培训,谁来考核").rows[0].answer == "教务处"
    assert ask(kb, "学生打架,谁负责").rows == []


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("上级来检查，谁管食堂", ("谁管食堂", "上级来检查")),
        ("谁管食堂", ("", "")),
        ("谁管食堂，几点开门", ("", "")),
        ("食堂采购，责任人", ("", "")),
        ("我是家长，食堂的电话", ("食堂的电话", "我是家长")),
        ("谁管食堂（学校）", ("谁管食堂", "学校")),
        ("六(1)班走几号路线", ("", "")),
    ],
)
def test_the_part_that_asks(question: str, parts: tuple[str, str]) -> None:
    assert asking_part(question) == parts

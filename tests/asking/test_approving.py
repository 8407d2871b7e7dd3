"""Who approves under which condition, ranks in every writing, and the fields of a paper that its title names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.words import ranks
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "麻柳坝中学.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("approving"), _PLAN)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("学生事假一天以内谁批准", "班主任"),
        ("学生请事假三天以上找谁批", "德育副校长"),
        ("离营要经过谁同意", "政教处"),
        ("夏令营去什么地方", "县青少年宫"),
        ("夏令营几点出发", "8:10"),
        ("二级险情由谁启动预案", "总值班员"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert answer in rows[0].answer, (question, [row.answer for row in rows])


@pytest.mark.parametrize("question", ["一级险情由谁启动预案", "公务用车要经过谁同意", "冬令营去什么地方"])
def test_what_the_plan_does_not_say(kb: KnowledgeBase, question: str) -> None:
    assert [row.answer for row in ask(kb, question).rows] == []


def test_ranks() -> None:
    assert set(ranks("二级")) == {"2级", "Ⅱ级", "ⅱ级"}
    assert list(ranks("年级")) == []

"""Why and by what a paper was made answers no question how, who or what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.asking.preambles import is_beside
from pipeline.asking.question import Question
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLAN = """云杉镇初级中学广播操比赛方案
为提高我校学生广播操质量，培养学生集体观念，推进广播操比赛规范进行，经学校研究，特制定广播操比赛方案。
一、比赛办法
赛前抽签排定出场次序，各班不得自行调换。
比赛时各班在主席台前整队。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("preambles"), {"广播操": _PLAN})


def test_how(kb: KnowledgeBase) -> None:
    rows = ask(kb, "广播操比赛的出场先后怎么定", 5).rows
    assert rows
    assert "抽签" in rows[0].answer
    assert not any("特制定" in row.text for row in rows)


@pytest.mark.parametrize(
    ("question", "beside"),
    [("广播操比赛怎么报名", True), ("举办广播操比赛的目的是什么", False), ("根据什么制定方案", False)],
)
def test_a_preamble_answers_why(question: str, *, beside: bool) -> None:
    asked = Question(kind="any", about=question, text=question)
    assert is_beside(asked, "为提高广播操质量，经学校研究，特制定本方案。") == beside
    assert not is_beside(asked, "为防止踩踏，各班按顺序退场。")

"""Cells that answer by the names of their columns, in tables with nothing before them and with times that no calendar knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "竹溪街道防汛物资.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("cells"), _PLAN)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("防汛的发电机放在哪里", "街道地下室"),
        ("竹溪街道的帐篷放哪儿", "竹溪小学体育馆"),
        ("河西库房里铁锹有多少", "120"),
        ("清点小组哪天成立", "T-20"),
        ("清点结果啥时候公布", "T+2"),
        ("逐库点数归哪个科室", "民政科"),
    ],
)
def test_a_cell_answers_by_its_column(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert rows[0].answer == answer


def test_a_header_answers_nothing(kb: KnowledgeBase) -> None:
    told = [row.answer for row in ask(kb, "发电机的存放地址在哪").rows]
    assert not any("保管员" in answer for answer in told), told


@pytest.mark.parametrize("question", ["水泵放在哪里", "救生衣有多少", "物资哪天采购"])
def test_what_no_row_tells(kb: KnowledgeBase, question: str) -> None:
    assert [row.answer for row in ask(kb, question).rows] == []

"""The tool that asks what is answered in other ways (scripts/ask_variants.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.store import KnowledgeBase
from scripts.ask_variants import variants, ways
from tests.asking.question_sets import Case, base_of_plan

_HERE = Path(__file__).parent
_CASES = [
    Case(q="校舍安全登记表交到哪里", answer=("总务处",)),
    Case(q="防汛总指挥是谁", answer=("校长",)),
    Case(q="加固围墙投入多少钱", answer=("5万元",)),
    Case(q="谁来查处易燃物", answer=("应急站",)),
    Case(q="校车几点发车", answer=()),
    Case(q="营养餐每人补助多少", answer=()),
]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("variants"), _HERE / "ways" / "樟木寨中心校.txt")


def test_each_way_changes_a_question_that_holds_its_words() -> None:
    made = ways()
    assert made["front.polite"]("谁管食堂", 0) == "请问一下谁管食堂"
    assert made["back.urge"]("谁管食堂？", 1) == "谁管食堂，在线等"
    assert made["asking.when"]("什么时候开学", 1) == "何时开学"
    assert made["asking.when"]("谁管食堂", 1) == "谁管食堂"
    assert made["order.who"]("谁负责食堂卫生", 0) == "食堂卫生负责的是谁"
    assert made["wide"]("8月10日前做什么", 0) == "８月10日前做什么"


@pytest.mark.parametrize("way", ["front", "back", "marks", "blanks", "wide", "question", "asking.slip", "asking.when"])
def test_what_is_answered_stays_so(kb: KnowledgeBase, way: str) -> None:
    """Fillers, marks and slips of asking words lose no answer, and give none where the plan says nothing."""
    made = {name: one for name, one in ways().items() if name.startswith(way)}
    assert made
    assert [words for _, _, words, kept in variants(kb, _CASES, made) if not kept] == []


def test_a_loss_is_told(kb: KnowledgeBase) -> None:
    made = {"nonsense": lambda question, number: "甲乙丙丁"}
    told = variants(kb, _CASES[:2], made)
    assert [(name, case.q, kept) for name, case, _, kept in told] == [
        ("nonsense", case.q, False) for case in _CASES[:2]
    ]

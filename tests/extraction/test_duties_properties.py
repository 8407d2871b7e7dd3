"""Properties of duties and problems over any text, and time over hostile text."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction import actors, duties, problems
from pipeline.extraction.pipeline import run_stages
from pipeline.model.result import Duty, Problem
from pipeline.model.span import words_at
from pipeline.reading import read_text
from pipeline.structure import build_layout
from tests.extraction.duty_boards import board_of

FRAGMENTS = [
    "一、", "（一）", "1.", "第一条 ", "教务处", "校长职责", "主要职责：", "县财政局", "要", "应当", "不得", "由", "负责",
    "牵头", "配合", "（责任单位：", "）", "、", "，", "；", "。", "\n", "各班主任", "做到以下几点：", "制定计划", "的", "学生",
    "存在问题：", "图书不足", "还存在", "问题", "张立新", "责任人：", "\t", "成立领导小组", "，负责日常工作",
]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40))
def test_facts_lie_in_the_text_and_are_what_it_says(parts: list[str]) -> None:
    source = read_text("".join(parts))
    board = run_stages(build_layout(source))
    facts = [fact for fact in board.facts if isinstance(fact, (Duty, Problem))]
    assert len({fact.id for fact in facts}) == len(facts)
    for fact in facts:
        assert fact.spans
        assert all(0 <= span.start < span.end <= len(source.text) for span in fact.spans)
        assert list(fact.spans) == sorted(fact.spans)
        assert words_at(source.text, fact.spans).strip()
        if isinstance(fact, Duty):
            assert fact.actor is None or fact.actor_kind is not None
            assert fact.actor is None or not any(char.isspace() for char in fact.actor)
    assert duties.extract(board) == tuple(fact for fact in facts if isinstance(fact, Duty))


@pytest.mark.parametrize(
    "unit",
    [
        "学校、",
        "学校，",
        "由学校",
        "（学校",
        "责任单位:",
        "责任单位:教务处 ",
        "学校的",
        "教务处牵头，",
        "各",
        "存在问题",
        "领导小组",
    ],
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(times: int) -> float:
        board = board_of(unit * times)
        best = float("inf")
        for _ in range(2):
            begin = time.process_time()
            seen = msgspec.structs.replace(board, actors=actors.recognise(board))
            duties.extract(seen)
            problems.extract(seen)
            best = min(best, time.process_time() - begin)
        return best

    short, long = seconds(400), seconds(3200)
    # eight times the text; quadratic work would take sixty-four times as long
    assert long < 28 * max(short, 0.01)

"""Short plans with every deadline marked: cases/deadlines.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction import deadlines, mentions
from pipeline.extraction.board import Board
from pipeline.model.result import Deadline
from pipeline.model.span import Span, words_at
from tests.expressions.times_notation import Expected, parse
from tests.extraction.plain_layouts import plain_board


class Case(TypedDict, total=False):
    name: str
    text: str
    title: str
    issued: str


CASES: list[Case] = yaml.safe_load((Path(__file__).parent / "cases" / "deadlines.yaml").read_text("utf-8"))


def board_of(text: str, title: str = "某校工作方案", issued: str | None = None) -> Board:
    board = plain_board(text, title)
    document = msgspec.structs.replace(board.layout.documents[0], issued=issued)
    layout = msgspec.structs.replace(board.layout, documents=(document,))
    board = msgspec.structs.replace(board, layout=layout)
    return msgspec.structs.replace(board, times=mentions.times_of(board))


def as_expected(fact: Deadline) -> Expected:
    return Expected(
        fact.spans[0].start,
        fact.spans[-1].end,
        fact.kind,
        (fact.start, fact.end),
        fact.freq or fact.duration,
        fact.times,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_plan(case: Case) -> None:
    marked = parse(case["text"])
    found = deadlines.extract(board_of(marked.text, case.get("title", "某校工作方案"), case.get("issued")))
    assert [as_expected(fact) for fact in found] == list(marked.expected)


def test_the_years_of_a_title_count() -> None:
    text = "松岭学校2023年工作要点\n全面落实。"
    board = board_of(text, "松岭学校2023年工作要点")
    document = msgspec.structs.replace(board.layout.documents[0], title_span=Span(0, 12))
    layout = msgspec.structs.replace(board.layout, documents=(document,), blocks=board.layout.blocks[1:])
    board = msgspec.structs.replace(board, layout=layout)
    (found,) = deadlines.extract(msgspec.structs.replace(board, times=mentions.times_of(board)))
    assert (words_at(text, found.spans), found.start, found.end, found.section) == ("2023年", "2023", "2023", None)


def test_a_fact_says_which_rule_and_words_decided() -> None:
    (found,) = deadlines.extract(board_of("到2025年底前完成。"))
    assert found.rule == "by.end"
    assert found.cues == ("到", "前")


PIECES = [
    "2023年",
    "9月",
    "底前",
    "每学期",
    "两次",
    "。",
    "一、",
    "《",
    "》",
    "本月",
    "次年",
    "三年内",
    "到",
    "完成",
    ",",
    "(",
    ")",
]


@given(st.lists(st.sampled_from([*PIECES, "\n"]), max_size=25))
@settings(max_examples=150, deadline=None)
def test_facts_stand_in_the_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = deadlines.extract(board_of(text, issued="2023-03-01"))
    starts = [fact.spans[0].start for fact in found]
    assert starts == sorted(starts)
    assert len({fact.id for fact in found}) == len(found)
    assert all(words_at(text, fact.spans).strip() for fact in found)

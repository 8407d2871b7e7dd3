"""Every row of the actor lexicons against its own examples, both ways; properties of mentions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.actors import kind_of, recognise, user_words
from pipeline.extraction.actors.rows import ActorRow, ModifierRow
from pipeline.lexicon import load
from pipeline.model.span import fold
from tests.extraction.duty_boards import board_of, marked

ROWS = load("actors", ActorRow)
MODIFIERS = load("actor_modifiers", ModifierRow)
PAIRS = [(row, example) for row in ROWS for example in row.examples]
MISSES = [(row, example) for row in ROWS for example in row.near_misses]
AROUND = [(row, example) for row in MODIFIERS for example in row.examples]


def name(pair: tuple[ActorRow | ModifierRow, str]) -> str:
    return f"{pair[0].id}: {pair[1]}"


@pytest.mark.parametrize("pair", PAIRS, ids=name)
def test_the_name_marked_is_found_by_its_row(pair: tuple[ActorRow, str]) -> None:
    row, example = pair
    text, words, start = marked(example)
    found = {(m.start, m.text, m.rule) for m in board_of(text + "。").actors}
    assert (start, fold(words), row.id) in found


@pytest.mark.parametrize("pair", MISSES, ids=name)
def test_near_misses_are_no_actors_of_the_row(pair: tuple[ActorRow, str]) -> None:
    row, example = pair
    assert row.id not in {mention.rule for mention in board_of(example + "。").actors}


@pytest.mark.parametrize("pair", AROUND, ids=name)
def test_names_reach_as_far_as_their_modifiers(pair: tuple[ModifierRow, str]) -> None:
    text, words, start = marked(pair[1])
    assert (start, fold(words)) in {(m.start, m.text) for m in board_of(text + "。").actors}


def test_rows_are_complete() -> None:
    assert all(row.examples for row in (*ROWS, *MODIFIERS))
    words = [word for row in ROWS for word in row.words + row.tails]
    assert all(word == fold(word) for word in words), "rules are written against folded text"


def test_kinds_of_names_that_stand_alone() -> None:
    expected = {"县财政局": "org", "后勤主任": "post", "防汛指挥部": "group", "全体学生": "person", "安全科": "org"}
    found = {word: row.kind if (row := kind_of(word)) else None for word in expected}
    assert found == expected
    assert kind_of("学校布局") is None
    assert kind_of("") is None


def test_the_segmenter_learns_every_word() -> None:
    assert {"教务处", "班主任", "领导小组"} <= set(user_words())


FRAGMENTS = [
    "教务处", "、", "和", "县", "人民政府", "(自治县)", "校长", "的", "各", "学校", "负责", "由", "领导小组", "“", "”",
    "要", "，", "。", "学生", "家长", "处于", "12", "a", "工作", "\n",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30))
def test_mentions_lie_in_their_block_in_order_and_apart(parts: list[str]) -> None:
    board = board_of("".join(parts))
    mentions = recognise(board)
    assert mentions == board.actors
    for mention in mentions:
        assert board.text[mention.start : mention.end] == mention.text
        block = board.block_at(mention.start)
        assert block is not None
        assert mention.end <= block.end
    assert all(a.end <= b.start for a, b in pairwise(mentions))

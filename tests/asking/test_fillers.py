"""What people say around a question, and words typed by their sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import extract_with_layout
from pipeline.asking import ask
from pipeline.asking.bare import FillerRow, bare_question, fillers
from pipeline.asking.homophones import by_sound
from pipeline.asking.lexicons import lexicons
from pipeline.asking.words import frequency_with_titles
from pipeline.reading import read_text
from pipeline.store import KnowledgeBase, passages_of


def bare(words: str) -> str:
    return bare_question(words, lexicons())


@pytest.mark.parametrize("row", fillers(), ids=lambda row: row.id)
def test_fillers(row: FillerRow) -> None:
    assert row.examples
    assert row.near_misses
    for example in row.examples:
        words, left = example.split(" → ")
        assert bare(words) == left, words
    for words in row.near_misses:
        assert bare(words) == words


def test_every_slip_needs_a_question_that_asks_nothing_else() -> None:
    assert bare("食堂归那个科室管") == "食堂归哪个科室管"
    assert bare("谁负责那个科室的食堂") == "谁负责那个科室的食堂"


@pytest.mark.parametrize("row", fillers(), ids=lambda row: row.id)
def test_what_is_bare_stays(row: FillerRow) -> None:
    for example in row.examples:
        left = bare(example.split(" → ")[0])
        assert bare(left) == left


_BASE = "培训经费由总务处核算。责任人每月检查消防器材,校长负责。家长会、教研活动、疏散演练。"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("陪训经费多少", "培训经费多少"),
        ("消房器材谁检查", "消防器材谁检查"),
        ("校掌谁当", "校长谁当"),
        ("安泉检查谁做", "安泉检查谁做"),
        ("输散演练多久一次", "疏散演练多久一次"),
        ("教言活动谁组织", "教研活动谁组织"),
    ],
)
def test_words_typed_by_their_sound(slip: str, meant: str) -> None:
    assert by_sound(slip, _BASE.count) == meant


@pytest.mark.parametrize(
    "words",
    ["培训经费多少", "食堂谁管", "教改谁负责", "谁管陪读", "", "a1 b2", "消防器材谁检查", "校车陪护", "十加九是几"],
)
def test_words_that_stay(words: str) -> None:
    """What the base has, and what sounds like nothing it has."""
    assert by_sound(words, _BASE.count) == words


@pytest.mark.parametrize("piece", ["请问", "谢谢", "那个", "几", "谁", "嗯,", "陪", "麻烦帮我看一下", "多少谁定"])
def test_what_nobody_types_is_left_alone(piece: str) -> None:
    """A question of thousands of characters is neither searched for fillers nor read by its sound."""
    words = "食堂" + piece * 3000 + "食堂"
    assert bare(words).startswith("食堂")
    assert by_sound(words, _BASE.count) == words


def test_names_in_titles_are_no_slips(tmp_path: Path) -> None:
    """园则镇 stands only in the title; 原则 stands in every sentence."""
    text = "园则镇中心小学安全方案\n一、原则\n" + "坚持安全第一的原则。\n" * 8 + "二、分工\n总务处负责食堂。\n"
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        extraction, layout = extract_with_layout(read_text(text, path="a.txt"))
        base.add(extraction, passages=passages_of(layout))
        assert frequency_with_titles(base, "园则") > 5 * frequency_with_titles(base, "第一")
        assert frequency_with_titles(base, "、，") == 0
        assert [row.answer for row in ask(base, "园则镇食堂谁负责").rows] == ["总务处"]

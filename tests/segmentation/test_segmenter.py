"""Word boundaries: the compiled segmenter, jieba as its reference, and what both promise."""

from __future__ import annotations

import itertools
import sys
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading import read
from pipeline.segmentation import Segmenter, segmentation_of, segmenter
from pipeline.segmentation import engine as engine_name
from pipeline.segmentation.segmenter import ReferenceSegmenter, compiled_segmenter

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = "优质均衡督评办"


@pytest.fixture(scope="module", params=[compiled_segmenter, ReferenceSegmenter])
def engine(request: pytest.FixtureRequest) -> Segmenter:
    made: Segmenter = request.param((OWN,))
    return made


def test_words_of_the_user_stay_whole_and_leak_nowhere(engine: Segmenter) -> None:
    import rjieba

    assert OWN in engine.cut(f"由{OWN}负责")
    assert OWN not in plain().cut(f"由{OWN}负责")
    assert OWN not in jieba.lcut(f"由{OWN}负责")
    assert OWN not in rjieba.cut(f"由{OWN}负责")


def test_no_character_is_lost(engine: Segmenter) -> None:
    for text in (
        " 一、总则\n\n　1. 2025年 “十四五” 🙂 \r\n",
        "",
        "至" * 5_000,
        "（" * 5_000,
        "3" * 5_000,
        "一、" * 5_000,
    ):
        assert "".join(engine.cut(text)) == text


@lru_cache(maxsize=1)
def plain() -> Segmenter:
    return segmenter()


@given(st.text(st.sampled_from("一二至学校3.-（、\n aé🙂由"), max_size=60))
def test_joined_words_are_the_text(text: str) -> None:
    assert "".join(plain().cut(text)) == text


def test_words_inside_words(engine: Segmenter) -> None:
    assert {"音乐", "教室"} <= set(engine.cut_for_search("音乐教室", hmm=False))


def test_both_engines_agree_on_our_corpus() -> None:
    """All but one boundary of a thousand; only where a hyphen joins numbers were differences seen."""
    compiled, reference = compiled_segmenter(), ReferenceSegmenter()
    boundaries = differences = 0
    for path in sorted((ROOT / "corpus").rglob("*.txt")):
        text = read(path).text
        ours, theirs = (set(itertools.accumulate(map(len, one.cut(text)))) for one in (compiled, reference))
        boundaries += len(theirs)
        differences += len(ours ^ theirs)
    assert boundaries > 5_000
    assert differences < boundaries / 1_000


def test_the_reference_serves_where_the_compiled_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PathFinder, "find_spec", lambda *_: None)
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert engine_name() == "jieba"
    assert isinstance(segmenter(), ReferenceSegmenter)


def test_boundaries() -> None:
    words = ["学校", "成立", "领导小组"]
    boundaries = segmentation_of(words)
    starts = {0, 2, 4, 8}
    for offset in range(9):
        assert boundaries.is_boundary(offset) == (offset in starts)
        assert boundaries.previous(offset) == max(one for one in starts if one <= offset)
        assert boundaries.following(offset) == min(one for one in starts if one >= offset)
    assert segmentation_of([]).flags == b"\x01"

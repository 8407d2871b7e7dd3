"""Question patterns: each row's examples are decided by that row, its near misses are not."""

from __future__ import annotations

import re

import pytest

from pipeline.asking.lexicons import MeasureRow, lexicons
from pipeline.asking.question import bare_question
from pipeline.expressions import quantities, times
from pipeline.lexicon import load

_ROWS = lexicons().questions
_HITS = [(row.id, words) for row, _ in _ROWS for words in row.examples]
_MISSES = [(row.id, words) for row, _ in _ROWS for words in row.near_misses]


def deciding_row(words: str) -> str:
    """The first row that matches. 王小明 is the one person this base knows, 甲校 and 乙校 are bodies whose plans it has."""
    text = bare_question(words, lexicons())
    met = {
        "time": bool(times(text)), "person": "王小明" in text, "number": bool(quantities(text)), "bodies": "乙校" in text, None: True
    }  # fmt: skip
    text = re.sub("甲校[和的]?|乙校", "", text)
    return next((row.id for row, pattern in _ROWS if met[row.only] and pattern.search(text)), "")


@pytest.mark.parametrize(("row", "words"), _HITS, ids=str)
def test_examples(row: str, words: str) -> None:
    assert deciding_row(words) == row, words


@pytest.mark.parametrize(("row", "words"), _MISSES, ids=str)
def test_near_misses(row: str, words: str) -> None:
    assert deciding_row(words) != row, words


def test_every_row_has_both() -> None:
    assert [row.id for row, _ in _ROWS if not (row.examples and row.near_misses)] == []


@pytest.mark.parametrize("row", load("question_measures", MeasureRow), ids=lambda row: row.id)
def test_measures_in_everyday_words(row: MeasureRow) -> None:
    assert row.examples
    assert row.near_misses
    asks = re.compile(row.asks)
    assert [words for words in row.examples if not asks.search(words)] == []
    assert [words for words in row.near_misses if asks.search(words)] == []

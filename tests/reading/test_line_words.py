"""Each row of page_noise.yaml and line_openers.yaml does what its examples say."""

from __future__ import annotations

import re

import pytest

from pipeline.lexicon import load
from pipeline.model.span import fold
from pipeline.reading.line_words import LineOpener, LineOpeners, NoiseWords, PageNoise

ROWS = load("page_noise", PageNoise)


def _cases(wanted: bool) -> list[tuple[str, str]]:
    return [(row.id, words) for row in ROWS for words in (row.examples if wanted else row.near_misses)]


@pytest.mark.parametrize(("row", "words"), _cases(True))
def test_examples(row: str, words: str) -> None:
    entry = next(entry for entry in ROWS if entry.id == row)
    assert re.fullmatch(entry.pattern, fold(words).strip())
    assert NoiseWords().match(words, entry.where)


@pytest.mark.parametrize(("row", "words"), _cases(False))
def test_near_misses(row: str, words: str) -> None:
    entry = next(entry for entry in ROWS if entry.id == row)
    assert not re.fullmatch(entry.pattern, fold(words).strip())


OPENERS = load("line_openers", LineOpener)


@pytest.mark.parametrize(("row", "words"), [(row, words) for row in OPENERS for words in row.examples])
def test_openers(row: LineOpener, words: str) -> None:
    assert re.match(row.pattern, fold(words))
    assert LineOpeners().opens(words)


@pytest.mark.parametrize(("row", "words"), [(row, words) for row in OPENERS for words in row.near_misses])
def test_no_openers(row: LineOpener, words: str) -> None:
    assert not re.match(row.pattern, fold(words))


def test_every_row_has_examples() -> None:
    assert all(row.examples and row.near_misses for row in (*ROWS, *OPENERS))


@pytest.mark.parametrize("unit", [". ", "…", "-", "1", "第", "(", "续", "— 3", "x ", "一、总体…… 3 "])
def test_linear_on_anything(unit: str) -> None:
    words = NoiseWords()
    for where in ("edge", "contents", "continued"):
        words.match(unit * 100, where)
        words.match(unit * 100_000, where)

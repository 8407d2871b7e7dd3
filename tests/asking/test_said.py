"""Sentences that say who and where: each row's examples give an answer, its near misses none."""

from __future__ import annotations

import re

import pytest

from pipeline.asking.said_rows import SaidRow, said_rows
from pipeline.expressions.dates.grammar import TimeRow
from pipeline.lexicon import load, wording
from pipeline.store.searchtext import normalised

_PARTY = "(?P<answer>教务处|政教处)"
_ROWS = said_rows()


def _named(value: object) -> str:
    return value.id if isinstance(value, SaidRow) else str(value)


def answers(row: SaidRow, sentence: str) -> list[str]:
    return [
        m["answer"]
        for m in re.finditer(row.pattern.replace("{ACTOR}", _PARTY).replace("{SEAT}", "总指挥"), normalised(sentence))
    ]


@pytest.mark.parametrize(("row", "sentence"), [(row, s) for row in _ROWS for s in row.examples], ids=_named)
def test_examples(row: SaidRow, sentence: str) -> None:
    assert answers(row, sentence)


@pytest.mark.parametrize(("row", "sentence"), [(row, s) for row in _ROWS for s in row.near_misses], ids=_named)
def test_near_misses(row: SaidRow, sentence: str) -> None:
    assert not answers(row, sentence)


def test_every_row_has_both() -> None:
    assert [row.id for row in _ROWS if not (row.examples and row.near_misses)] == []


@pytest.mark.parametrize(
    "row", [row for row in load("times", TimeRow) if row.kind == "recurring"], ids=lambda row: row.id
)
def test_what_comes_back_is_read(row: TimeRow) -> None:
    """Clauses are read for times only where the gate opens: it opens for every recurrence that the grammar knows."""
    for example in row.examples:
        assert wording.pattern("question", "may_recur").search(example), example

"""Problems of whole texts against a table, and every row of the lexicon against its examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.extraction.problems.rows import ProblemRow, problem_words
from pipeline.lexicon import load
from pipeline.model.result import Problem
from pipeline.model.span import fold, words_at
from tests.extraction.duty_boards import board_of, marked

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "problems.yaml").read_text("utf-8"))
EXAMPLES = [(row, text) for row in load("problems", ProblemRow) for text in row.examples]
MISSES = [(row, text) for row in load("problems", ProblemRow) for text in row.near_misses if row.role == "title"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_problems(case: dict[str, Any]) -> None:
    board = board_of(case["text"])
    text = board.layout.source.text
    found = [words_at(text, fact.spans) for fact in board.facts if isinstance(fact, Problem)]
    assert found == case.get("problems", [])


@pytest.mark.parametrize("pair", EXAMPLES, ids=lambda pair: pair[1])
def test_a_word_is_found_where_it_is_marked(pair: tuple[ProblemRow, str]) -> None:
    row, example = pair
    text, words, start = marked(fold(example))
    assert problem_words()[row.role].at(text, start, len(text)) == words


@pytest.mark.parametrize("pair", MISSES, ids=lambda pair: pair[1])
def test_titles_that_name_no_problems(pair: tuple[ProblemRow, str]) -> None:
    row, example = pair
    assert problem_words()[row.role].inside(example, 0, len(example))[1] == ""

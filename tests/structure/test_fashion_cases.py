"""Headings in every fashion of numbering (`cases/fashions.yaml`), in several ways to lay the lines out."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model.span import fold
from pipeline.structure import build_layout
from tests.structure.structure_helpers import cases, outline, source_of

CASES = cases("fashions")


def told(text: str, *, hard_lines: bool = False) -> list[str]:
    return [fold(line) for line in outline(build_layout(source_of(text, hard_lines=hard_lines)))]


def wanted(case: dict[str, Any]) -> list[str]:
    return [fold(line) for line in case["outline"].splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_lines_one_below_the_other(case: dict[str, Any]) -> None:
    assert told(case["text"]) == wanted(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_lines_with_empty_lines_between_and_indented(case: dict[str, Any]) -> None:
    spaced = "".join(f"\u3000\u3000{line}\n\n" for line in case["text"].splitlines())
    if not case["text"].startswith("#"):
        assert told(spaced) == wanted(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_paragraphs_of_a_word_file(case: dict[str, Any]) -> None:
    assert told(case["text"], hard_lines=True) == wanted(case)

"""Sentences with their time expressions marked: cases/times.txt, one line a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.expressions.times_notation import found_in, parse

LINES = (Path(__file__).parent / "cases" / "times.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in LINES if line and not line.startswith("#")])
def test_sentence(line: str) -> None:
    marked = parse(line)
    assert found_in(marked) == marked.expected

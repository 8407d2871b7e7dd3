"""One-sentence cases from all fields of public life: who acts, and over which words; sentences in which nobody does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.model.result import Duty
from pipeline.model.span import words_at
from tests.extraction.duty_boards import board_of

_LINES = (Path(__file__).parent / "cases" / "duties_coverage.txt").read_text("utf-8").splitlines()
CASES = [line for line in _LINES if line and not line.startswith("#")]
_MARKS = re.compile(r"[\[\]{}]")
_STOPS = "。；"


def wanted(case: str) -> list[tuple[str, str]]:
    """(actor, words of the duty) of each duty marked."""
    if "[" not in case:
        return []
    words = re.findall(r"\{(.+?)\}", case) or [case]
    return [
        (actor[1], _MARKS.sub("", part).strip(_STOPS))
        for part in words
        if (actor := re.search(r"\[(.+?)\]", part)) is not None
    ]


def found(text: str) -> list[tuple[str, str]]:
    board = board_of(text)
    duties = [fact for fact in board.facts if isinstance(fact, Duty)]
    source = board.layout.source.text
    return [(str(duty.actor), words_at(source, duty.spans).strip(_STOPS)) for duty in duties]


@pytest.mark.parametrize("case", CASES)
def test_exactly_the_duties_marked_are_found(case: str) -> None:
    assert found(_MARKS.sub("", case)) == wanted(case)


def test_the_table_holds_hits_and_near_misses() -> None:
    assert len([case for case in CASES if "[" in case]) > 150
    assert len([case for case in CASES if "[" not in case]) > 50
    assert len(set(CASES)) == len(CASES)

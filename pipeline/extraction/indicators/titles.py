"""Quantities in a plan's title: 重点工作清单(共93项). A title stands in no block."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.expressions import quantities, times
from pipeline.extraction.board import Board
from pipeline.lexicon import wording
from pipeline.model.result import Indicator

_RULE = "in-all"  # only what a title counts in all measures the plan; other numbers name it
_EDGE = "( :、"


def of_titles(board: Board) -> Iterator[Indicator]:
    """What titles count in all."""
    for document in board.layout.documents:
        start, end = board.title(document)
        words = board.text[start:end]
        for item in quantities(words):
            name = _name(words[: item.start])
            if item.rule != _RULE or not item.unit or not name:
                continue
            place = board.place_in_title(
                "indicator", document, start + item.start, start + item.end, item.rule, item.cues
            )
            if place is not None:
                yield Indicator(**place, name=name, op=item.op, value=item.value, unit=item.unit, status="target")


def _name(words: str) -> str:
    """A title's words behind the last year or 关于."""
    found = [time.end for time in times(words)]
    tail = words[max(found, default=0) :].strip(_EDGE)
    return wording.pattern("indicator", "about_in_title").sub("", tail)[-16:]

"""Quantities in a plan's title: 重点工作清单(共93项). A title stands in no block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.expressions import quantities, times
from pipeline.extraction.board import Board, Place
from pipeline.model.ids import content_id
from pipeline.model.result import Document, Indicator

_RULE = "in-all"  # only what a title counts in all measures the plan; other numbers name it
_EDGE = "( :、"


def of_titles(board: Board) -> Iterator[Indicator]:
    """What titles count in all."""
    for document in board.layout.documents:
        if document.title_span is not None and not document.duplicate_of:
            yield from _of_title(board, document)


def _of_title(board: Board, document: Document) -> Iterator[Indicator]:
    if document.title_span is None:
        return
    clean = board.layout.clean
    start, end = clean.find(document.title_span.start), clean.find(document.title_span.end)
    words = clean.text[start:end]
    for item in quantities(words):
        spans = clean.spans(start + item.start, start + item.end)
        name = _name(words[: item.start])
        if item.rule != _RULE or not item.unit or not name or not spans or board.block_at(start + item.start):
            continue
        place = Place(
            id=content_id("f", document.id, "indicator", *((s.start, s.end) for s in spans)),
            document=document.id,
            section=None,
            spans=spans,
            page=board.layout.source.page_at(spans[0].start),
            rule=item.rule,
            cues=item.cues,
        )
        yield Indicator(**place, name=name, op=item.op, value=item.value, unit=item.unit, status="target")


def _name(words: str) -> str:
    """A title's words behind the last year or 关于."""
    found = [time.end for time in times(words)]
    tail = words[max(found, default=0) :].strip(_EDGE)
    return re.sub("^.*关于(?:印发)?", "", tail)[-16:]

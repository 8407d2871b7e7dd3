"""Passages: the sentences, headings and table rows that facts stand in and that full text search looks through."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

import msgspec

from pipeline.model.layout import Layout
from pipeline.model.result import Document, Extraction, Section
from pipeline.model.span import Span, fold, words_at

PassageKind = Literal["heading", "sentence", "row", "joined"]


class Passage(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Words of the source meant as one. `text` is what the spans cover, noise between them left out. `lead` are words
    before it that say what it is about: the first sentence of its paragraph, the lead-in or label above a list."""

    kind: PassageKind
    document: str
    section: str | None
    spans: tuple[Span, ...]
    text: str
    page: int | None = None
    lead: str = ""


# A lead is cut to this length: its beginning names the matter.
_LEAD = 80
# Words without a full stop over more than this are no sentence but a list or a slip; a passage of them ends behind the last mark
# before. Every fact is read together with its passage, so that facts in a passage without bound take time and room by the square.
_LONGEST = 1000
_PAUSES = tuple(";,、:；，：")
# A paragraph of at most this many characters that ends in no mark is a label for the items below it (校长职责).
_LABEL = 24
_ENDS = tuple("。.;,!?、")


def passages_of(layout: Layout) -> tuple[Passage, ...]:
    """The passages of a layout in text order: each heading, each table row, each sentence of the rest."""
    return tuple(_in_blocks(layout))


def _in_blocks(layout: Layout) -> Iterator[Passage]:
    from pipeline.structure.sentences import sentences  # readers of the store need no structure layer

    above, text = "", layout.source.text
    for block in layout.blocks:
        if block.kind == "paragraph":
            words = layout.words(block).strip()
            above = words[-_LEAD:] if _leads_in(words) else ""
        elif block.kind == "heading":
            above = ""
        lead = above if block.kind in ("item", "row") else ""
        kind: PassageKind = "heading" if block.kind == "heading" else "row" if block.kind == "row" else "sentence"
        whole = kind != "sentence"
        ranges = ((block.start, block.end),) if whole else sentences(layout.clean.text, block.start, block.end)
        for start, end in _bounded(layout.clean.text, ranges):
            if spans := layout.spans(start, end):
                yield Passage(
                    kind=kind,
                    document=block.document,
                    section=block.section,
                    spans=spans,
                    text=words_at(text, spans) if len(spans) > 1 else text[spans[0].start : spans[0].end],
                    page=layout.source.page_at(spans[0].start),
                    lead=lead,
                )
            if not whole and start == block.start and end < block.end:
                lead = f"{lead}\n{_beginning(layout, start, end)}".strip()


def _bounded(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges, those over the longest in pieces that end behind a pause where there is one."""
    for start, end in ranges:
        while end - start > _LONGEST:
            most = start + _LONGEST
            pause = max(text.rfind(mark, start + 1, most) for mark in _PAUSES) + 1
            yield start, (cut := pause or most)
            start = cut
        yield start, end


def _beginning(layout: Layout, start: int, end: int) -> str:
    """The beginning of a sentence."""
    return layout.clean.text[start : min(end, start + _LEAD)].strip()


def _leads_in(words: str) -> bool:
    """Whether a paragraph speaks of the items below it: it ends in a colon, or is a mere label."""
    return words.endswith(":") or (0 < len(words) <= _LABEL and not words.endswith(_ENDS))


def passages_from_text(extraction: Extraction, text: str) -> tuple[Passage, ...]:
    """Passages where no layout is at hand: the sentences of each line of each plan. A sentence over a line break or a
    running header comes in pieces, so `passages_of` is to be preferred."""
    folded = fold(text)
    return tuple(
        passage
        for document in extraction.documents
        if document.duplicate_of is None
        for passage in _in_document(document, extraction, text, folded)
    )


def _in_document(document: Document, extraction: Extraction, text: str, folded: str) -> Iterator[Passage]:
    headings = sorted((s for s in extraction.sections if s.document == document.id), key=lambda s: s.span)
    starts = [section.span.start for section in headings]
    for start, end in _cut(folded, document.span, headings):
        place = bisect_right(starts, start) - 1
        section = headings[place] if place >= 0 else None
        is_heading = section is not None and section.span.contains(Span(start, end))
        yield Passage(
            kind="heading" if is_heading else "sentence",
            document=document.id,
            section=section.id if section else None,
            spans=(Span(start, end),),
            text=text[start:end],
            page=section.page if section else None,
        )


def _cut(folded: str, span: Span, headings: list[Section]) -> Iterator[tuple[int, int]]:
    """Sentences of a document's span, cut at the borders of headings too."""
    from pipeline.structure.sentences import sentences

    borders = sorted({span.start, span.end, *(edge for h in headings for edge in (h.span.start, h.span.end))})
    inside = [border for border in borders if span.start <= border <= span.end]
    for start, end in pairwise(inside):
        yield from _bounded(folded, sentences(folded, start, end))

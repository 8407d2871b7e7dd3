"""Where on a page stand the words of some source spans.

Boxes are not kept with the text: they are looked up on the page when somebody wants to see them. The words of a page's
source text are those of its lines and cells in the order of its layout, so that the n-th character of the one is the
n-th of the other, blanks left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from pipeline.model.span import Span
from pipeline.reading.pdf.geometry import Box, around
from pipeline.reading.pdf.layout import PageLayout
from pipeline.reading.pdf.lines import Line
from pipeline.reading.pdf.page import PageText, RawPage

_SAME_LINE = 0.5
_WIDE_GAP = 2.5
_MOST_UNALIKE = 20_000

Letter = tuple[str, int]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle on a page, in points from the upper left corner of the page as it is seen."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def page_frames(page: RawPage, layout: PageLayout, text: str, start: int, spans: Sequence[Span]) -> list[Frame]:
    """Frames around the words of some spans on one page: one for each line (or cell) they run over.

    `text` is the page's source text, which begins at the offset `start` of the whole.
    """
    return frames_of_each(page, layout, text, start, (spans,))[0]


def frames_of_each(
    page: RawPage, layout: PageLayout, text: str, start: int, groups: Sequence[Sequence[Span]]
) -> list[list[Frame]]:
    """The same for many groups of spans (one fact each): the page's letters are looked up once."""
    indexes = _indexes(text, list(_letters(layout, page.chars)))
    found: list[list[Frame]] = []
    for spans in groups:
        places = (
            offset for span in spans for offset in range(max(span.start - start, 0), min(span.end - start, len(text)))
        )
        boxes = [page.chars.box(indexes[offset]) for offset in places if offset in indexes]
        found.append(
            [
                Frame(page=page.number, x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom)
                for box in map(around, _rows(boxes))
            ]
        )
    return found


def _letters(layout: PageLayout, chars: PageText) -> Iterator[Letter]:
    """The characters of a page with their indexes, in the order in which its text was written."""
    for item in (*layout.items, *layout.slanted):
        if isinstance(item, Line):
            yield from _of_lines((item,), chars)
            continue
        places = sorted(zip(item.cells, item.lines, strict=True), key=lambda cell: (cell[0].row, cell[0].column))
        for _, lines in places:
            yield from _of_lines(lines, chars)


def _of_lines(lines: Sequence[Line], chars: PageText) -> Iterator[Letter]:
    for line in lines:
        for run in line.runs:
            for first, end in run.words:
                yield from ((chars.text[i], i) for i in range(first, end) if not chars.text[i].isspace())


def _indexes(text: str, letters: Sequence[Letter]) -> dict[int, int]:
    """For each offset into a page's text the index of the character it stands for."""
    offsets = [offset for offset, char in enumerate(text) if not char.isspace()]
    written = "".join([text[offset] for offset in offsets])
    drawn = "".join([char for char, _ in letters])
    if written == drawn:
        return {offset: index for offset, (_, index) in zip(offsets, letters, strict=True)}
    if len(written) + len(drawn) > _MOST_UNALIKE:
        return {}
    found: dict[int, int] = {}
    for one, other, size in SequenceMatcher(None, written, drawn, autojunk=False).get_matching_blocks():
        found.update((offsets[one + step], letters[other + step][1]) for step in range(size))
    return found


def _rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes that follow each other on a line, together."""
    rows: list[list[Box]] = []
    for box in boxes:
        last = rows[-1][-1] if rows else None
        if last is not None and _follows(last, box):
            rows[-1].append(box)
        else:
            rows.append([box])
    return rows


def _follows(last: Box, box: Box) -> bool:
    high = max(last.height, box.height)
    overlap = min(last.bottom, box.bottom) - max(last.top, box.top)
    return overlap >= _SAME_LINE * min(last.height, box.height) and -high < box.x0 - last.x1 <= _WIDE_GAP * high

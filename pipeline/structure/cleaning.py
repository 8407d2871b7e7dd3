"""The clean text: paragraphs put together again from the physical lines."""

from __future__ import annotations

from array import array

import msgspec

from pipeline.model.source import Source
from pipeline.model.span import OffsetText
from pipeline.structure.evidence import Vocabulary
from pipeline.structure.joins import joined
from pipeline.structure.lines import Line, physical_lines, raw_text
from pipeline.structure.pagemarks import without_page_marks


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph of the clean text, `[start, end)`; `table` and `mark` as in `Line`."""

    start: int
    end: int
    table: int | None = None
    mark: int = 0


class CleanText(msgspec.Struct, frozen=True, kw_only=True):
    """The clean text and its paragraphs, one per line of it."""

    text: OffsetText
    paragraphs: tuple[Paragraph, ...]


def clean(source: Source) -> CleanText:
    """Leave out noise and layout line breaks; one paragraph per line."""
    raw = raw_text(source)
    vocabulary = Vocabulary(raw.text)
    lines = without_page_marks(raw.text, physical_lines(source, raw), vocabulary)
    return assemble(raw, joined(source, raw.text, lines, vocabulary))


def assemble(raw: OffsetText, groups: list[list[Line]]) -> CleanText:
    """Lines of one group become one paragraph."""
    origin = array("q")
    parts: list[str] = []
    paragraphs: list[Paragraph] = []
    size = 0
    for group in groups:
        if size:
            parts.append("\n")
            origin.append(_between(raw, group[0].start))
            size += 1
        start = size
        for place, line in enumerate(group):
            if place and _needs_blank(raw.text, group[place - 1], line):
                parts.append(" ")
                origin.append(_between(raw, line.start))
                size += 1
            parts.append(raw.text[line.start : line.end])
            origin.extend(raw.origin[line.start : line.end])
            size += line.end - line.start
        paragraphs.append(Paragraph(start=start, end=size, table=group[0].table, mark=group[0].mark))
    return CleanText(text=OffsetText("".join(parts), origin), paragraphs=tuple(paragraphs))


def _between(raw: OffsetText, start: int) -> int:
    """Source offset of the character before a line: a line break or a blank."""
    return raw.origin[start - 1]


def _needs_blank(text: str, before: Line, after: Line) -> bool:
    """Two words in Latin letters are parted by a blank; Chinese characters never are."""
    left, right = text[before.end - 1], text[after.start]
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum() and not right.isdigit()

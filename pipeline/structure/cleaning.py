"""The clean text: paragraphs put together again from the physical lines."""

from __future__ import annotations

import re
from array import array

import msgspec

from pipeline.model.source import Source, Table
from pipeline.model.span import OffsetText
from pipeline.structure.evidence import Vocabulary
from pipeline.structure.grids import tables_of
from pipeline.structure.joins import joined
from pipeline.structure.lines import Line, physical_lines, raw_text
from pipeline.structure.pagemarks import without_page_marks
from pipeline.structure.torn_rows import names_unit

_LABEL = re.compile("[\u4e00-\u9fff]{2,8}:")
_LATER_LABEL = re.compile("\\s[\u4e00-\u9fff]{2,8}:")
# The first part of a label that a line break may have torn: 整改 / 时限:
_LABEL_HEAD = re.compile("\\s([\u4e00-\u9fff]{1,4})$")
_LOOK_BACK = 120
_NEAR = 5000


class Paragraph(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A paragraph of the clean text, `[start, end)`; `row` and `mark` as in `Line`."""

    start: int
    end: int
    row: tuple[int, int] | None = None
    mark: int = 0


class CleanText(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The clean text and its paragraphs, one per line of it."""

    text: OffsetText
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = ()


def clean(source: Source) -> CleanText:
    """Leave out noise and layout line breaks; one paragraph per line."""
    raw = raw_text(source)
    tables = tables_of(source)
    vocabulary = Vocabulary(raw.text)
    lines = without_page_marks(raw.text, physical_lines(source, raw, tables), vocabulary)
    groups = joined(source, raw.text, lines, vocabulary)
    return assemble(raw, groups, tables, source.hard_lines)


def assemble(raw: OffsetText, groups: list[list[Line]], tables: tuple[Table, ...], hard_lines: bool) -> CleanText:
    """Lines of one group become one paragraph. Cells on lines of their own, and paragraphs inside a cell of Word, stay parted by
    a blank."""
    cells = frozenset(cell.span.start for table in tables for cell in table.cells)
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
            other_cell = line.row is not None and (hard_lines or raw.origin[line.start] in cells)
            other_cell = other_cell or (
                place > 0 and line.row is not None and _other_unit(raw.text, group[place - 1], line)
            )
            if place and (other_cell or _needs_blank(raw.text, group[place - 1], line)):
                parts.append(" ")
                origin.append(_between(raw, line.start))
                size += 1
            parts.append(raw.text[line.start : line.end])
            origin.extend(raw.origin[line.start : line.end])
            size += line.end - line.start
        paragraphs.append(Paragraph(start=start, end=size, row=group[0].row, mark=group[0].mark))
    return CleanText(text=OffsetText("".join(parts), origin), paragraphs=tuple(paragraphs), tables=tables)


def _between(raw: OffsetText, start: int) -> int:
    """Source offset of the character before a line: a line break or a blank."""
    return raw.origin[start - 1]


def _other_unit(text: str, before: Line, line: Line) -> bool:
    """Whether a line of a cell names one more unit below the one that ends the line before (县民政局 / 县财政局)."""
    above = text[before.start : before.end].split()[-1]
    return names_unit(above) and names_unit(text[line.start : line.end].split()[0])


def _needs_blank(text: str, before: Line, after: Line) -> bool:
    """Two words in Latin letters are parted by a blank; Chinese characters are where a line of labels parted by blanks
    (责任领导:… 责任人:…) was broken before the next label."""
    left, right = text[before.end - 1], text[after.start]
    if "\u4e00" <= left <= "\u9fff" and (label := _LABEL.match(text, after.start, after.end)):
        if _torn_label(text, before, label[0]):
            return False
        return _LATER_LABEL.search(text, max(before.start, before.end - _LOOK_BACK), before.end) is not None
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum() and not right.isdigit()


def _torn_label(text: str, before: Line, label: str) -> bool:
    """Whether a label's first characters end the line before it: together they stand whole nearby."""
    head = _LABEL_HEAD.search(text, max(before.start, before.end - 5), before.end)
    if head is None:
        return False
    near = max(0, before.end - _NEAR), before.end + _NEAR
    return any(text.find(sign + head[1] + label, *near) >= 0 for sign in (" ", "\n", "\u3000"))

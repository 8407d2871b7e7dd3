"""A plan's structure as the extractors see it: documents, headings and blocks over one clean text."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.model.result import Document, Section
from pipeline.model.source import Source
from pipeline.model.span import OffsetText, Span

BlockKind = Literal["heading", "paragraph", "item", "row"]


class CellText(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A table cell of a row block: offsets into the clean text; `header` is its column's name, folded, without blanks.

    A cell merged downwards appears in each row it covers (with the same offsets), `repeated` set from the second on.
    """

    start: int
    end: int
    column: int
    header: str
    repeated: bool = False


class Block(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A stretch of the clean text meant as one: a heading, a paragraph, a numbered item or a table row.

    `start`/`end` are offsets into the clean text and leave out the item's number (`number`, as written: `1、` → "1").
    For a heading they cover its title; the words run into the same line behind it are a block of their own. `section`
    is the innermost heading it stands under (for a heading: itself). `depth` is the rank of its numbering, comparable
    with `Section.level` (0: no number). `header_row` marks a table's header rows: they give no facts.
    """

    kind: BlockKind
    document: str
    section: str | None
    start: int
    end: int
    number: str | None = None
    depth: int = 0
    cells: tuple[CellText, ...] = ()
    header_row: bool = False


class Layout(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the structure layer gives. `clean` covers the whole file; blocks are in order and never overlap. `labels` are the
    ids of sections that are no headings but title lines without a number: the result leaves them out.

    Text that belongs to no plan, and duplicates of an earlier plan, have no blocks.
    """

    source: Source
    clean: OffsetText
    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    labels: frozenset[str] = frozenset()

    def words(self, block: Block) -> str:
        """The folded words of a block."""
        return self.clean.text[block.start : block.end]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of a range of the clean text."""
        return self.clean.spans(start, end)

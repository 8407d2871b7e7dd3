"""What a reader hands on: the source text with everything the file's format knew about it."""

from __future__ import annotations

import msgspec

from pipeline.model.span import Span


class Cell(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One cell of a table. `row`/`column` count from 0; a merged cell stands once, at its upper left corner, with how
    many rows and columns it covers. `span` lies in the source text and may be empty."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Table(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A table. `span` covers it in the source text (one row per line, cells parted by a tab; line breaks inside a cell
    stay); a table that runs over pages is one table. `header_rows` rows at its top name the columns (0: unknown)."""

    span: Span
    cells: tuple[Cell, ...]
    header_rows: int = 0


class HeadingHint(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A paragraph that its file marks as a heading (Word style, PDF outline); `level` from 1, 0 for a title style."""

    span: Span
    level: int


class Page(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Where a page lies in the source text; size in points for formats that have one."""

    number: int
    span: Span
    width: float | None = None
    height: float | None = None


class Source(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A file as read. `text` is the source text every offset of the product points into.

    `noise` marks words that are in the text but belong to no sentence: running headers and footers, page numbers,
    watermarks. `encoding` is null for formats that have none. `hard_lines` says that each line break ends a paragraph
    (Word); where false, lines may be broken anywhere. `soft_lines` says that, noise taken out, an empty line ends a
    paragraph and nothing else does: a single line break or form feed stands inside one (PDF). `ocr_pages` are
    the numbers of the pages whose words were recognised from a picture and may be wrong.
    """

    path: str
    sha256: str
    media_type: str
    text: str
    encoding: str | None = None
    pages: tuple[Page, ...] = ()
    noise: tuple[Span, ...] = ()
    tables: tuple[Table, ...] = ()
    hints: tuple[HeadingHint, ...] = ()
    hard_lines: bool = False
    soft_lines: bool = False
    ocr_pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Number of the page that holds a source offset; null for formats without pages."""
        for page in self.pages:
            if offset < page.span.end:
                return page.number
        return self.pages[-1].number if self.pages else None
